"""What may be chosen for the network of the record, read from an address or a command line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tracker.analysis.choices import Aggregation, Duplicates, Mode, Normalisation, Unit
from tracker.errors import N_, Refused
from tracker.vocabulary import Level

W = TypeVar("W", bound=StrEnum)

_TRUE, _FALSE = {"1", "yes", "true", "on"}, {"", "0", "no", "false", "off"}


class Variable(StrEnum):
    """What a node can be."""

    SPEAKER = "speaker"
    PERSON = "person"
    BODY = "body"
    STATE = "state"
    CLAIM = "claim"
    OUTLET = "outlet"
    SOURCE = "source"
    AUTHOR = "author"
    SECTION = "section"

    @property
    def is_of_document(self) -> bool:
        return self in _OF_DOCUMENTS

    @property
    def is_text(self) -> bool:
        """Whether its nodes are texts, and not rows of a table with a uid."""
        return self in (Variable.AUTHOR, Variable.SECTION)


_OF_DOCUMENTS = (Variable.OUTLET, Variable.SOURCE, Variable.AUTHOR, Variable.SECTION)


class Qualifier(StrEnum):
    """The numbered codes from −2 to +2, or their sign alone."""

    SCALE = "scale"
    SIGN = "sign"


@dataclass(frozen=True)
class Chosen:
    """What is left out, or alone kept: KEYs, or the names of authors or sections."""

    variable: Variable
    values: tuple[str, ...]
    only: bool


@dataclass(frozen=True)
class NetworkOptions:
    """How the network is made; rows are the holders of the report's level unless chosen."""

    mode: Mode = Mode.ONE
    rows: Variable = Variable.SPEAKER
    columns: Variable = Variable.CLAIM
    qualifier: Qualifier = Qualifier.SCALE
    aggregation: Aggregation = Aggregation.SUBTRACT
    normalise: Normalisation = Normalisation.NO
    duplicates: Duplicates = Duplicates.DOCUMENT
    isolates: bool = False
    window: int | None = None
    unit: Unit = Unit.MONTHS
    slice: int | None = None
    compatible: bool = False
    chosen: tuple[Chosen, ...] = ()


# Said for each name by which they are asked for, in the order of an address.
HELP = {
    "mode": "Of the network: one, rows with each other; two, rows with columns.",
    "rows": f"Of the network, what its rows are: {', '.join(Variable)}.",
    "columns": "Of the network, what its columns are: as rows.",
    "qualifier": "Of the network: scale from −2 to +2, or sign.",
    "aggregation": f"Of the network: {', '.join(Aggregation)}.",
    "normalise": f"Of the network: {', '.join(Normalisation)}.",
    "duplicates": f"Of the network, what counts once in a period: {', '.join(Duplicates)}.",
    "isolates": "Of the network: 1 shows nodes that the filters leave alone.",
    "window": "Of the network: how many units a time window is wide.",
    "unit": f"Of the network, what a time window is measured in: {', '.join(Unit)}.",
    "slice": "Of the network: only the time window of this number, the first is 1.",
    "compatible": "Of the network: 1 counts as the Discourse Network Analyzer does.",
    **{
        f"{what}_{variable}": f"Of the network: {said} with these {variable} KEYs or names."
        for variable in Variable
        for what, said in (("exclude", "no statements"), ("only", "statements"))
    },
}
OPTIONS = tuple(HELP)


def parse_options(given: Mapping[str, str], *, holder: Level = Level.SPEAKER) -> NetworkOptions:
    """Read the options by their names: `mode`, `rows` … and `exclude_claim`, `only_author` ….

    Several KEYs have blanks or commas between them, several authors or sections a `|`. What
    is missing or empty takes its default. Refuses what is none of the choices.
    """
    return NetworkOptions(
        mode=_word(given, "mode", Mode.ONE),
        rows=_word(given, "rows", Variable(holder.value)),
        columns=_word(given, "columns", Variable.CLAIM),
        qualifier=_word(given, "qualifier", Qualifier.SCALE),
        aggregation=_word(given, "aggregation", Aggregation.SUBTRACT),
        normalise=_word(given, "normalise", Normalisation.NO),
        duplicates=_word(given, "duplicates", Duplicates.DOCUMENT),
        isolates=_truth(given, "isolates"),
        window=_number(given, "window"),
        unit=_word(given, "unit", Unit.MONTHS),
        slice=_number(given, "slice") if given.get("window", "").strip() else None,
        compatible=_truth(given, "compatible"),
        chosen=tuple(
            Chosen(variable, values, only)
            for variable in Variable
            for name, only in ((f"exclude_{variable}", False), (f"only_{variable}", True))
            if (values := _several(given, name, variable))
        ),
    )


def _several(given: Mapping[str, str], name: str, variable: Variable) -> tuple[str, ...]:
    parts = (
        given.get(name, "").split("|")
        if variable.is_text
        else re.split(r"[\s,]+", given.get(name, ""))
    )
    return tuple(value.strip() for value in parts if value.strip())


def _word(given: Mapping[str, str], name: str, default: W) -> W:
    value = given.get(name, "").strip()
    if not value:
        return default
    words = type(default)
    try:
        return words(value)
    except ValueError:
        raise Refused(
            N_("“%(value)s” is none of these: %(known)s."),
            field=name,
            value=value[:100],
            known=", ".join(words),
        ) from None


def _truth(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "").strip().lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise Refused(N_("Say yes or no: 1 or 0."), field=name)


def _number(given: Mapping[str, str], name: str) -> int | None:
    value = given.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 5 and int(value)):
        raise Refused(N_("Write a whole number from 1 to 9999."), field=name)
    return int(value)
