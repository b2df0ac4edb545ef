"""Making and changing roles: who holds which title in which body, from when to when."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from tracker import record, text
from tracker.dates import parse_days
from tracker.errors import N_, Missing, Refused
from tracker.models import EditionSpeaker, Entry, Role, Speaker, now
from tracker.speakers.commands import load_speaker
from tracker.visibility import Viewer
from tracker.vocabulary import SpeakerKind


@dataclass(frozen=True)
class RoleDraft:
    """A title in a body (an id), from–to; an empty end is not known, or still."""

    body: int
    title_en: str = ""
    title_id: str = ""
    since: str = ""
    until: str = ""


def add_role(
    session: Session,
    speaker_id: int,
    draft: RoleDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Role:
    """Give a speaker a role; one that is there already is given back."""
    twin = _twin(session, speaker_id, draft)
    if twin is not None:
        return twin
    speaker = load_speaker(session, speaker_id, version)
    draft, first_on, last_on = _checked(session, speaker, draft)
    role = Role(
        speaker_id=speaker.id,
        body_id=draft.body,
        title_en=draft.title_en,
        title_id=draft.title_id,
        since=draft.since,
        until=draft.until,
        first_on=first_on,
        last_on=last_on,
    )
    session.add(role)
    speaker.changed_at = now()
    record.sync(session, record.Touched(holders={speaker.id}))
    return role


def edit_role(
    session: Session,
    role_id: int,
    draft: RoleDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Role:
    """Change a role; `version` is its speaker's. Statements outside its new dates may stay."""
    role, speaker = _load(session, role_id, version)
    draft, first_on, last_on = _checked(session, speaker, draft)
    moves = role.body_id != draft.body
    role.body_id, role.title_en, role.title_id = draft.body, draft.title_en, draft.title_id
    role.since, role.until, role.first_on, role.last_on = (
        draft.since,
        draft.until,
        first_on,
        last_on,
    )
    speaker.changed_at = now()
    roles = {role.id} if moves else set()
    record.sync(session, record.Touched(roles=roles, holders={speaker.id}))
    return role


def remove_role(session: Session, role_id: int, *, version: int, by: Viewer) -> None:  # noqa: ARG001
    """Take a role away again. Refuses when a statement was made in it."""
    role, speaker = _load(session, role_id, version)
    uses = or_(
        exists().where(EditionSpeaker.role_id == role.id), exists().where(Entry.role_id == role.id)
    )
    if session.scalar(select(uses)):
        raise Refused(
            N_("A statement was made in this role. Change the role, or the statement first."),
            field="role",
        )
    session.delete(role)
    speaker.changed_at = now()
    record.sync(session, record.Touched(holders={speaker.id}))


def _load(session: Session, role_id: int, version: int) -> tuple[Role, Speaker]:
    holder = session.scalar(select(Role.speaker_id).where(Role.id == role_id))
    if holder is None:
        raise Missing("role", str(role_id))
    speaker = load_speaker(session, holder, version)
    role = session.get(Role, role_id)
    if role is None:
        raise Missing("role", str(role_id))
    return role, speaker


def _twin(session: Session, speaker_id: int, draft: RoleDraft) -> Role | None:
    """A role that says the same: the form was sent twice."""
    same = (
        Role.speaker_id == speaker_id,
        Role.body_id == draft.body,
        Role.title_en == text.normalise(draft.title_en, strip=True),
        Role.title_id == text.normalise(draft.title_id, strip=True),
        Role.since == draft.since.strip(),
        Role.until == draft.until.strip(),
    )
    return session.scalar(select(Role).where(*same).limit(1))


def _checked(
    session: Session, speaker: Speaker, draft: RoleDraft
) -> tuple[RoleDraft, date | None, date | None]:
    """Give the draft in the form in which it is kept, with its first and last day."""
    titles = [
        text.check_text(title, field=field, limit=text.FIELD_LIMIT, is_name=True, multiline=False)
        for field, title in (("title_en", draft.title_en), ("title_id", draft.title_id))
    ]
    if not any(titles):
        raise Refused(N_("Write the title, in English or Indonesian."), field="title_en")
    body = session.get(Speaker, draft.body)
    if body is None:
        raise Refused(N_("There is no such speaker."), field="body")
    if body.kind is SpeakerKind.PERSON:
        raise Refused(
            N_("%(name)s is a person. A role is held in an organisation, a state or a group."),
            field="body",
            name=body.name,
        )
    if body.id == speaker.id:
        raise Refused(N_("Nobody holds a role in themselves."), field="body")
    since = parse_days(draft.since, field="since") if draft.since.strip() else None
    until = parse_days(draft.until, field="until") if draft.until.strip() else None
    if since and until and until.last < since.first:
        raise Refused(N_("The role ends before it begins."), field="until")
    checked = replace(
        draft,
        title_en=titles[0],
        title_id=titles[1],
        since=since.text if since else "",
        until=until.text if until else "",
    )
    return checked, since.first if since else None, until.last if until else None
