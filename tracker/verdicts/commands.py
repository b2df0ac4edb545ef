"""Propose a verdict on a claim, decide about it with four eyes, and withdraw one."""

from datetime import UTC
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.errors import N_, OTHER_FORM, Refused, Stale
from tracker.models import (
    Account,
    Claim,
    NotificationKind,
    Rating,
    Verdict,
    VerdictSource,
    VerdictStanding,
    VerdictState,
    now,
)
from tracker.naming import account_name
from tracker.notifications.commands import About, notify
from tracker.verdicts.checking import Cited, checked
from tracker.verdicts.commands_scale import newest_wording
from tracker.verdicts.drafts import VerdictDraft
from tracker.visibility import ANYBODY, Viewer, find, visible_to
from tracker.vocabulary import ClaimKind

RATED = (ClaimKind.FACTUAL, ClaimKind.PREDICTION)


class Decided(NamedTuple):
    """Who decides about a verdict, which version of it they have read, and why."""

    by: Viewer
    version: int | None
    reason: str = ""
    four_eyes: bool = True


def propose(session: Session, claim_key: int | str, draft: VerdictDraft, *, by: Viewer) -> Verdict:
    """Propose to rate a claim. The same form sent twice is one proposal."""
    audit.lock_head(session)
    claim = find(session, Claim, claim_key, by)
    session.refresh(claim)
    if draft.client_token:
        sent = select(Verdict).where(Verdict.client_token == draft.client_token)
        if (before := session.scalar(sent)) is not None:
            if (before.claim_id, before.proposed_by_id) != (claim.id, by.account_id):
                raise Refused(OTHER_FORM)
            return before
    check_claim(session, claim)
    waits = Verdict.claim_id == claim.id, Verdict.state == VerdictState.PROPOSED
    if session.scalar(select(Verdict.id).where(*waits)) is not None:
        raise Refused(N_("A verdict on this claim waits already. Decide about that one first."))
    rating, words, evidence = checked(session, draft, by)
    made = Verdict(
        claim_id=claim.id,
        rating_id=rating.id,
        wording_id=newest_wording(session, rating).id,
        state=VerdictState.PROPOSED,
        proposed_by_id=by.account_id,
        client_token=draft.client_token or None,
        **words,
    )
    session.add(made)
    session.flush()
    _cite(session, made, evidence)
    return made


def check_claim(session: Session, claim: Claim) -> None:
    """Refuse what can have no verdict: what is not public, was merged, or cannot be true or not."""
    if claim.merged_into_id is not None:
        raise Refused(N_("This claim was merged into another one. Rate that one."))
    if claim.kind not in RATED:
        message = N_("Only factual claims and predictions get a verdict; this is one of: %(kind)s.")
        raise Refused(message, kind=claim.kind.words)
    public = select(Claim.id).where(Claim.id == claim.id, visible_to(ANYBODY).of(Claim))
    if session.scalar(public) is None:
        raise Refused(
            N_("Readers cannot see this claim yet. Publish a statement on it first, then rate it.")
        )


def revise(
    session: Session, verdict: Verdict, draft: VerdictDraft, *, version: int | None, by: Viewer
) -> None:
    """Change one's own proposal while it waits."""
    _open(session, verdict, version)
    if verdict.proposed_by_id != by.account_id:
        raise Refused(N_("Only who proposed a verdict can change it."))
    rating, words, evidence = checked(session, draft, by)
    verdict.rating_id = rating.id
    verdict.wording_id = newest_wording(session, rating).id
    for name, said in words.items():
        setattr(verdict, name, said)
    # Other evidence is another verdict: who reads it must see that it changed.
    verdict.proposed_at = now()
    session.flush()
    _cite(session, verdict, evidence)


def accept(session: Session, verdict: Verdict, decided: Decided) -> None:
    """Let a proposal stand; what stood on the claim before is kept as an earlier one."""
    audit.lock_head(session)
    session.refresh(verdict)
    if _is_pressed_twice(verdict, VerdictState.STANDING, decided.by):
        return
    _open(session, verdict, decided.version)
    _check_eyes(verdict, decided)
    check_claim(session, session.get_one(Claim, verdict.claim_id, populate_existing=True))
    rating = session.get_one(Rating, verdict.rating_id, populate_existing=True)
    if rating.is_retired:
        raise Refused(N_("The rating was retired in the meantime. Propose another one."))
    _end_standing(session, verdict.claim_id, VerdictState.SUPERSEDED)
    _decide(verdict, VerdictState.STANDING, decided.by)
    verdict.wording_id = newest_wording(session, rating).id
    session.flush()
    session.add(
        VerdictStanding(
            verdict_id=verdict.id, claim_id=verdict.claim_id, rating_id=verdict.rating_id
        )
    )
    audit.expect_stamps(session)
    session.flush()
    _tell(session, NotificationKind.ACCEPTED, verdict, decided.by)


def decline(session: Session, verdict: Verdict, decided: Decided) -> None:
    """Turn a proposal down, with the reason for who proposed it."""
    audit.lock_head(session)
    session.refresh(verdict)
    if _is_pressed_twice(verdict, VerdictState.DECLINED, decided.by):
        return
    _open(session, verdict, decided.version)
    _check_eyes(verdict, decided)
    reason = _reason(decided.reason, N_("Say why it is not accepted; who proposed it reads it."))
    _decide(verdict, VerdictState.DECLINED, decided.by)
    verdict.answer = reason
    session.flush()
    _tell(session, NotificationKind.REJECTED, verdict, decided.by)


def recall(session: Session, verdict: Verdict, *, by: Viewer) -> None:
    """Take one's own proposal back. Twice is once."""
    audit.lock_head(session)
    session.refresh(verdict)
    if verdict.proposed_by_id != by.account_id:
        raise Refused(N_("Only who proposed a verdict can take it back."))
    if verdict.state is not VerdictState.RECALLED:
        _open(session, verdict, verdict.version)
        verdict.state = VerdictState.RECALLED
        session.flush()


def withdraw(session: Session, verdict: Verdict, decided: Decided) -> None:
    """Take a verdict that stands off the record, and say why. The claim then has none."""
    audit.lock_head(session)
    session.refresh(verdict)
    by = decided.by.account_id
    if verdict.state is VerdictState.WITHDRAWN and verdict.withdrawn_by_id == by:
        return
    if verdict.state is not VerdictState.STANDING:
        raise Refused(N_("This verdict does not stand any more."))
    if verdict.version != decided.version:
        raise Stale("verdict", verdict.id, decided.version or 0, verdict.version)
    reason = _reason(decided.reason, N_("Say why; everybody can read it."))
    _end_standing(session, verdict.claim_id, VerdictState.WITHDRAWN)
    verdict.withdrawn_by_id, verdict.withdrawn_at = by, now()
    verdict.withdrawn_reason = reason
    session.flush()


def _open(session: Session, verdict: Verdict, version: int | None) -> None:
    """Refuse what does not wait any more; Stale where it is not what was read."""
    audit.lock_head(session)
    session.refresh(verdict)
    if verdict.state in {VerdictState.STANDING, VerdictState.SUPERSEDED, VerdictState.DECLINED}:
        account = Account.id == verdict.decided_by_id
        who = session.scalar(select(account_name("en")).where(account))
        raise Refused(N_("%(name)s has decided about this verdict already."), name=who or "")
    if verdict.state is not VerdictState.PROPOSED:
        raise Refused(N_("This verdict does not wait any more."))
    if verdict.version != version:
        raise Stale("verdict", verdict.id, version or 0, verdict.version)


def _is_pressed_twice(verdict: Verdict, state: VerdictState, by: Viewer) -> bool:
    return verdict.state is state and verdict.decided_by_id == by.account_id


def _check_eyes(verdict: Verdict, decided: Decided) -> None:
    if decided.four_eyes and verdict.proposed_by_id == decided.by.account_id:
        raise Refused(N_("Four eyes: another reviewer decides about the verdict you proposed."))


def _decide(verdict: Verdict, state: VerdictState, by: Viewer) -> None:
    moment = now()
    verdict.state, verdict.decided_by_id = state, by.account_id
    verdict.decided_at, verdict.decided_on = moment, moment.astimezone(UTC).date()


def _tell(session: Session, kind: NotificationKind, verdict: Verdict, by: Viewer) -> None:
    """Tell who proposed it what became of it."""
    about = About(claim=verdict.claim_id)
    notify(session, kind, [verdict.proposed_by_id], about, by=by.account_id)


def _end_standing(session: Session, claim_id: int, state: VerdictState) -> None:
    standing = VerdictStanding.claim_id == claim_id, VerdictStanding.left.is_(None)
    for row in session.scalars(select(VerdictStanding).where(*standing)):
        row.left = 0
        session.get_one(Verdict, row.verdict_id, populate_existing=True).state = state
        audit.expect_stamps(session)
    session.flush()


def _reason(words: str, missing: str) -> str:
    reason = text.check_text(words, field="reason", limit=text.FIELD_LIMIT)
    if not reason:
        raise Refused(missing, field="reason")
    return reason


def _cite(session: Session, verdict: Verdict, evidence: list[Cited]) -> None:
    """Let the verdict rest on this evidence and no other."""
    mine = select(VerdictSource).where(VerdictSource.verdict_id == verdict.id)
    held = session.scalars(mine.order_by(VerdictSource.place)).all()
    for row, cited in zip(held, evidence, strict=False):
        row.source_id, row.passage, row.locator = cited
    for row in held[len(evidence) :]:
        session.delete(row)
    for place, (source, passage, locator) in enumerate(evidence):
        if place >= len(held):
            made = VerdictSource(verdict_id=verdict.id, place=place, source_id=source)
            made.passage, made.locator = passage, locator
            session.add(made)
    session.flush()
