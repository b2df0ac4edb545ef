"""A handful of rows in every table, with what one engine or the other might get wrong."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.coding.sampling import Sampling
from tests.make import Make
from tests.merging import merge
from tests.verdicts.giving import Giving
from tracker import audit
from tracker.merged import tell_apart
from tracker.models import (
    BrowserSession,
    Claim,
    ClaimRelation,
    ClaimTopic,
    ExternalId,
    NotContradiction,
    Passkey,
    RecoveryCode,
    Redaction,
    Setting,
    Source,
    Speaker,
    StanceTarget,
    Throttle,
    Token,
    TokenKind,
    Totp,
)
from tracker.models import Stance as CodedAs
from tracker.statements.drafts import CitationPart
from tracker.verdicts.drafts import Evidence
from tracker.vocabulary import RelationKind, Stance

SAID = "Kami menolak – naïve “tuduhan” itu. \u202bعربي\u202c Ǆ ß ﬁ 😀"
NOON = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)


def tell(make: Make) -> dict[str, int]:
    """Fill a database through the commands; gives the ids of what a test may look for."""
    ids = _nouns(make)
    _statements(make, ids)
    _links(make, ids)
    _people(make)
    _merges(make)
    return ids


def _nouns(make: Make) -> dict[str, int]:
    # The parent comes after its part: an order by id would meet the part first.
    child = make.speaker("Kementerian Ärger", "organisation", key="ministry", id="Kementerian")
    state = make.state("Ruritania", "RU", id="Ruritania")
    person = make.speaker("Вася О'Нил", key="vasya")
    topics = [make.topic("Part", key="part"), make.topic("Whole", key="whole")]
    ids = {
        "child": child,
        "state": state,
        "person": person,
        "role": make.role(person, child, "Envoy", since="2017", until=""),
        "source": make.source("“Title”", words=f"Before. {SAID} After.", outlet=make.outlet()),
        "occasion": make.occasion("Rapat", "2025-01-08", host=child, start_time="09:30"),
        "claim": make.claim("it is so", topics=topics, id="begitu"),
        "other": make.claim("it is not so", topics=topics[:1]),
        "part": topics[0],
        "whole": topics[1],
    }
    with make.transaction(make.editor) as session:
        session.get_one(Speaker, child).parent_id = state
        session.add(ExternalId(speaker_id=state, scheme="wikidata", value="Q159"))
        session.get_one(Source, ids["source"]).is_free = True
    return ids


def _statements(make: Make, ids: dict[str, int]) -> None:
    at = 8
    span = CitationPart(str(ids["source"]), start=at, end=at + len(SAID), exact=SAID)
    said = make.draft(
        speaker=(ids["person"],),
        role=ids["role"],
        source=ids["source"],
        stances={ids["claim"]: Stance.OPPOSE, ids["other"]: Stance.SUPPORT},
        occasion=ids["occasion"],
        act="denies",
        citations=(span,),
    )
    ids["statement"] = make.statement(said)
    ids["withdrawn"] = make.statement(speaker=ids["state"], replies_to=ids["statement"])
    make.withdraw(ids["withdrawn"])
    ids["corrected"] = make.statement(speaker=ids["state"], stances={ids["claim"]: Stance.MIXED})
    again = make.draft(speaker=ids["state"], stances={ids["claim"]: Stance.QUESTION})
    make.correct(ids["corrected"], again)
    ids["draft"] = make.drafted(speaker=ids["person"])
    make.mistake(ids["corrected"], f"{SAID} It was said elsewhere.", contact="ada@example.org")
    make.comment(f"{SAID} @Reviewer", statement=ids["draft"])
    make.comment("Ǆ ß ﬁ 😀", claim=ids["claim"], tell=make.reviewer)
    _coded_twice(make, ids)
    _rated(make, ids)


def _coded_twice(make: Make, ids: dict[str, int]) -> None:
    """A sample with a statement that was settled, and one that left it."""
    sampling, claim = Sampling(make), ids["claim"]
    settled = make.submitted(speaker=ids["state"], stances={claim: Stance.SUPPORT})
    returned = make.submitted(speaker=ids["state"])
    sampling.draw(name="Mei", seed="7")
    coder = sampling.reviewer("Ärger")
    sampling.code(settled, {claim: Stance.OPPOSE}, by=coder, notes={claim: "naïve “tidak”"})
    sampling.settle(settled, {claim: None}, by=sampling.reviewer("Judge"), reason="ß 😀")
    sampling.take_back(returned)


def _rated(make: Make, ids: dict[str, int]) -> None:
    """A verdict that stands, one that stood before, and one that waits."""
    giving = Giving(make)
    for rating in ("mixed", "false"):
        evidence = (Evidence(str(ids["source"]), SAID, "§ 3"),)
        giving.verdict(ids["claim"], rating, why=f"{SAID} Ǆ ß", evidence=evidence)
    giving.propose(ids["claim"], giving.draft("unproven", "", reasons_id="Belum terukur."))


def _links(make: Make, ids: dict[str, int]) -> None:
    pair = sorted((ids["claim"], ids["other"]))
    with make.transaction(make.editor) as session:
        for kind in (RelationKind.CONTRADICTS, RelationKind.ENTAILS):
            session.add(ClaimRelation(claim_id=pair[0], other_id=pair[1], kind=kind))
        audit.expect_stamps(session)
    with make.transaction(make.editor) as session:
        of_other = select(ClaimTopic).where(ClaimTopic.claim_id == ids["other"])
        session.scalars(of_other).one().left = 0
        stance = session.scalars(select(CodedAs).order_by(CodedAs.id.desc()).limit(1)).one()
        session.add(StanceTarget(stance_id=stance.id, speaker_id=ids["state"]))
        session.add(Redaction(kind="speaker", object_id=ids["person"], reason="a court"))
        session.add(Setting(name="name", value='"Kabar"'))
        ends = {"a_statement_id": ids["statement"], "a_claim_id": ids["claim"]}
        other = {"b_statement_id": ids["corrected"], "b_claim_id": ids["claim"]}
        said = {"kind": "same_day", "holder_id": ids["state"], "reason": "“Ironi” ß"}
        by = make.reviewer.account_id
        session.add(NotContradiction(**said, **ends, **other, by_id=by))
        audit.expect_stamps(session)


def _merges(make: Make) -> None:
    """One standing for another, one told from another, of each noun that merges."""
    nouns: tuple[tuple[Any, Any], ...] = ((Speaker, make.speaker), (Claim, make.claim))
    for cls, made in nouns:
        lost, kept, other = (made(f"Vasily {word}") for word in ("Nebenzya", "Nebenzia", "Kim"))
        merge(make, cls, lost, kept)
        with make.transaction(make.reviewer) as session:
            tell_apart(session, cls, (kept, other), by_id=make.reviewer.account_id)


def _people(make: Make) -> None:
    person, later = make.editor.account_id, NOON + timedelta(hours=12)
    with make.transaction(make.admin) as session:
        session.add_all(
            [
                Totp(account_id=person, secret="kept", is_confirmed=True, last_step=7),
                Passkey(account_id=person, credential_id="c", public_key="k", sign_count=3),
                RecoveryCode(account_id=person, code_hash="kept too"),
                Throttle(subject="account:x", failures=3, blocked_until=later),
                Token(token_hash="t", kind=TokenKind.RESET, account_id=person, expires_at=later),
                BrowserSession(
                    token_hash=hashlib.sha256(b"x").hexdigest(), account_id=person, expires_at=later
                ),
            ]
        )
