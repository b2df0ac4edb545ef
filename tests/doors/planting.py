"""What is public, what is not yet, and what is no more: with words that nobody can mistake."""

import re
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.doors.planting_comments import plant_comments
from tests.doors.planting_verdicts import plant_verdicts
from tests.make import Make
from tests.merging import merge
from tracker import models
from tracker.claims.commands import edit_claim
from tracker.claims.commands_topics import edit_topic
from tracker.claims.drafts import ClaimDraft, RelationDraft, TopicDraft, Wording
from tracker.reviews import commands as reviews
from tracker.sources.commands import edit_source
from tracker.sources.commands_occasions import edit_occasion
from tracker.sources.commands_outlets import edit_outlet
from tracker.sources.drafts import OccasionDraft, OutletDraft, SourceDraft
from tracker.speakers.commands import edit_speaker
from tracker.speakers.drafts import NameDraft, SpeakerDraft
from tracker.statements import commands
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import (
    AccountRole,
    ClaimKind,
    Delivery,
    EditionState,
    OccasionKind,
    RelationKind,
    SourceKind,
    SpeakerKind,
    Stance,
    Transition,
)

# Every planted word begins so, and no other word does.
PLANTED = re.compile("zq[a-z]+", re.IGNORECASE)
SAID = "We deny that this was ever done."
FILLING = "The hall was full and the talk went on for long. " * 8
# The quote with more than 300 characters around it, and what no reader may see beyond them.
SNAPSHOT = f"Zqbefore. {FILLING}{SAID} {FILLING}Zqafter."
# What waits is decided once: each door that decides has one of its own.
TO_DECIDE = (
    "to return",
    "to reject",
    "to take up",
    "to decide",
    "to assign",
    "to publish at once",
)
OWN_WORDS = {"reviewer": "Zqownreviewer", "admin": "Zqownadmin"}
Keys = dict[str, dict[str, str]]


class PlantedMake(Make):
    """Makes people whose names are planted: who wrote and who decided is for editors."""

    @property
    def editor(self) -> Viewer:
        return self.account("Zqauthor", AccountRole.EDITOR)

    @property
    def reviewer(self) -> Viewer:
        return self.account("Zqpublisher", AccountRole.REVIEWER)


class Planting:
    """Plants, and keeps by noun and by what it is about the numbers of what was planted."""

    def __init__(self, make: Make, reviewer: Viewer, admin: Viewer) -> None:
        self.make, self.deciders = make, {"reviewer": reviewer, "admin": admin}
        self.keys: Keys = {}
        self.roles: dict[str, str] = {}
        self.uids: dict[str, str] = {}
        # No two say the same on one day: none is taken for another's twin.
        self._days = count(1)

    def plant(self) -> None:
        self._public()
        self._unpublished()
        self._lives()
        self._by_deciders()
        self._merges()
        plant_verdicts(self, ("Zqreasons", "Zqrefusedreasons", "Zqnotaccepted"))
        self._edit_public()

    def number(self, noun: str, what: str) -> int:
        return int(self.keys[noun][what])

    def note(self, what: str, **numbers: int) -> None:
        for noun, number in numbers.items():
            self.keys.setdefault(noun, {})[what] = str(number)

    def _public(self) -> None:
        """One published statement, and whatever it refers to; each also knows something hidden."""
        make = self.make
        body = make.speaker("Ministry", SpeakerKind.ORGANISATION)
        outlet, topic = make.outlet("Daily Sample"), make.topic("Security")
        speaker, claim = make.speaker("Vassily"), make.claim("They share arms")
        self.note(
            "public",
            speakers=speaker,
            claims=claim,
            sources=make.source("How they met", words=SNAPSHOT, outlet=outlet),
            outlets=outlet,
            occasions=make.occasion("Council meeting", "2025-01-08"),
            topics=topic,
        )
        self.note("body", speakers=body)
        self.roles["public"] = str(make.role(speaker, body, "Minister", since="2017"))
        self.roles["somebody spoke in it"] = self.roles["public"]
        other = make.speaker("Zqhiddenbody", SpeakerKind.ORGANISATION)
        self.roles["nobody spoke in it"] = str(make.role(speaker, other, "Zqhiddentitle"))

    def _unpublished(self) -> None:
        make = self.make
        body = make.speaker("Zqbody", SpeakerKind.ORGANISATION)
        outlet, topic = make.outlet("Zqoutlet"), make.topic("Zqtopic")
        speaker = make.speaker("Zqspeaker", id="Zqpembicara")
        claim = make.claim("Zqclaim holds", topics=[topic], id="Zqklaim benar")
        self.note(
            "unpublished",
            speakers=speaker,
            claims=claim,
            sources=make.source("Zqsource", words=f"Zqsnapshot. {SAID} {FILLING}", outlet=outlet),
            outlets=outlet,
            occasions=make.occasion("Zqoccasion", "2025-01-09", place="Zqplace"),
            topics=topic,
        )
        self.note("to approve", claims=make.claim("Zqunapproved is so", is_approved=False))
        self.roles["unpublished"] = str(make.role(speaker, body, "Zqtitle", since="2017"))
        draft = self._draft("unpublished", "Zqgloss", context="Zqcontext", gloss_id="Zqintisari")
        self.note("draft", statements=make.drafted(self._spoken(draft)))

    def _spoken(self, draft: StatementDraft) -> StatementDraft:
        """The draft with a quote of its own, translated, and a coder's note."""
        return replace(
            draft,
            delivery=Delivery.VERBATIM,
            quote="Zqquote was said.",
            quote_language="en",
            translation="Zqtranslation was said.",
            translation_language="id",
            translator="Zqtranslator",
            stances=(replace(draft.stances[0], note="Zqnote"),),
        )

    def _draft(self, what: str, gloss: str, **asked: Any) -> StatementDraft:
        """A draft that refers to all that is public, or to all that is not."""
        keys = {noun: numbers[what] for noun, numbers in self.keys.items() if what in numbers}
        return StatementDraft(
            delivery=Delivery.REPORTED,
            speakers=(SpeakerPart(keys["speakers"], role=self.roles[what]),),
            citations=(CitationPart(keys["sources"], locator=asked.pop("locator", "page 1")),),
            stances=(StancePart(keys["claims"], Stance.OPPOSE, note=asked.pop("note", "")),),
            said_on=f"2025-01-{next(self._days):02}",
            occasion=keys["occasions"],
            gloss_en=gloss,
            **asked,
        )

    def _published(self, gloss: str, **asked: Any) -> StatementDraft:
        return self._draft("public", gloss, **asked)

    def _quoted(self) -> StatementDraft:
        """Words by their place in the snapshot, as an answer to something that is not public."""
        start = SNAPSHOT.index(SAID)
        cited = CitationPart(self.keys["sources"]["public"], start, start + len(SAID), SAID)
        return replace(
            self._published("Denies it.", note="Zqcodersnote"),
            delivery=Delivery.VERBATIM,
            citations=(cited,),
            quote=SAID,
            quote_language="en",
            replies_to=self.keys["statements"]["draft"],
        )

    def _lives(self) -> None:
        """One statement in every state that there is."""
        make = self.make
        self.note("published", statements=make.statement(self._quoted()))
        withdrawn = make.statement(self._published("Zqwithdrawn", context="Zqtakenback"))
        make.withdraw(withdrawn, "The paper took it back.")
        self.note("withdrawn", statements=withdrawn)
        corrected = make.statement(self._published("It rains."))
        make.correct(corrected, self._published("It pours."), "Misheard.")
        self.note("corrected", statements=corrected)
        self.note("to reassign", statements=make.statement(self._published("It hails.")))
        correcting = make.statement(self._published("It snows."))
        self._begin_correction(correcting)
        self.note("correction under way", statements=correcting)
        # Whoever has its address may read a report, but not who sent it.
        reported = make.mistake(corrected, "It was drizzle.", contact="somebody@example.org")
        self.uids["mistakes/reported"] = reported
        about = self.number("statements", "published"), self.number("claims", "public")
        self.uids |= plant_comments(make, *about, ("Zqcomment", "Zqonclaim", "Zqhiddenwhy"))
        self.note("submitted", statements=make.submitted(self._hidden("Zqsubmitted")))
        returned = make.submitted(self._hidden("Zqreturned"))
        with make.transaction(make.reviewer, why="Zqreturning") as session:
            row = session.get_one(models.Statement, returned)
            edition = commands.edition_under_way(session, row)
            edition.state = EditionState.RETURNED
            step, why = Transition.RETURN, "Zqreturnreason"
            commands.decide(session, row, edition, step, by=make.reviewer, reason=why)
        self.note("returned", statements=returned)

    def _hidden(self, gloss: str) -> StatementDraft:
        return self._draft("unpublished", gloss, locator="Zqlocator")

    def _begin_correction(self, statement: int) -> None:
        relay = self.make.speaker("Zqrelay")
        draft = self._published("Zqcorrection", relayed_by=str(relay), context="Zqsecond")
        with self.make.transaction(self.make.editor, why="Zqcorrecting") as session:
            row = session.get_one(models.Statement, statement)
            by, reason = self.make.editor, "Zqcorrecting"
            reviews.correct(session, row, draft, by=by, version=None, reason=reason)

    def _by_deciders(self) -> None:
        """What those who decide wrote themselves: nobody publishes their own words."""
        make = self.make
        for name, person in self.deciders.items():
            number = self._submitted_by(person, OWN_WORDS[name])
            self.note(f"submitted, by the {name}", statements=number)
        for what in TO_DECIDE:
            self.note(f"submitted, {what}", statements=make.submitted(self._hidden("Zqwaits")))
            number = self._submitted_by(self.deciders["reviewer"], "Zqwaits")
            self.note(f"submitted, by the reviewer, {what}", statements=number)
        number = self._submitted_by(self.deciders["reviewer"], "Zqgone", "public")
        self.make.publish(number)
        self.make.withdraw(number, "The paper took it back.")
        self.note("withdrawn, by the reviewer", statements=number)

    def _submitted_by(self, person: Viewer, gloss: str, what: str = "unpublished") -> int:
        draft = self._draft(what, gloss)
        with self.make.transaction(person) as session:
            statement, _ = commands.log_statement(session, draft, by=person, to_submit=True)
            return statement.id

    def _merges(self) -> None:
        """One that stands for another, and one that may; nothing of it is public."""
        for cls, noun in ((models.Speaker, "speakers"), (models.Claim, "claims")):
            made: Any = self.make.speaker if noun == "speakers" else self.make.claim
            kept, merged = made(f"Zqkept{noun}"), made(f"Zqmerged{noun}")
            merge(self.make, cls, merged, kept)
            self.keys[noun] |= {"kept": str(kept), "merged": str(merged)}
            self.keys[noun]["to merge"] = str(made(f"Zqtomerge{noun}"))

    def _edit_public(self) -> None:
        """Change everything public once more; and let it know what nobody else may."""
        make, by = self.make, self.make.editor
        number = self.number
        topic, hidden = self.keys["topics"]["public"], number("speakers", "unpublished")
        relation = RelationDraft(RelationKind.CONTRADICTS, self.keys["claims"]["unpublished"])
        wording = Wording("en", "They share arms")
        claim = ClaimDraft(ClaimKind.FACTUAL, wording, topics=(topic,), relations=(relation,))
        with make.transaction(by, why="looked at again") as session:
            edit_claim(session, number("claims", "public"), claim, version=1, by=by)
            draft = TopicDraft("Security", about="arms")
            edit_topic(session, number("topics", "public"), draft, version=1, by=by)
            names = (NameDraft("Vassily", "en", is_displayed=True),)
            person = SpeakerDraft(SpeakerKind.PERSON, "Vassily", names, about="an envoy")
            edit_speaker(
                session, number("speakers", "public"), person, version=self._version(), by=by
            )
            outlet = OutletDraft("Daily Sample", language="en", speaker=hidden)
            edit_outlet(session, number("outlets", "public"), outlet, version=1, by=by)
            held = OccasionDraft(
                OccasionKind.MEETING, "2025-01-08", "Council meeting", place="Hall"
            )
            edit_occasion(session, number("occasions", "public"), held, version=1, by=by)
            paper = SourceDraft(
                SourceKind.ARTICLE,
                "How they met",
                "en",
                author="Ann",
                outlet=number("outlets", "public"),
            )
            edit_source(session, number("sources", "public"), paper, version=1, by=by)

    def _version(self) -> int:
        with self.make.database.reading() as session:
            found = select(models.Speaker.version)
            number = self.number("speakers", "public")
            return session.scalars(found.where(models.Speaker.id == number)).one()


def uids(session: Session, keys: Keys) -> dict[str, str]:
    """The uid of everything that was planted, by noun and number."""
    found: dict[str, str] = {}
    for noun, numbers in keys.items():
        cls: Any = getattr(models, noun.removesuffix("s").capitalize())
        asked = select(cls.id, cls.uid).where(cls.id.in_(map(int, numbers.values())))
        found |= {f"{noun}/{number}": uid for number, uid in session.execute(asked)}
    return found
