"""What a reader may know of, compared with a plain reading of the rules on made-up worlds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.make import Make
from tracker.db import Database
from tracker.errors import Missing
from tracker.models import Claim, Occasion, Outlet, Source, Speaker, Statement, Topic
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.visibility import ANYBODY, Viewer, find, visible_to
from tracker.vocabulary import AccountRole, Delivery, Stance

NOUNS = (Claim, Occasion, Outlet, Source, Speaker, Statement, Topic)
FATES = ("draft", "submitted", "published", "corrected", "correcting", "withdrawn")
NUMBERS = st.integers(0, 2)

said = st.fixed_dictionaries(
    {
        "fate": st.sampled_from(FATES),
        "speaker": NUMBERS,
        "capacity": st.sampled_from(["role", "body", "none", "unnamed"]),
        "body": NUMBERS,
        "claim": NUMBERS,
        "source": NUMBERS,
        "occasion": st.none() | NUMBERS,
        "relayed": st.none() | NUMBERS,
        "target": st.none() | NUMBERS,
        "later": NUMBERS,
    }
)


@dataclass
class World:
    """Three of everything, and what each statement that is public refers to."""

    make: Make
    known: dict[type, set[int]] = field(default_factory=lambda: {noun: set() for noun in NOUNS})

    def build(self) -> None:
        make = self.make
        self.state = make.state("Russia", "RU")
        self.bodies = [make.speaker(kind="organisation", parent=self.state)]
        self.bodies += [make.speaker(kind="organisation", parent=self.bodies[0])]
        self.bodies += [make.speaker(kind="group")]
        self.states = [self.state, self.state, None]
        self.people = [make.speaker() for _ in range(3)]
        self.roles = [make.role(p, b) for p, b in zip(self.people, self.bodies, strict=True)]
        self.others = [make.speaker() for _ in range(3)]
        self.hosts = [make.speaker(kind="organisation") for _ in range(3)]
        self.outlets = [make.outlet(f"Outlet {n}") for n in range(3)]
        self.sources = [make.source(outlet=outlet) for outlet in (*self.outlets[:2], None)]
        self.topics = [make.topic()]
        self.topics += [make.topic(parent=self.topics[0]), make.topic()]
        self.claims = [make.claim(topics=[topic]) for topic in self.topics]
        self.occasions = [make.occasion(host=host) for host in self.hosts]

    def draft(self, asked: dict[str, Any], claim: int) -> StatementDraft:
        person, body = asked["speaker"], str(self.bodies[asked["body"]])
        part = {
            "role": SpeakerPart(str(self.people[person]), role=str(self.roles[person])),
            "body": SpeakerPart(str(self.people[person]), body=body),
            "none": SpeakerPart(str(self.people[person])),
            "unnamed": SpeakerPart("", body=body),
        }[asked["capacity"]]
        target = asked["target"]
        return StatementDraft(
            delivery=Delivery.REPORTED,
            said_on="2025-01-08",
            speakers=(part,),
            described_as="an official" if asked["capacity"] == "unnamed" else "",
            citations=(CitationPart(str(self.sources[asked["source"]])),),
            stances=(
                StancePart(
                    str(self.claims[claim]),
                    Stance.SUPPORT,
                    targets=() if target is None else (str(self.others[target]),),
                ),
            ),
            occasion=self._key(self.occasions, asked["occasion"]),
            relayed_by=self._key(self.others, asked["relayed"]),
        )

    @staticmethod
    def _key(ids: list[int], number: int | None) -> str:
        return "" if number is None else str(ids[number])

    def log(self, place: int, asked: dict[str, Any]) -> None:
        fate, claim = asked["fate"], asked["claim"]
        first, later = self.draft(asked, claim), self.draft(asked, asked["later"])
        first, later = (self._named(draft, place) for draft in (first, later))
        if fate in {"draft", "submitted"}:
            (self.make.drafted if fate == "draft" else self.make.submitted)(first)
            return
        number = self.make.statement(first)
        if fate == "withdrawn":
            self.make.withdraw(number)
            return
        if fate == "corrected":
            self.make.correct(number, later)
            claim = asked["later"]
        self.refer(number, asked, claim)

    @staticmethod
    def _named(draft: StatementDraft, place: int) -> StatementDraft:
        return StatementDraft(**{**vars(draft), "gloss_en": f"Says so, no. {place}."})

    def refer(self, number: int, asked: dict[str, Any], claim: int) -> None:
        """Domain §3: what a published statement refers to is public."""
        body = {"role": asked["speaker"], "none": None}.get(asked["capacity"], asked["body"])
        speakers = [] if asked["capacity"] == "unnamed" else [self.people[asked["speaker"]]]
        if body is not None:
            speakers += [self.bodies[body], *filter(None, [self.states[body]])]
        for name in ("relayed", "target"):
            speakers += [] if asked[name] is None else [self.others[asked[name]]]
        if asked["occasion"] is not None:
            speakers += [self.hosts[asked["occasion"]]]
            self.known[Occasion].add(self.occasions[asked["occasion"]])
        self.known[Speaker].update(speakers)
        self.known[Statement].add(number)
        self.known[Claim].add(self.claims[claim])
        self.known[Topic].update({self.topics[claim]} | ({self.topics[0]} if claim == 1 else set()))
        self.known[Source].add(self.sources[asked["source"]])
        if asked["source"] < 2:
            self.known[Outlet].add(self.outlets[asked["source"]])


def listed(session: Session, noun: type, viewer: Viewer) -> set[int]:
    seen: Any = noun
    return set(session.scalars(select(seen.id).where(visible_to(viewer).of(noun))))


def found(session: Session, noun: type, viewer: Viewer) -> set[int]:
    """What opens at its own address."""
    opened, cls = set(), noun
    seen: Any = noun
    for number in session.scalars(select(seen.id)).all():
        try:
            row: Any = find(session, cls, number, viewer)
            opened.add(int(row.id))
        except Missing:
            continue
    return opened


@settings(
    max_examples=5,
    # Every example has a database of its own: making it smaller would make hundreds.
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(statements=st.lists(said, min_size=1, max_size=5))
def test_a_reader_knows_of_what_published_statements_refer_to_and_of_nothing_else(
    new_database_url: Callable[..., str], statements: list[dict[str, Any]]
):
    database = Database(new_database_url())
    try:
        world = World(Make(database))
        world.build()
        for place, asked in enumerate(statements):
            world.log(place, asked)

        with database.reading() as session:
            withdrawn = set(
                session.scalars(select(Statement.id).where(Statement.state == "withdrawn"))
            )
            for viewer in (ANYBODY, Viewer(7, AccountRole.READER)):
                for noun in NOUNS:
                    assert listed(session, noun, viewer) == world.known[noun], noun
                    gone = withdrawn if noun is Statement else set()
                    assert found(session, noun, viewer) == world.known[noun] | gone, noun
            editor = Viewer(7, AccountRole.EDITOR)
            for noun in NOUNS:
                everything: Any = noun
                assert listed(session, noun, editor) == set(session.scalars(select(everything.id)))
    finally:
        database.dispose()


def test_keys_that_name_nothing_are_missing_and_break_nothing(database, make):
    claim = make.claim(key="un-1")
    with database.reading() as session:
        uid = session.get_one(Claim, claim).uid
        for key in (claim, str(claim), "un-1", uid):
            assert find(session, Claim, key, make.editor).id == claim
        for key in (
            "0",
            "-1",
            "9" * 40,
            "\0",
            "a\0",
            "\ud800",
            "",
            " ",
            "²",
            "١",
            "UN-1",
            "%",
            "1-x",
        ):
            for noun in NOUNS:
                try:
                    find(session, noun, key, make.editor)
                except Missing:
                    continue
                raise AssertionError(key)
