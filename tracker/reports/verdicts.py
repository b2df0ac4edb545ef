"""What the newsroom itself found: claims by their verdict, by topic, and by who asserts them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.models import (
    Account,
    Claim,
    ClaimMerge,
    ClaimTopic,
    Position,
    Rating,
    RatingColour,
    RatingIcon,
    RatingWording,
    Topic,
    Verdict,
    VerdictStanding,
)
from tracker.naming import account_name, rating_label, topic_name
from tracker.record.moments import held_at
from tracker.record.positions import histories, positions_of
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, slice_of
from tracker.reports.names import Labels, name_claims, name_holders
from tracker.visibility import visible_to
from tracker.vocabulary import AccountRole, ClaimKind, Level

RATED = (ClaimKind.FACTUAL, ClaimKind.PREDICTION)
# What the option `rating` asks for besides the codes of the scale.
NONE = "none"


@dataclass(frozen=True)
class VerdictRow:
    """A line of the data: a claim with its verdict, one of its topics, and one who asserts it.

    Empty is what there is none of. A claim with two topics and three who assert it has six
    lines: whoever counts claims counts each once.
    """

    claim: str
    rating: str
    decided_on: str
    decided_by: str
    topic: str
    asserted_by: str
    claim_label: str
    rating_label: str
    topic_label: str
    asserted_by_label: str


@dataclass(frozen=True)
class Given:
    """The verdict that counted for a claim; who decided it only for who may know."""

    code: str
    label: str
    place: int
    colour: RatingColour
    icon: RatingIcon
    uid: str
    decided_on: date
    decided_by: str


@dataclass(frozen=True)
class RatedClaim:
    """A claim on record that can be rated: its verdict, topics and who asserts it, by id."""

    claim_id: int
    given: Given | None
    topics: Sequence[int]
    asserted_by: Sequence[int]


@dataclass(frozen=True)
class VerdictsReport:
    """Every factual claim and prediction that is asked for, rated or not."""

    slice: Slice
    claims: Sequence[RatedClaim]
    named: Labels
    holders: Labels
    topics: Mapping[int, tuple[str, str]]
    n_turned: int
    n_imprecise: int

    @cached_property
    def rows(self) -> Sequence[VerdictRow]:
        """The lines of the data; a page needs none of them, and there may be very many."""
        told = (
            row for one in self.claims for row in _rows(one, self.named, self.holders, self.topics)
        )
        return sorted(told, key=astuple)

    @property
    def rated(self) -> Sequence[RatedClaim]:
        """Those that have a verdict."""
        return [one for one in self.claims if one.given]


@dataclass(frozen=True)
class Merges:
    """What each merged claim stood for, and whether for the opposite."""

    winners: Mapping[int, tuple[int, bool]]

    def counted_as(self, claim: int) -> tuple[int, bool]:
        """The claim that counted, and whether this one says the opposite of it."""
        turned = False
        while claim in self.winners:
            claim, is_mirrored = self.winners[claim]
            turned ^= is_mirrored
        return claim, turned


def build(session: Session, filters: Filters) -> VerdictsReport:
    """Put together what is on record of claims that can be true or false, and their verdicts.

    Who asserts a claim is who holds a position for it, from the statements asked for.
    """
    if filters.kind is not None and filters.kind not in RATED:
        raise Refused(N_("Only factual claims and predictions get a verdict."), field="kind")
    part = slice_of(session, filters)
    asserted, merges = _asserted(session, part), _merges(session, part)
    given, turned = _given(session, part, merges)
    filed = _filed(session, part, merges)
    options = _wanted(session, filters)
    claims = [
        RatedClaim(claim, given.get(claim), filed.get(claim, ()), holders)
        for claim, holders in sorted(asserted.items())
        if not options or (given[claim].code if claim in given else NONE) in options
    ]
    named = name_claims(session, filters, {one.claim_id for one in claims})
    asserting = {holder for one in claims for holder in one.asserted_by}
    holders = name_holders(session, filters, asserting)
    topics = _named_topics(session, filters, {t for one in claims for t in one.topics})
    return VerdictsReport(
        slice=part,
        claims=claims,
        named=named,
        holders=holders,
        topics=topics,
        n_turned=len(turned & {one.claim_id for one in claims}),
        n_imprecise=part.count_imprecise(session),
    )


def _asserted(session: Session, part: Slice) -> dict[int, list[int]]:
    """Every claim on record that can be rated, with the holders whose position is for it."""
    if part.is_now and not _narrows_statements(part.filters):
        return _asserted_now(session, part.filters)
    kinds = ENTRY.c.claim_kind.in_(RATED)
    spoken = select(ENTRY.c.claim_id).where(part.conditions, kinds).distinct()
    found: dict[int, list[int]] = {claim: [] for claim in session.scalars(spoken)}
    asked = histories(part.filters.holder, part.conditions, kinds)
    rows = session.execute(asked.execution_options(yield_per=5000))
    for (claim, holder), standing in positions_of(rows):
        if standing.has_position and (standing.stance.number or 0) > 0:
            found[claim].append(holder)
    return found


def _narrows_statements(filters: Filters) -> bool:
    """Whether positions must be made from a part of the statements; else they are kept."""
    names = ("claim", "topic", "speaker", "delivery", "language", "outlet", "occasion")
    return any(getattr(filters, name) for name in (*names, "said_from", "said_to"))


def _asserted_now(session: Session, filters: Filters) -> dict[int, list[int]]:
    kinds = [filters.kind] if filters.kind else RATED
    of_kind = select(Position.claim_id).join(Claim, Claim.id == Position.claim_id)
    of_kind = of_kind.where(Claim.kind.in_(kinds))
    spoken = of_kind.where(Position.level == Level.SPEAKER).distinct()
    found: dict[int, list[int]] = {claim: [] for claim in session.scalars(spoken)}
    held = of_kind.add_columns(Position.holder_id).order_by(Position.claim_id, Position.holder_id)
    rows = held.where(Position.level == filters.holder, Position.value > 0)
    for claim, holder in session.execute(rows):
        found[claim].append(holder)
    return found


def _given(session: Session, part: Slice, merges: Merges) -> tuple[Mapping[int, Given], set[int]]:
    """The verdict that counted for each claim, and those of whose opposite one stood.

    A verdict counts for what its claim was merged into, the latest first; through a merge into
    the opposite it does not: "false" of a claim is not "true" of another before somebody says so.
    """
    filters, wording = part.filters, RatingWording
    is_colleague = filters.viewer.reaches(AccountRole.EDITOR)
    asked = (
        select(
            VerdictStanding.claim_id,
            Rating.code,
            rating_label(filters.tongue).label("label"),
            *(Rating.place, wording.colour, wording.icon, Verdict.uid, Verdict.decided_on),
            account_name(filters.tongue).label("decided_by"),
        )
        .join(Verdict, Verdict.id == VerdictStanding.verdict_id)
        .join(Rating, Rating.id == VerdictStanding.rating_id)
        .join(wording, and_(wording.rating_id == Rating.id, wording.number == Rating.newest))
        .outerjoin(Account, Account.id == Verdict.decided_by_id)
        .where(_held(part, VerdictStanding))
        .order_by(VerdictStanding.id)
    )
    found: dict[int, Given] = {}
    turned: set[int] = set()
    for row in session.execute(asked):
        claim, is_turned = merges.counted_as(row.claim_id)
        if is_turned:
            turned.add(claim)
            continue
        name = (row.decided_by or "") if is_colleague else ""
        code, label, place, colour, icon, uid = row[1:7]
        if row.decided_on is not None:
            found[claim] = Given(code, label, place, colour, icon, uid, row.decided_on, name)
    return found, turned


def _merges(session: Session, part: Slice) -> Merges:
    merge = ClaimMerge
    asked = select(merge.loser_id, merge.winner_id, merge.is_mirrored).where(_held(part, merge))
    return Merges({loser: (winner, turned) for loser, winner, turned in session.execute(asked)})


def _held(part: Slice, stamped: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a stamped table
    return held_at(stamped, None if part.is_now else part.revision)


def _filed(session: Session, part: Slice, merges: Merges) -> Mapping[int, Sequence[int]]:
    """The topics of each claim, also those that what was merged into it lends."""
    asked = select(ClaimTopic.claim_id, ClaimTopic.topic_id).where(_held(part, ClaimTopic))
    found: dict[int, dict[int, None]] = {}
    for claim, topic in session.execute(asked.order_by(ClaimTopic.id)):
        found.setdefault(merges.counted_as(claim)[0], {})[topic] = None
    return {claim: tuple(topics) for claim, topics in found.items()}


def _wanted(session: Session, filters: Filters) -> frozenset[str]:
    """The rating that is asked for, or NONE; nothing where all are."""
    asked = filters.options.get("rating", "")
    known = [*session.scalars(select(Rating.code).order_by(Rating.place)), NONE]
    if asked and asked not in known:
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field="rating", value=asked, known=", ".join(known))
    return frozenset([asked] if asked else ())


def _named_topics(
    session: Session, filters: Filters, ids: Collection[int]
) -> Mapping[int, tuple[str, str]]:
    """The uid and the name of topics; no name where the viewer may not know of one any more."""
    label, known = topic_name(filters.tongue), visible_to(filters.viewer).of(Topic)
    asked = select(Topic.id, Topic.uid, label.label("label"), known.label("is_known"))
    rows = session.execute(asked.where(Topic.id.in_(ids)))
    return {row.id: (row.uid, row.label if row.is_known else "") for row in rows}


def _rows(
    one: RatedClaim, named: Labels, holders: Labels, topics: Mapping[int, tuple[str, str]]
) -> Iterator[VerdictRow]:
    """One line for each topic and each who asserts the claim, one where there is none of either."""
    claim, given = named[one.claim_id], one.given
    nothing = [("", "")]
    who = [(holders[h].uid, holders[h].label) for h in one.asserted_by] or nothing
    for topic in [topics[number] for number in one.topics] or nothing:
        for holder in who:
            yield VerdictRow(
                claim=claim.uid,
                rating=given.code if given else "",
                decided_on=given.decided_on.isoformat() if given else "",
                decided_by=given.decided_by if given else "",
                topic=topic[0],
                asserted_by=holder[0],
                claim_label=claim.label,
                rating_label=given.label if given else "",
                topic_label=topic[1],
                asserted_by_label=holder[1],
            )
