"""Charts as SVG and PNG, by vl-convert where it is installed; it asks nobody for anything."""

import json

from tracker.errors import N_, Refused
from tracker.reports.charts.chart import Chart

try:
    import vl_convert
except ImportError:  # pragma: no cover - the extra `images` was left out
    vl_convert = None  # type: ignore[assignment] # what is missing is told where it is asked for

FORMS = ("svg", "png")
MISSING = N_("Images of charts need an extra that is not installed here: on-the-record[images].")
NOTHING = N_("There is nothing to draw: nothing on record is what was asked for.")

_VERSION = "6.4"
_SCALE = 2.0


class MissingExtra(Refused):
    """The extra that draws images is not installed."""


def can_draw() -> bool:
    """Whether images can be made here."""
    return vl_convert is not None


def draw(chart: Chart | None, form: str) -> bytes:
    """Draw a chart as svg or png.

    Raises MissingExtra, with what to install, and Refused where there is nothing to draw.
    """
    if vl_convert is None:
        raise MissingExtra(MISSING)
    if chart is None or chart.spec is None:
        raise Refused(chart.text if chart else NOTHING)
    spec = json.dumps(chart.image())
    # No address may be asked for anything, whatever a specification says.
    if form == "svg":
        return vl_convert.vegalite_to_svg(spec, _VERSION, allowed_base_urls=[]).encode()
    return vl_convert.vegalite_to_png(spec, _VERSION, _SCALE, allowed_base_urls=[])
