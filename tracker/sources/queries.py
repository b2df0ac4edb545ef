"""Which sources and outlets there are: lists, pickers, snapshots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from tracker import text
from tracker.models import Citation, Edition, Entry, Outlet, Snapshot, Source, Statement
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import SourceKind


@dataclass(frozen=True)
class SourceMatch:
    """A source that a picker offers."""

    id: int
    title: str
    outlet: str
    published_on: str


@dataclass(frozen=True)
class SnapshotRow:
    """A snapshot without its text."""

    id: int
    number: int
    sha256: str
    length: int
    taken_at: Any


def sources_listed(
    viewer: Viewer,
    *,
    q: str = "",
    kind: SourceKind | None = None,
    language: str = "",
    outlet_id: int | None = None,
) -> Select[*tuple[Any, ...]]:
    """Select the list's rows, to be sorted and paged. `language` is the sources' own."""
    visible = visible_to(viewer)
    rows = (
        select(
            Source.id,
            Source.uid,
            Source.key,
            Source.kind,
            Source.title,
            Source.url,
            Source.author,
            Source.language,
            Source.published_on,
            Source.outlet_id,
            Outlet.name.label("outlet"),
            exists().where(Snapshot.source_id == Source.id).label("has_snapshot"),
        )
        .select_from(Source)
        .outerjoin(Outlet, Outlet.id == Source.outlet_id)
        .where(visible.of(Source))
    )
    if kind is not None:
        rows = rows.where(Source.kind == kind)
    if language:
        rows = rows.where(Source.language == language)
    if outlet_id is not None:
        rows = rows.where(Source.outlet_id == outlet_id)
    return rows.where(titled(q)) if q else rows


def titled(q: str, *, begins: bool = False) -> ColumnElement[bool]:
    """Whether a source has these words in its title, or this address."""
    folded = text.fingerprint(q)
    by_title = Source.folded.like(f"{folded}%" if begins else f"%{folded}%") if folded else false()
    return or_(by_title, Source.url == q.strip())


def citing_counted(session: Session, viewer: Viewer, sources: Iterable[int]) -> Mapping[int, int]:
    """How many statements that the viewer may see cite each source."""
    visible = visible_to(viewer)
    counted = (
        select(Citation.source_id, func.count(Statement.id.distinct()))
        .join(Edition, Edition.id == Citation.edition_id)
        .join(Statement, Statement.id == Edition.statement_id)
        .where(Citation.source_id.in_(list(sources)), visible.of(Statement), visible.editions())
        .group_by(Citation.source_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def sources_matching(
    session: Session, viewer: Viewer, q: str, *, limit: int = 10
) -> list[SourceMatch]:
    """Find sources by words of the title or their address, the newest first."""
    if not q.strip():
        return []
    rows = (
        select(Source.id, Source.title, func.coalesce(Outlet.name, ""), Source.published_on)
        .outerjoin(Outlet, Outlet.id == Source.outlet_id)
        .where(visible_to(viewer).of(Source), titled(q))
        .order_by(case((titled(q, begins=True), 0), else_=1), Source.id.desc())
        .limit(limit)
    )
    return [SourceMatch(*row) for row in session.execute(rows)]


def source_named(session: Session, viewer: Viewer, source_id: int | None) -> str:
    """The title of one source; "" if there is none that the viewer may know of."""
    if source_id is None:
        return ""
    found = select(Source.title).where(Source.id == source_id, visible_to(viewer).of(Source))
    return session.scalar(found) or ""


def snapshots_of(session: Session, source_id: int) -> Sequence[SnapshotRow]:
    """The snapshots of a source without their texts, the newest first."""
    rows = select(
        Snapshot.id, Snapshot.number, Snapshot.sha256, Snapshot.length, Snapshot.taken_at
    ).where(Snapshot.source_id == source_id)
    return [SnapshotRow(*row) for row in session.execute(rows.order_by(Snapshot.number.desc()))]


def snapshot_text(session: Session, viewer: Viewer, source: Source, number: int) -> str | None:
    """The whole text, for editors and of sources that are free to show; else None."""
    if not (source.is_free or viewer.reaches("editor")):
        return None
    found = select(Snapshot.text).where(Snapshot.source_id == source.id, Snapshot.number == number)
    return session.scalar(found)


def outlets_listed(viewer: Viewer, *, q: str = "", language: str = "") -> Select[*tuple[Any, ...]]:
    """Select the list's rows, to be sorted and paged. `language` is the outlets' own."""
    rows = select(
        Outlet.id, Outlet.uid, Outlet.key, Outlet.name, Outlet.url, Outlet.language
    ).where(visible_to(viewer).of(Outlet))
    if language:
        rows = rows.where(Outlet.language == language)
    return rows.where(_outlet_called(q)) if q else rows


def outlet_counts(
    session: Session, viewer: Viewer, outlets: Iterable[int]
) -> Mapping[int, tuple[int, int]]:
    """How many sources each outlet has for the viewer, and how many published statements."""
    ids = list(outlets)
    stated = (
        select(func.count(Entry.statement_id.distinct()))
        .where(Entry.outlet_id == Outlet.id, Entry.left.is_(None))
        .correlate(Outlet)
        .scalar_subquery()
    )
    sources = (
        select(func.count())
        .select_from(Source)
        .where(Source.outlet_id == Outlet.id, visible_to(viewer).of(Source))
        .correlate(Outlet)
        .scalar_subquery()
    )
    rows = session.execute(select(Outlet.id, sources, stated).where(Outlet.id.in_(ids)))
    return {outlet: (n, said) for outlet, n, said in rows}


def outlets_matching(
    session: Session, viewer: Viewer, q: str, *, limit: int = 10
) -> list[tuple[int, str, str]]:
    """Find outlets by a part of the name: id, name, address."""
    if not q.strip():
        return []
    rows = (
        select(Outlet.id, Outlet.name, Outlet.url)
        .where(visible_to(viewer).of(Outlet), _outlet_called(q))
        .order_by(Outlet.folded, Outlet.id)
        .limit(limit)
    )
    return [(row.id, row.name, row.url) for row in session.execute(rows)]


def outlet_named(session: Session, viewer: Viewer, outlet_id: int | None) -> str:
    """The name of one outlet; "" if there is none that the viewer may know of."""
    if outlet_id is None:
        return ""
    found = select(Outlet.name).where(Outlet.id == outlet_id, visible_to(viewer).of(Outlet))
    return session.scalar(found) or ""


def _outlet_called(q: str) -> ColumnElement[bool]:
    folded = text.fingerprint(q)
    return Outlet.folded.like(f"%{folded}%") if folded else false()
