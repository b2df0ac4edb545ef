"""Dates are read strictly, compared as spans and printed as precisely as they are known."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from tracker.dates import (
    Days,
    format_days,
    format_moment,
    format_time,
    is_future,
    latest_today_on_earth,
    parse_days,
    parse_period,
    parse_time,
    role_covers,
)
from tracker.errors import Refused

calendar_days = st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 12, 31))
single_dates = st.builds(
    lambda day, letters: parse_days(day.isoformat()[:letters]),
    calendar_days,
    st.sampled_from([4, 7, 10]),
)
periods = st.one_of(
    single_dates,
    st.tuples(single_dates, single_dates)
    .map(sorted)
    .map(lambda pair: parse_period(f"{pair[0]}/{pair[1]}")),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2025-01-08 ", date(2025, 1, 8), date(2025, 1, 8)),
    ],
)
def test_a_date_is_its_first_and_last_day(text, first, last):
    assert parse_days(text) == Days(text.strip(), first, last)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("8 January", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("2025-1-8", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("٢٠٢٥", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("2025-01-08/2025-01-10", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("0999", "Write a year between 1000 and 9999."),
        ("2025-13", "There is no month 13. Months go from 01 to 12."),
        ("2025-00-01", "There is no month 00. Months go from 01 to 12."),
        ("2025-01-00", "There is no day 00. Days go from 01."),
        ("2025-02-31", "February 2025 has 28 days."),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text, sentence):
    with pytest.raises(Refused) as caught:
        parse_days(text, field="said_on")

    assert str(caught.value) == sentence
    assert caught.value.field == "said_on"


def test_the_reason_names_the_month_in_the_readers_language():
    with pytest.raises(Refused) as caught:
        parse_days("2025-02-31")

    sentence = caught.value.sentence(lambda _: "%(month)s punya %(days)s hari.", "id")
    assert sentence == "Februari 2025 punya 28 hari."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2025-01-10/2025-01-08", "The period ends before it begins."),
        ("2025-01/", "Write the period as 2025-01-08/2025-01-10."),
        ("/2025", "Write the period as 2025-01-08/2025-01-10."),
        ("2024/2025/2026", "Write the period as 2025-01-08/2025-01-10."),
        ("2025-01-08/2025-02-30", "February 2025 has 28 days."),
    ],
)
def test_what_is_no_period_is_refused_with_the_reason(text, sentence):
    with pytest.raises(Refused) as caught:
        parse_period(text, field="days")

    assert str(caught.value) == sentence
    assert caught.value.field == "days"


def test_a_period_between_equal_dates_is_that_date():
    assert parse_period("2025-01/2025-01") == parse_days("2025-01")


@given(periods)
def test_a_date_comes_back_from_its_text(days):
    assert parse_period(str(days)) == days
    assert days.first <= days.last


@given(calendar_days)
def test_an_exact_day_comes_back_from_its_day(day):
    assert parse_days(day.isoformat()) == Days.on(day)
    assert Days.on(day).is_exact


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_month_has_the_days_of_the_calendar(year, month):
    days = parse_days(f"{year}-{month:02}")

    assert (days.last - days.first).days + 1 == monthrange(year, month)[1]
    assert not days.is_exact


@given(periods, periods)
def test_overlap_is_mutual_and_is_a_day_in_common(one, other):
    days_in_common = max(one.first, other.first) <= min(one.last, other.last)

    assert one.overlaps(other) == other.overlaps(one) == days_in_common


@given(periods, periods)
def test_a_date_contains_itself_and_what_it_contains_overlaps(one, other):
    assert one.contains(one)
    if one.contains(other):
        assert one.overlaps(other)


@given(st.lists(periods))
def test_dates_sort_by_first_and_then_last_day(dates):
    ordered = sorted(dates)

    assert [(d.first, d.last) for d in ordered] == sorted((d.first, d.last) for d in dates)


def test_today_begins_first_at_utc_plus_14():
    now = datetime(2025, 1, 8, 9, 59, tzinfo=UTC)

    assert latest_today_on_earth(now) == date(2025, 1, 8)
    assert latest_today_on_earth(now + timedelta(minutes=1)) == date(2025, 1, 9)
    assert latest_today_on_earth() >= datetime.now(UTC).date()


def test_a_date_is_future_only_if_it_has_begun_nowhere():
    now = datetime(2025, 1, 8, 10, 0, tzinfo=UTC)

    assert not is_future(parse_days("2025-01-09"), now)
    assert not is_future(parse_days("2025"), now)
    assert is_future(parse_days("2025-01-10"), now)
    assert is_future(parse_days("9999"))


@pytest.mark.parametrize(
    ("starts", "ends", "said_on", "covers"),
    [
        (None, None, "2025", True),
        ("2017", None, "2025-01-08", True),
        ("2017", None, "2016-12-31", False),
        ("2017-07", None, "2017", True),
        (None, "2024-12", "2025-01", False),
        (None, "2025", "2025-12-31", True),
        ("2020", "2021", "2020-06", True),
        ("2020", "2021", "2022", False),
    ],
)
def test_a_role_covers_a_date_that_it_overlaps(starts, ends, said_on, covers):
    begins = parse_days(starts) if starts else None
    finishes = parse_days(ends) if ends else None

    assert role_covers(begins, finishes, parse_days(said_on)) is covers


@pytest.mark.parametrize(
    ("text", "english", "indonesian"),
    [
        ("2025", "2025", "2025"),
        ("2025-01", "January 2025", "Januari 2025"),
        ("2025-01-08", "8 January 2025", "8 Januari 2025"),
        ("2025-01-08/2025-01-10", "8–10 January 2025", "8–10 Januari 2025"),
        ("2024/2025-03", "2024 – March 2025", "2024 – Maret 2025"),
    ],
)
def test_a_date_is_printed_as_precisely_as_it_is_known(text, english, indonesian):
    def plain(language):
        # CLDR puts thin spaces around some dashes.
        return format_days(parse_period(text), language).replace("\u2009", " ")

    assert plain("en") == english
    assert plain("id") == indonesian


def test_the_medium_style_shortens_months():
    assert format_days(parse_days("2005-12-16"), "en", "medium") == "16 Dec 2005"
    assert format_days(parse_days("2005-12"), "en", "medium") == "Dec 2005"
    assert format_days(parse_period("2005-12-16/2005-12-17"), "en", "medium") == "16–17 Dec 2005"


@pytest.mark.parametrize("text", ["2025-01-30/2025-02-02", "2024-12-30/2025-01-02", "2024/2025"])
def test_a_longer_period_names_both_ends(text):
    printed = format_days(parse_period(text), "en")

    for part in text.split("/"):
        assert str(int(part[-2:])) in printed


def test_a_language_without_a_form_for_periods_gets_both_dates():
    # Persian has a malformed interval in CLDR 47; the fall-back prints both months.
    printed = format_days(parse_period("2025-01/2025-03"), "fa")

    assert "2025" in printed or "۲۰۲۵" in printed


@pytest.mark.parametrize("language", ["zh-Hant", "ru", "ar", "ja", "en-US"])
def test_other_languages_print_dates_their_own_way(language):
    assert "8" in format_days(parse_days("2025-01-08"), language)


@pytest.mark.parametrize("language", ["tlh", "not a language"])
def test_a_language_unknown_to_cldr_gets_english(language):
    assert format_days(parse_days("2025-01-08"), language) == "8 January 2025"


def test_every_language_prints_every_precision():
    texts = ["2025", "2025-01", "2025-01-08", "2024/2025", "2025-01/2025-03", "2025/2026-01-08"]

    for language in locale_identifiers():
        assert all(format_days(parse_period(text), language) for text in texts)


def test_a_moment_is_printed_in_utc():
    jakarta = timezone(timedelta(hours=7))

    without_zone = datetime.fromisoformat("2025-01-08T14:05")

    assert format_moment(without_zone, "en") == "8 January 2025, 14:05 UTC"
    assert (
        format_moment(datetime(2025, 1, 8, 2, 5, tzinfo=jakarta), "en")
        == "7 January 2025, 19:05 UTC"
    )
    assert format_time(time(14, 5), "id") == "14.05"


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_time_comes_back_from_its_text(moment):
    assert parse_time(f" {moment:%H:%M} ") == moment


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "9:30", "14.30", "14:30:00", "٠٩:٣٠"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(Refused, match="Write the time as 14:30") as caught:
        parse_time(text, field="starts_at")

    assert caught.value.field == "starts_at"
