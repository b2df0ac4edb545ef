"""Which speakers there are: lists, pickers, names, roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import naming, text
from tracker.dates import Days, parse_days, role_covers
from tracker.merged import PAIRS
from tracker.models import Entry, ExternalId, Name, Role, Speaker
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Level, SpeakerKind

OWN_LEVEL = {
    SpeakerKind.PERSON: Level.SPEAKER,
    SpeakerKind.ORGANISATION: Level.BODY,
    SpeakerKind.GROUP: Level.BODY,
    SpeakerKind.STATE: Level.STATE,
}
"""A person's positions are the person's, a body's are those of all who speak for it."""

HOLDER = {Level.SPEAKER: Entry.speaker_id, Level.BODY: Entry.body_id, Level.STATE: Entry.state_id}

_SHOWN = aliased(Name, name="shown_name")


@dataclass(frozen=True)
class Match:
    """A speaker that a picker offers, with what tells namesakes apart."""

    id: int
    name: str
    kind: SpeakerKind
    role: str
    body: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class RoleRow:
    """A role as it is shown and proposed; `covers` whether it may have been held on the days."""

    id: int
    title: str
    title_en: str
    title_id: str
    body_id: int
    body: str
    since: str
    until: str
    covers: bool


def speakers_listed(
    viewer: Viewer, language: str, *, q: str = "", kind: SpeakerKind | None = None
) -> Select[*tuple[Any, ...]]:
    """Select the list's rows, to be sorted and paged; merged speakers are found as one."""
    parent = aliased(Speaker)
    rows = (
        select(
            Speaker.id,
            Speaker.uid,
            Speaker.key,
            Speaker.kind,
            func.coalesce(_SHOWN.text, Speaker.name).label("name"),
            Speaker.iso_code,
            Speaker.parent_id,
            naming.speaker_name(language, parent).label("parent"),
            sort_name().label("sort_name"),
        )
        .select_from(Speaker)
        .outerjoin(
            _SHOWN,
            and_(
                _SHOWN.speaker_id == Speaker.id,
                _SHOWN.language == language,
                _SHOWN.is_displayed,
            ),
        )
        .outerjoin(parent, and_(parent.id == Speaker.parent_id, visible_to(viewer).of(parent)))
        .where(Speaker.merged_into_id.is_(None), visible_to(viewer).of(Speaker))
    )
    if kind is not None:
        rows = rows.where(Speaker.kind == kind)
    return rows.where(called(q)) if q else rows


def sort_name() -> ColumnElement[str]:
    """The name by which the list of `speakers_listed` is sorted: the one that it shows."""
    return func.coalesce(func.nullif(_SHOWN.folded, ""), Speaker.folded)


def called(q: str, *, begins: bool = False) -> ColumnElement[bool]:
    """Whether a speaker goes by this name, or a part of it, in any language; or code, or number.

    What was merged into a speaker lends it its names.
    """
    lost, pairs = aliased(Speaker), PAIRS[Speaker]
    merged = select(pairs.c.into_id).join(lost, lost.id == pairs.c.id)
    by_another_name = Speaker.id.in_(merged.where(_goes_by(lost, q, begins=begins)))
    return or_(_goes_by(Speaker, q, begins=begins), by_another_name)


def _goes_by(speaker: Any, q: str, *, begins: bool) -> ColumnElement[bool]:  # noqa: ANN401
    folded = text.fingerprint(q)
    pattern = f"{folded}%" if begins else f"%{folded}%"
    names = select(Name.id).where(Name.speaker_id == speaker.id, Name.folded.like(pattern))
    numbers = select(ExternalId.id).where(
        ExternalId.speaker_id == speaker.id, ExternalId.value == q.strip()
    )
    by_name = or_(speaker.folded.like(pattern), names.exists()) if folded else false()
    return or_(by_name, speaker.iso_code == q.strip().upper(), numbers.exists())


def statements_counted(
    session: Session, speakers: Iterable[tuple[int, SpeakerKind]]
) -> Mapping[int, int]:
    """How many published statements each speaker has on the record, at its own level."""
    wanted: dict[Level, list[int]] = {}
    for speaker, kind in speakers:
        wanted.setdefault(OWN_LEVEL[kind], []).append(speaker)
    if not wanted:
        return {}
    parts = [
        select(HOLDER[level].label("holder"), func.count(Entry.statement_id.distinct()))
        .where(Entry.left.is_(None), HOLDER[level].in_(ids))
        .group_by(HOLDER[level])
        for level, ids in wanted.items()
    ]
    query = parts[0].union_all(*parts[1:]) if parts[1:] else parts[0]
    return {holder: n for holder, n in session.execute(query) if holder is not None}


def speakers_matching(
    session: Session,
    viewer: Viewer,
    q: str,
    language: str,
    *,
    kinds: Sequence[SpeakerKind] = (),
    limit: int = 10,
) -> list[Match]:
    """Find speakers by a part of a name in any language; names that begin with it come first."""
    if not q.strip():
        return []
    held, body = aliased(Role), aliased(Speaker)
    rows = (
        select(
            Speaker.id,
            naming.speaker_name(language).label("name"),
            Speaker.kind,
            naming.role_title(language, held).label("role"),
            naming.speaker_name(language, body).label("body"),
            held.since,
            held.until,
        )
        .select_from(Speaker)
        .outerjoin(held, held.id == _newest_role())
        .outerjoin(body, and_(body.id == held.body_id, visible_to(viewer).of(body)))
        .where(Speaker.merged_into_id.is_(None), visible_to(viewer).of(Speaker), called(q))
        .order_by(case((called(q, begins=True), 0), else_=1), Speaker.folded, Speaker.id)
        .limit(limit)
    )
    if kinds:
        rows = rows.where(Speaker.kind.in_(kinds))
    return [Match(*row[:3], *(word or "" for word in row[3:])) for row in session.execute(rows)]


def _newest_role() -> ScalarSelect[int]:
    """The role that tells a speaker from a namesake."""
    role = aliased(Role)
    newest = select(role.id).where(role.speaker_id == Speaker.id)
    newest = newest.order_by(role.since.desc(), role.id.desc()).limit(1)
    return newest.correlate(Speaker).scalar_subquery()


def speaker_named(session: Session, viewer: Viewer, speaker_id: int | None, language: str) -> str:
    """The name of one speaker; "" if there is none that the viewer may know of."""
    if speaker_id is None:
        return ""
    found = select(naming.speaker_name(language)).where(
        Speaker.id == speaker_id, visible_to(viewer).of(Speaker)
    )
    return session.scalar(found) or ""


def roles_of(
    session: Session,
    viewer: Viewer,
    speaker_id: int,
    language: str,
    *,
    days: Days | None = None,
) -> list[RoleRow]:
    """Every role of a speaker, newest first; those that cover the days come before the others."""
    body = aliased(Speaker)
    rows = session.execute(
        select(
            Role.id,
            naming.role_title(language).label("title"),
            Role.title_en,
            Role.title_id,
            Role.body_id,
            naming.speaker_name(language, body).label("body"),
            Role.since,
            Role.until,
        )
        .select_from(Role)
        .join(body, body.id == Role.body_id)
        .where(Role.speaker_id == speaker_id, visible_to(viewer).of(body))
        .order_by(Role.since.desc(), Role.until.desc(), Role.id.desc())
    )
    found = [RoleRow(*row, covers=_covers(row.since, row.until, days)) for row in rows]
    return sorted(found, key=lambda role: not role.covers)


def _covers(since: str, until: str, days: Days | None) -> bool:
    if days is None:
        return True
    starts = parse_days(since) if since else None
    ends = parse_days(until) if until else None
    return role_covers(starts, ends, days)
