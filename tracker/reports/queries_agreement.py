"""What was coded twice, within filters: the units of the report on agreement."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.coding.readings import Reading, readings
from tracker.dates import Days
from tracker.models import Account, Claim, Coding, Edition, Sampled, SampledState, Statement
from tracker.naming import claim_text
from tracker.statements.narrowing import claims_under
from tracker.visibility import ANYBODY, Viewer, key_condition, visible_to

_READ = (SampledState.DIFFERING, SampledState.SETTLED)


@dataclass(frozen=True)
class AgreementFilters:
    """Who asks, and what narrows the report; references are KEYs. Empty: everything."""

    viewer: Viewer = ANYBODY
    said_from: Days | None = None
    said_to: Days | None = None
    claim: str = ""
    topic: str = ""
    coder: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Read:
    """What was said of one claim of one statement, by whom, in which month, and whether blind."""

    statement_id: int
    statement: str
    month: str
    is_blind: bool
    reading: Reading


@dataclass(frozen=True)
class Found:
    """Everything that the report is computed from, and what it leaves out by name."""

    reads: list[Read]
    statements: int
    waiting: int
    dropped: int
    n_imprecise: int = 0


def find_reads(session: Session, filters: AgreementFilters) -> Found:
    """Read the codings of all sampled statements that the viewer may know of."""
    rows = session.execute(_sampled(filters)).all()
    counts = Counter(row.state for row in rows if row.is_within)
    read = {row.id: row for row in rows if row.state in _READ}
    claims = _claims(session, filters)
    told = readings(session, read)
    found = [
        (row, Read(row.statement_id, row.uid, row.at.strftime("%Y-%m"), row.is_blind, reading))
        for number, row in read.items()
        for reading in told[number]
        if claims is None or reading.claim_id in claims
    ]
    reads = [one for row, one in found if row.is_within]
    return Found(
        reads,
        statements=len({one.statement_id for one in reads}),
        waiting=counts[SampledState.WAITING],
        dropped=counts[SampledState.DROPPED],
        n_imprecise=len({row.statement_id for row, _ in found if not row.is_within}),
    )


def _sampled(filters: AgreementFilters) -> Any:  # noqa: ANN401 - a select
    last = select(func.max(Coding.at)).where(Coding.sampled_id == Sampled.id)
    inside, touches = _period(filters)
    found = (
        select(
            Sampled.id,
            Sampled.statement_id,
            Statement.uid,
            Sampled.is_blind,
            Sampled.state,
            last.correlate(Sampled).scalar_subquery().label("at"),
            case((inside, True), else_=False).label("is_within"),
        )
        .join(Statement, Statement.id == Sampled.statement_id)
        .join(Edition, Edition.id == Sampled.edition_id)
        .where(_known(filters.viewer), touches)
        .order_by(Sampled.id)
    )
    if filters.coder:
        own = select(Coding.sampled_id).join(Account, Account.id == Coding.account_id)
        found = found.where(Sampled.id.in_(own.where(key_condition(Account, filters.coder))))
    return found


def _period(filters: AgreementFilters) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether the whole date of what was said lies in the period; whether any of it does."""
    inside: list[ColumnElement[bool]] = [true()]
    touches: list[ColumnElement[bool]] = [true()]
    if filters.said_from is not None:
        inside.append(Edition.first_on >= filters.said_from.first)
        touches.append(Edition.last_on >= filters.said_from.first)
    if filters.said_to is not None:
        inside.append(Edition.last_on <= filters.said_to.last)
        touches.append(Edition.first_on <= filters.said_to.last)
    return and_(*inside), and_(*touches)


def _known(viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer may know of; that others wait for their coding is told, and no more."""
    visible = visible_to(viewer)
    known: ColumnElement[bool] = visible.of(Statement)
    return or_(known, Sampled.state == SampledState.WAITING) if visible.all else known


def _claims(session: Session, filters: AgreementFilters) -> set[int] | None:
    """The claims that are asked for and that the viewer may know of; None: all."""
    visible = visible_to(filters.viewer)
    if visible.all and not filters.claim and not filters.topic:
        return None
    found = select(Claim.id).where(visible.of(Claim))
    if filters.claim:
        found = found.where(key_condition(Claim, filters.claim))
    if filters.topic:
        found = found.where(Claim.id.in_(claims_under(filters.topic)))
    return set(session.scalars(found))


@dataclass(frozen=True)
class Named:
    """What a claim or a coder is called, and the uid that data names it by."""

    id: int
    uid: str
    label: str


def name_claims(session: Session, ids: Collection[int], language: str) -> dict[int, Named]:
    """Claims by number."""
    found = select(Claim.id, Claim.uid, claim_text(language)).where(Claim.id.in_(ids))
    return {row[0]: Named(*row) for row in session.execute(found)}


def name_coders(session: Session, ids: Collection[int]) -> dict[int, Named]:
    """Coders by number; who has no account is nobody."""
    name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    found = select(Account.id, Account.uid, name).where(Account.id.in_(ids))
    known = {row[0]: Named(*row) for row in session.execute(found)}
    return {number: known.get(number, Named(number, "", "")) for number in ids}
