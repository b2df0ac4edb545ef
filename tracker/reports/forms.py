"""The filters of reports as fields; what they mean is read by `filters`."""

from typing import ClassVar

from tracker.analysis.calendar import Period
from tracker.errors import N_
from tracker.reports.matrix import CLAIM, OCCASION, YEAR
from tracker.vocabulary import ClaimKind, Delivery, Level
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

    `leading` are fields of a report's own that stand first, `trailing` those that few ask for.
    """

    leading: ClassVar[tuple[str, ...]] = ()
    trailing: ClassVar[tuple[str, ...]] = ()

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


# By the name of the report; all others have the plain one.
FORMS: dict[str, type[FiltersForm]] = {"matrix": MatrixForm, "timeline": TimelineForm}
