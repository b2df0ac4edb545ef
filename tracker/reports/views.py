"""The pages of reports, and the same as JSON and CSV."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.analysis.agreement import NOT_CODED
from tracker.dates import Days, parse_period
from tracker.reports.agreement import AgreementFilters, AgreementReport, build
from tracker.reports.queries_agreement import Read
from tracker.reports.words import MEASURES, UNDEFINED
from tracker.vocabulary import AccountRole, Stance
from tracker.web.access import not_for, viewer
from tracker.web.addresses import here_with, key_of
from tracker.web.listing import (
    Column,
    answer_csv,
    answer_json,
    argument,
    data_route,
    json_value,
    suffix,
)
from tracker.web.locale import language
from tracker.web.session import session

bp = Blueprint("reports", __name__, url_prefix="/reports")

_COLUMNS = tuple(
    Column(name)
    for name in ("scope", "item", "measure", "value", "n", "left_out", "note", "item_label")
)
_MOST_READS = 200


@data_route(bp, "/agreement")
def agreement() -> ResponseReturnValue:
    """How far coders agree. Who coded how is for editors and above."""
    knows = viewer().reaches(AccountRole.EDITOR)
    if argument("coder") and (kept_out := not_for(AccountRole.EDITOR)) is not None:
        return kept_out
    report = build(session(), _filters())
    if suffix() == "csv":
        return answer_csv(_COLUMNS, report.rows)
    if suffix() == "json":
        return answer_json(_data(report, knows=knows))
    shown = [read for read in report.reads if _is_asked(report, read)]
    return render_template(
        "reports/agreement.html",
        section="reports",
        report=report,
        reads=shown[:_MOST_READS],
        n_reads=len(shown),
        words=MEASURES,
        undefined=UNDEFINED,
        not_coded=NOT_CODED,
        coder=argument("coder"),
        opens=_opens,
    )


# What narrows the list of what was coded, and none of the figures.
_NARROWING = ("blind", "month", "first", "second", "other")


def _opens(**units: str) -> str:
    """This report, with what a number of it rests on."""
    return f"{here_with(**{**dict.fromkeys(_NARROWING), **units})}#units"


def _filters() -> AgreementFilters:
    return AgreementFilters(
        viewer=viewer(),
        said_from=_days("said_from"),
        said_to=_days("said_to"),
        claim=key_of(argument("claim")),
        topic=key_of(argument("topic")),
        coder=key_of(argument("coder")),
        language=language(),
    )


def _days(name: str) -> Days | None:
    given = argument(name)
    return parse_period(given) if given else None


def _is_asked(report: AgreementReport, read: Read) -> bool:
    """Whether the list of what was coded shows this one: a month, a pair, a cell of the matrix."""
    reading = read.reading
    month, first, second = argument("month"), argument("first"), argument("second")
    if argument("blind") and argument("blind") != ("yes" if read.is_blind else "no"):
        return False
    if argument("other"):
        told = {report.coders[c].uid for c in reading.said if c in report.coders}
        if not {argument("coder"), argument("other")} <= told:
            return False
    if month and read.month != month:
        return False
    codes = {coder: code or NOT_CODED for coder, code in reading.codes.items()}
    if first and codes[reading.first] != first:
        return False
    others = {code for coder, code in codes.items() if coder != reading.first}
    return not second or second in others


def _data(report: AgreementReport, *, knows: bool) -> dict[str, Any]:
    """The rows of the CSV; for editors and above also every unit that they rest on."""
    told: dict[str, Any] = {
        "report": "agreement",
        "rows": [
            {column.name: json_value(column.of(row)) for column in _COLUMNS} for row in report.rows
        ],
    }
    if knows:
        told["units"] = [_unit(report, read) for read in report.reads]
    return told


def _unit(report: AgreementReport, read: Read) -> dict[str, Any]:
    claim = report.claim_names.get(read.reading.claim_id)
    return {
        "statement": read.statement,
        "statement_id": read.statement_id,
        "claim": claim.uid if claim else None,
        "month": read.month,
        "blind": read.is_blind,
        "first": report.coders[read.reading.first].uid,
        "codes": {
            report.coders[coder].uid: _code(code) for coder, code in read.reading.codes.items()
        },
    }


def _code(code: Stance | None) -> str:
    return code.value if code else NOT_CODED
