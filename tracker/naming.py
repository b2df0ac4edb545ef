"""What things are called in the reader's language, as columns of a select."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from tracker.models import Claim, ClaimTranslation, Name, Occasion, Role, Speaker, Topic


def speaker_name(language: str, speaker: Any = Speaker) -> ColumnElement[str]:  # noqa: ANN401 - a class or an alias of one
    """Give the name that is displayed in the language; the speaker's own name if none is."""
    # An alias of its own, so that a select that joins the names as well keeps both apart.
    name = aliased(Name)
    displayed = (
        select(name.text)
        .where(name.speaker_id == speaker.id, name.language == language, name.is_displayed)
        .correlate(speaker)
        .scalar_subquery()
    )
    return func.coalesce(displayed, speaker.name)


def claim_text(language: str, claim: Any = Claim) -> ColumnElement[str]:  # noqa: ANN401
    """Give the claim in the words of the language; as it was first written if it has none."""
    translation = aliased(ClaimTranslation)
    translated = (
        select(translation.text)
        .where(translation.claim_id == claim.id, translation.language == language)
        .correlate(claim)
        .scalar_subquery()
    )
    return func.coalesce(func.nullif(translated, ""), claim.text)


def occasion_name(language: str, occasion: Any = Occasion) -> ColumnElement[str]:  # noqa: ANN401
    """Give the name in the language; the other one if there is none."""
    return _either(language, occasion.name_en, occasion.name_id)


def topic_name(language: str, topic: Any = Topic) -> ColumnElement[str]:  # noqa: ANN401
    """Give the name in the language; the other one if there is none."""
    return _either(language, topic.name_en, topic.name_id)


def role_title(language: str, role: Any = Role) -> ColumnElement[str]:  # noqa: ANN401
    """Give the title in the language; the other one, or "", if there is none."""
    return _either(language, role.title_en, role.title_id)


def _either(language: str, english: Any, indonesian: Any) -> ColumnElement[str]:  # noqa: ANN401
    wanted, other = (indonesian, english) if language == "id" else (english, indonesian)
    return func.coalesce(func.nullif(wanted, ""), other)
