"""A claim's words are approved by a reviewer, at the latest with the first stance on them."""

import pytest
from sqlalchemy import select

from tests.accounts.people import form_token
from tests.merging import merge
from tests.reviews.visitors import as_person
from tracker.claims import approving
from tracker.claims.commands import create_claim, edit_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.errors import Refused, Stale
from tracker.models import Claim, ClaimApproval, Statement
from tracker.record.verify import verify
from tracker.reviews import commands as reviews
from tracker.vocabulary import ClaimKind

WORDS = "The bridge will be built"


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def written(make, by=None, words=WORDS, **more):
    with make.transaction(by or make.editor) as session:
        draft = ClaimDraft(ClaimKind.PREDICTION, Wording("en", words, **more))
        return create_claim(session, draft, by=by or make.editor).id


def version_of(database, claim):
    with database.reading() as session:
        return session.get_one(Claim, claim).version


def approve(client, database, claim, **fields):
    sent = {"csrf_token": form_token(client), "version": version_of(database, claim), **fields}
    return client.post(f"/claims/{claim}/approve", data=sent)


def is_approved(database, claim):
    with database.reading() as session:
        found = select(ClaimApproval.id).where(ClaimApproval.claim_id == claim)
        return session.scalar(found) is not None


def test_a_new_claim_is_read_before_a_stance_on_it_is_published(make, reviewer, database):
    claim = written(make, definition="Opened to traffic.")
    statement = make.submitted(stances={claim: "support"})
    item = reviewer.get(f"/queue/{statement}").text

    approved = approve(reviewer, database, claim, next=f"/queue/{statement}")
    after = reviewer.get(f"/queue/{statement}").text

    assert "A new claim" in item
    assert "Opened to traffic." in item
    assert approved.headers["Location"] == f"/queue/{statement}"
    assert "A new claim" not in after
    assert verify(database).ok


@pytest.mark.parametrize("at_once", [False, True])
def test_whoever_publishes_the_first_stance_approves_the_words(make, database, at_once):
    claim = written(make)
    statement = make.submitted(stances={claim: "support"})
    with database.reading() as session:
        assert claim in session.scalars(approving.waiting()).all()

    with make.transaction(make.reviewer) as session:
        row = session.get_one(Statement, statement)
        if at_once:
            reviews.publish_many(session, [row], by=make.reviewer)
        else:
            reviews.publish(session, row, by=make.reviewer, version=None)

    with database.reading() as session:
        row = session.scalars(select(ClaimApproval).where(ClaimApproval.claim_id == claim)).one()
        assert row.by_id == make.reviewer.account_id
    assert verify(database).ok


def test_who_wrote_the_words_does_not_approve_them(make, database):
    claim = written(make, make.reviewer)
    with make.transaction(make.reviewer) as session, pytest.raises(Refused, match="Four eyes"):
        approving.approve(session, claim, version=1, by=make.reviewer)

    with make.transaction(make.reviewer) as session:
        approving.approve(session, claim, version=1, by=make.reviewer, four_eyes=False)

    assert is_approved(database, claim)


def test_new_words_are_approved_anew_and_other_changes_are_not(make, database):
    claim = written(make)
    with make.transaction(make.reviewer) as session:
        approving.approve(session, claim, version=1, by=make.reviewer)
    topic = str(make.topic("Bridges"))

    def edit(words, topics=()):
        with make.transaction(make.editor) as session:
            wording = Wording("en", words)
            draft = ClaimDraft(ClaimKind.PREDICTION, wording, topics=topics)
            version = session.get_one(Claim, claim).version
            edit_claim(session, claim, draft, version=version, by=make.editor)
        return is_approved(database, claim)

    assert edit(WORDS, (topic,))
    assert not edit("The bridge is going to be built", (topic,))


def test_words_that_changed_while_a_reviewer_read_are_not_approved_by_publishing(make, database):
    claim = written(make)
    merged = make.claim(kind=ClaimKind.PREDICTION)
    merge(make, Claim, merged, claim)
    direct, by_merge = (make.submitted(stances={coded: "support"}) for coded in (claim, merged))
    with database.reading() as session:
        read = {n: session.get_one(Statement, n).version for n in (direct, by_merge)}
    with make.transaction(make.editor) as session:
        draft = ClaimDraft(ClaimKind.PREDICTION, Wording("en", "The bridge will never be built"))
        edit_claim(session, claim, draft, version=version_of(database, claim), by=make.editor)

    for statement, version in read.items():
        with make.transaction(make.reviewer) as session:
            row = session.get_one(Statement, statement)
            with pytest.raises(Stale):
                reviews.publish(session, row, by=make.reviewer, version=version)

    assert not is_approved(database, claim)


def test_what_is_on_record_was_approved_by_publishing_it(make, database):
    claim = make.claim("They met", is_approved=False)
    with database.reading() as session:
        waits = session.scalars(approving.waiting()).all()
    made = make.claim("They spoke")
    statement = make.statement(stances={made: "support"})
    make.withdraw(statement)
    with make.transaction(make.admin) as session:
        approving.take_back(session, made)

    with database.reading() as session:
        later = session.scalars(approving.waiting()).all()

    assert waits == [claim]
    assert later == [claim]


def test_approving_twice_is_once_and_other_words_are_not_what_was_read(make, reviewer, database):
    claim = written(make)
    with make.transaction(make.reviewer) as session, pytest.raises(Stale):
        approving.approve(session, claim, version=7, by=make.reviewer)

    assert approve(reviewer, database, claim).status_code == 303
    assert approve(reviewer, database, claim).status_code == 303
    assert is_approved(database, claim)


@pytest.mark.parametrize("fields", [{"version": ""}, {"version": "99"}, {"next": "//evil.test"}])
def test_a_form_that_makes_no_sense_leads_back_to_the_claim(make, reviewer, database, fields):
    claim = written(make)

    answer = approve(reviewer, database, claim, **fields)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")
    assert is_approved(database, claim) is ("next" in fields)


def test_words_that_stances_count_under_by_a_merge_are_approved_too(make, database):
    claim, other = make.claim(), make.claim(is_approved=False)
    merge(make, Claim, claim, other)

    make.statement(stances={claim: "support"})

    assert is_approved(database, other)
