"""What stands on the record of a speaker, stance by stance."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import aliased

from tracker import naming
from tracker.analysis.taken import Taken
from tracker.dates import Days, parse_period
from tracker.models import Claim, Edition, Entry, Occasion, Role, Speaker, Statement
from tracker.speakers.queries import HOLDER, OWN_LEVEL
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Act, ClaimKind, Delivery, Level, SpeakerKind, Stance


@dataclass(frozen=True)
class Said:
    """One stance as the speaker's page shows it."""

    statement: int
    uid: str
    claim: int
    claim_text: str
    claim_language: str
    kind: ClaimKind
    code: Stance
    act: Act | None
    days: Days
    delivery: Delivery
    speaker: int
    speaker_name: str
    role: int | None
    role_title: str
    body: int | None
    words: str
    words_language: str
    is_quote: bool
    occasion: int | None
    occasion_name: str
    place: str
    order: str

    @property
    def taken(self) -> Taken:
        return Taken(
            order=self.order,
            first=self.days.first,
            last=self.days.last,
            stance=self.code,
            act=self.act,
            statement=self.statement,
            role=self.role,
            body=self.body,
        )

    @property
    def is_retraction(self) -> bool:
        return self.taken.is_retraction


def level_of(speaker: Speaker) -> Level:
    """The level at which its page tells its positions."""
    return OWN_LEVEL[SpeakerKind(speaker.kind)]


def stances_of(viewer: Viewer, speaker: Speaker, language: str) -> Select[*tuple[Any, ...]]:
    """Select all that stands on the record of a speaker, to be sorted by `order_key` and paged."""
    visible = visible_to(viewer)
    who = aliased(Speaker)
    return (
        select(*_columns(language, who))
        .select_from(Entry)
        .join(Statement, Statement.id == Entry.statement_id)
        .join(Edition, Edition.id == Entry.edition_id)
        .join(Claim, Claim.id == Entry.claim_id)
        .join(who, who.id == Entry.speaker_id)
        .outerjoin(Role, Role.id == Entry.role_id)
        .outerjoin(Occasion, and_(Occasion.id == Entry.occasion_id, visible.of(Occasion)))
        .where(
            Entry.left.is_(None),
            HOLDER[level_of(speaker)] == speaker.id,
            visible.of(Statement),
        )
    )


def _columns(language: str, who: type[Speaker]) -> list[Any]:
    gloss, other = Edition.gloss_en, Edition.gloss_id
    if language == "id":
        gloss, other = other, gloss
    return [
        Entry.id,
        Entry.statement_id,
        Statement.uid,
        Entry.claim_id,
        Claim.uid.label("claim_uid"),
        naming.claim_text(language).label("claim_text"),
        naming.claim_language(language).label("claim_language"),
        Entry.claim_kind,
        Entry.code,
        Entry.value,
        Entry.act,
        Edition.said_on,
        Entry.delivery,
        Entry.speaker_id,
        naming.speaker_name(language, who).label("speaker_name"),
        Entry.role_id,
        naming.role_title(language).label("role_title"),
        Entry.body_id,
        gloss.label("gloss"),
        other.label("other_gloss"),
        Edition.quote,
        Edition.quote_language,
        Entry.occasion_id,
        naming.occasion_name(language).label("occasion_name"),
        Occasion.place,
        Entry.order_key,
    ]


def said_in(row: Row[*tuple[Any, ...]], language: str) -> Said:
    """One row of `stances_of` as the page shows it: its words are the gloss, else the quote."""
    gloss = row.gloss or row.other_gloss
    other = "en" if language == "id" else "id"
    is_quote = not gloss and bool(row.quote)
    glossed_in = (language if row.gloss else other) if gloss else ""
    return Said(
        statement=row.statement_id,
        uid=row.uid,
        claim=row.claim_id,
        claim_text=row.claim_text,
        claim_language=row.claim_language,
        kind=row.claim_kind,
        code=row.code,
        act=row.act,
        days=parse_period(row.said_on),
        delivery=row.delivery,
        speaker=row.speaker_id,
        speaker_name=row.speaker_name,
        role=row.role_id,
        role_title=row.role_title or "",
        body=row.body_id,
        words=gloss or row.quote,
        words_language=row.quote_language if is_quote else glossed_in,
        is_quote=is_quote,
        occasion=row.occasion_id,
        occasion_name=row.occasion_name or "",
        place=row.place or "",
        order=row.order_key,
    )
