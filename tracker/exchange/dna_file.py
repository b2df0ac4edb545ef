"""Reads a database of the Discourse Network Analyzer: an SQLite file, opened to read only."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.errors import N_, Refused

_PEOPLE = ("person", "actor", "speaker")
_BODIES = ("organization", "organisation")
_CLAIMS = ("concept", "claim")
_QUALIFIERS = ("boolean", "integer")

_DOCUMENTS = "SELECT id, title, text, author, source, section, date FROM documents ORDER BY id"
_TYPES = """
    SELECT t.label, v.variable, v.datatype FROM statementtypes t
    JOIN variables v ON v.statementtypeid = t.id ORDER BY t.id, v.id
"""
_STATEMENTS = """
    SELECT s.id, t.label, s.documentid, s.start, s.stop FROM statements s
    JOIN statementtypes t ON t.id = s.statementtypeid ORDER BY s.id
"""
_VALUES = """
    SELECT statementid, variable, value FROM databoolean d JOIN variables v ON v.id = d.variableid
    UNION ALL
    SELECT statementid, variable, value FROM datainteger d JOIN variables v ON v.id = d.variableid
    UNION ALL
    SELECT statementid, variable, value FROM datashorttext d
    JOIN variables v ON v.id = d.variableid JOIN entities e ON e.id = d.entity
"""


@dataclass(frozen=True)
class Meaning:
    """Which variables of a statement type say who, for whom, about what, and how."""

    people: str
    bodies: str
    claims: str
    qualifier: str
    is_boolean: bool


@dataclass(frozen=True)
class Document:
    """An article of the file, with offsets in its text counted as the file counts them."""

    id: int
    title: str
    text: str
    author: str
    outlet: str
    section: str
    day: date

    def code_point(self, offset: int) -> int:
        """Give the place in code points of one in UTF-16 units."""
        before = self.text.encode("utf-16-le", "surrogatepass")[: 2 * offset]
        return len(before.decode("utf-16-le", "ignore"))


@dataclass(frozen=True)
class CodedPassage:
    """A passage of a document with what a coder said of it; an empty text is no value."""

    id: int
    type: str
    document: int
    start: int
    stop: int
    values: Mapping[str, str | int]

    def value(self, variable: str) -> str:
        return str(self.values.get(variable, ""))


@dataclass(frozen=True)
class DnaFile:
    """What a file holds. `left_out` counts passages of types that speak of no claim."""

    documents: tuple[Document, ...]
    meanings: Mapping[str, Meaning]
    passages: tuple[CodedPassage, ...]
    left_out: int


def read_dna(path: Path) -> DnaFile:
    """Read a whole file. Refuses what is no database of the program, version 3."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            meanings = dict(_meanings(database))
            documents = tuple(_document(row) for row in database.execute(_DOCUMENTS))
            passages = tuple(_passages(database))
    except sqlite3.Error as error:
        raise Refused(
            N_("%(name)s is not a database of the Discourse Network Analyzer 3."),
            field="file",
            name=path.name,
        ) from error
    known = tuple(passage for passage in passages if passage.type in meanings)
    return DnaFile(documents, meanings, known, len(passages) - len(known))


def _meanings(database: sqlite3.Connection) -> Iterator[tuple[str, Meaning]]:
    types: dict[str, dict[str, str]] = {}
    for label, variable, kind in database.execute(_TYPES):
        types.setdefault(label, {})[variable] = kind
    for label, variables in types.items():
        people, bodies, claims = (
            next((name for name in names if name in variables), "")
            for names in (_PEOPLE, _BODIES, _CLAIMS)
        )
        qualifiers = [name for name, kind in variables.items() if kind in _QUALIFIERS]
        if (people or bodies) and claims and qualifiers:
            kind = variables[qualifiers[0]]
            yield label, Meaning(people, bodies, claims, qualifiers[0], kind == "boolean")


def _document(row: tuple[int, str, str, str, str, str, int]) -> Document:
    number, title, words, author, outlet, section, moment = row
    try:
        day = datetime.fromtimestamp(moment, UTC).date()
    except (OverflowError, ValueError, OSError) as error:
        raise Refused(
            N_("Document %(number)s has a date that is in no calendar."),
            field="file",
            number=number,
        ) from error
    return Document(number, title, words, author.strip(), outlet.strip(), section.strip(), day)


def _passages(database: sqlite3.Connection) -> Iterator[CodedPassage]:
    values: dict[int, dict[str, str | int]] = {}
    for statement, variable, value in database.execute(_VALUES):
        values.setdefault(statement, {})[variable] = value
    for number, label, document, start, stop in database.execute(_STATEMENTS):
        coded = values.get(number, {})
        yield CodedPassage(number, label, document, start, stop, coded)
