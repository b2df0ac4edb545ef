"""Say something about a statement or a claim, and take it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.comments.mentions import Mentions, find_mentions
from tracker.comments.queries import colleagues
from tracker.errors import N_, OTHER_FORM, Refused, Stale
from tracker.models import Claim, Comment, Edition, Notification, NotificationKind, Statement, now
from tracker.notifications.commands import About, notify
from tracker.visibility import Viewer

_OWN = N_("Only who wrote a comment can change it.")


@dataclass(frozen=True)
class Words:
    """What was typed, who else is to be told, and the token or version of the form."""

    text: str
    tell: int | None = None
    client_token: str | None = None
    version: int | None = None


def comment(
    session: Session, on: Statement | Claim, said: Words, *, by: Viewer
) -> tuple[Comment, Mentions]:
    """Keep a comment, and tell whom it mentions. The same form sent twice is one comment.

    Who wrote the statement and who commented before are told too, if in other words.
    """
    audit.lock_head(session)
    place = {"by_id": by.account_id, f"{on.__tablename__}_id": on.id}
    if said.client_token:
        sent = select(Comment).where(Comment.client_token == said.client_token)
        if (before := session.scalar(sent)) is not None:
            if any(getattr(before, name) != number for name, number in place.items()):
                raise Refused(OTHER_FORM)
            return before, Mentions(frozenset(), ())
    made = Comment(text=_checked(said.text), client_token=said.client_token or None, **place)
    session.add(made)
    session.flush()
    mentions = _mention(session, made, said, by)
    others = {*_earlier(session, made), *_author(session, on)} - mentions.accounts
    notify(session, NotificationKind.COMMENTED, others, _about(made), by=by.account_id)
    return made, mentions


def edit(session: Session, row: Comment, said: Words, *, by: Viewer) -> Mentions:
    """Change one's own comment; whom it mentions newly is told."""
    _open(session, row, said.version)
    if row.by_id != by.account_id:
        raise Refused(_OWN)
    words = _checked(said.text)
    if words != row.text:
        row.text, row.edited_at = words, now()
        session.flush()
    return _mention(session, row, said, by)


def delete(session: Session, row: Comment, *, by: Viewer) -> None:
    """Take one's own comment back: a line stays, the words are in the history alone."""
    audit.lock_head(session)
    session.refresh(row)
    if row.by_id != by.account_id:
        raise Refused(_OWN)
    if row.deleted_at is None:
        row.text, row.deleted_at = "", now()
        session.flush()


def hide(session: Session, row: Comment, reason: str, *, by: Viewer, version: int | None) -> None:
    """Hide anybody's comment from all but reviewers. Doing it again changes nothing."""
    reason = text.check_text(reason, field="reason", limit=text.FIELD_LIMIT)
    if not reason:
        raise Refused(N_("Say why it is hidden; its author reads it."), field="reason")
    audit.lock_head(session)
    session.refresh(row)
    if row.hidden_at is None:
        _open(session, row, version)
        row.hidden_at, row.hidden_by_id, row.hidden_reason = now(), by.account_id, reason
        session.flush()


def show(session: Session, row: Comment) -> None:
    """Show again what was hidden."""
    audit.lock_head(session)
    session.refresh(row)
    if row.hidden_at is not None:
        row.hidden_at, row.hidden_by_id, row.hidden_reason = None, None, ""
        session.flush()


def _open(session: Session, row: Comment, version: int | None) -> None:
    audit.lock_head(session)
    session.refresh(row)
    if row.deleted_at is not None:
        raise Refused(N_("This comment was deleted."))
    if row.hidden_at is not None:
        raise Refused(N_("This comment was hidden."))
    if version != row.version:
        raise Stale("comment", row.id, version or 0, row.version)


def _checked(words: str) -> str:
    words = text.check_text(words, field="text", limit=text.FIELD_LIMIT)
    if not words:
        raise Refused(N_("Write something first."), field="text")
    return words


def _about(row: Comment) -> About:
    return About(statement=row.statement_id, claim=row.claim_id, comment=row.id)


def _mention(session: Session, row: Comment, said: Words, by: Viewer) -> Mentions:
    people = colleagues(session)
    found = find_mentions(row.text, people)
    if said.tell is not None and said.tell not in {one.id for one in people}:
        raise Refused(N_("Choose somebody who works on the record."), field="tell")
    meant = found.accounts | ({said.tell} if said.tell is not None else set())
    known = select(Notification.account_id).where(
        Notification.comment_id == row.id, Notification.kind == NotificationKind.MENTIONED
    )
    new = meant - set(session.scalars(known))
    notify(session, NotificationKind.MENTIONED, new, _about(row), by=by.account_id)
    return Mentions(frozenset(meant), found.unknown)


def _earlier(session: Session, row: Comment) -> Iterable[int | None]:
    """Who said something about the same before, and did not take it back."""
    same = Comment.statement_id == row.statement_id
    if row.statement_id is None:
        same = Comment.claim_id == row.claim_id
    before = same, Comment.id < row.id, Comment.deleted_at.is_(None)
    return session.scalars(select(Comment.by_id).where(*before).distinct())


def _author(session: Session, on: Statement | Claim) -> Iterable[int | None]:
    if isinstance(on, Claim):
        return ()
    newest = Edition.statement_id == on.id, Edition.number == on.newest
    return session.scalars(select(Edition.created_by_id).where(*newest))
