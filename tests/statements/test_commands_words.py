"""What must be said depends on how the words are known; and nothing that is typed breaks us."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.make import Make
from tests.statements.refusals import refusals
from tracker.errors import Doubt, Refused
from tracker.models import Citation, Edition, EditionSpeaker, Snapshot, Statement
from tracker.record.verify import verify
from tracker.statements import commands as statements
from tracker.statements.contents import Cited, Coded, Content, SaidBy
from tracker.statements.drafts import CitationPart, SpeakerPart, StatementDraft
from tracker.statements.rules import problems_of
from tracker.vocabulary import Act, Check, Delivery
from tracker.vocabulary import Stance as Code

once = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def expected(delivery, *, quote, gloss, translation):
    """Domain §1, in other words than the rules themselves."""
    wrong = set()
    if delivery in {"paraphrase", "reported", "vote"}:
        wrong |= {"quote"} if quote else set()
    if delivery in {"verbatim", "interpreted"}:
        wrong |= set() if quote else {"quote"}
    if delivery in {"paraphrase", "reported"} and not quote:
        wrong |= set() if gloss else {"gloss_en"}
    if translation and not quote:
        wrong |= {"translation"}
    return wrong


@pytest.mark.engines("sqlite")
def test_each_delivery_asks_for_its_own_words(database, make):
    speaker, source, claim = make.speaker(), make.source(), make.claim()

    with database.reading() as session:
        for delivery, quote, gloss, translation in product(
            Delivery, (True, False), ("gloss_en", "gloss_id", ""), (True, False)
        ):
            content = Content(
                delivery=delivery,
                speakers=(SaidBy(speaker),),
                citations=(Cited(source, locator="00:12"),),
                stances=(Coded(claim, Code.SUPPORT),),
                said_on="2025",
                quote="It is so." if quote else "",
                quote_language="en" if quote else "",
                translation="Begitu." if translation else "",
                translation_language="id" if translation else "",
                gloss_en="Says so." if gloss == "gloss_en" else "",
                gloss_id="Begitu." if gloss == "gloss_id" else "",
            )
            found = {p.field for p in problems_of(session, content, statement=None)}
            wanted = expected(delivery, quote=quote, gloss=bool(gloss), translation=translation)
            assert found == wanted, (delivery, quote, gloss, translation)


@pytest.mark.engines("sqlite")
def test_an_empty_draft_may_be_kept_but_tells_all_that_it_lacks(make):
    empty = StatementDraft(delivery=Delivery.REPORTED)

    assert refusals(make, empty, to_submit=False) == set()
    assert refusals(make, empty) == {
        "source",
        "speakers-0-speaker",
        "said_on",
        "stances-0-claim",
        "gloss_en",
    }


LETTERS = st.text("ab é“”‘’'\"–—-….\n\t—…\u00a0\u0301", min_size=1, max_size=30)


@pytest.mark.engines("sqlite")
@once
@given(before=LETTERS, quote=LETTERS, after=LETTERS)
def test_what_is_cited_stands_in_the_snapshot_to_the_letter(make: Make, before, quote, after):
    # A full stop joins with no accent, so that the normal form leaves the ends alone.
    whole = f"{before} kata.{quote}kata. {after}"
    source = make.source(words=whole)
    loose = quote.translate(str.maketrans("“”‘’–—\n\u00a0", "\"\"''--  "))
    draft = make.draft(
        delivery=Delivery.VERBATIM,
        quote=f"kata.{loose}kata.",
        quote_language="en",
        source=source,
        locator="",
        gloss_en="",
    )

    with make.transaction(make.editor) as session:
        try:
            number = statements.log_statement(session, draft, by=make.editor)[0].id
        except Refused:
            return
        cited = session.scalars(
            select(Citation).join(Edition).where(Edition.statement_id == number)
        ).one()
        if cited.snapshot_id is not None:
            text = session.get_one(Snapshot, cited.snapshot_id).text
            assert text[cited.start : cited.end] == cited.exact
            assert text[: cited.start].endswith(cited.prefix)
            assert text[cited.end :].startswith(cited.suffix)
            assert cited.exact.startswith("kata")
            assert cited.exact.endswith("kata.")


def test_a_marked_passage_is_checked_on_the_server(database, make):
    source = make.source(words="Dia berkata: “Itu — benar.” Lalu pergi.")
    start = "Dia berkata: “Itu — benar.” Lalu pergi.".index("Itu")
    right = CitationPart(str(source), start=start, end=start + 11, exact="Itu — benar")
    wrong = (
        replace(right, start=start + 1),
        replace(right, end=start + 3),
        replace(right, start=-12),
        replace(right, end=10**20),
        replace(right, exact="Itu - benar"),
        replace(right, exact="tidak benar"),
        replace(right, exact=""),
        CitationPart(str(source), exact="tidak ada"),
        CitationPart(str(source), start=3, exact=""),
    )

    assert refusals(make, make.draft(citations=(right,))) == set()
    for part in wrong:
        assert refusals(make, make.draft(citations=(part,))) == {"citations-0-exact"}, part
    assert verify(database, deep=True).ok


@pytest.mark.parametrize("words", ["No such words.", "…", "“”", "."])
def test_a_verbatim_quote_that_is_not_in_its_source_needs_a_place(make, words):
    source = make.source(words="Other words altogether")
    draft = make.draft(
        delivery=Delivery.VERBATIM,
        quote=words,
        quote_language="en",
        source=source,
        locator="",
        confirmed=frozenset({Check.TWIN}),
    )

    assert refusals(make, draft) == {"quote"}
    assert refusals(make, replace(draft, delivery=Delivery.INTERPRETED)) == set()
    at = (CitationPart(str(source), locator="01:30"),)
    assert refusals(make, replace(draft, citations=at)) == set()


def test_the_words_are_looked_for_in_every_text_of_the_source(make, database):
    source = make.source(words="The first text says so.")
    with make.transaction(make.editor) as session:
        words = "Another text."
        session.add(Snapshot(source_id=source, number=2, text=words, sha256="-", length=13))
    draft = make.draft(
        delivery=Delivery.VERBATIM,
        quote="the first TEXT",
        quote_language="en",
        source=source,
        locator="",
    )

    assert refusals(make, draft) == {"quote"}
    assert refusals(make, replace(draft, quote="first text says")) == set()
    with database.reading() as session:
        assert session.scalars(select(Citation.exact)).all() == ["first text says"]


def test_an_unnamed_speaker_is_the_body(make, database):
    ministry, person = make.speaker("Ministry", "organisation"), make.speaker()
    draft = make.draft(
        described_as="a senior official", speakers=(SpeakerPart("", body=str(ministry)),)
    )

    assert refusals(make, draft) == set()
    named = replace(draft, speakers=(SpeakerPart(str(person)),))
    assert refusals(make, named) == {"speakers-0-speaker"}
    with database.reading() as session:
        said = session.scalars(select(EditionSpeaker)).one()
        assert (said.speaker_id, said.body_id, said.role_id) == (ministry, None, None)


def test_one_speaks_for_a_body_and_not_for_a_person(make):
    one, two = make.speaker(), make.speaker()

    assert refusals(make, make.draft(speaker=one, body=two)) == {"speakers-0-body"}


ROLES = (
    # since, until, said on, covered: a role covers a date if the two overlap
    ("2017", "", "2016-12-31", False),
    ("2017", "", "2017-01-01", True),
    ("2017-06", "", "2017", True),
    ("2017-06-15", "", "2017-06", True),
    ("2017-06-15", "", "2017-06-14", False),
    ("", "2020", "2020-12-31", True),
    ("", "2020", "2021", False),
    ("", "2020-02", "2020-02-29", True),
    ("", "2020-02", "2020-03-01", False),
    ("2018", "2019", "2018-06/2018-06", None),
    ("2018", "2019", "2019", True),
    ("", "", "1999", True),
)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(("since", "until", "said_on", "covered"), ROLES)
def test_a_role_covers_a_date_that_it_overlaps(make, since, until, said_on, covered):
    person, ministry = make.speaker(), make.speaker("Ministry", "organisation")
    role = make.role(person, ministry, since=since, until=until)
    draft = make.draft(speaker=person, role=role, said_on=said_on)

    if covered is None:
        assert refusals(make, draft) == {"said_on"}
        return
    assert refusals(make, draft) == (set() if covered else {"speakers-0-role"})
    if not covered:
        with pytest.raises(Doubt) as caught, make.transaction(make.editor) as session:
            statements.log_statement(session, draft, by=make.editor, to_submit=True)
        confirmed = replace(draft, confirmed=frozenset({caught.value.check}))
        assert refusals(make, confirmed) == set()


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("code", list(Code))
def test_who_retracts_declines_to_say(make, code):
    draft = make.draft(stances={make.claim(): code}, act=Act.RETRACTS)

    wanted = set() if code is Code.DECLINE else {"stances-0-code"}
    assert refusals(make, draft) == wanted


def test_a_statement_refers_to_others_and_not_to_itself(make, database):
    other, own = make.statement(), make.drafted()
    for name in ("replies_to", "retracts", "repeats"):
        draft = make.draft(**{name: own})
        with make.transaction(make.editor) as session:
            row = session.get_one(Statement, own)
            version = row.version
            with pytest.raises(Refused) as caught:
                statements.revise_draft(
                    session, row, draft, by=make.editor, version=version, to_submit=True
                )
        assert caught.value.field == name
        assert refusals(make, make.draft(**{name: other})) == set()
