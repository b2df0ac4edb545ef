"""Try every door of the table as one role, and write down what happened."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, func, literal, select, union_all
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.accounts.people import form_token
from tests.doors.sending import Sending
from tests.doors.table import Door
from tests.doors.world import World
from tracker.accounts.arriving import SEAL, SECOND_COOKIE
from tracker.models import Base, Head
from tracker.web.browser import COOKIE
from tracker.web.session import SAFE_METHODS

TABLES = tuple(Base.metadata.sorted_tables)
# What is noted of every visit; and failures, which are counted because something was refused.
PASSING = {"browser_session": {"seen_at"}}
COUNTING = {"throttle"}
# Under these names stands what all of it together has changed.
LOOKING, DENIED = "looking", "being denied"
ALLOWED = {"ok", "still"}
TOKEN = "a token for whoever measures"
SENDS_JSON = ("passkeys", "passkey", "options")


@dataclass
class Seen:
    """What happened at a door: in the words of the table, and which tables changed."""

    outcome: str
    changed: set[str] = field(default_factory=set)


def outcome_of(answer: TestResponse) -> str:
    """What happened, in a word of the table; else its number."""
    code = answer.status_code
    told = answer.get_json(silent=True) if code == 403 else None
    location = told.get("go", "") if isinstance(told, dict) else answer.headers.get("Location", "")
    if code == 303 and (location == "/login" or location.startswith("/login?next=")):
        return "sign-in"
    if code in {303, 403} and location.startswith("/account/confirm?next="):
        return "confirm"
    return "ok" if 200 <= code < 400 else str(code)


COUNTS = union_all(
    *(select(literal(t.name).label("name"), func.count()).select_from(t) for t in TABLES),
    select(literal("the newest revision"), Head.number),
)


def contents(session: Session, tables: Iterable[Table] = TABLES) -> dict[str, str]:
    """A digest of all rows of each table, what is noted of every visit aside."""
    found = {}
    for table in tables:
        columns = [c for c in table.columns if c.name not in PASSING.get(table.name, ())]
        rows = sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
        found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def differing(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


class Walk:
    """One role on its own copy of the world."""

    def __init__(self, app: Flask, world: World, role: str) -> None:
        self._app, self._world, self._role = app, world, role
        self._sending = Sending(app, world, role)
        self._database = app.extensions["database"]
        self._before: dict[str, object] = {}
        self._clients: dict[str | None, tuple[FlaskClient, str]] = {}

    def try_all(self, doors: list[Door]) -> Iterator[tuple[str, Seen]]:
        """Looking first, then what is denied, then what is done: only that changes anything."""
        looked = [door for door in doors if door.method in SAFE_METHODS]
        unsafe = [door for door in doors if door.method not in SAFE_METHODS]
        denied = [door for door in unsafe if door.cell(self._role) not in ALLOWED]
        done = [door for door in unsafe if door.cell(self._role) in ALLOWED]
        before = self._contents()
        yield from ((door.name, self._look(door)) for door in looked)
        after = self._contents()
        yield LOOKING, Seen("ok", differing(before, after))
        self._before = self._counted()
        yield from ((door.name, self._be_denied(door)) for door in denied)
        yield DENIED, Seen("ok", differing(after, self._contents()) - COUNTING)
        yield from ((door.name, self._do(door)) for door in done)

    def _contents(self, *tables: Table) -> dict[str, object]:
        with self._database.reading() as session:
            return {**contents(session, tables or TABLES)}

    def _counted(self) -> dict[str, object]:
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(COUNTS)}

    def _look(self, door: Door) -> Seen:
        return Seen(self._outcome(door))

    def _be_denied(self, door: Door) -> Seen:
        """How many rows there are, and the newest revision, beside what was answered."""
        before, outcome = self._before, self._outcome(door)
        self._before = self._counted()
        return Seen(outcome, differing(before, self._before))

    def _do(self, door: Door) -> Seen:
        table = Base.metadata.tables[door.changes]
        before = self._contents(table)
        outcome = self._outcome(door)
        return Seen(outcome, differing(before, self._contents(table)))

    def _outcome(self, door: Door) -> str:
        return outcome_of(self.send(door))

    def send(self, door: Door, **how: object) -> TestResponse:
        """Send what the door asks for; `how` changes the request, as a test of forms does."""
        path, (client, token) = self._sending.address(door), self._client(door)
        asked: dict[str, object] = {
            "method": door.method,
            "buffered": True,
            **self._place(door),
        }
        if door.method not in SAFE_METHODS:
            fields = self._sending.fields(door)
            if door.route.rsplit("/", 1)[1] in SENDS_JSON:
                asked |= {"json": fields, "headers": {"X-CSRFToken": token}}
            else:
                asked["data"] = {"csrf_token": token, **fields}
        sent: dict[str, Any] = {
            name: value for name, value in {**asked, **how}.items() if value is not None
        }
        return client.open(path, **sent)

    def token(self, door: Door) -> str:
        """The token of the forms of the browser that comes to this door."""
        return self._client(door)[1]

    def fields(self, door: Door) -> dict[str, str]:
        """What a form sends at this door."""
        return self._sending.fields(door)

    def _place(self, door: Door) -> dict[str, object]:
        """Where the browser is, for the one door that asks."""
        if not door.what.startswith("from elsewhere"):
            return {}
        shown = {"Authorization": f"Bearer {TOKEN}"} if "token" in door.what else {}
        return {"environ_overrides": {"REMOTE_ADDR": "192.0.2.1"}, "headers": shown}

    def _client(self, door: Door) -> tuple[FlaskClient, str]:
        """A browser with the session for this door, and the token of its forms."""
        cookie = self._sending.cookie(door)
        name = f"{cookie} {door.what}" if door.route.startswith(("/login", "/logout")) else cookie
        if name not in self._clients:
            client = self._app.test_client()
            if cookie:
                client.set_cookie(COOKIE, cookie)
            if door.what == "half done":
                client.set_cookie(SECOND_COOKIE, self._world.secrets["half done"], path="/login")
                with client.session_transaction() as visit:
                    visit[SEAL] = self._world.secrets["seal"]
            self._clients[name] = client, form_token(client)
        return self._clients[name]
