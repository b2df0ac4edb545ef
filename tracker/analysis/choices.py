"""What may be chosen for a discourse network, and which choices go together (networks)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, Refused


class Mode(StrEnum):
    """Rows with columns, or rows with each other through the columns that they share."""

    TWO = "two"
    ONE = "one"


class Aggregation(StrEnum):
    IGNORE = "ignore"
    COMBINE = "combine"
    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"


class Normalisation(StrEnum):
    NO = "no"
    ACTIVITY = "activity"
    PROMINENCE = "prominence"
    AVERAGE = "average"
    JACCARD = "jaccard"
    COSINE = "cosine"


class Duplicates(StrEnum):
    """Within which period the same node, node and qualifier count once."""

    INCLUDE = "include"
    DOCUMENT = "document"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ACROSS_RANGE = "acrossrange"


class QualifierKind(StrEnum):
    BOOLEAN = "boolean"
    INTEGER = "integer"
    TEXT = "text"


class Unit(StrEnum):
    """What a time window is measured in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    STATEMENTS = "statements"


AGGREGATIONS = {
    Mode.TWO: (Aggregation.IGNORE, Aggregation.COMBINE, Aggregation.SUBTRACT),
    Mode.ONE: (
        Aggregation.IGNORE,
        Aggregation.CONGRUENCE,
        Aggregation.CONFLICT,
        Aggregation.SUBTRACT,
    ),
}
NORMALISATIONS = {
    Mode.TWO: (Normalisation.NO, Normalisation.ACTIVITY, Normalisation.PROMINENCE),
    Mode.ONE: (
        Normalisation.NO,
        Normalisation.AVERAGE,
        Normalisation.JACCARD,
        Normalisation.COSINE,
    ),
}


@dataclass(frozen=True)
class Filter:
    """Leave out statements with one of the values, or all others when inverted."""

    variable: str
    values: AbstractSet[str | int]
    inverted: bool = False


@dataclass(frozen=True)
class Choices:
    """How a network is made. Refuses what does not go together, naming the field.

    `scale` is the lowest and the highest level of an integer qualifier; without it, and in
    the mode compatible with the Discourse Network Analyzer, the levels are those that occur.
    More nodes or time windows than the limits are refused before they are weighed.
    """

    rows: str
    columns: str
    mode: Mode = Mode.ONE
    qualifier: str | None = None
    kind: QualifierKind = QualifierKind.BOOLEAN
    scale: tuple[int, int] | None = None
    aggregation: Aggregation = Aggregation.IGNORE
    normalise: Normalisation = Normalisation.NO
    duplicates: Duplicates = Duplicates.INCLUDE
    isolates: bool = False
    first: date | None = None
    last: date | None = None
    document_filters: tuple[Filter, ...] = ()
    value_filters: tuple[Filter, ...] = ()
    window: int | None = None
    unit: Unit = Unit.MONTHS
    dna_compatible: bool = False
    max_nodes: int | None = None
    max_windows: int | None = None

    def __post_init__(self) -> None:
        if self.rows == self.columns:
            raise Refused(N_("A network needs two different kinds of node."), field="columns")
        self._check_weights()
        if self.first and self.last and self.last < self.first:
            raise Refused(N_("The period ends before it begins."), field="said_to")
        if self.window is not None and self.window < 1:
            raise Refused(N_("A time window is 1 or more wide."), field="window")

    def _check_weights(self) -> None:
        if self.aggregation not in AGGREGATIONS[self.mode]:
            raise Refused(
                N_("A network of this kind aggregates by %(allowed)s."),
                field="aggregation",
                allowed=_listed(AGGREGATIONS[self.mode]),
            )
        if self.normalise not in NORMALISATIONS[self.mode]:
            raise Refused(
                N_("A network of this kind normalises by %(allowed)s."),
                field="normalise",
                allowed=_listed(NORMALISATIONS[self.mode]),
            )
        if self.qualifier is None and self.aggregation is not Aggregation.IGNORE:
            raise Refused(
                N_("Without a qualifier a network can only ignore it."), field="aggregation"
            )


def _listed(allowed: tuple[StrEnum, ...]) -> str:
    return ", ".join(allowed)
