"""Who may know of what: `visible_to(viewer)` for lists, `find` for one object."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, false, inspect, or_, select, true
from sqlalchemy.orm import Session, aliased

from tracker import blind
from tracker.errors import Missing, Sealed
from tracker.merged import PAIRS
from tracker.models import (
    Base,
    Citation,
    Claim,
    ClaimTopic,
    Edition,
    EditionSpeaker,
    Entry,
    Occasion,
    Role,
    Source,
    Speaker,
    Stance,
    StanceTarget,
    Statement,
    Topic,
    Verdict,
    VerdictSource,
    VerdictState,
)
from tracker.vocabulary import AccountRole, StatementState

N = TypeVar("N", bound=Base)


@dataclass(frozen=True)
class Viewer:
    """Who is looking; nobody in particular until signed in."""

    account_id: int | None = None
    role: AccountRole | None = None
    name: str = ""

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def reaches(self, role: AccountRole | str) -> bool:
        """Whether the viewer has this role or a higher one."""
        wanted = AccountRole(role)
        return wanted is AccountRole.READER or (self.role is not None and self.role.reaches(wanted))


ANYBODY = Viewer()


class Visible:
    """Conditions on tables: what lists, counts, pickers, reports and exports may show."""

    def __init__(self, viewer: Viewer) -> None:
        self.all = viewer.reaches(AccountRole.EDITOR)
        self._coder = viewer.account_id if viewer.reaches(AccountRole.REVIEWER) else None

    def of(self, cls: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a class or an alias of one
        """The condition for one table, or an alias of it."""
        if self._coder is not None and inspect(cls).mapper.class_ is Statement:
            unsealed: ColumnElement[bool] = cls.id.not_in(blind.kept_from(self._coder))
            return unsealed
        if self.all:
            return true()
        return _of_alias(cls) if inspect(cls).is_aliased_class else _of_class(cls)

    def editions(self, edition: Any = Edition, statement: Any = Statement) -> ColumnElement[bool]:  # noqa: ANN401
        """Which edition of a statement is shown: the standing one, else for editors the newest."""
        standing: ColumnElement[bool] = edition.is_standing.is_(True)
        if not self.all:
            return standing
        unpublished = statement.state == StatementState.UNPUBLISHED
        return or_(standing, unpublished & (edition.number == statement.newest))


def _of_alias(cls: Any) -> ColumnElement[bool]:  # noqa: ANN401
    return _CONDITIONS[inspect(cls).mapper.local_table.name](cls)


# Every report and list asks; writing them anew takes longer than asking.
_of_class = cache(_of_alias)


def visible_to(viewer: Viewer) -> Visible:
    """Readers see what published statements say and refer to; editors see everything.

    Reviewers see nothing of a statement that they are to code blind (`blind.kept_from`).
    """
    return Visible(viewer)


def _public_editions() -> Select[Any]:
    """Editions that readers see, for EXISTS: the standing ones of published statements."""
    return (
        select(1)
        .select_from(Edition)
        .join(Statement, Statement.id == Edition.statement_id)
        .where(Edition.is_standing, Statement.state == StatementState.PUBLISHED)
    )


def _statements(statement: Any) -> ColumnElement[bool]:  # noqa: ANN401
    published: ColumnElement[bool] = statement.state == StatementState.PUBLISHED
    return published


def _claims(claim: Any) -> ColumnElement[bool]:  # noqa: ANN401
    return _or_merged(Claim, claim, _coded)


def _coded(claim: Any) -> ColumnElement[bool]:  # noqa: ANN401
    coded = _public_editions().join(Stance, Stance.edition_id == Edition.id)
    return exists(coded.where(Stance.claim_id == claim.id).correlate(claim))


def _or_merged(
    cls: Any,  # noqa: ANN401 - a noun that can be merged
    row: Any,  # noqa: ANN401 - the noun, or an alias of it
    is_public: Callable[[Any], ColumnElement[bool]],
) -> ColumnElement[bool]:
    """Whether it is public itself, or something that was merged into it: that leads there."""
    lost, pairs = aliased(cls), PAIRS[cls]
    merged = select(pairs.c.into_id).join(lost, lost.id == pairs.c.id).where(is_public(lost))
    leads_there: ColumnElement[bool] = row.id.in_(merged)
    return or_(is_public(row), leads_there)


def _sources(source: Any) -> ColumnElement[bool]:  # noqa: ANN401
    cited = _public_editions().join(Citation, Citation.edition_id == Edition.id)
    said = cited.where(Citation.source_id == source.id).correlate(source)
    proving = _evidence().where(VerdictSource.source_id == source.id).correlate(source)
    return or_(exists(said), exists(proving))


def _evidence() -> Select[Any]:
    """Evidence for verdicts that readers see on public claims: what they rest on is public too."""
    claim = aliased(Claim)
    shown = select(1).select_from(VerdictSource)
    shown = shown.join(Verdict, Verdict.id == VerdictSource.verdict_id)
    shown = shown.join(claim, claim.id == Verdict.claim_id)
    decided = Verdict.state.in_((VerdictState.STANDING, VerdictState.SUPERSEDED))
    return shown.where(decided, _claims(claim))


def _outlets(outlet: Any) -> ColumnElement[bool]:  # noqa: ANN401
    cited = _public_editions().join(Citation, Citation.edition_id == Edition.id)
    cited = cited.join(Source, Source.id == Citation.source_id)
    said = cited.where(Source.outlet_id == outlet.id).correlate(outlet)
    proving = _evidence().join(Source, Source.id == VerdictSource.source_id)
    proving = proving.where(Source.outlet_id == outlet.id).correlate(outlet)
    return or_(exists(said), exists(proving))


def _occasions(occasion: Any) -> ColumnElement[bool]:  # noqa: ANN401
    return exists(_public_editions().where(Edition.occasion_id == occasion.id).correlate(occasion))


def _topics(topic: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """Topics of public claims, and the topics above them: a tree without holes."""
    claim = aliased(Claim)
    filed = select(1).select_from(ClaimTopic).join(claim, claim.id == ClaimTopic.claim_id)
    filed = filed.where(ClaimTopic.topic_id == Topic.id, ClaimTopic.left.is_(None), _claims(claim))
    used = (
        # Of each topic one public claim is enough.
        select(Topic.id, Topic.parent_id)
        .where(exists(filed.correlate(Topic)))
        # Without a name of its own, so that a select may ask this of two tables.
        .cte(recursive=True)
    )
    above = select(Topic.id, Topic.parent_id).join(used, used.c.parent_id == Topic.id)
    tree = used.union(above)
    listed: ColumnElement[bool] = topic.id.in_(select(tree.c.id))
    return listed


def _speakers(speaker: Any) -> ColumnElement[bool]:  # noqa: ANN401
    return _or_merged(Speaker, speaker, _referred_to)


def _referred_to(speaker: Any) -> ColumnElement[bool]:  # noqa: ANN401
    editions = _public_editions()
    said = editions.join(EditionSpeaker, EditionSpeaker.edition_id == Edition.id)
    held = said.join(Role, Role.id == EditionSpeaker.role_id)
    aimed = editions.join(Stance, Stance.edition_id == Edition.id)
    aimed = aimed.join(StanceTarget, StanceTarget.stance_id == Stance.id)
    hosted = editions.join(Occasion, Occasion.id == Edition.occasion_id)
    standing = select(1).select_from(Entry).where(Entry.left.is_(None))
    ways = (
        said.where(EditionSpeaker.speaker_id == speaker.id),
        said.where(EditionSpeaker.body_id == speaker.id),
        held.where(Role.body_id == speaker.id),
        editions.where(Edition.relayed_by_id == speaker.id),
        aimed.where(StanceTarget.speaker_id == speaker.id),
        hosted.where(Occasion.host_id == speaker.id),
        standing.where(Entry.body_id == speaker.id),
        standing.where(Entry.state_id == speaker.id),
    )
    return or_(*(exists(way.correlate(speaker)) for way in ways))


_CONDITIONS = {
    "statement": _statements,
    "claim": _claims,
    "speaker": _speakers,
    "source": _sources,
    "outlet": _outlets,
    "occasion": _occasions,
    "topic": _topics,
}


def key_condition(cls: type[N], key: str) -> ColumnElement[bool]:
    """A KEY is a number, a uid or an external key."""
    columns: Any = cls.__table__.c
    if not key.isprintable():
        # NUL and half characters name nothing, but must not break the database.
        return false()
    if key.isascii() and key.isdigit():
        # More digits than an id can have name nothing, but must not break the database.
        number = int(key) if len(key) < 19 else 0
        found: ColumnElement[bool] = columns["id"] == number
        return found
    return or_(*(columns[name] == key for name in ("uid", "key") if name in columns))


def find(session: Session, cls: type[N], key: str | int, viewer: Viewer) -> N:
    """The object with this KEY; Missing if there is none that the viewer may know of.

    Sealed if it is a statement that the viewer is to code first.
    """
    row = session.scalar(select(cls).where(*_named(cls, str(key), viewer)))
    if row is None:
        _check_sealed(session, cls, str(key), viewer)
        raise Missing(cls.__tablename__, str(key))
    return row


def _check_sealed(session: Session, cls: type[Base], key: str, viewer: Viewer) -> None:
    if cls is not Statement or not viewer.reaches(AccountRole.REVIEWER):
        return
    number = session.scalar(select(Statement.id).where(key_condition(Statement, key)))
    sampled = blind.sealed(session, number, viewer.account_id) if number else None
    if sampled is not None:
        raise Sealed(sampled)


def find_id(session: Session, cls: type[Base], key: str | int, viewer: Viewer) -> int:
    """The id of the object with this KEY, as `find` finds it."""
    columns: Any = cls.__table__.c
    found: int | None = session.scalar(select(columns["id"]).where(*_named(cls, str(key), viewer)))
    if found is None:
        raise Missing(cls.__tablename__, str(key))
    return found


def _named(cls: type[Base], key: str, viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    condition = visible_to(viewer).of(cls)
    if cls.__tablename__ == "statement":
        # A withdrawn statement keeps its address and says that it was withdrawn. It never waits
        # for a blind coding: that is for what has not been published.
        condition = or_(condition, cls.__table__.c.state == StatementState.WITHDRAWN)
    return key_condition(cls, key), condition
