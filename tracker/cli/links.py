"""Links made at the server: printed on stdout, and mailed where a mail server is set."""

from datetime import timedelta

from tracker.accounts.commands_people import Link
from tracker.accounts.letters import letter_with, public_base
from tracker.cli import store
from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import _, give, say
from tracker.errors import N_
from tracker.models import now
from tracker.site import read_site
from tracker.web.mail import MAIL_PROBLEMS, MailServer, deliver, mail_server


def hand_over(settings: Settings, link: Link, *, as_json: bool) -> None:
    """Print the link, and mail it too where that is possible."""
    base = public_base(settings.config)
    url = f"{base or _base_here(settings)}{link.path}"
    is_mailed = _mail(settings, link, url)
    if as_json:
        expires_at = (now() + timedelta(minutes=link.minutes)).isoformat(timespec="seconds")
        told = {"email": link.email, "link": url, "expires_at": expires_at, "mailed": is_mailed}
        give(told)
    else:
        print(url, flush=True)
    if not base:
        say(N_("PUBLIC_URL is not set: put the address of your site before the path of the link."))


def checked_mail_server(settings: Settings) -> MailServer:
    """The mail server as it is set; wrong settings end the command."""
    try:
        return mail_server(settings.config)
    except ValueError as problem:
        message = N_("The settings cannot be read: %(problem)s")
        raise Halt(Exit.USAGE, message, problem=problem) from problem


def _mail(settings: Settings, link: Link, url: str) -> bool:
    server = checked_mail_server(settings)
    if not server.host:
        return False
    with store.opened(settings) as database, database.reading() as session:
        name = read_site(session, settings.config).name
    try:
        deliver(server, letter_with(link, url, name, _))
    except MAIL_PROBLEMS as problem:
        message = N_(
            "The mail server did not take the letter (%(kind)s): pass the link on yourself."
        )
        say(message, kind=type(problem).__name__)
        return False
    say(N_("Mailed the link to %(email)s."), email=link.email)
    return True


def _base_here(settings: Settings) -> str:
    prefix = f"/{str(settings.config['URL_PREFIX']).strip('/')}".rstrip("/")
    return f"http://{settings.host}:{settings.port}{prefix}"
