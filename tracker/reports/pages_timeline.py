"""What the page of the timeline shows: periods by codes, and the claims they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.analysis.calendar import days_of
from tracker.dates import Days, spanning
from tracker.reports.filters import Filters
from tracker.reports.paging import page_of_rows
from tracker.reports.timeline import TimelineReport
from tracker.vocabulary import Stance


@dataclass(frozen=True)
class Bar:
    """A period of all claims together: how often each code was given."""

    name: str
    days: Days
    counts: Mapping[Stance, int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())


def shown(report: TimelineReport, filters: Filters) -> dict[str, Any]:
    """Every period in which something was said, newest first, and the rows claim by claim."""
    bars = [
        Bar(name, spanning(*days_of(report.period, name)), counts)
        for name, counts in report.bars.items()
    ]
    return {
        "bars": page_of_rows(bars[::-1]),
        "codes": [code for code in Stance if any(code in bar.counts for bar in bars)],
        "n": sum(bar.n for bar in bars),
        "peak": _peak(bars),
        "share": filters.options.get("show") == "share",
    }


def _peak(bars: Sequence[Bar]) -> Bar | None:
    """The period in which most was said, where there is one such among several."""
    by_n = sorted(bars, key=lambda bar: -bar.n)
    return by_n[0] if len(by_n) > 1 and by_n[0].n > by_n[1].n else None
