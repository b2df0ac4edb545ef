"""The first page of administration: who there is, who is here, how the record stands."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.accounts import queries_people
from tracker.vocabulary import AccountRole
from tracker.web.access import needs
from tracker.web.postbox import can_send
from tracker.web.session import session
from tracker.web.site import site

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@needs(AccountRole.ADMIN)
def overview() -> ResponseReturnValue:
    """Everything at a glance, each number leading to its list."""
    return render_template(
        "accounts/overview.html",
        roles=queries_people.people_by_role(session()),
        sessions=queries_people.sessions_now(session(), site().idle_minutes),
        record=queries_people.standing_of_record(session()),
        sends_mail=can_send(),
    )
