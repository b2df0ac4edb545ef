"""Failures are counted, waits grow, and neither a clock nor a neighbour locks anybody out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.record.test_at_once import together, trouble
from tracker.accounts import throttling
from tracker.accounts.throttling import (
    count_failure,
    forgive,
    subject_of_account,
    subject_of_address,
    subjects,
    unlock,
    wait_left,
)
from tracker.models import Throttle

ACCOUNT = (subject_of_account("rara@example.org"),)
BEGIN = datetime(2026, 2, 28, 23, 58, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **ahead: float) -> None:
        self.moment += timedelta(**ahead)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(throttling, "now", clock)
    return clock


def fail(database, times: int, counted=ACCOUNT) -> int:
    """Fail so often, and say how long the wait is then."""
    for _ in range(times):
        count_failure(database, counted)
    with database.reading() as session:
        return wait_left(session, counted)


def left(database, counted=ACCOUNT) -> int:
    return fail(database, 0, counted)


def test_the_tenth_failure_in_five_minutes_is_followed_by_a_wait(database, clock):
    assert fail(database, 9) == 0
    assert fail(database, 1) == 60


def test_failures_of_more_than_five_minutes_ago_do_not_count(database, clock):
    fail(database, 9)
    clock.go(minutes=5, seconds=1)

    assert fail(database, 9) == 0


@pytest.mark.engines("sqlite")
def test_waits_grow_to_an_hour_and_no_further(database, clock):
    waits = []
    for _ in range(8):
        waits.append(fail(database, 10) // 60)
        clock.go(minutes=waits[-1])

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.engines("sqlite")
def test_a_wait_ends_by_itself(database, clock):
    fail(database, 10)
    clock.go(seconds=60)

    assert left(database) == 0


def test_who_got_in_starts_anew_but_not_the_network_address(database, clock):
    both = subjects("rara@example.org", "192.0.2.7")
    fail(database, 10, both)

    with database.transaction() as session:
        forgive(session, " RARA@example.org")

    assert left(database, both[:1]) == 0
    assert left(database, both[1:]) == 60


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=366)])
def test_a_clock_set_back_locks_nobody_out(database, clock, back):
    fail(database, 10)
    clock.moment -= back

    assert left(database) == 0
    assert fail(database, 9) == 0
    assert fail(database, 1) > 0


@pytest.mark.engines("sqlite")
def test_a_clock_a_few_seconds_behind_makes_no_hole(database, clock):
    fail(database, 10)
    clock.go(seconds=-5)

    assert left(database) == 65


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_an_address_of_ipv6_is_counted_by_its_network(one, other, is_same):
    assert (subject_of_address(one) == subject_of_address(other)) is is_same


def test_no_address_and_no_email_is_kept(database, clock):
    fail(database, 1, subjects("rara@example.org", "192.0.2.7"))

    with database.reading() as session:
        kept = list(session.scalars(select(Throttle.subject)))
    assert len(kept) == 2
    assert not any("rara" in subject or "192" in subject for subject in kept)


def test_two_at_once_are_counted_as_two(database):
    both = subjects("rara@example.org", "192.0.2.7")

    answers = together(*[lambda: count_failure(database, both)] * 8)

    with database.reading() as session:
        counts = list(session.scalars(select(Throttle.failures)))
    assert trouble(answers) == []
    assert counts == [8, 8]


def test_rows_of_long_ago_are_removed(database, clock):
    fail(database, 1, subjects("long.ago@example.org", "192.0.2.7"))
    clock.go(days=2)

    fail(database, 1)

    with database.reading() as session:
        assert list(session.scalars(select(Throttle.subject))) == list(ACCOUNT)


def test_who_was_unlocked_need_not_wait_for_their_network(database, clock):
    rara = subjects("rara@example.org", "192.0.2.1")
    other = subjects("other@example.org", "192.0.2.1")
    for _ in range(10):
        count_failure(database, rara)

    with database.transaction() as session:
        unlock(session, "rara@example.org")
        unlock(session, "rara@example.org")
        at_once = [wait_left(session, one) for one in (rara, other)]
    for _ in range(10):
        count_failure(database, rara)
    with database.reading() as session:
        again = wait_left(session, rara)
    clock.go(minutes=1)
    with database.reading() as session:
        waited = wait_left(session, rara)
    clock.go(minutes=14)
    count_failure(database, rara)
    for _ in range(9):
        count_failure(database, subjects(None, "192.0.2.1"))
    with database.reading() as session:
        later = wait_left(session, rara)

    assert (at_once[0], again, waited) == (0, 60, 0)
    assert at_once[1] > 0
    assert later > 0
