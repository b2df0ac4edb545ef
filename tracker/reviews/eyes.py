"""Four eyes: nobody decides about what they wrote, or settled."""

from sqlalchemy.orm import Session

from tracker import blind
from tracker.errors import N_, Refused
from tracker.models import Edition
from tracker.visibility import Viewer


def check_four_eyes(session: Session, edition: Edition, by: Viewer, *, four_eyes: bool) -> None:
    """Refuse to let somebody decide about an edition that says what they said."""
    if four_eyes and edition.created_by_id == by.account_id:
        raise Refused(N_("Four eyes: somebody else decides about what you wrote."))
    if four_eyes and blind.has_settled(session, edition.id, by.account_id):
        message = N_("Four eyes: you settled how this is coded; somebody else decides.")
        raise Refused(message)
