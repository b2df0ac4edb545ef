"""Where the marks of the small charts stand: plain geometry that the chart macros draw as SVG.

Positions and widths are percent, so that text keeps its size at every width of the page;
heights are pixels. Nothing here knows HTML, the database or who is reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.vocabulary import Stance

NUMBERED = tuple(code for code in Stance if code.number is not None)
"""The codes with a number, in the order in which a bar shows them."""

_BLOCKS_UP_TO = 20
_NARROWEST_WITH_GLYPH = 5.0
_STACK_HEIGHT = 180
_STACK_LABEL = 22
_LOWEST_WITH_COUNT = 14


def percent(value: float) -> str:
    """Write a share of the width as an SVG attribute: `33.333%`."""
    return f"{round(value, 3):g}%"


@dataclass(frozen=True)
class Block:
    """One rectangle of a balance bar."""

    code: Stance
    n: int
    x: str
    width: str
    shows_glyph: bool


@dataclass(frozen=True)
class BalanceBar:
    """How the holders of a claim are divided, from support to opposition."""

    blocks: tuple[Block, ...]
    counts: tuple[tuple[Stance, int], ...]
    n: int
    is_shares: bool


def balance_bar(counts: Mapping[str, int]) -> BalanceBar:
    """Give one equal block to each of up to 20 holders; from 21, one share to each code."""
    present = tuple((code, counts.get(code, 0)) for code in NUMBERED if counts.get(code, 0))
    n = sum(count for _, count in present)
    is_shares = n > _BLOCKS_UP_TO
    sizes = present if is_shares else tuple((code, 1) for code, k in present for _ in range(k))
    blocks = []
    before = 0
    for code, size in sizes:
        width = 100 * size / n
        roomy = not is_shares or width >= _NARROWEST_WITH_GLYPH
        blocks.append(Block(code, size, percent(100 * before / n), percent(width), roomy))
        before += size
    return BalanceBar(tuple(blocks), present, n, is_shares)


@dataclass(frozen=True)
class Period:
    """How holders stood in one period, dated by its middle or by the day of a vote."""

    on: date
    counts: Mapping[str, int]
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Layer:
    """One code in one stack; the count is printed where it fits."""

    code: Stance
    n: int
    y: int
    height: int
    shows_count: bool


@dataclass(frozen=True)
class Stack:
    """The bar of one period."""

    period: Period
    label: str
    x: str
    width: str
    middle: str
    layers: tuple[Layer, ...]
    shows_label: bool


@dataclass(frozen=True)
class TimelineStacks:
    """Bars at their years; years without any are left empty and named."""

    stacks: tuple[Stack, ...]
    missing: tuple[int, ...]
    codes: tuple[Stance, ...]
    base_y: int
    height: int


def timeline_stacks(periods: Iterable[Period]) -> TimelineStacks | None:
    """Stack the holders of each period: support at the bottom, opposition on top."""
    shown = sorted(periods, key=lambda p: p.on)
    if not shown:
        return None
    first, last = shown[0].on.year, shown[-1].on.year
    tallest = max(1, *(_total(p) for p in shown))
    slot = 100 / (last - first + 1)
    rank = {year: [p for p in shown if p.on.year == year] for year in range(first, last + 1)}
    label_step = -(-(last - first + 1) // 12)
    stacks = []
    for year, together in rank.items():
        for i, period in enumerate(together):
            wide = slot / len(together)
            left = (year - first) * slot + i * wide
            stacks.append(
                Stack(
                    period=period,
                    label=period.label or str(year),
                    x=percent(left + wide * 0.1),
                    width=percent(wide * 0.8),
                    middle=percent(left + wide / 2),
                    layers=_layers(period, tallest),
                    shows_label=i == 0 and (year - first) % label_step == 0,
                ),
            )
    codes = tuple(code for code in NUMBERED if any(p.counts.get(code, 0) for p in shown))
    missing = tuple(year for year, together in rank.items() if not together)
    return TimelineStacks(
        tuple(stacks), missing, codes, _STACK_HEIGHT, _STACK_HEIGHT + _STACK_LABEL
    )


def _total(period: Period) -> int:
    return sum(period.counts.get(code, 0) for code in NUMBERED)


def _layers(period: Period, tallest: int) -> tuple[Layer, ...]:
    layers = []
    below = 0
    for code in NUMBERED:
        n = period.counts.get(code, 0)
        if not n:
            continue
        bottom = round(_STACK_HEIGHT * below / tallest)
        top = round(_STACK_HEIGHT * (below + n) / tallest)
        height = max(1, top - bottom)
        layers.append(Layer(code, n, _STACK_HEIGHT - top, height, height >= _LOWEST_WITH_COUNT))
        below += n
    return tuple(layers)
