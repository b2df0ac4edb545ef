"""One bar for each period: as many as can still be told apart."""

from collections.abc import Sequence

from tracker.reports.charts.chart import Chart
from tracker.reports.charts.tongue import Tongue

MOST_BARS = 400


def too_many(title: str, periods: Sequence[str], tongue: Tongue) -> Chart | None:
    """A chart that says why it is not drawn; None where the periods are few enough."""
    if len(periods) <= MOST_BARS:
        return None
    told = tongue.gettext(
        "There are %(n)s periods from the first to the last, too many to draw: choose"
        " longer ones, or a part of the time.",
        n=tongue.number(len(periods)),
    )
    return Chart(title, told, None)
