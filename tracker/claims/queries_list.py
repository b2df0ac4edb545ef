"""Which claims there are: the list, its filters, its orders, and what a picker offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from tracker.dates import Days, spanning
from tracker.merged import PAIRS, one_with
from tracker.models import Claim, ClaimTopic, ClaimTranslation, Entry, Position, Topic
from tracker.naming import claim_text
from tracker.text import fingerprint
from tracker.visibility import ANYBODY, Viewer, visible_to
from tracker.vocabulary import ClaimKind, Level, Side

MOST_OPTIONS = 10

_said = (
    select(
        Entry.claim_id,
        func.count(Entry.statement_id.distinct()).label("n"),
        func.max(Entry.order_key).label("newest"),
        func.min(Entry.first_on).label("first_on"),
        func.max(Entry.last_on).label("last_on"),
    )
    .where(Entry.left.is_(None))
    .group_by(Entry.claim_id)
    .subquery("said")
)


def _holders_on(side: Side) -> ColumnElement[int]:
    value = {Side.FOR: Position.value > 0, Side.MIXED: Position.value == 0}
    return func.sum(case((value.get(side, Position.value < 0), 1), else_=0))


_held = (
    select(
        Position.claim_id,
        _holders_on(Side.FOR).label("n_for"),
        _holders_on(Side.MIXED).label("n_mixed"),
        _holders_on(Side.AGAINST).label("n_against"),
    )
    .where(Position.level == Level.SPEAKER)
    .group_by(Position.claim_id)
    .subquery("held")
)

N_STATEMENTS: ColumnElement[int] = func.coalesce(_said.c.n, 0)
N_FOR: ColumnElement[int] = func.coalesce(_held.c.n_for, 0)
N_AGAINST: ColumnElement[int] = func.coalesce(_held.c.n_against, 0)
NEWEST: ColumnElement[str] = func.coalesce(_said.c.newest, "")


@dataclass(frozen=True)
class ClaimFilters:
    """What narrows the list; `topic_id` means the topic and all below it."""

    topic_id: int | None = None
    kind: ClaimKind | None = None
    words: str = ""


@dataclass(frozen=True)
class ListedClaim:
    """A claim of a list; `last_spoken` is the date of its newest statement, as it was written."""

    id: int
    uid: str
    key: str | None
    kind: ClaimKind
    text: str
    language: str
    n: int
    n_for: int
    n_mixed: int
    n_against: int
    first_on: date | None
    last_on: date | None
    last_spoken: Days | None
    is_public: bool


def listed_claim(row: Any) -> ListedClaim:  # noqa: ANN401 - a row of claims_select
    """A row with its newest date, which the ledger's order begins with."""
    values = {
        name: getattr(row, name) for name in ListedClaim.__annotations__ if name in row._fields
    }
    days = [date.fromisoformat(day) for day in row.newest.split("|")[:2]] if row.newest else []
    return ListedClaim(**values, last_spoken=spanning(*days) if days else None)


def claims_select(viewer: Viewer, filters: ClaimFilters, language: str) -> Select[Any]:
    """The claims that the viewer may know of, with what is on record about each."""
    shown = claim_text(language, Claim)
    return (
        select(
            Claim.id,
            Claim.uid,
            Claim.key,
            Claim.kind,
            shown.label("text"),
            case((shown == Claim.text, Claim.language), else_=literal(language)).label("language"),
            N_STATEMENTS.label("n"),
            _said.c.first_on,
            _said.c.last_on,
            NEWEST.label("newest"),
            *(func.coalesce(_held.c[name], 0).label(name) for name in _SIDES),
            visible_to(ANYBODY).of(Claim).label("is_public"),
        )
        .outerjoin(_said, _said.c.claim_id == Claim.id)
        .outerjoin(_held, _held.c.claim_id == Claim.id)
        .where(*_conditions(viewer, filters))
    )


_SIDES = ("n_for", "n_mixed", "n_against")


def _conditions(viewer: Viewer, filters: ClaimFilters) -> list[ColumnElement[bool]]:
    conditions = [visible_to(viewer).of(Claim), Claim.merged_into_id.is_(None)]
    if filters.kind is not None:
        conditions.append(Claim.kind == filters.kind)
    if filters.words:
        conditions.append(has_words(filters.words))
    if filters.topic_id is not None:
        belongs = select(ClaimTopic.claim_id).where(
            ClaimTopic.left.is_(None), ClaimTopic.topic_id.in_(topics_below(filters.topic_id))
        )
        conditions.append(Claim.id.in_(one_with(Claim, belongs)))
    return conditions


def topics_below(topic_id: int) -> Select[Any]:
    """The ids of a topic and of all topics below it."""
    below = select(Topic.id).where(Topic.id == topic_id).cte("below", recursive=True)
    child = aliased(Topic)
    tree = below.union(select(child.id).join(below, child.parent_id == below.c.id))
    return select(tree.c.id)


def has_words(words: str) -> ColumnElement[bool]:
    """All the words, in any order, in the claim's text in one of its languages.

    What was merged into a claim lends it its words.
    """
    wanted = fingerprint(words).split()
    if not wanted:
        return false()
    lost, pairs = aliased(Claim), PAIRS[Claim]
    merged = select(pairs.c.into_id).join(lost, lost.id == pairs.c.id)
    return or_(_worded(Claim, wanted), Claim.id.in_(merged.where(_worded(lost, wanted))))


def _worded(claim: Any, wanted: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401
    translation = aliased(ClaimTranslation)
    translated = and_(*(translation.folded.contains(word, autoescape=True) for word in wanted))
    return or_(
        and_(*(claim.folded.contains(word, autoescape=True) for word in wanted)),
        exists(select(1).where(translation.claim_id == claim.id, translated).correlate(claim)),
    )


def pick_claims(session: Session, viewer: Viewer, words: str, language: str) -> Sequence[Any]:
    """What a picker offers for these words: id, text, kind; a number finds its claim."""
    shown = claim_text(language, Claim).label("text")
    found = has_words(words)
    if words.isascii() and words.isdigit() and len(words) < 10:
        found = or_(found, Claim.id == int(words))
    begins = Claim.folded.startswith(fingerprint(words), autoescape=True)
    return session.execute(
        select(Claim.id, shown, Claim.kind)
        .where(found, visible_to(viewer).of(Claim), Claim.merged_into_id.is_(None))
        .order_by(case((begins, 0), else_=1), Claim.folded, Claim.id)
        .limit(MOST_OPTIONS)
    ).all()


def claim_labels(
    session: Session, viewer: Viewer, keys: Sequence[str], language: str
) -> dict[str, str]:
    """The words of claims that a form refers to, by the KEY it uses."""
    wanted = {key for key in keys if key}
    numbers = [int(key) for key in wanted if key.isascii() and key.isdigit() and len(key) < 19]
    if not wanted:
        return {}
    rows = session.execute(
        select(Claim.id, Claim.uid, Claim.key, claim_text(language, Claim).label("text")).where(
            or_(Claim.id.in_(numbers), Claim.uid.in_(wanted), Claim.key.in_(wanted)),
            visible_to(viewer).of(Claim),
        )
    )
    return {
        key: row.text for row in rows for key in (str(row.id), row.uid, row.key) if key in wanted
    }
