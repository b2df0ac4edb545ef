"""Who cannot hold both: on one day, against their body, or on claims that exclude each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from tracker.analysis.contradictions import GAP, Contradiction, told_once
from tracker.dates import spanning
from tracker.errors import N_, Refused
from tracker.models import Claim, Speaker, Topic
from tracker.record.contradicting import Asked, find_contradictions
from tracker.record.kept import KEPT
from tracker.record.marks import marks
from tracker.record.moments import held_at
from tracker.reports.filters import Filters
from tracker.reports.ledger import ENTRY, Slice, claims_of, known_id, slice_of, stood_for
from tracker.reports.names import Labels, name_claims, name_holders, statement_uids
from tracker.reports.told import Counted, Found, Held, Kept, Narrowed, Told
from tracker.vocabulary import ContradictionKind

MOST_DAYS = 36_525
OPTIONS = ("gap", "way")
# What limits who said what, and thereby what is compared with what.
_OF_ENTRIES = ("delivery", "language", "outlet", "occasion")


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


_IN_ORDER = attrgetter(*(each.name for each in fields(ContradictionRow)))


@dataclass(frozen=True)
class ContradictionsReport:
    """Every contradiction that is asked for, marked ones among them."""

    slice: Slice
    held: Sequence[Held]
    rows: Sequence[ContradictionRow]


@dataclass(frozen=True)
class ContradictionsOverview:
    """The same without its rows: how many there are, and where some of them are told from."""

    slice: Slice
    gap: int
    counted: Counted
    told: Told
    n_imprecise: int


def build(session: Session, filters: Filters) -> ContradictionsReport:
    """Find contradictions at the level asked for.

    A period limits when it came to be one: the earlier of the two statements may lie before it.
    A claim, a topic and a kind are asked of either of the two claims.
    """
    part = slice_of(session, filters)
    held = list(_told(session, part, _gap(filters)).everything())
    said = [one.found for one in held]
    holders = name_holders(session, filters, {one.holder for one in said})
    ends = [end for one in said for end in (one.before, one.after)]
    claims = name_claims(session, filters, {end.claim for end in ends})
    uids = statement_uids(session, {end.statement for end in ends})
    told = [(_row(one, holders, claims, uids), one) for one in held]
    told.sort(key=lambda each: _IN_ORDER(each[0]))
    return ContradictionsReport(
        slice=part, held=[one for _, one in told], rows=[row for row, _ in told]
    )


def overview(session: Session, filters: Filters) -> ContradictionsOverview:
    """Count what `build` tells, without making its rows."""
    gap = _gap(filters)
    part = slice_of(session, filters)
    told = _told(session, part, gap)
    return ContradictionsOverview(
        slice=part,
        gap=gap,
        counted=told.count(),
        told=told,
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


def _told(session: Session, part: Slice, gap: int) -> Told:
    """What is asked of the two claims and of the holder is asked of the pair, not of entries."""
    filters = part.filters
    speaker = None
    if filters.speaker:
        known = known_id(session, Speaker, filters, "speaker")
        speaker = stood_for(session, Speaker, known, part.revision)
    claims = _claims(session, part)
    if part.is_now and not any(getattr(filters, name) for name in _OF_ENTRIES):
        conditions = list(_conditions(filters, claims, speaker, gap))
        narrowed = Narrowed(_kinds(filters), conditions, is_narrow=claims is not None)
        return Kept(session, filters.holder, narrowed)
    wide = slice_of(session, replace(filters, claim="", topic="", speaker="", kind=None))
    asked = Asked(
        level=filters.holder,
        entries=and_(wide.known, _until(filters)),
        revision=None if part.is_now else part.revision,
        claims=claims,
        holders=None if speaker is None else {speaker},
        gap=gap,
        kinds=_kinds(filters),
    )
    found = told_once(find_contradictions(session, asked))
    known_marks = marks(session, None if part.is_now else part.revision)
    return Found([one for one in found if _is_within(one, filters)], known_marks)


def _conditions(
    filters: Filters, claims: Collection[int] | None, speaker: int | None, gap: int
) -> Iterator[ColumnElement[bool]]:
    """The same, asked of what is kept."""
    columns = KEPT.c
    yield or_(columns.kind != ContradictionKind.RELATED_CLAIMS, columns.gap_days <= gap)
    if claims is not None:
        yield or_(columns.claim_id.in_(claims), columns.other_claim_id.in_(claims))
    if speaker is not None:
        yield columns.holder_id == speaker
    if filters.first is not None:
        yield columns.first_on >= filters.first
    if filters.last is not None:
        yield columns.last_on <= filters.last


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
