"""The topics and the relations of a claim, each with the revisions between which it held."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, record
from tracker.claims.drafts import ClaimDraft
from tracker.claims.queries_stored import relations_from
from tracker.errors import N_, Missing, Refused
from tracker.models import Claim, ClaimRelation, ClaimTopic, Topic
from tracker.visibility import Viewer, find
from tracker.vocabulary import RelationKind

K = TypeVar("K")
R = TypeVar("R", ClaimTopic, ClaimRelation)

# The kind and the ids of a relation as they are stored.
Relation = tuple[RelationKind, int, int]


def sort_under(session: Session, claim: Claim, draft: ClaimDraft, by: Viewer) -> Iterator[Refused]:
    """Let the claim belong to the draft's topics and to no others; yield what is wrong."""
    wanted: dict[int, None] = {}
    for number, key in enumerate(draft.topics):
        try:
            topic = find(session, Topic, key, by)
        except Missing:
            field = f"topics-{number}"
            yield Refused(N_("There is no topic “%(key)s”."), field=field, key=key)
        else:
            wanted[topic.id] = None
    belongs = select(ClaimTopic).where(ClaimTopic.claim_id == claim.id, ClaimTopic.left.is_(None))
    held = {row.topic_id: row for row in session.scalars(belongs)}
    _renew(
        session, held, {topic: ClaimTopic(claim_id=claim.id, topic_id=topic) for topic in wanted}
    )


def relate(session: Session, claim: Claim, draft: ClaimDraft, by: Viewer) -> Iterator[Refused]:
    """Let the claim have the draft's relations and no others; yield what is wrong.

    Only those that start here are changed: what another claim entails is said on its own page.
    """
    wanted: dict[Relation, None] = {}
    for number, relation in enumerate(draft.relations):
        field = f"relations-{number}-claim"
        try:
            other = find(session, Claim, relation.other, by)
        except Missing:
            yield Refused(N_("There is no claim “%(key)s”."), field=field, key=relation.other)
            continue
        if other.id == claim.id:
            yield Refused(N_("A claim cannot be related to itself."), field=field)
            continue
        stored = _stored(relation.kind, claim.id, other.id)
        if stored in wanted:
            yield Refused(N_("This relation is here twice."), field=field)
        wanted[stored] = None
    if _renew(session, _held(session, claim.id), {key: _row(*key) for key in wanted}):
        record.sync(session, record.Touched(related={claim.id}))


def _stored(kind: RelationKind, claim_id: int, other_id: int) -> Relation:
    if kind is RelationKind.CONTRADICTS:
        return kind, min(claim_id, other_id), max(claim_id, other_id)
    return kind, claim_id, other_id


def _row(kind: RelationKind, claim_id: int, other_id: int) -> ClaimRelation:
    return ClaimRelation(kind=kind, claim_id=claim_id, other_id=other_id)


def _held(session: Session, claim_id: int) -> dict[Relation, ClaimRelation]:
    rows = relations_from(session, claim_id)
    return {(row.kind, row.claim_id, row.other_id): row for row in rows}


def _renew(session: Session, held: dict[K, R], wanted: dict[K, R]) -> bool:
    """Close what is no longer wanted and open what is new; the audit stamps both at commit.

    Tells whether there was anything of either.
    """
    ended = [row for key, row in held.items() if key not in wanted]
    begun = [row for key, row in wanted.items() if key not in held]
    for row in ended:
        row.left = 0
    session.add_all(begun)
    if ended or begun:
        audit.expect_stamps(session)
    return bool(ended or begun)
