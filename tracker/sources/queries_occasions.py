"""Which occasions there are: lists and pickers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import naming, text
from tracker.dates import Days
from tracker.models import Edition, Occasion, Speaker, Statement
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import OccasionKind


@dataclass(frozen=True)
class OccasionMatch:
    """An occasion that a picker offers."""

    id: int
    name: str
    held_on: str
    place: str


def occasions_listed(
    viewer: Viewer,
    language: str,
    *,
    q: str = "",
    kind: OccasionKind | None = None,
    said_from: date | None = None,
    said_to: date | None = None,
) -> Select[*tuple[Any, ...]]:
    """Select the list's rows, to be sorted and paged; the days contain the whole occasion."""
    host = aliased(Speaker)
    visible = visible_to(viewer)
    rows = (
        select(
            Occasion.id,
            Occasion.uid,
            Occasion.key,
            Occasion.kind,
            naming.occasion_name(language).label("name"),
            Occasion.place,
            Occasion.held_on,
            Occasion.start_time,
            host.id.label("host_id"),
            naming.speaker_name(language, host).label("host"),
        )
        .select_from(Occasion)
        .outerjoin(host, and_(host.id == Occasion.host_id, visible.of(host)))
        .where(visible.of(Occasion))
    )
    if kind is not None:
        rows = rows.where(Occasion.kind == kind)
    if said_from is not None:
        rows = rows.where(Occasion.first_on >= said_from)
    if said_to is not None:
        rows = rows.where(Occasion.last_on <= said_to)
    return rows.where(_called(q)) if q else rows


def said_there(session: Session, viewer: Viewer, occasions: Iterable[int]) -> Mapping[int, int]:
    """How many statements that the viewer may see were made at each occasion."""
    visible = visible_to(viewer)
    counted = (
        select(Edition.occasion_id, func.count(Statement.id.distinct()))
        .join(Statement, Statement.id == Edition.statement_id)
        .where(Edition.occasion_id.in_(list(occasions)), visible.of(Statement), visible.editions())
        .group_by(Edition.occasion_id)
    )
    return {place: n for place, n in session.execute(counted) if place is not None}


def occasions_matching(
    session: Session,
    viewer: Viewer,
    q: str,
    language: str,
    *,
    days: Days | None = None,
    limit: int = 10,
) -> list[OccasionMatch]:
    """Find occasions by name or place, the newest first; `days` they must touch."""
    if not q.strip() and days is None:
        return []
    rows = select(
        Occasion.id,
        naming.occasion_name(language),
        Occasion.held_on,
        Occasion.place,
    ).where(visible_to(viewer).of(Occasion))
    if q.strip():
        rows = rows.where(_called(q))
    if days is not None:
        rows = rows.where(Occasion.first_on <= days.last, Occasion.last_on >= days.first)
    rows = rows.order_by(Occasion.first_on.desc(), Occasion.id.desc()).limit(limit)
    return [OccasionMatch(*row) for row in session.execute(rows)]


def occasion_named(session: Session, viewer: Viewer, occasion_id: int | None, language: str) -> str:
    """The name of one occasion; "" if there is none that the viewer may know of."""
    if occasion_id is None:
        return ""
    found = select(naming.occasion_name(language)).where(
        Occasion.id == occasion_id, visible_to(viewer).of(Occasion)
    )
    return session.scalar(found) or ""


def _called(q: str) -> ColumnElement[bool]:
    folded = text.fingerprint(q)
    if not folded:
        return false()
    # Places have no folded form: as they were typed is near enough.
    place = func.lower(Occasion.place).contains(q.strip().lower(), autoescape=True)
    return or_(Occasion.folded.like(f"%{folded}%"), place)
