"""Who was for and who against a claim: one bar up and one down for each period."""

from collections.abc import Mapping
from typing import Any

from tracker.analysis.calendar import periods_between
from tracker.reports.charts.chart import Chart, Spec, drawn, ink
from tracker.reports.charts.spans import too_many
from tracker.reports.charts.tongue import Tongue
from tracker.reports.polarisation import PolarisationReport, PolarisationRow
from tracker.vocabulary import Side


def polarisation_chart(report: PolarisationReport, tongue: Tongue) -> Chart | None:
    """Draw the most disputed claim; None where no period has a position on it."""
    claim = next((report.claims[claim] for claim in report.wholes), None)
    rows = {row.period: row for row in report.rows if claim and row.claim == claim.uid}
    if claim is None or not rows:
        return None
    title = tongue.gettext(
        "For and against by period: “%(claim)s”",
        claim=claim.label or tongue.gettext("no longer on record"),
    )
    periods = list(periods_between(report.period, min(rows), max(rows)))
    if (undrawn := too_many(title, periods, tongue)) is not None:
        return undrawn
    called = {name: tongue.period(report.period, name) for name in periods}
    return Chart(title, _text(tongue, rows, called), _spec(tongue, rows, called))


def _text(tongue: Tongue, rows: Mapping[str, PolarisationRow], called: Mapping[str, str]) -> str:
    seen = tongue.gettext(
        "One bar a period: up, how many are for; down, how many are against. Who says both is not"
        " drawn."
    )
    last = rows[max(rows)]
    told = tongue.gettext(
        "In %(period)s, %(for)s for and %(against)s against.",
        **{
            "period": called[last.period],
            "for": tongue.number(last.for_),
            "against": tongue.number(last.against),
        },
    )
    return f"{seen} {told}"


def _spec(tongue: Tongue, rows: Mapping[str, PolarisationRow], called: Mapping[str, str]) -> Spec:
    words = {side: f"{sign} {tongue.word(side)}" for side, sign in _SIGNS.items()}
    x: Spec = {
        "field": "label",
        "type": "ordinal",
        "scale": {"domain": list(called.values()), "paddingInner": 0.2, "paddingOuter": 0.1},
        "title": None,
    }
    axis: Spec = {
        "tickMinStep": 1,
        "labelExpr": "format(abs(datum.value), 'd')",
        "title": tongue.gettext("against, and for"),
    }
    bars: Spec = {
        "mark": {"type": "bar", "strokeWidth": 1},
        "encoding": {
            "x": x,
            "y": {"field": "height", "type": "quantitative", "stack": None, "axis": axis},
            "tooltip": {"field": "told", "type": "nominal"},
            "fill": _channel(list(words.values()), ["p2", "o2"]),
            "stroke": _channel(list(words.values()), ["p2-edge", "o2-edge"]),
        },
    }
    line: Spec = {
        "mark": {"type": "rule", "color": ink("ink")},
        "encoding": {"y": {"datum": 0, "type": "quantitative"}},
    }
    pieces = [
        {
            "label": called[name],
            "side": words[side],
            "height": n if side is Side.FOR else -n,
            "told": f"{called[name]}: {words[side]}, {tongue.number(n)}",
        }
        for name, row in rows.items()
        for side, n in ((Side.FOR, row.for_), (Side.AGAINST, row.against))
        if n
    ]
    return drawn(pieces, [bars, line])


_SIGNS: Mapping[Side, str] = {Side.FOR: "+", Side.AGAINST: "−"}


def _channel(words: list[str], colours: list[str]) -> dict[str, Any]:
    scale = {"domain": words, "range": [ink(colour) for colour in colours]}
    return {"field": "side", "type": "nominal", "scale": scale, "title": None}
