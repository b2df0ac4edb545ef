"""Which statements a picker offers for the words that were typed."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Edition, EditionSpeaker, Name, Speaker, Statement
from tracker.naming import speaker_name
from tracker.text import excerpt, fingerprint
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import StatementState
from tracker.web.locale import days

LIMIT = 10
_LABEL = 80


@dataclass(frozen=True)
class StatementOption:
    """A statement as the answer of a picker."""

    key: str
    label: str
    hint: str


def options(session: Session, viewer: Viewer, words: str, language: str) -> list[StatementOption]:
    """Find statements by number, by a speaker's name or by the gloss; the newest first."""
    visible, folded = visible_to(viewer), fingerprint(words)
    if not folded:
        return []
    gloss, other = Edition.gloss_en, Edition.gloss_id
    if language == "id":
        gloss, other = other, gloss
    said = func.coalesce(func.nullif(gloss, ""), func.nullif(other, ""), Edition.quote)
    named = select(Name.speaker_id).where(Name.folded.contains(folded, autoescape=True))
    matches = [
        EditionSpeaker.speaker_id.in_(named),
        Speaker.folded.contains(folded, autoescape=True),
        *(column.icontains(words, autoescape=True) for column in (gloss, other, Edition.quote)),
    ]
    if words.isascii() and words.isdigit() and len(words) < 19:
        matches.append(Statement.id == int(words))
    found = session.execute(
        select(Statement.id, Edition.said_on, said.label("words"), speaker_name(language))
        .join(Edition, Edition.statement_id == Statement.id)
        .join(EditionSpeaker, EditionSpeaker.edition_id == Edition.id)
        .join(Speaker, Speaker.id == EditionSpeaker.speaker_id)
        .where(visible.of(Statement), visible.editions(), or_(*matches))
        .where(Statement.state != StatementState.WITHDRAWN, EditionSpeaker.place == 0)
        .order_by(Edition.first_on.desc(), Statement.id.desc())
        .limit(LIMIT)
    )
    return [
        StatementOption(
            str(number),
            f"{name}: {excerpt(spoken, _LABEL)}" if spoken else name,
            f"{number} · {days(said_on)}" if said_on else str(number),
        )
        for number, said_on, spoken, name in found
    ]
