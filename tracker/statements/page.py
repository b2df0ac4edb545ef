"""One statement with its history: what its page shows, and what the viewer may do there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, case, cast, func, select
from sqlalchemy.orm import Session

from tracker import blind
from tracker.models import Account, Citation, Decision, Edition, Snapshot, Statement
from tracker.statements.entry import Address, Entry, Withdrawn
from tracker.statements.queries import entries, fill, heads
from tracker.visibility import Viewer, find, visible_to
from tracker.vocabulary import AccountRole, EditionState, StatementState, Transition

# So much of a source around the passage is shown to anybody.
CONTEXT = 300


@dataclass(frozen=True)
class Passage:
    """The cited words in the text of their source, with what stands around them."""

    before: str
    exact: str
    after: str


@dataclass(frozen=True)
class Step:
    """One decision in the life of a statement."""

    step: Transition
    number: int
    at: datetime
    reason: str
    by: str


@dataclass(frozen=True)
class Version:
    """One edition: its number, its state, who wrote it and when; whose words its codes are."""

    number: int
    state: EditionState
    is_standing: bool
    author_id: int | None
    by: str
    at: datetime
    is_settled_by_viewer: bool = False

    def is_own(self, viewer: Viewer) -> bool:
        """Whether the viewer wrote it, or settled how it is coded."""
        return self.author_id == viewer.account_id or self.is_settled_by_viewer


@dataclass(frozen=True)
class StatementPage:
    """All that the page prints. Without an entry: withdrawn, and the viewer is a reader."""

    id: int
    uid: str
    version: int
    state: StatementState
    entry: Entry | None
    withdrawn: Withdrawn | None
    passages: dict[int, Passage]
    editions: Sequence[Version]
    steps: Sequence[Step]
    answered: Sequence[Entry] = ()
    replies: Sequence[Entry] = ()

    @property
    def under_way(self) -> Version | None:
        """The edition that is being written or reviewed."""
        states = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
        return next((e for e in self.editions if e.state in states), None)

    @property
    def standing(self) -> Version | None:
        return next((e for e in self.editions if e.is_standing), None)

    @property
    def asked(self) -> Step | None:
        """Why the newest edition is being written anew, or will not be published."""
        being_written = (EditionState.DRAFT, EditionState.RETURNED, EditionState.REJECTED)
        newest = self.editions[-1] if self.editions else None
        if newest is None or newest.state not in being_written:
            return None
        return asked_of(self.steps, newest.number)

    @property
    def corrections(self) -> list[tuple[Step, Step | None]]:
        """What readers see of corrections: when each was published, and why it was made."""
        published = [s for s in self.steps if s.step is Transition.PUBLISH and s.number > 1]
        reasons = {s.number: s for s in self.steps if s.step is Transition.CORRECT}
        return [(step, reasons.get(step.number)) for step in published]


def statement_page(
    session: Session,
    viewer: Viewer,
    key: str,
    language: str,
    *,
    number: int | None = None,
    address: Address,
) -> StatementPage:
    """Read a statement for its page; `number` is an edition that editors ask for.

    Raises Missing where there is none that the viewer may know of.
    """
    statement = find(session, Statement, key, viewer)
    steps = steps_of(session, statement)
    is_withdrawn = statement.state is StatementState.WITHDRAWN
    sees_all = visible_to(viewer).all
    entry = None
    if sees_all or not is_withdrawn:
        shown = Edition.number == number if number is not None and sees_all else None
        entry = _entry(session, viewer, statement, language, shown=shown, address=address)
    before, after = _thread(session, viewer, entry, language, address)
    return StatementPage(
        id=statement.id,
        uid=statement.uid,
        version=statement.version,
        state=statement.state,
        entry=entry,
        withdrawn=_withdrawn(steps) if is_withdrawn else None,
        passages=passages_of(session, entry) if entry else {},
        editions=_editions(session, viewer, statement) if entry else (),
        steps=steps if entry else (),
        answered=before,
        replies=after,
    )


def _entry(
    session: Session,
    viewer: Viewer,
    statement: Statement,
    language: str,
    *,
    shown: Any,  # noqa: ANN401 - a condition
    address: Address,
) -> Entry | None:
    asked = heads(viewer, language, shown).where(Statement.id == statement.id)
    found = fill(session, viewer, session.execute(asked).all(), language, address=address)
    return replace(found[0], withdrawn=None) if found else None


def _thread(
    session: Session, viewer: Viewer, entry: Entry | None, language: str, address: Address
) -> tuple[list[Entry], list[Entry]]:
    """What the statement answers, and what answers it, in full: to be read side by side."""
    if entry is None:
        return [], []
    before = [entry.replies_to.id] if entry.replies_to else []
    after = [link.id for link in entry.replies]
    found = entries(session, viewer, [*before, *after], language, address=address)
    return [found[n] for n in before if n in found], [found[n] for n in after if n in found]


def passages_of(session: Session, entry: Entry) -> dict[int, Passage]:
    """The cited words with their context; none where the source has no snapshot."""
    begins = case((Citation.start > CONTEXT, Citation.start - CONTEXT), else_=0)
    found = session.execute(
        select(
            Citation.id,
            _part(begins + 1, Citation.start - begins).label("before"),
            Citation.exact,
            _part(Citation.end + 1, CONTEXT).label("after"),
        )
        .join(Snapshot, Snapshot.id == Citation.snapshot_id)
        .where(Citation.edition_id == entry.edition_id)
        .order_by(Citation.place)
    )
    return {row.id: Passage(row.before, row.exact, row.after) for row in found}


def _part(start: Any, length: Any) -> Any:  # noqa: ANN401 - columns or numbers
    # PostgreSQL counts the letters of a text in plain integers only.
    return func.substr(Snapshot.text, cast(start, Integer), cast(length, Integer))


def _editions(session: Session, viewer: Viewer, statement: Statement) -> list[Version]:
    settled = Edition.id.in_(blind.settled_by(viewer.account_id))
    found = session.execute(
        select(Edition, Account.name, Account.email, settled)
        .outerjoin(Account, Account.id == Edition.created_by_id)
        .where(Edition.statement_id == statement.id)
        .order_by(Edition.number)
    )
    return [
        Version(
            e.number,
            e.state,
            e.is_standing,
            e.created_by_id,
            name or email or "",
            e.created_at,
            is_settled_by_viewer=is_settled,
        )
        for e, name, email, is_settled in found
    ]


def steps_of(session: Session, statement: Statement) -> list[Step]:
    """Everything that was decided about a statement, in order."""
    found = session.execute(
        select(Decision, Edition.number, Account.name, Account.email)
        .join(Edition, Edition.id == Decision.edition_id)
        .outerjoin(Account, Account.id == Decision.by_id)
        .where(Decision.statement_id == statement.id)
        .order_by(Decision.id)
    )
    return [_step(row) for row in found]


def asked_of(steps: Sequence[Step], number: int) -> Step | None:
    """What was asked of an edition last: to be returned, rejected, or to correct what stands."""
    asking = (Transition.RETURN, Transition.REJECT, Transition.CORRECT)
    return next((s for s in reversed(steps) if s.number == number and s.step in asking), None)


def _step(row: Row[Decision, int, str, str]) -> Step:
    decision, number, name, email = row
    return Step(decision.step, number, decision.at, decision.reason, name or email or "")


def _withdrawn(steps: Sequence[Step]) -> Withdrawn | None:
    last = next((step for step in reversed(steps) if step.step is Transition.WITHDRAW), None)
    return Withdrawn(last.at.date(), last.reason) if last else None


def open_steps(page: StatementPage, viewer: Viewer, *, four_eyes: bool) -> list[Transition]:
    """What the viewer may do with the statement now; the commands check it all again."""
    if not viewer.reaches(AccountRole.EDITOR):
        return []
    found = _steps_under_way(page, viewer, four_eyes=four_eyes)
    if page.standing is None:
        return found
    if page.under_way is None:
        found.append(Transition.CORRECT)
    if viewer.reaches(AccountRole.REVIEWER):
        if page.state is StatementState.PUBLISHED:
            found.append(Transition.WITHDRAW)
        elif not (four_eyes and page.standing.is_own(viewer)):
            found.append(Transition.REINSTATE)
    return found


def _steps_under_way(page: StatementPage, viewer: Viewer, *, four_eyes: bool) -> list[Transition]:
    """What can become of the edition that is being written or reviewed."""
    if page.under_way is None:
        return []
    is_own = page.under_way.author_id == viewer.account_id
    is_reviewer = viewer.reaches(AccountRole.REVIEWER)
    if page.under_way.state is EditionState.SUBMITTED:
        found = [Transition.RECALL] if is_own else []
        if is_reviewer and not (four_eyes and page.under_way.is_own(viewer)):
            found += [Transition.PUBLISH, Transition.RETURN, Transition.REJECT]
        return found
    found = [Transition.SUBMIT] if is_own else []
    # A correction that nobody submits keeps all others from correcting.
    return found + ([Transition.REJECT] if page.standing and is_reviewer else [])
