"""A record with something behind every door, and unmistakable words in all that is not public."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.accounts.people import hashed_once
from tests.doors.planting import PlantedMake, Planting, uids
from tests.doors.planting_contradictions import plant_contradictions
from tests.doors.planting_samples import PlantedSamples
from tests.make import Make
from tracker.accounts import recovery, throttling, tokens
from tracker.accounts.sessions import open_session
from tracker.db import Database
from tracker.models import Account, BrowserSession, Notification, Passkey, Revision, TokenKind, now
from tracker.text import sha256
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

MINUTES = 600
PEOPLE = {
    "reader": AccountRole.READER,
    "editor": AccountRole.EDITOR,
    "reviewer": AccountRole.REVIEWER,
    "coder": AccountRole.REVIEWER,
    "admin": AccountRole.ADMIN,
    "accepted": AccountRole.EDITOR,
    "out": AccountRole.EDITOR,
    "invited": AccountRole.EDITOR,
    "half": AccountRole.READER,
    "plain": AccountRole.READER,
}
LONG_AGO = "signed in long ago"
# What ends a session has one of its own.
PURPOSES = ("", LONG_AGO, "/login", "/login/second", "/logout")
# Who works on the record is told what concerns them.
TOLD = ("editor", "author", "reviewer", "coder", "admin")
SIGNED_IN = ("reader", "editor", "author", "reviewer", "coder", "admin", "accepted")


@dataclass
class World:
    """What the addresses and forms of the walk are filled with."""

    # By noun, then by what it is about: the number of the object.
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    # By noun and what, the number of a revision.
    revisions: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    passkeys: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    # By role, the number of a notification.
    told: dict[str, str] = field(default_factory=dict)
    # What was drawn for second coding, by what it is about: its number, and its form.
    codings: dict[str, str] = field(default_factory=dict)
    judged: dict[str, dict[str, str]] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, written: str) -> "World":
        return cls(**json.loads(written))


def fill_world(database: Database) -> World:
    """Fill an empty record."""
    make = PlantedMake(database)
    people = {n: make.account(f"Zqperson{n}", role, hashed_once()) for n, role in PEOPLE.items()}
    people["author"] = make.editor
    planting = Planting(make, people["reviewer"], people["admin"])
    planting.plant()
    plant_contradictions(planting)
    drawn = PlantedSamples(make, planting, people["reviewer"])
    drawn.plant()
    world = World(planting.keys, roles=planting.roles, codings=drawn.numbers, judged=drawn.forms)
    _tell(make, people, planting.number("statements", "draft"))
    world.people = {name: str(person.account_id) for name, person in people.items()}
    with make.transaction(why="a test") as session:
        session.get_one(Account, people["out"].account_id).is_active = False
        session.get_one(Account, people["invited"].account_id).password_hash = ""
    with make.transaction(why="a test") as session:
        for name in SIGNED_IN:
            _let_in(session, world, name)
        _add_links(session, world)
    failing = throttling.subjects("zqpersonaccepted@example.org", "192.0.2.7")
    throttling.count_failure(database, failing)
    with database.reading() as session:
        _note_revisions(session, world)
        _note_told(session, world)
        world.uids = planting.uids | uids(session, world.keys)
    return world


def _tell(make: Make, people: Mapping[str, Viewer], statement: int) -> None:
    """Two notifications for everybody who works: one to be opened, one to be read."""
    for name in (*TOLD, *TOLD):
        make.comment("Look.", statement=statement, by=people["accepted"], tell=people[name])


def _note_told(session: Session, world: World) -> None:
    """The first notification of everybody who has one."""
    for name in TOLD:
        told = select(func.min(Notification.id)).where(
            Notification.account_id == int(world.people[name])
        )
        world.told[name] = str(session.scalar(told))


def _let_in(session: Session, world: World, name: str) -> None:
    """Sessions for each purpose, one of them begun long ago; one more to end; and a passkey."""
    account = int(world.people[name])
    for purpose in PURPOSES:
        world.cookies[f"{name} {purpose}".strip()] = open_session(session, account, hours=10)
        if purpose == LONG_AGO:
            newest = session.scalar(select(func.max(BrowserSession.id)))
            begun = update(BrowserSession).where(BrowserSession.id == newest)
            session.execute(begun.values(confirmed_at=now() - timedelta(hours=2)))
    open_session(session, account, hours=10)
    world.sessions[name] = str(session.scalar(select(func.max(BrowserSession.id))))
    key = Passkey(account_id=account, credential_id=f"c{account}", public_key="k", name="Phone")
    session.add(key)
    session.flush()
    world.passkeys[name] = str(key.id)


def _add_links(session: Session, world: World) -> None:
    guests = {"invitation": "invited", "reset": "accepted"}
    for kind, name in guests.items():
        account = int(world.people[name])
        for what in ("open", "used"):
            secret = tokens.issue(session, TokenKind(kind), account, minutes=MINUTES)
            world.secrets[f"{kind} {what}"] = secret
        tokens.spend(session, TokenKind(kind), secret)
    for kind, other in (("invitation", "reset"), ("reset", "invitation")):
        world.secrets[f"{kind} of the other kind"] = world.secrets[f"{other} open"]
    half = int(world.people["half"])
    world.secrets["half done"] = tokens.issue(session, TokenKind.SECOND_STEP, half, minutes=MINUTES)
    world.secrets["seal"] = sha256(hashed_once())
    session.add(Passkey(account_id=half, credential_id="half", public_key="k", name="Phone"))
    world.secrets["code"] = next(iter(recovery.make_codes(session, half)))


def _note_revisions(session: Session, world: World) -> None:
    """The first revision of everything, the newest, and the one before that."""
    found = select(Revision.kind, Revision.object_id, Revision.number).order_by(Revision.number)
    numbers: dict[str, list[str]] = {}
    for kind, number, revision in session.execute(found):
        numbers.setdefault(f"{kind}s/{number}", []).append(str(revision))
    for noun, keys in world.keys.items():
        for what, key in keys.items():
            known = numbers[f"{noun}/{key}"]
            world.revisions[f"{noun}/{what}"] = known[-1]
            world.revisions[f"{noun}/{what}, as it was"] = known[-2:][0]
            world.revisions[f"{noun}/{what}, from before that"] = known[0]
