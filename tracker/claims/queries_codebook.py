"""The claims with what counts and what does not, and a statement of each side as an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Claim, ClaimTranslation, Entry, Speaker, Statement
from tracker.naming import speaker_name
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, Stance


@dataclass(frozen=True)
class Example:
    """Who is coded how: the newest of a side. Opens to the statement."""

    statement_id: int
    speaker: str
    code: Stance
    kind: ClaimKind


def defined_claims(viewer: Viewer, language: str) -> tuple[Any, tuple[Any, ...]]:
    """Select the claims that the viewer may know of, in the reader's language, by their words."""
    told = aliased(ClaimTranslation)
    words: dict[str, Any] = {}
    for part in ("text", "negation", "definition", "exclusion"):
        other = func.nullif(getattr(told, part), "")
        words[part] = func.coalesce(other, getattr(Claim, part))
        words[f"{part}_language"] = case((other.is_not(None), language), else_=Claim.language)
    found = (
        select(Claim.id, Claim.kind, *(column.label(name) for name, column in words.items()))
        .outerjoin(told, (told.claim_id == Claim.id) & (told.language == language))
        .where(visible_to(viewer).of(Claim), Claim.merged_into_id.is_(None))
    )
    return found, (Claim.folded, Claim.id)


def examples_of(
    session: Session, claims: Sequence[int], language: str
) -> Mapping[int, list[Example]]:
    """The newest statement on each side of each claim, for first: one SQL statement."""
    side = case((Entry.value > 0, 1), else_=2)
    place = func.row_number().over(
        partition_by=(Entry.claim_id, side), order_by=(Entry.order_key.desc(), Entry.id)
    )
    newest = (
        select(
            Entry.claim_id,
            Entry.statement_id,
            Entry.code,
            Entry.claim_kind,
            Entry.speaker_id,
            side.label("side"),
            place.label("place"),
        )
        .where(Entry.left.is_(None), Entry.claim_id.in_(claims), Entry.value != 0)
        .subquery()
    )
    found: dict[int, list[Example]] = {}
    rows = session.execute(
        select(newest, speaker_name(language).label("speaker"))
        .join(Speaker, Speaker.id == newest.c.speaker_id)
        .join(Statement, Statement.id == newest.c.statement_id)
        .where(newest.c.place == 1)
        .order_by(newest.c.claim_id, newest.c.side)
    )
    for row in rows:
        example = Example(row.statement_id, row.speaker, Stance(row.code), row.claim_kind)
        found.setdefault(row.claim_id, []).append(example)
    return found
