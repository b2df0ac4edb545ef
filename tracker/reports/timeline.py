"""What was said when: stances on claims by day, week, month, quarter or year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.analysis.calendar import Period, period_of
from tracker.errors import N_, Refused
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, name_claims
from tracker.vocabulary import Level

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
    """Stances by period; `n_outside` are those whose dates lie in no single period.

    `is_shares` asks the chart for shares of each period; the rows have both.
    """

    slice: Slice
    period: Period
    is_shares: bool
    rows: Sequence[TimelineRow]
    claims: Labels
    n_imprecise: int
    n_outside: int


def build(session: Session, filters: Filters) -> TimelineReport:
    """Count stances, also those without a number. What two say for one body is said once."""
    period, is_shares = _period(filters), _is_shares(filters)
    part = slice_of(session, filters)
    counted: Counter[tuple[str, int, str]] = Counter()
    outside = 0
    for row in session.execute(_dated(part)):
        name = period_of(period, row.first_on, row.last_on)
        if name is None:
            outside += row.n
        else:
            counted[name, row.claim_id, row.code.value] += row.n
    claims = name_claims(session, filters, {claim for _, claim, _ in counted})
    whole: Counter[tuple[str, int]] = Counter()
    for (name, claim, _), n in counted.items():
        whole[name, claim] += n
    rows = [
        TimelineRow(name, claims[claim].uid, code, n, n / whole[name, claim], claims[claim].label)
        for (name, claim, code), n in counted.items()
    ]
    return TimelineReport(
        slice=part,
        period=period,
        is_shares=is_shares,
        rows=sorted(rows, key=_IN_ORDER),
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


def _dated(part: Slice) -> Select[Any]:
    """Stances by claim, code and date: as many rows as there are dates, not stances."""
    entry = ENTRY.c
    keys = (entry.claim_id, entry.code, entry.first_on, entry.last_on)
    if part.filters.holder is Level.SPEAKER:
        return select(*keys, func.count().label("n")).where(part.conditions).group_by(*keys)
    once = select(*keys, entry.stance_id, part.holder).where(
        part.conditions, part.holder.is_not(None)
    )
    said = once.distinct().subquery()
    mine = [said.c[key.name] for key in keys]
    return select(*mine, func.count().label("n")).group_by(*mine)
