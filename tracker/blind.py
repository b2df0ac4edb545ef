"""Second coding is blind: who may not yet know how a statement was coded, and what waits for it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import Session, aliased

from tracker.errors import N_, Refused
from tracker.models import Coded, Coding, Decision, Edition, Sampled, SampledState, Settlement

# An id, or a column of ids of the select around.
Number = int | SQLColumnExpression[int] | SQLColumnExpression[int | None] | None

OPEN = (SampledState.WAITING, SampledState.DIFFERING)


# Tables of its own: a select that asks this may have the same ones. Nearly every select of a
# reviewer asks, several times over, so they are made once.
_TABLES = _SAMPLED, _EDITION, _CODING, _DECISION = tuple(
    model.__table__.alias(f"kept_{model.__tablename__}")
    for model in (Sampled, Edition, Coding, Decision)
)


def kept_from(account_id: int | None) -> Select[int]:
    """The statements of which a reviewer sees nothing but the form that codes them.

    They wait for a blind coding that could be this reviewer's: who wrote them, decided about
    them or has coded them already knows, and is kept from nothing.
    """
    found = _unknown(select(_SAMPLED.c.statement_id), account_id)
    return found.where(_SAMPLED.c.is_blind).correlate(None)


def is_kept_from(statement_id: Number, account_id: Number) -> ColumnElement[bool]:
    """The same of one statement and one account, as columns of the select around it."""
    found = _unknown(select(_SAMPLED.c.id), account_id).correlate_except(*_TABLES)
    return found.where(_SAMPLED.c.is_blind, _SAMPLED.c.statement_id == statement_id).exists()


def codable_by(account_id: int | None) -> Select[int]:
    """What of the samples waits for a coding that could be this reviewer's, blind or not."""
    return _unknown(select(_SAMPLED.c.id), account_id).correlate(None)


def _unknown(found: Select[int], account_id: Number) -> Select[int]:
    is_own = and_(_CODING.c.sampled_id == _SAMPLED.c.id, _CODING.c.account_id == account_id)
    has_decided = and_(
        _DECISION.c.statement_id == _SAMPLED.c.statement_id,
        _DECISION.c.by_id == account_id,
        _SAMPLED.c.is_blind,
    )
    return (
        found.join(_EDITION, _EDITION.c.id == _SAMPLED.c.edition_id)
        .outerjoin(_CODING, is_own)
        .outerjoin(_DECISION, has_decided)
        .where(
            _SAMPLED.c.state == SampledState.WAITING,
            _EDITION.c.created_by_id.is_distinct_from(account_id),
            _CODING.c.id.is_(None),
            _DECISION.c.id.is_(None),
        )
    )


def sealed(session: Session, statement_id: int, account_id: int | None) -> int | None:
    """The number under which somebody codes a statement that is kept from them."""
    found = select(Sampled.id).where(
        Sampled.statement_id == statement_id,
        Sampled.state == SampledState.WAITING,
        Sampled.statement_id.in_(kept_from(account_id)),
    )
    return session.scalar(found)


def sealed_count(session: Session, viewer_id: int | None) -> int:
    """How many statements are kept from somebody until they have coded them."""
    return session.scalar(select(func.count()).select_from(kept_from(viewer_id).subquery())) or 0


def read_twice() -> Select[int]:
    """What is not published yet for a second coder or somebody who settles: statement ids."""
    return select(Sampled.statement_id).where(Sampled.state.in_(OPEN), Sampled.is_blind)


def check_read_twice(session: Session, statements: Collection[int]) -> None:
    """Refuse to publish what waits for a second coder, or where coders differ.

    What was published already when it was drawn waits for nobody.
    """
    asked = select(Sampled.state, func.min(Sampled.statement_id)).where(
        Sampled.statement_id.in_(statements), Sampled.state.in_(OPEN), Sampled.is_blind
    )
    states = {row[0]: row[1] for row in session.execute(asked.group_by(Sampled.state))}
    if SampledState.WAITING in states:
        message = N_(
            "Statement %(number)s is in a sample: it is published once it was coded a second time."
        )
        raise Refused(message, number=states[SampledState.WAITING])
    if SampledState.DIFFERING in states:
        message = N_(
            "The coders of statement %(number)s differ. It is published once that is settled."
        )
        raise Refused(message, number=states[SampledState.DIFFERING])


def drop(session: Session, edition_id: int) -> None:
    """Take an edition out of the sample it is in: what its coders read holds no more."""
    found = select(Sampled).where(Sampled.edition_id == edition_id, Sampled.state.in_(OPEN))
    for sampled in session.scalars(found):
        sampled.state = SampledState.DROPPED


def settled_by(account_id: Number) -> Select[int]:
    """The editions that say what this account settled, where it is not what they said first."""
    first, said = aliased(Coding), aliased(Coded)
    same = (said.coding_id == first.id) & (said.claim_id == Settlement.claim_id)
    return (
        select(Sampled.edition_id)
        .join(Settlement, Settlement.sampled_id == Sampled.id)
        .join(first, (first.sampled_id == Sampled.id) & first.is_first)
        .outerjoin(said, same)
        .where(Settlement.by_id == account_id, Settlement.code.is_distinct_from(said.code))
        .correlate(None)
    )


def has_settled(session: Session, edition_id: int, account_id: int | None) -> bool:
    """Whether an edition says how it is coded in this account's words."""
    found = settled_by(account_id).where(Sampled.edition_id == edition_id)
    return session.scalar(found.limit(1)) is not None


def is_settled_as_nothing(session: Session, statement: int | None) -> bool:
    """Whether it was settled that a statement is not about a claim that it was coded with."""
    found = select(Settlement.id).join(Sampled, Sampled.id == Settlement.sampled_id)
    found = found.where(
        Sampled.statement_id == statement,
        Sampled.state == SampledState.SETTLED,
        Settlement.code.is_(None),
    )
    return session.scalar(found.limit(1)) is not None
