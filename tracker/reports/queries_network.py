"""What stands on the record as the statements of a discourse network: one query of the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.analysis.coded import Coded
from tracker.errors import N_, Missing, Refused
from tracker.models import Citation, Claim, Entry, Outlet, Position, Source, Speaker, Statement
from tracker.naming import claim_text, speaker_name
from tracker.reports.filters import NAMES, Filters
from tracker.reports.ledger import Slice, stood_for
from tracker.reports.options_network import Chosen, NetworkOptions, Qualifier, Variable
from tracker.visibility import find_id, visible_to
from tracker.vocabulary import SpeakerKind

_AT_ONCE = 500
_ROWS_AT_ONCE = 5_000
_FIXED = 8
QUALIFIER = "qualifier"

_TABLES: dict[Variable, Any] = {
    Variable.CLAIM: Claim,
    Variable.OUTLET: Outlet,
    Variable.SOURCE: Source,
}


@dataclass(frozen=True)
class Named:
    """What a node is called and known by; an author or a section by its own name."""

    uid: str
    label: str
    kind: str


def find_coded(
    session: Session, options: NetworkOptions, part: Slice
) -> tuple[Coded, dict[int, str]]:
    """Read the numbered stances of a part of the ledger, and the uids of their statements.

    What the period cuts in two is read as well, to be counted.
    Nodes are told by their ids. What several say together for one body stands here several times.
    """
    variables = list(
        dict.fromkeys([options.rows, options.columns, *(one.variable for one in options.chosen)])
    )
    known = _selected(options, variables, part).where(part.known)
    # Two questions, as each has an index of its own, and nothing answers both.
    found = union_all(known.where(part.within), known.where(part.imprecise))
    columns = _columns(session, found, _FIXED + len(variables))
    ids, uids, documents, starts, stops, firsts, lasts, qualifier, *values = columns
    coded = Coded(
        ids,
        documents,
        [start or 0 for start in starts],
        [stop or 0 for stop in stops],
        firsts,
        lasts,
        {QUALIFIER: qualifier, **dict(zip(variables, values, strict=True))},
    )
    return coded, dict(zip(ids, uids, strict=True))


def _selected(
    options: NetworkOptions, variables: Sequence[Variable], part: Slice
) -> Select[*tuple[Any, ...]]:
    found = (
        select(
            Entry.statement_id,
            Statement.uid,
            Entry.source_id,
            Citation.start,
            Citation.end,
            Entry.first_on,
            Entry.last_on,
            _qualifier(options),
            *(_column(variable, part) for variable in variables),
        )
        .join(Statement, Statement.id == Entry.statement_id)
        .outerjoin(Citation, and_(Citation.edition_id == Entry.edition_id, Citation.place == 0))
        .where(Entry.value.is_not(None))
    )
    if options.qualifier is Qualifier.SIGN:
        found = found.where(Entry.value != 0)
    if any(variable.is_text for variable in variables):
        found = found.join(Source, Source.id == Entry.source_id)
    if Variable.PERSON in variables:
        found = found.join(Speaker, Speaker.id == Entry.speaker_id)
    return found


def count_holders(session: Session, options: NetworkOptions, part: Slice) -> int:
    """Count the rows of the network of everything, to refuse it unread; 0 of anything else."""
    filters = part.filters
    is_narrowed = any(getattr(filters, name) for name in NAMES if name != "holder")
    if is_narrowed or options != NetworkOptions(rows=Variable(filters.holder.value)):
        return 0
    counted = select(func.count(Position.holder_id.distinct()))
    return session.scalar(counted.where(Position.level == filters.holder, Position.n > 0)) or 0


def count_unnumbered(
    session: Session, options: NetworkOptions, part: Slice, days: tuple[date, date] | None
) -> int:
    """Count the stances that carry no number or, where the sign counts, none but 0.

    Of a time window, those within its days; of bodies and states, those that have one.
    """
    has_none: ColumnElement[bool] = Entry.value.is_(None)
    if options.qualifier is Qualifier.SIGN:
        has_none |= Entry.value == 0
    found = select(func.count(Entry.stance_id.distinct())).where(has_none, part.conditions)
    for variable, node in ((Variable.BODY, Entry.body_id), (Variable.STATE, Entry.state_id)):
        if variable in (options.rows, options.columns):
            found = found.where(node.is_not(None))
    if days is not None:
        found = found.where(Entry.first_on >= days[0], Entry.last_on <= days[1])
    return session.scalar(found) or 0


def find_keys(session: Session, chosen: Chosen, part: Slice) -> frozenset[str | int]:
    """Give the values that a filter names. Refuses a KEY that names nothing."""
    if chosen.variable.is_text:
        return frozenset(chosen.values)
    table = _TABLES.get(chosen.variable, Speaker)
    field = f"{'only' if chosen.only else 'exclude'}_{chosen.variable}"
    found: set[str | int] = set()
    for key in chosen.values:
        try:
            named = find_id(session, table, key, part.filters.viewer)
        except Missing:
            raise Refused(
                N_("“%(key)s” names nothing that is on record."), field=field, key=key[:100]
            ) from None
        is_merged = table in (Speaker, Claim)
        found.add(stood_for(session, table, named, part.revision) if is_merged else named)
    return frozenset(found)


def name_nodes(
    session: Session, variable: Variable, ids: Collection[str], filters: Filters
) -> dict[str, Named]:
    """Name nodes by their ids; no name where the viewer may no longer know of one."""
    if variable.is_text:
        return {name: Named(name, name, variable.value) for name in ids}
    named: dict[str, Named] = {}
    numbers = sorted(int(number) for number in ids)
    for start in range(0, len(numbers), _AT_ONCE):
        found = _named(variable, filters)
        table = _TABLES.get(variable, Speaker)
        some = found.where(table.id.in_(numbers[start : start + _AT_ONCE]))
        named |= {str(row.id): Named(row.uid, row.label, row.kind) for row in session.execute(some)}
    return named


def _columns(
    session: Session, found: CompoundSelect[*tuple[Any, ...]], width: int
) -> list[list[Any]]:
    """Read rows as columns, some thousands at a time: a million rows would fill the memory."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    for rows in session.connection().execute(found).partitions(_ROWS_AT_ONCE):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return columns


def _qualifier(options: NetworkOptions) -> ColumnElement[Any]:
    if options.qualifier is Qualifier.SCALE:
        return Entry.value.expression
    return case((Entry.value > 0, 1), else_=0)


def _column(variable: Variable, part: Slice) -> Any:  # noqa: ANN401 - a column
    if variable.is_text:
        return _text_of(variable, part).label(variable.value)
    return {
        Variable.SPEAKER: Entry.speaker_id,
        Variable.PERSON: case((Speaker.kind == SpeakerKind.PERSON, Entry.speaker_id), else_=null()),
        Variable.BODY: Entry.body_id,
        Variable.STATE: Entry.state_id,
        Variable.CLAIM: Entry.claim_id,
        Variable.OUTLET: Entry.outlet_id,
        Variable.SOURCE: Entry.source_id,
    }[variable].label(variable.value)


def _text_of(variable: Variable, part: Slice) -> ColumnElement[str]:
    """The author or section of a source, which is a name itself; empty where none may be known.

    What stands is public with its sources: only the past can tell of one that is not any more.
    """
    words: ColumnElement[str] = (
        Source.author if variable is Variable.AUTHOR else Source.section
    ).expression
    if part.is_now:
        return words
    return case((visible_to(part.filters.viewer).of(Source), words), else_="")


def _named(variable: Variable, filters: Filters) -> Any:  # noqa: ANN401 - a select
    table = _TABLES.get(variable, Speaker)
    label = {
        Variable.CLAIM: claim_text(filters.tongue),
        Variable.OUTLET: Outlet.name,
        Variable.SOURCE: Source.title,
    }.get(variable)
    kind = literal(variable.value) if variable is Variable.OUTLET else cast(table.kind, Text)
    shown = speaker_name(filters.tongue) if label is None else label
    told = case((visible_to(filters.viewer).of(table), shown), else_="")
    return select(table.id, table.uid, told.label("label"), kind.label("kind"))
