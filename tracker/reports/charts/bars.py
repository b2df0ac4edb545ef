"""Bars that lie one below the other, each with its name before it and its number behind."""

from collections import Counter
from collections.abc import Sequence

from tracker.reports.charts.chart import Spec, drawn, ink

_BAR = 34


def lying_bars(told: Sequence[Spec], longest: float = 0) -> Spec:
    """Draw one bar for each row: its label, n, the number as written, what is told, its colour.

    `longest` is how far a bar could go, where that is known.
    """
    told = _told_apart(told)
    order = [bar["label"] for bar in told]
    axis: Spec = {"labelLimit": 220, "domain": False, "labelColor": ink("ink")}
    y: Spec = {"field": "label", "type": "nominal", "sort": order, "title": None, "axis": axis}
    # Room at the end for the number of the longest bar.
    most = max(longest, *(bar["n"] for bar in told))
    scale: Spec = {"domain": [0, 1.25 * most], "nice": False}
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


def _told_apart(told: Sequence[Spec]) -> Sequence[Spec]:
    """Two of one name are two bars."""
    seen: Counter[str] = Counter()
    found = []
    for bar in told:
        seen[bar["label"]] += 1
        again = seen[bar["label"]]
        found.append(bar if again == 1 else {**bar, "label": f"{bar['label']} ({again})"})
    return found
