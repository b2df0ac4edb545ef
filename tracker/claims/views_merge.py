"""The pages on which reviewers merge claims, undo it, and tell likely twins apart."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.claims.merging import CLAIMS_MERGING
from tracker.vocabulary import AccountRole
from tracker.web.access import needs

bp = Blueprint("claim_merges", __name__, url_prefix="/claims")


@bp.get("/twins")
@needs(AccountRole.REVIEWER)
def twins() -> ResponseReturnValue:
    """Pairs that may be one, with the reason."""
    return CLAIMS_MERGING.show_twins()


@bp.post("/twins")
@needs(AccountRole.REVIEWER)
def mark() -> ResponseReturnValue:
    """Remember that two are different, or take that back."""
    return CLAIMS_MERGING.mark()


@bp.get("/<key>/merge")
@needs(AccountRole.REVIEWER)
def ask(key: str) -> ResponseReturnValue:
    """What a merge would move."""
    return CLAIMS_MERGING.ask(key)


@bp.post("/<key>/merge")
@needs(AccountRole.REVIEWER)
def merge(key: str) -> ResponseReturnValue:
    """Merge, with a reason."""
    return CLAIMS_MERGING.confirm(key)


@bp.get("/<key>/unmerge")
@needs(AccountRole.REVIEWER)
def ask_part(key: str) -> ResponseReturnValue:
    """What would stand for itself again."""
    return CLAIMS_MERGING.ask_part(key)


@bp.post("/<key>/unmerge")
@needs(AccountRole.REVIEWER)
def part(key: str) -> ResponseReturnValue:
    """Undo a merge, with a reason."""
    return CLAIMS_MERGING.part(key)
