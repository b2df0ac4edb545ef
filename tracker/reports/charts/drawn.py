"""Which reports are drawn, and by what."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.reports.charts.activity import activity_chart
from tracker.reports.charts.chart import Chart
from tracker.reports.charts.coverage import coverage_chart
from tracker.reports.charts.polarisation import polarisation_chart
from tracker.reports.charts.timeline import timeline_chart
from tracker.reports.charts.tongue import Tongue
from tracker.reports.charts.unity import unity_chart
from tracker.reports.charts.verdicts import verdicts_chart

# By the name of the report; each gives None where there is nothing to draw.
CHARTS: Mapping[str, Callable[[Any, Tongue], Chart | None]] = {
    "activity": activity_chart,
    "coverage": coverage_chart,
    "polarisation": polarisation_chart,
    "timeline": timeline_chart,
    "unity": unity_chart,
    "verdicts": verdicts_chart,
}


def chart_of(name: str, built: Any, tongue: Tongue) -> Chart | None:  # noqa: ANN401 - what any report builds
    """Draw a report, where it is drawn and there is something to draw."""
    make = CHARTS.get(name)
    return make(built, tongue) if make else None
