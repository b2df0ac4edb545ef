"""How a table and its columns are told in the history: labels, shapes, whose words and ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker import vocabulary
from tracker.errors import N_


class Shape(StrEnum):
    """How a value is printed."""

    TEXT = "text"
    WORD = "word"
    STANCE = "stance"
    THING = "thing"
    FLAG = "flag"
    DAYS = "days"
    MOMENT = "moment"
    LANGUAGE = "language"
    NUMBER = "number"
    CHECKS = "checks"
    ROLES = "roles"
    OUTLINE = "outline"
    SETTING = "setting"


@dataclass(frozen=True)
class Field:
    """The label of a column (a msgid), the shape of its value, and whose words or ids it holds.

    A new row does not tell what is as `usual`.
    """

    label: str
    shape: Shape = Shape.TEXT
    words: type[vocabulary.Word] | None = None
    refers_to: str = ""
    usual: bool | None = None


@dataclass(frozen=True)
class Part:
    """A table: what one of its rows is called, its columns, and what tells its rows apart.

    A row whose `about` column names something that a reader may not know of is hidden whole.
    """

    label: str
    fields: Mapping[str, Field]
    same: tuple[str, ...] = ()
    about: str = ""


def thing(label: str, kind: str) -> Field:
    return Field(label, Shape.THING, refers_to=kind)


def word(label: str, words: type[vocabulary.Word]) -> Field:
    return Field(label, Shape.WORD, words)


MIRRORED = Field(N_("Merged into its opposite"), Shape.FLAG, usual=False)


def merge(kind: str) -> Part:
    fields = {"loser_id": thing(N_("Merged into this"), kind), "reason": Field(N_("Reason"))}
    if kind == "claim":
        fields["is_mirrored"] = MIRRORED
    return Part(N_("Merge"), fields, same=("loser_id",), about="loser_id")


def not_twin(kind: str) -> Part:
    fields = {"other_id": thing(N_("Different from"), kind)}
    return Part(N_("Not the same"), fields, same=("other_id",), about="other_id")
