"""What the ids in the history stand for, in the reader's language, all in one SQL statement."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from tracker import naming
from tracker.models import (
    Account,
    Claim,
    ClaimRelation,
    ClaimTopic,
    ClaimTranslation,
    ExternalId,
    Name,
    Occasion,
    Outlet,
    Rating,
    RatingWording,
    Role,
    Sample,
    Setting,
    Source,
    Speaker,
    Statement,
    Topic,
)
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import AccountRole

# The kind of a thing, or the table of a part, and the id.
Reference = tuple[str, int]


@dataclass(frozen=True)
class Thing:
    """Something that the history names: `code` is the kind of a claim."""

    kind: str
    id: int
    name: str
    language: str | None = None
    code: str | None = None


def things_named(
    session: Session, viewer: Viewer, wanted: Collection[Reference], language: str
) -> dict[Reference, Thing]:
    """Name all that the viewer may know of; what is missing from the answer, they may not."""
    by_kind: dict[str, set[int]] = {}
    for kind, number in wanted:
        if kind in _SELECTS:
            by_kind.setdefault(kind, set()).add(number)
    if not by_kind:
        return {}
    selects = [_SELECTS[kind](viewer, language, ids) for kind, ids in sorted(by_kind.items())]
    found = session.execute(union_all(*selects) if len(selects) > 1 else selects[0])
    return {(row.kind, row.id): Thing(*row) for row in found}


def _columns(
    kind: str,
    number: Any,  # noqa: ANN401 - a column
    name: Any,  # noqa: ANN401
    language: Any = None,  # noqa: ANN401
    code: Any = None,  # noqa: ANN401
) -> Select[Any]:
    return select(
        literal(kind).label("kind"),
        number.label("id"),
        name.label("name"),
        (null() if language is None else language).label("language"),
        (null() if code is None else code).label("code"),
    )


def _things(cls: Any, names: Callable[[str], tuple[Any, ...]]) -> Any:  # noqa: ANN401
    kind = cls.__tablename__

    def made(viewer: Viewer, language: str, ids: Collection[int]) -> Select[Any]:
        found = _columns(kind, cls.id, *names(language))
        return found.where(cls.id.in_(ids), visible_to(viewer).of(cls))

    return made


def _claim_kind(claim: Any = Claim) -> ColumnElement[str]:  # noqa: ANN401
    kind: ColumnElement[str] = claim.kind
    return kind


def _roles(viewer: Viewer, language: str, ids: Collection[int]) -> Select[Any]:
    body = aliased(Speaker)
    title = naming.role_title(language) + literal(", ") + naming.speaker_name(language, body)
    found = _columns("role", Role.id, title).join(body, body.id == Role.body_id)
    return found.where(Role.id.in_(ids), visible_to(viewer).of(body))


def _claim_topics(viewer: Viewer, language: str, ids: Collection[int]) -> Select[Any]:
    topic = aliased(Topic)
    name = naming.topic_name(language, topic)
    found = _columns("claim_topic", ClaimTopic.id, name)
    found = found.join(topic, topic.id == ClaimTopic.topic_id)
    return found.where(ClaimTopic.id.in_(ids), visible_to(viewer).of(topic))


def _claim_relations(viewer: Viewer, language: str, ids: Collection[int]) -> Select[Any]:
    other = aliased(Claim)
    words = naming.claim_text(language, other), naming.claim_language(language, other)
    found = _columns("claim_relation", ClaimRelation.id, *words)
    found = found.join(other, other.id == ClaimRelation.other_id)
    return found.where(ClaimRelation.id.in_(ids), visible_to(viewer).of(other))


def _ratings(_viewer: Viewer, language: str, ids: Collection[int]) -> Select[Any]:
    """By what they are called now."""
    found = _columns("rating", Rating.id, naming.rating_label(language))
    newest = RatingWording.number == Rating.newest
    found = found.join(RatingWording, and_(RatingWording.rating_id == Rating.id, newest))
    return found.where(Rating.id.in_(ids))


def _accounts(viewer: Viewer, _language: str, ids: Collection[int]) -> Select[Any]:
    """By their names; administrators know those who have none by their addresses."""
    name: ColumnElement[str] = Account.name.expression
    if viewer.reaches(AccountRole.ADMIN):
        name = func.coalesce(func.nullif(name, ""), Account.email)
    return _columns("account", Account.id, name).where(Account.id.in_(ids))


def _parts(cls: Any, name: Any, language: Any = None) -> Any:  # noqa: ANN401
    """Parts of what the viewer looks at already."""

    def made(_viewer: Viewer, _language: str, ids: Collection[int]) -> Select[Any]:
        return _columns(cls.__tablename__, cls.id, name, language).where(cls.id.in_(ids))

    return made


_SELECTS: Mapping[str, Callable[[Viewer, str, Collection[int]], Select[Any]]] = {
    "claim": _things(
        Claim,
        lambda language: (
            naming.claim_text(language),
            naming.claim_language(language),
            _claim_kind(),
        ),
    ),
    "speaker": _things(Speaker, lambda language: (naming.speaker_name(language),)),
    "source": _things(Source, lambda _: (Source.title, Source.language)),
    "outlet": _things(Outlet, lambda _: (Outlet.name,)),
    "occasion": _things(Occasion, lambda language: (naming.occasion_name(language),)),
    "topic": _things(Topic, lambda language: (naming.topic_name(language),)),
    "statement": _things(Statement, lambda _: (literal(""),)),
    "role": _roles,
    "claim_topic": _claim_topics,
    "claim_relation": _claim_relations,
    "claim_translation": _parts(ClaimTranslation, ClaimTranslation.text, ClaimTranslation.language),
    "name": _parts(Name, Name.text, Name.language),
    "external_id": _parts(ExternalId, ExternalId.scheme),
    "account": _accounts,
    "setting": _parts(Setting, Setting.name),
    "sample": _parts(Sample, Sample.name),
    "rating": _ratings,
}
