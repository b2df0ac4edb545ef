"""`state`: what is true now, in lines that are equal whenever it is."""

import sys

import click

from tracker.cli import store
from tracker.cli.settings import Settings
from tracker.upkeep.state import state_lines


@click.command()
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON Lines in any case.")
@click.pass_obj
def state(settings: Settings, *, _json: bool) -> None:
    """Print what is true now as JSON Lines; equal states are equal bytes on both engines."""
    with store.opened(settings) as database, database.reading() as session:
        for line in state_lines(session):
            # Bytes, not text: the same ones whatever the terminal is used to.
            sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
