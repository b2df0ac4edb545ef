"""What we write to people: an invitation, a link to set a new password."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.accounts.commands_people import Link
from tracker.errors import N_
from tracker.models import TokenKind
from tracker.web.mail import Letter

Say = Callable[[str], str]
"""A message in the language of whoever asked for the letter."""

_SUBJECTS = {
    TokenKind.INVITATION: N_("You are invited to %(site)s"),
    TokenKind.RESET: N_("A new password for %(site)s"),
}
_TEXTS = {
    TokenKind.INVITATION: N_(
        "Hello %(name)s,\n\n"
        "you are invited to work on %(site)s. Open this page, give your name and choose a"
        " password:\n\n"
        "%(url)s\n\n"
        "The link works once and for %(hours)s hours. If it has run out, ask whoever invited you"
        " for a new one.\n"
        "If you do not know what this is about, do nothing: without this link nobody can use the"
        " account."
    ),
    TokenKind.RESET: N_(
        "Hello %(name)s,\n\n"
        "somebody, probably you, asked for a new password for your account at %(site)s. Choose it"
        " here:\n\n"
        "%(url)s\n\n"
        "The link works once and for %(minutes)s minutes. Until you use it, the old password goes"
        " on working.\n"
        "If it was not you, do nothing, and tell an administrator if it happens again."
    ),
}


def public_base(config: Mapping[str, Any]) -> str:
    """The address of the site as it is set, without a slash at its end; "" where it is not."""
    base = str(config["PUBLIC_URL"]).strip().rstrip("/")
    prefix = f"/{str(config['URL_PREFIX']).strip('/')}".rstrip("/")
    return base + prefix if base and not base.endswith(prefix) else base


def letter_with(link: Link, url: str, site: str, say: Say) -> Letter:
    """The letter that brings a link."""
    params = {
        "name": link.name or link.email,
        "site": site,
        "url": url,
        "hours": link.minutes // 60,
        "minutes": link.minutes,
    }
    subject, text = say(_SUBJECTS[link.kind]), say(_TEXTS[link.kind])
    return Letter(link.email, subject % params, f"{text % params}\n")
