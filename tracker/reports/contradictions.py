"""Who cannot hold both: on one day, against their body, or on claims that exclude each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import GAP, Contradiction
from tracker.dates import spanning
from tracker.errors import N_, Refused
from tracker.models import Claim, Speaker, Topic
from tracker.record.contradicting import Asked, find_contradictions
from tracker.record.marks import Mark, marks, place_of
from tracker.record.moments import held_at
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, claims_of, known_id, slice_of, stood_for
from tracker.reports.names import Labels, name_claims, name_holders, statement_uids
from tracker.vocabulary import ContradictionKind

MOST_DAYS = 36_525
OPTIONS = ("gap", "way")


@dataclass(frozen=True)
class ContradictionRow:
    """A line of the data; of the two the one that stands first in the ledger's order is `a`."""

    kind: str
    holder: str
    claim_a: str
    code_a: str
    on_a: str
    statement_a: str
    claim_b: str
    code_b: str
    on_b: str
    statement_b: str
    gap_days: int
    marked: bool
    holder_label: str
    claim_a_label: str
    claim_b_label: str


@dataclass(frozen=True)
class Held:
    """A contradiction, and the mark of whoever said that it is none."""

    found: Contradiction
    mark: Mark | None


@dataclass(frozen=True)
class ContradictionsReport:
    """Every contradiction that is asked for, marked ones among them."""

    slice: Slice
    gap: int
    held: Sequence[Held]
    rows: Sequence[ContradictionRow]
    holders: Labels
    claims: Labels
    n_imprecise: int

    @property
    def standing(self) -> Sequence[Held]:
        """Those that nobody marked."""
        return [one for one in self.held if one.mark is None]

    @property
    def marked(self) -> Sequence[Held]:
        """Those of which somebody said that they are none."""
        return [one for one in self.held if one.mark is not None]

    @property
    def n_holders(self) -> int:
        """Whose they are, marked ones aside."""
        return len({one.found.holder for one in self.standing})

    def n_of(self, kind: ContradictionKind) -> int:
        """How many of one kind, marked ones aside."""
        return sum(one.found.kind is kind for one in self.standing)


def build(session: Session, filters: Filters) -> ContradictionsReport:
    """Find contradictions at the level asked for.

    A period limits when it came to be one: the earlier of the two statements may lie before it.
    A claim, a topic and a kind are asked of either of the two claims.
    """
    gap = _gap(filters)
    part = slice_of(session, filters)
    said = [one for one in _found(session, part, gap) if _is_within(one, filters)]
    known = marks(session, None if part.is_now else part.revision)
    holders = name_holders(session, filters, {one.holder for one in said})
    ends = [end for one in said for end in (one.before, one.after)]
    claims = name_claims(session, filters, {end.claim for end in ends})
    uids = statement_uids(session, {end.statement for end in ends})
    told: dict[ContradictionRow, Held] = {}
    for one in said:
        held = Held(one, known.get(place_of(one)))
        # Two who speak for one body in one statement say one thing.
        told.setdefault(_row(held, holders, claims, uids), held)
    rows = sorted(told, key=astuple)
    return ContradictionsReport(
        slice=part,
        gap=gap,
        held=[told[row] for row in rows],
        rows=rows,
        holders=holders,
        claims=claims,
        n_imprecise=part.count_imprecise(session),
    )


def _gap(filters: Filters) -> int:
    asked = filters.options.get("gap", str(GAP))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) <= MOST_DAYS):
        message = N_("Write a number of days from 0 to %(most)s.")
        raise Refused(message, field="gap", most=MOST_DAYS)
    return int(asked)


def _kinds(filters: Filters) -> tuple[ContradictionKind, ...]:
    asked = filters.options.get("way")
    if not asked:
        return tuple(ContradictionKind)
    try:
        return (ContradictionKind(asked),)
    except ValueError:
        known = ", ".join(ContradictionKind)
        message = N_("“%(value)s” is none of these: %(known)s.")
        raise Refused(message, field="way", value=asked, known=known) from None


def _found(session: Session, part: Slice, gap: int) -> list[Contradiction]:
    """What is asked of the two claims and of the holder is asked of the pair, not of entries."""
    filters = part.filters
    wide = slice_of(session, replace(filters, claim="", topic="", speaker="", kind=None))
    speaker = None
    if filters.speaker:
        known = known_id(session, Speaker, filters, "speaker")
        speaker = stood_for(session, Speaker, known, part.revision)
    asked = Asked(
        level=filters.holder,
        entries=and_(wide.known, _until(filters)),
        revision=None if part.is_now else part.revision,
        claims=_claims(session, part),
        holder=speaker,
        gap=gap,
        kinds=_kinds(filters),
    )
    return find_contradictions(session, asked)


def _claims(session: Session, part: Slice) -> set[int] | None:
    """The claims of which one must be among the two; None: any."""
    found = [set(ids) for ids in _claims_asked(session, part)]
    return set.intersection(*found) if found else None


def _claims_asked(session: Session, part: Slice) -> Iterator[Sequence[int]]:
    filters = part.filters
    if filters.claim:
        claim = known_id(session, Claim, filters, "claim")
        yield [stood_for(session, Claim, claim, part.revision)]
    if filters.topic:
        topic = known_id(session, Topic, filters, "topic")
        yield claims_of(session, topic, part.revision)
    if filters.kind:
        of_kind = select(Claim.id).where(Claim.kind == filters.kind)
        if not part.is_now:
            was = held_at(ENTRY.c, part.revision), ENTRY.c.claim_kind == filters.kind
            of_kind = select(ENTRY.c.claim_id).where(*was).distinct()
        yield session.scalars(of_kind).all()


def _until(filters: Filters) -> ColumnElement[bool]:
    last = filters.last
    return true() if last is None else ENTRY.c.last_on <= last


def _is_within(found: Contradiction, filters: Filters) -> bool:
    return filters.first is None or found.after.first >= filters.first


def _row(held: Held, holders: Labels, claims: Labels, uids: Mapping[int, str]) -> ContradictionRow:
    found = held.found
    a, b = found.before, found.after
    return ContradictionRow(
        kind=found.kind.value,
        holder=holders[found.holder].uid,
        claim_a=claims[a.claim].uid,
        code_a=a.stance.value,
        on_a=spanning(a.first, a.last).text,
        statement_a=uids[a.statement],
        claim_b=claims[b.claim].uid,
        code_b=b.stance.value,
        on_b=spanning(b.first, b.last).text,
        statement_b=uids[b.statement],
        gap_days=found.gap,
        marked=held.mark is not None,
        holder_label=holders[found.holder].label,
        claim_a_label=claims[a.claim].label,
        claim_b_label=claims[b.claim].label,
    )
