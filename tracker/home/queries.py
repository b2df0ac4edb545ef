"""What the front page shows of the record: disputes, changes of position, counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from tracker.analysis.shifts import Shift, find_shifts
from tracker.dates import Days, spanning
from tracker.models import Claim, Entry, Position, Source, Speaker, Statement
from tracker.naming import claim_language, claim_text
from tracker.record.positions import taken
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, Level, SpeakerKind, Stance, StatementState

CLOSE = timedelta(days=90)
MOST_DISPUTES = 5
MOST_NAMED = 12
MOST_LATELY = 5
MOST_CHANGES = 5
# So many holders who changed are looked through for the latest changes.
_LOOKED_THROUGH = 200


@dataclass(frozen=True)
class Dispute:
    """A claim with both sides on record close to each other; `on` is the date of the later.

    `sides` are statements by code, where there are few enough holders to be named.
    """

    claim_id: int
    text: str
    language: str
    kind: ClaimKind
    on: Days
    counts: Mapping[Stance, int]
    changed: int
    only_states: bool
    sides: Sequence[tuple[Stance, int]] = field(default=())

    @property
    def n(self) -> int:
        """How many holders have a position."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Change:
    """A change of position of one speaker; both statements are named by id."""

    claim_id: int
    holder_id: int
    shift: Shift


@dataclass(frozen=True)
class RecordCounts:
    """How much there is that the viewer may see."""

    statements: int
    speakers: Mapping[SpeakerKind, int]
    claims: int
    sources: int


def disputes(session: Session, language: str) -> list[Dispute]:
    """Claims that somebody supported and somebody opposed within 90 days, the newest first."""
    close = _closest(session)
    newest = sorted(close, key=lambda claim: (close[claim], -claim), reverse=True)[:MOST_DISPUTES]
    if not newest:
        return []
    found = _counted(session, newest, language)
    rows = {claim: list(group) for claim, group in groupby(found, key=lambda row: row.id)}
    few = [claim for claim in rows if sum(row.n for row in rows[claim]) <= MOST_NAMED]
    sides = _sides(session, few)
    return [
        Dispute(
            claim_id=claim,
            text=rows[claim][0].text,
            language=rows[claim][0].language,
            kind=rows[claim][0].kind,
            on=spanning(*close[claim]),
            counts={row.code: row.n for row in rows[claim]},
            changed=sum(row.changed for row in rows[claim]),
            only_states=all(row.states == row.n for row in rows[claim]),
            sides=sides.get(claim, ()),
        )
        for claim in newest
        if claim in rows
    ]


def _counted(session: Session, claims: Sequence[int], language: str) -> Sequence[Any]:
    """Holders of these claims by code, and how many of them are states or have changed."""
    return session.execute(
        select(
            Claim.id,
            claim_text(language).label("text"),
            claim_language(language).label("language"),
            Claim.kind,
            Position.code,
            func.count().label("n"),
            func.sum(case((Position.changes > 0, 1), else_=0)).label("changed"),
            func.sum(case((Speaker.kind == SpeakerKind.STATE, 1), else_=0)).label("states"),
        )
        .join(Position, Position.claim_id == Claim.id)
        .join(Speaker, Speaker.id == Position.holder_id)
        .where(Claim.id.in_(claims), Position.level == Level.SPEAKER, Position.value.is_not(None))
        .group_by(Claim.id, Claim.kind, Position.code)
        .order_by(Claim.id)
    ).all()


def _closest(session: Session) -> dict[int, tuple[date, date]]:
    """By claim, the date of the later of the newest two, for and against, that are close."""
    sign = case((Entry.value > 0, 1), else_=-1).label("sign")
    found = session.execute(
        select(Entry.claim_id, sign, Entry.first_on, Entry.last_on)
        .where(Entry.left.is_(None), Entry.value != 0)
        .distinct()
    )
    dates: dict[int, dict[int, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    for claim, side, first, last in found:
        dates[claim][side].append((first, last))
    pairs = {claim: _newest_pair(sides[1], sides[-1]) for claim, sides in dates.items()}
    return {claim: pair for claim, pair in pairs.items() if pair is not None}


Span = tuple[date, date]


def _newest_pair(for_it: Iterable[Span], against_it: Iterable[Span]) -> Span | None:
    """The later date of the newest two of different sides that are close; equal dates count."""
    newest: Span | None = None
    last_of: dict[int, Span] = {}
    told = [(span, 1) for span in for_it] + [(span, -1) for span in against_it]
    for span, side in sorted(told):
        other = last_of.get(-side)
        if other is not None and span[0] - other[1] <= CLOSE:
            newest = span
        if side not in last_of or span[1] >= last_of[side][1]:
            last_of[side] = span
    return newest


def _sides(session: Session, claims: Sequence[int]) -> dict[int, list[tuple[Stance, int]]]:
    """The statements of those who are for or against, strongest first, each once."""
    found = session.execute(
        select(Position.claim_id, Position.code, Position.statement_id)
        .where(
            Position.claim_id.in_(claims),
            Position.level == Level.SPEAKER,
            Position.value != 0,
        )
        .order_by(Position.claim_id, Position.value.desc(), Position.last_on.desc())
        .order_by(Position.statement_id)
    )
    sides: dict[int, dict[tuple[Stance, int], None]] = defaultdict(dict)
    for claim, code, statement in found:
        sides[claim][code, statement] = None
    return {claim: list(told) for claim, told in sides.items()}


def lately_published(session: Session) -> list[int]:
    """The statements that were published last."""
    found = (
        select(Statement.id)
        .where(Statement.state == StatementState.PUBLISHED)
        .order_by(Statement.published_at.desc(), Statement.id.desc())
        .limit(MOST_LATELY)
    )
    return list(session.scalars(found))


def latest_changes(session: Session) -> list[Change]:
    """The latest changes of position of speakers, one of each."""
    changed = (
        select(Position.claim_id, Position.holder_id)
        .where(Position.level == Level.SPEAKER, Position.changes > 0)
        .order_by(Position.last_on.desc(), Position.claim_id, Position.holder_id)
        .limit(_LOOKED_THROUGH)
        .subquery()
    )
    entry = Entry.__table__.c
    found: Iterable[Any] = session.execute(
        select(
            entry.claim_id,
            entry.speaker_id.label("holder_id"),
            entry.order_key,
            entry.first_on,
            entry.last_on,
            entry.code,
            entry.act,
            entry.statement_id,
            entry.role_id,
            entry.body_id,
        )
        .join(
            changed,
            (changed.c.claim_id == entry.claim_id) & (changed.c.holder_id == entry.speaker_id),
        )
        .where(entry.left.is_(None))
        .order_by(entry.claim_id, entry.speaker_id, entry.order_key)
    )
    latest = []
    for (claim, holder), rows in groupby(found, key=lambda row: (row.claim_id, row.holder_id)):
        shifts = list(find_shifts(taken(row) for row in rows))
        latest += [Change(claim, holder, shift) for shift in shifts[-1:]]
    latest.sort(key=lambda c: (c.shift.after.first, c.shift.extent == "full"), reverse=True)
    return latest[:MOST_CHANGES]


def record_counts(session: Session, viewer: Viewer) -> RecordCounts:
    """Count what lists show to the viewer: one statement."""
    visible = visible_to(viewer)
    counted = [
        select(literal(cls.__tablename__).label("noun"), literal("").label("kind"), func.count())
        .select_from(cls)
        .where(visible.of(cls))
        for cls in (Statement, Claim, Source)
    ]
    speakers = (
        select(literal("speaker"), Speaker.kind, func.count())
        .where(visible.of(Speaker), Speaker.merged_into_id.is_(None))
        .group_by(Speaker.kind)
    )
    found = session.execute(counted[0].union_all(*counted[1:], speakers))
    counts = Counter({(noun, kind): n for noun, kind, n in found})
    return RecordCounts(
        statements=counts["statement", ""],
        speakers={
            kind: counts["speaker", kind.value]
            for kind in SpeakerKind
            if counts["speaker", kind.value]
        },
        claims=counts["claim", ""],
        sources=counts["source", ""],
    )
