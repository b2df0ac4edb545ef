"""Where the same words still stand after a redaction: somebody has to look at each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Text, select, type_coerce
from sqlalchemy.orm import Session

from tracker.history.redaction.plan import COMPUTED
from tracker.models import Base
from tracker.text import fingerprint

# The history was dealt with; what is made from other columns is made anew with them.
_ELSEWHERE = frozenset({"revision", "head", "entry", "position", "throttle"})
_ABOVE = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
_LIMIT = 50
_PLAIN = re.compile("[A-Za-z0-9]+")
_WORDS = re.compile(r"\w+")


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
    table = cls.__table__
    for column in table.c:
        is_text = isinstance(getattr(column.type, "impl", column.type), Text)
        if not is_text or column.name in COMPUTED:
            continue
        kept, holding = type_coerce(column, Text), set[int]()
        for word in words:
            rows = select(table.c.id, kept).where(_may_hold(kept, word)).order_by(table.c.id)
            found = session.execute(rows.execution_options(yield_per=20))
            repeated = (row_id for row_id, text in found if repeats(text, word))
            holding.update(islice(repeated, _LIMIT))
        yield from ((row_id, column.name) for row_id in sorted(holding))


def repeats(text: str, word: str) -> bool:
    """Whether a text holds a word, however either is spelled: case, marks and accents aside."""
    return fingerprint(word) in fingerprint(text) if fingerprint(word) else word in text


def _may_hold(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """A first look by the database, by the longest piece that every spelling shares."""
    piece = max(_PLAIN.findall(word) or _WORDS.findall(word) or [word], key=len)
    return column.icontains(piece, autoescape=True)


def _object_of(session: Session, cls: Any, row_id: int) -> tuple[str, int]:  # noqa: ANN401
    """The object that a row is a part of."""
    kind = cls.__history__ or cls.__tablename__
    while cls.__history_above__ is not None:
        column, above = cls.__history_above__
        table = cls.__table__
        row_id = session.execute(select(table.c[column]).where(table.c.id == row_id)).scalar_one()
        cls = _ABOVE[above]
    return kind, row_id
