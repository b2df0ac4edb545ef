"""The desk of those who look after the codebook: what is new, undefined, one-sided, disputed."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.claims.approving import approve
from tracker.claims.queries_desk import Pile, counts, select_pile
from tracker.claims.queries_list import NEWEST, listed_claim
from tracker.errors import Refused, Stale
from tracker.models import Claim
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, here_with, key_of, safe_next
from tracker.web.forms import Form
from tracker.web.guard import single
from tracker.web.listing import argument, cursor
from tracker.web.locale import _, language
from tracker.web.paging import Key, page_of
from tracker.web.session import saving, session
from tracker.web.site import site_now

bp = Blueprint("claims_desk", __name__, url_prefix="/claims")

_ORDER = (Key(NEWEST, descending=True), Key(Claim.id, descending=True))


@bp.get("/desk")
@needs(AccountRole.REVIEWER)
def desk() -> ResponseReturnValue:
    """One heap of claims at a time."""
    counted, asked = counts(session(), viewer()), argument("show")
    # Without a wish: the first heap on which something lies.
    first = next((pile for pile in Pile if counted[pile]), Pile.NEW)
    pile = Pile(asked) if asked in set(Pile) else first
    page = page_of(session(), select_pile(viewer(), pile, language()), keys=_ORDER, cursor=cursor())
    claims: Any = [listed_claim(row) for row in page.rows]
    return render_template(
        "claims/desk.html",
        section="desk",
        pile=pile,
        counts=counted,
        page=replace(page, rows=claims),
        previous=page.previous and here_with(cursor=page.previous),
        next=page.next and here_with(cursor=page.next),
    )


@bp.post("/<key>/approve")
@needs(AccountRole.REVIEWER)
def approve_words(key: str) -> ResponseReturnValue:
    """Approve the wording of a claim, and go back to where that was asked for."""
    claim = find(session(), Claim, key_of(key), viewer())
    number, asked = claim.id, single("next")
    form = Form(request.form)
    if not form.validate():
        # A button alone sends nothing; whatever came twice did not come from a page of ours.
        abort(400)
    try:
        with saving(action="approve") as writing:
            four_eyes = site_now(writing).four_eyes
            approve(writing, number, version=form.version.data, by=viewer(), four_eyes=four_eyes)
    except Refused as refusal:
        flash(refusal.sentence(_, language()), "check")
    except Stale:
        flash(
            _("Somebody changed the claim in the meantime. Read it again, then approve."), "check"
        )
        return redirect(address("claims", number), 303)
    else:
        flash(_("The wording is approved."), "done")
    return redirect(safe_next(asked) if asked else address("claims", number), 303)
