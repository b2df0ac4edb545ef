"""How what a report shows is cited: an address that tells the same for ever, and its forms."""

from dataclasses import dataclass
from datetime import datetime

from flask import request

from tracker.accounts.addressing import url_of
from tracker.web.addresses import query_string
from tracker.web.locale import gettext as _
from tracker.web.locale import moment
from tracker.web.site import site


@dataclass(frozen=True)
class Cited:
    """The address with its revision, a line for a footnote, and an entry for BibTeX."""

    address: str
    line: str
    bibtex: str


def cite(
    name: str, title: str, revision: int, at: datetime | None, *, knows_past: bool = True
) -> Cited:
    """Cite this view of a report as it stands at a revision, whose moment is `at`.

    A report that knows no past can be cited, but its address tells what it tells on the day.
    """
    asked = {given: values for given, values in request.args.lists() if given != "lang"}
    fixed = {"as_of": [f"r{revision}"]} if knows_past else {}
    query = query_string({**asked, **fixed})
    address = url_of(f"/reports/{name}{query}")
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


# What BibTeX or TeX would read as an order, and how it is written instead.
_WRITTEN = str.maketrans(
    {
        **dict.fromkeys("{}\\", ""),
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)


def _plain(words: str) -> str:
    """Words without what BibTeX reads as an order."""
    return words.translate(_WRITTEN)
