"""Verdicts as bars, one a rating and one for claims without: how many claims have it."""

from collections import Counter

from tracker.reports.charts.chart import Chart, Spec, drawn, ink
from tracker.reports.charts.tongue import Tongue
from tracker.reports.verdicts import Given, VerdictsReport

_BAR = 34


def verdicts_chart(report: VerdictsReport, tongue: Tongue) -> Chart | None:
    """Draw how many claims have each rating; None where none can be rated."""
    if not report.claims:
        return None
    ratings = {one.given.code: one.given for one in report.claims if one.given}
    counted = Counter(one.given.code if one.given else "" for one in report.claims)
    told = [
        _bar(tongue, given, counted[given.code])
        for given in sorted(ratings.values(), key=lambda given: (given.place, given.code))
    ]
    if counted[""]:
        told.append(_bar(tongue, None, counted[""]))
    title = tongue.gettext(
        "%(num)s of %(all)s claims that can be rated have a verdict",
        num=tongue.number(len(report.rated)),
        all=tongue.number(len(report.claims)),
    )
    seen = tongue.gettext("One bar a rating, as long as it has claims.")
    return Chart(title, f"{seen} {'; '.join(str(bar['told']) for bar in told)}.", _spec(told))


def _bar(tongue: Tongue, given: Given | None, n: int) -> Spec:
    words = f"{given.icon.glyph} {given.label}" if given else tongue.gettext("No verdict")
    number = tongue.number(n)
    return {
        "label": words,
        "n": n,
        "number": number,
        "told": f"{words}: {number}",
        "colour": _colour(given),
    }


def _colour(given: Given | None) -> str:
    if given is None:
        return ink("rule")
    return ink("ink" if given.colour == "ink" else f"r-{given.colour.value}")


def _spec(told: list[Spec]) -> Spec:
    order = [bar["label"] for bar in told]
    axis: Spec = {"labelLimit": 220, "domain": False, "labelColor": ink("ink")}
    y: Spec = {"field": "label", "type": "nominal", "sort": order, "title": None, "axis": axis}
    # Room at the end for the number of the longest bar.
    scale: Spec = {"domain": [0, 1.12 * max(bar["n"] for bar in told)], "nice": False}
    x: Spec = {"field": "n", "type": "quantitative", "axis": None, "scale": scale}
    bars: Spec = {
        "mark": {"type": "bar", "stroke": ink("field"), "strokeWidth": 1, "height": 18},
        "encoding": {
            "y": y,
            "x": x,
            "fill": {"field": "colour", "type": "nominal", "scale": None},
            "tooltip": {"field": "told", "type": "nominal"},
        },
    }
    numbers: Spec = {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6},
        "encoding": {
            "y": y,
            "x": x,
            "text": {"field": "number"},
            "color": {"value": ink("ink")},
        },
    }
    return drawn(told, [bars, numbers], height=_BAR * len(told))
