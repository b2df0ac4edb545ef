"""The list of statements: which are asked for, in which order, and how many there are."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import aliased

from tracker.dates import Days
from tracker.models import (
    Account,
    Citation,
    Claim,
    Edition,
    Entry,
    Occasion,
    Outlet,
    Source,
    Speaker,
    Stance,
    Statement,
    Topic,
)
from tracker.naming import account_name, claim_text, occasion_name, speaker_name, topic_name
from tracker.statements.narrowing import claims_under, has_words, ids, on_claim, said_by
from tracker.statements.queries import heads
from tracker.text import fingerprint
from tracker.visibility import Viewer, key_condition, visible_to
from tracker.vocabulary import (
    ClaimKind,
    Delivery,
    EditionState,
    Level,
    Side,
    StatementState,
)
from tracker.vocabulary import Stance as Code

State = EditionState | StatementState

# What an editor may ask for; a state of an edition that is under way wins over the one standing.
STATES: tuple[State, ...] = (
    EditionState.DRAFT,
    EditionState.SUBMITTED,
    EditionState.RETURNED,
    EditionState.REJECTED,
    EditionState.PUBLISHED,
    StatementState.WITHDRAWN,
)
_NOUNS: dict[str, Any] = {
    "topic": (Topic, topic_name),
    "claim": (Claim, claim_text),
    "speaker": (Speaker, speaker_name),
    "outlet": (Outlet, None),
    "occasion": (Occasion, occasion_name),
    "source": (Source, None),
    "coder": (Account, account_name),
}


@dataclass(frozen=True)
class Filters:
    """What narrows the list; references are KEYs. Empty: everything."""

    q: str = ""
    said_from: Days | None = None
    said_to: Days | None = None
    topic: str = ""
    claim: str = ""
    code: Code | None = None
    side: Side | None = None
    kind: ClaimKind | None = None
    speaker: str = ""
    holder: Level = Level.SPEAKER
    delivery: Delivery | None = None
    language: str = ""
    outlet: str = ""
    occasion: str = ""
    source: str = ""
    state: State | None = None
    mine: bool = False
    author: int | None = None
    coder: str = ""
    roughly: bool = False

    @property
    def references(self) -> dict[str, str]:
        """The KEYs that were given, by filter."""
        return {name: getattr(self, name) for name in _NOUNS if getattr(self, name)}

    @property
    def codes(self) -> list[Code]:
        """The codes asked for, by themselves or by their side; empty where any will do."""
        return [
            code
            for code in Code
            if (self.code or self.side)
            and self.code in {None, code}
            and self.side in {None, code.side}
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return all(getattr(self, f.name) == f.default for f in fields(self))


def select_statements(viewer: Viewer, filters: Filters, language: str) -> Select[*tuple[Any, ...]]:
    """Select the statements asked for, with what the page says about the whole list.

    Each row repeats `total`, `imprecise` (dates that only overlap the period) and the names of
    what was filtered by: they are computed once, and spare a statement of their own.
    """
    shown = shown_edition(viewer, filters)
    conditions = _conditions(viewer, filters)
    return (
        heads(viewer, language, shown)
        .where(*conditions, _within(filters))
        .add_columns(*whole_list(viewer, filters, language))
    )


def whole_list(viewer: Viewer, filters: Filters, language: str) -> list[Any]:
    """Columns about the list as a whole, which make sense without any row of it."""
    counted = (
        select(func.count())
        .select_from(Statement)
        .join(Edition, Edition.statement_id == Statement.id)
        .where(visible_to(viewer).of(Statement), shown_edition(viewer, filters))
        .where(*_conditions(viewer, filters))
        # The page's own select has the same tables; this is a question of its own.
        .correlate(None)
    )
    named = [
        _name_of(viewer, name, key, language).label(f"{name}_named")
        for name, key in filters.references.items()
    ]
    return [
        counted.where(_within(filters)).scalar_subquery().label("total"),
        counted.where(_imprecise(filters)).scalar_subquery().label("imprecise"),
        *named,
    ]


def shown_edition(viewer: Viewer, filters: Filters) -> ColumnElement[bool]:
    """The edition that the list shows of each statement."""
    visible = visible_to(viewer)
    is_usual = filters.state in {None, StatementState.WITHDRAWN, EditionState.PUBLISHED}
    if is_usual or not visible.all:
        return visible.editions()
    return and_(Edition.number == Statement.newest, Edition.state == filters.state)


def _conditions(viewer: Viewer, filters: Filters) -> list[ColumnElement[bool]]:
    found = [*_by_state(viewer, filters), *_by_stance(filters), *_by_speaker(filters)]
    if filters.delivery is not None:
        found.append(Edition.delivery == filters.delivery)
    if filters.language:
        found.append(_language() == filters.language)
    if filters.occasion:
        found.append(Edition.occasion_id.in_(ids(Occasion, filters.occasion)))
    if filters.source or filters.outlet:
        cited = select(Citation.edition_id).join(Source, Source.id == Citation.source_id)
        if filters.source:
            cited = cited.where(key_condition(Source, filters.source))
        if filters.outlet:
            cited = cited.where(Source.outlet_id.in_(ids(Outlet, filters.outlet)))
        found.append(Edition.id.in_(cited))
    if words := fingerprint(filters.q):
        found.append(has_words(words))
    return found


def _by_state(viewer: Viewer, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state not in {None, EditionState.PUBLISHED} and not visible_to(viewer).all:
        # A correction under way is nothing that readers may ask about.
        found.append(false())
    if filters.state is EditionState.PUBLISHED:
        found.append(Statement.state == StatementState.PUBLISHED)
    elif filters.state is StatementState.WITHDRAWN:
        found.append(Statement.state == StatementState.WITHDRAWN)
    if filters.coder:
        coders = select(Account.id).where(key_condition(Account, filters.coder))
        found.append(Edition.created_by_id.in_(coders))
    author = viewer.account_id if filters.mine else filters.author
    if author is not None or filters.mine:
        found.append(Edition.created_by_id == author)
    return found


def _by_stance(filters: Filters) -> list[ColumnElement[bool]]:
    """One and the same stance meets all that is asked of stances."""
    asked: list[ColumnElement[bool]] = []
    if (filters.code or filters.side) and not filters.codes:
        asked.append(false())
    if filters.claim:
        asked.append(on_claim(filters.claim, filters.codes))
    elif filters.codes:
        asked.append(Stance.code.in_(filters.codes))
    if filters.kind is not None:
        asked.append(Stance.claim_id.in_(select(Claim.id).where(Claim.kind == filters.kind)))
    if filters.topic:
        asked.append(Stance.claim_id.in_(claims_under(filters.topic)))
    return [Edition.id.in_(select(Stance.edition_id).where(*asked))] if asked else []


def _by_speaker(filters: Filters) -> list[ColumnElement[bool]]:
    """Who said it; at the levels above, whose position it is by the ledger, or that it is any's."""
    if filters.holder is Level.SPEAKER:
        return [said_by(filters.speaker)] if filters.speaker else []
    holder = Entry.body_id if filters.holder is Level.BODY else Entry.state_id
    theirs = holder.in_(ids(Speaker, filters.speaker)) if filters.speaker else holder.is_not(None)
    standing = select(Entry.statement_id).where(theirs, Entry.left.is_(None))
    return [Statement.id.in_(standing)]


def _language() -> Any:  # noqa: ANN401
    """The language of the words, or of the source where there are none: as in the ledger."""
    source = (
        select(Source.language)
        .join(Citation, Citation.source_id == Source.id)
        .where(Citation.edition_id == Edition.id, Citation.place == 0)
        .correlate(Edition)
        .scalar_subquery()
    )
    return func.coalesce(func.nullif(Edition.quote_language, ""), source)


def _within(filters: Filters) -> ColumnElement[bool]:
    """Whether the whole date lies in the period, or only touches it, where that is asked for."""
    return _imprecise(filters) if filters.roughly else _precise(filters)


def _precise(filters: Filters) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = []
    if filters.said_from is not None:
        found.append(Edition.first_on >= filters.said_from.first)
    if filters.said_to is not None:
        found.append(Edition.last_on <= filters.said_to.last)
    return and_(true(), *found)


def _imprecise(filters: Filters) -> ColumnElement[bool]:
    """Whether the date touches the period but does not lie in it."""
    if filters.said_from is None and filters.said_to is None:
        return literal(value=False).is_(True)
    touches: list[ColumnElement[bool]] = []
    if filters.said_from is not None:
        touches.append(Edition.last_on >= filters.said_from.first)
    if filters.said_to is not None:
        touches.append(Edition.first_on <= filters.said_to.last)
    return and_(*touches, ~_precise(filters))


def _name_of(viewer: Viewer, noun: str, key: str, language: str) -> Any:  # noqa: ANN401
    """Name what is filtered by; NULL where the viewer may not know of it."""
    cls, named = _NOUNS[noun]
    row = aliased(cls)
    label = named(language, row) if named else getattr(row, "title" if cls is Source else "name")
    known = select(cls.id).where(key_condition(cls, key), visible_to(viewer).of(cls))
    return select(label).where(row.id.in_(known.correlate(None))).scalar_subquery()


def said_first(viewer: Viewer) -> Any:  # noqa: ANN401
    """The first day it may have been said; a draft may not have one yet."""
    if visible_to(viewer).all:
        return func.coalesce(Edition.first_on, date(9999, 12, 31))
    return Edition.first_on
