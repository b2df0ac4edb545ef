"""`backup`: the whole record in one file, while it is in use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.errors import N_
from tracker.upkeep.backups import back_up
from tracker.upkeep.proofs import Damaged

FILE = click.Path(path_type=Path)


@contextmanager
def telling_damage() -> Iterator[None]:
    """End with the number for damage where something is not whole."""
    try:
        yield
    except Damaged as problem:
        raise Halt(Exit.DAMAGED, problem.message, **problem.params) from problem


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "_json", is_flag=True, help="What is printed is JSON in any case.")
@click.pass_obj
def backup(settings: Settings, file: Path, *, _json: bool) -> None:
    """Write the record into a new FILE, proven and readable by nobody else."""
    with telling_damage(), store.opened(settings) as database:
        made = back_up(database, file)
    give(asdict(made))
    say(N_("Backed up revision %(number)d to %(file)s."), number=made.revision, file=made.file)
