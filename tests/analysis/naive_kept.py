"""Which statements a network keeps, as plainly as the design says it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.analysis.choices import Aggregation, Choices, Duplicates


@dataclass(frozen=True)
class Said:
    """One coded statement."""

    id: int
    document: int
    start: int
    stop: int
    first: date
    last: date
    values: dict[Any, Any]


def in_range(said: list[Said], choices: Choices) -> list[Said]:
    return [
        one
        for one in said
        if (choices.first is None or one.first >= choices.first)
        and (choices.last is None or one.last <= choices.last)
        and passes(one, choices.document_filters)
    ]


def passes(one: Said, filters) -> bool:
    return not any((one.values[f.variable] in f.values) != f.inverted for f in filters)


def sifted(ranged: list[Said], choices: Choices) -> list[Said]:
    return [
        one
        for one in ranged
        if passes(one, choices.value_filters)
        and one.values[choices.rows] not in ("", None)
        and one.values[choices.columns] not in ("", None)
        and (
            choices.aggregation is Aggregation.IGNORE
            or one.values[choices.qualifier] not in ("", None)
        )
    ]


def in_order(kept: list[Said], choices: Choices) -> list[Said]:
    def key(said: Said):
        level = said.values[choices.qualifier]
        # A missing level comes after the others.
        last = (level in ("", None), level or 0 if not isinstance(level, str) else level)
        return (said.first, said.last, said.document, said.start, said.stop, said.id, last)

    told: dict[Any, Said] = {}
    for said in sorted(kept, key=key):
        nodes = (said.values[choices.rows], said.values[choices.columns])
        told.setdefault((said.id, *nodes, said.values[choices.qualifier]), said)
    return list(told.values())


def once(kept: list[Said], choices: Choices) -> list[Said]:
    seen: set[tuple[object, ...]] = set()
    result = []
    for one in kept:
        if choices.duplicates is Duplicates.INCLUDE:
            result.append(one)
            continue
        period = period_of(one.first, one, choices)
        if period != period_of(one.last, one, choices):
            continue
        if choices.dna_compatible and isinstance(period, tuple):
            period = period[1]
        key: tuple[Any, ...] = (period, one.values[choices.rows], one.values[choices.columns])
        if choices.aggregation is not Aggregation.IGNORE:
            key = (*key, one.values[choices.qualifier])
        if key not in seen:
            seen.add(key)
            result.append(one)
    return result


def period_of(day: date, one: Said, choices: Choices) -> object:
    return {
        Duplicates.DOCUMENT: one.document,
        Duplicates.ACROSS_RANGE: 0,
        Duplicates.YEAR: day.year,
        Duplicates.MONTH: (day.year, day.month),
        Duplicates.WEEK: day.isocalendar()[:2],
    }[choices.duplicates]
