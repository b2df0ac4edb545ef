"""Verdicts as bars, one a rating and one for claims without: how many claims have it."""

from collections import Counter

from tracker.reports.charts.bars import lying_bars
from tracker.reports.charts.chart import Chart, Spec, ink
from tracker.reports.charts.tongue import Tongue
from tracker.reports.verdicts import Given, VerdictsReport


def verdicts_chart(report: VerdictsReport, tongue: Tongue) -> Chart | None:
    """Draw how many claims have each rating; None where none can be rated, or of one rating."""
    if not report.claims or report.slice.filters.options.get("rating"):
        return None
    ratings = {one.given.code: one.given for one in report.claims if one.given}
    counted = Counter(one.given.code if one.given else "" for one in report.claims)
    told = [
        _bar(tongue, given, counted[given.code])
        for given in sorted(ratings.values(), key=lambda given: (given.place, given.code))
    ]
    if counted[""]:
        told.append(_bar(tongue, None, counted[""]))
    title = tongue.gettext(
        "%(num)s of %(all)s claims that can be rated have a verdict",
        num=tongue.number(len(report.rated)),
        all=tongue.number(len(report.claims)),
    )
    seen = tongue.gettext("One bar a rating, as long as it has claims.")
    return Chart(title, f"{seen} {'; '.join(str(bar['told']) for bar in told)}.", lying_bars(told))


def _bar(tongue: Tongue, given: Given | None, n: int) -> Spec:
    words = f"{given.icon.glyph} {given.label}" if given else tongue.gettext("No verdict")
    number = tongue.number(n)
    return {
        "label": words,
        "n": n,
        "number": number,
        "told": f"{words}: {number}",
        "colour": _colour(given),
    }


def _colour(given: Given | None) -> str:
    if given is None:
        return ink("rule")
    return ink("ink" if given.colour == "ink" else f"r-{given.colour.value}")
