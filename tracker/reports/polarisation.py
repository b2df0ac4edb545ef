"""Who was for and who against, period by period, and which claims are disputed most."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.analysis.calendar import Period, period_of
from tracker.record.positions import PLACE
from tracker.reports.filters import Filters, option
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, name_claims
from tracker.reports.sides import WHOLE, Balance, last_moves, last_sides, moving, with_for
from tracker.vocabulary import Side, Stance


@with_for
@dataclass(frozen=True)
class PolarisationRow:
    """How many holders stood where on a claim in a period, `for_` being told as `for`.

    `share_for` is of all with a position; dispute is told from five for or against on.
    """

    claim: str
    period: str
    for_: int
    mixed: int
    against: int
    n: int
    share_for: float
    dispute: float | None
    claim_label: str


@dataclass(frozen=True)
class PolarisationReport:
    """Balances by period, and of the whole time: `wholes` by claim, the most disputed first.

    `n_outside` are statements whose dates lie in no single period of this length; they count in
    the whole.
    """

    slice: Slice
    period: Period
    rows: Sequence[PolarisationRow]
    wholes: Mapping[int, Balance]
    claims: Labels
    n_imprecise: int
    n_outside: int


@dataclass(frozen=True)
class Counted:
    """Who stands on a side, by id, and what made them stand there."""

    holder: int
    statement: int
    code: Stance
    first_on: date
    last_on: date


def counted_on(
    session: Session, part: Slice, place: tuple[int, Period, str], side: Side
) -> list[Counted]:
    """Those whom a number of a claim and a period counts; a period without a name is the whole."""
    claim, period, name = place
    said = _said(part).add_columns(ENTRY.c.statement_id).where(ENTRY.c.claim_id == claim)
    found = []
    for holder, history in groupby(session.execute(said), key=lambda row: row.holder_id):
        row = last_moves(history, period).get(name)
        if row is not None and row.code.side is side:
            found.append(Counted(holder, row.statement_id, row.code, row.first_on, row.last_on))
    return found


def build(session: Session, filters: Filters) -> PolarisationReport:
    """Count in each period those who took a position in it, at the last one they took there."""
    period = option(filters, "period", Period.YEAR)
    part = slice_of(session, filters)
    counted: dict[tuple[int, str], Counter[Side]] = defaultdict(Counter)
    rows = session.execute(_said(part).execution_options(yield_per=5000))
    for (claim, _), history in groupby(rows, key=PLACE):
        for name, side in last_sides(history, period).items():
            counted[claim, name][side] += 1
    claims = name_claims(session, filters, {claim for claim, _ in counted})
    found = {place: Balance.of(sides) for place, sides in counted.items()}
    wholes = {claim: balance for (claim, name), balance in found.items() if name == WHOLE}
    told = [
        _row(claims[claim].uid, name, balance, claims[claim].label)
        for (claim, name), balance in found.items()
        if name != WHOLE
    ]

    def most_disputed(claim: int) -> tuple[float, int, str]:
        whole = wholes[claim]
        told = -1.0 if whole.dispute is None else whole.dispute
        return -told, -whole.n, claims[claim].uid

    return PolarisationReport(
        slice=part,
        period=period,
        rows=sorted(told, key=attrgetter("claim", "period")),
        wholes={claim: wholes[claim] for claim in sorted(wholes, key=most_disputed)},
        claims=claims,
        n_imprecise=part.count_imprecise(session),
        n_outside=_count_outside(session, part, period),
    )


def _said(part: Slice) -> Select[Any]:
    """What moves a position, claim by claim as an index has it, and in the order of time."""
    entry = ENTRY.c
    return (
        select(
            entry.claim_id,
            part.holder.label("holder_id"),
            entry.first_on,
            entry.last_on,
            entry.code,
        )
        .where(part.conditions, part.holder.is_not(None), moving())
        .order_by(entry.claim_id, part.holder, entry.order_key)
    )


def _count_outside(session: Session, part: Slice, period: Period) -> int:
    """How many statements have a date that lies in no single period."""
    entry = ENTRY.c
    n = func.count(entry.statement_id.distinct())
    dates = select(entry.first_on, entry.last_on, n.label("n")).where(
        part.conditions, part.holder.is_not(None), moving(), entry.first_on != entry.last_on
    )
    return sum(
        row.n
        for row in session.execute(dates.group_by(entry.first_on, entry.last_on))
        if period_of(period, row.first_on, row.last_on) is None
    )


def _row(claim: str, period: str, found: Balance, label: str) -> PolarisationRow:
    return PolarisationRow(
        claim=claim,
        period=period,
        for_=found.n_for,
        mixed=found.n_mixed,
        against=found.n_against,
        n=found.n,
        share_for=found.n_for / found.n,
        dispute=found.dispute,
        claim_label=label,
    )
