"""What a report's address asks for, and how the page names what narrows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request

from tracker.dates import Days
from tracker.reports.catalogue import Report
from tracker.reports.filters import NAMES, REFERENCES, Filters, read_filters
from tracker.reports.names import name_references
from tracker.vocabulary import AccountRole, EditionState
from tracker.web.access import viewer
from tracker.web.addresses import here_with, key_of, with_query
from tracker.web.listing import ActiveFilter, active_filter, argument
from tracker.web.locale import days, label, language, language_name
from tracker.web.locale import gettext as _
from tracker.web.session import session

# The filters that the list of statements has as well.
_SHARED = tuple(name for name in NAMES if name != "as_of")


@dataclass(frozen=True)
class Named:
    """What a filter refers to."""

    id: int
    label: str


def filters_of(asked: Report) -> Filters:
    """Read the address. Raises Refused for what this report does not follow or nobody knows."""
    given = {name: argument(name) for name in (*NAMES, *asked.options)}
    asked.check([name for name, value in given.items() if value])
    given |= {name: key_of(given[name]) for name in REFERENCES}
    if "holders" in given:
        given["holders"] = " ".join(key_of(key) for key in given["holders"].split())
    return read_filters(given, viewer=viewer(), tongue=language(), options=asked.options)


def named_in(filters: Filters) -> dict[str, Named]:
    """What the filters refer to, by the name of the filter."""
    found = name_references(session(), filters)
    return {name: Named(*told) for name, told in found.items()}


def active_filters(filters: Filters, named: Mapping[str, Named]) -> list[ActiveFilter]:
    """What narrows this view, each with the address without it."""
    words = {
        "topic": _("Topic"),
        "claim": _("Claim"),
        "speaker": _("Speaker"),
        "outlet": _("Outlet"),
        "occasion": _("Occasion"),
    }
    found = [active_filter(name, words[name], about.label) for name, about in named.items()]
    told = {
        "kind": (_("Kind of claim"), label(filters.kind)),
        "delivery": (_("How we know the words"), label(filters.delivery)),
        "language": (_("Language"), language_name(filters.language)),
        "said_from": (_("From"), _days(filters.said_from)),
        "said_to": (_("To"), _days(filters.said_to)),
        "as_of": (_("As the record stood"), filters.as_of),
    }
    found += [active_filter(name, *each) for name, each in told.items() if each[1]]
    return found


def _days(given: Days | None) -> str:
    return days(given) if given else ""


def without_filters() -> str:
    """This report with nothing left out."""
    return here_with(**dict.fromkeys(name for name in (*NAMES, "holders") if name != "holder"))


def statements_of(filters: Filters) -> Callable[..., str]:
    """What gives the address of the statements that a number of this view rests on.

    It takes more of the list's filters, a period of which only what is asked for counts.
    """
    same = {**{name: argument(name) for name in _SHARED}, "language": filters.language}
    if filters.viewer.reaches(AccountRole.EDITOR):
        # To them the list shows what is not published, too.
        same["state"] = EditionState.PUBLISHED.value

    def address(**more: object) -> str:
        given = same | {name: str(value) for name, value in more.items()}
        if "said_from" in more and filters.first:
            given["said_from"] = max(str(more["said_from"]), filters.first.isoformat())
        if "said_to" in more and filters.last:
            given["said_to"] = min(str(more["said_to"]), filters.last.isoformat())
        return with_query("/statements/", {name: [value] for name, value in given.items()})

    return address


def shifts_of(filters: Filters) -> str:
    """The address of the report of shifts, narrowed as this view but for who changed."""
    given = {name: [argument(name)] for name in NAMES if name not in {"speaker", "holder"}}
    return with_query("/reports/shifts", {**given, "holder": [filters.holder.value]})


def address_in(path: str, form: str) -> str:
    """This view as data: what is shown, narrowed alike."""
    query = {name: values for name, values in request.args.lists() if name != "lang"}
    return with_query(f"{path}.{form}", query)
