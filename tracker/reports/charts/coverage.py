"""How many statements there are of each outlet, language, side, state, month or claim, as bars."""

from collections.abc import Sequence

from tracker.analysis.calendar import Period
from tracker.errors import N_
from tracker.reports.charts.bars import lying_bars
from tracker.reports.charts.chart import Chart, ink
from tracker.reports.charts.tongue import Tongue
from tracker.reports.coverage import By, CoverageReport, CoverageRow
from tracker.text import language_name
from tracker.vocabulary import Side

MOST = 20


def coverage_chart(report: CoverageReport, tongue: Tongue) -> Chart | None:
    """Draw the way of counting that is asked for, outlets where it is all; None without any."""
    by = By.OUTLET if report.by is By.ALL else report.by
    rows = in_order(report, by)
    if not rows:
        return None
    told = []
    for row in rows[:MOST]:
        name, number = row_name(tongue, row), tongue.number(row.n)
        told.append(
            {
                "label": name,
                "n": row.n,
                "number": number,
                "told": f"{name}: {number}",
                "colour": ink("accent"),
            }
        )
    title = tongue.ngettext("%(num)s statement", "%(num)s statements", report.n)
    seen = tongue.gettext(
        "%(by)s: one bar each, as long as it has statements.", by=tongue.gettext(by_words(by))
    )
    if len(rows) > MOST:
        seen += " " + tongue.gettext(
            "The first %(num)s of %(all)s; the data has all of them.",
            num=tongue.number(MOST),
            all=tongue.number(len(rows)),
        )
    text = f"{seen} {'; '.join(str(bar['told']) for bar in told)}."
    return Chart(f"{title} · {tongue.gettext(by_words(by))}", text, lying_bars(told))


def in_order(report: CoverageReport, by: By) -> Sequence[CoverageRow]:
    """The newest month first; claims that are warned of first; of all others, the most first."""
    rows = report.rows_by(by)
    if by is By.MONTH:
        return sorted(rows, key=lambda row: row.value, reverse=True)
    return sorted(rows, key=lambda row: (not row.warning, -row.n, row.value_label, row.value))


def by_words(by: By) -> str:
    """What is counted by, as a message."""
    return _BY[by]


def row_name(tongue: Tongue, row: CoverageRow) -> str:
    """What a row is called; words stand for what is not known, or not to be told."""
    by = By(row.by)
    if not row.value:
        return tongue.gettext(_UNKNOWN.get(by, N_("not known")))
    if by is By.LANGUAGE:
        return language_name(row.value, tongue.cldr)
    if by is By.MONTH:
        return tongue.period(Period.MONTH, row.value)
    if by is By.SIDE:
        return tongue.word(Side(row.value))
    hidden = N_("an outlet that is not public") if by is By.OUTLET else N_("no longer on record")
    return row.value_label or tongue.gettext(hidden)


_BY = {
    By.ALL: N_("Everything"),
    By.CLAIM: N_("By claim"),
    By.LANGUAGE: N_("By language"),
    By.MONTH: N_("By month"),
    By.OUTLET: N_("By outlet"),
    By.SIDE: N_("By side"),
    By.STATE: N_("By state"),
}
_UNKNOWN = {By.OUTLET: N_("no outlet is known"), By.STATE: N_("for no state")}
