"""Where the marks of the small charts stand."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from tracker.dates import parse_days
from tracker.vocabulary import Stance
from tracker.web.charts import Period, balance_bar, percent, timeline_stacks
from tracker.web.timelines import Mark, position_strip, timeline_bands

ROOT = Path(__file__).parents[2]


def mark(said_on: str, code: Stance, **more: Any) -> Mark:
    return Mark(parse_days(said_on), code, **more)


def number(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_percentage_is_short():
    assert [percent(100 / 3), percent(50.0), percent(0)] == ["33.333%", "50%", "0%"]


def test_no_position_gives_no_bar():
    bar = balance_bar({"question": 3})

    assert (bar.n, bar.blocks) == (0, ())


def test_up_to_twenty_holders_each_get_an_equal_block():
    bar = balance_bar({"oppose": 16, "support": 4})

    assert not bar.is_shares
    assert [b.code for b in bar.blocks] == [Stance.SUPPORT] * 4 + [Stance.OPPOSE] * 16
    assert {b.width for b in bar.blocks} == {"5%"}


def test_from_21_holders_each_code_gets_its_share():
    bar = balance_bar({"oppose": 20, "mixed": 49, "support": 123})

    assert bar.is_shares
    assert [(b.code, b.n) for b in bar.blocks] == [("support", 123), ("mixed", 49), ("oppose", 20)]
    assert sum(number(b.width) for b in bar.blocks) == pytest.approx(100, abs=0.01)


def test_a_share_too_narrow_for_its_glyph_leaves_it_to_the_counts():
    bar = balance_bar({"support": 99, "oppose": 1})

    assert [b.shows_glyph for b in bar.blocks] == [True, False]
    assert bar.counts == (("support", 99), ("oppose", 1))


def test_the_strip_carries_a_position_until_the_next_one():
    strip = position_strip(
        [
            mark("2005-12-16", Stance.OPPOSE),
            mark("2009-12-18", Stance.OPPOSE),
            mark("2010-12-21", Stance.MIXED),
        ]
    )

    assert strip is not None
    assert [b.code for b in strip.bands] == [Stance.OPPOSE, Stance.MIXED]
    assert [b.has_changed for b in strip.bands] == [False, True]
    assert str(strip.bands[1].since) == "2010-12-21"
    assert number(strip.bands[0].x) + number(strip.bands[0].width) == pytest.approx(
        number(strip.bands[1].x), abs=0.01
    )


def test_a_question_neither_moves_nor_ends_the_band():
    strip = position_strip(
        [
            mark("2005", Stance.QUESTION),
            mark("2006", Stance.SUPPORT),
            mark("2007", Stance.QUESTION),
            mark("2008", Stance.SUPPORT),
        ]
    )

    assert strip is not None
    assert len(strip.squares) == 4
    assert [(b.code, str(b.since)) for b in strip.bands] == [(Stance.SUPPORT, "2006")]


def test_a_retraction_ends_the_band():
    strip = position_strip(
        [
            mark("2005", Stance.SUPPORT),
            mark("2008", Stance.DECLINE, ends=True),
            mark("2012", Stance.OPPOSE),
        ]
    )

    assert strip is not None
    first, second = strip.bands
    assert not second.has_changed
    assert number(first.x) + number(first.width) < number(second.x)


def test_every_square_stands_inside_the_strip():
    strip = position_strip([mark("2015-12-31", Stance.SUPPORT)])

    assert strip is not None
    assert 0 < number(strip.squares[0].x) < 97


def test_a_band_is_as_wide_as_its_date_is_precise():
    chart = timeline_bands([mark("2025-01", Stance.SUPPORT), mark("2025-01-08", Stance.OPPOSE)])

    assert chart is not None
    month, day = chart.bands
    assert number(month.width) == pytest.approx(31 * number(day.width), rel=0.01)


def test_for_stands_above_the_line_and_against_below():
    chart = timeline_bands([mark("2025", Stance.LEAN_SUPPORT), mark("2025", Stance.LEAN_OPPOSE)])

    assert chart is not None
    above, below = chart.bands
    assert above.y < chart.line_y < below.y


def test_bands_that_would_collide_take_lanes():
    chart = timeline_bands([mark("2025-01", Stance.SUPPORT, label="Somebody") for _ in range(3)])

    assert chart is not None
    assert len({b.y for b in chart.bands}) == 3
    assert all(b.y >= 0 for b in chart.bands)


def test_a_reply_points_from_the_answer_to_what_it_answers():
    chart = timeline_bands(
        [
            mark("2025-01", Stance.SUPPORT, key="a"),
            mark("2025-01", Stance.OPPOSE, key="b", answers="a"),
            mark("2025-01", Stance.OPPOSE, key="c", answers="gone"),
        ]
    )

    assert chart is not None
    (reply,) = chart.replies
    assert reply.points_up
    assert reply.from_y > chart.line_y > reply.to_y


def test_a_reply_may_point_down():
    chart = timeline_bands(
        [
            mark("2025-01", Stance.OPPOSE, key="a"),
            mark("2025-02", Stance.SUPPORT, key="b", answers="a"),
        ]
    )

    assert chart is not None
    assert [r.points_up for r in chart.replies] == [False]


def test_months_are_named_in_the_language_of_the_reader():
    chart = timeline_bands([mark("2025-01", Stance.SUPPORT)], lang="id")

    assert chart is not None
    assert [t.label for t in chart.ticks] == ["Nov 2024", "Des", "Jan 2025", "Feb", "Mar"]


def test_a_long_axis_names_a_dozen_years_at_most():
    chart = timeline_bands([mark("1946", Stance.SUPPORT), mark("2019", Stance.OPPOSE)])

    assert chart is not None
    assert len(chart.ticks) <= 12
    assert sum(t.on_narrow for t in chart.ticks) <= 4


def test_unnumbered_codes_alone_give_no_timeline():
    assert timeline_bands([mark("2025", Stance.MENTION)]) is None
    assert position_strip([]) is None
    assert timeline_stacks([]) is None


def test_stacks_leave_missing_years_empty_and_name_them():
    chart = timeline_stacks(
        [
            Period(date(2014, 12, 18), {"support": 116, "mixed": 53, "oppose": 20}),
            Period(date(2011, 12, 19), {"support": 123, "mixed": 51, "oppose": 16}),
        ]
    )

    assert chart is not None
    assert chart.missing == (2012, 2013)
    assert [s.label for s in chart.stacks] == ["2011", "2014"]
    assert [number(s.x) for s in chart.stacks] == [2.5, 77.5]


def test_layers_stand_on_each_other_with_support_at_the_bottom():
    chart = timeline_stacks([Period(date(2015, 1, 1), {"support": 90, "mixed": 9, "oppose": 1})])

    assert chart is not None
    support, mixed, oppose = chart.stacks[0].layers
    assert support.y + support.height == chart.base_y
    assert mixed.y + mixed.height == support.y
    assert oppose.y == 0
    assert [layer.shows_count for layer in (support, mixed, oppose)] == [True, True, False]


def test_two_periods_of_one_year_share_its_place():
    chart = timeline_stacks(
        [Period(date(2015, 1, 1), {"support": 1}), Period(date(2015, 9, 1), {"oppose": 1}, "Sept")]
    )

    assert chart is not None
    assert [(s.x, s.width, s.shows_label) for s in chart.stacks] == [
        ("5%", "40%", True),
        ("55%", "40%", False),
    ]


@pytest.mark.parametrize("folder", ["tracker/static/vendor", "tests/vendor"])
def test_vendored_files_are_the_ones_on_the_list(folder: str):
    root = ROOT / folder
    listed = loads((root / "VENDORED.toml").read_text())["file"]

    assert {f["path"]: f["sha256"] for f in listed} == {
        p.relative_to(root).as_posix(): sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*.js")
    }
    assert all((root / f["licence_file"]).is_file() for f in listed)
