"""What things are called: names in the reader's language, as columns of a select, and keys."""

import re
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.models import (
    Account,
    Base,
    Claim,
    ClaimTranslation,
    Name,
    Occasion,
    RatingWording,
    Role,
    Speaker,
    Topic,
)

_KEY = re.compile("[A-Za-z][A-Za-z0-9._:-]{0,99}", re.ASCII)
_UID = re.compile("[0-9a-f]{32}", re.ASCII)

# Tables of their own, so that a select that joins the names as well keeps both apart. Nearly
# every select asks for names, several times over, so they are made once.
_NAME = Name.__table__.alias("displayed_name")
_TRANSLATION = ClaimTranslation.__table__.alias("translated_claim")


def speaker_name(language: str, speaker: Any = Speaker) -> ColumnElement[str]:  # noqa: ANN401 - a class or an alias of one
    """Give the name that is displayed in the language; the speaker's own name if none is."""
    name = _NAME.c
    displayed = (
        select(name.text)
        .where(name.speaker_id == speaker.id, name.language == language, name.is_displayed)
        .correlate(speaker)
        .scalar_subquery()
    )
    return func.coalesce(displayed, speaker.name)


def account_name(_language: str, account: Any = Account) -> ColumnElement[str]:  # noqa: ANN401
    """Give the name of somebody who works here, else the address; the same in every language."""
    return func.coalesce(func.nullif(account.name, ""), account.email)


def claim_text(language: str, claim: Any = Claim) -> ColumnElement[str]:  # noqa: ANN401
    """Give the claim in the words of the language; as it was first written if it has none."""
    return func.coalesce(_translated(language, claim, "text"), claim.text)


def claim_language(language: str, claim: Any = Claim) -> ColumnElement[str]:  # noqa: ANN401
    """Give the language in which `claim_text` has its words."""
    return func.coalesce(_translated(language, claim, "language"), claim.language)


def _translated(language: str, claim: Any, column: str) -> ColumnElement[str]:  # noqa: ANN401
    translation = _TRANSLATION.c
    return (
        select(translation[column])
        .where(
            translation.claim_id == claim.id,
            translation.language == language,
            translation.text != "",
        )
        .correlate(claim)
        .scalar_subquery()
    )


def occasion_name(language: str, occasion: Any = Occasion) -> ColumnElement[str]:  # noqa: ANN401
    """Give the name in the language; the other one if there is none."""
    return _either(language, occasion.name_en, occasion.name_id)


def topic_name(language: str, topic: Any = Topic) -> ColumnElement[str]:  # noqa: ANN401
    """Give the name in the language; the other one if there is none."""
    return _either(language, topic.name_en, topic.name_id)


def role_title(language: str, role: Any = Role) -> ColumnElement[str]:  # noqa: ANN401
    """Give the title in the language; the other one, or "", if there is none."""
    return _either(language, role.title_en, role.title_id)


def rating_label(language: str, wording: Any = RatingWording) -> ColumnElement[str]:  # noqa: ANN401
    """Give what a rating is called in a wording of it; the other language if one was redacted."""
    return _either(language, wording.label_en, wording.label_id)


def _either(language: str, english: Any, indonesian: Any) -> ColumnElement[str]:  # noqa: ANN401
    wanted, other = (indonesian, english) if language == "id" else (english, indonesian)
    return func.coalesce(func.nullif(wanted, ""), other)


def free_key(session: Session, cls: type[Base], key: str | None) -> str | None:
    """Give an external key that names nothing yet. Refuses what would be read as a number."""
    if not key:
        return None
    if not _KEY.fullmatch(key) or _UID.fullmatch(key):
        raise Refused(
            N_("A key begins with a letter and has only letters, digits and . _ : - in it."),
            field="key",
        )
    columns = cls.__table__.c
    if session.scalar(select(columns["id"]).where(columns["key"] == key)) is not None:
        raise Refused(N_("The key “%(key)s” is taken."), field="key", key=key)
    return key


def known_uid(uid: str | None) -> str | None:
    """Give a uid that a form may have proposed, or None when it is not one."""
    return uid if uid and _UID.fullmatch(uid) else None
