"""The database as commands meet it: where it stands, made, opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy.exc import DBAPIError

from tracker import schema
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.db import Database
from tracker.errors import N_, Refused
from tracker.models import Head


@dataclass(frozen=True)
class Standing:
    """Where a database stands compared with the code."""

    state: schema.State
    schema: str | None = None
    revision: int | None = None
    is_foreign: bool = False


def standing(settings: Settings) -> Standing:
    """Look, without making anything: connecting alone would make a SQLite file."""
    if settings.file is not None and not settings.file.is_file():
        return Standing("missing")
    database = Database(settings.url)
    try:
        with database.reading() as session:
            connection = session.connection()
            state, stands = schema.state_of(connection), schema.schema_of(connection)
            if stands is None:
                return Standing(state, is_foreign=inspect(connection).get_table_names() != [])
            return Standing(state, stands, session.scalar(select(Head.number)))
    except DBAPIError as problem:
        raise unreachable(settings, problem) from problem
    finally:
        database.dispose()


def unreachable(settings: Settings, problem: DBAPIError) -> Halt:
    """What to say when the database does not answer: the driver's first line says why."""
    reason = first_line(problem)
    if "malformed" in reason:
        message = N_("The database %(url)s is damaged: %(reason)s")
        return Halt(Exit.DAMAGED, message, url=settings.shown_url, reason=reason)
    message = N_("The database %(url)s cannot be used: %(reason)s")
    return Halt(Exit.DATABASE, message, url=settings.shown_url, reason=reason)


def first_line(problem: DBAPIError) -> str:
    """Why the driver says no, without SQL and parameters."""
    return (str(problem.orig).strip().splitlines() or ["?"])[0]


def require_current(settings: Settings) -> Standing:
    """Go on only with a database that has exactly the code's schema; else say what to do."""
    found = standing(settings)
    messages = {
        "missing": N_("There is no record in %(url)s yet. Run `tracker init`."),
        "behind": N_(
            "The database %(url)s has schema %(schema)s, this version needs %(wanted)s."
            " Run `tracker upgrade`."
        ),
        "ahead": N_(
            "The database %(url)s has schema %(schema)s, this version knows only %(wanted)s."
            " Install the newer version that made it."
        ),
    }
    if found.state == "ok":
        return found
    known = {"url": settings.shown_url, "schema": found.schema, "wanted": schema.code_schema()}
    raise Halt(Exit.DATABASE, messages[found.state], **known)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, with the code's schema, closed at the end of the block."""
    require_current(settings)
    database = Database(settings.url)
    try:
        yield database
    finally:
        database.dispose()


def make(settings: Settings) -> bool:
    """Make the database unless it is there; False: it was there with the code's schema."""
    found = standing(settings)
    if found.state != "missing":
        require_current(settings)
        return False
    if found.is_foreign:
        message = N_("The database %(url)s holds tables of something else.")
        raise Refused(message, url=settings.shown_url)
    if settings.file is not None:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        # It holds drafts and password hashes: whoever wants others to read it says so.
        settings.file.touch(mode=0o600)
    schema.upgrade(settings.url)
    return True
