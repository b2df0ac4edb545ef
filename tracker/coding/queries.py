"""What is to be coded and settled, by whom, and how far every sample has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from tracker import blind
from tracker.errors import Missing, Sealed
from tracker.models import (
    Account,
    Claim,
    Coding,
    Edition,
    Offered,
    Sample,
    Sampled,
    SampledState,
    SampleMethod,
    Settlement,
    Statement,
)
from tracker.naming import claim_language, claim_text
from tracker.statements.entry import Address, Entry
from tracker.statements.page import Passage, passages_of
from tracker.statements.queries import fill, heads
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, ClaimKind, Stance

MOST_SHOWN = 100
# No database counts further.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Task:
    """One sampled statement: its number, its state, and what the viewer may do about it."""

    number: int
    statement_id: int
    edition_id: int
    version: int
    sample_id: int
    sample: str
    state: SampledState
    is_blind: bool
    coders: int
    handed_in: int
    may_code: bool
    has_coded: bool


@dataclass(frozen=True)
class Progress:
    """A sample, and how many of its statements are in each state."""

    id: int
    name: str
    method: SampleMethod
    share: int | None
    seed: str
    coders: int
    is_closed: bool
    version: int
    by: str
    at: datetime
    counts: Mapping[SampledState, int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class ClaimLine:
    """A claim with its codebook entry, in the reader's language as far as it has one."""

    id: int
    text: str
    language: str
    kind: ClaimKind
    negation: str
    definition: str
    exclusion: str


@dataclass(frozen=True)
class Settled:
    """What holds of one claim, and why."""

    code: Stance | None
    reason: str
    by: str
    at: datetime


def to_code(session: Session, viewer: Viewer) -> tuple[list[Task], int]:
    """What this reviewer can code, in the order in which it was drawn; and how much it is."""
    codable = Sampled.id.in_(blind.codable_by(viewer.account_id))
    found = _tasks(viewer).where(codable).order_by(Sampled.id).limit(MOST_SHOWN)
    total = session.scalar(select(func.count()).select_from(Sampled).where(codable)) or 0
    return [_task(row) for row in session.execute(found)], total


def next_to_code(session: Session, viewer: Viewer, *, after: int) -> int | None:
    """What comes behind a place; else the first there is."""
    codable = select(Sampled.id).where(Sampled.id.in_(blind.codable_by(viewer.account_id)))
    order = case((Sampled.id > after, 0), else_=1)
    return session.scalar(codable.order_by(order, Sampled.id).limit(1))


def to_settle(session: Session, viewer: Viewer) -> list[Task]:
    """What coders differ about, the oldest first."""
    found = _tasks(viewer).where(Sampled.state == SampledState.DIFFERING)
    return [_task(row) for row in session.execute(found.order_by(Sampled.id).limit(MOST_SHOWN))]


def task(session: Session, viewer: Viewer, number: int) -> Task:
    """One sampled statement. Missing if there is none.

    Sealed where another coding of the same statement waits for the viewer: what an earlier
    sample found would tell.
    """
    asked = _tasks(viewer).where(Sampled.id == number)
    row = session.execute(asked).one_or_none() if number <= _LARGEST else None
    if row is None:
        raise Missing("sampled", str(number))
    other = blind.sealed(session, row.statement_id, viewer.account_id)
    if other not in {None, number}:
        raise Sealed(other or 0)
    return _task(row)


def tasks_of(session: Session, viewer: Viewer, sample_id: int) -> list[Task]:
    """The statements of a sample."""
    found = _tasks(viewer).where(Sampled.sample_id == sample_id).order_by(Sampled.id)
    return [_task(row) for row in session.execute(found)]


def _tasks(viewer: Viewer) -> Select[Any]:
    seconds = select(func.count(Coding.id)).where(Coding.sampled_id == Sampled.id, ~Coding.is_first)
    own = exists().where(Coding.sampled_id == Sampled.id, Coding.account_id == viewer.account_id)
    return (
        select(
            Sampled.id.label("number"),
            Sampled.statement_id,
            Sampled.edition_id,
            Statement.version,
            Sampled.sample_id,
            Sample.name.label("sample"),
            Sampled.state,
            Sampled.is_blind,
            Sampled.coders,
            seconds.correlate(Sampled).scalar_subquery().label("handed_in"),
            Sampled.id.in_(blind.codable_by(viewer.account_id)).label("may_code"),
            own.label("has_coded"),
        )
        .join(Sample, Sample.id == Sampled.sample_id)
        .join(Statement, Statement.id == Sampled.statement_id)
    )


def _task(row: Any) -> Task:  # noqa: ANN401 - a row of `_tasks`
    return Task(**row._mapping)  # noqa: SLF001 - its public name


# ── Samples ──────────────────────────────────────────────────────────────────────────


def samples(session: Session, number: int | None = None) -> list[Progress]:
    """The samples, the newest first; or the one with this number."""
    by_name = func.coalesce(func.nullif(Account.name, ""), Account.email, "")
    found = select(Sample, by_name).outerjoin(Account, Account.id == Sample.by_id)
    if number is not None:
        found = found.where(Sample.id == min(number, _LARGEST))
    rows = session.execute(found.order_by(Sample.id.desc()).limit(MOST_SHOWN)).all()
    counts = _counts(session, [sample.id for sample, _ in rows])
    return [
        Progress(
            sample.id, sample.name, sample.method, sample.share, sample.seed, sample.coders,
            sample.is_closed, sample.version, by, sample.created_at, counts.get(sample.id, {}),
        )
        for sample, by in rows
    ]  # fmt: skip


def _counts(session: Session, ids: Collection[int]) -> dict[int, dict[SampledState, int]]:
    found: dict[int, dict[SampledState, int]] = {}
    asked = select(Sampled.sample_id, Sampled.state, func.count()).where(Sampled.sample_id.in_(ids))
    for sample, state, n in session.execute(asked.group_by(Sampled.sample_id, Sampled.state)):
        found.setdefault(sample, {})[state] = n
    return found


# ── One statement ────────────────────────────────────────────────────────────────────


def words_of(
    session: Session, viewer: Viewer, tasks: Sequence[Task], language: str, address: Address
) -> dict[int, Entry]:
    """What the drawn editions say, by number, and nothing of how anybody coded it.

    Nor what it takes back: who retracts declines to say.
    """
    # Who codes sees the words as any editor does; what is kept from them is left out here.
    editor = replace(viewer, role=AccountRole.EDITOR)
    drawn = Edition.id.in_([task.edition_id for task in tasks])
    rows = session.execute(heads(editor, language, drawn)).all()
    entries = {
        entry.edition_id: replace(entry, stances=(), confirmed="", withdrawn=None, retracts=None)
        for entry in fill(session, editor, rows, language, address=address)
    }
    return {t.number: entries[t.edition_id] for t in tasks if t.edition_id in entries}


def passages(session: Session, entry: Entry) -> Mapping[int, Passage]:
    """The cited words in their sources."""
    return passages_of(session, entry)


def claims_offered(session: Session, number: int, language: str) -> list[ClaimLine]:
    """The claims that every coder judges, in the order in which they fell."""
    found = _claims(language).join(Offered, Offered.claim_id == Claim.id)
    rows = session.execute(found.where(Offered.sampled_id == number).order_by(Offered.place))
    return [ClaimLine(*row) for row in rows]


def claims_named(session: Session, ids: Collection[int], language: str) -> dict[int, ClaimLine]:
    """These claims, by number."""
    rows = session.execute(_claims(language).where(Claim.id.in_(ids)))
    return {row.id: ClaimLine(*row) for row in rows}


def _claims(language: str) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        Claim.id.expression,
        claim_text(language),
        claim_language(language),
        Claim.kind.expression,
        Claim.negation.expression,
        Claim.definition.expression,
        Claim.exclusion.expression,
    ]
    return select(*columns)


def coders_named(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Who they are, by number."""
    name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    return {
        row[0]: row[1]
        for row in session.execute(select(Account.id, name).where(Account.id.in_(ids)))
    }


def settled(session: Session, number: int) -> dict[int, Settled]:
    """What was settled, by claim."""
    by_name = func.coalesce(func.nullif(Account.name, ""), Account.email, "")
    rows = session.execute(
        select(Settlement.claim_id, Settlement.code, Settlement.reason, by_name, Settlement.at)
        .outerjoin(Account, Account.id == Settlement.by_id)
        .where(Settlement.sampled_id == number)
        .order_by(Settlement.id)
    )
    return {row[0]: Settled(*row[1:]) for row in rows}
