"""What was merged into what: looking it up, and the rules that every noun's merges share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import (
    Claim,
    ClaimMerge,
    ClaimNotTwin,
    Speaker,
    SpeakerMerge,
    SpeakerNotTwin,
    now,
)

M = TypeVar("M", Speaker, Claim)

NOT_TWINS: dict[type[Any], type[Any]] = {Speaker: SpeakerNotTwin, Claim: ClaimNotTwin}
_MERGES: dict[type[Any], type[Any]] = {Speaker: SpeakerMerge, Claim: ClaimMerge}


@dataclass(frozen=True)
class MergeDraft:
    """What a reviewer asks for: into which one (an id), why, and which versions were looked at.

    `mirrored`: into the opposite, which only claims have.
    """

    into: int
    reason: str
    mirrored: bool = False
    version: int | None = None
    into_version: int | None = None


def _pairs(cls: type[Any]) -> CTE:
    """What was merged with what it stands for, and with everything that itself stands for.

    `turned`: it stands for the opposite.
    """
    table: Table = cls.__table__
    above = table.alias()
    is_merged = table.c.merged_into_id.is_not(None)
    turned = table.c.is_mirrored if cls is Claim else literal(value=False)
    direct = select(table.c.id, table.c.merged_into_id.label("into_id"), turned.label("turned"))
    pairs = direct.where(is_merged).cte(f"merged_{table.name}", recursive=True)
    again = pairs.c.turned != above.c.is_mirrored if cls is Claim else pairs.c.turned
    onwards = select(pairs.c.id, above.c.merged_into_id, again)
    onwards = onwards.join(above, above.c.id == pairs.c.into_id)
    # Not UNION ALL: a circle, which no command makes, would never end.
    return pairs.union(onwards.where(above.c.merged_into_id.is_not(None)))


PAIRS = {Speaker: _pairs(Speaker), Claim: _pairs(Claim)}


def merged_into(cls: type[Any], winner: ColumnElement[int] | int) -> Select[Any]:
    """Select the ids of all that was merged into one, directly or by way of others."""
    pairs = PAIRS[cls]
    return select(pairs.c.id).where(pairs.c.into_id == winner)


def itself_or_merged(
    cls: type[Any],
    column: Any,  # noqa: ANN401 - a column of ids
    winner: Any,  # noqa: ANN401 - an id, or a column of ids
) -> ColumnElement[bool]:
    """Whether a column names this one, or one that was merged into it."""
    return or_(column == winner, column.in_(merged_into(cls, winner)))


def one_with(cls: type[Any], ids: Select[int]) -> CompoundSelect[Any]:
    """Select these ids and those of all that stands for them or that they stand for."""
    pairs = PAIRS[cls]
    above = ids.union(select(pairs.c.into_id).where(pairs.c.id.in_(ids))).subquery()
    upwards = select(above.c[0])
    return upwards.union(select(pairs.c.id).where(pairs.c.into_id.in_(upwards)))


def standing_for(session: Session, cls: type[M], object_id: int) -> int:
    """The id of what counts now: the object's own, or of the one it was merged into."""
    found = object_id
    while (into := session.scalar(select(cls.merged_into_id).where(cls.id == found))) is not None:
        found = into
    return found


def join(session: Session, cls: type[M], loser_id: int, draft: MergeDraft) -> tuple[M, M] | None:
    """The two that are to become one, as everybody before has left them; None if they are.

    Raises Refused where the rules of every noun forbid it, Stale where either has changed.
    """
    audit.lock_head(session)
    if not draft.reason.strip():
        raise Refused(N_("Say why these two are one and the same."), field="reason")
    loser, winner = _fresh(session, cls, loser_id), _fresh(session, cls, draft.into)
    if loser.merged_into_id == winner.id and _is_pressed_twice(session, loser, draft):
        return None
    check_pair(session, loser, winner)
    for row, version in ((loser, draft.version), (winner, draft.into_version)):
        if version is not None and row.version != version:
            raise Stale(cls.__tablename__, row.id, version, row.version)
    return loser, winner


def check_pair(session: Session, loser: M, winner: M) -> None:
    """Refuse what can never be one, and what somebody said is different."""
    if loser.id == winner.id:
        raise Refused(N_("Nothing can be merged into itself."), field="into")
    if loser.merged_into_id is not None:
        into = _called(_fresh(session, type(loser), loser.merged_into_id))
        message = N_("“%(name)s” was merged into “%(into)s” already.")
        raise Refused(message, field="into", name=_called(loser), into=into)
    if winner.merged_into_id is not None:
        into = _called(_fresh(session, type(winner), winner.merged_into_id))
        message = N_("“%(name)s” was itself merged into “%(into)s”. Merge into that one.")
        raise Refused(message, field="into", name=_called(winner), into=into)
    if loser.kind is not winner.kind:
        message = N_("Only equal kinds can be merged: %(loser)s and %(winner)s are not.")
        one, other = loser.kind.words, winner.kind.words
        raise Refused(message, field="into", loser=one, winner=other)
    if (mark := _told_apart(session, loser, winner)) is not None:
        pair = getattr(mark, f"{loser.__tablename__}_id"), mark.other_id
        apart = [_called(_fresh(session, type(loser), number)) for number in pair]
        message = N_(
            "Somebody said that “%(one)s” and “%(other)s” are different. Take that back first."
        )
        raise Refused(message, field="into", one=apart[0], other=apart[1])


def write_merge(session: Session, loser: M, winner: M, reason: str, by_id: int | None) -> None:
    """Point from one to the other, and write down why."""
    reason = text.check_text(reason, field="reason", limit=text.FIELD_LIMIT)
    merge = _MERGES[type(loser)]
    loser.merged_into_id = winner.id
    loser.changed_at = winner.changed_at = now()
    told = merge(winner_id=winner.id, loser_id=loser.id, reason=reason, by_id=by_id)
    if isinstance(loser, Claim):
        told.is_mirrored = loser.is_mirrored
    session.add(told)
    audit.expect_stamps(session)
    session.flush()


def part(
    session: Session, cls: type[M], loser_id: int, *, version: int | None, reason: str
) -> tuple[M, M]:
    """Undo the newest merge of one, and give both: it stands for itself again.

    Refuses while the one it stands for was itself merged later.
    """
    audit.lock_head(session)
    if not text.check_text(reason, field="reason", limit=text.FIELD_LIMIT):
        raise Refused(N_("Say why these two are not the same."), field="reason")
    loser = _fresh(session, cls, loser_id)
    if loser.merged_into_id is None:
        raise Refused(N_("“%(name)s” is not merged."), field="reason", name=_called(loser))
    if version is not None and loser.version != version:
        raise Stale(cls.__tablename__, loser.id, version, loser.version)
    winner = _fresh(session, cls, loser.merged_into_id)
    if (onwards := winner.merged_into_id) is not None:
        later = _called(_fresh(session, cls, onwards))
        message = N_("“%(name)s” was merged into “%(later)s” later. Undo that merge first.")
        raise Refused(message, field="reason", name=_called(winner), later=later)
    loser.merged_into_id = None
    loser.changed_at = winner.changed_at = now()
    _merge_of(session, loser).left = 0
    audit.expect_stamps(session)
    return loser, winner


def differ(session: Session, one: M, other: M) -> Any:  # noqa: ANN401 - a mark of either noun
    """The mark that two are different, if somebody made it."""
    mark = NOT_TWINS[type(one)]
    first = mark.__table__.c[f"{one.__tablename__}_id"]
    pairs = [(first == a.id) & (mark.other_id == b.id) for a, b in ((one, other), (other, one))]
    return session.scalar(select(mark).where(or_(*pairs)))


def _told_apart(session: Session, loser: M, winner: M) -> Any:  # noqa: ANN401 - as above
    """A mark that two are different which would stand for the same, also by way of others."""
    cls = type(loser)
    mark = NOT_TWINS[cls]
    columns = mark.__table__.c[f"{cls.__tablename__}_id"], mark.other_id
    ways = [
        itself_or_merged(cls, one, loser.id) & itself_or_merged(cls, other, winner.id)
        for one, other in (columns, columns[::-1])
    ]
    return session.scalar(select(mark).where(or_(*ways)).limit(1))


def tell_apart(session: Session, cls: type[M], ids: Sequence[int], *, by_id: int | None) -> None:
    """Remember that two are different. A second time does nothing."""
    audit.lock_head(session)
    one, other = sorted((_fresh(session, cls, i) for i in ids), key=lambda row: row.uid)
    if one.id == other.id:
        raise Refused(N_("Nothing is different from itself."))
    if standing_for(session, cls, one.id) == standing_for(session, cls, other.id):
        raise Refused(N_("These two are merged. Undo that first."))
    if differ(session, one, other) is None:
        first = f"{cls.__tablename__}_id"
        session.add(NOT_TWINS[cls](**{first: one.id, "other_id": other.id, "by_id": by_id}))
        session.flush()


def forget_difference(session: Session, cls: type[M], ids: Sequence[int]) -> None:
    """Take back that two are different. A second time does nothing."""
    audit.lock_head(session)
    one, other = (_fresh(session, cls, i) for i in ids)
    if (mark := differ(session, one, other)) is not None:
        session.delete(mark)
        session.flush()


def has_merged(session: Session, row: M) -> bool:
    """Whether a merge holds it in place: it stands for others, or another one for it."""
    into = exists().where(type(row).merged_into_id == row.id)
    return row.merged_into_id is not None or bool(session.scalar(select(into)))


def _is_pressed_twice(session: Session, loser: M, draft: MergeDraft) -> bool:
    """The same words for the same pair: a form that was sent twice."""
    merge = _merge_of(session, loser)
    is_mirrored = getattr(loser, "is_mirrored", False)
    said = text.normalise(draft.reason, strip=True), draft.mirrored
    return said == (merge.reason, is_mirrored)


def _merge_of(session: Session, loser: M) -> Any:  # noqa: ANN401 - of either noun
    merge = _MERGES[type(loser)]
    mine = select(merge).where(merge.loser_id == loser.id, merge.left.is_(None))
    return session.scalars(mine).one()


def _fresh(session: Session, cls: type[M], object_id: int) -> M:
    row = session.get(cls, object_id, populate_existing=True)
    if row is None:
        raise Missing(cls.__tablename__, str(object_id))
    return row


def _called(row: Speaker | Claim) -> str:
    return row.name if isinstance(row, Speaker) else row.text
