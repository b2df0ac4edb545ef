"""`restore`: a backup in the place of the record, once it is proven."""

from dataclasses import asdict
from pathlib import Path

import click

from tracker import schema
from tracker.cli import store
from tracker.cli.backup import FILE, telling_damage
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.db import Database
from tracker.errors import N_
from tracker.upkeep import restoring


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace a record that is there; it is kept aside.")
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def restore(settings: Settings, file: Path, *, force: bool, _json: bool) -> None:
    """Put the record of a backup FILE in place; everybody signs in anew."""
    if settings.file is None:
        # A server that does not answer is told as everywhere; a damaged file is what this is for.
        store.standing(settings)
    database = Database(settings.url)
    try:
        with telling_damage():
            done = restoring.restore(file, database, settings.secret_path.parent, force=force)
    except restoring.Unknown as problem:
        message = N_(
            "%(what)s has schema %(schema)s, this version knows only %(wanted)s."
            " Install the newer version that made it."
        )
        known = {"what": problem.what, "schema": problem.stands, "wanted": schema.code_schema()}
        raise Halt(Exit.DATABASE, message, **known) from problem
    finally:
        database.dispose()
    if done.kept:
        say(N_("Kept what was there as %(kept)s."), kept=done.kept)
    give(asdict(done))
    message = N_("Restored revision %(number)d. Everybody signs in anew.")
    say(message, number=done.revision)
