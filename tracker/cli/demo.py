"""`demo`: a record to try things on, loaded once, served at once."""

import sys
from contextlib import closing
from functools import partial

import click

from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.listening import is_loopback, listen
from tracker.cli.secret import read_secret
from tracker.cli.serve import PORTS, refuse_debug, run
from tracker.cli.settings import Settings
from tracker.cli.setup import prepare
from tracker.cli.words import give, say
from tracker.errors import N_
from tracker.exchange.demo import load, load_story

SETS = {"un": load, "story": load_story}


@click.command()
@click.option(
    "--set",
    "which",
    type=click.Choice(list(SETS)),
    default="un",
    help="un: an article and votes; story: an invented town.",
)
@click.option("--host", help="The address to listen on, of this machine alone.")
@click.option("--port", type=PORTS, help="The port; 0 is any free one, 8000 by default.")
@click.option("--no-serve", is_flag=True, help="Load the data, print the line, and end.")
@click.pass_obj
def demo(
    settings: Settings, *, which: str, host: str | None, port: int | None, no_serve: bool
) -> Exit:
    """Load a record to try things on, and serve it with known sign-ins."""
    ready = partial(_tell, settings, which)
    if no_serve:
        _load(settings, which)
        ready(None)
        return Exit.DONE
    refuse_debug(settings)
    port = settings.port if port is None else port
    # A taken port is found out before the loading, not after it.
    with closing(listen(host or settings.host, port)) as listener:
        if not is_loopback(listener):
            message = N_("The passwords of the demo are known: serve it on 127.0.0.1.")
            raise Halt(Exit.UNSAFE, message)
        _load(settings, which)
        return run(settings, read_secret(settings), listener, ready)


def _load(settings: Settings, which: str) -> None:
    prepare(settings)
    say(N_("Loading the demo. The first time takes a while."))
    with store.opened(settings) as database:
        SETS[which](database)


def _tell(settings: Settings, which: str, url: str | None) -> None:
    """The line for programs on stdout, the same for people on stderr."""
    accounts = [
        {"role": account.part, "email": account.email, "password": account.password}
        for account in DEMO_ACCOUNTS
    ]
    give({"url": url, "database": settings.shown_url, "set": which, "accounts": accounts})
    if url is None:
        return
    say(N_("On the Record is at %(url)s. Stop it with Ctrl-C. Sign in as:"), url=url)
    for account in accounts:
        print("  {role:10} {email:24} {password}".format(**account), file=sys.stderr)
