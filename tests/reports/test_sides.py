"""Polarisation, unity and coverage: rules on small records, and all of one counted another way."""

from random import Random

import pytest
from sqlalchemy import select

from tests.reports import naive
from tracker.errors import Refused
from tracker.models import Claim, Entry, Outlet, Speaker
from tracker.statements.drafts import SpeakerPart
from tracker.vocabulary import Act, Stance

FOR, AGAINST, MIXED = Stance.SUPPORT, Stance.OPPOSE, Stance.MIXED


@pytest.fixture
def said(make):
    """Say it: who, on what, which code, when."""

    def say(speaker, claim, code, on="2025-01-08", **more):
        return make.statement(speaker=speaker, stances={claim: code}, said_on=on, **more)

    return say


def test_who_said_nothing_in_a_period_does_not_stand_anywhere_in_it(make, said, report):
    claim, ratu, lee = make.claim(), make.speaker("Ratu"), make.speaker("Lee")
    said(ratu, claim, FOR, "2024-05-01")
    said(ratu, claim, AGAINST, "2024-06-01")
    said(lee, claim, Stance.QUESTION, "2025-06-01")

    found = report("polarisation")

    assert [(row.period, getattr(row, "for"), row.against, row.n) for row in found.rows] == [
        ("2024", 0, 1, 1)
    ]


def test_a_claim_is_disputed_from_five_who_take_a_side_on(make, said, report):
    claim = make.claim()
    for code in (FOR, FOR, AGAINST, MIXED, FOR):
        said(make.speaker(), claim, code)

    (row,) = report("polarisation").rows
    assert (row.n, row.share_for, row.dispute) == (5, 0.6, None)

    said(make.speaker(), claim, AGAINST)

    (row,) = report("polarisation").rows
    assert (row.n, row.share_for, row.dispute) == (6, 0.5, pytest.approx(0.8))


def test_a_date_that_lies_in_no_period_counts_in_the_whole(make, said, report):
    claim = make.claim()
    said(make.speaker(), claim, FOR, "2025")

    found = report("polarisation", period="month")

    assert (found.rows, found.n_outside) == ([], 1)
    assert [whole.n_for for whole in found.wholes.values()] == [1]


def test_what_was_taken_back_is_no_side(make, said, report):
    claim, ratu, body = make.claim(), make.speaker("Ratu"), make.speaker("Union", "organisation")
    first = said(ratu, claim, FOR, "2025-01-01", body=body)
    said(ratu, claim, Stance.DECLINE, "2025-02-01", act="retracts", retracts=first, body=body)

    assert [row.period for row in report("polarisation", period="month").rows] == ["2025-01"]
    assert report("unity").rows == []


def test_a_body_is_measured_by_what_is_said_for_it_alone(make, said, report):
    claim, ratu, lee = make.claim(), make.speaker("Ratu"), make.speaker("Lee")
    union, party = make.speaker("Union", "organisation"), make.speaker("Party", "organisation")
    said(ratu, claim, FOR, "2025-01-01", body=union)
    said(ratu, claim, AGAINST, "2025-02-01", body=party)
    said(lee, claim, FOR, "2025-01-01", body=union)
    said(lee, make.claim(), AGAINST, "2025-01-01", body=union)
    said(union, claim, MIXED, "2025-03-01")

    found = {row.body_label: (row.claims, row.unity, row.several) for row in report("unity").rows}

    assert found == {"Union": (2, 1.0, 1), "Party": (1, 1.0, 0)}


def test_a_claim_with_one_side_or_one_outlet_is_warned_of(make, said, report):
    both, one, none = (make.claim(key=key) for key in ("both", "one", "none"))
    mine, other = (make.source(outlet=make.outlet(name)) for name in ("Mine", "Other"))
    said(make.speaker(), both, FOR, source=mine)
    said(make.speaker(), both, AGAINST, source=other)
    said(make.speaker(), one, FOR, source=mine)
    said(make.speaker(), one, MIXED, source=mine)
    said(make.speaker(), none, Stance.QUESTION)

    found = report("coverage", by="claim")

    labels = {
        claim: report("timeline", claim=claim).rows[0].claim_label for claim in ("both", "one")
    }
    warnings = {row.value_label: row.warning for row in found.rows}
    assert warnings[labels["both"]] == ""
    assert warnings[labels["one"]] == "one_side one_outlet"
    # Of what no outlet is known there may be several.
    assert sorted(warnings.values()) == ["", "", "one_side one_outlet"]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("polarisation", {"period": "decade"}),
        ("coverage", {"by": "weather"}),
        ("coverage", {"outlet": "nothing"}),
        ("unity", {"as_of": "r0"}),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_told(make, said, report, name, given):
    said(make.speaker(), make.claim(), FOR)

    with pytest.raises(Refused) as refused:
        report(name, **given)

    assert refused.value.field == next(iter(given))


@pytest.mark.engines("sqlite")
def test_another_way_of_counting_finds_the_same(make, report, database):
    _random_record(make, Random(7))
    with database.reading() as session:
        entries = session.execute(select(Entry.__table__)).all()
        uids = {
            (cls, number): uid
            for cls in (Claim, Outlet, Speaker)
            for number, uid in session.execute(select(cls.id, cls.uid))
        }

    for level in ("speaker", "body", "state"):
        for period in ("year", "month"):
            found = report("polarisation", holder=level, period=period)
            told = [(r.claim, r.period, r.for_, r.mixed, r.against) for r in found.rows]
            assert told == naive.polarised(entries, uids, level, period)
    assert [(r.body, r.claims, r.unity) for r in report("unity").rows] == naive.united(
        entries, uids
    )
    assert [
        (r.by, r.value, r.n, r.for_, r.mixed, r.against, r.other) for r in report("coverage").rows
    ] == naive.covered(entries, uids)


def _random_record(make, random):
    state = make.state("Utara", "UT")
    bodies = [make.speaker(parent=parent, kind="organisation") for parent in (state, None)]
    people, claims = [make.speaker() for _ in range(5)], [make.claim() for _ in range(3)]
    sources = [make.source(outlet=outlet) for outlet in (None, make.outlet("A"), make.outlet("B"))]
    for _ in range(40):
        speakers = random.sample(people, random.choice((1, 1, 1, 2)))
        codes = {claim: random.choice(list(Stance)) for claim in random.sample(claims, 2)}
        is_over = random.random() < 0.1
        make.statement(
            speakers=tuple(
                SpeakerPart(str(one), body=str(random.choice(bodies))) for one in speakers
            ),
            stances=dict.fromkeys(codes, Stance.DECLINE) if is_over else codes,
            act=Act.RETRACTS if is_over else None,
            source=random.choice(sources),
            said_on=random.choice(("2024", "2024-03", "2024-03-05", "2025-01", "2025-02-01")),
        )
