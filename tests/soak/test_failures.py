"""Whichever write fails, once or for ever, a command is done whole or has left no trace."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.accounts.people import form_token, signed_in
from tests.soak.amounts import IS_FULL
from tests.soak.failing import COMMIT, NEVER, failing
from tracker.history import commands as history
from tracker.models import Base, Revision, Speaker, Statement
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.site import change_site
from tracker.speakers.commands import create_speaker
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft
from tracker.statements import commands as statements
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, SpeakerKind

pytestmark = pytest.mark.usefixtures("apart")

# In `make test` not every write fails, but the first, the last and every so many between.
STEP = 1 if IS_FULL else 6
SPEAKER = SpeakerDraft(
    kind=SpeakerKind.PERSON,
    name="Envoy Shea",
    names=(NameDraft("Utusan Shea", "id", is_displayed=True), NameDraft("Shea", "en")),
    external_ids=(ExternalIdDraft("wikidata", "Q42"),),
)


def everything(database) -> list[tuple[str, list[str]]]:
    """Every row of every table."""
    with database.reading() as session:
        return [
            (table.name, sorted(repr(tuple(row)) for row in session.execute(select(table))))
            for table in Base.metadata.sorted_tables
        ]


def steps_of(make, **asked):
    """What a command gets: a published statement of two stances, cited from a text."""
    source = make.source(words="On Monday he said so, and said it again.")
    return make.draft(source=source, **asked)


def log(make):
    draft = steps_of(make)
    return make.editor, lambda session: statements.log_statement(
        session, draft, by=make.editor, to_submit=True
    )


def revise(make):
    draft = steps_of(make)
    drafted = make.drafted(draft)
    other = replace(draft, gloss_en="Says otherwise.", stances=draft.stances[:0])
    return make.editor, lambda session: statements.revise_draft(
        session, session.get_one(Statement, drafted), other, by=make.editor, version=1
    )


def publish(make):
    submitted = make.submitted(steps_of(make))
    return make.reviewer, lambda session: reviews.publish(
        session, session.get_one(Statement, submitted), by=make.reviewer, version=None
    )


def publish_a_correction(make):
    draft = steps_of(make)
    statement = make.statement(draft)
    other = replace(
        draft, gloss_en="Says otherwise.", stances=(*draft.stances, *steps_of(make).stances)
    )
    with make.transaction(make.editor, why="Misheard.") as session:
        row = session.get_one(Statement, statement)
        reviews.correct(session, row, other, by=make.editor, version=None, reason="Misheard.")
        session.flush()
        statements.submit(session, row, by=make.editor, version=None)
    return make.reviewer, lambda session: reviews.publish(
        session, session.get_one(Statement, statement), by=make.reviewer, version=None
    )


def correct(make):
    statement = make.statement(steps_of(make))
    return make.editor, lambda session: reviews.correct(
        session,
        session.get_one(Statement, statement),
        by=make.editor,
        version=None,
        reason="Misheard.",
    )


def withdraw(make):
    statement = make.statement(steps_of(make))
    return make.reviewer, lambda session: reviews.withdraw(
        session,
        session.get_one(Statement, statement),
        by=make.reviewer,
        version=None,
        reason="The source corrected its article.",
    )


def publish_many(make):
    submitted = [make.submitted(steps_of(make)) for _ in range(3)]
    return make.reviewer, lambda session: reviews.publish_many(
        session, [session.get_one(Statement, n) for n in submitted], by=make.reviewer
    )


def add_a_speaker_with_names(make):
    return make.editor, lambda session: create_speaker(session, SPEAKER, by=make.editor)


def restore_a_speaker(make):
    with make.transaction(make.editor) as session:
        speaker = create_speaker(session, SPEAKER, by=make.editor)
    with make.transaction(make.editor) as session:
        row = session.get_one(Speaker, speaker.id)
        number = session.scalar(select(Revision.number).where(Revision.kind == "speaker"))
        row.name = "Envoy Shay"
    return make.editor, lambda session: history.restore(
        session,
        session.get_one(Speaker, speaker.id),
        number,
        version=2,
        reason="It was right.",
        by=make.editor,
    )


def change_the_site(make):
    return make.admin, lambda session: change_site(session, {"name": "A", "contact": "b@c.de"})


COMMANDS = (
    *(log, revise, publish, publish_a_correction, correct, withdraw, publish_many),
    *(add_a_speaker_with_names, restore_a_speaker, change_the_site),
)


def attempt(database, by, run, at, *, lasting=False):
    """Run a command on a disk that fails; gives how many writes it tried."""
    with failing(database.engine, at, lasting=lasting) as disk:
        try:
            with database.transaction(by=by.account_id, why="Whole or not.") as session:
                run(session)
        except DBAPIError:
            assert disk.failed
        else:
            assert not disk.failed
    return disk.writes


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_done_whole_or_not_at_all(make, database, command, told):
    by, run = command(make)
    before = everything(database)

    writes = attempt(database, by, run, COMMIT)
    assert everything(database) == before
    for number in range(1, writes + 1, STEP):
        for lasting in (False, True):
            attempt(database, by, run, number, lasting=lasting)
            assert everything(database) == before, f"write {number} of {writes}, {lasting}"

    # As many writes as were made to fail: there is one commit, and nothing after it.
    assert attempt(database, by, run, NEVER) == writes
    assert everything(database) != before
    assert verify(database).ok
    told(f"{database.engine.dialect.name}, {command.__name__}: each of {writes} writes failed")


def test_a_form_whose_save_fails_is_answered_and_leaves_no_trace(app, database, make):
    client, author = signed_in(app), Viewer(1, AccountRole.EDITOR)
    make_own = make.draft()
    with make.transaction(author) as session:
        number = statements.log_statement(session, make_own, by=author)[0].id
    page = f"/statements/{number}/edit"
    engine, before = app.extensions["database"].engine, everything(database)
    sent = {"action": "draft", "version": "1", "gloss_en": "Says otherwise."}

    for at in (1, 2, 3, COMMIT):
        with failing(engine, at) as disk:
            answer = client.post(page, data=sent | {"csrf_token": form_token(client)})
        assert disk.failed
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        assert everything(database) == before

    assert client.post(page, data=sent | {"csrf_token": form_token(client)}).status_code == 303
    assert verify(database).ok
