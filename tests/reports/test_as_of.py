"""Every report as of a revision prints what it printed then, whatever has happened since."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.record.test_at_once import together
from tests.record.test_histories import step
from tests.record.test_merges import Merged, merging
from tests.soak.amounts import tenth
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.db import Database
from tracker.errors import Refused
from tracker.models import Claim
from tracker.reports.catalogue import CATALOGUE, Report, revision_told
from tracker.reports.filters import read_filters
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, ClaimKind, RelationKind

OPERATOR = Viewer(role=AccountRole.ADMIN)
PAST = tuple(report for report in CATALOGUE if "as_of" in report.narrowed_by)
SIX = st.integers(0, 5)
filing = st.tuples(SIX, SIX, st.booleans())
Asked = Mapping[str, str]


class Filed(Merged):
    """The same world, where claims are also filed under topics and related to one another."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, merges=True)
        above = self.make.topic("Security")
        self.topics = [above, self.make.topic("Arms", parent=above)]

    def file(self, number: int, other: int, *, is_topic: bool) -> None:
        """Move a claim to other topics, or relate it to another; what is refused is left."""
        claim, related = self.claims[number % 2], self.claims[(number + 1) % 2]
        kinds = (RelationKind.CONTRADICTS, RelationKind.ENTAILS)
        topics = [str(topic) for topic in self.topics[: other % 3]] if is_topic else ()
        relations = () if is_topic else (RelationDraft(kinds[other % 2], str(related)),)
        try:
            with self.make.transaction(self.make.editor, why="filed") as session:
                row = session.get_one(Claim, claim)
                wording = Wording(row.language, row.text)
                draft = ClaimDraft(ClaimKind.FACTUAL, wording, (), tuple(topics), relations)
                edit_claim(session, claim, draft, version=row.version, by=self.make.editor)
        except Refused:
            return


def variants(topic: int, claim: int) -> list[Asked]:
    return [{}, {"holder": "state"}, {"holder": "body", "topic": str(topic)}, {"claim": str(claim)}]


def told(database: Database, asked: Asked, as_of: str = "") -> tuple[int, dict[str, Any]]:
    """Every report that knows the past, as data has it but for names: and of which revision."""
    with database.reading() as session:
        printed: dict[str, Any] = {}
        revision = 0
        for report in PAST:
            given = {name: value for name, value in asked.items() if name in report.narrowed_by}
            filters = read_filters({**given, "as_of": as_of}, viewer=OPERATOR, tongue="en")
            try:
                built = report.build(session, filters)
            except Refused as refused:
                printed[report.name] = refused.message
                continue
            revision = revision_told(session, built)
            printed[report.name] = [_codes(report, row) for row in built.rows]
    return revision, printed


def _codes(report: Report, row: Any) -> list[Any]:
    return [getattr(row, name) for name in report.columns if not name.endswith("_label")]


@pytest.mark.slow
@settings(
    max_examples=tenth(20),
    # Every example has a database of its own: making it smaller would make hundreds.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(step, merging, filing), min_size=4, max_size=8), which=SIX)
def test_every_report_as_of_then_prints_what_it_printed_then(
    new_database_url: Callable[..., str], steps: list[Any], which: int
):
    database = Database(new_database_url())
    try:
        world = Filed(database)
        asked = variants(world.topics[0], world.claims[0])[which % 4]
        then: dict[int, dict[str, Any]] = {}
        for taken, merged, (number, other, is_topic) in steps:
            world.take(taken)
            world.meddle(merged)
            world.file(number, other, is_topic=is_topic)
            revision, printed = told(database, asked)
            then[revision] = printed

        again = {revision: told(database, asked, f"r{revision}")[1] for revision in then}

        assert again == then
    finally:
        database.dispose()


@pytest.mark.slow
def test_what_is_read_while_two_write_is_told_again(database, make):
    claim, speakers = make.claim(), [make.speaker("One"), make.speaker("Two")]
    written = [make.statement(speaker=who, stances={claim: "support"}) for who in speakers]
    assert make.reviewer.name
    ended = threading.Semaphore(0)
    then: dict[int, dict[str, Any]] = {}

    def write(statement):
        try:
            for _ in range(tenth(40)):
                make.withdraw(statement)
                make.reinstate(statement)
        finally:
            ended.release()

    def read():
        for _ in written:
            while not ended.acquire(blocking=False):
                revision, printed = told(database, {})
                then[revision] = printed

    answers = together(*(partial(write, statement) for statement in written), read)

    assert answers == [None, None, None]
    assert then
    assert {revision: told(database, {}, f"r{revision}")[1] for revision in then} == then
