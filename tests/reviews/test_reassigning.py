"""Giving a statement to the speaker who said it: at once, or by a correction that is reviewed."""

import pytest
from sqlalchemy import select

from tests.accounts.people import form_token, signed_in
from tracker.errors import Refused, Stale
from tracker.models import Edition, EditionSpeaker, Entry, Statement
from tracker.record.verify import verify
from tracker.reviews.reassigning import Reassignment, reassign
from tracker.statements.commands import revise_draft
from tracker.vocabulary import AccountRole, EditionState, Transition

WHY = "The caption names her, not him."


def give(make, statement, named, said_by, by=None, **others):
    asked = Reassignment(named, said_by, others.pop("reason", WHY), **others)
    by = by or make.reviewer
    with make.transaction(by, why=WHY) as session:
        reassign(session, session.get_one(Statement, statement), asked, by=by)


def editions_of(database, statement):
    """State and speaker with role of every edition, the first one first."""
    columns = Edition.state, EditionSpeaker.speaker_id, EditionSpeaker.role_id
    found = select(*columns).join(EditionSpeaker, EditionSpeaker.edition_id == Edition.id)
    found = found.where(Edition.statement_id == statement).order_by(Edition.number)
    with database.reading() as session:
        return [tuple(row) for row in session.execute(found)]


def holders(database):
    with database.reading() as session:
        return list(session.scalars(select(Entry.speaker_id).where(Entry.left.is_(None))))


@pytest.fixture
def two(make):
    """Two speakers; the second one held one office on the day that statements have in tests."""
    body = make.speaker("Council", "organisation")
    named, said_by = make.speaker("Shea"), make.speaker("Woodward")
    role = make.role(said_by, body, since="2024", until="2025")
    make.role(said_by, body, "Clerk", since="2010", until="2011")
    return named, said_by, role


def test_a_draft_changes_at_once(database, make, two):
    named, said_by, role = two
    draft = make.drafted(speaker=named)

    give(make, draft, named, said_by)

    assert editions_of(database, draft) == [(EditionState.DRAFT, said_by, role)]


def test_the_author_of_a_draft_does_not_put_the_name_back_unseen(make, two):
    named, said_by, _ = two
    draft, typed = make.drafted(speaker=named), make.draft(speaker=named)
    with make.database.reading() as session:
        version = session.get_one(Statement, draft).version

    give(make, draft, named, said_by)

    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, draft)
        with pytest.raises(Stale):
            revise_draft(session, row, typed, by=make.editor, version=version)


def test_what_waits_changes_and_goes_back_to_its_author(database, make, two):
    named, said_by, role = two
    waiting = make.submitted(speaker=named)

    give(make, waiting, named, said_by)

    assert editions_of(database, waiting) == [(EditionState.RETURNED, said_by, role)]


def test_what_is_published_stands_until_somebody_else_publishes_the_correction(database, make, two):
    named, said_by, role = two
    said = make.statement(speaker=named)

    give(make, said, named, said_by)
    with pytest.raises(Refused, match="Four eyes"):
        make.publish(said)
    still = holders(database)

    assert still == [named]
    assert editions_of(database, said) == [
        (EditionState.PUBLISHED, named, None),
        (EditionState.SUBMITTED, said_by, role),
    ]
    assert verify(database).ok


def test_what_makes_no_sense_is_refused(database, make, two):
    named, said_by, _ = two
    said = make.drafted(speaker=(named, make.speaker("Third")))

    for wrong in ((said_by, named), (named, named), (named, 99)):
        with pytest.raises(Refused):
            give(make, said, *wrong)
    with pytest.raises(Refused, match="why"):
        give(make, said, named, said_by, reason=" ")
    with pytest.raises(Refused, match="reviewer"):
        give(make, said, named, said_by, by=make.editor)
    with pytest.raises(Stale):
        give(make, said, named, said_by, version=7)
    assert named in [speaker for _, speaker, _ in editions_of(database, said)]


@pytest.mark.engines("sqlite")
def test_two_clicks_and_a_reason_do_it(database, make, app, two):
    named, said_by, role = two
    said = make.statement(speaker=named)
    reviewer = signed_in(app, "chief@example.org", AccountRole.REVIEWER)

    link = f"/statements/{said}/reassign"
    assert link in reviewer.get(f"/statements/{said}").text
    assert "Shea" in reviewer.get(link).text
    version = reviewer.get(f"/statements/{said}").text.split('name="version" value="')[1]
    sent = {"version": version.split('"')[0], "from_speaker": named, "to_speaker": said_by}
    token = {"csrf_token": form_token(reviewer)}
    without = reviewer.post(link, data={**sent, **token})
    stale = reviewer.post(link, data={**sent, **token, "version": "", "reason": WHY})
    done = reviewer.post(link, data={**sent, **token, "reason": WHY})

    assert (without.status_code, stale.status_code, done.status_code) == (422, 409, 303)
    assert WHY in stale.text
    assert editions_of(database, said)[-1] == (EditionState.SUBMITTED, said_by, role)


def test_what_was_rejected_is_given_to_nobody(make, two):
    named, said_by, _ = two
    rejected = make.submitted(speaker=named)
    make.turn_down(rejected, Transition.REJECT)

    with pytest.raises(Refused, match="was rejected"):
        give(make, rejected, named, said_by)
