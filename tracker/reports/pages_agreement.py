"""What the page of agreement lists below its figures: what was coded, as a number asks for it."""

from typing import Any

from tracker.analysis.agreement import NOT_CODED
from tracker.reports.agreement import AgreementReport
from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.reports.queries_agreement import Named, Read
from tracker.reports.words import MEASURES, UNDEFINED
from tracker.vocabulary import AccountRole, Stance
from tracker.web.access import viewer
from tracker.web.addresses import here_with
from tracker.web.listing import active_filter, argument
from tracker.web.locale import gettext as _

# What narrows the list of what was coded, and none of the figures.
_NARROWING = ("blind", "month", "first", "second", "other")
_UNITS = "#units"


def shown(report: AgreementReport, filters: Filters) -> dict[str, Any]:
    """One page of what a number of the report rests on, and where each number opens it."""
    coder = filters.options.get("coder", "")
    return {
        "page": page_of_rows([read for read in report.reads if _is_asked(report, read, coder)]),
        "is_narrowed": any(argument(name) for name in _NARROWING),
        "everything_url": _opens(),
        "opens": _opens,
        "words": MEASURES,
        "undefined": UNDEFINED,
        "not_coded": NOT_CODED,
        "also_active": [active_filter("coder", _("Coder"), _name(report, coder))] if coder else [],
    }


def _name(report: AgreementReport, key: str) -> str:
    named = (coder for coder in report.coders.values() if _is_called(coder, key))
    return next((coder.label for coder in named if coder.label), key)


def _is_called(coder: Named | None, key: str) -> bool:
    return coder is not None and key in {coder.uid, str(coder.id)}


def _opens(**units: str) -> str:
    """This report, with what a number of it rests on."""
    return here_with(**{**dict.fromkeys((*_NARROWING, "cursor")), **units}) + _UNITS


def _is_asked(report: AgreementReport, read: Read, coder: str) -> bool:
    """Whether the list of what was coded shows this one: a month, a pair, a cell of the matrix."""
    reading = read.reading
    month, first, second = argument("month"), argument("first"), argument("second")
    if argument("blind") and argument("blind") != ("yes" if read.is_blind else "no"):
        return False
    if other := argument("other"):
        said = [report.coders.get(number) for number in reading.said]
        if not all(any(_is_called(one, key) for one in said) for key in (coder, other)):
            return False
    if month and read.month != month:
        return False
    codes = {number: code or NOT_CODED for number, code in reading.codes.items()}
    if first and codes[reading.first] != first:
        return False
    others = {code for number, code in codes.items() if number != reading.first}
    return not second or second in others


def units(report: AgreementReport) -> dict[str, Any]:
    """Every unit that the rows rest on; who coded how is for editors and above."""
    knows = viewer().reaches(AccountRole.EDITOR)
    return {"units": [_unit(report, read) for read in report.reads]} if knows else {}


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
