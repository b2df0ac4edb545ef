"""`serve`: refuse what is unsafe, then answer requests until told to stop."""

import socket
from collections.abc import Callable
from contextlib import closing

import click

from tracker.accounts.demo import standing_demo_accounts
from tracker.app import create_app
from tracker.cli import store, workers
from tracker.cli.exits import Exit, Halt
from tracker.cli.links import checked_mail_server
from tracker.cli.listening import is_loopback, listen, url_of
from tracker.cli.secret import read_secret
from tracker.cli.settings import Settings
from tracker.db import Database
from tracker.errors import N_
from tracker.web import watch

LETTERS_SECONDS = 5.0
PORTS = click.IntRange(0, 65535)


@click.command()
@click.option("--host", help="The address to listen on; 127.0.0.1 by default.")
@click.option("--port", type=PORTS, help="The port; 0 is any free one, 8000 by default.")
@click.option("--processes", type=click.IntRange(1, 64), help="Processes that answer requests.")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, processes: int | None) -> Exit:
    """Answer requests until told to stop; SIGTERM lets those in progress end."""
    refuse_debug(settings)
    checked_mail_server(settings)
    store.require_current(settings)
    secret = read_secret(settings)
    port = settings.port if port is None else port
    with closing(listen(host or settings.host, port)) as listener:
        refuse_demo_passwords(settings, listener)
        return run(settings, secret, listener, _say_ready, processes)


def _say_ready(url: str) -> None:
    print(f"Ready: {url}", flush=True)


def run(
    settings: Settings,
    secret: str,
    listener: socket.socket,
    ready: Callable[[str], None],
    processes: int | None = None,
) -> Exit:
    """Serve the application; `ready` gets its address when it answers."""
    try:
        app = create_app(DATABASE_URL=settings.url, SECRET_KEY=secret)
    except ValueError as problem:
        message = N_("The settings cannot be read: %(problem)s")
        raise Halt(Exit.USAGE, message, problem=problem) from problem
    databases = [part for part in app.extensions.values() if isinstance(part, Database)]

    processes = processes or settings.processes
    counters = watch.share(app, processes)

    def forked(share: int) -> None:
        counters.take(share)
        counters.add(("starts",))
        # A connection must not be shared by two processes: each opens its own.
        for database in databases:
            database.engine.dispose(close=False)

    service = workers.Service(
        app=app,
        listener=listener,
        processes=processes,
        max_body=settings.max_body,
        forked=forked,
        ready=lambda: ready(url_of(listener)),
        # A letter that was promised on a page still leaves.
        ended=lambda: app.extensions["postbox"].wait(LETTERS_SECONDS),
    )
    return workers.run(service)


def refuse_debug(settings: Settings) -> None:
    """Never serve a debugger: it runs whatever a visitor sends."""
    if settings.debug:
        message = N_("DEBUG is on: a visitor could run any code. Unset TRACKER_DEBUG.")
        raise Halt(Exit.UNSAFE, message)


def refuse_demo_passwords(settings: Settings, listener: socket.socket) -> None:
    """Everybody knows the passwords of the demo: with them, only this machine may connect."""
    if is_loopback(listener):
        return
    with store.opened(settings) as database, database.reading() as session:
        emails = standing_demo_accounts(session)
    if emails:
        message = N_(
            "%(emails)s still have the passwords of the demo, and %(host)s can be reached by"
            " others. Disable them or change their passwords with `tracker users set`."
        )
        host = listener.getsockname()[0]
        raise Halt(Exit.UNSAFE, message, emails=", ".join(emails), host=host)
