"""What was done week by week, all people together: four bars side by side."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracker.analysis.calendar import Period, periods_between
from tracker.errors import N_
from tracker.reports.activity import ActivityReport
from tracker.reports.charts.chart import Chart, Spec, drawn, ink
from tracker.reports.charts.tongue import Tongue

# The newest weeks are drawn: a year of them.
MOST = 52
DONE: Mapping[str, str] = {
    "logged": N_("Logged"),
    "submitted": N_("Submitted"),
    "published": N_("Published"),
    "returned": N_("Returned"),
}
_COLOURS = ("rule", "field", "accent", "warn")


def activity_chart(report: ActivityReport, tongue: Tongue) -> Chart | None:
    """Draw the newest weeks; None where nothing was done."""
    if not report.rows:
        return None
    counted: Counter[tuple[str, str]] = Counter()
    for row in report.rows:
        for name in DONE:
            counted[row.week, name] += getattr(row, name)
    done = sorted({row.week for row in report.rows})
    weeks = list(periods_between(Period.WEEK, done[0], done[-1]))[-MOST:]
    title = tongue.gettext(
        "Work by week, from %(first)s to %(last)s", first=weeks[0], last=weeks[-1]
    )
    told = ", ".join(
        f"{tongue.gettext(words)} {tongue.number(counted[weeks[-1], name])}"
        for name, words in DONE.items()
    )
    seen = tongue.gettext(
        "Four bars a week, from the left: logged, submitted, published, returned. In %(week)s:"
        " %(told)s.",
        week=weeks[-1],
        told=told,
    )
    return Chart(title, seen, _spec(tongue, counted, weeks))


def _spec(tongue: Tongue, counted: Mapping[tuple[str, str], int], weeks: list[str]) -> Spec:
    words = {name: tongue.gettext(told) for name, told in DONE.items()}
    colours: dict[str, Any] = {
        "domain": list(words.values()),
        "range": [ink(name) for name in _COLOURS],
    }
    axis: Spec = {"format": "d", "tickMinStep": 1, "title": tongue.gettext("statements")}
    x: Spec = {"field": "week", "type": "ordinal", "scale": {"domain": weeks}, "title": None}
    bars: Spec = {
        "mark": {"type": "bar", "stroke": ink("ink-2"), "strokeWidth": 1},
        "encoding": {
            "x": x,
            "xOffset": {"field": "done", "scale": {"domain": list(words.values())}},
            "y": {"field": "n", "type": "quantitative", "stack": None, "axis": axis},
            "fill": {"field": "done", "type": "nominal", "scale": colours, "title": None},
            "tooltip": {"field": "told", "type": "nominal"},
        },
    }
    pieces = [
        {"week": week, "done": words[name], "n": n, "told": f"{week}: {words[name]} {n}"}
        for week in weeks
        for name in DONE
        if (n := counted.get((week, name), 0))
    ]
    return drawn(pieces, [bars])
