"""What the pages of one source, outlet and occasion are filled with."""

from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import func

from tracker.models import Edition, Occasion, Outlet, Source, Speaker, Statement
from tracker.sources import hosts, queries, queries_occasions
from tracker.sources.lines import Line, lines, statements_at, statements_in
from tracker.web import listing
from tracker.web.access import viewer
from tracker.web.locale import language
from tracker.web.paging import Key, Page, page_of
from tracker.web.session import session

# As much of a snapshot as one reads on a page; the rest is asked for.
_SHOWN = 50_000
_SAID = (
    listing.Column("statement", lambda line: line.uid),
    listing.Column("state"),
    listing.Column("said_on", lambda line: line.days.text if line.days else None),
    listing.Column("delivery"),
    listing.Column("speakers", lambda line: [name for _, name in line.speakers]),
    listing.Column("described_as"),
    listing.Column("words"),
    listing.Column("codes", lambda line: [one.code for one in line.stances]),
    listing.Column("claims", lambda line: [one.claim for one in line.stances]),
)
_SOURCES = tuple(
    listing.Column(name)
    for name in ("id", "uid", "key", "kind", "title", "url", "author", "language", "published_on")
)


def show_source(source: Source) -> ResponseReturnValue:
    """The page of a source, or its statements as data."""
    here = session()
    rows = statements_in(viewer(), source.id, language())
    keys = [Key(func.coalesce(Edition.said_on, "")), Key(Statement.id)]
    found, said = _said(rows, keys)
    snapshots = queries.snapshots_of(here, source.id)
    number = _number(listing.argument("snapshot"), snapshots[0].number if snapshots else 0)
    whole = None
    if snapshots and listing.suffix() == "html":
        whole = queries.snapshot_text(here, viewer(), source, number)
    is_cut = whole is not None and len(whole) > _SHOWN and not listing.argument("whole")
    return listing.answer(
        _listing(said, found, {"source": _facts(source)}),
        "sources/show.html",
        source=source,
        outlet=queries.outlet_named(here, viewer(), source.outlet_id),
        said=said,
        snapshots=snapshots,
        number=number,
        text=whole[:_SHOWN] if whole is not None and is_cut else whole,
        is_cut=is_cut,
    )


def show_occasion(occasion: Occasion) -> ResponseReturnValue:
    """The page of an occasion, or its statements as data, by speaker."""
    rows = statements_at(viewer(), occasion.id, language())
    keys = [Key(func.coalesce(Speaker.folded, "")), Key(Statement.id)]
    found, said = _said(rows, keys)
    counted = queries_occasions.said_there(session(), viewer(), [occasion.id])
    return listing.answer(
        _listing(said, found, {"occasion": _facts(occasion)}),
        "occasions/show.html",
        occasion=occasion,
        name=queries_occasions.occasion_named(session(), viewer(), occasion.id, language()),
        host=hosts.speaker_named(session(), viewer(), occasion.host_id, language()),
        said=said,
        counted=counted.get(occasion.id, 0),
    )


def show_outlet(outlet: Outlet) -> ResponseReturnValue:
    """The page of an outlet, or its sources as data."""
    here = session()
    rows = queries.sources_listed(viewer(), outlet_id=outlet.id)
    keys = [Key(Source.published_on, descending=True), Key(Source.id, descending=True)]
    found = page_of(here, rows, keys=keys, cursor=listing.cursor())
    n_sources, n_statements = queries.outlet_counts(here, viewer(), [outlet.id])[outlet.id]
    return listing.answer(
        listing.Listing(_SOURCES, found, extra={"outlet": _facts(outlet)}),
        "outlets/show.html",
        outlet=outlet,
        speaker=hosts.speaker_named(here, viewer(), outlet.speaker_id, language()),
        counts=queries.citing_counted(here, viewer(), [row.id for row in found.rows]),
        n_sources=n_sources,
        n_statements=n_statements,
    )


def _said(rows: Any, keys: list[Key]) -> tuple[Page, list[Line]]:  # noqa: ANN401
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    return found, lines(session(), found.rows, language())


def _listing(said: Any, found: Page, extra: dict[str, object]) -> listing.Listing:  # noqa: ANN401
    """The lines in place of the rows they were made from."""
    return listing.Listing(_SAID, Page(said, found.previous, found.next), extra=extra)


def _facts(row: Source | Outlet | Occasion) -> dict[str, object]:
    """What anybody may know of the object itself."""
    hidden = {"version", "created_at", "changed_at", "folded", "outlet_id", "host_id", "speaker_id"}
    columns = [column.name for column in row.__table__.columns if column.name not in hidden]
    return {name: listing.json_value(getattr(row, name)) for name in columns}


def _number(asked: str, newest: int) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else newest
