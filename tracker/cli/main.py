"""The command `tracker`: global options, where each command lives, which number it ends with."""

import gc
import importlib
import sqlite3
import sys
import traceback

import click
from sqlalchemy.exc import DBAPIError

from tracker.cli import settings
from tracker.cli.exits import Exit, Halt
from tracker.cli.store import first_line
from tracker.cli.words import LANGUAGES, _, language, say, speak
from tracker.db import Busy
from tracker.errors import N_, Missing, Refused, Stale

# Loaded when named: `tracker version` must not pay for the whole application.
COMMANDS = {
    "init": "tracker.cli.setup:init",
    "upgrade": "tracker.cli.setup:upgrade",
    "version": "tracker.cli.setup:version",
    "demo": "tracker.cli.demo:demo",
    "serve": "tracker.cli.serve:serve",
    "users": "tracker.cli.users:users",
    "verify": "tracker.cli.verify:verify",
    "anchor": "tracker.cli.anchor:anchor",
    "digest": "tracker.cli.digest:digest",
    "redact": "tracker.cli.redact:redact",
    "backup": "tracker.cli.backup:backup",
    "restore": "tracker.cli.restore:restore",
    "copy": "tracker.cli.copying:copy",
    "state": "tracker.cli.state:state",
    "report": "tracker.cli.report:report",
}


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        # What is loaded stays: looking for garbage meanwhile is a tenth of the time to start.
        gc.disable()
        try:
            command: click.Command = getattr(importlib.import_module(module), name)
        finally:
            gc.enable()
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="The database; wins over TRACKER_DATABASE_URL.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="The language of words.")
@click.pass_context
def tracker(context: click.Context, database: str | None, lang: str) -> None:
    """On the Record: who said what, when, and where they stand on each claim.

    Data goes to stdout, words to stderr. Ends with 0 done, 1 a fault of ours, 2 wrong usage,
    3 refused, 4 not found, 5 damage found, 6 database missing, behind or ahead, 7 unsafe
    configuration, 130 stopped.
    """
    speak(lang)
    context.obj = settings.read(database)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give the number to end with; never a traceback for a known problem."""
    try:
        ended = tracker.main(arguments, prog_name="tracker", standalone_mode=False)
    except Exception as problem:  # noqa: BLE001 - the last edge: everything becomes a number
        return int(_tell(problem))
    return int(ended or Exit.DONE)


def _tell(problem: Exception) -> Exit:
    """Say what happened and what to do, and choose the number."""
    match problem:
        case Halt():
            say(problem.message, **problem.params)
            return problem.code
        case click.Abort():
            say(N_("Stopped."))
            return Exit.STOPPED
        case click.ClickException():
            problem.show()
            return Exit.USAGE
        case Refused():
            for one in problem.all():
                print(one.sentence(_, language()), file=sys.stderr)
            return Exit.REFUSED
        case Missing():
            what = " ".join(str(part) for part in problem.args)
            say(N_("There is no such thing: %(what)s"), what=what)
            return Exit.NOT_FOUND
        case _:
            return _tell_fault(problem)


def _tell_fault(problem: Exception) -> Exit:
    match problem:
        case Stale():
            say(N_("Somebody else changed it in the meantime. Nothing was changed. Try again."))
            return Exit.REFUSED
        case Busy():
            say(N_("Others are writing to the database. Nothing was changed. Try again."))
        case BrokenPipeError():
            # Whoever read our output has enough; Python would complain once more at its end.
            sys.stdout = None
        case DBAPIError():
            reason = first_line(problem)
            say(N_("The database did not do what it was asked: %(reason)s"), reason=reason)
        case sqlite3.Error():
            say(N_("The database did not do what it was asked: %(reason)s"), reason=problem)
        case OSError():
            say(N_("The system refused: %(reason)s"), reason=problem)
        case _:
            kind, reason = type(problem).__name__, str(problem)
            say(N_("A fault of the tracker: %(kind)s: %(reason)s"), kind=kind, reason=reason)
            if _debugging():
                traceback.print_exception(problem)
            else:
                say(N_("Set TRACKER_DEBUG=1 to see where, and please report it."))
    return Exit.FAULT


def _debugging() -> bool:
    try:
        return settings.read().debug
    except Halt:
        return False
