"""What the figures of the reports are called, and why there is none."""

from collections.abc import Mapping

from tracker.analysis.agreement import Measure, Undefined
from tracker.errors import N_

MEASURES: Mapping[str, str] = {
    Measure.ALPHA_NOMINAL: N_("Alpha by sign, “not coded” as a category"),
    Measure.ALPHA_NOMINAL_CODED: N_("Alpha by sign, “not coded” left out"),
    Measure.ALPHA_ORDINAL: N_("Alpha by rank, from −2 to +2"),
    Measure.KAPPA: N_("Kappa, “not coded” as a category"),
    Measure.KAPPA_CODED: N_("Kappa, “not coded” left out"),
    Measure.PERCENT: N_("Agree, “not coded” as a category"),
    Measure.PERCENT_CODED: N_("Agree, “not coded” left out"),
}
UNDEFINED: Mapping[str, str] = {
    Undefined.NOTHING_TWICE: N_("not defined: nothing was judged by two"),
    Undefined.ONE_CATEGORY: N_("not defined: all said the same, so chance cannot be told"),
}
