"""What colleagues say to each other in the record with something of everything."""

from collections.abc import Callable

from sqlalchemy import select

from tests.make import Make
from tracker.comments import commands as comments
from tracker.models import Comment


def fill_comments(make: Make, made: dict[str, list[str]], worded: Callable[[str], str]) -> None:
    """Everybody comments and is told; one comment is hidden, one deleted. Notes three uids."""
    claim, statement = int(made["claims"][0]), int(made["statements"][0])
    people = (make.reviewer, make.admin, make.editor)
    uids = [
        make.comment(worded(f"Is it so, {n}?"), claim=claim, by=by, tell=people[n - 1])
        for n, by in enumerate(people)
    ]
    hidden = make.comment(worded("Rude"), claim=claim, by=make.editor)
    deleted = make.comment(worded("Gone"), statement=statement, by=make.editor)
    make.comment(worded("Look"), statement=statement, by=make.reviewer, tell=make.editor)
    with make.transaction(make.admin) as session:
        rows = {row.uid: row for row in session.scalars(select(Comment))}
        comments.hide(session, rows[hidden], worded("Be polite"), by=make.admin, version=1)
        comments.delete(session, rows[deleted], by=make.editor)
    made["comments"] = [uids[2], hidden, deleted]
