"""What a revision says, in the reader's words: labels, names with links, differences."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.history.changes import Change, How, RowChange, Values
from tracker.history.differences import Budget, Piece, differences, folded, shortened
from tracker.history.fields import PARTS
from tracker.history.names import Reference, Thing, things_named
from tracker.history.nouns import NOUNS, SETTINGS
from tracker.history.parts import Field, Part, Shape
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import AccountRole, Check, ClaimKind, Stance, Word
from tracker.web import locale
from tracker.web.addresses import address
from tracker.web.locale import gettext as _

# A list shows so many letters of one text; the page of the revision shows them all.
_LETTERS = 700
# Texts that differ in a few letters are easier to read one after the other.
_SHORT = 40


@dataclass(frozen=True)
class Value:
    """A value as it is printed; a stance with the kind of its claim is printed as a chip."""

    text: str
    url: str = ""
    language: str | None = None
    stance: Stance | None = None
    kind: ClaimKind = ClaimKind.FACTUAL


@dataclass(frozen=True)
class FieldLine:
    """One column that changed: two values, or one text with its differences."""

    column: str
    label: str
    before: Value | None
    after: Value | None
    pieces: Sequence[Piece]
    raw: tuple[object, object]
    is_subject: bool = False


@dataclass(frozen=True)
class PartLine:
    """One row that changed; without a heading it is the object itself."""

    table: str
    id: str
    how: How
    heading: str
    subject: Value | None
    fields: Sequence[FieldLine]

    @property
    def is_shown(self) -> bool:
        """Whether anything of it is left for the page to say."""
        return any(not field.is_subject for field in self.fields)

    @property
    def label(self) -> str:
        """What the row is called."""
        return _(PARTS[self.table].label)


class Teller:
    """Tells changes to one viewer; asks for all names at once."""

    def __init__(
        self,
        session: Session,
        viewer: Viewer,
        changes: Iterable[Sequence[RowChange]],
        *,
        also: Iterable[Reference] = (),
        is_whole: bool = False,
    ) -> None:
        self.sees_all = visible_to(viewer).all
        self.is_whole = is_whole
        self._budget = Budget()
        wanted = {reference for rows in changes for row in rows for reference in _references(row)}
        self._things = things_named(session, viewer, wanted | set(also), locale.language())

    def thing(self, kind: str, number: int) -> Thing | None:
        """What an id stands for; None where the viewer may not know of it."""
        return self._things.get((kind, number))

    def parts(
        self,
        rows: Sequence[RowChange],
        kind: str,
        editions: dict[int, int],
        unsaid: Sequence[str] = (),
    ) -> list[PartLine]:
        """The rows of one revision, without those that a reader may not know of.

        Columns that are `unsaid` are in the data but not on the page.
        """
        parts = [self._part(row, kind, editions) for row in rows if self._may_see(row)]
        if not unsaid:
            return parts
        return [
            replace(
                part,
                fields=[
                    replace(field, is_subject=field.is_subject or field.column in unsaid)
                    for field in part.fields
                ],
            )
            for part in parts
        ]

    def _may_see(self, row: RowChange) -> bool:
        about = PARTS[row.table].about
        if self.sees_all or not about:
            return True
        number = row.known.get(about)
        key = (PARTS[row.table].fields[about].refers_to, number) if number else _own(row)
        return key in self._things

    def _part(self, row: RowChange, kind: str, editions: dict[int, int]) -> PartLine:
        part = PARTS[row.table]
        heading = "" if row.table == kind else _(part.label)
        if row.table == "edition" and row.id.isdigit() and int(row.id) in editions:
            heading = _("Edition %(number)s", number=editions[int(row.id)])
        elif row.table == "edition":
            heading = ""
        subject = None if row.table in {kind, "edition"} else self._subject(row)
        fields = [self._field(row, change) for change in row.changes]
        if subject and row.how is not How.CHANGED:
            named = _naming_column(part, row)
            fields = [replace(field, is_subject=field.column == named) for field in fields]
        return PartLine(row.table, row.id, row.how, heading, subject, fields)

    def _subject(self, row: RowChange) -> Value | None:
        """Which one of its kind the row is: the claim of a stance, the spelling of a name."""
        part = PARTS[row.table]
        if column := _naming_column(part, row):
            return self.value(part.fields[column], row.known[column], row.known)
        thing = self._things.get(_own(row))
        return _value_of(thing) if thing and thing.name else None

    def _field(self, row: RowChange, change: Change) -> FieldLine:
        before = self._side(change.field, change.before, row.known)
        after = self._side(change.field, change.after, row.known)
        pieces: Sequence[Piece] = ()
        if change.field.shape is Shape.TEXT and not _is_short(change):
            pieces = self._pieces(str(change.before or ""), str(change.after or ""))
        raw = (self._raw(change.field, change.before), self._raw(change.field, change.after))
        return FieldLine(change.column, _(change.field.label), before, after, pieces, raw)

    def _pieces(self, before: str, after: str) -> Sequence[Piece]:
        pieces = differences(before, after, self._budget)
        return pieces if self.is_whole else shortened(folded(pieces), _LETTERS)

    def _side(self, told: Field, value: Any, known: Values) -> Value | None:  # noqa: ANN401
        return None if value in (None, "") else self.value(told, value, known)

    def _raw(self, told: Field, value: Any) -> object:  # noqa: ANN401 - any column's value
        is_hidden = told.shape is Shape.THING and (told.refers_to, value) not in self._things
        return None if is_hidden else value

    def value(self, told: Field, value: Any, known: Values) -> Value:  # noqa: ANN401
        """One value in the reader's language."""
        match told.shape:
            case Shape.THING:
                thing = self._things.get((told.refers_to, value))
                return _value_of(thing) if thing else Value(_("not public"))
            case Shape.STANCE:
                claim = self._things.get(("claim", known.get("claim_id", 0)))
                kind = ClaimKind(claim.code) if claim and claim.code else ClaimKind.FACTUAL
                return Value(locale.stance_label(value, kind), stance=Stance(value), kind=kind)
            case _:
                return Value(_plain(told, value))


def _plain(told: Field, value: Any) -> str:  # noqa: ANN401 - any column's value
    if told.words is not None:
        return locale.label(told.words(value))
    say = _SAY.get(told.shape)
    return say(value) if say else str(value)


def _checks(codes: str) -> str:
    known: dict[str, Word] = {check.value: check for check in Check}
    return ", ".join(locale.label(known.get(code, code)) for code in codes.split())


def _setting(value: str) -> str:
    said = json.loads(value)
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if isinstance(said, list):
        return ", ".join(locale.label(AccountRole(role)) for role in said) or _("none")
    return str(said)


_SAY: Mapping[Shape, Callable[[Any], str]] = {
    Shape.FLAG: lambda value: _("yes") if value else _("no"),
    Shape.DAYS: locale.days,
    Shape.MOMENT: lambda value: locale.moment(datetime.fromisoformat(value)),
    Shape.LANGUAGE: locale.language_name,
    Shape.NUMBER: locale.number,
    Shape.CHECKS: _checks,
    Shape.OUTLINE: lambda _value: _("(kept without its words)"),
    Shape.SETTING: _setting,
}


def _value_of(thing: Thing) -> Value:
    noun = NOUNS.get(thing.kind)
    url = address(noun, thing.id, thing.name) if noun else ""
    return Value(named(thing), url, thing.language)


def named(thing: Thing) -> str:
    """What a thing is called; statements have numbers alone."""
    if thing.kind == "statement":
        return _("Statement %(number)s", number=thing.id)
    return _(SETTINGS.get(thing.name, thing.name)) if thing.kind == "setting" else thing.name


def _naming_column(part: Part, row: RowChange) -> str:
    """The column by which a row is called: what it is about, else the last that tells it apart."""
    known = [column for column in part.same if row.known.get(column)]
    things = [column for column in known if part.fields[column].shape is Shape.THING]
    return (things[:1] or known[-1:] or [""])[0]


def _is_short(change: Change) -> bool:
    texts = [str(value or "") for value in (change.before, change.after)]
    return max(map(len, texts)) <= _SHORT and not any(" " in text for text in texts)


def _own(row: RowChange) -> Reference:
    return row.table, int(row.id) if row.id.isdigit() else 0


def _references(row: RowChange) -> Iterator[Reference]:
    """Everything that must be named to tell of a row."""
    part = PARTS[row.table]
    for column, told in part.fields.items():
        if told.shape is Shape.THING and row.known.get(column):
            yield told.refers_to, row.known[column]
    for change in row.changes:
        if change.field.shape is Shape.THING:
            yield from ((change.field.refers_to, v) for v in (change.before, change.after) if v)
    # Of a row that changed in place only some columns are told: it is named by what it is now.
    if any(column not in row.known for column in part.same):
        yield _own(row)
