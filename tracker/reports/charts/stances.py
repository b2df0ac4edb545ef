"""Stances in charts: their order, colours, edges and words with the sign that they never lack."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tracker.reports.charts.chart import Spec, ink
from tracker.reports.charts.tongue import Tongue
from tracker.vocabulary import ClaimKind, Stance

_SOLID = (1, 0)
_DASHES: Mapping[Stance, Sequence[int]] = {Stance.MENTION: (1, 2), Stance.DECLINE: (4, 3)}


def stances_in_order(present: Collection[str]) -> list[Stance]:
    """Those that are present, from support to opposition and then what has no number."""
    return [code for code in Stance if code in present]


def stance_words(tongue: Tongue, code: Stance, kind: ClaimKind | None) -> str:
    """The sign and the word of a stance: "−− denies"."""
    return f"{code.glyph} {tongue.stance(code, kind)}"


def fill(code: Stance) -> str:
    """The colour of a stance; what has no number has none but its edge."""
    return ink("paper") if code.number is None else ink(code.css)


def on_fill(code: Stance) -> str:
    """The colour of text that stands on it."""
    return ink("ink") if code.number is None else ink(f"{code.css}-text")


def edge(code: Stance) -> str:
    """The colour of its edge."""
    return ink("off-edge") if code.number is None else ink(f"{code.css}-edge")


def stance_channels(
    tongue: Tongue, codes: Sequence[Stance], kind: ClaimKind | None, field: str = "stance"
) -> Spec:
    """Encode the field of `stance_words` as fill, edge and dash, with one legend for all three."""
    words = [stance_words(tongue, code, kind) for code in codes]

    def channel(looks: Sequence[object]) -> dict[str, Any]:
        scale = {"domain": words, "range": looks}
        return {"field": field, "type": "nominal", "scale": scale, "title": None}

    return {
        "fill": channel([fill(code) for code in codes]),
        "stroke": channel([edge(code) for code in codes]),
        "strokeDash": channel([list(_DASHES.get(code, _SOLID)) for code in codes]),
    }
