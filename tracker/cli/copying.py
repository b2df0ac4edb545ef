"""`copy`: the whole record, its history included, into an empty database of either engine."""

from dataclasses import asdict

import click

from tracker.cli import settings as reading
from tracker.cli import store
from tracker.cli.backup import telling_damage
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.errors import N_, Refused
from tracker.upkeep.copying import copy_record


@click.command()
@click.option("--to", required=True, metavar="URL", help="The empty database to fill.")
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def copy(settings: Settings, *, to: str, _json: bool) -> None:
    """Copy the record into another database; stop the service first, or later saves stay behind."""
    target = reading.read(to)
    if target.url == settings.url:
        raise Refused(N_("This is the database that is copied from."))
    if target.file is None:
        store.standing(target)
    with telling_damage(), store.opened(settings) as database:
        done = copy_record(database, target.url)
    give({"database": target.shown_url, **asdict(done)})
    message = N_("Copied the record up to revision %(number)d to %(url)s.")
    say(message, number=done.revision, url=target.shown_url)
