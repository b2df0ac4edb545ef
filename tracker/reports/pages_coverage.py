"""What the page of coverage shows: statements counted by outlet, language and so on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import Period, days_of
from tracker.reports.asking import statements_of
from tracker.reports.charts.coverage import by_words, in_order, row_name
from tracker.reports.charts.tongue import Tongue
from tracker.reports.coverage import ONE_OUTLET, ONE_SIDE, By, CoverageReport, CoverageRow
from tracker.reports.filters import Filters
from tracker.reports.paging import Shown, page_of_rows
from tracker.vocabulary import Level, Side
from tracker.web.addresses import address, here_with
from tracker.web.locale import catalogue

# So many rows of each are shown where everything is asked for.
MOST = 10
_SIDES = (Side.FOR, Side.MIXED, Side.AGAINST, Side.OTHER)


@dataclass(frozen=True)
class Line:
    """A row, what it is called, and where its statements are; "" where no list has just them.

    `numbers` are those of each side, with where these are; `page` is that of a claim.
    """

    row: CoverageRow
    name: str
    page: str
    url: str
    numbers: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Part:
    """One way of counting: the rows shown, of how many, and the address of all of them."""

    by: By
    title: str
    lines: Sequence[Line]
    total: int
    url: str


def shown(report: CoverageReport, filters: Filters) -> dict[str, Any]:
    """The first rows of each way of counting, or a page of the one that is asked for."""
    ways = [way for way in By if report.by in {By.ALL, way} and way is not By.ALL]
    rows = {way: in_order(report, way) for way in ways}
    page: Shown | None = None
    if report.by is not By.ALL:
        page = page_of_rows(rows[report.by])
        rows_shown = {report.by: page.rows}
    else:
        rows_shown = {way: rows[way][:MOST] for way in ways}
    claims = report.rows_by(By.CLAIM)
    return {
        "parts": [
            Part(
                way,
                by_words(way),
                [_line(report, filters, row) for row in rows_shown[way]],
                len(rows[way]),
                here_with(by=way.value, cursor=None),
            )
            for way in ways
        ],
        "page": page,
        "sides": _SIDES,
        "n_outlets": sum(bool(row.value) for row in report.rows_by(By.OUTLET)),
        "n_claims": len(claims),
        "n_one_side": sum(ONE_SIDE in row.warning.split() for row in claims),
        "n_one_outlet": sum(ONE_OUTLET in row.warning.split() for row in claims),
    }


def _line(report: CoverageReport, filters: Filters, row: CoverageRow) -> Line:
    found, within = report.ids.get((row.by, row.value)), _within(report, filters, row)
    is_claim = row.by == By.CLAIM and found is not None and row.value_label
    return Line(
        row=row,
        name=row_name(Tongue(catalogue()), row),
        page=address("claims", found, row.value_label) if is_claim and found else "",
        url=_url(filters, within),
        numbers=[
            (n, "" if row.by == By.SIDE else _url(filters, within, side))
            for side, n in zip(_SIDES, (row.for_, row.mixed, row.against, row.other), strict=True)
        ],
    )


def _url(filters: Filters, within: Mapping[str, object] | None, side: Side | None = None) -> str:
    if within is None:
        return ""
    more = {"side": side.value} if side else {}
    return statements_of(filters)(**within, **more)


def _within(
    report: CoverageReport, filters: Filters, row: CoverageRow
) -> Mapping[str, object] | None:
    """What narrows the list of statements to those of a row; None where nothing can."""
    found = report.ids.get((row.by, row.value))
    if not row.value:
        return None
    if row.by in {By.LANGUAGE, By.SIDE}:
        return {row.by: row.value}
    if row.by == By.MONTH:
        first, last = days_of(Period.MONTH, row.value)
        return {"said_from": first.isoformat(), "said_to": last.isoformat()}
    if found is None or not row.value_label or (row.by == By.STATE and filters.speaker):
        return None
    if row.by == By.STATE:
        return {"speaker": found, "holder": Level.STATE.value}
    return {row.by: found}
