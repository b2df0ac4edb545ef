"""What every table shares: naming, column types, and to which object's history a row belongs."""

import secrets
import time
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator, TypeEngine

from tracker import vocabulary

E = TypeVar("E", bound=StrEnum)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives out ids only in a column that is spelled INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Word(TypeDecorator[E], Generic[E]):
    """A word of the vocabulary, stored as text: a new word needs no new column type."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words
        # An enum takes five times as long to look up its own words.
        self._known = {word.value: word for word in words}

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:  # noqa: ARG002
        return None if value is None else self._known.get(value) or self.words(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC with its zone; a moment without one is a mistake of ours."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The moment of writing, in UTC."""
    return datetime.now(UTC)


def new_uid() -> str:
    """A name for ever, in order of making: 12 hex digits of time, 20 of chance."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The database itself refuses a word that is not in the vocabulary."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


pk = Annotated[int, mapped_column(BigId, primary_key=True)]
uid = Annotated[str, mapped_column(Text, unique=True, default=new_uid)]
key = Annotated[str | None, mapped_column(Text, unique=True)]
words = Annotated[str, mapped_column(Text, default="", server_default="")]

_WORDS = (
    vocabulary.AccountRole,
    vocabulary.Act,
    vocabulary.ClaimKind,
    vocabulary.ContradictionKind,
    vocabulary.Delivery,
    vocabulary.EditionState,
    vocabulary.Level,
    vocabulary.MistakeOutcome,
    vocabulary.OccasionKind,
    vocabulary.RelationKind,
    vocabulary.SourceKind,
    vocabulary.SpeakerKind,
    vocabulary.Stance,
    vocabulary.StatementState,
    vocabulary.Transition,
)


class Base(DeclarativeBase):
    """One schema for both engines. AUTOINCREMENT, so that no id is ever given out twice."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        date: Date,
        datetime: Moment,
        int: BigId,
        **{enum: Word(enum) for enum in _WORDS},
    }
    __table_args__: Any = {"sqlite_autoincrement": True}

    # The kind of object whose history this row's changes are written to, and the
    # column that leads there: its own id, or the row above it. None: no history.
    __history__: ClassVar[str | None] = None
    __history_above__: ClassVar[tuple[str, str] | None] = None


def open_once(*columns: str) -> Index:
    """Of what holds from a revision until another, one row may hold now. The table stands first."""
    name = f"uq_{columns[0]}_open"
    now_true = text('"left" IS NULL')
    return Index(name, *columns[1:], unique=True, sqlite_where=now_true, postgresql_where=now_true)


def table_args(*parts: SchemaItem) -> tuple[Any, ...]:
    """Constraints and indexes of a table, with the options that all tables share."""
    return (*parts, {"sqlite_autoincrement": True})
