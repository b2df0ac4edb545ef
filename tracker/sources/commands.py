"""Making and changing sources, and keeping their texts as snapshots."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import audit, naming, record, text
from tracker.dates import is_future, parse_days
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import Outlet, Snapshot, Source, new_uid, now
from tracker.sources.drafts import SourceDraft, line, web_address
from tracker.visibility import Viewer
from tracker.vocabulary import SourceKind

__all__ = ["SourceDraft", "Taken", "add_snapshot", "create_source", "edit_source"]


@dataclass(frozen=True)
class Taken:
    """The snapshot of a pasted text; not new when the same text was kept before."""

    snapshot: Snapshot
    is_new: bool


def create_source(session: Session, draft: SourceDraft, *, by: Viewer) -> Source:  # noqa: ARG001
    """Add a source. The same draft with the same uid gives the one that is there already."""
    audit.lock_head(session)
    uid = naming.known_uid(draft.uid)
    twin = session.scalar(select(Source).where(Source.uid == uid)) if uid else None
    source = Source(uid=uid if uid and twin is None else new_uid())
    _fill(session, source, draft)
    if twin is not None and (twin.title, twin.url) == (source.title, source.url):
        return twin
    source.key = naming.free_key(session, Source, draft.key)
    session.add(source)
    session.flush()
    return source


def edit_source(
    session: Session,
    source_id: int,
    draft: SourceDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Source:
    """Change a source; its outlet and language stand on the record."""
    audit.lock_head(session)
    source = session.get(Source, source_id, populate_existing=True)
    if source is None:
        raise Missing("source", str(source_id))
    if source.version != version:
        raise Stale("source", source.id, version, source.version)
    before = (source.outlet_id, source.language)
    with session.no_autoflush:
        _fill(session, source, draft)
    source.changed_at = now()
    session.flush()
    if before != (source.outlet_id, source.language):
        record.sync(session, record.Touched(sources={source.id}))
    return source


def add_snapshot(
    session: Session,
    source_id: int,
    pasted: str,
    *,
    by: Viewer,  # noqa: ARG001
) -> Taken:
    """Keep the text of a source as it is now, in normal form; the same text is kept once."""
    words = text.check_source(pasted, field="text")
    if not words:
        raise Refused(N_("Paste the text of the source."), field="text")
    audit.lock_head(session)
    source = session.get(Source, source_id, populate_existing=True)
    if source is None:
        raise Missing("source", str(source_id))
    digest = text.sha256(words)
    kept = select(Snapshot).where(Snapshot.source_id == source.id, Snapshot.sha256 == digest)
    if (known := session.scalar(kept)) is not None:
        return Taken(known, is_new=False)
    newest = select(func.max(Snapshot.number)).where(Snapshot.source_id == source.id)
    snapshot = Snapshot(
        source_id=source.id,
        number=(session.scalar(newest) or 0) + 1,
        text=words,
        sha256=digest,
        length=len(words),
        taken_at=now(),
    )
    session.add(snapshot)
    session.flush()
    return Taken(snapshot, is_new=True)


def _fill(session: Session, source: Source, draft: SourceDraft) -> None:
    """Give the source what the draft says; refuses before anything is changed."""
    title = line(draft.title, "title")
    if not title:
        raise Refused(N_("Write the title of the source."), field="title")
    language = text.language_tag(draft.language, field="language")
    lines = {name: line(getattr(draft, name), name) for name in ("author", "section")}
    lines |= {name: web_address(getattr(draft, name), name) for name in ("url", "archive_url")}
    published = None
    if draft.published_on.strip():
        published = parse_days(draft.published_on, field="published_on")
        if is_future(published):
            raise Refused(N_("This date has not come yet."), field="published_on")
    if draft.outlet is not None and session.get(Outlet, draft.outlet) is None:
        raise Refused(N_("There is no such outlet."), field="outlet")
    source.kind, source.title = SourceKind(draft.kind), title
    source.folded, source.language = text.fingerprint(title), language
    for name, value in lines.items():
        setattr(source, name, value)
    source.outlet_id, source.is_free = draft.outlet, draft.is_free
    source.published_on = published.text if published else ""
    source.first_on = published.first if published else None
    source.last_on = published.last if published else None
