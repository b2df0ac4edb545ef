"""`anchor`: number and hash of the newest revision, for keeping elsewhere."""

import re

import click
from sqlalchemy import select

from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import give
from tracker.errors import N_
from tracker.models import Head
from tracker.record.verify import Anchor

_FORM = re.compile("([0-9]{1,18}):([0-9a-f]{64})", re.ASCII | re.IGNORECASE)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def anchor(settings: Settings, *, as_json: bool) -> None:
    """Print NUMBER:HASH of the newest revision; `verify --anchor` later finds what was cut."""
    with store.opened(settings) as database, database.reading() as session:
        head = session.execute(select(Head.number, Head.hash)).one()
    printed = f"{head.number}:{head.hash}"
    if as_json:
        give({"number": head.number, "hash": head.hash, "anchor": printed})
    else:
        print(printed)


def read_anchor(written: str) -> Anchor:
    """What `anchor` printed, read again."""
    found = _FORM.fullmatch(written.strip())
    if found is None:
        message = N_(
            "“%(anchor)s” is no anchor. It is what `tracker anchor` printed: a number, a colon"
            " and 64 hexadecimal digits."
        )
        raise Halt(Exit.USAGE, message, anchor=written)
    return Anchor(int(found[1]), found[2].lower())
