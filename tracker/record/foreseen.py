"""What positions will be once two are one, told before anybody decides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.analysis.positions import Standing, Taken, standing
from tracker.models import Entry
from tracker.record.positions import HOLDER, histories, now, taken
from tracker.vocabulary import Level

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


@dataclass(frozen=True)
class Foreseen:
    """A position of each, and the one of both; `place` is the claim's id, or the holder's."""

    place: int
    lost: Standing | None
    kept: Standing | None
    together: Standing

    @property
    def changes(self) -> bool:
        """Whether the winner's position becomes another one."""
        before = self.kept
        return before is None or (before.stance, before.retracted) != (
            self.together.stance,
            self.together.retracted,
        )


def positions_of_both(session: Session, level: Level, lost: int, kept: int) -> list[Foreseen]:
    """Claim by claim, where two holders will stand as one. One SQL statement."""
    rows = session.execute(histories(level, now(), HOLDER[level].in_((lost, kept))))
    return _foreseen(rows, lambda row: row.claim_id, lambda row: row.holder_id == lost, taken)


def holders_of_both(session: Session, lost: int, kept: int, *, mirrored: bool) -> list[Foreseen]:
    """Speaker by speaker, where they will stand on two claims that are one. One SQL statement."""
    rows = session.execute(histories(Level.SPEAKER, now(), Entry.claim_id.in_((lost, kept))))

    def read(row: Any) -> Taken:  # noqa: ANN401 - a row of histories
        said = taken(row)
        is_turned = mirrored and row.claim_id == lost
        return said._replace(stance=said.stance.mirrored) if is_turned else said

    return _foreseen(rows, lambda row: row.holder_id, lambda row: row.claim_id == lost, read)


def statements_of(session: Session, *columns: Column, ids: Sequence[int]) -> int:
    """How many statements stand whose entries name one of these in one of the columns."""
    counted = select(func.count(Entry.statement_id.distinct())).where(Entry.left.is_(None))
    named = or_(false(), *(column.in_(ids) for column in columns))
    return session.scalar(counted.where(named)) or 0


def _foreseen(
    rows: Iterable[Any],
    place: Callable[[Any], int],
    is_lost: Callable[[Any], bool],
    read: Callable[[Any], Taken],
) -> list[Foreseen]:
    found = []
    for where, group in groupby(sorted(rows, key=place), key=place):
        said = list(group)
        lost = [read(row) for row in said if is_lost(row)]
        kept = [read(row) for row in said if not is_lost(row)]
        together = standing([*lost, *kept])
        if lost and together is not None:
            found.append(Foreseen(where, standing(lost), standing(kept), together))
    return found
