"""Discourse networks worked out by hand, and the choices that are refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.analysis.debates import A_DAY, ACTIVITY, CONGRUENCE, DEBATE, coded
from tracker.analysis.choices import (
    Aggregation,
    Duplicates,
    Filter,
    Mode,
    Normalisation,
    QualifierKind,
)
from tracker.analysis.coded import Coded, LeftOut
from tracker.analysis.networks import build_network
from tracker.errors import Refused

SAID = coded(
    (A_DAY, "Iran", "A", 1),
    (A_DAY, "Iran", "A", 1),
    (A_DAY, "Iran", "B", 1),
    (A_DAY, "Oman", "A", 1),
    (A_DAY, "Oman", "B", 0),
)


def test_the_cosine_is_divided_by_lengths_and_in_compatible_mode_by_numbers():
    choices = replace(CONGRUENCE, normalise=Normalisation.COSINE)

    ours = build_network(SAID, choices)
    theirs = build_network(SAID, replace(choices, dna_compatible=True))

    # (2, 1, 0) · (1, 0, 1) = 2; the lengths are √5 and √2, the numbers 3 and 2.
    assert ours.weights[0, 1] == pytest.approx(2 / 10**0.5, abs=1e-12)
    assert theirs.weights[0, 1] == pytest.approx(2 / 6, abs=1e-12)


def test_the_cosine_that_ignores_the_qualifier_is_one_of_claims():
    choices = replace(CONGRUENCE, aggregation=Aggregation.IGNORE, normalise=Normalisation.COSINE)

    network = build_network(SAID, choices)

    # (2, 1) · (1, 1) = 3; the lengths are √5 and √2.
    assert network.weights[0, 1] == pytest.approx(3 / 10**0.5, abs=1e-12)


def test_prominence_is_the_share_of_what_is_said_of_a_claim():
    network = build_network(SAID, replace(ACTIVITY, normalise=Normalisation.PROMINENCE))

    assert (network.rows, network.columns) == (("Iran", "Oman"), ("A", "B"))
    assert network.weights == pytest.approx(np.array([[2 / 3, 1 / 2], [1 / 3, 1 / 2]]))


def test_activity_is_the_share_of_what_a_holder_says():
    network = build_network(SAID, replace(ACTIVITY, normalise=Normalisation.ACTIVITY))

    assert network.weights == pytest.approx(np.array([[2 / 3, 1 / 3], [1 / 2, 1 / 2]]))


SPREAD = coded(
    ("2024-12-30", "Iran", "A", 1),  # a Monday of the first ISO week of 2025
    ("2025-01-05", "Iran", "A", 1),  # the Sunday of that week
    ("2025-01-06", "Iran", "A", 1),
    ("2025-12-29", "Iran", "A", 1),  # a Monday of the first ISO week of 2026
    ("2025-01-01/2025-12-31", "Iran", "A", 1),
)


@pytest.mark.parametrize(
    ("duplicates", "ours", "theirs", "imprecise"),
    [
        (Duplicates.WEEK, (1, 3, 4), (1, 3), 1),
        (Duplicates.MONTH, (1, 2, 4), (1, 2), 1),
        (Duplicates.YEAR, (1, 5), (1, 5), 0),
        (Duplicates.ACROSS_RANGE, (1,), (1,), 0),
        (Duplicates.INCLUDE, (1, 5, 2, 3, 4), (1, 5, 2, 3, 4), 0),
    ],
)
def test_a_week_and_a_month_are_of_their_year_unless_compatible(
    duplicates, ours, theirs, imprecise
):
    choices = replace(ACTIVITY, duplicates=duplicates)

    network = build_network(SPREAD, choices)
    compatible = build_network(SPREAD, replace(choices, dna_compatible=True))

    assert network.statements(0, 0) == ours
    assert compatible.statements(0, 0) == theirs
    assert network.left_out == LeftOut(imprecise=imprecise, duplicates=5 - imprecise - len(ours))


def test_levels_are_those_of_the_scale_and_in_compatible_mode_those_that_occur():
    debate = coded(
        (A_DAY, "Iran", "A", 1),
        (A_DAY, "Oman", "A", 2),
        (A_DAY, "Iran", "B", 1),
        (A_DAY, "Oman", "B", 1),
    )
    choices = replace(CONGRUENCE, kind=QualifierKind.INTEGER, scale=(-2, 2))

    ours = build_network(debate, choices)
    theirs = build_network(debate, replace(choices, dna_compatible=True))

    # One step of four apart, or one of one; and alike in B.
    assert ours.weights[0, 1] == pytest.approx(0.75 + 1)
    assert theirs.weights[0, 1] == pytest.approx(0 + 1)


def test_combining_tells_agreement_disagreement_and_both():
    debate = coded(
        (A_DAY, "Iran", "A", 1),
        (A_DAY, "Iran", "B", 0),
        (A_DAY, "Oman", "A", 1),
        (A_DAY, "Oman", "A", 0),
    )
    choices = replace(CONGRUENCE, mode=Mode.TWO, aggregation=Aggregation.COMBINE)

    assert build_network(debate, choices).weights.tolist() == [[1, 2], [3, 0]]


def test_a_joint_statement_about_two_claims_is_one_statement_behind_an_edge():
    days = [date(2025, 3, 3)] * 4
    joint = Coded([7, 7, 7, 7], [1] * 4, [0] * 4, [9] * 4, days, days, variables={
        "holder": ["Iran", "Oman", "Iran", "Oman"], "claim": ["A", "A", "B", "B"],
        "agrees": [1, 1, 1, 1],
    })  # fmt: skip

    network = build_network(joint, CONGRUENCE)

    assert (network.weights[0, 1], network.counts[0, 1]) == (2, 1)
    assert network.statements(0, 1) == (7,)


def test_a_weight_of_nothing_on_balance_is_still_an_edge_with_its_statements():
    debate = coded(
        (A_DAY, "Iran", "A", 1),
        (A_DAY, "Oman", "A", 1),
        (A_DAY, "Oman", "A", 0),
        (A_DAY, "Peru", "B", 1),
    )
    choices = replace(CONGRUENCE, aggregation=Aggregation.SUBTRACT)

    edges = list(build_network(debate, choices).edges())

    assert [(e.row, e.column, e.weight, e.n) for e in edges] == [(0, 1, 0.0, 3)]


def test_isolates_are_all_nodes_of_the_range_whatever_is_filtered():
    choices = replace(
        CONGRUENCE,
        isolates=True,
        first=date(2025, 3, 2),
        last=date(2025, 3, 4),
        value_filters=(Filter("claim", {"A"}),),
    )

    network = build_network(DEBATE, choices)

    assert (network.rows, network.kept) == (("Iran", "Oman"), 0)


def test_nodes_with_the_same_label_stay_two():
    labels = {"u1": "Kim", "u2": "Kim", "u3": "Ahn"}
    debate = coded((A_DAY, "u2", "A", 1), (A_DAY, "u1", "A", 1), (A_DAY, "u3", "A", 1))

    network = build_network(debate, CONGRUENCE, {"holder": labels})

    assert network.rows == ("u3", "u1", "u2")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("aggregation", {"aggregation": Aggregation.COMBINE}),
        ("aggregation", {"mode": Mode.TWO}),
        ("aggregation", {"qualifier": None}),
        ("normalise", {"normalise": Normalisation.PROMINENCE}),
        ("normalise", {"normalise": Normalisation.ACTIVITY}),
        ("columns", {"columns": "holder"}),
        ("said_to", {"first": date(2025, 2, 1), "last": date(2025, 1, 1)}),
        ("window", {"window": 0}),
    ],
)
def test_choices_that_do_not_go_together_are_refused_by_their_field(field, changes):
    with pytest.raises(Refused) as refusal:
        replace(CONGRUENCE, **changes)

    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")


def test_nothing_makes_an_empty_network():
    for choices in (CONGRUENCE, ACTIVITY, replace(CONGRUENCE, normalise=Normalisation.JACCARD)):
        network = build_network(coded(), choices)

        assert (network.rows, network.columns, list(network.edges())) == ((), (), [])
