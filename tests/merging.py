"""Merging in tests, and a picture of all that an undone merge must leave as it was."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tests.make import Make
from tracker.claims.commands_merge import merge_claim, unmerge_claim
from tracker.db import Database
from tracker.merged import MergeDraft
from tracker.models import Base, Claim, Entry, Position, Revision, Speaker
from tracker.record.wanted import KEYS
from tracker.speakers.commands_merge import merge_speaker, unmerge_speaker
from tracker.upkeep.state import state_lines

WHY = "The same, spelled otherwise."
_MERGE = {Speaker: merge_speaker, Claim: merge_claim}
_UNMERGE = {Speaker: unmerge_speaker, Claim: unmerge_claim}


def merge(make: Make, cls: Any, loser: int, winner: int, *, mirrored: bool = False) -> None:
    """Let one stand for another, as a reviewer does."""
    with make.transaction(make.reviewer, why=WHY) as session:
        draft = MergeDraft(winner, WHY, mirrored)
        _MERGE[cls](session, loser, draft, by=make.reviewer)


def unmerge(make: Make, cls: Any, loser: int) -> None:
    """Let it stand for itself again."""
    with make.transaction(make.reviewer, why="Two after all.") as session:
        _UNMERGE[cls](session, loser, version=None, reason="Two after all.", by=make.reviewer)


@dataclass(frozen=True)
class Picture:
    """What stands, revision numbers aside; the positions; the state line by line."""

    entries: frozenset[tuple[Any, ...]]
    positions: frozenset[tuple[Any, ...]]
    state: tuple[str, ...]


def picture(database: Database) -> Picture:
    """Look at all that is true now."""
    entry, position = Entry.__table__, Position.__table__
    with database.reading() as session:
        standing = select(*(entry.c[name] for name in KEYS)).where(entry.c.left.is_(None))
        return Picture(
            frozenset(tuple(row) for row in session.execute(standing)),
            frozenset(tuple(row) for row in session.execute(select(position))),
            tuple(state_lines(session)),
        )


def counted(database: Database) -> tuple[int, int, int]:
    """How many entries there ever were, how many of them are closed, how many revisions."""
    closed = func.count(Entry.left)
    with database.reading() as session:
        entries = session.execute(select(func.count(), closed).select_from(Entry)).one()
        revisions = session.execute(select(func.count()).select_from(Revision)).scalar_one()
        return (*entries, revisions)


def without_uids(database: Database, shown: Picture) -> list[str]:
    """A picture in which chance has no part: names given at random are told by table and number."""
    told = "\n".join([*map(repr, shown.entries), *map(repr, shown.positions), *shown.state])
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if "uid" in table.c:
                for number, uid in session.execute(select(table.c.id, table.c.uid)):
                    told = told.replace(uid, f"{table.name}:{number}")
    return sorted(told.splitlines())
