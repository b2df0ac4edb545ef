"""The codebook as readers see it: how everything is coded, what counts, with examples."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.claims.queries_codebook import defined_claims, examples_of
from tracker.vocabulary import Act, ClaimKind, Delivery, Stance
from tracker.web.access import viewer
from tracker.web.addresses import here_with
from tracker.web.listing import cursor
from tracker.web.locale import language
from tracker.web.paging import Key, page_of
from tracker.web.session import session

bp = Blueprint("codebook", __name__)


@bp.get("/codebook")
def show() -> ResponseReturnValue:
    """The scale and the other words; then the claims, by their words."""
    asked, columns = defined_claims(viewer(), language())
    page = page_of(session(), asked, keys=[Key(column) for column in columns], cursor=cursor())
    examples = examples_of(session(), [row.id for row in page.rows], language())
    return render_template(
        "claims/codebook.html",
        section="codebook",
        page=page,
        examples=examples,
        codes=list(Stance),
        kinds=(ClaimKind.FACTUAL, ClaimKind.POLICY),
        deliveries=list(Delivery),
        acts=list(Act),
        previous=page.previous and here_with(cursor=page.previous),
        next=page.next and here_with(cursor=page.next),
    )
