"""How far holders agree: on how many claims, on which they split, who is near and who far."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from tracker.analysis.likeness import Likeness, likenesses
from tracker.errors import N_, Refused
from tracker.models import Speaker
from tracker.reports.filters import Filters
from tracker.reports.ledger import Slice, named, slice_of, stood_for
from tracker.reports.names import Labels, name_claims, name_holders
from tracker.reports.standings import Held, Wanted, count_holders, held_by

# So many are compared with each other: that is 44,850 pairs, and a matrix that can be read.
MOST_HOLDERS = 300
OPTIONS = ("holders",)


class Unchosen(Refused):
    """Nobody was chosen, and all are too many: no mistake, but a question."""


@dataclass(frozen=True)
class CompareRow:
    """Two holders. No agreement where they share no claim."""

    holder_a: str
    holder_b: str
    shared_claims: int
    agree: int
    disagree: int
    agreement: float | None
    holder_a_label: str
    holder_b_label: str


@dataclass(frozen=True)
class Pair:
    """Two holders by id, and how alike they are."""

    a: int
    b: int
    likeness: Likeness

    @property
    def agreement(self) -> float:
        """To sort by: who shares nothing comes last."""
        found = self.likeness.agreement
        return -1.0 if found is None else found


@dataclass(frozen=True)
class Split:
    """One claim on which two or more of those who were chosen have a position, by holder."""

    claim_id: int
    held: Mapping[int, Held]

    @property
    def is_split(self) -> bool:
        """Whether two of them stand on opposite sides."""
        values = [held.value for held in self.held.values()]
        return min(values) < 0 < max(values)


@dataclass(frozen=True)
class CompareReport:
    """Pairs of holders, in the order of the rows.

    `one` is who is compared with all others, and then the first of every pair. `chosen` are those
    who were named, `without` those of them who have no position, and `splits` the claims that two
    or more of them share: first those on which they split.
    """

    slice: Slice
    rows: Sequence[CompareRow]
    pairs: Sequence[Pair]
    one: int | None
    chosen: Sequence[int]
    without: Sequence[int]
    splits: Sequence[Split]
    holders: Labels
    claims: Labels
    n_imprecise: int

    @property
    def nearest(self) -> Sequence[Pair]:
        """The pairs that share enough claims, the most alike first."""
        enough = [pair for pair in self.pairs if pair.likeness.is_enough]
        return sorted(enough, key=lambda pair: (-pair.agreement, -pair.likeness.shared))

    @property
    def farthest(self) -> Sequence[Pair]:
        """The same, the least alike first."""
        return sorted(self.nearest, key=lambda pair: (pair.agreement, -pair.likeness.shared))


def build(session: Session, filters: Filters) -> CompareReport:
    """Compare those who were chosen with each other; one with all others; or all with all.

    Raises Refused where more than MOST_HOLDERS would be compared with each other, Unchosen where
    nobody chose them.
    """
    part = slice_of(session, replace(filters, speaker=""))
    one, chosen = _asked(session, part, filters)
    if one is None and not chosen:
        _refuse_more(count_holders(session, part), Unchosen)
    held = held_by(session, part, Wanted(chosen or None, None if chosen else one))
    holders = name_holders(session, filters, {*held, *chosen, *([one] if one else [])})
    pairs = _pairs(held, one, chosen, holders)
    splits = _splits({holder: held[holder] for holder in chosen if holder in held})
    claims = name_claims(session, filters, {split.claim_id for split in splits})
    asked = chosen or ([one] if one else [])
    return CompareReport(
        slice=part,
        rows=[_row(pair, holders) for pair in pairs],
        pairs=pairs,
        one=one,
        chosen=chosen,
        without=[holder for holder in asked if holder not in held],
        splits=sorted(splits, key=lambda split: (not split.is_split, claims[split.claim_id].uid)),
        holders=holders,
        claims=claims,
        n_imprecise=part.count_imprecise(session),
    )


def _asked(session: Session, part: Slice, filters: Filters) -> tuple[int | None, list[int]]:
    """Who is compared with all others, and who with whom; one holder alone is the first."""

    def counted_as(key: str, field: str) -> int:
        found = named(session, Speaker, key, filters.viewer, field)
        return stood_for(session, Speaker, found, part.revision)

    keys = filters.options.get("holders", "").split()
    _refuse_more(len(keys))
    one = counted_as(filters.speaker, "speaker") if filters.speaker else None
    chosen = list(dict.fromkeys(counted_as(key, "holders") for key in keys))
    if chosen and one is not None and one not in chosen:
        chosen = [one, *chosen]
    return (chosen[0], []) if len(chosen) == 1 else (one, chosen)


def _refuse_more(n: int, refusal: type[Refused] = Refused) -> None:
    if n > MOST_HOLDERS:
        message = N_(
            "At most %(most)s are compared with each other, and these are %(n)s. Choose holders,"
            " or narrow the report by a claim, a topic or a period."
        )
        raise refusal(message, field="holders", most=MOST_HOLDERS, n=n)


def _pairs(
    held: Mapping[int, Mapping[int, Held]], one: int | None, chosen: Sequence[int], names: Labels
) -> list[Pair]:
    """In the order of their uids. Who was not chosen is told only with what is shared."""
    pool = sorted({*held, *chosen, *([one] if one else [])}, key=lambda holder: names[holder].uid)
    values = {
        holder: {claim: position.value for claim, position in held.get(holder, {}).items()}
        for holder in pool
    }
    found = likenesses(values, one)
    return [Pair(a, b, likeness) for (a, b), likeness in found.items() if chosen or likeness.shared]


def _splits(held: Mapping[int, Mapping[int, Held]]) -> list[Split]:
    by_claim: dict[int, dict[int, Held]] = defaultdict(dict)
    for holder, taken in held.items():
        for claim, position in taken.items():
            by_claim[claim][holder] = position
    return [Split(claim, taken) for claim, taken in by_claim.items() if len(taken) > 1]


def _row(pair: Pair, holders: Labels) -> CompareRow:
    a, b, likeness = holders[pair.a], holders[pair.b], pair.likeness
    return CompareRow(
        holder_a=a.uid,
        holder_b=b.uid,
        shared_claims=likeness.shared,
        agree=likeness.agree,
        disagree=likeness.disagree,
        agreement=likeness.agreement,
        holder_a_label=a.label,
        holder_b_label=b.label,
    )
