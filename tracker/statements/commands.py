"""Log a statement, change a draft, submit it, take it back."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, blind, naming
from tracker.errors import N_, Missing, Refused, Stale, refuse_all
from tracker.models import Decision, Edition, Statement, now
from tracker.statements.contents import Content, content_of, editions, write_content
from tracker.statements.drafts import StatementDraft
from tracker.statements.resolve import resolve
from tracker.statements.rules import check_complete, find_quote, fingerprint_of, problems_of
from tracker.visibility import Viewer
from tracker.vocabulary import EditionState, Transition

_UNDER_WAY = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
_CHANGEABLE = (EditionState.DRAFT, EditionState.RETURNED)


def log_statement(
    session: Session,
    draft: StatementDraft,
    *,
    by: Viewer,
    to_submit: bool = False,
    client_token: str | None = None,
    key: str | None = None,
) -> tuple[Statement, bool]:
    """Keep what was typed as a draft of a new statement, or submit it. Says whether it is new.

    The same token twice is the same form sent twice: the first statement is given back.
    """
    # The same form sent twice at once queues here; the second finds what the first has made.
    audit.lock_head(session)
    if client_token and (earlier := _logged_with(session, client_token, by)) is not None:
        return earlier, False
    content = read_draft(session, draft, by=by, to_submit=to_submit)
    statement = Statement(
        client_token=client_token or None,
        key=naming.free_key(session, Statement, key),
        created_by_id=by.account_id,
    )
    edition = Edition(created_by_id=by.account_id, speakers=[], citations=[], stances=[])
    statement.editions = [edition]
    write_content(session, edition, content)
    session.add(statement)
    session.flush()
    if to_submit:
        _hand_over(session, statement, edition, by=by)
    return statement, True


def _logged_with(session: Session, client_token: str, by: Viewer) -> Statement | None:
    statement = session.scalar(select(Statement).where(Statement.client_token == client_token))
    if statement is not None and statement.created_by_id != by.account_id:
        raise Refused(N_("This form belongs to somebody else. Open a new one."))
    return statement


def read_draft(
    session: Session,
    draft: StatementDraft,
    *,
    by: Viewer,
    to_submit: bool = False,
    statement: int | None = None,
) -> Content:
    """Look up and check what was typed; a draft may be unfinished, but not wrong."""
    content, problems = resolve(session, draft, by=by)
    content = find_quote(session, content)
    content = replace(content, fingerprint=fingerprint_of(content))
    if to_submit:
        told = {problem.field for problem in problems}
        missing = problems_of(session, content, statement=statement)
        problems += [problem for problem in missing if problem.field not in told]
    refuse_all(problems)
    return content


def queue_for(session: Session, statement: Statement) -> None:
    """Wait for earlier writers, then see the statement as they have left it."""
    audit.lock_head(session)
    session.refresh(statement, ["state", "newest", "version"])


def author_under_way(session: Session, statement: Statement) -> int | None:
    """Whose edition is being written or reviewed. Raises Missing if there is none."""
    found = select(Edition.created_by_id).where(
        Edition.statement_id == statement.id, Edition.state.in_(_UNDER_WAY)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        raise Missing("edition", str(statement.id))
    return row[0]


def edition_under_way(session: Session, statement: Statement) -> Edition:
    """The edition that is being written or reviewed. Raises Missing if there is none."""
    found = editions().where(Edition.statement_id == statement.id, Edition.state.in_(_UNDER_WAY))
    edition = session.scalar(found.execution_options(populate_existing=True))
    if edition is None:
        raise Missing("edition", str(statement.id))
    return edition


def revise_draft(
    session: Session,
    statement: Statement,
    draft: StatementDraft,
    *,
    by: Viewer,
    version: int,
    to_submit: bool = False,
) -> None:
    """Change one's own draft, or an edition that was returned to oneself; or submit it changed."""
    queue_for(session, statement)
    edition = edition_under_way(session, statement)
    _check_own(edition, by)
    content = read_draft(session, draft, by=by, to_submit=to_submit, statement=statement.id)
    # The same form sent twice has nothing left to do.
    if content_of(edition) != content:
        if edition.state not in _CHANGEABLE:
            raise Refused(N_("This is with the reviewers. Recall it first, then change it."))
        check_version(statement, version)
        write_content(session, edition, content)
        statement.changed_at = now()
    if to_submit and edition.state in _CHANGEABLE:
        _hand_over(session, statement, edition, by=by)


def submit(session: Session, statement: Statement, *, by: Viewer, version: int | None) -> None:
    """Hand a finished draft to the reviewers. A second time does nothing."""
    queue_for(session, statement)
    edition = edition_under_way(session, statement)
    _check_own(edition, by)
    if edition.state is EditionState.SUBMITTED:
        return
    check_version(statement, version)
    check_complete(session, content_of(edition), statement=statement.id)
    _hand_over(session, statement, edition, by=by)


def _hand_over(session: Session, statement: Statement, edition: Edition, *, by: Viewer) -> None:
    edition.state = EditionState.SUBMITTED
    decide(session, statement, edition, Transition.SUBMIT, by=by)


def recall(
    session: Session, statement: Statement, *, by: Viewer, version: int | None, reason: str = ""
) -> None:
    """Take a submitted edition back to change it. A second time does nothing."""
    queue_for(session, statement)
    edition = edition_under_way(session, statement)
    _check_own(edition, by)
    if edition.state is EditionState.DRAFT:
        return
    check_version(statement, version)
    if edition.state is not EditionState.SUBMITTED:
        raise Refused(N_("Only what was submitted can be recalled."))
    edition.state = EditionState.DRAFT
    blind.drop(session, edition.id)
    decide(session, statement, edition, Transition.RECALL, by=by, reason=reason)


def decide(
    session: Session,
    statement: Statement,
    edition: Edition,
    step: Transition,
    *,
    by: Viewer,
    reason: str = "",
) -> None:
    """Write down one step in the life of a statement: who, when, why."""
    session.add(
        Decision(
            statement_id=statement.id,
            edition_id=edition.id,
            step=step,
            by_id=by.account_id,
            reason=reason,
        )
    )
    statement.changed_at = now()


def check_version(statement: Statement, version: int | None) -> None:
    """Refuse to build on what somebody else has changed. None: the caller has just read it."""
    if version is not None and version != statement.version:
        raise Stale("statement", statement.id, version, statement.version)


def _check_own(edition: Edition, by: Viewer) -> None:
    if edition.created_by_id != by.account_id:
        raise Refused(N_("This draft belongs to somebody else; only its author changes it."))
