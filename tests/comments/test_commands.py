"""Comments are said once, changed by who said them, hidden by reviewers, and told to colleagues."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from tests.coding.sampling import Sampling
from tracker.comments import commands
from tracker.errors import Refused, Stale
from tracker.models import Claim, Comment, Notification, Revision, Statement
from tracker.notifications.queries import select_notifications
from tracker.vocabulary import AccountRole


def told(make, person):
    """What somebody may see that they are told: the kinds, the oldest first."""
    with make.database.reading() as session:
        found = select_notifications(person.account_id, "en").order_by(Notification.id)
        return [row.kind.value for row in session.execute(found)]


@contextmanager
def changing(make, uid, by):
    with make.transaction(by) as session:
        yield session, session.scalars(select(Comment).where(Comment.uid == uid)).one()


def stored(make, uid):
    with make.database.reading() as session:
        return session.scalars(select(Comment).where(Comment.uid == uid)).one()


def edit(make, uid, words, *, by, version=1):
    with changing(make, uid, by) as (session, row):
        commands.edit(session, row, commands.Words(words, version=version), by=by)


def delete(make, uid, by):
    with changing(make, uid, by) as (session, row):
        commands.delete(session, row, by=by)


def hide(make, uid, reason="Rude.", version=1):
    with changing(make, uid, make.reviewer) as (session, row):
        commands.hide(session, row, reason, by=make.reviewer, version=version)


@pytest.mark.parametrize("noun", ["statement", "claim"])
def test_whom_a_comment_mentions_is_told_once(make, noun):
    number = make.drafted() if noun == "statement" else make.claim()
    ann = make.account("Ann", AccountRole.REVIEWER)

    make.comment("@ann and @Ann, look.", **{noun: number}, tell=ann)

    assert told(make, ann) == ["mentioned"]
    assert told(make, make.editor) == []


def test_nobody_is_told_what_they_said_themselves(make):
    make.comment("A note to @editor.", statement=make.drafted())

    assert told(make, make.editor) == []


def test_who_may_not_work_on_the_record_is_not_told(make):
    reader = make.account("Rita", AccountRole.READER)

    make.comment("@Rita", claim=make.claim())

    with make.database.reading() as session:
        assert session.scalars(select(Notification)).all() == []
    with pytest.raises(Refused, match="works on the record"):
        make.comment("Look.", claim=make.claim(), tell=reader)


def test_its_author_and_who_spoke_before_hear_of_a_comment(make):
    statement, ann = make.drafted(), make.account("Ann", AccountRole.EDITOR)

    make.comment("Is it?", statement=statement, by=ann)
    make.comment("It is.", statement=statement, by=make.reviewer)

    assert told(make, make.editor) == ["commented", "commented"]
    assert told(make, ann) == ["commented"]
    assert told(make, make.reviewer) == []


def test_the_same_form_sent_twice_is_one_comment(make):
    claim = make.claim()
    said = commands.Words("@Reviewer?", client_token="once")
    assert make.reviewer

    for _ in range(2):
        with make.transaction(make.editor) as session:
            on = session.get_one(Claim, claim)
            commands.comment(session, on, said, by=make.editor)

    with make.database.reading() as session:
        assert len(session.scalars(select(Comment)).all()) == 1
    assert told(make, make.reviewer) == ["mentioned"]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 2_001, "a\x00b", "\ud800"])
def test_what_is_no_comment_is_refused(make, words):
    claim = make.claim()

    with pytest.raises(Refused) as refused:
        make.comment(words, claim=claim)

    assert refused.value.field == "text"


def test_a_changed_comment_tells_only_whom_it_mentions_newly(make):
    assert {make.reviewer, make.editor}
    uid = make.comment("@Reviewer?", claim=make.claim(), by=make.admin)

    edit(make, uid, "@Reviewer? @Editor?", by=make.admin)

    assert (stored(make, uid).text, stored(make, uid).edited_at is None) == (
        "@Reviewer? @Editor?",
        False,
    )
    assert told(make, make.reviewer) == ["mentioned"]
    assert told(make, make.editor) == ["mentioned"]


def test_only_who_said_it_changes_or_deletes_it(make):
    uid = make.comment(claim=make.claim())

    with pytest.raises(Refused, match="Only who wrote"):
        edit(make, uid, "Mine now.", by=make.admin)
    with pytest.raises(Refused, match="Only who wrote"):
        delete(make, uid, make.admin)

    assert stored(make, uid).text == "Is this right?"


def test_a_comment_that_changed_meanwhile_is_not_written_over(make):
    uid = make.comment(claim=make.claim())
    edit(make, uid, "Another.", by=make.editor)

    with pytest.raises(Stale):
        edit(make, uid, "A third.", by=make.editor, version=1)

    assert stored(make, uid).text == "Another."


def test_of_a_deleted_comment_the_words_are_gone_and_nobody_is_told_any_more(make):
    uid = make.comment("@Reviewer?", claim=make.claim(), tell=make.reviewer)

    for _ in range(2):
        delete(make, uid, make.editor)

    assert (stored(make, uid).text, stored(make, uid).version) == ("", 2)
    assert told(make, make.reviewer) == []
    with pytest.raises(Refused, match="was deleted"):
        edit(make, uid, "Back.", by=make.editor, version=2)
    with pytest.raises(Refused, match="was deleted"):
        hide(make, uid, version=2)


def test_a_reviewer_hides_with_a_reason_and_shows_again(make):
    uid = make.comment("@Admin?", claim=make.claim(), tell=make.admin)

    with pytest.raises(Refused, match="Say why"):
        hide(make, uid, " ")
    hide(make, uid)
    hidden, meanwhile = stored(make, uid), told(make, make.admin)
    with pytest.raises(Refused, match="was hidden"):
        edit(make, uid, "No.", by=make.editor, version=2)
    with changing(make, uid, make.reviewer) as (session, row):
        commands.show(session, row)

    assert (hidden.text, hidden.hidden_reason, meanwhile) == ("@Admin?", "Rude.", [])
    assert told(make, make.admin) == ["mentioned"]
    assert stored(make, uid).hidden_reason == ""


def test_who_is_to_code_a_statement_blind_hears_of_it_afterwards(make):
    sampling, claim = Sampling(make), make.claim()
    statement = make.submitted(stances={claim: "support"})
    sampling.draw()
    coder = sampling.reviewer("Coder")

    make.comment("@Coder: I coded support.", statement=statement, tell=coder)
    before = told(make, coder)
    sampling.code(statement, {claim: "support"}, by=coder)

    assert before == []
    assert told(make, coder) == ["mentioned"]


def test_comments_are_no_part_of_the_history_of_what_they_are_about(make):
    statement = make.statement()
    uid = make.comment("Is it?", statement=statement)

    with make.database.reading() as session:
        kinds = session.execute(
            select(Revision.kind, Revision.object_id).order_by(Revision.number.desc()).limit(1)
        ).one()
        version = session.get_one(Statement, statement).version

    assert tuple(kinds) == ("comment", stored(make, uid).id)
    assert version == 3


@pytest.mark.parametrize("change", ["somebody else", "elsewhere"])
def test_a_form_that_was_sent_for_something_else_is_no_comment(make, database, change):
    on, elsewhere = make.claim(), make.claim()
    said = commands.Words("Mine.", client_token="c1")
    with make.transaction(make.editor) as session:
        commands.comment(session, session.get_one(Claim, on), said, by=make.editor)

    by = make.admin if change == "somebody else" else make.editor
    with make.transaction(by) as session:
        claim = session.get_one(Claim, elsewhere if change == "elsewhere" else on)
        with pytest.raises(Refused, match="sent for something else"):
            commands.comment(session, claim, said, by=by)
