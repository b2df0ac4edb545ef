"""Nothing that is typed breaks the database, and nothing that was kept is lost."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import select

from tests.audit.told import revisions
from tests.statements.refusals import refusals
from tracker.errors import Refused
from tracker.models import Stance, Statement
from tracker.statements import commands as statements
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.vocabulary import Delivery
from tracker.vocabulary import Stance as Code


@pytest.mark.parametrize("evidence", [(0, 0), (3, 2), (-1, 2), (0, 10**30), (5, 99)])
def test_evidence_lies_inside_the_quote(make, evidence):
    source = make.source(words="It is so, he said.")
    draft = make.draft(
        delivery=Delivery.VERBATIM, quote="It is so", quote_language="en", source=source
    )
    part = replace(draft.stances[0], evidence=evidence)

    assert refusals(make, replace(draft, stances=(part,))) == {"stances-0-evidence"}
    right = replace(part, evidence=(0, 8))
    assert refusals(make, replace(draft, stances=(right,))) == set()


def test_a_draft_that_no_table_could_hold_is_refused_beside_its_field(make):
    person, ministry = make.speaker(), make.speaker("Ministry", "organisation")
    role, claim = make.role(person, ministry), make.claim()
    draft = make.draft(speaker=person, stances={claim: Code.SUPPORT})
    one = SpeakerPart(str(person))
    cases = (
        ({"speakers": (one, SpeakerPart(""), one)}, "speakers-2-speaker"),
        ({"speakers": (replace(one, role=str(role), body=str(ministry)),)}, "speakers-0-body"),
        ({"speakers": (replace(one, role="9" * 5000),)}, "speakers-0-role"),
        ({"speakers": (replace(one, role="²"),)}, "speakers-0-role"),
        ({"speakers": (replace(one, role=str(10**18)),)}, "speakers-0-role"),
        ({"speakers": (SpeakerPart("", body=str(ministry)),)}, "speakers-0-speaker"),
        ({"stances": draft.stances * 2}, "stances-1-claim"),
        ({"stances": (StancePart("", Code.SUPPORT),)}, "stances-0-claim"),
    )

    for asked, field in cases:
        assert refusals(make, replace(draft, **asked), to_submit=False) == {field}, asked
    unnamed = SpeakerPart("", body=str(ministry))
    twice = replace(draft, described_as="an official", speakers=(unnamed, unnamed))
    assert refusals(make, twice, to_submit=False) == {"speakers-1-speaker"}


EVIL = (
    "\0",
    "a\0b",
    "\ud800",
    "\x1b[0m",
    "a\x85b",
    "x" * 25_000,
    "9" * 5_000,
    "\u202eabc",
    "'; --",
    "%s",
)


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
def test_nothing_that_is_typed_breaks_the_database(make, evil):
    evil = evil[:20_001]
    draft = make.draft()
    words = {f.name for f in fields(StatementDraft) if f.type is str}
    parts = (
        {"speakers": (SpeakerPart(evil, role=evil, body=evil),)},
        {"speakers": (replace(draft.speakers[0], role=evil),)},
        {"citations": (CitationPart(evil),)},
        {"citations": (replace(draft.citations[0], exact=evil, locator=evil),)},
        {"stances": (StancePart(evil, Code.SUPPORT),)},
        {"stances": (replace(draft.stances[0], targets=(evil,)),)},
        {"stances": (replace(draft.stances[0], note=evil),)},
        {"stances": (replace(draft.stances[0], original_code=evil, original_scheme=evil),)},
        *({name: evil} for name in sorted(words)),
    )

    assert len(words) == 15
    for asked in parts:
        wrong = refusals(make, replace(draft, **asked), to_submit=False)
        assert wrong or not any(c in evil for c in "\0\ud800\x1b\x85"), asked


def test_a_key_is_given_once(make):
    drafts = [make.draft(), make.draft()]

    with make.transaction(make.editor) as session:
        statements.log_statement(session, drafts[0], by=make.editor, key="un-1")
        for key in ("un-1", "12", "a b", "\0"):
            with pytest.raises(Refused) as caught:
                statements.log_statement(session, drafts[1], by=make.editor, key=key)
            assert caught.value.field == "key"


def test_changing_a_draft_keeps_what_was_there_in_the_history(make, database):
    claim = make.claim()
    statement = make.drafted(stances={claim: Code.SUPPORT})
    draft = make.draft(stances={claim: Code.OPPOSE})

    with make.transaction(make.editor) as session:
        row = session.get_one(Statement, statement)
        statements.revise_draft(session, row, draft, by=make.editor, version=row.version)

    before, after = revisions(database)[-1][3:]
    assert {v["code"] for k, v in before.items() if k.startswith("stance#")} == {"support"}
    assert {v["code"] for k, v in after.items() if k.startswith("stance#")} == {"oppose"}
    assert any(name.startswith("edition_speaker#") for name in before)
    with database.reading() as session:
        assert session.scalars(select(Stance.code)).all() == [Code.OPPOSE]
