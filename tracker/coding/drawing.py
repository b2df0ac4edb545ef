"""Which statements a sample takes: from what waits, and from what is published; always the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from tracker.blind import OPEN
from tracker.merged import PAIRS
from tracker.models import Claim, ClaimTopic, Edition, Sampled, SampleMethod, Stance, Statement
from tracker.vocabulary import EditionState, StatementState

# A list with fewer would tell which claims were coded first.
_FEWEST_DECOYS = 2
_MOST_DECOYS = 6


@dataclass(frozen=True)
class Candidate:
    """An edition that may be drawn; it is blind if its codes were never public."""

    statement_id: int
    uid: str
    edition_id: int
    author_id: int | None
    is_blind: bool


def candidates(session: Session, *, with_published: bool) -> list[Candidate]:
    """What may be drawn: what waits for a reviewer and, if asked for, what is published.

    A correction that waits is not: how its statement was coded is public. Nor is what is in a
    sample already.
    """
    taken = select(Sampled.statement_id).where(Sampled.state.in_(OPEN))
    found = session.execute(
        _drawable(with_published=with_published).where(Statement.id.not_in(taken))
    )
    return [
        Candidate(row.id, row.uid, row.edition_id, row.author_id, row.state != "published")
        for row in found
    ]


def _drawable(*, with_published: bool) -> Select[int, str, int, int | None, StatementState]:
    waits = and_(
        Statement.state == StatementState.UNPUBLISHED,
        Edition.number == Statement.newest,
        Edition.state == EditionState.SUBMITTED,
    )
    stands = and_(Statement.state == StatementState.PUBLISHED, Edition.is_standing)
    return (
        select(
            Statement.id,
            Statement.uid,
            Edition.id.label("edition_id"),
            Edition.created_by_id.label("author_id"),
            Statement.state,
        )
        .join(Edition, Edition.statement_id == Statement.id)
        .where(or_(waits, stands) if with_published else waits)
        .order_by(Statement.id)
    )


def coded_claims(session: Session, editions: Iterable[int]) -> dict[int, list[Stance]]:
    """The stances of editions that have a code, by edition, in their order."""
    found: dict[int, list[Stance]] = defaultdict(list)
    asked = select(Stance).where(Stance.edition_id.in_(list(editions)), Stance.code.is_not(None))
    for stance in session.scalars(asked.order_by(Stance.edition_id, Stance.place)):
        found[stance.edition_id].append(stance)
    return found


def chosen(
    found: Sequence[Candidate],
    method: SampleMethod,
    share: int,
    seed: str,
    claims: dict[int, list[Stance]],
) -> list[Candidate]:
    """Draw; the same seed draws the same from the same, on any machine and database.

    A share is rounded up, so that it is never nothing. Stratified, it is taken of the
    statements of each claim, so that no claim is left out.
    """
    if method not in {SampleMethod.SHARE, SampleMethod.STRATIFIED}:
        return list(found)
    if method is SampleMethod.SHARE:
        drawn = set(_some(found, share, seed))
    else:
        by_claim: dict[int, list[Candidate]] = defaultdict(list)
        for one in found:
            for stance in claims.get(one.edition_id, ()):
                by_claim[stance.claim_id].append(one)
        drawn = {one for some in by_claim.values() for one in _some(some, share, seed)}
    return [one for one in found if one in drawn]


def _some(found: Sequence[Candidate], share: int, seed: str) -> list[Candidate]:
    many = -(-len(found) * share // 100)
    return sorted(found, key=lambda one: lot(seed, one.uid))[:many]


def lot(seed: str, *names: str) -> str:
    """A number out of the hat, which does not change with the version of a generator."""
    return sha256("\n".join((seed, *names)).encode()).hexdigest()


class Decoys:
    """Claims to stand beside those that were coded, so that the list tells nothing.

    The secret is forgotten once they are drawn: no coder may be able to draw them again.
    """

    def __init__(self, session: Session, secret: str) -> None:
        self._secret = secret
        unmerged = select(Claim.id, Claim.uid).where(Claim.merged_into_id.is_(None))
        self._uids = {row.id: row.uid for row in session.execute(unmerged.order_by(Claim.id))}
        pairs = PAIRS[Claim]
        self._into: dict[int, set[int]] = defaultdict(set)
        for claim, into in session.execute(select(pairs.c.id, pairs.c.into_id)):
            self._into[claim].add(into)
        self._topics: dict[int, set[int]] = defaultdict(set)
        filed = select(ClaimTopic.claim_id, ClaimTopic.topic_id).where(ClaimTopic.left.is_(None))
        for claim, topic in session.execute(filed):
            self._topics[claim].add(topic)

    def offered(self, statement: str, coded: Sequence[int]) -> list[int]:
        """The claims to judge, by lot: those that were coded, and as many of the same topics.

        Where the topics have too few, others stand in.
        """
        many = min(max(len(coded), _FEWEST_DECOYS), _MOST_DECOYS)
        topics = set().union(*(self._topics[claim] for claim in coded))
        # What a coded claim was merged into is no decoy: who takes it means the same.
        same = set(coded).union(*(self._into[claim] for claim in coded))
        others = self._uids.keys() - same
        near = {claim for claim in others if self._topics[claim] & topics}
        drawn = self._by_lot(statement, near)[:many]
        if len(drawn) < many:
            drawn += self._by_lot(statement, others - near)[: many - len(drawn)]
        return self._by_lot(statement, {*coded, *drawn})

    def _by_lot(self, statement: str, claims: Collection[int]) -> list[int]:
        lots = {c: lot(self._secret, statement, self._uids.get(c, str(c))) for c in claims}
        return sorted(claims, key=lots.__getitem__)
