"""`users`: add and change people who may sign in, from the server itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from tracker import audit  # noqa: F401 - without its listeners nothing may be committed
from tracker.accounts import commands, commands_people, queries
from tracker.accounts.commands import AccountDraft
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.errors import N_
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

# Whoever may run this on the server may do anything; the history names no account.
OPERATOR = Viewer(role=AccountRole.ADMIN, name="tracker users")
ROLES = click.Choice([role.value for role in AccountRole])


@contextmanager
def _changing(settings: Settings) -> Iterator[Session]:
    with (
        store.opened(settings) as database,
        database.transaction(why=OPERATOR.name) as session,
    ):
        yield session


@click.group()
def users() -> None:
    """Add, change and list the people who may sign in."""


@users.command()
@click.argument("email")
@click.option("--role", type=ROLES, required=True, help="What the person may do.")
@click.option("--name", default="", help="How the person is called on pages.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def add(settings: Settings, *, email: str, role: str, name: str, password_stdin: bool) -> None:
    """Add a person; the password is one line of standard input."""
    if not password_stdin:
        message = N_("Give the password on standard input, with --password-stdin.")
        raise Halt(Exit.USAGE, message)
    draft = AccountDraft(email, AccountRole(role), _read_password(), name)
    with _changing(settings) as session:
        account = commands.add_account(session, draft, by=OPERATOR)
    say(N_("Added %(email)s."), email=account.email)


@users.command("set")
@click.argument("email")
@click.option("--role", type=ROLES, help="What the person may do from now on.")
@click.option("--disable/--enable", "disable", default=None, help="Shut out, or let in again.")
@click.option("--password-stdin", is_flag=True, help="Read a new password from standard input.")
@click.pass_obj
def change(
    settings: Settings, *, email: str, role: str | None, disable: bool | None, password_stdin: bool
) -> None:
    """Change a person: role, password, whether they may sign in."""
    if role is None and disable is None and not password_stdin:
        message = N_("Say what to change: --role, --disable, --enable or --password-stdin.")
        raise Halt(Exit.USAGE, message)
    password = _read_password() if password_stdin else None
    with _changing(settings) as session:
        account = queries.account_by_email(session, email)
        if role is not None:
            commands_people.change_person(session, account.id, role=AccountRole(role), by=OPERATOR)
        if password is not None:
            commands.set_password(session, account.id, password, by=OPERATOR)
        if disable is not None:
            switch = (
                commands_people.deactivate_person if disable else commands_people.reactivate_person
            )
            switch(session, account.id, by=OPERATOR)
    say(N_("Changed %(email)s."), email=account.email)


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(settings: Settings, *, as_json: bool) -> None:
    """List the people who may sign in, by address."""
    with store.opened(settings) as database, database.reading() as session:
        found = queries.all_accounts(session)
    if as_json:
        give(
            [
                {
                    "email": one.email,
                    "name": one.name,
                    "role": one.role.value,
                    "active": one.is_active,
                    "created_at": one.created_at.isoformat(timespec="seconds"),
                }
                for one in found
            ]
        )
        return
    width = max((len(one.email) for one in found), default=0)
    for one in found:
        state = "active" if one.is_active else "disabled"
        print(f"{one.email:{width}}  {one.role.value:8}  {state:8}  {one.name}".rstrip())


def _read_password() -> str:
    """One line of standard input, without its end: a space at an end belongs to the password."""
    return sys.stdin.readline().rstrip("\r\n")
