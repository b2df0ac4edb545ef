"""What a merge of claims moves and shows, and which may be the same, or each other's opposite."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import naming
from tracker.analysis.twins import Likely, likely_claims
from tracker.merged import PAIRS
from tracker.models import (
    Account,
    Claim,
    ClaimMerge,
    ClaimNotTwin,
    ClaimRelation,
    ClaimTopic,
    ClaimTranslation,
    Edition,
    Entry,
    Speaker,
    Stance,
    Statement,
    Topic,
)
from tracker.record.foreseen import statements_of
from tracker.text import fingerprint
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, EditionState, RelationKind

_UNDER_WAY = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
# More than anybody looks at in one go.
MOST_PAIRS = 100


def moved_by(session: Session, viewer: Viewer, lost: int) -> dict[str, int]:
    """How much of each thing counts for another claim once this one is merged."""
    drafts = (
        select(func.count(Edition.statement_id.distinct()))
        .join(Stance, Stance.edition_id == Edition.id)
        .join(Statement, Statement.id == Edition.statement_id)
        .where(visible_to(viewer).of(Statement))
    )
    related = or_(ClaimRelation.claim_id == lost, ClaimRelation.other_id == lost)
    counts = {
        "drafts": drafts.where(Stance.claim_id == lost, Edition.state.in_(_UNDER_WAY)),
        "topics": _count(ClaimTopic).where(ClaimTopic.claim_id == lost, ClaimTopic.left.is_(None)),
        "relations": _count(ClaimRelation).where(related, ClaimRelation.left.is_(None)),
    }
    rows = session.execute(select(*(q.scalar_subquery().label(n) for n, q in counts.items())))
    said = statements_of(session, Entry.claim_id, ids=[lost])
    return {"statements": said, **rows.one()._mapping}  # noqa: SLF001


def _count(cls: type[Any]) -> Any:  # noqa: ANN401 - a select
    return select(func.count()).select_from(cls)


def meet_in(session: Session, one: int, other: int) -> int:
    """How many statements on the record took a stance on both: both stances stand."""
    first, second = aliased(Entry), aliased(Entry)
    counted = select(func.count(first.statement_id.distinct())).join(
        second, second.statement_id == first.statement_id
    )
    stand = first.left.is_(None), second.left.is_(None)
    both = counted.where(*stand, first.claim_id == one, second.claim_id == other)
    return session.scalar(both) or 0


def contradict(session: Session, one: int, other: int) -> bool:
    """Whether somebody said that the two cannot both be held."""
    low, high = sorted((one, other))
    found = select(ClaimRelation.id).where(
        ClaimRelation.claim_id == low,
        ClaimRelation.other_id == high,
        ClaimRelation.kind == RelationKind.CONTRADICTS,
        ClaimRelation.left.is_(None),
    )
    return session.scalar(found) is not None


def merges_into(
    session: Session, viewer: Viewer, winner: int, language: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was merged into a claim, also by way of others, the newest first."""
    into, pairs = aliased(Claim), PAIRS[Claim]
    found = (
        select(
            Claim.id,
            naming.claim_text(language).label("name"),
            naming.claim_language(language).label("language"),
            Claim.is_mirrored,
            Claim.definition,
            ClaimMerge.winner_id.label("into_id"),
            naming.claim_text(language, into).label("into_name"),
            ClaimMerge.at,
            ClaimMerge.reason,
            func.coalesce(func.nullif(Account.name, ""), Account.email).label("by_name"),
        )
        .select_from(ClaimMerge)
        .join(Claim, Claim.id == ClaimMerge.loser_id)
        .join(into, into.id == ClaimMerge.winner_id)
        .join(pairs, pairs.c.id == Claim.id)
        .outerjoin(Account, Account.id == ClaimMerge.by_id)
        .where(ClaimMerge.left.is_(None), pairs.c.into_id == winner, visible_to(viewer).of(Claim))
    )
    return session.execute(found.order_by(ClaimMerge.id.desc())).all()


def speakers_named(session: Session, ids: Iterable[int], language: str) -> Mapping[int, str]:
    """Names of holders, by id."""
    found = select(Speaker.id, naming.speaker_name(language))
    return {row[0]: row[1] for row in session.execute(found.where(Speaker.id.in_(list(ids))))}


def claims_named(session: Session, ids: Iterable[int], language: str) -> Mapping[int, Any]:
    """Text, its language and kind of claims, and how many statements stand on each, by id."""
    words = naming.claim_text(language), naming.claim_language(language)
    said = select(func.count(Entry.statement_id.distinct()))
    said = said.where(Entry.claim_id == Claim.id, Entry.left.is_(None))
    found = select(
        Claim.id,
        words[0].label("text"),
        words[1].label("language"),
        Claim.kind,
        said.correlate(Claim).scalar_subquery().label("n"),
    )
    return {row.id: row for row in session.execute(found.where(Claim.id.in_(list(ids))))}


def topics_of(session: Session, claim: int, language: str) -> list[str]:
    """The names of the topics that a claim belongs to itself."""
    found = select(naming.topic_name(language)).join(ClaimTopic, ClaimTopic.topic_id == Topic.id)
    of_it = found.where(ClaimTopic.claim_id == claim, ClaimTopic.left.is_(None))
    return [name for name in session.scalars(of_it.order_by(ClaimTopic.id)) if name]


def likely_twins(session: Session) -> list[Likely]:
    """Pairs that may be one, or opposites, and that nobody has told apart; the likeliest first."""
    rows = session.execute(select(ClaimNotTwin.claim_id, ClaimNotTwin.other_id))
    told = {(min(pair), max(pair)) for pair in rows}
    found: dict[tuple[int, int], Likely] = {}
    for group in _worded(session).values():
        for pair in likely_claims(group):
            found.setdefault((pair.one, pair.other), pair)
    ordered = sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))
    return [pair for pair in ordered if (pair.one, pair.other) not in told][:MOST_PAIRS]


def _worded(
    session: Session,
) -> Mapping[tuple[ClaimKind, str], dict[int, tuple[list[str], list[str]]]]:
    """Folded texts and negations by kind and language, then by claim."""
    translated = and_(ClaimTranslation.claim_id == Claim.id, Claim.merged_into_id.is_(None))
    wordings = (
        select(Claim.id, Claim.kind, Claim.language, Claim.folded, Claim.negation).where(
            Claim.merged_into_id.is_(None)
        ),
        select(
            Claim.id,
            Claim.kind,
            ClaimTranslation.language,
            ClaimTranslation.folded,
            ClaimTranslation.negation,
        ).join(ClaimTranslation, translated),
    )
    groups: dict[tuple[ClaimKind, str], dict[int, tuple[list[str], list[str]]]] = defaultdict(dict)
    for query in wordings:
        for claim, kind, language, folded, negation in session.execute(query):
            texts, negations = groups[kind, language].setdefault(claim, ([], []))
            texts.append(folded)
            if negation:
                negations.append(fingerprint(negation))
    return groups


def told_apart(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """The pairs that somebody said are different, the newest first."""
    by_name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    found = (
        select(
            ClaimNotTwin.claim_id.label("one"),
            ClaimNotTwin.other_id.label("other"),
            ClaimNotTwin.at,
            by_name.label("by_name"),
        )
        .outerjoin(Account, Account.id == ClaimNotTwin.by_id)
        .order_by(ClaimNotTwin.id.desc())
        .limit(MOST_PAIRS)
    )
    return session.execute(found).all()
