"""The filters of reports as fields; what they mean is read by `filters`."""

from typing import ClassVar

from wtforms import HiddenField

from tracker.analysis.calendar import Period
from tracker.analysis.choices import Unit
from tracker.errors import N_
from tracker.reports import forms_network as words
from tracker.reports.coverage import By
from tracker.reports.forms_network import SIFTING
from tracker.reports.matrix import CLAIM, OCCASION, YEAR
from tracker.reports.options_network import Variable
from tracker.vocabulary import ClaimKind, ContradictionKind, Delivery, Level
from tracker.web.fields import KeyField, MenuField, TextField, WordField
from tracker.web.forms import BareForm

PERIODS = (
    (Period.DAY, N_("Days")),
    (Period.WEEK, N_("Weeks")),
    (Period.MONTH, N_("Months")),
    (Period.QUARTER, N_("Quarters")),
    (Period.YEAR, N_("Years")),
)


class FiltersForm(BareForm):
    """What narrows every report that has no more to ask; each shows the fields it follows.

    `leading` are fields of a report's own that stand first, `trailing` those that few ask for;
    `sifting` leave out, or alone keep, what they name.
    """

    leading: ClassVar[tuple[str, ...]] = ()
    trailing: ClassVar[tuple[str, ...]] = ()
    sifting: ClassVar[tuple[str, ...]] = ()

    holder = WordField(N_("Whose positions"), words=Level)
    said_from = TextField(N_("Said from"))
    said_to = TextField(N_("Said until"))
    as_of = TextField(N_("As the record stood"))
    claim = KeyField(N_("Claim"))
    topic = KeyField(N_("Topic"))
    speaker = KeyField(N_("Speaker, body or state"))
    kind = WordField(N_("Kind of claim"), words=ClaimKind, blank=N_("Any"))
    delivery = WordField(N_("How we know the words"), words=Delivery, blank=N_("Any"))
    language = TextField(N_("Language of the words"))
    outlet = KeyField(N_("Outlet"))
    occasion = KeyField(N_("Occasion"))


class MatrixForm(FiltersForm):
    """What stands in the columns, and in which order the rows stand."""

    leading = ("columns", "sort")

    columns = MenuField(
        N_("Columns"),
        choices=((CLAIM, N_("Claims")), (OCCASION, N_("Occasions")), (YEAR, N_("Years"))),
    )
    sort = MenuField(
        N_("Order rows by"),
        choices=(
            ("alike", N_("Likeness")),
            ("name", N_("Name")),
            ("mean", N_("Mean position")),
            ("changes", N_("Number of changes")),
        ),
    )


class TimelineForm(FiltersForm):
    """Of what the periods are."""

    leading = ("period", "show")

    period = MenuField(N_("Periods"), choices=PERIODS, default=Period.MONTH)
    show = MenuField(N_("Show"), choices=(("n", N_("Counts")), ("share", N_("Shares"))))


class PolarisationForm(FiltersForm):
    """Of what the periods are."""

    leading = ("period",)

    period = MenuField(N_("Periods"), choices=PERIODS, default=Period.YEAR)


class CoverageForm(FiltersForm):
    """What statements are counted by."""

    leading = ("by",)

    by = MenuField(
        N_("Counted by"),
        choices=(
            (By.ALL, N_("Everything")),
            (By.CLAIM, N_("Claim")),
            (By.LANGUAGE, N_("Language")),
            (By.MONTH, N_("Month")),
            (By.OUTLET, N_("Outlet")),
            (By.SIDE, N_("Side")),
            (By.STATE, N_("State")),
        ),
    )


class ActivityForm(FiltersForm):
    """Whose work."""

    leading = ("coder",)

    coder = TextField(N_("Person, by number"))


class ContradictionsForm(FiltersForm):
    """In which way, and how far apart."""

    leading = ("way",)
    trailing = ("gap",)

    way = WordField(N_("Kind"), words=ContradictionKind, blank=N_("Any"))
    gap = TextField(N_("On related claims, days apart at most"))


class CompareForm(FiltersForm):
    """With whom: one from a menu, or several numbers or keys with blanks between them."""

    holders = KeyField(N_("Compared with"))


class NetworkForm(FiltersForm):
    """What the nodes are and how their edges are weighed; what few ask for stands last."""

    leading = ("mode", "rows", "columns", "aggregation", "normalise")
    trailing = ("qualifier", "duplicates", "isolates", "window", "unit", "slice", "compatible")
    sifting = SIFTING

    mode = MenuField(N_("Network"), choices=words.MODES)
    rows = MenuField(N_("Nodes"), choices=words.VARIABLES, blank=N_("Whose positions"))
    columns = MenuField(N_("Tied by"), choices=words.VARIABLES, default=Variable.CLAIM)
    aggregation = MenuField(N_("Weight"), choices=words.AGGREGATIONS)
    normalise = MenuField(N_("Divided by"), choices=words.NORMALISATIONS)
    qualifier = MenuField(N_("What of a stance counts"), choices=words.QUALIFIERS)
    duplicates = MenuField(N_("The same said again counts"), choices=words.DUPLICATES)
    isolates = MenuField(N_("Show nodes without statements"), choices=words.NO_YES)
    window = TextField(N_("Time windows of"))
    unit = MenuField(N_("Unit"), choices=words.UNITS, default=Unit.MONTHS)
    slice = TextField(N_("Only window number"))
    compatible = MenuField(N_("Count as DNA does"), choices=words.NO_YES)


for _variable in Variable:
    # WTForms finds fields by name; several KEYs stand in one line.
    for _what, _words in (("exclude", words.LEFT_OUT), ("only", words.KEPT)):
        setattr(NetworkForm, f"{_what}_{_variable}", TextField(_words[_variable]))


class AgreementForm(FiltersForm):
    """Whose codings: the page leads to each pair, who stay with other filters."""

    leading = ("coder",)

    coder = HiddenField()


class VerdictsForm(FiltersForm):
    """Which rating, by its code: the page leads to each, and it stays with other filters."""

    leading = ("rating",)

    rating = HiddenField()


# By the name of the report; all others have the plain one.
FORMS: dict[str, type[FiltersForm]] = {
    "agreement": AgreementForm,
    "compare": CompareForm,
    "contradictions": ContradictionsForm,
    "matrix": MatrixForm,
    "network": NetworkForm,
    "polarisation": PolarisationForm,
    "coverage": CoverageForm,
    "activity": ActivityForm,
    "timeline": TimelineForm,
    "verdicts": VerdictsForm,
}
