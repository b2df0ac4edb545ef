"""The timeline: by hand on small records; dates that lie in no single period are counted."""

from datetime import date

import pytest

from tracker.analysis.calendar import Period, period_of
from tracker.errors import Refused
from tracker.statements.drafts import SpeakerPart
from tracker.vocabulary import Stance


@pytest.mark.parametrize(
    ("period", "first", "last", "name"),
    [
        ("day", "2025-01-08", "2025-01-08", "2025-01-08"),
        ("day", "2025-01-08", "2025-01-09", None),
        ("week", "2024-12-30", "2025-01-05", "2025-W01"),
        ("week", "2025-01-05", "2025-01-06", None),
        ("month", "2025-01-01", "2025-01-31", "2025-01"),
        ("month", "2025-01-31", "2025-02-01", None),
        ("quarter", "2025-04-01", "2025-06-30", "2025-Q2"),
        ("quarter", "2024-06-30", "2025-06-30", None),
        ("year", "2025-01-01", "2025-12-31", "2025"),
    ],
)
def test_a_date_is_in_a_period_if_all_of_it_is(period, first, last, name):
    assert period_of(Period(period), date.fromisoformat(first), date.fromisoformat(last)) == name


def test_codes_are_counted_by_period_with_their_share(make, report):
    claim = make.claim()
    said = [
        ("2025-01-08", Stance.SUPPORT),
        ("2025-01", Stance.SUPPORT),
        ("2025-01-20", Stance.QUESTION),
        ("2025-03-01", Stance.OPPOSE),
        ("2025", Stance.OPPOSE),
    ]
    for said_on, code in said:
        make.statement(stances={claim: code}, said_on=said_on)

    found = report("timeline")

    assert [(row.period, row.code, row.n, row.share) for row in found.rows] == [
        ("2025-01", "question", 1, 1 / 3),
        ("2025-01", "support", 2, 2 / 3),
        ("2025-03", "oppose", 1, 1.0),
    ]
    assert found.n_outside == 1
    assert [row.n for row in report("timeline", period="year").rows] == [2, 1, 2]


def test_what_two_say_for_one_body_is_said_once(make, report):
    ministry = make.speaker("Ministry", "organisation")
    people = [make.speaker(name) for name in ("Ratu", "Okafor")]
    parts = [
        SpeakerPart(str(person), role=str(make.role(person, ministry, "Spokesperson")))
        for person in people
    ]
    make.statement(speakers=tuple(parts), stances={make.claim(): Stance.SUPPORT})

    assert [row.n for row in report("timeline").rows] == [2]
    assert [row.n for row in report("timeline", holder="body").rows] == [1]


def test_a_period_that_there_is_not_is_refused(report):
    with pytest.raises(Refused) as refused:
        report("timeline", period="decade")

    assert refused.value.field == "period"
