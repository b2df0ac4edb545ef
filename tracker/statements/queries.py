"""What statements say, ready to be shown: two SQL statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased

from tracker.dates import parse_days
from tracker.models import Decision, Edition, EditionSpeaker, Occasion, Speaker, Statement
from tracker.naming import occasion_name, speaker_name
from tracker.statements.entry import (
    Address,
    Cited,
    Entry,
    Link,
    SaidBy,
    Taken,
    Withdrawn,
    plain_address,
)
from tracker.statements.parts import select_parts
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import Act, ClaimKind, Stance, StatementState, Transition

_COLUMNS = (
    Statement.uid,
    Statement.state.label("statement_state"),
    Statement.version,
    Edition.id.label("edition_id"),
    Edition.number,
    Edition.state.label("edition_state"),
    Edition.created_by_id.label("author_id"),
    Edition.said_on,
    Edition.delivery,
    Edition.quote,
    Edition.quote_language,
    Edition.translation,
    Edition.translation_language,
    Edition.translator,
    Edition.gloss_en,
    Edition.gloss_id,
    Edition.context,
    Edition.confirmed,
    Edition.described_as,
)
_COPIED = (
    "uid",
    "version",
    "edition_id",
    "number",
    "author_id",
    "delivery",
    "quote",
    "quote_language",
    "translation",
    "translation_language",
    "translator",
    "context",
    "confirmed",
    "described_as",
)


def entries(
    session: Session,
    viewer: Viewer,
    statement_ids: Iterable[int],
    language: str,
    *,
    address: Address = plain_address,
) -> dict[int, Entry]:
    """These statements as the viewer may see them, by id, in the order asked for."""
    wanted = list(dict.fromkeys(statement_ids))
    if not wanted:
        return {}
    found = session.execute(heads(viewer, language).where(Statement.id.in_(wanted))).all()
    made = {e.statement_id: e for e in fill(session, viewer, found, language, address=address)}
    return {number: made[number] for number in wanted if number in made}


def heads(viewer: Viewer, language: str, shown: Any = None) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    """Select what an edition holds once. `shown` names another edition than the usual one."""
    return _heads(viewer, language).where(visible_to(viewer).editions() if shown is None else shown)


# Making this select takes longer than answering it.
@lru_cache(maxsize=64)
def _heads(viewer: Viewer, language: str) -> Select[*tuple[Any, ...]]:
    visible = visible_to(viewer)
    relay = aliased(Speaker)
    found = (
        select(
            Statement.id,
            *_COLUMNS,
            Occasion.id.label("occasion_id"),
            occasion_name(language).label("occasion_name"),
            Occasion.place.label("occasion_place"),
            relay.id.label("relay_id"),
            speaker_name(language, relay).label("relay_name"),
            *_fates(),
        )
        .join(Edition, Edition.statement_id == Statement.id)
        .outerjoin(Occasion, Occasion.id == Edition.occasion_id)
        .outerjoin(relay, relay.id == Edition.relayed_by_id)
        .where(visible.of(Statement))
    )
    for name in ("replies_to", "retracts", "repeats"):
        other = aliased(Statement)
        column = getattr(Edition, f"{name}_id")
        found = found.outerjoin(other, and_(other.id == column, visible.of(other)))
        found = found.add_columns(
            other.id.label(f"{name}_id"),
            first_speaker(viewer, language, other).label(f"{name}_name"),
        )
    return found


def _fates() -> tuple[Any, ...]:
    """When it was corrected or withdrawn, and why."""
    published = (
        select(Decision.at)
        .where(Decision.edition_id == Edition.id, Decision.step == Transition.PUBLISH)
        .where(Edition.number > 1)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    withdrawn = (
        select(Decision.id)
        .where(Decision.statement_id == Statement.id, Decision.step == Transition.WITHDRAW)
        .where(Statement.state == StatementState.WITHDRAWN)
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(Statement)
        .scalar_subquery()
    )
    at = select(Decision.at).where(Decision.id == withdrawn).correlate(Statement)
    why = select(Decision.reason).where(Decision.id == withdrawn).correlate(Statement)
    return (
        published.correlate(Edition).scalar_subquery().label("corrected_at"),
        at.scalar_subquery().label("withdrawn_at"),
        why.scalar_subquery().label("withdrawn_why"),
    )


def first_speaker(viewer: Viewer, language: str, statement: Any) -> Any:  # noqa: ANN401
    """Name whoever is first among those who said another statement."""
    edition, said, speaker = aliased(Edition), aliased(EditionSpeaker), aliased(Speaker)
    return (
        select(speaker_name(language, speaker))
        .join(said, said.speaker_id == speaker.id)
        .join(edition, edition.id == said.edition_id)
        .where(edition.statement_id == statement.id, said.place == 0)
        .where(visible_to(viewer).editions(edition, statement))
        .limit(1)
        .correlate(statement)
        .scalar_subquery()
    )


def fill(
    session: Session,
    viewer: Viewer,
    found: Sequence[Row[Any]],
    language: str,
    *,
    address: Address = plain_address,
) -> list[Entry]:
    """Put the parts to the rows of `heads`, in their order: one SQL statement."""
    if not found:
        return []
    editions = [row.edition_id for row in found]
    parts: dict[tuple[str, int], list[Row[Any]]] = defaultdict(list)
    wanted = {"editions": editions, "statements": [row.id for row in found]}
    for part in session.execute(select_parts(viewer, language), wanted):
        parts[part.part, part.owner].append(part)
    return [_entry(row, parts, language, address) for row in found]


Parts = Mapping[tuple[str, int], list[Row[Any]]]


def _entry(row: Row[Any], parts: Parts, language: str, address: Address) -> Entry:
    speakers = [_said_by(p, address) for p in parts.get(("speaker", row.edition_id), ())]
    retractions = _links(parts.get(("retraction", row.id), ()), address)
    gloss, glossed_in = _gloss(row, language)
    is_withdrawn = row.statement_state is StatementState.WITHDRAWN
    return Entry(
        statement_id=row.id,
        url=address("statements", row.id, speakers[0].name if speakers else ""),
        state=StatementState.WITHDRAWN if is_withdrawn else row.edition_state,
        said_on=parse_days(row.said_on) if row.said_on else None,
        speakers=speakers,
        stances=_stances(row.edition_id, parts, address),
        citations=[_cited(p, address) for p in parts.get(("citation", row.edition_id), ())],
        gloss=gloss,
        gloss_language=glossed_in,
        relayed_by=_link("speakers", row.relay_id, row.relay_name, address),
        occasion=_link(
            "occasions", row.occasion_id, row.occasion_name, address, row.occasion_place
        ),
        replies_to=_link("statements", row.replies_to_id, row.replies_to_name, address),
        retracts=_link("statements", row.retracts_id, row.retracts_name, address),
        repeats=_link("statements", row.repeats_id, row.repeats_name, address),
        replies=_links(parts.get(("reply", row.id), ()), address),
        retracted_by=retractions[0] if retractions else None,
        corrected_on=row.corrected_at.date() if row.corrected_at else None,
        withdrawn=Withdrawn(row.withdrawn_at.date(), row.withdrawn_why) if is_withdrawn else None,
        **{name: getattr(row, name) for name in _COPIED},
    )


def _gloss(row: Row[Any], language: str) -> tuple[str, str]:
    order = ("id", "en") if language == "id" else ("en", "id")
    glosses = {"en": row.gloss_en, "id": row.gloss_id}
    return next(((glosses[tag], tag) for tag in order if glosses[tag]), ("", ""))


def _link(
    noun: str, number: int | None, name: str | None, address: Address, place: str | None = ""
) -> Link | None:
    if number is None:
        return None
    return Link(number, name or str(number), address(noun, number, name or ""), place or "")


def _links(found: Sequence[Row[Any]], address: Address) -> list[Link]:
    return [Link(p.n0, p.t0, address("statements", p.n0, p.t0)) for p in found]


def _said_by(part: Row[Any], address: Address) -> SaidBy:
    body, state = part.n1, part.n2
    return SaidBy(
        id=part.n0,
        uid=part.t0,
        name=part.t1,
        url=address("speakers", part.n0, part.t1),
        role_title=part.t2,
        body_id=body,
        body_name=part.t3,
        body_url=address("speakers", body, part.t3) if body else "",
        state_id=state,
        state_name=part.t4,
        state_url=address("speakers", state, part.t4) if state else "",
    )


def _stances(edition: int, parts: Parts, address: Address) -> list[Taken]:
    targets = parts.get(("target", edition), ())
    return [
        Taken(
            code=Stance(p.t4),
            kind=ClaimKind(p.t3),
            claim_id=p.n0,
            claim_uid=p.t0,
            claim_text=p.t1,
            claim_lang=p.t2,
            claim_url=address("claims", p.n0, p.t1),
            act=Act(p.t5) if p.t5 else None,
            note=p.t6,
            evidence=(p.n1, p.n2) if p.n1 is not None else None,
            targets=tuple(target.t1 for target in targets if target.place == p.place),
        )
        for p in parts.get(("stance", edition), ())
        # A draft may name a claim before it is known where the statement stands on it.
        if p.t4
    ]


def _cited(part: Row[Any], address: Address) -> Cited:
    return Cited(
        id=part.n0,
        source_id=part.n1,
        source_uid=part.t0,
        source_title=part.t1,
        source_url=address("sources", part.n1, part.t1),
        source_language=part.t2,
        link=part.t3,
        locator=part.t4,
        exact=part.t5,
    )
