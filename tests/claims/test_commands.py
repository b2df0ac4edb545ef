"""What may be done to a claim, and what is refused."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tracker.claims.commands import create_claim, edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.claims.queries_stored import is_on_record
from tracker.errors import Refused, Stale
from tracker.models import Claim, ClaimRelation, ClaimTopic, Entry, Revision, Topic
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, ClaimKind, RelationKind

EDITOR, REVIEWER = Viewer(None, AccountRole.EDITOR), Viewer(None, AccountRole.REVIEWER)

WORDS = Wording("en", "Russia shares military technology with North Korea")
DRAFT = ClaimDraft(ClaimKind.FACTUAL, WORDS)


def make_claim(database, draft=DRAFT, by=EDITOR):
    with database.transaction() as session:
        return create_claim(session, draft, by=by).id


def claim_with_words(words):
    return replace(DRAFT, wording=Wording("en", words))


def test_a_claim_keeps_its_words_in_both_languages(database):
    indonesian = Wording("id", "Rusia berbagi teknologi militer dengan Korea Utara")

    made = make_claim(database, replace(DRAFT, translations=(indonesian,)))

    with database.reading() as session:
        claim = session.get_one(Claim, made)
        assert (claim.text, claim.folded) == (
            "Russia shares military technology with North Korea",
            "russia shares military technology with north korea",
        )
        (row,) = session.execute(select(Claim.kind, Claim.language).where(Claim.id == made)).all()
        assert row == (ClaimKind.FACTUAL, "en")


def test_a_form_sent_twice_makes_one_claim(database):
    draft = replace(DRAFT, uid="0" * 32)

    first, second = make_claim(database, draft), make_claim(database, draft)

    assert first == second


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording("en", ""), "text"),
        (Wording("en", "x" * 101), "text"),
        (Wording("en", "two\nlines"), "text"),
        (Wording("en", "Is this a claim?"), "text"),
        (Wording("en", "It ends with a stop."), "text"),
        (Wording("en", "It turns \u202e round"), "text"),
        (Wording("en", "It has a \0 in it"), "text"),
        (Wording("xx", "A claim"), "language"),
        (Wording("en", "A claim", definition="x" * 2001), "definition"),
        (Wording("en", "A claim", negation="two\nlines"), "negation"),
    ],
)
def test_words_that_no_claim_can_have_are_refused(database, wording, field):
    with pytest.raises(Refused) as refusal:
        make_claim(database, replace(DRAFT, wording=wording))

    assert refusal.value.field == field


def test_all_that_is_wrong_is_said_at_once(database):
    draft = replace(DRAFT, wording=Wording("xx", ""), translations=(Wording("id", "x" * 101),))

    with pytest.raises(Refused) as refusal:
        make_claim(database, draft)

    fields = {problem.field for problem in refusal.value.all()}
    assert fields == {"language", "text", "translations-0-text"}


def test_a_second_wording_in_one_language_is_refused(database):
    draft = replace(DRAFT, translations=(Wording("en", "The same again"),))

    with pytest.raises(Refused) as refusal:
        make_claim(database, draft)

    assert refusal.value.field == "translations-0-language"


def test_the_same_words_twice_are_refused_unless_the_definition_differs(database):
    make_claim(database)
    narrower = replace(WORDS, definition="Rockets only")

    with pytest.raises(Refused):
        make_claim(database)

    assert make_claim(database, replace(DRAFT, wording=narrower))


def test_a_claim_enters_and_leaves_a_topic_in_numbered_revisions(database):
    with database.transaction() as session:
        topic = Topic(name_en="Cooperation", folded="cooperation")
        session.add(topic)
    made = make_claim(database, replace(DRAFT, topics=(str(topic.id),)))

    with database.transaction() as session:
        edit_claim(session, made, DRAFT, version=1, by=EDITOR)

    with database.reading() as session:
        row = session.scalars(select(ClaimTopic)).one()
        newest = session.scalar(select(Revision.number).order_by(Revision.number.desc()))
        assert (row.entered, row.left) == (newest - 1, newest)


def test_a_contradiction_is_stored_once_whoever_says_it(database):
    first, second = make_claim(database), make_claim(database, claim_with_words("It does not"))
    against = RelationDraft(RelationKind.CONTRADICTS, str(first))

    with database.transaction() as session:
        draft = replace(claim_with_words("It does not"), relations=(against,))
        edit_claim(session, second, draft, version=1, by=EDITOR)

    with database.reading() as session:
        row = session.scalars(select(ClaimRelation)).one()
        assert (row.claim_id, row.other_id, row.left) == (first, second, None)
        assert row.entered > 0


def test_saving_a_claim_leaves_what_it_is_entailed_by_alone(database):
    first = make_claim(database)
    entails = RelationDraft(RelationKind.ENTAILS, str(first))
    make_claim(database, replace(claim_with_words("It does more"), relations=(entails,)))

    with database.transaction() as session:
        edit_claim(session, first, DRAFT, version=1, by=EDITOR)

    with database.reading() as session:
        assert session.scalars(select(ClaimRelation)).one().left is None


@pytest.mark.parametrize("times", [1, 2])
def test_a_relation_to_itself_or_twice_is_refused(database, times):
    first = make_claim(database)
    other = first if times == 1 else make_claim(database, claim_with_words("Another one"))
    relations = (RelationDraft(RelationKind.CONTRADICTS, str(other)),) * times

    with pytest.raises(Refused) as refusal, database.transaction() as session:
        edit_claim(session, first, replace(DRAFT, relations=relations), version=1, by=EDITOR)

    assert refusal.value.field == f"relations-{times - 1}-claim"


def test_unknown_topics_and_claims_are_refused_beside_their_fields(database):
    draft = replace(DRAFT, relations=(RelationDraft(RelationKind.ENTAILS, "999"),))

    with pytest.raises(Refused) as unknown_topic:
        make_claim(database, replace(DRAFT, topics=("nothing",)))
    with pytest.raises(Refused) as unknown_claim:
        make_claim(database, draft)

    assert unknown_topic.value.field == "topics-0"
    assert unknown_claim.value.field == "relations-0-claim"


def test_a_stale_edit_is_refused(database):
    made = make_claim(database)

    with pytest.raises(Stale), database.transaction() as session:
        edit_claim(session, made, DRAFT, version=7, by=EDITOR)


def test_an_editor_may_reword_a_claim_that_nobody_has_spoken_about(database):
    made = make_claim(database)

    with database.transaction() as session:
        assert not is_on_record(session, made)
        edit_claim(session, made, claim_with_words("Russia trades"), version=1, by=EDITOR)

    with database.reading() as session:
        assert session.get_one(Claim, made).text == "Russia trades"


def test_only_a_reviewer_with_a_reason_rewords_a_claim_on_the_record(database, make):
    made = make_claim(database)
    make.statement(stances={made: "support"})
    draft = claim_with_words("Russia gives military technology to North Korea")

    with pytest.raises(Refused) as editors, database.transaction() as session:
        edit_claim(session, made, draft, version=1, by=EDITOR)
    with pytest.raises(Refused) as unreasoned, database.transaction() as session:
        edit_claim(session, made, draft, version=1, by=REVIEWER)
    with database.transaction() as session:
        reasoned = replace(draft, reason="Shorter, the same thing.")
        edit_claim(session, made, reasoned, version=1, by=REVIEWER)

    assert (editors.value.field, unreasoned.value.field) == ("text", "reason")
    with database.reading() as session:
        assert session.get_one(Claim, made).text.startswith("Russia gives")


def test_an_editor_may_add_a_language_and_a_topic_to_a_claim_on_the_record(database, make):
    made = make_claim(database)
    make.statement(stances={made: "support"})
    draft = replace(DRAFT, translations=(Wording("id", "Rusia berbagi teknologi militer"),))

    with database.transaction() as session:
        assert edit_claim(session, made, draft, version=1, by=EDITOR).version == 2


def test_another_kind_reaches_the_ledger(database, make):
    made = make_claim(database)
    make.statement(stances={made: "support"})
    draft = replace(DRAFT, kind=ClaimKind.VALUE, reason="It was always a judgement.")

    with database.transaction() as session:
        edit_claim(session, made, draft, version=1, by=REVIEWER)

    with database.reading() as session:
        standing = session.scalars(select(Entry.claim_kind).where(Entry.left.is_(None))).all()
        assert standing == [ClaimKind.VALUE]
