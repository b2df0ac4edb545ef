"""Which revisions there are of an object, of a person's doing, and which of them readers see."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from tracker import blind
from tracker.history.changes import RowChange
from tracker.models import (
    Account,
    Citation,
    ClaimTopic,
    Comment,
    Decision,
    Edition,
    EditionSpeaker,
    Entry,
    Occasion,
    Revision,
    Role,
    Source,
    Stance,
    StanceTarget,
    Statement,
    Topic,
)
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Transition


def revisions_of(viewer: Viewer, kind: str, object_id: int) -> Select[Any]:
    """The revisions of an object with who made them; for readers, since it has been public."""
    found = _revisions().where(Revision.kind == kind, Revision.object_id == object_id)
    if not visible_to(viewer).all:
        found = found.where(Revision.at >= _public_since(kind, object_id).scalar_subquery())
    return found


def revisions_around(viewer: Viewer, account_id: int) -> Select[Any]:
    """What happened to an account, and what its person did, as far as the viewer may know."""
    number = select(Revision.number)
    happened = number.where(Revision.kind == "account", Revision.object_id == account_id)
    # Numbers alone, from two indexes: of a busy person there are too many to sort with all words.
    done = number.where(Revision.by_id == account_id)
    known = select(Statement.id).where(visible_to(viewer).of(Statement))
    kept = blind.kept_from(viewer.account_id)
    return _revisions().where(
        Revision.number.in_(union_all(happened, done)),
        or_(
            Revision.kind != "statement",
            Revision.object_id.in_(known),
            # A block of rows names no object: it may tell of anything that is kept back.
            Revision.object_id.is_(None) & ~kept.exists(),
        ),
        # What was said about a statement that is kept back tells of it, too.
        or_(Revision.kind != "comment", Revision.object_id.not_in(_said_about(kept))),
    )


def _said_about(statements: Select[int]) -> Select[int]:
    return select(Comment.id).where(Comment.statement_id.in_(statements))


def _revisions() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Revision.number,
        Revision.at,
        Revision.by_id,
        Revision.request,
        Revision.kind,
        Revision.object_id,
        Revision.action,
        Revision.before,
        Revision.after,
        Revision.why,
        Revision.salt.is_(None).label("is_redacted"),
        func.coalesce(func.nullif(Account.name, ""), Account.email).label("by"),
    )
    return select(*columns).outerjoin(Account, Account.id == Revision.by_id)


def edition_numbers(session: Session, changes: Iterable[Sequence[RowChange]]) -> dict[int, int]:
    """The numbers of the editions that changed, by their ids."""
    rows = [row for changed in changes for row in changed]
    ids = {int(row.id) for row in rows if row.table == "edition" and row.id.isdigit()}
    found = select(Edition.id, Edition.number).where(Edition.id.in_(ids))
    return {row.id: row.number for row in session.execute(found)}


# ── Since when readers could know of something ───────────────────────────────────────


def _public_since(kind: str, object_id: int) -> Select[Any]:
    """When an edition was first published that refers to the object.

    What was written before tells of something unpublished, and is for editors. Where the
    way leads over links that may have changed since (the outlet of a source, the topics
    of a claim), they are taken as they are now.
    """
    ways: list[ColumnElement[bool]] = [Edition.id.in_(way) for way in _WAYS[kind](object_id)]
    published = select(func.min(Decision.at)).join(Edition, Edition.id == Decision.edition_id)
    return published.where(Decision.step == Transition.PUBLISH, or_(*ways))


def _claim(claim_id: int) -> list[Select[Any]]:
    return [select(Stance.edition_id).where(Stance.claim_id == claim_id)]


def _source(source_id: int) -> list[Select[Any]]:
    return [select(Citation.edition_id).where(Citation.source_id == source_id)]


def _outlet(outlet_id: int) -> list[Select[Any]]:
    cited = select(Citation.edition_id).join(Source, Source.id == Citation.source_id)
    return [cited.where(Source.outlet_id == outlet_id)]


def _occasion(occasion_id: int) -> list[Select[Any]]:
    return [select(Edition.id).where(Edition.occasion_id == occasion_id)]


def _topic(topic_id: int) -> list[Select[Any]]:
    start = select(Topic.id).where(Topic.id == topic_id).cte("topic_and_below", recursive=True)
    below = start.union(select(Topic.id).join(start, Topic.parent_id == start.c.id))
    coded = select(Stance.edition_id).join(ClaimTopic, ClaimTopic.claim_id == Stance.claim_id)
    return [coded.where(ClaimTopic.topic_id.in_(select(below.c.id)))]


def _speaker(speaker_id: int) -> list[Select[Any]]:
    said = select(EditionSpeaker.edition_id)
    aimed = select(Stance.edition_id).join(StanceTarget, StanceTarget.stance_id == Stance.id)
    hosted = select(Edition.id).join(Occasion, Occasion.id == Edition.occasion_id)
    held = or_(Entry.body_id == speaker_id, Entry.state_id == speaker_id)
    return [
        said.where(
            or_(EditionSpeaker.speaker_id == speaker_id, EditionSpeaker.body_id == speaker_id)
        ),
        said.join(Role, Role.id == EditionSpeaker.role_id).where(Role.body_id == speaker_id),
        select(Edition.id).where(Edition.relayed_by_id == speaker_id),
        aimed.where(StanceTarget.speaker_id == speaker_id),
        hosted.where(Occasion.host_id == speaker_id),
        select(Entry.edition_id).where(held),
    ]


_WAYS = {
    "claim": _claim,
    "source": _source,
    "outlet": _outlet,
    "occasion": _occasion,
    "topic": _topic,
    "speaker": _speaker,
}
