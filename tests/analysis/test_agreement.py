"""Agreement of coders: equal to the oracle and to tables worked out by hand, or undefined."""

import random
from collections import Counter
from math import isnan

import krippendorff
import pytest

from tracker.analysis.agreement import (
    Figure,
    Measure,
    Undefined,
    Unit,
    alpha_nominal,
    alpha_ordinal,
    category,
    cohens_kappa,
    confusion,
    figures,
    figures_of_pair,
    pairs_of,
    percent_agreement,
)
from tracker.vocabulary import Stance

FOR, LEANS, BOTH, DOUBTS, AGAINST, ASKS, DECLINES = (
    Stance.SUPPORT,
    Stance.LEAN_SUPPORT,
    Stance.MIXED,
    Stance.LEAN_OPPOSE,
    Stance.OPPOSE,
    Stance.QUESTION,
    Stance.DECLINE,
)
CATEGORIES = ["for", "mixed", "against", "question", "mention", "decline", "none"]


def random_units(seed: int) -> list[Unit]:
    """A table with missing values; a second coder mostly agrees, as people do."""
    chance = random.Random(seed)
    coders, codes = chance.randint(2, 5), [*Stance, None]
    pool = chance.sample(codes, chance.randint(1, len(codes)))
    units = []
    for number in range(chance.randint(1, 60)):
        likely, row = chance.choice(pool), {}
        for coder in range(coders):
            if chance.random() < 0.75:
                row[coder] = likely if chance.random() < 0.6 else chance.choice(pool)
        units.append(Unit(number, number % 3, row))
    return units


def table_of(units, coders, value_of):
    """The oracle's table: a row for each coder, NaN where nothing was said."""
    missing = float("nan")
    return [
        [value_of(unit.codes[coder]) if coder in unit.codes else missing for unit in units]
        for coder in coders
    ]


def by_oracle(table, level, domain):
    """What the oracle says; None where it refuses or divides nothing by nothing."""
    columns = [[x for x in column if not isnan(x)] for column in zip(*table, strict=True)]
    told = {x for column in columns if len(column) > 1 for x in column}
    if len(told) < 2:
        return None
    return krippendorff.alpha(
        reliability_data=table, level_of_measurement=level, value_domain=domain
    )


def nominal(code):
    return float(CATEGORIES.index(category(code)))


def nominal_coded(code):
    return float("nan") if code is None else nominal(code)


def ordinal(code):
    return float("nan") if code is None or code.number is None else float(code.number)


def same(ours, theirs):
    return (ours is None) == (theirs is None) and (
        ours is None or ours == pytest.approx(theirs, abs=1e-9, rel=0)
    )


@pytest.mark.parametrize("seed", range(200))
def test_alpha_is_the_oracles_on_a_random_table_with_missing_values(seed: int):
    units = random_units(seed)
    told = [unit for unit in units if any(unit.codes.values())]
    coders = sorted({coder for unit in units for coder in unit.codes})

    found = {figure.measure: figure.value for figure in figures(units)}

    names = [float(number) for number in range(len(CATEGORIES))]
    table = table_of(told, coders, nominal)
    assert same(found[Measure.ALPHA_NOMINAL], by_oracle(table, "nominal", names))
    table = table_of(told, coders, nominal_coded)
    assert same(found[Measure.ALPHA_NOMINAL_CODED], by_oracle(table, "nominal", names[:-1]))
    table = table_of(told, coders, ordinal)
    scale = [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert same(found[Measure.ALPHA_ORDINAL], by_oracle(table, "ordinal", scale))


def kappa_of_definition(pairs):
    n = len(pairs)
    p_o = sum(a == b for a, b in pairs) / n
    p_e = sum(
        sum(a == name for a, _ in pairs) / n * sum(b == name for _, b in pairs) / n
        for name in CATEGORIES
    )
    return None if p_e > 1 - 1e-12 else (p_o - p_e) / (1 - p_e)


@pytest.mark.parametrize("seed", range(200))
def test_kappa_of_two_coders_is_what_its_definition_gives(seed: int):
    units = random_units(seed)
    both = [u for u in units if {0, 1} <= u.codes.keys() and (u.codes[0] or u.codes[1])]
    pairs = [(category(u.codes[0]), category(u.codes[1])) for u in both]

    found = {figure.measure: figure for figure in figures_of_pair(units, 0, 1)}

    assert found[Measure.KAPPA].n == len(pairs)
    assert same(found[Measure.KAPPA].value, kappa_of_definition(pairs) if pairs else None)
    coded = [pair for pair in pairs if "none" not in pair]
    assert found[Measure.KAPPA_CODED].left_out == len(pairs) - len(coded)
    assert same(found[Measure.KAPPA_CODED].value, kappa_of_definition(coded) if coded else None)


def test_alpha_of_krippendorffs_own_example_is_as_printed():
    # K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers and
    # twelve units, 0.743 nominal and 0.815 ordinal; unit 12 was coded once.
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    columns = zip(*(line.split() for line in observers), strict=True)
    rows = [[int(x) for x in column if x != "."] for column in columns]
    rows = [row for row in rows if len(row) > 1]

    assert round(alpha_nominal(rows) or 0, 3) == 0.743
    assert round(alpha_ordinal(rows) or 0, 3) == 0.815


def test_kappa_of_a_table_worked_out_by_hand():
    # 20 yes–yes, 5 yes–no, 10 no–yes, 15 no–no: p_o 0.7, p_e 0.5·0.6 + 0.5·0.4 = 0.5.
    rows = [["y", "y"]] * 20 + [["y", "n"]] * 5 + [["n", "y"]] * 10 + [["n", "n"]] * 15

    assert cohens_kappa(rows) == pytest.approx(0.4, abs=1e-12)
    assert percent_agreement(rows) == pytest.approx(0.7, abs=1e-12)


def test_alpha_of_four_units_worked_out_by_hand():
    # Coincidences aa 2, bb 4, ab 1, ba 1: n 8, n_a 3, n_b 5; seen 2, expected 30/7.
    rows = [["a", "a"], ["b", "b"], ["b", "b"], ["a", "b"]]

    assert alpha_nominal(rows) == pytest.approx(1 - 2 / (30 / 7), abs=1e-12)


def test_degrees_of_one_side_agree_by_sign_and_differ_by_rank():
    units = [Unit(n, 1, {1: FOR, 2: LEANS}) for n in range(3)] + [
        Unit(9, 1, {1: AGAINST, 2: AGAINST})
    ]

    found = {figure.measure: figure.value for figure in figures(units)}

    assert found[Measure.ALPHA_NOMINAL] == found[Measure.PERCENT] == 1
    assert (found[Measure.ALPHA_ORDINAL] or 0) < 1


def test_not_coded_is_once_a_category_and_once_left_out():
    units = [
        Unit(1, 1, {1: FOR, 2: FOR}),
        Unit(2, 1, {1: AGAINST, 2: AGAINST}),
        Unit(3, 1, {1: FOR, 2: None}),
        Unit(4, 1, {1: None, 2: None}),
        Unit(5, 1, {1: ASKS, 2: ASKS}),
        Unit(6, 1, {1: FOR}),
    ]

    found = {figure.measure: figure for figure in figures(units)}

    whole, coded = found[Measure.PERCENT], found[Measure.PERCENT_CODED]
    assert (whole.value, whole.n, whole.left_out) == (0.75, 4, 1)
    assert (coded.value, coded.n, coded.left_out) == (1, 3, 2)
    assert (found[Measure.ALPHA_ORDINAL].n, found[Measure.ALPHA_ORDINAL].left_out) == (2, 3)


def test_a_figure_that_cannot_be_told_says_why():
    nothing, once = figures([]), figures([Unit(1, 1, {1: FOR})])
    alike = {f.measure: f for f in figures_of_pair([Unit(1, 1, {1: FOR, 2: LEANS})], 1, 2)}

    assert {figure.undefined for figure in nothing} == {Undefined.NOTHING_TWICE}
    assert {(f.n, f.left_out, f.undefined) for f in once} == {(0, 1, Undefined.NOTHING_TWICE)}
    assert alike[Measure.ALPHA_NOMINAL].undefined is Undefined.ONE_CATEGORY
    assert alike[Measure.KAPPA] == Figure(Measure.KAPPA, None, 1, 0, Undefined.ONE_CATEGORY)
    assert alike[Measure.PERCENT].value == 1
    # Two ranks were used, however close: what disagreement to expect can be told.
    assert alike[Measure.ALPHA_ORDINAL].value == 0


def test_the_confusion_matrix_counts_codes_of_one_coder_against_the_others():
    units = [
        Unit(1, 1, {1: FOR, 2: LEANS}),
        Unit(2, 1, {1: FOR, 2: LEANS}),
        Unit(3, 1, {1: None, 2: AGAINST}),
        Unit(4, 1, {1: BOTH, 3: BOTH}),
        Unit(5, 1, {1: None, 2: None}),
    ]

    counted = confusion(units, 1, 2)

    assert counted == Counter({("support", "lean_support"): 2, ("none", "oppose"): 1})
    assert pairs_of(units) == [(1, 2), (1, 3)]


def test_three_coders_count_by_pairs():
    assert percent_agreement([["a", "a", "b"]]) == pytest.approx(1 / 3)
    assert category(DOUBTS) == category(AGAINST) == "against"
    assert category(DECLINES) == "decline"
