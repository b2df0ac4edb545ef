"""Whatever is merged between whatever else happens: undone, it is as if it had never been."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.merging import merge, picture, unmerge, without_uids
from tests.record.test_histories import Step, World, step
from tests.soak.amounts import tenth
from tracker.db import Database
from tracker.errors import Refused
from tracker.models import Claim, Speaker
from tracker.record.verify import verify

SIX = st.integers(0, 5)
Merging = tuple[str, int, int, bool]
merging = st.tuples(st.sampled_from(["merge", "merge", "unmerge"]), SIX, SIX, st.booleans())


class Merged(World):
    """The same world, where reviewers merge what they will; or do not, for comparison."""

    def __init__(self, database: Database, *, merges: bool) -> None:
        super().__init__(database)
        self._merges = merges
        self._numbers = count(1)
        speakers = self.persons + self.bodies + self.states
        self.things: list[tuple[Any, int]] = [(Speaker, speaker) for speaker in speakers]
        self.things += [(Claim, claim) for claim in (*self.claims, self.make.claim())]
        self.standing: list[tuple[Any, int]] = []
        # In both worlds there is a reviewer, whether they have something to do or not.
        assert self.make.reviewer.name

    def draft(self, *given: Any) -> Any:
        # Two worlds in which the same is said.
        return replace(super().draft(*given), gloss_en=f"Says so, no. {next(self._numbers)}.")

    def meddle(self, asked: Merging) -> None:
        """Merge two, or undo a merge; what the tracker refuses is left."""
        name, first, second, mirrored = asked
        if not self._merges:
            return
        if name == "unmerge":
            self._undo(*self.standing[first:])
            return
        noun, lost = self.things[first % len(self.things)]
        alike = [row for row in self.things if row[0] is noun]
        kept = alike[second % len(alike)][1]
        try:
            merge(self.make, noun, lost, kept, mirrored=mirrored and noun is Claim)
        except Refused:
            return
        if (noun, lost) not in self.standing:
            self.standing.append((noun, lost))

    def undo_all(self) -> None:
        for _ in range(len(self.standing)):
            self._undo(*self.standing)

    def _undo(self, *these: tuple[Any, int]) -> None:
        """Undo the first of these that nothing later builds on."""
        for noun, lost in these:
            try:
                unmerge(self.make, noun, lost)
            except Refused:
                continue
            self.standing.remove((noun, lost))
            return


@contextmanager
def world(url: str, *, merges: bool) -> Iterator[Merged]:
    database = Database(url)
    try:
        yield Merged(database, merges=merges)
    finally:
        database.dispose()


@pytest.mark.slow
@settings(
    max_examples=tenth(40),
    # Every example has databases of its own: making it smaller would make hundreds.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(step, merging), min_size=5, max_size=12))
def test_merges_that_are_undone_leave_nothing_behind(
    new_database_url: Callable[..., str], steps: list[tuple[Step, Merging]]
):
    with (
        world(new_database_url(), merges=True) as meddled,
        world(new_database_url(), merges=False) as plain,
    ):
        for taken, asked in steps:
            for each in (meddled, plain):
                each.take(taken)
                each.meddle(asked)
        assert verify(meddled.database).ok

        meddled.undo_all()

        assert not meddled.standing
        shown = [without_uids(each.database, picture(each.database)) for each in (meddled, plain)]
        assert shown[0] == shown[1]
        assert verify(meddled.database).ok
