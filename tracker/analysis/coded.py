"""Coded statements as columns, and which of them a discourse network keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracker.analysis.choices import Aggregation, Choices, Filter, QualifierKind
from tracker.analysis.periods import narrowest, ordinals

Value = str | int | None
Label = Mapping[str, Mapping[str, str]] | None
Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """What was coded, a column a variable, all of equal length.

    `ids` tell the statements that a number opens to; one statement may stand here several
    times, with several claims or speakers. `starts` and `stops` are places in the text of the
    document. `firsts` and `lasts` are the first and the last day that the date may mean.
    """

    ids: Sequence[int]
    documents: Sequence[int]
    starts: Sequence[int]
    stops: Sequence[int]
    firsts: Sequence[date]
    lasts: Sequence[date]
    variables: Mapping[str, Sequence[Value]]

    def __post_init__(self) -> None:
        columns = (self.documents, self.starts, self.stops, self.firsts, self.lasts)
        if any(len(column) != len(self) for column in (*columns, *self.variables.values())):
            raise ValueError("The columns differ in length.")

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class LeftOut:
    """How many statements a network leaves out, each counted under the first reason met.

    `repeated`: the same statement said the same already, by another speaker for the same node.
    """

    outside: int = 0
    imprecise: int = 0
    filtered: int = 0
    empty: int = 0
    repeated: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class Codes:
    """A column as numbers: `keys` in the order of their labels, −1 for an empty value."""

    codes: Ints
    keys: tuple[Value, ...]


@dataclass(frozen=True)
class Sifted:
    """What steps 1 to 3 keep, in the order of step 4, with the codes of all statements."""

    kept: Ints
    ids: Ints
    firsts: Ints
    lasts: Ints
    documents: Ints
    rows: Codes
    columns: Codes
    levels: Codes
    in_range: Truths
    left_out: LeftOut


def utf16(label: str) -> bytes:
    """Give the key that sorts texts by UTF-16 code units, as the reference program does."""
    return label.encode("utf-16-be", "surrogatepass")


def sift(coded: Coded, choices: Choices, labels: Label = None) -> Sifted:
    """Keep what the date range, the filters and the rule on empty values keep, and sort it.

    A date that the range cuts in two is counted as imprecise. `labels` names the nodes of
    a variable whose values are keys; equal labels are then told apart, and sorted, by key.
    """
    firsts, lasts = ordinals(coded.firsts), ordinals(coded.lasts)
    inside, cut = _in_range(firsts, lasts, choices)
    inside_documents = inside & _passes(coded, choices.document_filters)
    passing = inside_documents & _passes(coded, choices.value_filters)
    rows, columns = (_coded_as(coded, name, labels) for name in (choices.rows, choices.columns))
    levels = _levels(coded, choices, inside_documents)
    whole = passing & (rows.codes >= 0) & (columns.codes >= 0) & (levels.codes >= 0)
    ids, documents = _ints(coded.ids), _ints(coded.documents)
    # What one statement says of one thing at two levels has an order too.
    places = (levels.codes, ids, _ints(coded.stops), _ints(coded.starts), documents, lasts, firsts)
    order = np.lexsort(places)
    kept = order[whole[order]]
    once = _once(kept, ids, (rows, columns, levels))
    left_out = LeftOut(
        outside=int(len(coded) - inside.sum() - cut.sum()),
        imprecise=int(cut.sum()),
        filtered=int(inside.sum() - passing.sum()),
        empty=int(passing.sum() - whole.sum()),
        repeated=len(kept) - len(once),
    )
    return Sifted(
        once, ids, firsts, lasts, documents, rows, columns, levels, inside_documents, left_out
    )


def without_duplicates(sifted: Sifted, kept: Ints, choices: Choices) -> tuple[Ints, LeftOut]:
    """Drop what an earlier statement says in the same period, and dates wider than the period."""
    period, is_precise = narrowest(
        choices.duplicates,
        sifted.firsts[kept],
        sifted.lasts[kept],
        sifted.documents[kept],
        forget_year=choices.dna_compatible,
    )
    if period is None:
        return kept, LeftOut()
    precise, period = kept[is_precise], period[is_precise]
    key = np.unique(period, return_inverse=True)[1]
    told_apart = [sifted.rows, sifted.columns]
    if choices.aggregation is not Aggregation.IGNORE:
        told_apart.append(sifted.levels)
    earliest = _earliest(key, precise, told_apart)
    return precise[earliest], LeftOut(
        imprecise=len(kept) - len(precise), duplicates=len(precise) - len(earliest)
    )


def _once(kept: Ints, ids: Ints, told_apart: Sequence[Codes]) -> Ints:
    """Let a statement say the same of the same node once, however many speak in it."""
    key = np.unique(ids[kept], return_inverse=True)[1]
    if not len(key) or key.max() + 1 == len(key):
        return kept
    return kept[_earliest(key, kept, told_apart)]


def _earliest(key: Ints, kept: Ints, told_apart: Sequence[Codes]) -> Ints:
    for codes in told_apart:
        key = key * max(len(codes.keys), 1) + codes.codes[kept]
    return np.sort(np.unique(key, return_index=True)[1])


def _in_range(firsts: Ints, lasts: Ints, choices: Choices) -> tuple[Truths, Truths]:
    inside = np.ones(len(firsts), dtype=bool)
    touches = inside.copy()
    if choices.first is not None:
        inside &= firsts >= choices.first.toordinal()
        touches &= lasts >= choices.first.toordinal()
    if choices.last is not None:
        inside &= lasts <= choices.last.toordinal()
        touches &= firsts <= choices.last.toordinal()
    return inside, touches & ~inside


def _passes(coded: Coded, filters: Sequence[Filter]) -> Truths:
    passes = np.ones(len(coded), dtype=bool)
    for chosen in filters:
        column = _column(coded, chosen.variable)
        listed = (("" if value is None else value) in chosen.values for value in column)
        passes &= np.fromiter(listed, bool, len(coded)) == chosen.inverted
    return passes


def _coded_as(coded: Coded, variable: str, labels: Label) -> Codes:
    column = _column(coded, variable)
    keys = {str(value) for value in set(column) if value not in ("", None)}
    named = (labels or {}).get(variable, {})
    ordered = tuple(sorted(keys, key=lambda key: (utf16(named.get(key, key)), utf16(key))))
    places: dict[Value, int] = {key: place for place, key in enumerate(ordered)}
    codes = (places.get(value if value is None else str(value), -1) for value in column)
    return Codes(np.fromiter(codes, np.int64, len(coded)), ordered)


def _levels(coded: Coded, choices: Choices, in_range: Truths) -> Codes:
    """Code the qualifier; without one there is a single level.

    Where the qualifier is ignored an empty one is a level like any other: what two nodes have
    in common is still told apart by it (Jaccard).
    """
    if choices.qualifier is None:
        return Codes(np.zeros(len(coded), dtype=np.int64), (1,))
    column = _column(coded, choices.qualifier)
    levels = _scale(column, choices, in_range)
    places = {level: place for place, level in enumerate(levels)}
    codes = np.fromiter((places.get(value, -1) for value in column), np.int64, len(coded))
    if choices.kind is not QualifierKind.TEXT:
        strays = {column[at] for at in np.flatnonzero((codes < 0) & in_range).tolist()} - {None}
        if strays:
            raise ValueError(f"Not on the scale of {choices.qualifier}: {strays}")
    if choices.aggregation is Aggregation.IGNORE:
        return Codes(np.where(codes < 0, len(levels), codes), (*levels, None))
    return Codes(codes, levels)


def _scale(column: Sequence[Value], choices: Choices, in_range: Truths) -> tuple[Value, ...]:
    if choices.kind is QualifierKind.BOOLEAN:
        return (0, 1)
    if choices.kind is QualifierKind.INTEGER and choices.scale and not choices.dna_compatible:
        return tuple(range(choices.scale[0], choices.scale[1] + 1))
    occurring = {column[at] for at in np.flatnonzero(in_range).tolist()} - {"", None}
    if choices.kind is QualifierKind.TEXT:
        return tuple(sorted((str(level) for level in occurring), key=utf16))
    return tuple(sorted(int(level) for level in occurring if level is not None))


def _column(coded: Coded, variable: str) -> Sequence[Value]:
    if variable not in coded.variables:
        raise ValueError(f"There is no variable {variable}.")
    return coded.variables[variable]


def _ints(column: Sequence[int]) -> Ints:
    return np.fromiter(column, np.int64, len(column))
