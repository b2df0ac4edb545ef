"""Two implementations that share nothing but the design agree on whatever is thrown at them."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.analysis.naive import plain_network, plain_windows
from tests.analysis.naive_kept import Said
from tracker.analysis.choices import (
    AGGREGATIONS,
    NORMALISATIONS,
    Choices,
    Duplicates,
    Filter,
    Mode,
    QualifierKind,
    Unit,
)
from tracker.analysis.coded import Coded
from tracker.analysis.networks import build_network, build_windows

# The last two sort by UTF-16 otherwise than by code points.
HOLDERS = ["", "North Korea", "МИД", "조선", "a", "Z", "ﬀ", "𐀀"]
CLAIMS = ["", "A", "B", "C", "D"]
LEVELS: dict[QualifierKind, list[Any]] = {
    QualifierKind.BOOLEAN: [0, 1],
    QualifierKind.INTEGER: [-2, -1, 0, 1, 2],
    QualifierKind.TEXT: ["", "praise", "blame", "doubt"],
}


def some_statements(lot: Random, kind: QualifierKind) -> list[Said]:
    levels: list[Any] = LEVELS[kind] * 2 + ["" if kind is QualifierKind.TEXT else None]
    begin = date(2023, 12, 1) + timedelta(lot.randrange(40))
    said = []
    for number in range(lot.randrange(0, 70)):
        first = begin + timedelta(lot.randrange(60))
        last = first + timedelta(lot.choice([0, 0, 0, 0, 0, 0, 3, 30]))
        values: dict[str, Any] = {
            "holder": lot.choice(HOLDERS),
            "claim": lot.choice(CLAIMS),
            "qualifier": lot.choice(levels),
            "outlet": lot.choice(["", "Tempo", "TASS"]),
        }
        place = lot.randrange(4)
        shared = lot.choice([number, lot.randrange(10)])
        said.append(Said(shared, lot.randrange(6), place, place + 9, first, last, values))
    return said


def some_choices(lot: Random, kind: QualifierKind) -> Choices:
    mode = lot.choice(list(Mode))
    rows, columns = lot.sample(["holder", "claim"], 2)
    return Choices(
        rows,
        columns,
        mode=mode,
        qualifier="qualifier",
        kind=kind,
        scale=(-2, 2) if kind is QualifierKind.INTEGER else None,
        aggregation=lot.choice(AGGREGATIONS[mode]),
        normalise=lot.choice(NORMALISATIONS[mode]),
        duplicates=lot.choice(list(Duplicates)),
        isolates=lot.random() < 0.3,
        first=lot.choice([None, date(2023, 12, 10)]),
        last=lot.choice([None, date(2024, 1, 31)]),
        document_filters=some_filters(lot, "outlet", ["Tempo"]),
        value_filters=some_filters(lot, "holder", ["a", "МИД"])
        + some_filters(lot, "claim", ["A", "B"]),
        window=lot.randrange(1, 5),
        unit=lot.choice(list(Unit)),
        dna_compatible=lot.random() < 0.4,
    )


def some_filters(lot: Random, variable: str, values: list[str]) -> tuple[Filter, ...]:
    if lot.random() < 0.8:
        return ()
    return (Filter(variable, frozenset(values), inverted=lot.random() < 0.5),)


def as_columns(said: list[Said]) -> Coded:
    names = ("holder", "claim", "qualifier", "outlet")
    return Coded(
        [one.id for one in said],
        [one.document for one in said],
        [one.start for one in said],
        [one.stop for one in said],
        [one.first for one in said],
        [one.last for one in said],
        {name: [one.values[name] for one in said] for name in names},
    )


def assert_equal(network, plain) -> None:
    assert list(network.rows) == plain.rows
    assert list(network.columns) == plain.columns
    assert network.kept == plain.kept
    for (row, column), ids in plain.ids.items():
        assert network.weights[row, column] == pytest.approx(plain.weights[row][column], abs=1e-9)
        assert list(network.statements(row, column)) == ids
        assert network.counts[row, column] == len(ids)


@pytest.mark.parametrize("seed", range(200))
def test_the_network_of_any_statements_is_what_the_design_says(seed):
    lot = Random(seed)
    kind = lot.choice(list(QualifierKind))
    said, choices = some_statements(lot, kind), some_choices(lot, kind)

    network = build_network(as_columns(said), choices)

    assert_equal(network, plain_network(said, choices))
    assert network.kept + sum(vars(network.left_out).values()) == len(said)


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_every_time_window_of_any_statements_is_what_the_design_says(seed):
    lot = Random(seed)
    kind = lot.choice(list(QualifierKind))
    said, choices = some_statements(lot, kind)[:30], some_choices(lot, kind)
    every = 5

    windows = list(build_windows(as_columns(said), choices))

    expected = plain_windows(said, choices)
    assert [window.middle for window in windows] == [middle for middle, _plain in expected]
    for window, (_middle, plain) in list(zip(windows, expected, strict=True))[::every]:
        assert_equal(window.network, plain)
