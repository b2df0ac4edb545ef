"""Giving a statement to the speaker who said it: at once in a draft, by a correction after that."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.dates import Days
from tracker.errors import N_, Missing, Refused
from tracker.models import Edition, Role, Speaker, Statement, now
from tracker.reviews.commands import Decided, correct, standing_edition, turn_down
from tracker.statements import commands as statements
from tracker.statements.choices import covers_days
from tracker.statements.contents import Content, SaidBy, content_of, write_content
from tracker.statements.rules import fingerprint_of
from tracker.text import FIELD_LIMIT, check_text
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, EditionState, StatementState, Transition


@dataclass(frozen=True)
class Reassignment:
    """From whom to whom (ids of speakers), why, and which version was looked at."""

    from_speaker: int
    to_speaker: int
    reason: str
    version: int | None = None
    four_eyes: bool = True


def reassign(session: Session, statement: Statement, asked: Reassignment, *, by: Viewer) -> Edition:
    """Name another speaker in place of one.

    A draft changes at once. What waits for review changes and goes back to its author, who
    submits it again. What was published stands until a submitted correction is published by
    somebody else.
    """
    if not by.reaches(AccountRole.REVIEWER):
        raise Refused(N_("Only a reviewer gives a statement to another speaker."))
    if not check_text(asked.reason, field="reason", limit=FIELD_LIMIT):
        raise Refused(N_("Say why it was somebody else."), field="reason")
    statements.queue_for(session, statement)
    statements.check_version(statement, asked.version)
    if statement.state is StatementState.UNPUBLISHED:
        return _change(session, statement, asked, by)
    standing = standing_edition(session, statement)
    if standing is None:
        raise Missing("edition", str(statement.id))
    content = reassigned(session, content_of(standing), asked)
    edition = correct(session, statement, by=by, version=None, reason=asked.reason)
    write_content(session, edition, content)
    session.flush()
    statements.submit(session, statement, by=by, version=None)
    return edition


def _change(session: Session, statement: Statement, asked: Reassignment, by: Viewer) -> Edition:
    try:
        edition = statements.edition_under_way(session, statement)
    except Missing as problem:
        message = N_("This statement was rejected: there is nothing of it to give to anybody.")
        raise Refused(message) from problem
    content = reassigned(session, content_of(edition), asked)
    if edition.state is EditionState.SUBMITTED:
        decided = Decided(by, None, asked.reason, asked.four_eyes)
        turn_down(session, statement, Transition.RETURN, decided)
        edition = statements.edition_under_way(session, statement)
    write_content(session, edition, content)
    # A form that its author has open must not put the other speaker back unseen.
    statement.changed_at = now()
    session.flush()
    return edition


def reassigned(session: Session, content: Content, asked: Reassignment) -> Content:
    """The same words by somebody else.

    The capacity is the new speaker's one role at the time, if there is exactly one; a body on
    whose behalf it was said stays.
    """
    ids = [part.speaker_id for part in content.speakers]
    if asked.from_speaker not in ids:
        raise Refused(N_("Choose who is named wrongly."), field="from_speaker")
    if asked.to_speaker in ids:
        raise Refused(N_("This speaker is named already."), field="to_speaker")
    if session.get(Speaker, asked.to_speaker) is None:
        raise Refused(N_("There is no such speaker."), field="to_speaker")
    parts = tuple(
        part
        if part.speaker_id != asked.from_speaker
        else _in_place_of(session, content, part, asked)
        for part in content.speakers
    )
    changed = replace(content, speakers=parts)
    return replace(changed, fingerprint=fingerprint_of(changed))


def _in_place_of(session: Session, content: Content, part: SaidBy, asked: Reassignment) -> SaidBy:
    if part.body_id is not None:
        return SaidBy(asked.to_speaker, body_id=part.body_id)
    if content.first_on is None or content.last_on is None:
        return SaidBy(asked.to_speaker)
    said = Days(content.said_on, content.first_on, content.last_on)
    held = session.scalars(select(Role).where(Role.speaker_id == asked.to_speaker))
    roles = [role.id for role in held if covers_days(role, said)]
    return SaidBy(asked.to_speaker, role_id=roles[0] if len(roles) == 1 else None)
