"""`/patterns`: every part of the pages in every state, for those who build and check them."""

from flask import Blueprint, render_template

from tracker.vocabulary import AccountRole
from tracker.web import locale
from tracker.web.access import needs
from tracker.web.samples import PatternSheet

bp = Blueprint("patterns", __name__)


@bp.get("/patterns")
@needs(AccountRole.EDITOR)
def index() -> str:
    return render_template("patterns/index.html", sheet=PatternSheet(locale.cldr()))
