"""The page on which readers see what was corrected."""

from dataclasses import replace

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.history.corrections import corrections_told, select_corrections
from tracker.models import Decision
from tracker.web.access import viewer
from tracker.web.addresses import address
from tracker.web.listing import Column, Listing, answer, cursor, data_route
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.session import session

bp = Blueprint("corrections", __name__)

# Each may carry long texts with their differences.
SIZE = 20
COLUMNS = tuple(map(Column, ("at", "step", "statement", "edition", "why")))


@data_route(bp, "/corrections")
def index() -> ResponseReturnValue:
    """What was corrected, withdrawn or put back, the newest first."""
    newest_first = (Key(Decision.id, descending=True),)
    page = page_of(session(), select_corrections(), keys=newest_first, cursor=cursor(), size=SIZE)
    told = corrections_told(session(), viewer(), page.rows, language(), address)
    return answer(
        Listing(COLUMNS, replace(page, rows=told)),
        "history/corrections.html",
        section="corrections",
    )
