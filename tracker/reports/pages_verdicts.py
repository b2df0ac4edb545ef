"""What the page of verdicts shows: claims by rating, by topic and by who asserted them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from tracker.models import RatingColour, RatingIcon
from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.reports.verdicts import NONE, RatedClaim, VerdictsReport
from tracker.web.addresses import with_query
from tracker.web.locale import gettext as _

# So many topics and holders are told, those with the most claims; the data has all of them.
MOST = 30


@dataclass(frozen=True)
class Column:
    """A rating that some claim has, or none; with how many claims, and where they are listed."""

    code: str
    label: str
    colour: RatingColour | None
    icon: RatingIcon | None
    n: int
    url: str


@dataclass(frozen=True)
class Line:
    """A topic or a holder: how many claims of each rating, and where each can be looked at."""

    name: str
    url: str
    cells: Sequence[tuple[int, str]]
    n: int


def shown(report: VerdictsReport, filters: Filters) -> dict[str, Any]:
    """The claims, the latest verdict first, and how many there are of each rating."""
    columns = _columns(report.claims)
    by_topic, n_topics = _counted(report, columns, "topic")
    by_holder, n_holders = _counted(report, columns, "speaker")
    return {
        "page": page_of_rows(sorted(report.claims, key=_newest)),
        "columns": columns,
        "by_topic": by_topic,
        "by_holder": by_holder,
        "n_topics": n_topics,
        "n_holders": n_holders,
        "narrowed": next((c for c in columns if c.code == filters.options.get("rating")), None),
        "all_url": _url("", rating=""),
    }


def _newest(one: RatedClaim) -> tuple[bool, int, int]:
    """What has a verdict first, then by its day; what has none by the number of the claim."""
    return one.given is None, -one.given.decided_on.toordinal() if one.given else 0, one.claim_id


def _columns(claims: Sequence[RatedClaim]) -> list[Column]:
    given = {one.given.code: one.given for one in claims if one.given}
    counted = {code: sum(_code(one) == code for one in claims) for code in (*given, NONE)}
    found = [
        Column(each.code, each.label, each.colour, each.icon, counted[each.code], _url(each.code))
        for each in sorted(given.values(), key=lambda each: (each.place, each.code))
    ]
    if counted[NONE]:
        found.append(Column(NONE, _("No verdict"), None, None, counted[NONE], _url(NONE)))
    return found


def _code(one: RatedClaim) -> str:
    return one.given.code if one.given else NONE


def _counted(report: VerdictsReport, columns: Sequence[Column], by: str) -> tuple[list[Line], int]:
    """Count claims by topics, or by the holders who assert them: those with the most, of how many.

    Each line opens to its claims.
    """
    claims: dict[int, list[RatedClaim]] = {}
    for one in report.claims:
        for number in one.topics if by == "topic" else one.asserted_by:
            claims.setdefault(number, []).append(one)
    most = sorted(claims, key=lambda number: (-len(claims[number]), _name(report, by, number)))
    lines = [
        _line(columns, by, number, _name(report, by, number), claims[number])
        for number in most[:MOST]
    ]
    return lines, len(claims)


def _line(
    columns: Sequence[Column], by: str, number: int, name: str, claims: Iterable[RatedClaim]
) -> Line:
    codes = [_code(one) for one in claims]
    narrowed = {by: str(number)}
    cells = [(codes.count(column.code), _url(column.code, **narrowed)) for column in columns]
    return Line(name or _("no longer on record"), _url("", **narrowed), cells, len(codes))


def _name(report: VerdictsReport, by: str, number: int) -> str:
    return report.topics[number][1] if by == "topic" else report.holders[number].label


def _url(code: str, **narrowed: str) -> str:
    """This view, narrowed further."""
    left_out = {"cursor", "lang", *(["rating"] if code else []), *narrowed}
    kept = {name: values for name, values in request.args.lists() if name not in left_out}
    more = {name: [value] for name, value in narrowed.items() if value}
    more |= {"rating": [code]} if code else {}
    return with_query(request.path, kept | more)
