"""The chain alone tells what every object was: undone from now, replayed from nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.history.places import numbers, rename
from tests.make import Make
from tracker import audit
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.db import Database
from tracker.errors import Refused
from tracker.history.changes import read_rows
from tracker.history.states import rows_of, state_at
from tracker.models import Claim, Outlet, Revision, Speaker, Statement
from tracker.speakers.commands import edit_speaker
from tracker.speakers.commands_roles import RoleDraft, add_role, edit_role, remove_role
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft
from tracker.statements import commands
from tracker.vocabulary import ClaimKind, RelationKind, SpeakerKind, Stance

WORDS = st.sampled_from(["one", "two", "three “quoted” \\ words", "四"])
FEW = st.sets(st.integers(0, 2), max_size=2)
edits = st.lists(
    st.tuples(st.sampled_from(["claim", "speaker", "role", "statement"]), WORDS, FEW),
    min_size=1,
    max_size=8,
)


class Past:
    """Objects that are changed at random, and what each was after every revision."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.others = [make.claim(f"Other {n}") for n in range(3)]
        self.topics = [make.topic() for _ in range(3)]
        self.body = make.speaker("Council", SpeakerKind.ORGANISATION)
        self.parts: dict[str, Any] = {"speaker": make.speaker(), "source": make.source()}
        self.objects = {
            "claim": make.claim("They met"),
            "speaker": make.speaker("Shea"),
            "statement": make.drafted(stances={self.others[0]: "oppose"}, **self.parts),
        }
        self.was: list[tuple[str, int, int, Any]] = []
        self.note()

    def note(self) -> None:
        for kind, number in self.objects.items():
            newest = numbers(self.make.database, kind, number)[-1]
            with self.make.database.reading() as session:
                self.was.append((kind, number, newest, rows_of(session, kind, number)))

    def edit(self, what: str, word: str, few: set[int]) -> None:
        by, number = self.make.editor, self.objects["speaker" if what == "role" else what]
        with self.make.transaction(by, why=word) as session:
            if what == "claim":
                self._claim(session, session.get_one(Claim, number), word, few)
            elif what == "speaker":
                self._speaker(session, session.get_one(Speaker, number), word, few)
            elif what == "role":
                self._role(session, session.get_one(Speaker, number), word, few)
            else:
                row = session.get_one(Statement, number)
                draft = self._statement(word, few)
                commands.revise_draft(session, row, draft, by=by, version=row.version)
        self.note()

    def _statement(self, word: str, few: set[int]) -> Any:
        stances = {self.others[n]: Stance.MIXED for n in few} or {self.others[0]: Stance.OPPOSE}
        return self.make.draft(gloss_en=word, stances=stances, **self.parts)

    def _claim(self, session: Any, row: Claim, word: str, few: set[int]) -> None:
        kinds = list(RelationKind)
        draft = ClaimDraft(
            ClaimKind.FACTUAL,
            Wording("en", "They met", definition=word),
            tuple(Wording(tag, word) for tag in ("id", "fr") if len(few) != len(tag)),
            tuple(str(self.topics[n]) for n in few),
            tuple(RelationDraft(kinds[n], str(self.others[n])) for n in few),
        )
        edit_claim(session, row.id, draft, version=row.version, by=self.make.editor)

    def _speaker(self, session: Any, row: Speaker, word: str, few: set[int]) -> None:
        draft = SpeakerDraft(
            SpeakerKind.PERSON,
            f"Shea {word}",
            tuple(NameDraft(f"{word} {n}", "en", is_displayed=n == min(few)) for n in few),
            about=word,
            external_ids=tuple(ExternalIdDraft("wikidata", f"Q{n}") for n in few),
        )
        edit_speaker(session, row.id, draft, version=row.version, by=self.make.editor)

    def _role(self, session: Any, row: Speaker, word: str, few: set[int]) -> None:
        held = [name for name in rows_of(session, "speaker", row.id) if name.startswith("role#")]
        draft, by = RoleDraft(self.body, f"{word} {sorted(few)}"), self.make.editor
        if not held:
            add_role(session, row.id, draft, version=row.version, by=by)
        elif few:
            edit_role(session, int(held[0][5:]), draft, version=row.version, by=by)
        else:
            remove_role(session, int(held[0][5:]), version=row.version, by=by)


def replayed(database: Database, kind: str, number: int, until: int) -> dict[str, Any]:
    """The rows of an object, written anew from its revisions and from nothing else."""
    rows: dict[str, Any] = {}
    with database.reading() as session:
        found = select(Revision.before, Revision.after).where(
            Revision.kind == kind, Revision.object_id == number, Revision.number <= until
        )
        for before, after in session.execute(found.order_by(Revision.number)):
            for name in read_rows(before):
                if name not in read_rows(after):
                    del rows[name]
            for name, row in read_rows(after).items():
                rows.setdefault(name, {}).update(row)
    return rows


def told(rows: dict[str, Any]) -> dict[str, Any]:
    """Rows without what only the bookkeeping knows."""
    unsaid = {"id", "version", "changed_at"}
    return {
        name: {c: value for c, value in row.items() if c not in unsaid}
        for name, row in rows.items()
    }


@settings(
    max_examples=6,
    # Every example has a database of its own: making it smaller would make hundreds.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=edits)
def test_the_chain_tells_what_every_object_was(
    new_database_url: Callable[..., str], edits: list[tuple[str, str, set[int]]]
):
    database = Database(new_database_url())
    try:
        past = Past(Make(database))
        for what, word, few in edits:
            past.edit(what, word, few)

        for kind, number, revision, was in past.was:
            with database.reading() as session:
                undone = state_at(session, kind, number, revision)
            assert told(undone) == told(was), (kind, revision)
            assert told(replayed(database, kind, number, revision)) == told(was), (kind, revision)
    finally:
        database.dispose()


def test_what_was_changed_outside_of_the_history_is_not_undone(database, make):
    outlet = make.outlet("First")
    first = numbers(database, "outlet", outlet)[0]
    rename(make, outlet, "Second")
    with make.transaction(make.editor) as session:
        audit.update_where(session, Outlet, Outlet.id == outlet, name="Third")

    with database.reading() as session, pytest.raises(Refused, match="does not fit"):
        state_at(session, "outlet", outlet, first)
