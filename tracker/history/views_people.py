"""What happened to an account, and what its person did: for administrators."""

import re

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tracker.errors import Missing
from tracker.history.pages import person_page
from tracker.models import Account
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import key_of
from tracker.web.listing import answer, data_route, suffix
from tracker.web.session import session

bp = Blueprint("people_history", __name__)

_NUMBER = re.compile("[0-9]{1,18}", re.ASCII)


@data_route(bp, "/admin/people/<key>/history")
@needs(AccountRole.ADMIN)
def person(key: str) -> ResponseReturnValue:
    """Every revision of the account, and every one by its person, the newest first."""
    known = key_of(key)
    named = Account.id == int(known) if _NUMBER.fullmatch(known) else Account.uid == known
    found = session().scalar(select(Account).where(named))
    if found is None:
        raise Missing("account", key)
    listing = person_page(session(), viewer(), found.id, is_csv=suffix() == "csv")
    return answer(listing, "history/person.html", section="admin", person=found)
