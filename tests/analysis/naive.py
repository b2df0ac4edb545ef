"""The discourse networks a second time, as slowly and as plainly as the design says them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import floor, sqrt
from typing import Any

from tests.analysis.naive_kept import Said, in_order, in_range, once, sifted
from tracker.analysis.choices import (
    Aggregation,
    Choices,
    Mode,
    Normalisation,
    QualifierKind,
    Unit,
)


@dataclass
class Plain:
    """A network as plain lists."""

    rows: list[str]
    columns: list[str]
    weights: list[list[float]]
    ids: dict[tuple[int, int], list[int]]
    kept: int


@dataclass
class Table:
    """How often each row says something of each column at each level."""

    x: Counter[Any]
    rows: list[str]
    columns: list[str]
    levels: list[Any]
    choices: Choices


def plain_network(said: list[Said], choices: Choices) -> Plain:
    ranged = in_range(said, choices)
    kept = in_order(sifted(ranged, choices), choices)
    return made(once(kept, choices), ranged, choices)


def plain_windows(said: list[Said], choices: Choices) -> list[tuple[date, Plain]]:
    ranged = in_range(said, choices)
    kept = in_order(sifted(ranged, choices), choices)
    if choices.dna_compatible:
        kept = once(kept, choices)
    windows = by_statements(kept, choices) if choices.unit is Unit.STATEMENTS else None
    if windows is None:
        windows = by_days(kept, ranged, choices)
    if not choices.dna_compatible:
        windows = [(middle, once(inside, choices)) for middle, inside in windows]
    return [(middle, made(inside, ranged, choices)) for middle, inside in windows]


def by_statements(kept, choices):
    half = floor((choices.window - 1) / 2 + 0.5)
    exact = [one for one in kept if one.first == one.last]
    return [
        (exact[at].first, exact[at - half : at + half + 1])
        for at in range(len(exact))
        if at - half >= 0 and at + half < len(exact)
    ]


def by_days(kept, ranged, choices):
    if not ranged:
        return []
    first = choices.first or min(one.first for one in ranged)
    last = choices.last or max(one.last for one in ranged)
    half = floor((choices.window - 1) / 2 + 0.5)
    windows, step = [], half
    while moved(first, step + half, choices.unit) <= last:
        since, until = (moved(first, at, choices.unit) for at in (step - half, step + half))
        inside = [one for one in kept if one.first >= since and one.last <= until]
        windows.append((moved(first, step, choices.unit), inside))
        step += 1
    return windows


def moved(day: date, by: int, unit: Unit) -> date:
    if unit is Unit.DAYS:
        return day + timedelta(by)
    if unit is Unit.WEEKS:
        return day + timedelta(7 * by)
    year, month = day.year, day.month
    for _ in range(by * 12 if unit is Unit.YEARS else by):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def made(kept: list[Said], ranged: list[Said], choices: Choices) -> Plain:
    shown = ranged if choices.isolates else kept
    rows, columns = (nodes(shown, name) for name in (choices.rows, choices.columns))
    levels = levels_of(ranged, choices)
    x: Counter[Any] = Counter()
    for said in kept:
        level = said.values[choices.qualifier] if choices.qualifier else None
        x[said.values[choices.rows], said.values[choices.columns], level] += 1
    table = Table(x, rows, columns, levels, choices)
    return two_mode(kept, table) if choices.mode is Mode.TWO else one_mode(kept, table)


def two_mode(kept: list[Said], table: Table) -> Plain:
    choices = table.choices
    weights = [[cell(table, i, j) for j in table.columns] for i in table.rows]
    ids = {}
    for (a, i), (b, j) in product(enumerate(table.rows), enumerate(table.columns)):
        of_both = [
            said.id
            for said in kept
            if (said.values[choices.rows], said.values[choices.columns]) == (i, j)
        ]
        ids[a, b] = list(dict.fromkeys(of_both))
    return Plain(table.rows, table.columns, weights, ids, len(kept))


def one_mode(kept: list[Said], table: Table) -> Plain:
    rows = table.rows
    weights = [[0 if i == other else pair(table, i, other) for other in rows] for i in rows]
    ids = {}
    for (a, i), (b, other) in product(enumerate(rows), repeat=2):
        between = [
            said.id
            for said in kept
            if a != b and (meets(table, said, i, other) or meets(table, said, other, i))
        ]
        ids[a, b] = list(dict.fromkeys(between))
    return Plain(rows, rows, weights, ids, len(kept))


def nodes(shown: list[Said], name: str) -> list[str]:
    labels = {str(one.values[name]) for one in shown if one.values[name] not in ("", None)}
    return sorted(labels, key=lambda label: label.encode("utf-16-be"))


def levels_of(ranged: list[Said], choices: Choices) -> list[Any]:
    if choices.qualifier is None:
        return [None]
    occurring = {one.values[choices.qualifier] for one in ranged}
    if choices.kind is QualifierKind.BOOLEAN:
        levels: list[Any] = [0, 1]
    elif choices.kind is QualifierKind.INTEGER and choices.scale and not choices.dna_compatible:
        levels = list(range(choices.scale[0], choices.scale[1] + 1))
    else:
        levels = sorted(occurring - {None, ""})
    if choices.aggregation is Aggregation.IGNORE:
        levels += sorted(occurring & {None, ""}, key=str)
    return levels


def cell(table: Table, i, j) -> Any:
    x, levels, choices = table.x, table.levels, table.choices
    said = {k: x[i, j, k] for k in levels}
    if choices.aggregation is Aggregation.COMBINE:
        weight = sum(2 ** (len(levels) - 1 - at) for at, k in enumerate(levels) if said[k] > 0)
    elif choices.aggregation is Aggregation.IGNORE or choices.kind is QualifierKind.TEXT:
        weight = sum(said.values())
    elif choices.kind is QualifierKind.BOOLEAN:
        weight = said[1] - said[0]
    else:
        weight = sum(k * said[k] for k in levels)
    divisor = 1
    if choices.normalise is Normalisation.ACTIVITY:
        divisor = sum(x[i, other, k] for other in table.columns for k in levels)
    elif choices.normalise is Normalisation.PROMINENCE:
        divisor = sum(x[other, j, k] for other in table.rows for k in levels)
    return weight / divisor if divisor else 0


def alike(k, other, levels) -> Any:
    if isinstance(k, str) or levels[0] == levels[-1]:
        return float(k == other)
    return 1 - abs(k - other) / (levels[-1] - levels[0])


def pair(table: Table, i, other) -> Any:
    x, columns, levels, choices = table.x, table.columns, table.levels, table.choices
    places = list(product(columns, levels))
    alone = sum(x[i, j, k] for j, k in places if x[other, j, k] == 0)
    alone += sum(x[other, j, k] for j, k in places if x[i, j, k] == 0)
    shared = sum(x[i, j, k] * x[other, j, k] for j, k in places)
    n = {who: {j: sum(x[who, j, k] for k in levels) for j in columns} for who in (i, other)}
    congruence = conflict = 0.0
    if choices.aggregation is Aggregation.IGNORE:
        congruence = sum(n[i][j] * n[other][j] for j in columns)
    elif choices.kind is QualifierKind.TEXT:
        congruence, conflict = shared, alone
    else:
        for j, mine, theirs in product(columns, levels, levels):
            both, same = x[i, j, mine] * x[other, j, theirs], alike(mine, theirs, levels)
            congruence += both * same
            conflict += both * (1 - same)
    weight = {
        Aggregation.CONFLICT: conflict,
        Aggregation.SUBTRACT: congruence - conflict,
    }.get(choices.aggregation, congruence)
    divisor = divided_by(table, i, other, alone + shared)
    return weight / divisor if divisor else 0


def divided_by(table: Table, i, other, apart: float) -> Any:
    x, choices = table.x, table.choices
    places = list(product(table.columns, table.levels))
    n = {
        who: {j: sum(x[who, j, k] for k in table.levels) for j in table.columns}
        for who in (i, other)
    }
    total = {who: sum(n[who].values()) for who in n}
    if choices.aggregation is Aggregation.IGNORE:
        squares = {who: sum(n[who][j] ** 2 for j in table.columns) for who in n}
    else:
        squares = {who: sum(x[who, j, k] ** 2 for j, k in places) for who in n}
    return {
        Normalisation.NO: 1,
        Normalisation.AVERAGE: (total[i] + total[other]) / 2,
        Normalisation.JACCARD: apart,
        Normalisation.COSINE: total[i] * total[other]
        if choices.dna_compatible
        else sqrt(squares[i]) * sqrt(squares[other]),
    }[choices.normalise]


def meets(table: Table, said: Said, i, other) -> bool:
    """Whether a statement of i adds to the weight between it and the other."""
    x, levels, choices = table.x, table.levels, table.choices
    if said.values[choices.rows] != i:
        return False
    j = said.values[choices.columns]
    k = said.values[choices.qualifier] if choices.qualifier else None
    held = [level for level in levels if x[other, j, level]]
    if choices.aggregation is Aggregation.IGNORE:
        return bool(held)
    if choices.kind is QualifierKind.TEXT:
        return {
            Aggregation.CONGRUENCE: k in held,
            Aggregation.CONFLICT: k not in held,
        }.get(choices.aggregation, True)
    if choices.aggregation is Aggregation.CONGRUENCE:
        return any(alike(k, level, levels) > 0 for level in held)
    if choices.aggregation is Aggregation.CONFLICT:
        return any(alike(k, level, levels) < 1 for level in held)
    return bool(held)
