"""The pages of reports that are drawn from the record, and the same as JSON and CSV."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.dates import spanning
from tracker.record.moments import moment_of
from tracker.reports.catalogue import REPORTS, Built, Report
from tracker.reports.citing import cite
from tracker.reports.filters import NAMES, read_filters
from tracker.reports.shifts import HeldShift
from tracker.reports.shifts import build as build_shifts
from tracker.vocabulary import Level
from tracker.web.access import viewer
from tracker.web.addresses import key_of, with_query
from tracker.web.listing import (
    Column,
    answer_csv,
    answer_json,
    argument,
    data_route,
    json_value,
    suffix,
)
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.session import session

bp = Blueprint("record_reports", __name__, url_prefix="/reports")

# So many rows a page shows; the data has all of them.
_MOST_ROWS = 200


@data_route(bp, "/shifts")
def shifts() -> ResponseReturnValue:
    """Who changed position, with both statements."""
    asked, given = REPORTS["shifts"], _given()
    filters = read_filters(given, viewer=viewer(), tongue=language())
    report = build_shifts(session(), filters)
    if suffix() != "html":
        return _data(asked, report, report.slice.revision)
    at = moment_of(session(), report.slice.revision)
    return render_template(
        "reports/shifts.html",
        section="reports",
        asked=asked,
        given=given,
        level=filters.holder,
        levels=Level,
        spanning=spanning,
        report=report,
        shown=sorted(report.shifts, key=_newest, reverse=True)[:_MOST_ROWS],
        at=at,
        cited=cite(asked.name, _(asked.title), report.slice.revision, at),
        address_of={form: _address(f"{request.path}.{form}") for form in ("csv", "json")},
    )


def _newest(held: HeldShift) -> str:
    return held.shift.after.order


def _given() -> dict[str, str]:
    """The filters in the address; of a KEY with its words, the number."""
    given = {name: argument(name) for name in NAMES}
    return given | {name: key_of(given[name]) for name in ("claim", "speaker", "topic")}


def _data(asked: Report, report: Built, revision: int) -> ResponseReturnValue:
    columns = [Column(name) for name in asked.columns]
    if suffix() == "csv":
        return answer_csv(columns, report.rows)
    rows = [{c.name: json_value(c.of(row)) for c in columns} for row in report.rows]
    return answer_json({"report": asked.name, "revision": revision, "rows": rows})


def _address(path: str) -> str:
    """Another form of this page, narrowed alike."""
    query = {name: values for name, values in request.args.lists() if name != "lang"}
    return with_query(path, query)
