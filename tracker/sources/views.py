"""The pages of sources: the list, one source with its snapshots, the picker, the form."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func
from sqlalchemy.orm import Session

from tracker import text
from tracker.errors import Refused
from tracker.models import Source
from tracker.sources import queries
from tracker.sources.choosing import outlet_chooser
from tracker.sources.commands import add_snapshot, create_source, edit_source
from tracker.sources.forms import SOURCE_TEXTS, SnapshotForm, SourceForm, source_values
from tracker.sources.shown import show_source
from tracker.visibility import find
from tracker.vocabulary import AccountRole, SourceKind
from tracker.web import listing, pick
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.editing import Editing
from tracker.web.locale import days, label, language, language_name
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session

bp = Blueprint("sources", __name__, url_prefix="/sources")

_SORTS = {
    "added": (Key(Source.id, descending=True),),
    "title": (Key(Source.folded), Key(Source.id)),
    "published": (Key(func.coalesce(Source.published_on, ""), descending=True), Key(Source.id)),
}
_COLUMNS = [
    *map(listing.Column, ("id", "uid", "key", "kind", "title", "url", "author", "language")),
    *map(listing.Column, ("published_on", "outlet")),
]


def _write(writing: Session, form: SourceForm, source: Source | None, outlet: int | None) -> Source:
    draft, version = form.to_draft(outlet), form.version.data or 0
    if source is not None:
        return edit_source(writing, source.id, draft, version=version, by=viewer())
    made = create_source(writing, draft, by=viewer())
    if form.text.data:
        add_snapshot(writing, made.id, form.text.data, by=viewer())
    return made


_EDITING = Editing(
    noun="sources",
    name="source",
    form=SourceForm,
    picked="outlet",
    chooser=outlet_chooser,
    values=source_values,
    compared=("kind", "outlet", *SOURCE_TEXTS),
    write=_write,
    title=lambda source: source.title,
)


@listing.data_route(bp, "/")
def index() -> ResponseReturnValue:
    """All sources that the visitor may know of, the newest first."""
    asked = {name: listing.argument(name) for name in ("q", "kind", "language", "outlet")}
    kind = next((kind for kind in SourceKind if kind == asked["kind"]), None)
    outlet = settle_outlet(asked["outlet"])
    tongue = text.language_tag(asked["language"], field="language") if asked["language"] else ""
    rows = queries.sources_listed(
        viewer(), q=asked["q"], kind=kind, language=tongue, outlet_id=outlet[0] if outlet else None
    )
    sort, keys = listing.chosen_sort(_SORTS, "added")
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    counts = queries.citing_counted(session(), viewer(), [row.id for row in found.rows])
    active = [
        listing.active_filter(name, words, value)
        for name, words, value in (
            ("q", _("Words"), asked["q"]),
            ("kind", _("Kind"), label(kind)),
            ("language", _("Language"), language_name(tongue)),
            ("outlet", _("Outlet"), outlet[1] if outlet else ""),
        )
        if value
    ]
    columns = [*_COLUMNS, listing.Column("statements", lambda row: counts.get(row.id, 0))]
    shown = listing.Listing(columns, found, filters=active, sort=sort)
    return listing.answer(
        shown, "sources/index.html", counts=counts, kinds=SourceKind, kind=kind, asked=asked
    )


def settle_outlet(key: str) -> tuple[int, str] | None:
    """The outlet asked for; one that there is not is no filter but an empty list."""
    if not key:
        return None
    return outlet_chooser().named(key_of(key)) or (0, key)


@bp.get("/pick")
def picker() -> ResponseReturnValue:
    """Sources for a picker, by words of the title or by address."""
    matches = queries.sources_matching(session(), viewer(), pick.asked(), limit=pick.LIMIT)
    return pick.answer_options(
        (one.id, one.title, ", ".join(w for w in (one.outlet, days(one.published_on)) if w))
        for one in matches
    )


@listing.data_route(bp, "/<ident>")
def show(ident: str) -> ResponseReturnValue:
    """Where it can be read, its snapshots, and what was logged from it."""
    return show_source(find(session(), Source, key_of(ident), viewer()))


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form, with what was typed elsewhere."""
    given = {name: listing.argument(name) for name in ("title", "url", "outlet")}
    return _EDITING.page(SourceForm(data={**given, "language": language()}))


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    return _EDITING.store(None)


@bp.get("/<ident>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str) -> ResponseReturnValue:
    return _EDITING.opened(find(session(), Source, key_of(ident), viewer()))


@bp.post("/<ident>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str) -> ResponseReturnValue:
    return _EDITING.store(find(session(), Source, key_of(ident), viewer()))


@bp.post("/<ident>/snapshots")
@needs(AccountRole.EDITOR)
def snapshot(ident: str) -> ResponseReturnValue:
    """Keep a pasted text; one that is there already is not kept again."""
    source = find(session(), Source, key_of(ident), viewer())
    form = SnapshotForm(request.form)
    if form.validate():
        try:
            with saving() as writing:
                taken = add_snapshot(writing, source.id, form.text.data or "", by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            number = taken.snapshot.number
            flash(
                _("The text was kept as snapshot %(number)s.", number=number)
                if taken.is_new
                else _("This text is kept already, as snapshot %(number)s.", number=number)
            )
            return redirect(address("sources", source.id, source.title), 303)
    return form.shown("sources/snapshot.html", source=source)
