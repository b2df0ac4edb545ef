"""The parts of many editions in one select: speakers, stances, citations, answers."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CompoundSelect,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.merged import PAIRS
from tracker.models import (
    Citation,
    Claim,
    Edition,
    EditionSpeaker,
    Entry,
    Role,
    Source,
    Speaker,
    Stance,
    StanceTarget,
    Statement,
)
from tracker.naming import claim_language, claim_text, role_title, speaker_name
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import SpeakerKind, StatementState

_NUMBERS = 4
_TEXTS = 8


# Of which statements parts are asked for; their ids are given when the select is executed.
_EDITIONS: BindParameter[list[int]] = bindparam("editions", expanding=True)
_STATEMENTS: BindParameter[list[int]] = bindparam("statements", expanding=True)


# Making this select takes longer than answering it.
@lru_cache(maxsize=64)
def select_parts(viewer: Viewer, language: str) -> CompoundSelect[Any]:
    """Select every part as one row: what it is, whose, its place, numbers and texts.

    Its parameters `editions` and `statements` are lists of ids. One list after the other, not
    their product: ten speakers and ten stances are twenty rows.
    """
    legs = (
        _speakers(language),
        _stances(language),
        _targets(language),
        _citations(),
        _answers("reply", Edition.replies_to_id, viewer, language),
        _answers("retraction", Edition.retracts_id, viewer, language),
    )
    return union_all(*legs).order_by("part", "owner", "place", "sub")


def _leg(part: str, owner: Any, place: Any, sub: Any, *values: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    """Give one kind of part the columns that all kinds share, numbers before texts."""
    numbers, texts = values[:_NUMBERS], values[_NUMBERS:]
    return select(
        literal(part, Text).label("part"),
        cast(owner, BigInteger).label("owner"),
        cast(place, BigInteger).label("place"),
        cast(sub, BigInteger).label("sub"),
        *(
            cast(null() if n >= len(numbers) else numbers[n], BigInteger).label(f"n{n}")
            for n in range(_NUMBERS)
        ),
        *(
            func.coalesce(cast(texts[n], Text), "").label(f"t{n}")
            if n < len(texts)
            else literal("", Text).label(f"t{n}")
            for n in range(_TEXTS)
        ),
    )


def _speakers(language: str) -> Select[*tuple[Any, ...]]:
    said, body, state = EditionSpeaker, aliased(Speaker), aliased(Speaker)
    body_id = case(
        (Speaker.kind != SpeakerKind.PERSON, Speaker.id),
        else_=func.coalesce(said.body_id, Role.body_id),
    )
    return (
        _leg(
            "speaker",
            said.edition_id,
            said.place,
            literal(0),
            Speaker.id,
            body.id,
            state.id,
            null(),
            Speaker.uid,
            speaker_name(language),
            role_title(language),
            speaker_name(language, body),
            speaker_name(language, state),
        )
        .select_from(said)
        .join(Edition, Edition.id == said.edition_id)
        .join(Speaker, Speaker.id == said.speaker_id)
        .outerjoin(Role, Role.id == said.role_id)
        .outerjoin(body, body.id == body_id)
        .outerjoin(state, state.id == _state_above(said))
        .where(said.edition_id.in_(_EDITIONS))
    )


def _state_above(said: type[EditionSpeaker]) -> Any:  # noqa: ANN401
    # The ledger knows the state above; what is not on the record yet has none.
    pairs = PAIRS[Speaker]
    stands_for = select(pairs.c.into_id).where(pairs.c.id == said.speaker_id).correlate(said)
    return (
        select(Entry.state_id)
        .where(
            Entry.statement_id == Edition.statement_id,
            or_(Entry.speaker_id == said.speaker_id, Entry.speaker_id.in_(stands_for)),
            Entry.left.is_(None),
        )
        .limit(1)
        .correlate(Edition, said)
        .scalar_subquery()
    )


def _stances(language: str) -> Select[*tuple[Any, ...]]:
    return (
        _leg(
            "stance",
            Stance.edition_id,
            Stance.place,
            literal(0),
            Claim.id,
            Stance.evidence_start,
            Stance.evidence_end,
            null(),
            Claim.uid,
            claim_text(language),
            claim_language(language),
            Claim.kind,
            Stance.code,
            Stance.act,
            Stance.note,
        )
        .join(Claim, Claim.id == Stance.claim_id)
        .where(Stance.edition_id.in_(_EDITIONS))
    )


def _targets(language: str) -> Select[*tuple[Any, ...]]:
    return (
        _leg(
            "target",
            Stance.edition_id,
            Stance.place,
            StanceTarget.place,
            Speaker.id,
            null(),
            null(),
            null(),
            Speaker.uid,
            speaker_name(language),
        )
        .select_from(StanceTarget)
        .join(Stance, Stance.id == StanceTarget.stance_id)
        .join(Speaker, Speaker.id == StanceTarget.speaker_id)
        .where(Stance.edition_id.in_(_EDITIONS))
    )


def _citations() -> Select[*tuple[Any, ...]]:
    return (
        _leg(
            "citation",
            Citation.edition_id,
            Citation.place,
            literal(0),
            Citation.id,
            Source.id,
            null(),
            null(),
            Source.uid,
            Source.title,
            Source.language,
            Source.url,
            Citation.locator,
            Citation.exact,
        )
        .join(Source, Source.id == Citation.source_id)
        .where(Citation.edition_id.in_(_EDITIONS))
    )


def _answers(
    part: str,
    link: Any,  # noqa: ANN401 - a column of Edition
    viewer: Viewer,
    language: str,
) -> Select[*tuple[Any, ...]]:
    """Statements that answer or take back these; owner is the statement, not the edition."""
    visible = visible_to(viewer)
    first = and_(EditionSpeaker.edition_id == Edition.id, EditionSpeaker.place == 0)
    return (
        _leg(
            part,
            link,
            Statement.id,
            literal(0),
            Statement.id,
            null(),
            null(),
            null(),
            speaker_name(language),
        )
        .select_from(Edition)
        .join(Statement, Statement.id == Edition.statement_id)
        .join(EditionSpeaker, first)
        .join(Speaker, Speaker.id == EditionSpeaker.speaker_id)
        .where(
            link.in_(_STATEMENTS),
            visible.of(Statement),
            visible.editions(),
            Statement.state != StatementState.WITHDRAWN,
        )
    )
