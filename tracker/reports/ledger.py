"""The part of the record that a report is about: open entries, or those of a revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.analysis.calendar import Period, period_of
from tracker.errors import N_, Refused
from tracker.models import (
    Account,
    Base,
    Claim,
    ClaimMerge,
    ClaimTopic,
    Entry,
    Occasion,
    Outlet,
    Speaker,
    SpeakerMerge,
    Topic,
)
from tracker.record.moments import held_at, newest_revision, revision_of
from tracker.record.positions import HOLDER
from tracker.reports.filters import Filters
from tracker.visibility import Viewer, key_condition, visible_to

ENTRY = Entry.__table__
_MERGES: dict[type[Any], type[Any]] = {Claim: ClaimMerge, Speaker: SpeakerMerge}


@dataclass(frozen=True)
class Slice:
    """Entries as of one revision that a report's filters let through.

    `imprecise` are those whose date touches the period without lying in it; where no period is
    asked for there are none.
    """

    revision: int
    is_now: bool
    filters: Filters
    known: ColumnElement[bool]
    within: ColumnElement[bool]
    imprecise: ColumnElement[bool]

    @property
    def holder(self) -> ColumnElement[int]:
        """The column of the holder at the level asked for."""
        return HOLDER[self.filters.holder]

    @property
    def conditions(self) -> ColumnElement[bool]:
        return and_(self.known, self.within)

    def count(self, column: ColumnElement[int]) -> ColumnElement[int]:
        """How many different ones there are in a column, as one of a select."""
        return _count(column, self.conditions)

    def count_imprecise(self, session: Session) -> int:
        """How many statements are left out as their dates are not precise enough."""
        counted = _count(ENTRY.c.statement_id, and_(self.known, self.imprecise))
        return session.scalar(select(counted)) or 0


def _count(column: ColumnElement[int], conditions: ColumnElement[bool]) -> ColumnElement[int]:
    # SQLite reads the rows of such a subquery from an index that has them in order.
    once = select(column).where(conditions, column.is_not(None)).distinct().subquery()
    return select(func.count()).select_from(once).scalar_subquery()


def days_told(period: Period) -> ColumnElement[str]:
    """As much of both days of an entry as tells in which periods they lie."""
    # The key of the order begins with them, as text on either engine.
    first, last = (func.substr(ENTRY.c.order_key, place, _TOLD[period]) for place in (1, 12))
    told: ColumnElement[str] = first.concat(last)
    return told


_TOLD = {Period.DAY: 10, Period.WEEK: 10, Period.MONTH: 7, Period.QUARTER: 7, Period.YEAR: 4}


def period_told(period: Period, told: str) -> str | None:
    """The period of `days_told`; None where both days lie in no single one."""
    parts = told[: _TOLD[period]], told[_TOLD[period] :]
    first, last = (date.fromisoformat(f"{part}-01-01"[:10]) for part in parts)
    return period_of(period, first, last)


def slice_of(session: Session, filters: Filters) -> Slice:
    """Find the revision and the conditions. Raises Refused for what is not there to ask about."""
    newest = newest_revision(session)
    revision = revision_of(session, filters.as_of) if filters.as_of else newest
    is_now = revision == newest
    stands = held_at(ENTRY.c, None if is_now else revision)
    conditions = [stands, *_by_words(filters), *_by_reference(session, filters, revision)]
    within, imprecise = _period(filters)
    return Slice(revision, is_now, filters, and_(*conditions), within, imprecise)


def _by_words(filters: Filters) -> list[ColumnElement[bool]]:
    entry = ENTRY.c
    asked = {
        entry.claim_kind: filters.kind,
        entry.delivery: filters.delivery,
        entry.language: filters.language,
    }
    return [column == value for column, value in asked.items() if value]


def _by_reference(session: Session, filters: Filters, revision: int) -> list[ColumnElement[bool]]:
    entry = ENTRY.c
    found: list[ColumnElement[bool]] = []
    if filters.claim:
        claim = known_id(session, Claim, filters, "claim")
        found.append(entry.claim_id == stood_for(session, Claim, claim, revision))
    if filters.speaker:
        speaker = known_id(session, Speaker, filters, "speaker")
        holder = HOLDER[filters.holder]
        found.append(holder == stood_for(session, Speaker, speaker, revision))
    if filters.topic:
        topic = known_id(session, Topic, filters, "topic")
        found.append(entry.claim_id.in_(claims_of(session, topic, revision)))
    for cls, name, column in (
        (Outlet, "outlet", entry.outlet_id),
        (Occasion, "occasion", entry.occasion_id),
    ):
        if getattr(filters, name):
            found.append(column == known_id(session, cls, filters, name))
    return found


def known_id(session: Session, cls: type[Base], filters: Filters, name: str) -> int:
    """The id of what a filter names, as far as the viewer may know of it."""
    return named(session, cls, getattr(filters, name), filters.viewer, name)


def named(session: Session, cls: type[Base], key: str, viewer: Viewer, field: str) -> int:
    """The id of what a KEY names. Raises Refused where the viewer may not know of such a thing."""
    wanted = select(cls.__table__.c["id"]).where(
        key_condition(cls, key), visible_to(viewer).of(cls)
    )
    found: int | None = session.scalar(wanted)
    if found is None:
        raise Refused(N_("There is nothing called “%(key)s” here."), field=field, key=key)
    return found


def coder_asked(session: Session, filters: Filters) -> int | None:
    """The person whose work alone is asked for. Raises Refused where nobody is called so."""
    key = filters.options.get("coder", "")
    if not key:
        return None
    found = session.scalar(select(Account.id).where(key_condition(Account, key)))
    if found is None:
        raise Refused(N_("There is nothing called “%(key)s” here."), field="coder", key=key)
    return found


def stood_for(session: Session, cls: type[Any], object_id: int, revision: int) -> int:
    """What a claim or speaker counted as at a revision: itself, or what it was merged into."""
    merge = _MERGES[cls]
    found = object_id
    while True:
        above = select(merge.winner_id).where(merge.loser_id == found, held_at(merge, revision))
        into = session.scalar(above)
        if into is None:
            return found
        found = into


def claims_of(session: Session, topic: int, revision: int) -> Sequence[int]:
    """The claims that counted under a topic at a revision, by today's tree of topics.

    Whatever was merged lends its topics to what it stood for, and takes part in them.
    """
    tree = select(Topic.id).where(Topic.id == topic).cte(recursive=True)
    tree = tree.union(select(Topic.id).join(tree, Topic.parent_id == tree.c.id))
    filed = select(ClaimTopic.claim_id).where(
        held_at(ClaimTopic, revision), ClaimTopic.topic_id.in_(select(tree.c.id))
    )
    claims = set(session.scalars(filed))
    merged = select(ClaimMerge.loser_id).where(held_at(ClaimMerge, revision))
    lost = claims.intersection(session.scalars(merged))
    return sorted(claims - lost | {stood_for(session, Claim, claim, revision) for claim in lost})


def _period(filters: Filters) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether the whole date lies in the period; whether it only touches it."""
    first, last = filters.first, filters.last
    if first is None and last is None:
        return true(), false()
    inside, touches = [], []
    # The key of the order begins with the first day, and is in the indexes.
    key = ENTRY.c.order_key
    if first is not None:
        inside += [ENTRY.c.first_on >= first, key >= first.isoformat()]
        touches.append(ENTRY.c.last_on >= first)
    if last is not None:
        inside += [ENTRY.c.last_on <= last, key < f"{last.isoformat()}~"]
        touches.append(ENTRY.c.first_on <= last)
    # What lies on one day is never cut in two; this is said for the index of the others.
    is_wide = ENTRY.c.first_on != ENTRY.c.last_on
    outside = [~condition for condition in inside[::2]]
    return and_(*inside), and_(is_wide, *touches, or_(*outside))
