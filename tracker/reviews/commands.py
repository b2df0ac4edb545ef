"""Publish, return, reject, withdraw, reinstate and correct: what reviewers decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, blind, record, text
from tracker.claims.approving import approve_by_publishing
from tracker.errors import N_, Refused
from tracker.models import Decision, Edition, NotificationKind, Statement, now
from tracker.notifications.commands import About, notify_author
from tracker.reviews import holds
from tracker.reviews.eyes import check_four_eyes
from tracker.statements.commands import (
    check_version,
    decide,
    edition_under_way,
    queue_for,
    read_draft,
)
from tracker.statements.contents import content_of, editions, write_content
from tracker.statements.drafts import StatementDraft
from tracker.statements.rules import check_sound
from tracker.visibility import Viewer
from tracker.vocabulary import EditionState, StatementState, Transition

_AT_ONCE = 400
_TURNED_DOWN = {
    Transition.RETURN: EditionState.RETURNED,
    Transition.REJECT: EditionState.REJECTED,
}
_TOLD = {
    Transition.RETURN: NotificationKind.RETURNED,
    Transition.REJECT: NotificationKind.REJECTED,
}


@dataclass(frozen=True)
class Decided:
    """Who decides, about which version, and why."""

    by: Viewer
    version: int | None
    reason: str
    four_eyes: bool = True


def publish(
    session: Session,
    statement: Statement,
    *,
    by: Viewer,
    version: int | None,
    four_eyes: bool = True,
    reason: str = "",
) -> None:
    """Let a submitted edition stand, and open its entries in the ledger.

    A correction closes the entries of the edition that stood, in the same transaction.
    """
    queue_for(session, statement)
    standing = standing_edition(session, statement)
    if standing is not None and not _is_under_way(session, statement):
        _check_repeated(session, statement, Transition.PUBLISH, by)
        return
    edition = edition_under_way(session, statement)
    check_version(statement, version)
    holds.check_free(session, edition, by=by)
    _check_publishable(session, edition, by, four_eyes=four_eyes)
    blind.check_read_twice(session, [statement.id])
    if standing is not None:
        standing.is_standing = False
        blind.drop(session, standing.id)
        # Two editions must not stand at once, not even between two writes.
        session.flush()
    approve_by_publishing(session, [edition.id], by=by)
    _let_stand(session, statement, edition, by=by, reason=_checked(reason))
    holds.release(session, edition)
    record.sync(session, record.Touched(statements={statement.id}))


def publish_many(
    session: Session, statements: Sequence[Statement], *, by: Viewer, four_eyes: bool = True
) -> None:
    """Publish many new statements at once, or none; the ledger is kept once for all of them."""
    audit.lock_head(session)
    for start in range(0, len(statements), _AT_ONCE):
        some = {statement.id: statement for statement in statements[start : start + _AT_ONCE]}
        ready = editions().where(Edition.statement_id.in_(some), Edition.number == 1)
        ready = ready.order_by(Edition.statement_id).execution_options(populate_existing=True)
        found = session.scalars(ready).all()
        blind.check_read_twice(session, some)
        # What is checked does not change by publishing the others: one flush for all.
        with session.no_autoflush:
            for edition in found:
                _check_publishable(session, edition, by, four_eyes=four_eyes)
        approve_by_publishing(session, [edition.id for edition in found], by=by)
        for edition in found:
            _let_stand(session, some[edition.statement_id], edition, by=by)
    record.sync(session, record.Touched(statements={statement.id for statement in statements}))


def _check_publishable(session: Session, edition: Edition, by: Viewer, *, four_eyes: bool) -> None:
    if edition.state is not EditionState.SUBMITTED:
        raise Refused(N_("Only what was submitted can be published."))
    check_four_eyes(session, edition, by, four_eyes=four_eyes)
    check_sound(session, content_of(edition), statement=edition.statement_id)


def _let_stand(
    session: Session, statement: Statement, edition: Edition, *, by: Viewer, reason: str = ""
) -> None:
    edition.state, edition.is_standing = EditionState.PUBLISHED, True
    if statement.state is StatementState.UNPUBLISHED:
        statement.state, statement.published_at = StatementState.PUBLISHED, now()
    decide(session, statement, edition, Transition.PUBLISH, by=by, reason=reason)


def turn_down(session: Session, statement: Statement, step: Transition, decided: Decided) -> None:
    """Return a submitted edition to its author, or reject it for good.

    What is returned is changed and submitted again; what is rejected can be copied into a new
    draft. A published edition goes on standing meanwhile. A correction that nobody submits can
    be rejected too, also by its author: while it is under way, there can be no other.
    """
    reason = _required(decided.reason, N_("Give the reason; its author sees it."))
    queue_for(session, statement)
    edition = _newest(session, statement)
    if edition.state is _TURNED_DOWN[step]:
        _check_repeated(session, statement, step, decided.by)
        return
    check_version(statement, decided.version)
    if not (step is Transition.REJECT and _is_left_lying(session, statement, edition)):
        if edition.state is not EditionState.SUBMITTED:
            raise Refused(N_("Only what was submitted can be returned or rejected."))
        holds.check_free(session, edition, by=decided.by)
        check_four_eyes(session, edition, decided.by, four_eyes=decided.four_eyes)
    edition.state = _TURNED_DOWN[step]
    holds.release(session, edition)
    blind.drop(session, edition.id)
    decide(session, statement, edition, step, by=decided.by, reason=reason)
    about, by_id = About(statement=statement.id), decided.by.account_id
    notify_author(session, _TOLD[step], edition.id, about, by=by_id)


def withdraw(
    session: Session, statement: Statement, *, by: Viewer, version: int | None, reason: str
) -> None:
    """Take a published statement off the record; its page says that it was withdrawn."""
    reason = _required(reason)
    queue_for(session, statement)
    if statement.state is StatementState.WITHDRAWN:
        _check_repeated(session, statement, Transition.WITHDRAW, by)
        return
    check_version(statement, version)
    edition = _standing(session, statement)
    statement.state = StatementState.WITHDRAWN
    blind.drop(session, edition.id)
    decide(session, statement, edition, Transition.WITHDRAW, by=by, reason=reason)
    record.sync(session, record.Touched(statements={statement.id}))


def reinstate(
    session: Session,
    statement: Statement,
    *,
    by: Viewer,
    version: int | None,
    reason: str,
    four_eyes: bool = True,
) -> None:
    """Put a withdrawn statement back on the record."""
    reason = _required(reason)
    queue_for(session, statement)
    edition = _standing(session, statement)
    if statement.state is StatementState.PUBLISHED:
        _check_repeated(session, statement, Transition.REINSTATE, by)
        return
    check_version(statement, version)
    check_four_eyes(session, edition, by, four_eyes=four_eyes)
    statement.state = StatementState.PUBLISHED
    decide(session, statement, edition, Transition.REINSTATE, by=by, reason=reason)
    record.sync(session, record.Touched(statements={statement.id}))


def correct(
    session: Session,
    statement: Statement,
    draft: StatementDraft | Edition | None = None,
    *,
    by: Viewer,
    version: int | None,
    reason: str,
) -> Edition:
    """Start a new edition of what stands; the old one stands until the new one is published.

    Without a draft the new edition begins as a copy of the one that stands; or of the
    earlier one that is given, as `editions()` loads it.
    """
    reason = _required(reason)
    queue_for(session, statement)
    check_version(statement, version)
    standing = _standing(session, statement)
    if _is_under_way(session, statement):
        raise Refused(N_("A correction is already under way. Finish that one first."))
    if isinstance(draft, StatementDraft):
        content = read_draft(session, draft, by=by)
    else:
        content = content_of(draft or standing)
    edition = Edition(
        statement_id=statement.id,
        number=statement.newest + 1,
        created_by_id=by.account_id,
        speakers=[],
        citations=[],
        stances=[],
    )
    write_content(session, edition, content)
    session.add(edition)
    statement.newest += 1
    session.flush()
    decide(session, statement, edition, Transition.CORRECT, by=by, reason=reason)
    return edition


def standing_edition(session: Session, statement: Statement) -> Edition | None:
    """The edition that stands, loaded with all its parts."""
    standing = Edition.statement_id == statement.id, Edition.is_standing
    found = editions().where(*standing).execution_options(populate_existing=True)
    return session.scalar(found)


def _newest(session: Session, statement: Statement) -> Edition:
    newest = Edition.statement_id == statement.id, Edition.number == statement.newest
    found = select(Edition).where(*newest).execution_options(populate_existing=True)
    return session.scalars(found).one()


def _standing(session: Session, statement: Statement) -> Edition:
    edition = standing_edition(session, statement)
    if edition is None:
        raise Refused(N_("This statement has not been published."))
    return edition


def _is_under_way(session: Session, statement: Statement) -> bool:
    states = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
    under_way = Edition.statement_id == statement.id, Edition.state.in_(states)
    return session.scalar(select(Edition.id).where(*under_way)) is not None


def _is_left_lying(session: Session, statement: Statement, edition: Edition) -> bool:
    """Whether this is a correction that was begun and not submitted."""
    is_begun = edition.state in (EditionState.DRAFT, EditionState.RETURNED)
    return is_begun and standing_edition(session, statement) is not None


def _check_repeated(session: Session, statement: Statement, step: Transition, by: Viewer) -> None:
    """A button pressed twice asks for what its first press has done; that is no error."""
    decisions = select(Decision).where(Decision.statement_id == statement.id)
    last = session.scalar(decisions.order_by(Decision.id.desc()).limit(1))
    if last is None or last.step is not step or last.by_id != by.account_id:
        raise Refused(N_("Somebody else has decided this meanwhile. Look at it again."))


def _checked(reason: str) -> str:
    return text.check_text(reason, field="reason", limit=text.FIELD_LIMIT)


def _required(reason: str, asked: str = N_("Give the reason; readers see it.")) -> str:
    reason = _checked(reason)
    if not reason:
        raise Refused(asked, field="reason")
    return reason
