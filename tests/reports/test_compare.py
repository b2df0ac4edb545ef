"""Comparison: who is compared with whom, what is shared, and what cannot be asked."""

import pytest

from tracker.errors import Refused
from tracker.reports import compare
from tracker.vocabulary import Stance

FOR, HEDGED, AGAINST = Stance.SUPPORT, Stance.LEAN_SUPPORT, Stance.OPPOSE


@pytest.fixture
def three(make):
    """Ratu and Okafor share two claims, and Shea shares one with Ratu; Lee only asked."""
    people = {name: make.speaker(name, key=name) for name in ("ratu", "okafor", "shea", "lee")}
    claims = [make.claim(key=f"claim-{n}") for n in range(3)]
    said = {
        "ratu": (FOR, HEDGED, FOR),
        "okafor": (AGAINST, FOR),
        "shea": (None, None, FOR),
        "lee": (Stance.QUESTION,),
    }
    for name, codes in said.items():
        for claim, code in zip(claims, codes, strict=False):
            if code:
                make.statement(speaker=people[name], stances={claim: code}, said_on="2025-01-08")
    return people


def told(found):
    return {
        frozenset((row.holder_a_label, row.holder_b_label)): (
            row.shared_claims, row.agree, row.disagree, row.agreement
        )
        for row in found.rows
    }  # fmt: skip


def test_all_who_share_a_claim_are_compared(report, three):
    found = told(report("compare"))

    assert found == {
        frozenset(("ratu", "okafor")): (2, 1, 1, 1 - 5 / 8),
        frozenset(("ratu", "shea")): (1, 1, 0, 1.0),
    }


def test_one_holder_is_compared_with_all_others(report, three):
    found = report("compare", speaker="shea")
    alone = report("compare", holders="shea")

    assert [(row.holder_a_label, row.holder_b_label) for row in found.rows] == [("shea", "ratu")]
    assert alone.rows == found.rows


def test_those_who_were_chosen_are_compared_also_where_they_share_nothing(report, three):
    found = report("compare", holders="okafor  shea lee")

    assert set(told(found).values()) == {(0, 0, 0, None)}
    assert len(found.rows) == 3
    assert [found.holders[holder].label for holder in found.without] == ["lee"]


def test_claims_on_which_they_split_come_first_with_both_statements(report, three):
    found = report("compare", holders="ratu okafor")

    assert [split.is_split for split in found.splits] == [True, False]
    codes = [{held.code for held in split.held.values()} for split in found.splits]
    assert codes == [{FOR, AGAINST}, {HEDGED, FOR}]
    assert len({held.statement for split in found.splits for held in split.held.values()}) == 4


def test_a_period_compares_what_was_said_in_it(report, three, make):
    claim = make.claim()
    for name, code in (("okafor", FOR), ("shea", AGAINST)):
        make.statement(speaker=three[name], stances={claim: code}, said_on="2025-02-01")

    found = told(report("compare", said_from="2025-02"))

    assert found == {frozenset(("okafor", "shea")): (1, 0, 1, 0.0)}
    assert told(report("compare", claim=str(claim))) == found


@pytest.mark.engines("sqlite")
def test_more_than_the_limit_is_refused_with_the_limit(report, three, monkeypatch):
    monkeypatch.setattr(compare, "MOST_HOLDERS", 2)

    for asked in ({}, {"said_from": "2025"}, {"holders": "ratu okafor shea"}):
        with pytest.raises(Refused) as refused:
            report("compare", **asked)

        assert refused.value.field == "holders"
        assert refused.value.params == {"most": 2, "n": 3}
    assert report("compare", speaker="ratu").rows


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("given", "field"),
    [({"holders": "ratu nobody"}, "holders"), ({"speaker": "nobody"}, "speaker")],
    ids=str,
)
def test_whom_one_may_not_know_is_not_compared(report, three, given, field):
    with pytest.raises(Refused) as refused:
        report("compare", **given)

    assert refused.value.field == field


@pytest.mark.engines("sqlite")
def test_the_command_prints_agreement_as_promised(printed, three):
    rows = printed("compare", "--holders", "ratu shea okafor")

    assert list(rows[0])[:6] == [
        "holder_a", "holder_b", "shared_claims", "agree", "disagree", "agreement"
    ]  # fmt: skip
    assert [list(row.values()) for row in rows] == sorted(list(row.values()) for row in rows)
    assert sorted(row["agreement"] for row in rows) == ["", "0.375", "1.0"]
