"""What the pages of the history are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.chain import REDACT
from tracker.errors import Missing, Refused
from tracker.history.changes import RowChange, changes_between
from tracker.history.commands import copyable, restoring
from tracker.history.fields import NOUNS, PARTS
from tracker.history.lines import Line, columns, line_of, line_of_event, rows_changed
from tracker.history.published import public_events, said_by_edition
from tracker.history.queries import editions_of, revisions_around, revisions_of
from tracker.history.states import rows_of
from tracker.history.told import PartLine, Teller
from tracker.models import Edition, Revision
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import AccountRole, Transition
from tracker.web import locale
from tracker.web.addresses import address
from tracker.web.listing import Listing, cursor
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, Page, page_of

# Each may carry long texts with their differences.
SIZE = 20
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
        return session.scalar(begun.order_by(Revision.number.desc()).limit(1)) or session.scalar(
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
        return Listing(told, Page(lines)), {"is_whole": True, "is_imported": False}
    asked = revisions_of(viewer, found.kind, found.id)
    page = page_of(session, asked, keys=_NEWEST_FIRST, cursor=cursor(), size=SIZE)
    lines = _lines(session, viewer, found, page.rows)
    is_last = page.next is None
    has_begun = any(row.action == "insert" for row in page.rows)
    context = {"is_whole": is_last, "is_imported": is_last and sees_all and not has_begun}
    return Listing(told, Page(lines, page.previous, page.next)), context


def _lines(session: Session, viewer: Viewer, found: Found, rows: Sequence[Any]) -> list[Line]:
    changes = [rows_changed(row) for row in rows]
    teller = Teller(session, viewer, changes)
    editions, standing = _editions(session, found)
    lines = [
        line_of(row, changed, teller, editions) for row, changed in zip(rows, changes, strict=True)
    ]
    if viewer.reaches(AccountRole.EDITOR):
        newest = None if cursor() else next((line.number for line in lines), None)
        lines = [replace(line, is_restorable=_offers(line, standing, newest)) for line in lines]
    # Where all that changed is unknown to a reader, so is that it changed.
    return [line for line in lines if teller.sees_all or _tells_readers(line)]


def _editions(session: Session, found: Found) -> tuple[dict[int, int], int | None]:
    return editions_of(session, found.id) if found.kind == "statement" else ({}, None)


def _tells_readers(line: Line) -> bool:
    return bool(line.parts) or line.is_redacted or line.action == REDACT


def _offers(line: Line, standing: int | None, newest: int | None) -> bool:
    """Whether the list offers to bring this back; whether it can be done, its own page says."""
    if line.kind_code == "statement":
        is_over = line.action in {Transition.PUBLISH, Transition.REJECT}
        return is_over and standing not in {None, line.edition}
    return not line.is_redacted and line.action != REDACT and line.number != newest


def _public_lines(session: Session, viewer: Viewer, found: Found) -> list[Line]:
    events = public_events(session, found.row)
    teller = Teller(session, viewer, [event.changes for event in events])
    return [line_of_event(event, teller) for event in events]


def revision_page(session: Session, viewer: Viewer, found: Found, number: int) -> RevisionPage:
    """One revision whole. Missing where the viewer may not know of it."""
    sees_all = visible_to(viewer).all
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
    changed = rows_changed(row)
    editions, _standing = _editions(session, found)
    teller = Teller(session, viewer, [changed], is_whole=True)
    line = line_of(row, changed, teller, editions)
    if not sees_all and not _tells_readers(line):
        raise Missing("revision", str(number))
    if not viewer.reaches(AccountRole.EDITOR):
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
    asked = revisions_around(account_id)
    page = page_of(session, asked, keys=_NEWEST_FIRST, cursor=cursor(), size=SIZE)
    changes = [rows_changed(row) for row in page.rows]
    objects = [(row.kind, row.object_id) for row in page.rows if row.object_id]
    teller = Teller(session, viewer, changes, also=objects)
    lines = [line_of(row, changed, teller) for row, changed in zip(page.rows, changes, strict=True)]
    told = columns(is_csv=is_csv, with_names=True, with_objects=True)
    return Listing(told, Page(lines, page.previous, page.next))
