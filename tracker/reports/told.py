"""Where contradictions are told from: those that are kept, or, where that says too little, found.

Kept are those that stand now. They are asked for by claims, holders, kinds, gaps and the period.
What limits who said what, and anything of the past, is compared anew.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, Text, case, func, select, type_coerce
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import Contradiction
from tracker.record.kept import BEFORE, KEPT, kept, read_kept
from tracker.record.marks import Mark, Place, marks, place_of
from tracker.vocabulary import ContradictionKind, Level

_AT_ONCE = 400


@dataclass(frozen=True)
class Held:
    """A contradiction, and the mark of whoever said that it is none."""

    found: Contradiction
    mark: Mark | None


@dataclass(frozen=True)
class Counted:
    """How many there are, marked ones aside, and whose."""

    of_kind: Mapping[ContradictionKind, int]
    n_holders: int

    @property
    def n(self) -> int:
        return sum(self.of_kind.values())


class Told(Protocol):
    """All contradictions that are asked for; those that nobody marked are said to stand."""

    def count(self) -> Counted: ...

    def newest(self, first: int, most: int) -> Sequence[Held]:
        """Those that stand from a place on, the newest first; the first one has the place 1."""

    def marked(self) -> Sequence[Held]:
        """Those of which somebody said that they are none, the newest first."""

    def everything(self) -> Iterator[Held]: ...


class Found:
    """What was compared for this question."""

    def __init__(self, found: Sequence[Contradiction], known: Mapping[Place, Mark]) -> None:
        newest = sorted(found, key=lambda one: one.after.order, reverse=True)
        self._held = [Held(one, known.get(place_of(one))) for one in newest]
        self._standing = [held for held in self._held if held.mark is None]

    def count(self) -> Counted:
        kinds = Counter(held.found.kind for held in self._standing)
        return Counted(kinds, len({held.found.holder for held in self._standing}))

    def newest(self, first: int, most: int) -> Sequence[Held]:
        return self._standing[first - 1 : first - 1 + most]

    def marked(self) -> Sequence[Held]:
        return [held for held in self._held if held.mark is not None]

    def everything(self) -> Iterator[Held]:
        yield from self._held


@dataclass(frozen=True)
class Narrowed:
    """What is asked of kept ones; `is_narrow` where claims are, which have an index."""

    kinds: Collection[ContradictionKind]
    conditions: Sequence[ColumnElement[bool]]
    is_narrow: bool


class Kept:
    """What the table of contradictions holds."""

    def __init__(self, session: Session, level: Level, asked: Narrowed) -> None:
        self._session, self._level = session, level
        wide = (KEPT.c.level == level, KEPT.c.kind.in_(asked.kinds))
        self._narrow = (
            _unindexed(KEPT.c.level) == level.value,
            _unindexed(KEPT.c.kind).in_([kind.value for kind in asked.kinds]),
            *asked.conditions,
        )
        self._conditions = self._narrow if asked.is_narrow else (*wide, *asked.conditions)

    def count(self) -> Counted:
        # Of everybody once, and not of every row: there may be a million.
        asked = self._these(select(KEPT.c.kind, KEPT.c.holder_id, func.count().label("n")))
        each = asked.group_by(KEPT.c.kind, KEPT.c.holder_id).subquery()
        sums = [
            func.coalesce(func.sum(case((each.c.kind == kind, each.c.n))), 0)
            for kind in ContradictionKind
        ]
        n_holders, *counts = self._session.execute(
            select(func.count(each.c.holder_id.distinct()), *sums)
        ).one()
        return Counted(dict(zip(ContradictionKind, map(int, counts), strict=True)), n_holders)

    def newest(self, first: int, most: int) -> Sequence[Held]:
        asked = self._these(select(KEPT.c.id)).order_by(KEPT.c.order_key.desc(), KEPT.c.id)
        ids = self._session.scalars(asked.offset(first - 1).limit(most)).all()
        found = dict(read_kept(self._session, kept(self._level, KEPT.c.id.in_(ids))))
        return [Held(found[number], None) for number in ids]

    def marked(self) -> Sequence[Held]:
        held = self._marked.values()
        return sorted(held, key=lambda one: one.found.after.order, reverse=True)

    def everything(self) -> Iterator[Held]:
        for number, found in read_kept(self._session, kept(self._level, *self._conditions)):
            yield self._marked.get(number) or Held(found, None)

    def _these(self, asked: Select[Any]) -> Select[Any]:
        """Limit to those that stand."""
        asked = asked.where(*self._conditions)
        return asked.where(KEPT.c.id.not_in(list(self._marked))) if self._marked else asked

    @cached_property
    def _marked(self) -> Mapping[int, Held]:
        """By the ids of their rows."""
        known = marks(self._session)
        statements = sorted({statement for _, _, ends in known for statement, _ in ends})
        found: dict[int, Held] = {}
        for start in range(0, len(statements), _AT_ONCE):
            some = statements[start : start + _AT_ONCE]
            of_these = BEFORE.c.statement_id.in_(some)
            for number, one in read_kept(self._session, kept(self._level, *self._narrow, of_these)):
                mark = known.get(place_of(one))
                if mark is not None:
                    found[number] = Held(one, mark)
        return found


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value. SQLite knows nothing of how many there are, and would prefer its index."""
    return type_coerce(column, Text()).concat("")
