"""A record with something of everything, for journeys that look at every page."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace

from flask import Flask
from sqlalchemy.orm import Session

from tests.journeys.judging import fill_judgements
from tests.journeys.merges import add_merges
from tests.journeys.talking import fill_comments
from tests.journeys.waiting import fill_desk
from tests.make import Make
from tracker.accounts.commands_people import invite_person, send_reset
from tracker.accounts.sessions import open_session
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import (
    AccountRole,
    Act,
    ClaimKind,
    Delivery,
    OccasionKind,
    RelationKind,
    SourceKind,
    SpeakerKind,
    Stance,
)

_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "აბცდეფგჰიჯკლმნოპქრსტუვწხყზ")
STATES = tuple(re.findall("..", "ALATBABEBRCACHCLCNCZDEDKEEESFIFRGBGRHRHUIDINITJPKRRUUS"))
MET_ON = "2025-01-10"
MEETING_TEXT = "They met. We deny that this was ever done. The others did not answer."


def georgian(words: str) -> str:
    """The words in letters that no message of the interface has."""
    return words.lower().translate(_LETTERS)


class GeorgianMake(Make):
    """Makes people whose names and reasons cannot be taken for words of the interface."""

    @contextmanager
    def transaction(self, by: Viewer | None = None, why: str = "") -> Iterator[Session]:
        with super().transaction(by, georgian(why)) as session:
            yield session

    @property
    def editor(self) -> Viewer:
        return self.account(georgian("Editor"), AccountRole.EDITOR)

    @property
    def reviewer(self) -> Viewer:
        return self.account(georgian("Reviewer"), AccountRole.REVIEWER)

    @property
    def admin(self) -> Viewer:
        return self.account(georgian("Admin"), AccountRole.ADMIN)


@dataclass
class World:
    """The keys of what there is, by noun: the first is the fullest, the last the barest."""

    made: dict[str, list[str]] = field(default_factory=dict)
    roles: Mapping[str, list[str]] = field(default_factory=dict)
    revisions: Mapping[str, list[str]] = field(default_factory=dict)
    # The addresses that give a page, by who asks.
    readable: Mapping[str, list[str]] = field(default_factory=dict)
    # Those of them that have something which none before them has; and their shapes.
    telling: Mapping[str, list[str]] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)

    def add(self, noun: str, *numbers: int) -> int:
        self.made.setdefault(noun, []).extend(str(number) for number in numbers)
        return numbers[0]

    def first(self) -> "World":
        """The same with one key of each noun."""
        return World({n: keys[:1] for n, keys in self.made.items()}, self.roles, self.revisions)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, written: str) -> "World":
        return cls(**json.loads(written))


def token_for(app: Flask, person: Viewer) -> str:
    """A session of a person, as the browser's cookie holds it."""
    assert person.account_id is not None
    with app.extensions["database"].transaction() as session:
        return open_session(session, person.account_id, hours=1)


def fill_world(make: Make) -> World:
    """Fill an empty record: all codes, states and kinds, long lists, withdrawn words."""
    world = World()
    outlet = world.add("outlets", make.outlet(georgian("Daily Sample")))
    paper = make.source(
        georgian("How they met"), words=georgian(MEETING_TEXT), outlet=outlet, published_on=MET_ON
    )
    bare = make.source(georgian("A recording"), kind=SourceKind.VIDEO, language="fr")
    world.add("sources", paper, bare)
    wide = make.topic(georgian("Security"))
    world.add("topics", make.topic(georgian("Arms"), parent=wide), wide)
    states = {iso: make.state(georgian(f"State {iso}"), iso) for iso in STATES}
    meeting = make.occasion(georgian("Council meeting"), "2025-01-08", place=georgian("Hall"))
    world.add("occasions", meeting)
    _add_dispute(make, world, states, meeting)
    _add_votes(make, world, states)
    # Whose page and history administrators read.
    world.add("admin", make.editor.account_id or 0)
    _add_links(make, world)
    fill_comments(make, world.made, georgian)
    fill_judgements(make, world.made, (paper, bare), georgian)
    fullest = int(world.made["speakers"][0]), int(world.made["claims"][0])
    said = [georgian(words) for words in ("Woodward", "Woodwarde", "Woodwards", "One and the same")]
    for noun, merged in zip(("speakers", "claims"), add_merges(make, *fullest, said), strict=True):
        world.made[noun].insert(1, str(merged))
    return world


def _add_links(make: Make, world: World) -> None:
    """One who was invited, and one who asked for a new password."""
    email, reader = f"{georgian('guest')}@example.org", AccountRole.READER
    with make.transaction(make.admin) as session:
        invited = invite_person(session, email, reader, hours=720, by=make.admin)
        forgot = send_reset(session, make.editor.account_id or 0, by=make.admin)
    world.made |= {"invitation": [invited.secret], "reset": [forgot.secret]}


def _people(make: Make, world: World, states: Mapping[str, int]) -> tuple[int, int]:
    shea, other = make.speaker(georgian("Dorothy")), make.speaker(georgian("Vassily"))
    ministry = make.speaker(
        georgian("Ministry"), SpeakerKind.ORGANISATION, parent=states["RU"], key="ministry"
    )
    group = make.speaker(georgian("The allies"), SpeakerKind.GROUP)
    envoy = make.role(shea, states["US"], georgian("Envoy"), since="2020")
    make.role(shea, group, georgian("Chair"), since="2010", until="2012-05")
    make.role(other, ministry, georgian("Minister"))
    world.add("speakers", shea, other, ministry, group)
    world.roles = {str(shea): [str(envoy)]}
    return shea, other


def _add_dispute(make: Make, world: World, states: Mapping[str, int], meeting: int) -> None:
    """One claim with every code and delivery, replies, a retraction, unnamed and relayed words."""
    shea, other = _people(make, world, states)
    topic = int(world.made["topics"][0])
    claim = make.claim(georgian("Russia shares its arms"), topics=[topic])
    opposite = make.claim(georgian("Russia shares nothing at all"), ClaimKind.FACTUAL)
    anew = make.claim(georgian("Nobody has approved these words"), is_approved=False)
    world.add("claims", claim, opposite, anew)
    paper, bare = (int(number) for number in world.made["sources"])
    first = make.statement(
        speaker=shea,
        role=int(world.roles[str(shea)][0]),
        stances={claim: Stance.SUPPORT},
        act=Act.ACCUSES,
        source=paper,
        locator=georgian("page one"),
        said_on="2025-01",
        occasion=meeting,
        gloss_en=georgian("They share arms."),
        context=georgian("after the vote"),
    )
    made = [first, make.statement(_quoted(claim, other, paper, meeting, first))]
    made += _add_witnesses(make, claim, bare, states["DE"], other)
    taken = make.draft(
        speaker=shea,
        source=bare,
        locator=georgian("minute nine"),
        stances={claim: Stance.DECLINE},
        act=Act.RETRACTS,
        retracts=first,
        said_on="2025-02-01",
        gloss_en=georgian("Takes it back."),
    )
    made.append(make.statement(taken))
    _relate(make, claim, opposite, topic)
    _add_unfinished(make, made, claim, opposite, shea)
    world.add("statements", *made)
    waits = make.draft(speaker=shea, source=paper, stances={claim: Stance.LEAN_OPPOSE})
    waits = replace(waits, citations=(CitationPart(str(paper), locator=georgian("page two")),))
    fill_desk(make, world.add, waits, georgian)


def _add_witnesses(make: Make, claim: int, source: int, state: int, relaying: int) -> list[int]:
    """Every code, on partial dates; gives what an unnamed official said, and what was relayed."""
    made = []
    for number, code in enumerate(Stance):
        unnamed, relayed = number == 3, number == 4
        witness = georgian(f"Witness {code.value.replace('_', ' ')}")
        said = make.statement(
            speaker=state if unnamed else make.speaker(witness),
            stances={claim: code},
            source=source,
            described_as=georgian("a senior official") if unnamed else "",
            relayed_by=relaying if relayed else None,
            said_on="2024" if number % 2 else "2024-03-05",
            locator=georgian("minute five"),
            gloss_en=georgian(f"Says this in other words: {code.value}."),
        )
        made += [said] if unnamed or relayed else []
    return made


def _quoted(claim: int, speaker: int, source: int, meeting: int, answered: int) -> StatementDraft:
    """Words in the speaker's own language, translated, cited by their place in the source."""
    whole, quote = georgian(MEETING_TEXT), georgian("We deny that this was ever done.")
    start = whole.index(quote)
    return StatementDraft(
        delivery=Delivery.VERBATIM,
        speakers=(SpeakerPart(str(speaker)),),
        citations=(CitationPart(str(source), start, start + len(quote), quote),),
        stances=(
            StancePart(str(claim), Stance.OPPOSE, Act.DENIES, evidence=(0, 7), targets=("iso-us",)),
        ),
        said_on="2025-01-08",
        occasion=str(meeting),
        quote=quote,
        quote_language="ka",
        translation=georgian("This was never done."),
        translation_language="en",
        translator=georgian("Someone"),
        gloss_en=georgian("Denies it."),
        replies_to=str(answered),
    )


def _relate(make: Make, claim: int, opposite: int, topic: int) -> None:
    words = Wording(
        language="en",
        text=georgian("Russia shares its arms"),
        negation=georgian("Russia shares no arms"),
        definition=georgian("designs and parts"),
        exclusion=georgian("food"),
    )
    draft = ClaimDraft(
        kind=ClaimKind.FACTUAL,
        wording=words,
        topics=(str(topic),),
        relations=(RelationDraft(RelationKind.CONTRADICTS, str(opposite)),),
        reason=georgian("a clearer wording"),
    )
    with make.transaction(make.reviewer, why="make") as session:
        edit_claim(session, claim, draft, version=1, by=make.reviewer)


def _add_unfinished(make: Make, made: list[int], claim: int, opposite: int, speaker: int) -> None:
    """A withdrawn statement, a corrected one, one that waits, and a draft that lacks much."""
    for number, finish in enumerate((make.statement, make.submitted, make.drafted)):
        made.append(
            finish(
                speaker=speaker,
                source=make.source(georgian(f"Note {number}")),
                stances={opposite if number else claim: Stance.LEAN_OPPOSE},
                said_on=f"2025-03-0{number + 1}",
                gloss_en=georgian(f"Doubts it, {number}."),
                locator=georgian("line one"),
            )
        )
    make.withdraw(made[-3], georgian("The paper took it back."))
    made.append(make.drafted(StatementDraft(delivery=Delivery.REPORTED)))


def _add_votes(make: Make, world: World, states: Mapping[str, int]) -> None:
    """A policy on which more states voted than are shown in full, and some changed sides."""
    claim = make.claim(georgian("The body should act"), ClaimKind.POLICY)
    turns = (Stance.SUPPORT, Stance.MIXED, Stance.OPPOSE)
    for year in (2008, 2009):
        record = make.source(georgian(f"Record {year}"), kind=SourceKind.VOTING_RECORD)
        hall = make.occasion(
            georgian(f"Vote {year}"),
            f"{year}-12-18",
            kind=OccasionKind.VOTE,
            place=georgian("Hall"),
        )
        for number, state in enumerate(states.values()):
            moved = year == 2009 and number % 4 == 0
            make.statement(
                StatementDraft(
                    delivery=Delivery.VOTE,
                    speakers=(SpeakerPart(str(state)),),
                    citations=(CitationPart(str(record)),),
                    stances=(StancePart(str(claim), turns[(number + moved) % 3], Act.VOTES),),
                    said_on=f"{year}-12-18",
                    occasion=str(hall),
                )
            )
    world.add("claims", claim)
    world.add("speakers", *list(states.values())[:1])
