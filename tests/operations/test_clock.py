"""A clock that jumps back, and the day that most years lack: all goes on."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.accounts.people import EMAIL, PASSWORD, form_token, sign_in
from tracker import dates
from tracker.models import Revision, Statement, base
from tracker.vocabulary import StatementState

LEAP_DAY = datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)


@pytest.fixture
def set_clock(monkeypatch):
    """Set the clock of this process: `set_clock(LEAP_DAY)`; it runs on from there."""
    really, since = datetime.now, time.time

    def to(moment):
        off = moment - really(UTC)

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return really(tz) + off

        # Where the moment and the day are asked for, and what signs the cookies of a visit.
        monkeypatch.setattr(base, "datetime", Shifted)
        monkeypatch.setattr(dates, "datetime", Shifted)
        monkeypatch.setattr(time, "time", lambda: since() + off.total_seconds())

    return to


def test_a_form_outlives_a_clock_that_was_set_back_three_hours(writer, set_clock):
    assert writer.send().status_code == 303
    token = form_token(writer.client)

    set_clock(datetime.now(UTC) - timedelta(hours=3))
    again = writer.send(csrf_token=token, client_token="", title="Another", text="Other words.")

    assert again.status_code == 303
    assert writer.sources() == 2
    assert writer.is_sound()


def test_one_can_sign_in_and_out_while_the_clock_is_back(app, writer, set_clock):
    set_clock(datetime.now(UTC) - timedelta(hours=3))
    guest = app.test_client()

    entered = sign_in(guest, EMAIL, PASSWORD)
    left = guest.post("/logout", data={"csrf_token": form_token(guest)})

    assert (entered.status_code, left.status_code) == (303, 303)


def test_revisions_keep_their_order_though_the_clock_goes_back(database, make, set_clock):
    first = make.statement()
    set_clock(datetime.now(UTC) - timedelta(hours=3))
    second = make.statement()

    with database.reading() as session:
        moments = session.scalars(select(Revision.at).order_by(Revision.number)).all()
        numbers = session.scalars(select(Revision.number).order_by(Revision.number)).all()
    assert first != second
    assert moments == sorted(moments)
    assert numbers == list(range(1, len(numbers) + 1))


def test_everything_goes_on_on_a_leap_day_and_past_its_midnight(app, writer, set_clock, make):
    for moment in (LEAP_DAY, LEAP_DAY + timedelta(minutes=1), LEAP_DAY + timedelta(days=366)):
        set_clock(moment)
        # Who was signed in years ago no longer is.
        guest = app.test_client()
        assert sign_in(guest, EMAIL, PASSWORD).status_code == 303
        number = make.statement(said_on=str(moment.date()))
        shown = guest.get(f"/statements/{number}")
        assert shown.status_code == 200
        assert guest.get("/").status_code == 200

    with writer.database.reading() as session:
        published = select(func.count()).where(Statement.state == StatementState.PUBLISHED)
        assert session.scalar(published) == 3
    assert writer.is_sound()
