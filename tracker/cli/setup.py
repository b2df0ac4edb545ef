"""`init`, `upgrade` and `version`: the life of a database from empty to the code's schema."""

from pathlib import Path

import click

import tracker
from tracker import schema
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.secret import write_secret
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.db import Database
from tracker.errors import N_
from tracker.upkeep.backups import set_aside, set_file_aside


def _described(found: store.Standing) -> dict[str, object]:
    return {
        "version": tracker.__version__,
        "schema": found.schema,
        "code_schema": schema.code_schema(),
        "revision": found.revision,
    }


def prepare(settings: Settings) -> None:
    """Make what is missing, database and secret, and say what was made."""
    if store.make(settings):
        say(N_("Made the database %(url)s."), url=settings.shown_url)
    path = write_secret(settings)
    if path is not None:
        message = N_("Wrote a secret to %(path)s. Keep it: without it everybody signs in anew.")
        say(message, path=path)


@click.command()
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def init(settings: Settings, *, _json: bool) -> None:
    """Create the database, bring it to the code's schema, write a secret."""
    prepare(settings)
    give(_described(store.standing(settings)))


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 6 unless all is up to date.")
@click.option("--no-copy", is_flag=True, help="Keep no copy: there is a backup already.")
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def upgrade(settings: Settings, *, check: bool, no_copy: bool, _json: bool) -> None:
    """Bring the database to the code's schema, all or nothing; it is copied aside first."""
    found = store.standing(settings)
    if check or found.state != "behind":
        store.require_current(settings)
        say(N_("The database is up to date."))
    else:
        _bring_up(settings, found, keep=not no_copy)
    give(_described(store.standing(settings)))


def _bring_up(settings: Settings, found: store.Standing, *, keep: bool) -> None:
    if keep:
        copy = _copy_aside(settings, f"schema-{found.schema}")
        say(N_("Copied the database to %(copy)s."), copy=copy)
    schema.upgrade(settings.url)
    say(N_("The database now has schema %(schema)s."), schema=schema.code_schema())


def _copy_aside(settings: Settings, word: str) -> Path:
    """Beside a SQLite file; a PostgreSQL database as a SQLite file beside the secret."""
    if settings.file is not None:
        return set_file_aside(settings.file, word)
    database = Database(settings.url)
    try:
        with database.reading() as session:
            folder = settings.secret_path.parent.absolute()
            return set_aside(session.connection(), folder, word)
    finally:
        database.dispose()


@click.command()
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def version(settings: Settings, *, _json: bool) -> None:
    """Print the versions of the code, of the schema and of the record, as JSON."""
    try:
        found = store.standing(settings)
    except Halt as problem:
        # The version of the code is known all the same.
        give(_described(store.Standing("missing")))
        raise Halt(Exit.DATABASE, problem.message, **problem.params) from problem
    give(_described(found))
