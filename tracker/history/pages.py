"""What the pages of the history are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.chain import REDACT
from tracker.errors import Missing, Refused
from tracker.history.changes import RowChange, changes_between
from tracker.history.commands import copyable, restoring
from tracker.history.fields import PARTS
from tracker.history.lines import Line, columns, line_of, line_of_event, rows_changed
from tracker.history.nouns import NOUNS
from tracker.history.published import contents_of, corrections, public_events, said_by_edition
from tracker.history.queries import edition_numbers, revisions_around, revisions_of
from tracker.history.states import rows_of
from tracker.history.told import PartLine, Teller
from tracker.models import Edition, Revision
from tracker.record.redactions import RedactionRow, redactions_of
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import AccountRole, Transition
from tracker.web import locale
from tracker.web.addresses import address
from tracker.web.listing import Listing, cursor
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, Page, page_of

# Each may carry long texts with their differences.
SIZE = 20
# No database counts further.
_LARGEST = 2**63 - 1
_NEWEST_FIRST = (Key(Revision.number, descending=True),)


@dataclass(frozen=True)
class Found:
    """The object whose history is asked for."""

    row: Any

    @property
    def id(self) -> int:
        return int(self.row.id)

    @property
    def kind(self) -> str:
        return str(self.row.__tablename__)

    @property
    def noun(self) -> str:
        return NOUNS[self.kind]

    @property
    def label(self) -> str:
        """What an object of its kind is called."""
        return _(PARTS[self.kind].label)

    @property
    def name(self) -> str:
        """What it is called, from its own columns."""
        if self.kind == "statement":
            return _("Statement %(number)s", number=self.id)
        other = "en" if locale.language() == "id" else "id"
        names = (f"name_{locale.language()}", f"name_{other}", "name_en", "name", "text", "title")
        found = (getattr(self.row, name, "") for name in names)
        return next((str(name) for name in found if name), "")

    @property
    def language(self) -> str | None:
        return getattr(self.row, "language", None) if self.kind in {"claim", "source"} else None

    @property
    def url(self) -> str:
        """Its own page."""
        return address(self.noun, self.id, "" if self.kind == "statement" else self.name)

    @property
    def history_url(self) -> str:
        return address(self.noun, self.id, suffix="/history")

    def revision_of_edition(self, session: Session, number: int | None) -> int | None:
        """The revision in which an edition was begun, or the newest: where a form came from."""
        if self.kind != "statement" or number is None:
            return None
        found = select(Revision.number).where(
            Revision.kind == "statement", Revision.object_id == self.id
        )
        edition = select(Edition.id).where(
            Edition.statement_id == self.id, Edition.number == number
        )
        begun = found.where(Revision.after.like(f'%"edition#{session.scalar(edition)}":%'))
        return session.scalar(begun.order_by(Revision.number).limit(1)) or session.scalar(
            found.order_by(Revision.number.desc()).limit(1)
        )


@dataclass(frozen=True)
class RevisionPage:
    """One revision, and what bringing it back would change: None where that cannot be done."""

    line: Line
    may_restore: bool = False
    parts: Sequence[PartLine] | None = None
    obstacle: str = ""
    edition: int | None = None
    is_newest: bool = False


def history_page(
    session: Session, viewer: Viewer, found: Found, *, is_csv: bool
) -> tuple[Listing, dict[str, Any]]:
    """The revisions of an object, the newest first. The same few SQL statements, however many."""
    sees_all = visible_to(viewer).all
    told = columns(is_csv=is_csv, with_names=sees_all)
    if found.kind == "statement" and not sees_all:
        lines = _public_lines(session, viewer, found)
        redactions = redactions_told(session, found, lines)
        context = {"is_whole": True, "is_imported": False, "redactions": redactions}
        return Listing(told, Page(lines)), context
    asked = revisions_of(viewer, found.kind, found.id)
    page = page_of(session, asked, keys=_NEWEST_FIRST, cursor=cursor(), size=SIZE)
    lines = _lines(session, viewer, found, page.rows)
    is_last = page.next is None
    has_begun = any(row.action == "insert" for row in page.rows)
    context = {
        "is_whole": is_last,
        "is_imported": is_last and sees_all and not has_begun,
        "redactions": redactions_told(session, found, lines),
    }
    return Listing(told, Page(lines, page.previous, page.next)), context


def _lines(
    session: Session, viewer: Viewer, found: Found, rows: Sequence[Any], *, is_whole: bool = False
) -> list[Line]:
    changes = [rows_changed(row) for row in rows]
    editions = _editions(session, found)
    corrected = [*editions.corrections.values()]
    teller = Teller(session, viewer, [*changes, *corrected], is_whole=is_whole)
    lines = [
        line_of(row, changed, teller, editions.numbers)
        for row, changed in zip(rows, changes, strict=True)
    ]
    lines = [_with_correction(line, teller, editions) for line in lines]
    if viewer.reaches(AccountRole.EDITOR):
        newest = None if cursor() else next((line.number for line in lines), None)
        lines = [replace(line, is_restorable=_offers(line, editions, newest)) for line in lines]
    # Where all that changed is unknown to a reader, so is that it changed.
    return [line for line in lines if teller.sees_all or _tells_readers(line)]


@dataclass(frozen=True)
class _Editions:
    """The editions of a statement: numbers by id, which one stands, what corrections changed."""

    numbers: Mapping[int, int] = field(default_factory=dict)
    standing: int | None = None
    corrections: Mapping[int, Sequence[RowChange]] = field(default_factory=dict)


def _editions(session: Session, found: Found) -> _Editions:
    if found.kind != "statement":
        return _Editions()
    rows = contents_of(session, found.id)
    known = [row for name, row in rows.items() if name.startswith("edition#")]
    standing = next((row["number"] for row in known if row["is_standing"]), None)
    return _Editions({row["id"]: row["number"] for row in known}, standing, corrections(rows))


def _with_correction(line: Line, teller: Teller, editions: _Editions) -> Line:
    changes = editions.corrections.get(line.edition or 0)
    if line.action != Transition.PUBLISH or changes is None:
        return line
    return replace(line, corrected=teller.parts(changes, "statement", {}))


def redactions_told(
    session: Session, found: Found, lines: Sequence[Line]
) -> Sequence[RedactionRow]:
    """When and why words are missing; asked only where something shows that they are."""
    is_told = any(line.is_redacted or line.action == REDACT or line.has_blanks for line in lines)
    return redactions_of(session, found.kind, found.id) if is_told else ()


def _tells_readers(line: Line) -> bool:
    return bool(line.parts) or line.is_redacted or line.action == REDACT


def _offers(line: Line, editions: _Editions, newest: int | None) -> bool:
    """Whether the list offers to bring this back; whether it can be done, its own page says."""
    if line.kind_code == "statement":
        is_over = line.action in {Transition.PUBLISH, Transition.REJECT}
        return is_over and editions.standing not in {None, line.edition}
    return not line.is_redacted and line.action != REDACT and line.number != newest


def _public_lines(session: Session, viewer: Viewer, found: Found) -> list[Line]:
    events = public_events(session, found.row)
    teller = Teller(session, viewer, [event.changes for event in events])
    return [line_of_event(event, teller) for event in events]


def revision_page(session: Session, viewer: Viewer, found: Found, number: int) -> RevisionPage:
    """One revision whole. Missing where the viewer may not know of it."""
    sees_all = visible_to(viewer).all
    if number > _LARGEST:
        raise Missing("revision", str(number))
    if found.kind == "statement" and not sees_all:
        lines = [line for line in _public_lines(session, viewer, found) if line.number == number]
        if not lines:
            raise Missing("revision", str(number))
        return RevisionPage(lines[0])
    asked = revisions_of(viewer, found.kind, found.id)
    since = asked.where(Revision.number >= number).order_by(Revision.number).limit(2)
    rows = session.execute(since).all()
    if not rows or rows[0].number != number:
        raise Missing("revision", str(number))
    row = rows[0]
    told = _lines(session, viewer, found, [row], is_whole=True)
    if not told:
        raise Missing("revision", str(number))
    line = told[0]
    has_no_edition = found.kind == "statement" and line.edition is None
    if not viewer.reaches(AccountRole.EDITOR) or has_no_edition:
        return RevisionPage(line)
    return _with_preview(session, viewer, found, line, is_newest=len(rows) == 1)


def _with_preview(
    session: Session, viewer: Viewer, found: Found, line: Line, *, is_newest: bool
) -> RevisionPage:
    try:
        changes = _preview(session, found, line)
    except Refused as refusal:
        obstacle = refusal.sentence(locale.gettext, locale.cldr())
        return RevisionPage(line, obstacle=obstacle, edition=line.edition, is_newest=is_newest)
    teller = Teller(session, viewer, [changes], is_whole=True)
    parts = teller.parts(changes, found.kind, {})
    return RevisionPage(line, bool(parts), parts, edition=line.edition, is_newest=is_newest)


def _preview(session: Session, found: Found, line: Line) -> list[RowChange]:
    """What would change: between now and then, or between what stands and the edition."""
    if found.kind != "statement":
        return restoring(session, found.kind, found.id, line.number)
    edition, standing = copyable(session, found.row, line.edition or 0)
    said = said_by_edition(rows_of(session, "statement", found.id))
    return changes_between(said[standing.id], said[edition.id])


def person_page(session: Session, viewer: Viewer, account_id: int, *, is_csv: bool) -> Listing:
    """What happened to an account and what its person did, the newest first."""
    asked = revisions_around(viewer, account_id)
    page = page_of(session, asked, keys=_NEWEST_FIRST, cursor=cursor(), size=SIZE)
    changes = [rows_changed(row) for row in page.rows]
    objects = [(row.kind, row.object_id) for row in page.rows if row.object_id]
    teller = Teller(session, viewer, changes, also=objects)
    numbers = edition_numbers(session, changes)
    lines = [
        line_of(row, changed, teller, numbers)
        for row, changed in zip(page.rows, changes, strict=True)
    ]
    told = columns(is_csv=is_csv, with_names=True, with_objects=True)
    return Listing(told, Page(lines, page.previous, page.next))
