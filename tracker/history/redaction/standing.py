"""Where the same words still stand after a redaction: somebody has to look at each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, func, select
from sqlalchemy.orm import Session

from tracker.models import Base

# The history was dealt with; what is made from other columns is made anew with them.
_ELSEWHERE = frozenset({"revision", "head", "entry", "position", "throttle"})
_ABOVE = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
_LIMIT = 50


@dataclass(frozen=True)
class Standing:
    """One column of one row that holds the words, and the object to look at."""

    table: str
    id: int
    column: str
    kind: str
    object_id: int


def still_standing(session: Session, words: Sequence[str]) -> list[Standing]:
    """Every place in the tables, the history aside, where one of these texts stands."""
    found: list[Standing] = []
    for mapper in sorted(Base.registry.mappers, key=lambda m: m.class_.__tablename__):
        cls: Any = mapper.class_
        if cls.__tablename__ in _ELSEWHERE or not words:
            continue
        for row_id, column in _in_table(session, cls, words):
            kind, object_id = _object_of(session, cls, row_id)
            found.append(Standing(cls.__tablename__, row_id, column, kind, object_id))
    return found


def _in_table(session: Session, cls: Any, words: Sequence[str]) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    is_sqlite = session.connection().dialect.name == "sqlite"
    find = func.instr if is_sqlite else func.strpos
    for column in cls.__table__.c:
        if not isinstance(getattr(column.type, "impl", column.type), Text):
            continue
        for word in words:
            rows = select(cls.__table__.c.id).where(find(column, word) > 0)
            for row_id in session.scalars(rows.order_by(cls.__table__.c.id).limit(_LIMIT)):
                yield row_id, column.name


def _object_of(session: Session, cls: Any, row_id: int) -> tuple[str, int]:  # noqa: ANN401
    """The object that a row is a part of."""
    kind = cls.__history__ or cls.__tablename__
    while cls.__history_above__ is not None:
        column, above = cls.__history_above__
        table = cls.__table__
        row_id = session.execute(select(table.c[column]).where(table.c.id == row_id)).scalar_one()
        cls = _ABOVE[above]
    return kind, row_id
