"""`users`: add and change people who may sign in, from the server itself."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import audit  # noqa: F401 - without its listeners nothing may be committed
from tracker.accounts import commands, commands_people, queries
from tracker.accounts.commands import AccountDraft
from tracker.accounts.commands_people import Link
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.links import checked_mail_server, hand_over
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.errors import N_
from tracker.models import Account
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
@click.option("--invite", is_flag=True, help="Print a link by which the person chooses one.")
@click.option("--json", "as_json", is_flag=True, help="Print the link as JSON.")
@click.pass_obj
def add(settings: Settings, /, *, email: str, role: str, name: str, **asked: bool) -> None:
    """Add a person: the password is one line of standard input, or the person chooses it."""
    if asked["password_stdin"] == asked["invite"]:
        message = N_(
            "Give the password on standard input, with --password-stdin, or let the person choose"
            " it, with --invite."
        )
        raise Halt(Exit.USAGE, message)
    if asked["invite"]:
        checked_mail_server(settings)
        hours = settings.config["INVITATION_HOURS"]
        with _changing(settings) as session:
            link = commands_people.invite_person(
                session, email, AccountRole(role), name, hours=hours, by=OPERATOR
            )
        say(N_("Added %(email)s."), email=link.email)
        hand_over(settings, link, as_json=asked["as_json"])
        return
    draft = AccountDraft(email, AccountRole(role), _read_password(), name)
    with _changing(settings) as session:
        account = commands.add_account(session, draft, by=OPERATOR)
    say(N_("Added %(email)s."), email=account.email)


@users.command("set")
@click.argument("email")
@click.option("--role", type=ROLES, help="What the person may do from now on.")
@click.option("--disable/--enable", "disable", default=None, help="Shut out, or let in again.")
@click.option("--password-stdin", is_flag=True, help="Read a new password from standard input.")
@click.option("--unlock", is_flag=True, help="Let who failed too often try again at once.")
@click.option("--remove-second-factor", is_flag=True, help="The password alone is enough again.")
@click.option("--reset-link", is_flag=True, help="Print a link to choose a password.")
@click.option("--json", "as_json", is_flag=True, help="Print the link as JSON.")
@click.pass_obj
def change(settings: Settings, /, *, email: str, as_json: bool, **asked: Any) -> None:  # noqa: ANN401
    """Change a person: role, password, whether and how they may sign in."""
    if all(value in (None, False) for name, value in asked.items() if name != "disable") and (
        asked["disable"] is None
    ):
        message = N_(
            "Say what to change: --role, --disable, --enable, --password-stdin, --unlock,"
            " --remove-second-factor or --reset-link."
        )
        raise Halt(Exit.USAGE, message)
    checked_mail_server(settings)
    password = _read_password() if asked["password_stdin"] else None
    with _changing(settings) as session:
        account = queries.account_by_email(session, email)
        _change(session, account.id, asked, password)
        link = _link(session, account, settings) if asked["reset_link"] else None
    say(N_("Changed %(email)s."), email=account.email)
    if link is not None:
        hand_over(settings, link, as_json=as_json)


def _change(
    session: Session, account_id: int, asked: Mapping[str, Any], password: str | None
) -> None:
    if asked["unlock"]:
        commands_people.unlock_person(session, account_id, by=OPERATOR)
    if asked["remove_second_factor"]:
        commands_people.clear_second_factors(session, account_id, by=OPERATOR)
    if asked["role"] is not None:
        role = AccountRole(asked["role"])
        commands_people.change_person(session, account_id, role=role, by=OPERATOR)
    if password is not None:
        commands.set_password(session, account_id, password, by=OPERATOR)
    if asked["disable"] is not None:
        shut, let_in = commands_people.deactivate_person, commands_people.reactivate_person
        (shut if asked["disable"] else let_in)(session, account_id, by=OPERATOR)


def _link(session: Session, account: Account, settings: Settings) -> Link:
    """To choose a password: the first one of who was invited, or a new one."""
    if account.password_hash:
        return commands_people.send_reset(session, account.id, by=OPERATOR)
    hours = settings.config["INVITATION_HOURS"]
    return commands_people.invite_again(session, account.id, hours=hours, by=OPERATOR)


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
