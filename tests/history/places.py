"""The histories of a small world, and the buttons in them."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.accounts.people import form_token
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.models import Claim, Outlet, Revision
from tracker.sources.commands_outlets import edit_outlet
from tracker.sources.drafts import OutletDraft
from tracker.vocabulary import ClaimKind

FORMS = ("", ".json", ".csv")


def history(client: FlaskClient, noun: str, number: int, form: str = "") -> TestResponse:
    return client.get(f"/{noun}/{number}/history{form}")


def told(client: FlaskClient, noun: str, number: int) -> Any:
    """The same as JSON."""
    return history(client, noun, number, ".json").json


def numbers(database: Any, kind: str, object_id: int) -> list[int]:
    """The revisions of an object, the oldest first."""
    with database.reading() as session:
        found = select(Revision.number).where(
            Revision.kind == kind, Revision.object_id == object_id
        )
        return list(session.scalars(found.order_by(Revision.number)))


def restore(client: FlaskClient, noun: str, number: int, **fields: object) -> TestResponse:
    """Press the button that brings back."""
    sent = {"csrf_token": form_token(client), "reason": "It was right before.", **fields}
    return client.post(f"/{noun}/{number}/restore", data=sent)


def rename(make: Any, outlet: int, name: str) -> None:
    with make.transaction(make.editor) as session:
        row = session.get_one(Outlet, outlet)
        edit_outlet(session, outlet, OutletDraft(name), version=row.version, by=make.editor)


def reword(make: Any, claim: int, definition: str, **asked: Any) -> None:
    """Change what counts for a claim, and whatever else is asked."""
    with make.transaction(make.reviewer, why="the same in other words") as session:
        row = session.get_one(Claim, claim)
        draft = ClaimDraft(
            ClaimKind.FACTUAL,
            Wording("en", asked.pop("text", row.text), definition=definition),
            reason="the same in other words",
            **asked,
        )
        edit_claim(session, claim, draft, version=row.version, by=make.reviewer)
