"""Hand in a second coding of a statement, without knowing the first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.blind import codable_by
from tracker.coding.drafts import Judged
from tracker.coding.readings import differing, readings
from tracker.errors import N_, OTHER_FORM, Missing, Refused, refuse_all
from tracker.models import Claim, Coded, Coding, Edition, Offered, Sampled, SampledState
from tracker.visibility import Viewer, find_id

_OVER = {
    SampledState.DIFFERING: N_("Enough people have coded this; what they differ about is settled."),
    SampledState.SETTLED: N_("This is settled already: nobody codes it any more."),
    SampledState.DROPPED: N_(
        "This statement has left the sample since: it was taken back, returned, rejected, "
        "replaced or withdrawn, or the sample was closed."
    ),
}


def hand_in(
    session: Session,
    number: int,
    judged: Sequence[Judged],
    *,
    by: Viewer,
    client_token: str | None = None,
) -> Sampled:
    """Keep what somebody says of each claim; the last of the coders shows who differs.

    The same token twice is the same form sent twice, and one coding.
    """
    # Two who hand in the last coding at once queue here; the second finds it complete.
    audit.lock_head(session)
    sampled = sampled_row(session, number)
    own = session.scalar(
        select(Coding).where(Coding.sampled_id == number, Coding.account_id == by.account_id)
    )
    if own is not None and client_token and own.client_token == client_token:
        return sampled
    _check_open(session, sampled, own, by)
    if client_token and _is_used(session, client_token):
        raise Refused(OTHER_FORM)
    coded = _checked(session, sampled, judged, by)
    coding = Coding(sampled_id=number, account_id=by.account_id, client_token=client_token or None)
    session.add(coding)
    session.flush()
    session.add_all(
        Coded(coding_id=coding.id, claim_id=claim, code=one.code, note=one.note)
        for claim, one in coded.items()
    )
    session.flush()
    handed_in = select(Coding.id).where(Coding.sampled_id == number, ~Coding.is_first)
    if len(session.scalars(handed_in).all()) >= sampled.coders:
        conclude(session, sampled)
    return sampled


def _is_used(session: Session, client_token: str) -> bool:
    known = select(Coding.id).where(Coding.client_token == client_token)
    return session.scalar(known) is not None


def sampled_row(session: Session, number: int) -> Sampled:
    """The sampled statement as it is now. Raises Missing if there is none."""
    found = select(Sampled).where(Sampled.id == number)
    sampled = session.scalar(found.execution_options(populate_existing=True))
    if sampled is None:
        raise Missing("sampled", str(number))
    return sampled


def _check_open(session: Session, sampled: Sampled, own: Coding | None, by: Viewer) -> None:
    if own is not None and own.is_first:
        message = N_(
            "You logged this statement: yours is the first coding. Somebody else reads it."
        )
        raise Refused(message)
    if own is not None:
        raise Refused(N_("You have coded this statement already. What was handed in, stands."))
    if sampled.state in _OVER:
        raise Refused(_OVER[sampled.state])
    if session.scalar(select(Edition.created_by_id).where(Edition.id == sampled.edition_id)) == (
        by.account_id
    ):
        raise Refused(N_("Nobody codes their own statement a second time."))
    if sampled.id not in session.scalars(codable_by(by.account_id)).all():
        message = N_("You decided about this statement before: you know how it was coded.")
        raise Refused(message)


def _checked(
    session: Session, sampled: Sampled, judged: Sequence[Judged], by: Viewer
) -> dict[int, Judged]:
    """What was said by claim, every claim that is offered among them; all problems at once."""
    problems: list[Refused] = []
    offered = set(session.scalars(select(Offered.claim_id).where(Offered.sampled_id == sampled.id)))
    found: dict[int, Judged] = {}
    for place, one in enumerate(judged):
        if (told := _read(session, place, one, by, problems)) is None:
            continue
        claim, read = told
        if claim in found:
            message = N_("This claim stands in the form twice.")
            problems.append(Refused(message, field=f"claims-{place}-claim"))
        elif not one.is_judged or (claim not in offered and one.code is None):
            message = N_(
                "Say where the statement stands on this claim, or that it is not about it."
            )
            problems.append(Refused(message, field=f"claims-{place}-code"))
        found[claim] = read
    if offered - found.keys():
        problems.append(Refused(N_("Every claim of the list is judged: some are missing.")))
    refuse_all(problems)
    return found


def _read(
    session: Session, place: int, one: Judged, by: Viewer, problems: list[Refused]
) -> tuple[int, Judged] | None:
    try:
        claim = find_id(session, Claim, one.claim, by)
    except Missing:
        message = N_("There is no claim “%(key)s”. Choose one that exists.")
        problems.append(Refused(message, field=f"claims-{place}-claim", key=one.claim[:60]))
        return None
    note = one.note
    try:
        note = text.check_text(note, field=f"claims-{place}-note", limit=text.FIELD_LIMIT)
    except Refused as refusal:
        problems.append(refusal)
    return claim, Judged(one.claim, one.code, note)


def conclude(session: Session, sampled: Sampled) -> None:
    """Nobody else codes it: is there anything to settle?"""
    told = readings(session, [sampled.id])[sampled.id]
    sampled.state = SampledState.DIFFERING if differing(told) else SampledState.SETTLED
    session.flush()
