"""The story's second coding: what is drawn, what two people read, what was settled."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.demo import DEMO_ACCOUNTS
from tracker.coding.commands import hand_in
from tracker.coding.commands_samples import draw_sample
from tracker.coding.commands_settling import settle
from tracker.coding.drafts import Decided, Judged, SampleDraft
from tracker.exchange.demo.story import reading
from tracker.models import Account, Claim, Offered, Sampled, SampledState, SampleMethod, Statement
from tracker.visibility import Viewer
from tracker.vocabulary import Stance

Given = Mapping[str, Any]


def draw(session: Session, step: Given, by: Viewer) -> None:
    """A sample of picked statements."""
    draft = SampleDraft(
        name=step["name"],
        method=SampleMethod.PICKED,
        seed=step["sample"],
        coders=step["coders"],
        picked=tuple(reading.codings(step["sample"])),
    )
    draw_sample(session, draft, by=by)


def code(session: Session, step: Given, by: Viewer) -> None:
    """Everything that one person read; what the list offers besides is not what it is about."""
    part = _part(session, by)
    for statement, read in reading.codings(step["sample"]).items():
        if part in read:
            number = _sampled(session, statement)
            codes: dict[str, Stance | None] = dict.fromkeys(_offered(session, number))
            codes |= read[part]
            judged = [Judged(claim, found) for claim, found in codes.items()]
            hand_in(session, number, judged, by=by)


def decide(session: Session, step: Given, by: Viewer) -> None:
    """What is to hold where they differ; without a code: not about this claim."""
    claim = session.scalars(select(Claim.id).where(Claim.key == step["claim"])).one()
    found = Stance(step["code"]) if "code" in step else None
    decided = Decided(claim, found, step["reason"])
    settle(session, _sampled(session, step["statement"]), [decided], by=by, version=None)


def _part(session: Session, by: Viewer) -> str:
    email = session.get_one(Account, by.account_id).email
    return next(demo.part for demo in DEMO_ACCOUNTS if demo.email == email)


def _sampled(session: Session, statement: str) -> int:
    found = (
        select(Sampled.id)
        .join(Statement, Statement.id == Sampled.statement_id)
        .where(Statement.key == statement, Sampled.state != SampledState.SETTLED)
    )
    return session.scalars(found).one()


def _offered(session: Session, number: int) -> list[str]:
    found = select(Claim.key).join(Offered, Offered.claim_id == Claim.id)
    rows = session.scalars(found.where(Offered.sampled_id == number).order_by(Offered.place))
    return [key for key in rows if key]
