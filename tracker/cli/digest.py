"""`digest`: mail everybody what they have not read, once a day at most; for cron."""

import smtplib

import click

from tracker import audit  # noqa: F401 - without its listeners nothing may be committed
from tracker.accounts.letters import public_base
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.links import checked_mail_server
from tracker.cli.settings import Settings
from tracker.cli.words import give, say
from tracker.db import Database
from tracker.errors import N_
from tracker.models import now
from tracker.notifications.digest import due, give_back, take
from tracker.notifications.letters import digest_letter
from tracker.site import Site, read_site
from tracker.web.catalogue import read_catalogue
from tracker.web.mail import MAIL_PROBLEMS, MailServer, deliver

# One address is refused; other letters may go well.
_OF_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print how many letters as JSON.")
@click.pass_obj
def digest(settings: Settings, *, as_json: bool) -> Exit:
    """Mail everybody who wants it what they have not read and no letter has told of.

    Made for cron: run it as often as you like, nobody gets two letters on one day.
    """
    server = checked_mail_server(settings)
    if not server.host:
        message = N_("SMTP_HOST is not set: there is no mail server, and nothing was sent.")
        raise Halt(Exit.REFUSED, message)
    with store.opened(settings) as database:
        sent, left = _send_all(database, settings, server)
    if as_json:
        give({"sent": sent, "left": left})
    say(N_("Sent %(sent)d letters; %(left)d are left for the next time."), sent=sent, left=left)
    return Exit.FAULT if left else Exit.DONE


def _send_all(database: Database, settings: Settings, server: MailServer) -> tuple[int, int]:
    """How many letters were sent, and how many could not be."""
    with database.reading() as session:
        site = read_site(session, settings.config)
        waiting = due(session, now())
    base, sent, left = public_base(settings.config), 0, 0
    for place, account in enumerate(waiting):
        try:
            sent += _send_one(database, account, site, base, server)
        except MAIL_PROBLEMS as problem:
            kind = type(problem).__name__
            say(N_("The mail server did not take a letter (%(kind)s)."), kind=kind)
            left += 1
            if not isinstance(problem, _OF_ONE):
                return sent, left + len(waiting) - place - 1
    return sent, left


def _send_one(database: Database, account: int, site: Site, base: str, server: MailServer) -> bool:
    """Whether there was something to tell; it is noted as told before, and not if that fails."""
    with database.transaction(why="digest") as session:
        taken = take(session, account, now(), site.default_language)
    if taken is None:
        return False
    say_in = read_catalogue(site.default_language).gettext
    try:
        deliver(server, digest_letter(taken, base, site.name, say_in))
    except BaseException:
        with database.transaction(why="digest") as session:
            give_back(session, taken)
        raise
    return True
