"""The pages of statements: the list, one statement, and the picker."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tracker.models import Statement
from tracker.statements.columns import COLUMNS, statement_data
from tracker.statements.filters import filters_asked, named_filters
from tracker.statements.listing import STATES, said_first, select_statements, whole_list
from tracker.statements.page import open_steps, statement_page
from tracker.statements.picking import options
from tracker.statements.queries import fill
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Check
from tracker.web.access import not_for, viewer
from tracker.web.addresses import address, key_of, with_query
from tracker.web.listing import Listing, answer, argument, chosen_sort, cursor, data_route, suffix
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.pick import answer_options, asked
from tracker.web.session import session
from tracker.web.site import site

bp = Blueprint("statements", __name__, url_prefix="/statements")


def _sorts(by: Viewer) -> Mapping[str, tuple[Key, ...]]:
    said = said_first(by)
    return {
        "newest": (Key(said, descending=True), Key(Statement.id, descending=True)),
        "oldest": (Key(said), Key(Statement.id)),
        "logged": (Key(Statement.id, descending=True),),
    }


@data_route(bp, "/")
def index() -> ResponseReturnValue:
    """List the statements asked for: two SQL statements, whatever the filters.

    Who coded what is for editors and above.
    """
    filters, by = filters_asked(), viewer()
    if filters.coder and (kept_out := not_for(AccountRole.EDITOR)) is not None:
        return kept_out
    sort, keys = chosen_sort(_sorts(by), "newest")
    found = select_statements(by, filters, language())
    page = page_of(session(), found, keys=keys, cursor=cursor())
    whole: Any = page.rows[0] if page.rows else None
    if whole is None:
        whole = session().execute(select(*whole_list(by, filters, language()))).one()
    shown: Any = [
        replace(e, withdrawn=None)
        for e in fill(session(), by, page.rows, language(), address=address)
    ]
    listing = Listing(
        COLUMNS,
        replace(page, rows=shown),
        total=whole.total,
        filters=named_filters(filters, whole._mapping),  # noqa: SLF001 - its public name
        sort=sort,
        extra={"imprecise": whole.imprecise},
    )
    query = request.args.to_dict(flat=False)
    return answer(
        listing,
        "statements/index.html",
        asked=filters,
        states=STATES,
        data_urls={kind: with_query(f"/statements.{kind}", query) for kind in ("json", "csv")},
    )


@data_route(bp, "/<key>")
def show(key: str) -> ResponseReturnValue:
    """Show one statement; to a reader, of a withdrawn one only that it was."""
    given = argument("edition")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None
    page = statement_page(
        session(), viewer(), key_of(key), language(), number=number, address=address
    )
    if suffix() != "html":
        return statement_data(page, suffix())
    steps = open_steps(page, viewer(), four_eyes=site().four_eyes)
    confirmed = page.entry.confirmed.split() if page.entry else ()
    checks = [Check(check) for check in confirmed]
    return render_template("statements/show.html", page=page, steps=steps, checks=checks)


@bp.get("/pick")
def pick() -> ResponseReturnValue:
    """Answer the field "replies to" with statements that the viewer may see."""
    return answer_options(options(session(), viewer(), asked(), language()))
