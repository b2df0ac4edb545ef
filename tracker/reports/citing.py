"""How what a report shows is cited: an address that tells the same for ever, and its forms."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request

from tracker.web.addresses import here_with
from tracker.web.locale import gettext as _
from tracker.web.locale import moment
from tracker.web.site import site


@dataclass(frozen=True)
class Cited:
    """The address with its revision, a line for a footnote, and an entry for BibTeX."""

    address: str
    line: str
    bibtex: str


def cite(name: str, title: str, revision: int, at: datetime | None) -> Cited:
    """Cite this view of a report as it stands at a revision, whose moment is `at`."""
    base = current_app.config["PUBLIC_URL"].rstrip("/") or request.host_url.rstrip("/")
    address = f"{base}{here_with(as_of=f'r{revision}')}"
    publisher, when = site().name, moment(at)
    line = _(
        "%(publisher)s: %(title)s, revision r%(revision)s of %(when)s. %(address)s",
        publisher=publisher,
        title=title,
        revision=revision,
        when=when,
        address=address,
    )
    return Cited(address, line, _bibtex(f"{name}-r{revision}", publisher, title, address, at))


def _bibtex(key: str, publisher: str, title: str, address: str, at: datetime | None) -> str:
    fields = {
        "author": f"{{{_plain(publisher)}}}",
        "title": _plain(title),
        "year": str(at.year) if at else "",
        "url": address,
        "note": key.rpartition("-")[2],
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _plain(words: str) -> str:
    """Words without what BibTeX reads as an order."""
    return "".join(character for character in words if character not in "{}\\")
