"""Draw a sample for second coding, and close one."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.coding.commands import conclude
from tracker.coding.drafts import SampleDraft
from tracker.coding.drawing import Candidate, Decoys, candidates, chosen, coded_claims
from tracker.errors import N_, OTHER_FORM, Missing, Refused, Stale, refuse_all
from tracker.models import (
    Coded,
    Coding,
    Offered,
    Sample,
    Sampled,
    SampledState,
    SampleMethod,
    Stance,
    Statement,
)
from tracker.visibility import Viewer, find_id

# More would keep everybody else from writing for seconds.
MOST = 1_000
_SHARED = (SampleMethod.SHARE, SampleMethod.STRATIFIED)


def draw_sample(session: Session, draft: SampleDraft, *, by: Viewer) -> Sample:
    """Choose statements for second coding, and keep how they were coded first.

    The same token twice is the same form sent twice: the first sample is given back.
    """
    audit.lock_head(session)
    if draft.client_token:
        earlier = select(Sample).where(Sample.client_token == draft.client_token)
        if (known := session.scalar(earlier)) is not None:
            if known.by_id != by.account_id:
                raise Refused(OTHER_FORM)
            return known
    name = _checked(draft)
    seed = text.check_text(draft.seed, field="seed", limit=100) or secrets.token_hex(4)
    found = _candidates(session, draft, by)
    claims = coded_claims(session, [one.edition_id for one in found])
    drawn = chosen(found, draft.method, draft.share or 100, seed, claims)
    if len(drawn) > MOST:
        raise _too_many(len(drawn), "share")
    sample = Sample(
        name=name,
        method=draft.method,
        share=draft.share if draft.method in _SHARED else None,
        seed=seed,
        coders=draft.coders,
        takes_published=any(not one.is_blind for one in drawn),
        client_token=draft.client_token,
        by_id=by.account_id,
    )
    session.add(sample)
    session.flush()
    _take(session, sample, drawn, claims)
    return sample


def _too_many(n: int, field: str) -> Refused:
    message = N_("At most %(most)s statements are drawn at once; these are %(n)s.")
    return Refused(message, field=field, most=MOST, n=n)


def _checked(draft: SampleDraft) -> str:
    problems: list[Refused] = []
    name = ""
    try:
        name = text.check_text(draft.name, field="name", limit=100, is_name=True, multiline=False)
    except Refused as refusal:
        problems.append(refusal)
    else:
        if not name:
            problems.append(Refused(N_("Give the sample a name."), field="name"))
    if draft.method in _SHARED and not 1 <= (draft.share or 0) <= 100:
        problems.append(Refused(N_("Give the share as a number from 1 to 100."), field="share"))
    if not 1 <= draft.coders <= 3:
        message = N_("One, two or three people code a statement besides the first.")
        problems.append(Refused(message, field="coders"))
    if draft.method is SampleMethod.PICKED and not draft.picked:
        problems.append(Refused(N_("Name the statements to be coded."), field="picked"))
    if (n := len(set(draft.picked))) > MOST:
        # Before any of them is looked up: everybody else waits meanwhile.
        problems.append(_too_many(n, "picked"))
    refuse_all(problems)
    return name


def _candidates(session: Session, draft: SampleDraft, by: Viewer) -> list[Candidate]:
    if draft.method is not SampleMethod.PICKED:
        found = candidates(session, with_published=draft.takes_published)
        if not found:
            message = N_("There is nothing to draw from: what waits is in a sample already.")
            raise Refused(message, field="method")
        return found
    known = {one.statement_id: one for one in candidates(session, with_published=True)}
    picked: dict[int, Candidate] = {}
    problems = []
    for key in dict.fromkeys(draft.picked):
        try:
            number = find_id(session, Statement, key, by)
        except Missing:
            message = N_("There is no statement “%(key)s” that could be drawn.")
            problems.append(Refused(message, field="picked", key=key[:60]))
            continue
        if number in known:
            picked[number] = known[number]
        else:
            message = N_(
                "Statement %(number)s cannot be drawn: it neither waits for a reviewer nor is it "
                "published, or it is in a sample already."
            )
            problems.append(Refused(message, field="picked", number=number))
    refuse_all(problems)
    return list(picked.values())


def _take(
    session: Session, sample: Sample, drawn: Sequence[Candidate], claims: dict[int, list[Stance]]
) -> None:
    # Not by the seed, which everybody reads: who draws the same lots tells the decoys apart.
    decoys = Decoys(session, secrets.token_hex(16))
    rows = [
        Sampled(
            sample_id=sample.id,
            statement_id=one.statement_id,
            edition_id=one.edition_id,
            is_blind=one.is_blind,
            coders=sample.coders,
        )
        for one in drawn
    ]
    session.add_all(rows)
    session.flush()
    firsts = []
    for one, row in zip(drawn, rows, strict=True):
        firsts.append(Coding(sampled_id=row.id, account_id=one.author_id, is_first=True))
        coded = [stance.claim_id for stance in claims.get(one.edition_id, ())]
        session.add_all(
            Offered(sampled_id=row.id, place=place, claim_id=claim)
            for place, claim in enumerate(decoys.offered(one.uid, coded))
        )
    session.add_all(firsts)
    session.flush()
    for one, first in zip(drawn, firsts, strict=True):
        session.add_all(
            Coded(coding_id=first.id, claim_id=s.claim_id, code=s.code, note=s.note)
            for s in claims.get(one.edition_id, ())
        )
    session.flush()


def close_sample(session: Session, sample: Sample, *, version: int | None) -> None:
    """End a sample: what nobody has coded yet leaves it, what differs is still settled.

    What fewer have coded than were asked to counts as it is. A second time does nothing.
    """
    audit.lock_head(session)
    session.refresh(sample)
    if sample.is_closed:
        return
    if version is not None and version != sample.version:
        raise Stale("sample", sample.id, version, sample.version)
    sample.is_closed = True
    waiting = select(Sampled).where(
        Sampled.sample_id == sample.id, Sampled.state == SampledState.WAITING
    )
    handed_in = select(Coding.sampled_id).where(~Coding.is_first)
    begun = waiting.with_only_columns(Sampled.id).where(Sampled.id.in_(handed_in))
    coded = set(session.scalars(begun))
    for sampled in session.scalars(waiting).all():
        if sampled.id in coded:
            conclude(session, sampled)
        else:
            sampled.state = SampledState.DROPPED
    session.flush()
