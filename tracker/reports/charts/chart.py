"""What a chart is, its colours and its letters: those of the page, for an image as numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

Spec = Mapping[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SANS = (
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Liberation Sans",'
    ' "Helvetica Neue", Arial, sans-serif'
)
# The light colours of tracker.css. A page takes them from there, in light and dark and on
# paper, as a specification only names them: "var(--p2)".
PALETTE = {
    "paper": "#fdfcf9",
    "panel": "#f4f1ea",
    "ink": "#1b1a17",
    "ink-2": "#56534b",
    "rule": "#d8d3c7",
    "field": "#7a766b",
    "accent": "#0b5a49",
    "warn": "#6f4500",
    "p2": "#0f5aa6",
    "p2-text": "#fff",
    "p2-edge": "#0f5aa6",
    "p1": "#a9ccef",
    "p1-text": "#08315c",
    "p1-edge": "#0f5aa6",
    "z": "#e6e2ea",
    "z-text": "#3d3850",
    "z-edge": "#756e8a",
    "o1": "#f6ba99",
    "o1-text": "#561b02",
    "o1-edge": "#b23c08",
    "o2": "#b23c08",
    "o2-text": "#fff",
    "o2-edge": "#b23c08",
    "off-edge": "#6a665c",
    "r-green": "#35702a",
    "r-olive": "#786500",
    "r-grey": "#6a665c",
    "r-violet": "#6a4fa8",
    "r-plum": "#97307a",
}
IMAGE_WIDTH = 760

_NAMED = re.compile(r"var\(--([a-z0-9-]+)\)")
_LETTERS_A_LINE = 84
_COLUMNS_OF_LEGEND = 4


@dataclass(frozen=True)
class Chart:
    """A title that states the finding, what one sees said in words, and what is drawn.

    The specification is Vega-Lite with its data inside; it is None where there is too much to
    draw, and then the words say so.
    """

    title: str
    text: str
    spec: Spec | None

    def image(self) -> dict[str, Any]:
        """Give the specification of an image: with its title, in fixed colours and width."""
        if self.spec is None:
            raise ValueError("There is nothing to draw.")
        title = {
            "text": wrap(self.title, _LETTERS_A_LINE),
            "anchor": "start",
            "frame": "group",
            "fontSize": 16,
            "offset": 12,
        }
        sized = {"width": IMAGE_WIDTH, "autosize": "pad", "padding": 16}
        config = {**self.spec["config"], "background": ink("paper")}
        config["legend"] = {**config["legend"], "columns": _COLUMNS_OF_LEGEND}
        told = {"title": title, "description": self.text}
        whole = {**self.spec, **sized, **told, "config": config}
        told_plainly: dict[str, Any] = painted(whole)
        return told_plainly


def ink(name: str) -> str:
    """Name a colour of the page, as a specification and tracker.css know it."""
    if name not in PALETTE:
        raise ValueError(f"The page has no colour called {name}.")
    return f"var(--{name})"


def drawn(values: Sequence[Spec], layers: Sequence[Spec], **more: object) -> Spec:
    """Make a specification from rows and what is drawn of them, as wide as its place."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 260,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": list(values)},
        "layer": list(layers),
        "config": CONFIG,
        **more,
    }


def painted(part: Any) -> Any:  # noqa: ANN401 - any part of a specification
    """A part of a specification, or of SVG, with the colours of daylight for their names."""
    if isinstance(part, str):
        return _NAMED.sub(lambda found: PALETTE.get(found[1], found[0]), part)
    if isinstance(part, Mapping):
        return {name: painted(inner) for name, inner in part.items()}
    return [painted(inner) for inner in part] if isinstance(part, (list, tuple)) else part


_WORDS = {"labelColor": ink("ink-2"), "labelFontSize": 13, "titleColor": ink("ink-2")}
CONFIG: Spec = {
    # The figure has a name and its words; marks of their own would be read one by one.
    "aria": False,
    "background": "transparent",
    "font": SANS,
    "view": {"stroke": None},
    "title": {"color": ink("ink"), "fontWeight": 600},
    "axis": {
        **_WORDS,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "domainColor": ink("ink"),
        "gridColor": ink("rule"),
        "ticks": False,
        "labelPadding": 6,
        "titlePadding": 8,
    },
    "axisX": {
        "grid": False,
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "labelBound": True,
    },
    "axisY": {"domain": False, "tickCount": 4},
    "legend": {
        **_WORDS,
        "labelColor": ink("ink"),
        "labelLimit": 260,
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        # One below the other where a page is narrow.
        "columns": {"expr": "max(1, floor((containerSize()[0] - 100) / 150))"},
        "columnPadding": 18,
        "rowPadding": 4,
        "symbolSize": 180,
        "symbolType": "square",
    },
    "text": {"fontSize": 13, "fontWeight": 600},
}
