"""How far coders agree: Krippendorff's alpha, Cohen's kappa, percent (domain, §5)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, product

from tracker.vocabulary import Stance

NOT_CODED = "none"

# What was said of one unit, by one coder each; ints on the scale, else names of categories.
Value = str | int
Row = Sequence[Value]


class Undefined(StrEnum):
    """Why there is no figure."""

    NOTHING_TWICE = "nothing_twice"
    ONE_CATEGORY = "one_category"


class Measure(StrEnum):
    """The figures, in the order they are shown."""

    ALPHA_NOMINAL = "alpha_nominal"
    ALPHA_NOMINAL_CODED = "alpha_nominal_coded"
    ALPHA_ORDINAL = "alpha_ordinal"
    KAPPA = "kappa"
    KAPPA_CODED = "kappa_coded"
    PERCENT = "percent"
    PERCENT_CODED = "percent_coded"


@dataclass(frozen=True)
class Unit:
    """What was coded of one statement towards one claim.

    `codes` holds a code for each coder who judged the two together, or None for "not about this
    claim"; who did not judge them is missing from it.
    """

    statement: int
    claim: int
    codes: Mapping[int, Stance | None]


@dataclass(frozen=True)
class Figure:
    """One measure over `n` units; `left_out` others had too few codings to be compared.

    Exactly one of `value` and `undefined` is None. Percent is a share, from 0 to 1.
    """

    measure: Measure
    value: float | None
    n: int
    left_out: int
    undefined: Undefined | None = None


def category(code: Stance | None) -> str:
    """Give the sign of a code; the codes without a number stand for themselves."""
    if code is None:
        return NOT_CODED
    return code.value if code.number is None else code.side.value


def figures(units: Iterable[Unit]) -> list[Figure]:
    """Measure any number of coders; kappa knows only two, see `figures_of_pair`."""
    told = [unit for unit in units if is_unit(unit)]
    whole, coded = _rows(told, with_none=True), _rows(told, with_none=False)
    return [
        _figure(Measure.ALPHA_NOMINAL, whole, alpha_nominal),
        _figure(Measure.ALPHA_NOMINAL_CODED, coded, alpha_nominal),
        _figure(Measure.ALPHA_ORDINAL, _numbers(told), alpha_ordinal),
        _figure(Measure.PERCENT, whole, percent_agreement),
        _figure(Measure.PERCENT_CODED, coded, percent_agreement),
    ]


def figures_of_pair(units: Iterable[Unit], first: int, second: int) -> list[Figure]:
    """Measure two coders on what both judged; Cohen's kappa besides."""
    both = [unit for unit in units if {first, second} <= unit.codes.keys()]
    told = [
        Unit(unit.statement, unit.claim, {one: unit.codes[one] for one in (first, second)})
        for unit in both
    ]
    told = [unit for unit in told if is_unit(unit)]
    found = {figure.measure: figure for figure in figures(told)}
    whole, coded = _rows(told, with_none=True), _rows(told, with_none=False)
    found[Measure.KAPPA] = _figure(Measure.KAPPA, whole, cohens_kappa)
    found[Measure.KAPPA_CODED] = _figure(Measure.KAPPA_CODED, coded, cohens_kappa)
    return [found[measure] for measure in Measure]


def is_unit(unit: Unit) -> bool:
    """Whether anybody saw a stance: a claim offered to the coders that nobody took is none."""
    return any(code is not None for code in unit.codes.values())


def confusion(units: Iterable[Unit], first: int, second: int) -> Counter[tuple[str, str]]:
    """Count what one coder said (first) where the other said something (second), by code."""
    return Counter(
        (unit.codes[first] or NOT_CODED, unit.codes[second] or NOT_CODED)
        for unit in units
        if is_unit(unit) and {first, second} <= unit.codes.keys()
    )


def pairs_of(units: Iterable[Unit]) -> list[tuple[int, int]]:
    """Everybody who coded something with somebody else, the smaller number first."""
    found = {pair for unit in units for pair in combinations(sorted(unit.codes), 2)}
    return sorted(found)


# ── The coefficients, over rows of what was said of each unit ─────────────────────────


def alpha_nominal(rows: Sequence[Row]) -> float | None:
    """Give Krippendorff's alpha where two values are equal or are not.

    K. Krippendorff, Content Analysis (2004), §11.3; None where only one value occurs, as then
    no disagreement could be expected.
    """
    return _alpha(rows, lambda _totals, one, other: Fraction(one != other))


def alpha_ordinal(rows: Sequence[Row]) -> float | None:
    """Give Krippendorff's alpha where values are ranks: their distance is what lies between."""
    return _alpha(rows, _between)


def cohens_kappa(rows: Sequence[Row]) -> float | None:
    """Give Cohen's kappa (1960) of two coders; None where chance alone would agree always."""
    n = len(rows)
    agreed = Fraction(sum(row[0] == row[1] for row in rows), n)
    firsts, seconds = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    chance = Fraction(sum(firsts[value] * seconds[value] for value in firsts), n * n)
    return None if chance == 1 else float((agreed - chance) / (1 - chance))


def percent_agreement(rows: Sequence[Row]) -> float | None:
    """Give the share of equal codings among all pairs of codings of the same unit."""
    pairs = [one == other for row in rows for one, other in combinations(row, 2)]
    return float(Fraction(sum(pairs), len(pairs)))


Distance = Callable[[Mapping[Value, Fraction], Value, Value], Fraction]


def _alpha(rows: Sequence[Row], distance: Distance) -> float | None:
    # Exact until the last division: no sum of many thirds drifts.
    together: dict[tuple[Value, Value], Fraction] = {}
    for size, counted in _by_size(rows).items():
        for pair, times in counted.items():
            together[pair] = together.get(pair, Fraction()) + Fraction(times, size - 1)
    totals: dict[Value, Fraction] = {}
    for (one, _), weight in together.items():
        totals[one] = totals.get(one, Fraction()) + weight
    if len(totals) < 2:
        return None
    apart = {pair: distance(totals, *pair) for pair in product(totals, repeat=2)}
    seen = sum((weight * apart[pair] for pair, weight in together.items()), Fraction())
    chance = sum((totals[a] * totals[b] * apart[a, b] for a, b in apart), Fraction())
    return float(1 - (sum(totals.values()) - 1) * seen / chance)


def _by_size(rows: Sequence[Row]) -> dict[int, Counter[tuple[Value, Value]]]:
    """Count the ordered pairs of values within units, by how many codings the unit has."""
    found: dict[int, Counter[tuple[Value, Value]]] = {}
    for row in rows:
        counted = found.setdefault(len(row), Counter())
        for one, other in combinations(row, 2):
            counted[one, other] += 1
            counted[other, one] += 1
    return found


def _between(totals: Mapping[Value, Fraction], one: Value, other: Value) -> Fraction:
    low, high = sorted((int(one), int(other)))
    passed = sum((n for value, n in totals.items() if low <= int(value) <= high), Fraction())
    return (passed - (totals[one] + totals[other]) / 2) ** 2


# ── From units to rows ────────────────────────────────────────────────────────────────


def _rows(units: Sequence[Unit], *, with_none: bool) -> list[Row]:
    return [
        [
            category(code)
            for _, code in sorted(unit.codes.items(), key=_coder)
            if with_none or code is not None
        ]
        for unit in units
    ]


def _numbers(units: Sequence[Unit]) -> list[Row]:
    numbers = ([code.number for code in unit.codes.values() if code] for unit in units)
    return [[number for number in row if number is not None] for row in numbers]


def _coder(pair: tuple[int, Stance | None]) -> int:
    return pair[0]


def _figure(
    measure: Measure, rows: Sequence[Row], measured: Callable[[Sequence[Row]], float | None]
) -> Figure:
    twice = [row for row in rows if len(row) > 1]
    left_out = len(rows) - len(twice)
    if not twice:
        return Figure(measure, None, 0, left_out, Undefined.NOTHING_TWICE)
    value = measured(twice)
    undefined = Undefined.ONE_CATEGORY if value is None else None
    return Figure(measure, value, len(twice), left_out, undefined)
