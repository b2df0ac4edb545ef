"""The comments on the page of a statement or a claim, for its template."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from tracker.comments.forms import CommentForm
from tracker.comments.queries import NEWEST, Said, about, colleagues, comments_on
from tracker.vocabulary import AccountRole
from tracker.web.access import viewer
from tracker.web.listing import argument
from tracker.web.session import session


@dataclass(frozen=True)
class Thread:
    """What was said, and the form to say more."""

    comments: Sequence[Said]
    form: CommentForm

    @property
    def total(self) -> int:
        """How many there are, on the page or not."""
        return self.comments[0].total if self.comments else 0


def thread_on(kind: str, number: int) -> Thread | None:
    """The comments on a statement or a claim; None for readers, who do not know of them.

    Two SQL statements. `?comments=all` asks for those too that no longer fit on the page.
    """
    if not viewer().reaches(AccountRole.EDITOR):
        return None
    limit = None if argument("comments") == "all" else NEWEST
    return Thread(comments_on(session(), about(kind, number), limit), offer_people(CommentForm()))


def offer_people(form: CommentForm) -> CommentForm:
    """Let everybody else who works on the record be chosen."""
    people = colleagues(session(), but=viewer().account_id)
    form.tell.offer((person.id, person.label) for person in people)
    return form


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(thread_on=thread_on)
