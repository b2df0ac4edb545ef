"""What is found by the search box: names, claims and sources that the viewer may see."""

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from tracker.merged import one_with
from tracker.models import Claim, ClaimTranslation, Name, Source, Speaker
from tracker.naming import claim_language, claim_text, speaker_name
from tracker.text import fingerprint
from tracker.visibility import Viewer, visible_to

LIMIT = 10


@dataclass(frozen=True)
class Found:
    """One answer: what it is called, in which language, and of which kind it is."""

    id: int
    name: str
    kind: str
    language: str = ""


@dataclass(frozen=True)
class Answers:
    """What was found, ten of each at most."""

    claims: list[Found]
    speakers: list[Found]
    sources: list[Found]

    @property
    def is_empty(self) -> bool:
        return not (self.claims or self.speakers or self.sources)


def _worded(folded: str) -> Select[int]:
    """Claims that have these words in one of their languages."""
    translation = ClaimTranslation.folded.contains(folded, autoescape=True)
    translated = select(ClaimTranslation.claim_id).where(translation)
    words = Claim.folded.contains(folded, autoescape=True)
    return select(Claim.id).where(or_(words, Claim.id.in_(translated)))


def _called(folded: str) -> Select[int]:
    """Speakers that go by such a name."""
    named = select(Name.speaker_id).where(Name.folded.contains(folded, autoescape=True))
    name = Speaker.folded.contains(folded, autoescape=True)
    return select(Speaker.id).where(or_(name, Speaker.id.in_(named)))


def search(session: Session, viewer: Viewer, words: str, language: str) -> Answers:
    """Find what has the words in its name or text; three statements."""
    folded = fingerprint(words)
    if not folded:
        return Answers([], [], [])
    visible = visible_to(viewer)
    claims = (
        select(Claim.id, claim_text(language), Claim.kind, claim_language(language))
        .where(
            Claim.id.in_(one_with(Claim, _worded(folded))),
            Claim.merged_into_id.is_(None),
            visible.of(Claim),
        )
        .order_by(Claim.folded, Claim.id)
    )
    speakers = (
        select(Speaker.id, speaker_name(language), Speaker.kind)
        .where(
            Speaker.id.in_(one_with(Speaker, _called(folded))),
            Speaker.merged_into_id.is_(None),
            visible.of(Speaker),
        )
        .order_by(Speaker.folded, Speaker.id)
    )
    sources = (
        select(Source.id, Source.title, Source.kind, Source.language)
        .where(Source.folded.contains(folded, autoescape=True), visible.of(Source))
        .order_by(Source.folded, Source.id)
    )
    return Answers(
        *(
            [Found(*row) for row in session.execute(found.limit(LIMIT))]
            for found in (claims, speakers, sources)
        )
    )
