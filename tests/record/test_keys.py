"""Whoever edits what the ledger holds keeps it true: by the commands that people use."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.make import Make
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.models import Claim, Entry, Occasion, Role, Source, Speaker
from tracker.record.health import counts_agree
from tracker.record.verify import verify
from tracker.sources.commands import edit_source
from tracker.sources.commands_occasions import edit_occasion
from tracker.sources.drafts import OccasionDraft, SourceDraft
from tracker.speakers.commands import edit_speaker
from tracker.speakers.commands_roles import RoleDraft, edit_role
from tracker.speakers.drafts import SpeakerDraft
from tracker.vocabulary import ClaimKind, Delivery, OccasionKind, SourceKind, SpeakerKind


@dataclass
class World:
    """A person, a ministry of a state, an occasion, a source and a claim, in one statement."""

    make: Make
    russia: int
    belarus: int
    ministry: int
    agency: int
    person: int
    role: int
    outlet: int
    source: int
    occasion: int
    claim: int


@pytest.fixture
def world(make):
    russia, belarus = make.state("Russia", "RU"), make.state("Belarus", "BY")
    ministry = make.speaker("Ministry", "organisation", parent=russia)
    agency = make.speaker("Agency", "organisation", parent=belarus)
    person = make.speaker("Person")
    role = make.role(person, ministry)
    outlet = make.outlet()
    source = make.source("Title", outlet=outlet, words="It is so.")
    occasion = make.occasion("Meeting", held_on="2025-01-08")
    claim = make.claim("it is so")
    kept = {"source": source, "occasion": occasion, "stances": {claim: "support"}}
    make.statement(speaker=person, role=role, **kept)
    make.statement(speaker=agency, delivery=Delivery.DOCUMENT, said_on="2025-01", **kept)
    return World(
        make, russia, belarus, ministry, agency, person, role, outlet, source, occasion, claim
    )


def speaker(world: World, session: Session, number: int, **asked: Any) -> None:
    row = session.get_one(Speaker, number)
    draft = SpeakerDraft(**{"kind": row.kind, "name": row.name, "parent": row.parent_id, **asked})
    edit_speaker(session, number, draft, version=row.version, by=world.make.editor)


def role(world: World, session: Session, **asked: Any) -> None:
    row = session.get_one(Role, world.role)
    version = session.get_one(Speaker, world.person).version
    draft = RoleDraft(**{"body": row.body_id, "title_en": "Envoy", **asked})
    edit_role(session, world.role, draft, version=version, by=world.make.editor)


def source(world: World, session: Session, **asked: Any) -> None:
    row = session.get_one(Source, world.source)
    told = {"kind": SourceKind.ARTICLE, "title": "Title", "language": "en"}
    draft = SourceDraft(**{**told, "outlet": world.outlet, **asked})
    edit_source(session, world.source, draft, version=row.version, by=world.make.editor)


def occasion(world: World, session: Session, **asked: Any) -> None:
    row = session.get_one(Occasion, world.occasion)
    told = {"kind": OccasionKind.MEETING, "held_on": row.held_on, "name_en": "Meeting"}
    draft = OccasionDraft(**{**told, **asked})
    edit_occasion(session, world.occasion, draft, version=row.version, by=world.make.editor)


def claim(world: World, session: Session, **asked: Any) -> None:
    row = session.get_one(Claim, world.claim)
    told = {"kind": row.kind, "wording": Wording("en", "it is so"), "reason": "The same."}
    draft = ClaimDraft(**{**told, **asked})
    edit_claim(session, world.claim, draft, version=row.version, by=world.make.reviewer)


EDITS = {
    # name: the edit, and whether the ledger holds what it changes
    "a role moves to another body": (lambda w, s: role(w, s, body=w.agency), True),
    "a role gets dates": (lambda w, s: role(w, s, since="2020"), False),
    "a body moves to another state": (
        lambda w, s: speaker(w, s, w.ministry, parent=w.belarus),
        True,
    ),
    "a body leaves its state": (lambda w, s: speaker(w, s, w.ministry, parent=None), True),
    "a body becomes a group": (
        lambda w, s: speaker(w, s, w.ministry, kind=SpeakerKind.GROUP, parent=None),
        True,
    ),
    "a state becomes an organisation": (
        lambda w, s: speaker(w, s, w.russia, kind=SpeakerKind.ORGANISATION),
        True,
    ),
    "a person becomes an organisation": (
        lambda w, s: speaker(w, s, w.person, kind=SpeakerKind.ORGANISATION),
        True,
    ),
    "a speaker gets another name": (lambda w, s: speaker(w, s, w.person, name="P."), False),
    "an occasion moves to another day": (lambda w, s: occasion(w, s, held_on="2025-02"), True),
    "an occasion gets an hour": (lambda w, s: occasion(w, s, start_time="09:30"), True),
    "an occasion gets another place": (lambda w, s: occasion(w, s, place="Geneva"), False),
    "a source loses its outlet": (lambda w, s: source(w, s, outlet=None), True),
    "a source is in another language": (lambda w, s: source(w, s, language="id"), True),
    "a source gets another title": (lambda w, s: source(w, s, title="Other"), False),
    "a claim becomes a policy": (lambda w, s: claim(w, s, kind=ClaimKind.POLICY), True),
    "a claim gets a definition": (
        lambda w, s: claim(w, s, wording=Wording("en", "it is so", definition="So.")),
        False,
    ),
}


@pytest.mark.parametrize("name", list(EDITS))
def test_an_edit_closes_and_opens_what_holds_it(database, world, name):
    edit, is_held = EDITS[name]

    with world.make.transaction(world.make.reviewer, why=name) as session:
        edit(world, session)

    with database.reading() as session:
        found = session.scalars(select(Entry).order_by(Entry.id)).all()
        assert counts_agree(session)
    closed = [entry for entry in found if entry.left is not None]
    assert bool(closed) == is_held
    assert len(found) == 2 + len(closed)
    report = verify(database)
    assert [check.first_bad for check in report.checks if not check.ok] == []
