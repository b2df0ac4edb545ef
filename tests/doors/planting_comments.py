"""What colleagues said to each other, with words that no reader may read."""

from sqlalchemy import select

from tests.make import Make
from tracker.comments import commands as comments
from tracker.models import Comment

# One for each door that changes one, and one that was hidden.
WHAT = ("by the author", "to be deleted", "to be hidden", "hidden, by the author")


def plant_comments(
    make: Make, statement: int, claim: int, words: tuple[str, str, str]
) -> dict[str, str]:
    """Comment on a statement and on a claim, and hide one for a reason; gives the uids."""
    said, on_claim, reason = words
    uids = {f"comments/{what}": make.comment(said, statement=statement) for what in WHAT}
    make.comment(on_claim, claim=claim)
    with make.transaction(make.reviewer, why=reason) as session:
        wanted = Comment.uid == uids[f"comments/{WHAT[-1]}"]
        row = session.scalars(select(Comment).where(wanted)).one()
        comments.hide(session, row, reason, by=make.reviewer, version=1)
    return uids
