"""What waits for a decision, oldest first, with who is at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from tracker import blind
from tracker.models import (
    Account,
    Assignment,
    Claim,
    ClaimTopic,
    Decision,
    Edition,
    EditionSpeaker,
    Hold,
    Mistake,
    Speaker,
    Stance,
    Statement,
    Topic,
    now,
)
from tracker.models import Entry as LedgerEntry
from tracker.naming import claim_text, speaker_name, topic_name
from tracker.reviews.assigning import may_decide
from tracker.statements.entry import Address, Entry
from tracker.statements.listing import Filters, select_statements
from tracker.statements.queries import fill
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Check, EditionState, StatementState, Transition

_SUBMITTED = Edition.state == EditionState.SUBMITTED


@dataclass(frozen=True)
class Waiting:
    """One edition that was submitted; the moments and names are for the list."""

    entry: Entry
    is_correction: bool
    was_returned: bool
    submitted_at: datetime
    author: str
    holder_id: int | None
    holder: str
    held_until: datetime | None
    assignee_id: int | None
    assignee: str
    is_settled_by_viewer: bool

    @property
    def checks(self) -> list[Check]:
        """The warnings that its author accepted."""
        return [Check(check) for check in self.entry.confirmed.split()]


def submitted() -> Any:  # noqa: ANN401 - a scalar select
    """The number of the step by which an edition was submitted last: the order of the queue."""
    step = select(func.max(Decision.id)).where(
        Decision.edition_id == Edition.id, Decision.step == Transition.SUBMIT
    )
    return func.coalesce(step.correlate(Edition).scalar_subquery(), 0)


def _returned() -> ColumnElement[bool]:
    """Whether an edition was given back to its author before."""
    step = select(Decision.id).where(
        Decision.edition_id == Edition.id, Decision.step == Transition.RETURN
    )
    return step.correlate(Edition).exists()


def select_waiting(
    viewer: Viewer, filters: Filters, language: str, *, assigned: int | None = None
) -> Select[Any]:
    """Select what waits, with who wrote it, who was asked to decide and who is at it.

    `assigned` narrows it to what one account was asked to decide about.
    """
    author, holder, step = aliased(Account), aliased(Account), aliased(Decision)
    assignee = aliased(Account)
    is_held = and_(Hold.edition_id == Edition.id, Hold.until > now())
    found = (
        select_statements(viewer, replace(filters, state=EditionState.SUBMITTED), language)
        .outerjoin(author, author.id == Edition.created_by_id)
        .outerjoin(Hold, is_held)
        .outerjoin(holder, holder.id == Hold.account_id)
        .outerjoin(Assignment, Assignment.edition_id == Edition.id)
        .outerjoin(assignee, assignee.id == Assignment.account_id)
        .outerjoin(step, step.id == submitted())
        .add_columns(
            func.coalesce(step.at, Edition.created_at).label("submitted_at"),
            _returned().label("was_returned"),
            _name_of(author).label("author_name"),
            holder.id.label("holder_id"),
            _name_of(holder).label("holder_name"),
            Hold.until.label("held_until"),
            assignee.id.label("assignee_id"),
            _name_of(assignee).label("assignee_name"),
            Edition.id.in_(blind.settled_by(viewer.account_id)).label("is_settled_by_viewer"),
        )
    )
    return found if assigned is None else found.where(Assignment.account_id == assigned)


def free_for(viewer: Viewer, *, four_eyes: bool) -> ColumnElement[bool]:
    """What nobody else is deciding about, and what the viewer may decide about."""
    held = select(Hold.id).where(
        Hold.edition_id == Edition.id,
        Hold.until > now(),
        Hold.account_id != viewer.account_id,
    )
    free = ~held.correlate(Edition).exists()
    if four_eyes:
        settled = Edition.id.in_(blind.settled_by(viewer.account_id))
        free = and_(free, ~settled, Edition.created_by_id.is_distinct_from(viewer.account_id))
    return free


def _name_of(account: Any) -> Any:  # noqa: ANN401 - an alias
    return func.coalesce(func.nullif(account.name, ""), account.email, "")


def told(
    session: Session, viewer: Viewer, rows: Sequence[Row[Any]], language: str, address: Address
) -> list[Waiting]:
    """Put together what `select_waiting` found: one SQL statement more."""
    entries = fill(session, viewer, rows, language, address=address)
    return [
        Waiting(
            entry=entry,
            is_correction=row.statement_state is not StatementState.UNPUBLISHED,
            was_returned=row.was_returned,
            submitted_at=row.submitted_at,
            author=row.author_name,
            holder_id=row.holder_id,
            holder=row.holder_name,
            held_until=row.held_until,
            assignee_id=row.assignee_id,
            assignee=row.assignee_name,
            is_settled_by_viewer=row.is_settled_by_viewer,
        )
        for row, entry in zip(rows, entries, strict=True)
    ]


def next_waiting(
    session: Session,
    viewer: Viewer,
    filters: Filters,
    *,
    assigned: int | None = None,
    after: int = 0,
    four_eyes: bool,
) -> Edition | None:
    """The oldest edition that the viewer may decide about, behind a place in the queue.

    What somebody else was asked to decide about is left to them, as long as they may decide.
    """
    asked = Assignment.account_id.in_(select(Account.id).where(may_decide()))
    filters = replace(filters, state=EditionState.SUBMITTED)
    found = select_statements(viewer, filters, "en").with_only_columns(Edition.id)
    found = found.outerjoin(Assignment, and_(Assignment.edition_id == Edition.id, asked)).where(
        submitted() > after,
        free_for(viewer, four_eyes=four_eyes),
        or_(Assignment.id.is_(None), Assignment.account_id == viewer.account_id),
    )
    if assigned is not None:
        found = found.where(Assignment.account_id == assigned)
    number = session.scalar(found.order_by(submitted(), Edition.id).limit(1))
    return session.get(Edition, number) if number else None


def effects_of(session: Session, waiting: Sequence[Waiting]) -> tuple[int, int]:
    """How many entries of the record publishing these would open, and how many close."""
    opens = sum(len(w.entry.stances) * len(w.entry.speakers) for w in waiting)
    about = [w.entry.statement_id for w in waiting]
    closed = select(func.count()).where(
        LedgerEntry.statement_id.in_(about), LedgerEntry.left.is_(None)
    )
    return opens, session.scalar(closed) or 0


def count_of(session: Session, asked: Select[Any]) -> int:
    """How many a select of the queue finds."""
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def count_mistakes(session: Session) -> int:
    """How many reports of readers nobody has answered."""
    return session.scalar(select(func.count()).where(Mistake.outcome.is_(None))) or 0


def place_of(session: Session, edition: Edition) -> int:
    """Where in the queue an edition stands, or stood."""
    return int(session.scalar(select(submitted()).where(Edition.id == edition.id)) or 0)


def submitted_edition(session: Session, statement: Statement) -> Edition | None:
    """The edition of a statement that waits for a decision."""
    return session.scalar(select(Edition).where(Edition.statement_id == statement.id, _SUBMITTED))


# ── What the queue can be narrowed by ─────────────────────────────────────────────────


def choices(
    session: Session, viewer: Viewer, language: str
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The values that something in the queue has, by filter, with their names."""
    known = select(Statement.id).where(visible_to(viewer).of(Statement))
    in_queue = and_(_SUBMITTED, Edition.statement_id.in_(known))
    waiting = select(Edition.id).where(in_queue)
    coded = select(Stance.claim_id).where(Stance.edition_id.in_(waiting))
    filed = select(ClaimTopic.topic_id).where(ClaimTopic.claim_id.in_(coded))
    said = select(EditionSpeaker.speaker_id).where(EditionSpeaker.edition_id.in_(waiting))
    wrote = select(Edition.created_by_id).where(in_queue)
    legs = [
        _leg("claim", Claim.id, claim_text(language)).where(Claim.id.in_(coded)),
        _leg("topic", Topic.id, topic_name(language)).where(
            Topic.id.in_(filed.where(ClaimTopic.left.is_(None)))
        ),
        _leg("speaker", Speaker.id, speaker_name(language)).where(Speaker.id.in_(said)),
        _leg("editor", Account.id, _name_of(Account)).where(Account.id.in_(wrote)),
        _leg("language", Edition.quote_language, Edition.quote_language).where(
            in_queue, Edition.quote_language != ""
        ),
    ]
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value, label in session.execute(union_all(*legs)):
        found.setdefault(name, []).append((value, label))
    return {name: sorted(set(pairs), key=_by_label) for name, pairs in found.items()}


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _leg(name: str, value: Any, label: Any) -> Select[str, str, str]:  # noqa: ANN401 - columns
    return select(literal(name), cast(value, String), cast(label, String))
