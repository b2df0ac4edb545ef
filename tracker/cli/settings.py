"""The settings a command runs with: config.py, the environment, then the options."""

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tracker import paths
from tracker.cli.exits import Exit, Halt
from tracker.errors import N_

BACKENDS = ("sqlite", "postgresql", "postgres")


@dataclass(frozen=True)
class Settings:
    """What the command line needs to know; the application reads the same file itself."""

    url: str
    secret_key: str
    secret_file: str
    host: str
    port: int
    processes: int
    max_body: int
    debug: bool
    config: Mapping[str, Any]
    """All settings by their names in config.py."""

    @property
    def address(self) -> URL:
        return make_url(self.url)

    @property
    def shown_url(self) -> str:
        """The address of the database as it may be printed: without a password."""
        return self.address.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        if self.address.get_backend_name() != "sqlite":
            return None
        return Path(self.address.database or "")

    @property
    def secret_path(self) -> Path:
        """Where the secret is kept unless it is set: beside a SQLite file, else in ./instance."""
        if self.secret_file:
            return Path(self.secret_file)
        return (self.file.parent if self.file else Path("instance")) / "secret"


def read(database: str | None = None) -> Settings:
    """Read config.py as it stands now; `database` is the option that wins over it."""
    try:
        found: dict[str, Any] = runpy.run_path(str(paths.CONFIG))
    except (ValueError, OSError, SyntaxError) as problem:
        message = N_("The settings cannot be read: %(problem)s")
        raise Halt(Exit.USAGE, message, problem=problem) from problem
    return Settings(
        url=_checked(database or found["DATABASE_URL"]),
        secret_key=found["SECRET_KEY"],
        secret_file=found["SECRET_FILE"],
        host=found["HOST"],
        port=found["PORT"],
        processes=found["PROCESSES"],
        max_body=found["MAX_BODY"],
        debug=found["DEBUG"],
        config={name: value for name, value in found.items() if name.isupper()},
    )


def _checked(url: str) -> str:
    try:
        address = make_url(url)
    except ArgumentError as problem:
        message = N_(
            "This is no address of a database. Write sqlite:///file.db or"
            " postgresql+psycopg://user@host/name."
        )
        raise Halt(Exit.USAGE, message) from problem
    if address.drivername.split("+")[0] not in BACKENDS:
        message = N_("The tracker uses SQLite or PostgreSQL, not %(name)s.")
        raise Halt(Exit.USAGE, message, name=address.drivername)
    if address.drivername.startswith("sqlite") and address.database in (None, "", ":memory:"):
        message = N_("A SQLite database needs a file: sqlite:///file.db.")
        raise Halt(Exit.USAGE, message)
    return _absolute(address).render_as_string(hide_password=False)


def _absolute(address: URL) -> URL:
    """A relative SQLite path starts at the working directory, whatever happens later."""
    if not address.drivername.startswith("sqlite"):
        return address
    return address.set(database=str(Path(address.database or "").absolute()))
