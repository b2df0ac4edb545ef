"""The front page, and what its search box finds."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.home.front import front_page
from tracker.home.search import search
from tracker.web.access import viewer
from tracker.web.addresses import address
from tracker.web.listing import argument
from tracker.web.locale import language
from tracker.web.session import session

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show what is in dispute, new and changed; with ?q= what is found."""
    if words := argument("q"):
        found = search(session(), viewer(), words, language())
        return render_template("home/found.html", words=words, found=found)
    page = front_page(session(), viewer(), language(), address=address)
    return render_template("home/index.html", page=page)
