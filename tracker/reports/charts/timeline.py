"""The timeline as stacked bars: support at the bottom, opposition above, then the rest."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracker.analysis.calendar import periods_between
from tracker.reports.charts.chart import Chart, Spec, drawn
from tracker.reports.charts.spans import too_many
from tracker.reports.charts.stances import on_fill, stance_channels, stance_words, stances_in_order
from tracker.reports.charts.tongue import Tongue
from tracker.reports.timeline import TimelineReport
from tracker.vocabulary import ClaimKind, Stance

_NAMED_GAPS = 12
# A count is written in a piece that is at least such a part of the highest bar.
_ROOM_FOR_TEXT = 0.07

Counts = Mapping[tuple[str, Stance], int]


def timeline_chart(report: TimelineReport, tongue: Tongue) -> Chart | None:
    """Draw what was said when; None where nothing was said."""
    counted = Counter(
        {(name, code): n for name, counts in report.bars.items() for code, n in counts.items()}
    )
    if not counted:
        return None
    names = sorted({name for name, _ in counted})
    periods = list(periods_between(report.period, names[0], names[-1]))
    title = _title(report, tongue, counted)
    if (undrawn := too_many(title, periods, tongue)) is not None:
        return undrawn
    return Chart(
        title, _text(report, tongue, periods, names), _spec(report, tongue, counted, periods)
    )


def _title(report: TimelineReport, tongue: Tongue, counted: Counts) -> str:
    totals: Counter[str] = Counter()
    for (name, _), n in counted.items():
        totals[name] += n
    most = max(totals, key=lambda name: (totals[name], name))
    n = totals.total()
    if len(totals) == 1:
        return tongue.ngettext(
            "%(num)s stance, in %(period)s",
            "%(num)s stances, all in %(period)s",
            n,
            period=tongue.period(report.period, most),
        )
    return tongue.ngettext(
        "%(num)s stance from %(first)s to %(last)s, most in %(period)s: %(most)s",
        "%(num)s stances from %(first)s to %(last)s, most in %(period)s: %(most)s",
        n,
        first=tongue.period(report.period, min(totals)),
        last=tongue.period(report.period, max(totals)),
        period=tongue.period(report.period, most),
        most=tongue.number(totals[most]),
    )


def _text(report: TimelineReport, tongue: Tongue, periods: list[str], names: list[str]) -> str:
    """What is seen, and which periods are empty."""
    seen = tongue.gettext(
        "One bar a period; from the bottom: support, both, opposition, and what takes no side."
    )
    known = set(names)
    gaps = [tongue.period(report.period, name) for name in periods if name not in known]
    if not gaps:
        return seen
    named = ", ".join(gaps[:_NAMED_GAPS])
    more = len(gaps) - _NAMED_GAPS
    if more > 0:
        empty = tongue.ngettext(
            "Nothing in %(named)s and %(num)s more period.",
            "Nothing in %(named)s and %(num)s more periods.",
            more,
            named=named,
        )
    else:
        empty = tongue.gettext("Nothing in %(named)s.", named=named)
    return f"{seen} {empty}"


def _spec(report: TimelineReport, tongue: Tongue, counted: Counts, periods: list[str]) -> Spec:
    codes = stances_in_order({code for _, code in counted})
    kind = _kind(report)
    called = {name: tongue.period(report.period, name) for name in periods}
    x: Spec = {
        "field": "label",
        "type": "ordinal",
        "scale": {"domain": list(called.values()), "paddingInner": 0.2, "paddingOuter": 0.1},
        "title": None,
    }
    bars: Spec = {
        "mark": {"type": "bar", "strokeWidth": 1},
        "encoding": {
            "x": x,
            "y": {"field": "from", "type": "quantitative", **_height(report, tongue)},
            "y2": {"field": "to"},
            "tooltip": {"field": "told", "type": "nominal"},
            **stance_channels(tongue, codes, kind),
        },
    }
    step = f"width / {len(periods)}"
    shown = f"!datum.roomy || {step} < 22 ? '' : {step} < 46 ? datum.short : datum.full"
    text: Spec = {
        "transform": [{"calculate": shown, "as": "shown"}],
        "mark": {"type": "text", "baseline": "middle"},
        "encoding": {
            "x": x,
            "y": {"field": "middle", "type": "quantitative"},
            "text": {"field": "shown"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }
    return drawn(_pieces(report, tongue, counted, called), [bars, text])


def _height(report: TimelineReport, tongue: Tongue) -> dict[str, Any]:
    if report.is_shares:
        title = tongue.gettext("share of the stances")
        axis: Spec = {"format": ".0%", "title": title}
        return {"axis": axis, "scale": {"domain": [0, 1]}}
    return {"axis": {"format": "d", "tickMinStep": 1, "title": tongue.gettext("stances")}}


def _kind(report: TimelineReport) -> ClaimKind | None:
    """The kind that all its claims have: as one says it of them, so the chart does."""
    kinds = {claim.kind for claim in report.claims.values()}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if isinstance(kind, ClaimKind) else None


def _pieces(
    report: TimelineReport, tongue: Tongue, counted: Counts, called: Mapping[str, str]
) -> list[Spec]:
    """The pieces of all bars, each from where to where it goes."""
    kind = _kind(report)
    totals: Counter[str] = Counter()
    for (name, _), n in counted.items():
        totals[name] += n
    highest = 1 if report.is_shares else max(totals.values())
    below: dict[str, int] = dict.fromkeys(called, 0)
    pieces: list[Spec] = []
    for name, code in sorted(counted, key=lambda piece: (piece[0], piece[1].key)):
        n, start = counted[name, code], below[name]
        below[name] = start + n
        whole = totals[name] if report.is_shares else 1
        words = stance_words(tongue, code, kind)
        pieces.append(
            {
                "period": name,
                "label": called[name],
                "code": code.value,
                "n": n,
                "stance": words,
                "from": start / whole,
                "to": (start + n) / whole,
                "middle": (start + n / 2) / whole,
                "roomy": n / whole >= _ROOM_FOR_TEXT * highest,
                "short": code.glyph if report.is_shares else tongue.number(n),
                "full": f"{code.glyph} {_size(report, tongue, n, whole)}",
                "ink": on_fill(code),
                "told": f"{called[name]}: {words}, {_size(report, tongue, n, totals[name])}",
            }
        )
    return pieces


def _size(report: TimelineReport, tongue: Tongue, n: int, whole: int) -> str:
    return tongue.percent(n / whole) if report.is_shares else tongue.number(n)
