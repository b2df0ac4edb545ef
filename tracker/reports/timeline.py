"""What was said when: stances on claims by day, week, month, quarter or year."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from tracker.analysis.calendar import Period
from tracker.errors import N_, Refused
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, days_told, period_told, slice_of
from tracker.reports.names import Labels, name_claims
from tracker.vocabulary import Level, Stance

_SHOWN = ("n", "share")


@dataclass(frozen=True)
class TimelineRow:
    """How often one code was given to one claim in one period, and of how much that is a share."""

    period: str
    claim: str
    code: str
    n: int
    share: float
    claim_label: str


_IN_ORDER = attrgetter(*(column.name for column in fields(TimelineRow)))


@dataclass(frozen=True)
class TimelineReport:
    """Stances by period, claim and code; `n_outside` are those in no single period.

    `is_shares` asks the chart for shares of each period; the rows have both.
    """

    slice: Slice
    period: Period
    is_shares: bool
    counted: Mapping[tuple[str, int, str], int]
    claims: Labels
    n_imprecise: int
    n_outside: int

    @cached_property
    def rows(self) -> Sequence[TimelineRow]:
        """The lines of the data; a page needs none of them, and there may be very many."""
        whole: Counter[tuple[str, int]] = Counter()
        for (period, claim, _), n in self.counted.items():
            whole[period, claim] += n
        claims = self.claims
        rows = [
            TimelineRow(period, claims[c].uid, code, n, n / whole[period, c], claims[c].label)
            for (period, c, code), n in self.counted.items()
        ]
        return sorted(rows, key=_IN_ORDER)

    @cached_property
    def bars(self) -> Mapping[str, Mapping[Stance, int]]:
        """How often each code was given in each period, in the order of time."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (period, _, code), n in self.counted.items():
            found[period][code] += n
        return {
            period: {Stance(code): n for code, n in found[period].items()}
            for period in sorted(found)
        }


def build(session: Session, filters: Filters) -> TimelineReport:
    """Count stances, also those without a number. What two say for one body is said once."""
    period, is_shares = _period(filters), _is_shares(filters)
    part = slice_of(session, filters)
    counted: dict[tuple[str, int, str], int] = {}
    names: dict[str, str | None] = {}
    outside = 0
    for claim, code, days, n in session.execute(_dated(part, period)):
        if days not in names:
            names[days] = period_told(period, days)
        name = names[days]
        if name is None:
            outside += n
        else:
            place = name, claim, code
            counted[place] = counted.get(place, 0) + n
    claims = name_claims(session, filters, {claim for _, claim, _ in counted})
    return TimelineReport(
        slice=part,
        period=period,
        is_shares=is_shares,
        counted=counted,
        claims=claims,
        n_imprecise=part.count_imprecise(session),
        n_outside=outside,
    )


def _period(filters: Filters) -> Period:
    asked = filters.options.get("period", Period.MONTH)
    if asked not in set(Period):
        known = ", ".join(Period)
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field="period", value=asked, known=known)
    return Period(asked)


def _is_shares(filters: Filters) -> bool:
    asked = filters.options.get("show", "n")
    if asked not in _SHOWN:
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field="show", value=asked, known=", ".join(_SHOWN))
    return asked == "share"


def _dated(part: Slice, period: Period) -> Select[Any]:
    """Stances by claim, code and as much of their dates as the period takes."""
    entry = ENTRY.c
    code = type_coerce(entry.code, NullType())
    keys = (entry.claim_id, code.label("code"), days_told(period).label("days"))
    said = select(*keys).where(part.conditions)
    if part.filters.holder is not Level.SPEAKER:
        said = said.add_columns(entry.first_on, entry.last_on, entry.stance_id, part.holder)
        said = said.where(part.holder.is_not(None)).distinct()
    each = said.subquery().c
    counted = select(each.claim_id, each.code, each.days, func.count())
    return counted.group_by(each.claim_id, each.days, each.code)
