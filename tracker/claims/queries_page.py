"""What the claim page asks: the claim, its holders, what they said, who else was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from tracker.claims.approving import waiting
from tracker.errors import Missing
from tracker.merged import itself_or_merged
from tracker.models import (
    Claim,
    ClaimTopic,
    ClaimTranslation,
    Edition,
    Entry,
    Position,
    Role,
    Speaker,
    Statement,
    Topic,
)
from tracker.naming import role_title, speaker_name, topic_name
from tracker.record.positions import HOLDER
from tracker.visibility import ANYBODY, Viewer, key_condition, visible_to
from tracker.vocabulary import ClaimKind, Level, SpeakerKind, Stance, StatementState


@dataclass(frozen=True)
class Phrase:
    """Words and the language they are in."""

    words: str
    language: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class TopicName:
    id: int
    name: str


@dataclass(frozen=True)
class ClaimHead:
    """A claim as it is read at the top of its page, in the reader's language if it has it."""

    id: int
    uid: str
    key: str | None
    version: int
    kind: ClaimKind
    text: Phrase
    negation: Phrase
    definition: Phrase
    exclusion: Phrase
    is_public: bool
    waits: bool
    topics: tuple[TopicName, ...]


@dataclass(frozen=True)
class Holder:
    """Who stands where on a claim, and the statement behind it."""

    id: int
    uid: str
    kind: SpeakerKind
    name: str
    code: Stance
    value: int | None
    is_retracted: bool
    n: int
    changes: int
    first_on: date
    last_on: date
    statement_id: int
    statement: str
    role: str | None
    replies_to: str | None


def claim_head(session: Session, viewer: Viewer, key: str, language: str) -> ClaimHead:
    """The claim with this KEY and its topics; Missing if the viewer may not know of it."""
    translation, topic, belongs = aliased(ClaimTranslation), aliased(Topic), aliased(ClaimTopic)
    stands = belongs.left.is_(None)
    rows = session.execute(
        select(
            Claim,
            translation,
            visible_to(ANYBODY).of(Claim).label("is_public"),
            Claim.id.in_(waiting()).label("waits"),
            topic.id.label("topic_id"),
            topic_name(language, topic).label("topic_name"),
        )
        .outerjoin(
            translation,
            and_(translation.claim_id == Claim.id, translation.language == language),
        )
        .outerjoin(belongs, itself_or_merged(Claim, belongs.claim_id, Claim.id) & stands)
        .outerjoin(topic, topic.id == belongs.topic_id)
        .where(key_condition(Claim, key), visible_to(viewer).of(Claim))
        .order_by(belongs.id)
    ).all()
    if not rows:
        raise Missing("claim", key)
    claim, translated, is_public, waits = rows[0][:4]
    return ClaimHead(
        id=claim.id,
        uid=claim.uid,
        key=claim.key,
        version=claim.version,
        kind=claim.kind,
        is_public=is_public,
        waits=waits,
        topics=_topics(rows),
        **{
            part: _phrase(claim, translated, part)
            for part in ("text", "negation", "definition", "exclusion")
        },
    )


def _topics(rows: Sequence[Any]) -> tuple[TopicName, ...]:
    """Each topic once, also one that what was merged into the claim belongs to."""
    named = (TopicName(row.topic_id, row.topic_name) for row in rows if row.topic_id)
    return tuple(dict.fromkeys(named))


def _phrase(claim: Claim, translated: ClaimTranslation | None, part: str) -> Phrase:
    if translated is not None and (words := getattr(translated, part)):
        return Phrase(words, translated.language)
    return Phrase(getattr(claim, part), claim.language)


def holders_of(session: Session, claim_id: int, level: Level, language: str) -> list[Holder]:
    """Everybody who took a stance on the claim, by the id of the holder."""
    replied = aliased(Statement)
    rows = session.execute(
        select(
            Speaker.id,
            Speaker.uid,
            Speaker.kind,
            speaker_name(language).label("name"),
            Position.code,
            Position.value,
            Position.is_retracted,
            Position.n,
            Position.changes,
            Position.first_on,
            Position.last_on,
            Position.statement_id,
            Statement.uid.label("statement"),
            _role_at_the_time(claim_id, level, language).label("role"),
            replied.uid.label("replies_to"),
        )
        .join(Speaker, Speaker.id == Position.holder_id)
        .join(Statement, Statement.id == Position.statement_id)
        .join(Edition, and_(Edition.statement_id == Statement.id, Edition.is_standing))
        .outerjoin(
            replied,
            and_(replied.id == Edition.replies_to_id, replied.state == StatementState.PUBLISHED),
        )
        .where(Position.claim_id == claim_id, Position.level == level)
        .order_by(Speaker.id)
    )
    return [Holder(**{**row._mapping, "role": row.role or None}) for row in rows]  # noqa: SLF001


def _role_at_the_time(claim_id: int, level: Level, language: str) -> Any:  # noqa: ANN401
    """The title under which the position was taken."""
    return (
        select(role_title(language, Role))
        .join(Entry, Entry.role_id == Role.id)
        .where(
            Entry.statement_id == Position.statement_id,
            Entry.claim_id == claim_id,
            HOLDER[level] == Position.holder_id,
            Entry.left.is_(None),
        )
        .order_by(Entry.order_key)
        .limit(1)
        .correlate(Position)
        .scalar_subquery()
    )


def history_of(session: Session, claim_id: int, level: Level) -> Sequence[Any]:
    """Every stance on the claim: holder by holder, in the order of time.

    `holder_id` is None where nobody holds it at this level: who speaks for no state is
    counted with the claim, but on no side of its states.
    """
    holder = HOLDER[level]
    replies_to = (
        select(Edition.replies_to_id)
        .where(Edition.id == Entry.edition_id)
        .correlate(Entry)
        .scalar_subquery()
    )
    return session.execute(
        select(
            # Up to the body in the order of `histories`: the analysis goes by place.
            Entry.claim_id,
            holder.label("holder_id"),
            Entry.order_key,
            Entry.first_on,
            Entry.last_on,
            Entry.code,
            Entry.act,
            Entry.statement_id,
            Entry.role_id,
            Entry.body_id,
            Entry.occasion_id,
            replies_to.label("replies_to_id"),
        )
        .where(Entry.claim_id == claim_id, Entry.left.is_(None))
        .order_by(holder, Entry.order_key)
    ).all()
