"""Unity as bars, one a body, the least united first: as long as all take one side."""

from tracker.reports.charts.bars import lying_bars
from tracker.reports.charts.chart import Chart, ink
from tracker.reports.charts.tongue import Tongue
from tracker.reports.unity import UnityReport

MOST = 20


def unity_chart(report: UnityReport, tongue: Tongue) -> Chart | None:
    """Draw the least united bodies; None where nobody takes a side for one."""
    if not report.rows:
        return None
    rows = report.least_united()
    told = []
    for row in rows[:MOST]:
        name = row.body_label or tongue.gettext("no longer on record")
        number = tongue.percent(row.unity)
        told.append(
            {
                "label": name,
                "n": row.unity,
                "number": number,
                "told": f"{name}: {number}",
                "colour": ink("accent"),
            }
        )
    title = tongue.gettext(
        "Unity of bodies, the least united first: %(num)s of %(all)s",
        num=tongue.number(len(told)),
        all=tongue.number(len(rows)),
    )
    seen = tongue.gettext("One bar a body; the whole width is all on one side.")
    text = f"{seen} {'; '.join(str(bar['told']) for bar in told)}."
    return Chart(title, text, lying_bars(told, 1))
