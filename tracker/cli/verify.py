"""`verify`: recompute everything, and end with 5 where something is wrong."""

from dataclasses import asdict

import click
from sqlalchemy.exc import DBAPIError

from tracker.cli import store
from tracker.cli.anchor import read_anchor
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.errors import N_
from tracker.record import verify as record


@click.command()
@click.option("--deep", is_flag=True, help="Hash every source text again.")
@click.option(
    "--anchor",
    "anchors",
    metavar="N:HASH",
    multiple=True,
    help="What `tracker anchor` printed once; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def verify(settings: Settings, *, deep: bool, anchors: tuple[str, ...], as_json: bool) -> Exit:
    """Check schema, references, history, ledger, positions and citations; change nothing."""
    report = _report(settings, deep=deep, anchors=[read_anchor(one) for one in anchors])
    if as_json:
        told = asdict(report)
        told.pop("guards")
        give(told)
    else:
        _print(report)
    for name in report.guards.missing:
        say(
            N_("Warning: the trigger %(name)s no longer keeps the history from being changed."),
            name=name,
        )
    for name in report.guards.foreign:
        say(N_("Warning: the trigger %(name)s is none of this version's."), name=name)
    if report.ok:
        say(N_("The record is whole up to revision %(number)d."), number=report.revision)
        return Exit.DONE
    say(N_("The record is damaged. Stop writing to it and keep a copy before repairing anything."))
    return Exit.DAMAGED


def _report(settings: Settings, *, deep: bool, anchors: list[record.Anchor]) -> record.Report:
    try:
        with store.opened(settings) as database:
            return record.verify(database, deep=deep, anchors=anchors)
    except DBAPIError as problem:
        told = store.unreachable(settings, problem)
        if told.code is not Exit.DAMAGED:
            raise
    except Halt as halt:
        told = halt
        if told.code is not Exit.DAMAGED:
            raise
    # Not even its tables can be read: that is an answer too, in the same form.
    unreadable = record.Check("schema", ok=False, first_bad=str(told.params["reason"]))
    return record.Report(ok=False, revision=0, head="", checks=(unreadable,))


def _print(report: record.Report) -> None:
    for check in report.checks:
        word = "ok" if check.ok else "DAMAGED"
        line = f"{word:8}{check.name:14}{check.rows:>10} {check.seconds:>9.3f} s"
        print(line if check.first_bad is None else f"{line}  {check.first_bad}")
