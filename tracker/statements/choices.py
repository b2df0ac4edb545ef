"""What the log form offers and proposes: names of KEYs, roles, facts of a source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import dates
from tracker.dates import Days
from tracker.models import (
    Base,
    Citation,
    Claim,
    Edition,
    EditionSpeaker,
    Occasion,
    Role,
    Snapshot,
    Source,
    Speaker,
    Statement,
    Topic,
)
from tracker.naming import claim_text, occasion_name, role_title, speaker_name, topic_name
from tracker.visibility import Viewer, key_condition, visible_to
from tracker.vocabulary import ClaimKind, SourceKind


@dataclass(frozen=True)
class Choice:
    """What a KEY in the form stands for."""

    id: int
    label: str
    kind: str = ""
    language: str = ""


@dataclass(frozen=True)
class RoleChoice:
    """A role that a speaker holds or held; whether it covers the date is said, not decided."""

    id: int
    speaker: int
    title: str
    body: str
    since: str
    until: str
    covers: bool


@dataclass(frozen=True)
class SourceFacts:
    """What the form shows of the chosen source, and what it proposes from it."""

    id: int
    title: str
    kind: SourceKind
    language: str
    snapshot: int | None
    length: int
    logged: int
    said_on: str
    occasion: int | None


def choices_of(
    session: Session, viewer: Viewer, cls: type[Base], keys: Iterable[str], language: str
) -> dict[str, Choice]:
    """Names of the objects that these KEYs stand for, by KEY as it was given."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    columns: Any = cls.__table__.c
    given = or_(*(key_condition(cls, key) for key in sorted(wanted)))
    found = _labelled(cls, language).where(given, visible_to(viewer).of(cls))
    rows = session.execute(found.add_columns(columns.uid, columns.key)).all()
    known = {}
    for row in rows:
        choice = Choice(row.id, row.label, str(row.kind or ""), row.language or "")
        for key in (str(row.id), row.uid, row.key):
            if key in wanted:
                known[key] = choice
    return known


def _labelled(cls: type[Base], language: str) -> Any:  # noqa: ANN401 - selects of one shape
    """Select id, label, kind and language of one noun."""
    if cls is Speaker:
        label = speaker_name(language)
        return select(Speaker.id, label.label("label"), Speaker.kind, _nothing())
    if cls is Claim:
        return select(Claim.id, claim_text(language).label("label"), Claim.kind, Claim.language)
    if cls is Source:
        return select(Source.id, Source.title.label("label"), Source.kind, Source.language)
    if cls is Topic:
        return select(Topic.id, topic_name(language).label("label"), _nothing("kind"), _nothing())
    if cls is Occasion:
        label = occasion_name(language)
        return select(Occasion.id, label.label("label"), Occasion.kind, _nothing())
    first = aliased(EditionSpeaker)
    return (
        select(Statement.id, speaker_name(language).label("label"), Statement.state.label("kind"))
        .add_columns(Edition.said_on.label("language"))
        .join(Edition, and_(Edition.statement_id == Statement.id))
        .join(first, and_(first.edition_id == Edition.id, first.place == 0))
        .join(Speaker, Speaker.id == first.speaker_id)
        .where(Edition.number == Statement.newest)
    )


def _nothing(name: str = "language") -> Any:  # noqa: ANN401
    return literal("").label(name)


def roles_of(
    session: Session, speakers: Iterable[int], said: Days | None, language: str
) -> Mapping[int, list[RoleChoice]]:
    """The roles of these speakers; those that cover the date come first."""
    body = aliased(Speaker)
    found = (
        select(Role, role_title(language).label("title"), speaker_name(language, body))
        .join(body, body.id == Role.body_id)
        .where(Role.speaker_id.in_(sorted(set(speakers))))
        .order_by(Role.speaker_id, Role.id)
    )
    roles: dict[int, list[RoleChoice]] = {}
    for role, title, name in session.execute(found):
        covers = said is not None and covers_days(role, said)
        choice = RoleChoice(
            role.id, role.speaker_id, title or "", name, role.since, role.until, covers
        )
        roles.setdefault(role.speaker_id, []).append(choice)
    for offered in roles.values():
        offered.sort(key=lambda role: not role.covers)
    return roles


def covers_days(role: Role, said: Days) -> bool:
    """Whether the role, as far as its dates are known, overlaps the days."""
    since = dates.parse_days(role.since) if role.since else None
    until = dates.parse_days(role.until) if role.until else None
    return dates.role_covers(since, until, said)


def proposed_role(offered: Iterable[RoleChoice]) -> RoleChoice | None:
    """The one role that covers the date; of two, none is chosen silently."""
    covering = [role for role in offered if role.covers]
    return covering[0] if len(covering) == 1 else None


def source_facts(session: Session, viewer: Viewer, key: str) -> SourceFacts | None:
    """The chosen source, and the date and occasion of what was logged from it last."""
    source = session.scalar(
        select(Source).where(key_condition(Source, key), visible_to(viewer).of(Source))
    )
    if source is None:
        return None
    snapshot = session.execute(
        select(Snapshot.number, Snapshot.length)
        .where(Snapshot.source_id == source.id)
        .order_by(Snapshot.number.desc())
        .limit(1)
    ).one_or_none()
    cited = select(Edition).join(Citation, Citation.edition_id == Edition.id)
    cited = cited.where(Citation.source_id == source.id)
    last = session.scalar(cited.order_by(Edition.id.desc()).limit(1))
    counted = cited.with_only_columns(func.count(Edition.statement_id.distinct()))
    return SourceFacts(
        id=source.id,
        title=source.title,
        kind=source.kind,
        language=source.language,
        snapshot=snapshot.number if snapshot else None,
        length=snapshot.length if snapshot else 0,
        logged=session.scalar(counted) or 0,
        said_on=last.said_on if last and last.said_on else source.published_on,
        occasion=last.occasion_id if last else None,
    )


def claim_kind(choice: Choice | None) -> ClaimKind:
    """The kind that words the scale; without a claim yet, the first."""
    return ClaimKind(choice.kind) if choice and choice.kind else ClaimKind.FACTUAL
