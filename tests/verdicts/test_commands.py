"""A verdict is proposed by one reviewer and decided by another, about what can be true or not."""

import pytest
from sqlalchemy import select

from tests.merging import merge
from tests.verdicts.giving import found
from tracker.errors import Refused, Stale
from tracker.models import Claim, Notification, VerdictSource, VerdictStanding
from tracker.record.verify import verify
from tracker.verdicts import commands
from tracker.verdicts.drafts import Evidence
from tracker.verdicts.queries import verdicts_on
from tracker.visibility import ANYBODY
from tracker.vocabulary import ClaimKind

CENTIMETRES = "The water stood eleven centimetres high."


def on(database, claim, viewer=ANYBODY):
    with database.reading() as session:
        return verdicts_on(session, viewer, claim, "en")


def test_a_verdict_stands_once_a_second_reviewer_has_decided(giving, database):
    claim = giving.claim()

    uid = giving.propose(claim)
    before = on(database, claim)
    giving.decide(uid)

    assert before == []
    [verdict] = on(database, claim)
    assert (verdict.label, verdict.reasons("id")) == ("True", ("It was measured.", "en"))
    assert verdict.stands
    assert (verdict.proposed_by, verdict.decided_by) == ("", "")
    assert all(check.ok for check in verify(database, deep=True).checks)


@pytest.mark.engines("sqlite")
def test_nobody_decides_about_what_they_proposed(giving, make):
    uid = giving.propose(giving.claim())

    with pytest.raises(Refused, match="Four eyes"):
        giving.decide(uid, by=make.reviewer)
    with pytest.raises(Refused, match="Four eyes"):
        giving.decide(uid, by=make.reviewer, reason="No.")

    assert giving.states(uid) == ["proposed"]


@pytest.mark.engines("sqlite")
def test_where_the_site_does_without_four_eyes_one_person_is_enough(giving, make):
    uid = giving.propose(giving.claim())

    giving.decide(uid, by=make.reviewer, four_eyes=False)

    assert giving.states(uid) == ["standing"]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("kind", [ClaimKind.POLICY, ClaimKind.PROMISE, ClaimKind.VALUE])
def test_what_cannot_be_true_or_false_gets_no_verdict(giving, kind):
    claim = giving.claim(kind=kind)

    with pytest.raises(Refused, match="Only factual claims and predictions"):
        giving.propose(claim)


@pytest.mark.engines("sqlite")
def test_what_readers_cannot_see_gets_no_verdict(giving, make):
    with pytest.raises(Refused, match="Readers cannot see"):
        giving.propose(make.claim())


def test_a_later_verdict_takes_the_place_of_the_one_before(giving, database):
    claim = giving.claim()

    first, second = giving.verdict(claim, "true"), giving.verdict(claim, "false")

    assert giving.states(first, second) == ["superseded", "standing"]
    assert [one.code for one in on(database, claim)] == ["false", "true"]
    with database.reading() as session:
        rows = session.scalars(select(VerdictStanding).order_by(VerdictStanding.id)).all()
    assert rows[0].left == rows[1].entered > rows[0].entered > 0
    assert rows[1].left is None


def test_of_a_withdrawn_verdict_readers_learn_when_and_why_and_no_more(giving, database, make):
    claim = giving.claim()
    uid = giving.verdict(claim)

    giving.withdraw(uid, "The gauge was broken.")

    [told], [known] = on(database, claim), on(database, claim, make.editor)
    assert (told.withdrawn_reason, told.label, told.reasons_en) == ("The gauge was broken.", "", "")
    assert told.evidence == ()
    assert (known.label, known.withdrawn_by) == ("True", "Reviewer")
    assert len(known.evidence) == 1


@pytest.mark.engines("sqlite")
def test_one_proposal_at_a_time_waits_on_a_claim(giving):
    claim = giving.claim()
    giving.propose(claim)

    with pytest.raises(Refused, match="waits already"):
        giving.propose(claim, by=giving.second)


def test_a_form_sent_twice_is_one_proposal(giving):
    claim = giving.claim()
    draft = giving.draft(client_token="once")

    assert giving.propose(claim, draft) == giving.propose(claim, draft)
    with pytest.raises(Refused, match="something else"):
        giving.propose(giving.claim(), draft)


def test_what_was_changed_since_it_was_read_is_not_decided(giving, make, database):
    uid, draft = giving.propose(giving.claim()), giving.draft("false", "Others measured.")
    with make.transaction(make.reviewer) as session:
        row = found(session, uid)
        commands.revise(session, row, draft, version=row.version, by=make.reviewer)

    with pytest.raises(Stale):
        giving.decide(uid, version=1)

    assert giving.states(uid) == ["proposed"]
    with database.reading() as session:
        assert len(session.scalars(select(VerdictSource.id)).all()) == 1


def test_only_who_proposed_it_changes_it_or_takes_it_back(giving, make):
    uid, draft, second = giving.propose(giving.claim()), giving.draft(), giving.second

    for step in (
        lambda s, row: commands.revise(s, row, draft, version=1, by=second),
        lambda s, row: commands.recall(s, row, by=second),
    ):
        with make.transaction() as session, pytest.raises(Refused, match="Only who proposed"):
            step(session, found(session, uid))
    with make.transaction(make.reviewer) as session:
        commands.recall(session, found(session, uid), by=make.reviewer)

    assert giving.states(uid) == ["recalled"]
    with pytest.raises(Refused, match="does not wait"):
        giving.decide(uid)


def test_what_was_turned_down_says_why_to_colleagues_alone(giving, make, database):
    claim = giving.claim()
    uid = giving.propose(claim)

    giving.decide(uid, reason="One gauge is not enough.")

    [known] = on(database, claim, make.editor)
    assert (known.answer, known.decided_by) == ("One gauge is not enough.", "Second")
    with database.reading() as session:
        told = session.execute(select(Notification.account_id, Notification.claim_id)).all()
    assert told == [(make.reviewer.account_id, claim)]
    assert on(database, claim) == []
    with pytest.raises(Refused, match="Second has decided"):
        giving.decide(uid, by=make.admin)


def test_who_proposed_a_verdict_is_told_once_that_it_was_accepted(giving, make, database):
    claim = giving.claim()
    uid = giving.propose(claim)

    giving.decide(uid)
    giving.decide(uid)

    columns = Notification.account_id, Notification.kind, Notification.claim_id
    with database.reading() as session:
        told = session.execute(select(*columns)).all()
    assert told == [(make.reviewer.account_id, "accepted", claim)]


def test_a_verdict_says_why_and_by_what(giving, make):
    claim = giving.claim()
    source = str(make.source(words=f"Measured. {CENTIMETRES} Dried."))

    for given, field in (
        ({"why": ""}, "reasons_en"),
        ({"evidence": ()}, "evidence-0-source"),
        ({"evidence": (Evidence("none"),)}, "evidence-0-source"),
        ({"evidence": (Evidence(source, "Twelve centimetres."),)}, "evidence-0-passage"),
        ({"rating": "perhaps"}, "rating"),
    ):
        with pytest.raises(Refused) as refused:
            giving.propose(claim, giving.draft(**given))
        assert refused.value.field == field
    said = Evidence(source, CENTIMETRES), Evidence(source, "Twelve centimetres.", "table 2")

    giving.propose(claim, giving.draft(evidence=said))


def test_evidence_is_public_with_its_verdict(giving, make, database):
    claim, source = giving.claim(), make.source()
    uid = giving.propose(claim, giving.draft(evidence=(Evidence(str(source)),)))
    waiting = on(database, claim, make.editor)[0].evidence[0]

    giving.decide(uid)

    assert on(database, claim)[0].evidence[0].is_known
    assert waiting.source_id == source


def test_a_merged_claim_brings_its_verdict_along_and_an_opposite_keeps_its_own_words(
    giving, make, database
):
    kept, same, opposite = (giving.claim(words) for words in ("It is so", "So it is", "It is not"))
    for claim, rating in ((same, "true"), (opposite, "false")):
        giving.verdict(claim, rating)

    merge(make, Claim, same, kept)
    merge(make, Claim, opposite, kept, mirrored=True)

    found_on = [(one.claim, one.code, one.turned) for one in on(database, kept)]
    assert found_on == [("So it is", "true", False), ("It is not", "false", True)]
    with pytest.raises(Refused, match="merged"):
        giving.propose(same)
