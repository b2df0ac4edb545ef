"""The discourse network of the record: who says the same, and who says what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from tracker.analysis.choices import Choices, Filter, Mode, QualifierKind
from tracker.analysis.coded import Coded
from tracker.analysis.networks import (
    Network,
    Window,
    build_network,
    build_windows,
    check_size,
    pick_window,
)
from tracker.analysis.periods import Slice as Span
from tracker.errors import N_, Refused
from tracker.reports.filters import Filters
from tracker.reports.ledger import Slice, slice_of
from tracker.reports.network_rows import Heaviest, NetworkNode, NetworkRow, Rows, Sides
from tracker.reports.options_network import NetworkOptions, Qualifier, Variable, parse_options
from tracker.reports.queries_network import (
    QUALIFIER,
    count_holders,
    count_unnumbered,
    find_coded,
    find_keys,
    name_nodes,
)

__all__ = ["NetworkNode", "NetworkReport", "NetworkRow", "build"]

MAX_NODES = 2_000
MAX_WINDOWS = 400
# Of all edges of all time windows together, or of the edges of a graph.
MAX_MENTIONS = 1_000_000
# An edge list as CSV takes less than other forms.
MAX_IN_CSV = 5_000_000

_SCALE = (-2, 2)


@dataclass(frozen=True)
class NetworkReport:
    """The network of the whole range or of one time window, and on demand of each of them.

    `unnumbered` counts the stances that have no place on the scale, or no sign; `days` are
    those of the window that was picked out.
    """

    options: NetworkOptions
    slice: Slice
    network: Network
    unnumbered: int
    sides: Sides
    days: tuple[date, date] | None
    every_days: Sequence[Span]
    _coded: Coded
    _choices: Choices

    @cached_property
    def nodes(self) -> tuple[NetworkNode, ...]:
        """The nodes of the rows and then, in two modes, of the columns."""
        rows, columns = self.sides.of(self.network)
        return rows if self.options.mode is Mode.ONE else (*rows, *columns)

    @property
    def n_imprecise(self) -> int:
        """How many statements have dates that fit no period or window."""
        return self.network.left_out.imprecise

    @cached_property
    def row_uids(self) -> frozenset[str]:
        return frozenset(node.uid for node in self.nodes if node.side == "rows")

    @cached_property
    def rows(self) -> Sequence[NetworkRow]:
        """The edges by source and target, of every time window where there is one.

        Refuses time windows that name too many statements together; a single network does
        not hold its rows.
        """
        if self.options.window is None or self.days is not None:
            return self.whole_rows
        found: list[NetworkRow] = []
        mentions = 0
        for window in self.windows():
            mentions += mentions_of(window.network)
            check_mentions(mentions)
            days = window.first.isoformat(), window.last.isoformat()
            found += Rows(window.network, self.sides, *days)
        return tuple(found)

    @cached_property
    def whole_rows(self) -> Rows:
        """The edges of the whole range, or of the time window that was picked out."""
        return Rows(self.network, self.sides, *(day.isoformat() for day in self.days or ()))

    @cached_property
    def heaviest(self) -> Heaviest:
        """The same as nodes and edges, the heaviest first."""
        return Heaviest(self.network, self.sides)

    def windows(self) -> Iterator[Window]:
        """Make the network of each time window, one at a time; none without a window."""
        if self.options.window is not None:
            yield from build_windows(self._coded, self._choices, self.sides.labels)

    def matrix(self) -> Iterator[list[str | float]]:
        """Yield the matrix as lines: a head of labels, then a label and its weights."""
        rows, columns = self.sides.of(self.network)
        yield ["", *(node.label for node in columns)]
        for row, weights in zip(rows, self.network.weights.tolist(), strict=True):
            yield [row.label, *weights]


def build(session: Session, filters: Filters) -> NetworkReport:
    """Make the network of what is on record. Refuses choices that do not go together.

    The statements are read in one query; names, which change, in others.
    """
    options = parse_options(filters.options, holder=filters.holder)
    part = slice_of(session, filters)
    choices = _choices(session, options, part)
    check_size(count_holders(session, options, part), choices)
    coded, uids = find_coded(session, options, part)
    names = {
        variable: name_nodes(session, variable, _values(coded, variable), filters)
        for variable in (options.rows, options.columns)
    }
    sides = Sides(options, names, uids)
    network, days, every = _picked(coded, choices, options, sides)
    unnumbered = count_unnumbered(session, options, part, days)
    return NetworkReport(options, part, network, unnumbered, sides, days, every, coded, choices)


def _picked(
    coded: Coded, choices: Choices, options: NetworkOptions, sides: Sides
) -> tuple[Network, tuple[date, date] | None, Sequence[Span]]:
    """Make the network that is asked for; too many windows are refused before a download."""
    if options.window is None:
        return build_network(coded, choices, sides.labels), None, ()
    every, window = pick_window(coded, choices, (options.slice or 0) - 1, sides.labels)
    if window is not None:
        return window.network, (window.first, window.last), every
    if options.slice is not None:
        message = N_("There are %(number)s time windows; write a number from 1 on.")
        raise Refused(message, field="slice", number=len(every))
    return build_network(coded, choices, sides.labels), None, every


def mentions_of(network: Network) -> int:
    """How often the edges name a statement."""
    return int(network.counts.sum()) // (2 if network.choices.mode is Mode.ONE else 1)


def check_mentions(mentions: int) -> None:
    """Refuse what would not fit in memory."""
    if mentions > MAX_MENTIONS:
        raise Refused(
            N_(
                "The edges would name statements more than %(limit)s times. Choose a shorter"
                " period or fewer claims, or take the edge list without time windows."
            ),
            field="said_from",
            limit=MAX_MENTIONS,
        )


def check_form(report: NetworkReport, form: str) -> None:
    """Refuse a download that would not fit in memory, where it is made before it is sent."""
    mentions = mentions_of(report.network)
    if form != "csv":
        check_mentions(mentions)
    elif mentions > MAX_IN_CSV:
        raise Refused(
            N_(
                "The edges would name statements more than %(limit)s times. Choose a shorter"
                " period or fewer claims, or print the edge list on the command line."
            ),
            field="said_from",
            limit=MAX_IN_CSV,
        )


def _choices(session: Session, options: NetworkOptions, part: Slice) -> Choices:
    is_scale = options.qualifier is Qualifier.SCALE
    wanted = [
        (one.variable, Filter(one.variable, find_keys(session, one, part), one.only))
        for one in options.chosen
    ]
    return Choices(
        options.rows,
        options.columns,
        mode=options.mode,
        qualifier=QUALIFIER,
        kind=QualifierKind.INTEGER if is_scale else QualifierKind.BOOLEAN,
        scale=_SCALE if is_scale else None,
        aggregation=options.aggregation,
        normalise=options.normalise,
        duplicates=options.duplicates,
        isolates=options.isolates,
        first=part.filters.first,
        last=part.filters.last,
        document_filters=tuple(one for variable, one in wanted if variable.is_of_document),
        value_filters=tuple(one for variable, one in wanted if not variable.is_of_document),
        window=options.window,
        unit=options.unit,
        dna_compatible=options.compatible,
        max_nodes=MAX_NODES,
        max_windows=MAX_WINDOWS,
    )


def _values(coded: Coded, variable: Variable) -> set[str]:
    return {str(value) for value in set(coded.variables[variable]) if value not in (None, "")}
