"""Change the settings of the site: what each may be; nobody overwrites what they did not see."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from tracker.accounts.commands_people import require_admin
from tracker.errors import N_, Refused, Stale, refuse_all
from tracker.site import Site, change_site, read_site, site_version
from tracker.text import check_text
from tracker.visibility import Viewer

NAME_LIMIT = 80
LINE_LIMIT = 200
LONGEST_SESSION_HOURS = 7 * 24
SHORTEST_IDLE_MINUTES = 5

_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


def change_settings(
    session: Session, wanted: Site, *, config: Mapping[str, Any], version: int, by: Viewer
) -> Sequence[str]:
    """Store what differs from what holds now, and name it. Raises Stale when others were first."""
    require_admin(session, by)
    stands = site_version(session)
    if stands != version:
        raise Stale("setting", 0, version, stands)
    refuse_all(list(_problems(wanted, config["LANGUAGES"])))
    current = read_site(session, config)
    names = [one.name for one in fields(Site)]
    changes = {
        name: _plain(getattr(wanted, name))
        for name in names
        if getattr(wanted, name) != getattr(current, name)
    }
    change_site(session, changes)
    return list(changes)


def is_web_address(words: str) -> bool:
    """Whether a line is an address to open, rather than one to write to."""
    if any(sign.isspace() for sign in words):
        return False
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _problems(wanted: Site, languages: Sequence[str]) -> Iterator[Refused]:
    if not wanted.name:
        yield Refused(N_("The site needs a name."), field="name")
    yield from _unfit("name", wanted.name, NAME_LIMIT)
    yield from _unfit("contact", wanted.contact, LINE_LIMIT)
    yield from _unfit("licence", wanted.licence, LINE_LIMIT)
    if wanted.contact and not (_EMAIL.fullmatch(wanted.contact) or is_web_address(wanted.contact)):
        message = N_("Write an email address, or a web address that begins with https://.")
        yield Refused(message, field="contact")
    if wanted.default_language not in languages:
        message = N_("The interface is not offered in this language.")
        yield Refused(message, field="default_language")
    yield from _unfit_hours(wanted)


def _unfit(field: str, words: str, limit: int) -> Iterator[Refused]:
    try:
        check_text(words, field=field, limit=limit, is_name=True, multiline=False)
    except Refused as refusal:
        yield refusal


def _unfit_hours(wanted: Site) -> Iterator[Refused]:
    if not 1 <= wanted.session_hours <= LONGEST_SESSION_HOURS:
        yield Refused(
            N_("Write a number of hours from 1 to %(longest)s."),
            field="session_hours",
            longest=LONGEST_SESSION_HOURS,
        )
        return
    longest = wanted.session_hours * 60
    if not SHORTEST_IDLE_MINUTES <= wanted.idle_minutes <= longest:
        yield Refused(
            N_("Write a number of minutes from %(shortest)s to %(longest)s, the whole session."),
            field="idle_minutes",
            shortest=SHORTEST_IDLE_MINUTES,
            longest=longest,
        )
