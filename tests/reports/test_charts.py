"""Charts: what is drawn is what the table has, in both languages, and nobody is asked for it."""

import json
import re
from datetime import date

import pytest

from tests.fixtures.missing import ROOT
from tracker.analysis.calendar import Period, days_of, period_of, periods_between
from tracker.errors import Refused
from tracker.reports.charts import images
from tracker.reports.charts.chart import PALETTE, SANS, ink
from tracker.reports.charts.spans import MOST_BARS
from tracker.reports.charts.timeline import timeline_chart
from tracker.reports.charts.tongue import Tongue
from tracker.vocabulary import Stance
from tracker.web.catalogue import read_catalogue

# What stands in the rows is another test's matter; here they are drawn.
pytestmark = pytest.mark.engines("sqlite")

ENGLISH, INDONESIAN = (Tongue(read_catalogue(language)) for language in ("en", "id"))


@pytest.fixture
def said(make):
    """Six stances in two months with one between them; a question takes no side."""
    claim = make.claim("It is so")
    codes = ["support", "support", "oppose", "question", "lean_support", "oppose"]
    days = ["2025-01-08", "2025-01-09", "2025-01-09", "2025-01-30", "2025-03-01", "2025-03-02"]
    for code, day in zip(codes, days, strict=True):
        make.statement(stances={claim: Stance(code)}, said_on=day)


@pytest.fixture
def chart(report):
    """Make the chart of the timeline as it is asked for."""

    def make(tongue=ENGLISH, **given):
        return timeline_chart(report("timeline", **given), tongue)

    return make


@pytest.mark.parametrize("show", ["n", "share"])
def test_a_chart_draws_the_numbers_of_the_table(report, chart, said, show):
    found = report("timeline")

    drawn = chart(show=show)

    pieces = drawn.spec["data"]["values"]
    told = [(piece["period"], piece["code"], piece["n"]) for piece in pieces]
    assert sorted(told) == [(row.period, row.code, row.n) for row in found.rows]
    heights = [piece["to"] - piece["from"] for piece in sorted(pieces, key=lambda p: p["period"])]
    assert sum(heights) == pytest.approx(2 if show == "share" else 6)


def test_support_lies_below_opposition_and_what_takes_no_side_on_top(chart, said):
    drawn = chart()

    january = [p for p in drawn.spec["data"]["values"] if p["period"] == "2025-01"]
    assert [(p["stance"], p["from"], p["to"]) for p in january] == [
        ("++ asserts", 0, 2),
        ("−− denies", 2, 3),
        ("? asks", 3, 4),
    ]


def test_an_empty_period_keeps_its_place_and_is_named(chart, said):
    drawn = chart()

    axis = drawn.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert axis == ["Jan 2025", "Feb 2025", "Mar 2025"]
    assert drawn.text.endswith("Nothing in Feb 2025.")
    assert drawn.title == "6 stances from Jan 2025 to Mar 2025, most in Jan 2025: 4"


def test_more_bars_than_can_be_seen_are_not_drawn(chart, make):
    claim = make.claim()
    for day in ("2023-01-01", "2025-01-01"):
        make.statement(stances={claim: Stance.SUPPORT}, said_on=day)

    drawn = chart(period="day")

    assert drawn.spec is None
    assert "732 periods" in drawn.text
    assert MOST_BARS < 732


def test_where_nothing_was_said_there_is_no_chart(chart):
    assert chart() is None


def test_an_image_says_its_finding_in_the_language_of_its_reader(chart, said):
    english, indonesian = (
        images.draw(chart(tongue), "svg").decode() for tongue in (ENGLISH, INDONESIAN)
    )

    assert "6 stances from Jan 2025 to Mar 2025" in english
    assert "−− denies" in english
    assert "6 sikap dari Jan 2025 sampai Mar 2025" in indonesian
    assert "−− membantah" in indonesian
    assert "var(" not in english


def test_a_specification_points_to_nothing_outside_itself(chart, said):
    spec = chart().spec

    told = json.dumps({name: part for name, part in spec.items() if name != "$schema"})

    assert "http" not in told
    assert "url" not in told


def test_what_to_show_is_one_of_two(report):
    with pytest.raises(Refused) as refused:
        report("timeline", show="both")

    assert refused.value.field == "show"


def test_an_image_has_the_colours_of_the_page_in_daylight():
    sheet = (ROOT / "tracker" / "static" / "tracker.css").read_text()
    light = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", sheet.partition("@media")[0]))

    assert {name: light[name] for name in PALETTE} == PALETTE
    assert f"--sans: {SANS};" in sheet
    with pytest.raises(ValueError, match="no colour"):
        ink("mauve")


@pytest.mark.parametrize(
    ("period", "first", "last", "n"),
    [
        ("day", "2024-02-27", "2024-03-02", 5),
        ("week", "2024-W51", "2025-W02", 4),
        ("month", "2023-11", "2024-03", 5),
        ("quarter", "2023-Q3", "2024-Q2", 4),
        ("year", "1999", "2004", 6),
    ],
)
def test_periods_follow_one_another_without_a_gap(period, first, last, n):
    names = list(periods_between(Period(period), first, last))

    assert (names[0], names[-1], len(names)) == (first, last, n)
    days = [days_of(Period(period), name)[0] for name in names]
    assert [period_of(Period(period), day, day) for day in days] == names
    assert days == sorted(set(days)) != [date.min]


def test_a_page_has_its_chart_and_the_same_as_an_image(client, said):
    page = client.get("/reports/timeline?lang=id").text
    image = client.get("/reports/timeline.svg?lang=id")

    assert "6 sikap dari Jan 2025 sampai Mar 2025" in page
    assert '<img src="/reports/timeline.svg"' in page
    assert image.content_type == "image/svg+xml"
    assert "−− membantah" in image.text


def test_where_no_image_can_be_made_the_page_draws_and_offers_none(client, said, monkeypatch):
    monkeypatch.setattr(images, "vl_convert", None)

    page = client.get("/reports/timeline").text
    answer = client.get("/reports/timeline.png")

    assert "data-chart" in page
    assert "timeline.svg" not in page
    assert answer.status_code == 404
    assert "on-the-record[images]" in answer.text


@pytest.mark.browser
def test_a_browser_draws_it_in_the_colours_of_the_page(page, said):
    page.goto("/reports/timeline")
    page.wait_for_selector("[data-drawn]")

    piece = page.locator(".plot-place path[fill='var(--p2)']").first
    light = piece.evaluate("e => getComputedStyle(e).fill")
    page.emulate_media(color_scheme="dark")

    assert (light, piece.evaluate("e => getComputedStyle(e).fill")) == (
        "rgb(15, 90, 166)",
        "rgb(102, 176, 239)",
    )
