"""Settle what coders differ about, and let what was settled hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from tracker import text
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.claims.queries_stored import StoredWording, stored_claim
from tracker.coding.commands import sampled_row
from tracker.coding.drafts import Decided
from tracker.coding.readings import Reading, differing, readings
from tracker.errors import N_, Missing, Refused, Stale, refuse_all
from tracker.merged import standing_for
from tracker.models import Claim, Edition, Sampled, SampledState, Settlement, Statement, now
from tracker.reviews.commands import correct
from tracker.statements.commands import check_version, queue_for, submit
from tracker.statements.contents import Coded, Content, content_of, editions, write_content
from tracker.statements.rules import fingerprint_of
from tracker.visibility import Viewer
from tracker.vocabulary import Act, EditionState, Stance, StatementState

_NOT_YET = N_("Not everybody has coded this yet: there is nothing to settle.")
_OVER = {
    SampledState.WAITING: _NOT_YET,
    SampledState.SETTLED: N_("This is settled already."),
    SampledState.DROPPED: N_("This statement has left the sample: there is nothing to settle."),
}


def settle(
    session: Session,
    number: int,
    decided: Sequence[Decided],
    *,
    by: Viewer,
    version: int | None,
    four_eyes: bool = True,
) -> Sampled:
    """Say what holds of every claim that the coders differ about, with a reason for each.

    What was submitted says it from then on and still waits for a reviewer; of what is
    published a correction is begun and submitted. Nothing changes where the edition says
    so already.
    """
    statement = session.get_one(Statement, sampled_row(session, number).statement_id)
    queue_for(session, statement)
    sampled = sampled_row(session, number)
    if sampled.state in _OVER:
        raise Refused(_OVER[sampled.state])
    check_version(statement, version)
    told = readings(session, [number])[number]
    if four_eyes and any(by.account_id in reading.said for reading in told):
        raise Refused(N_("You coded this: another reviewer settles it."))
    found = _checked(decided, differing(told))
    for claim, one in found.items():
        session.add(
            Settlement(
                sampled_id=number, claim_id=claim, code=one.code, reason=one.reason,
                by_id=by.account_id,
            )
        )  # fmt: skip
        if one.note:
            _define(session, claim, one, place=list(found).index(claim), by=by)
    sampled.state = SampledState.SETTLED
    session.flush()
    _let_hold(session, statement, sampled, found, by=by)
    return sampled


def _checked(decided: Sequence[Decided], open_: Sequence[Reading]) -> dict[int, Decided]:
    problems: list[Refused] = []
    wanted = {reading.claim_id for reading in open_}
    found: dict[int, Decided] = {}
    for place, one in enumerate(decided):
        if one.claim_id not in wanted or one.claim_id in found:
            message = N_("The coders do not differ about this claim. Open the page again.")
            problems.append(Refused(message, field=f"claims-{place}-code"))
            continue
        if not one.is_decided:
            message = N_("Say what holds, or that the statement is not about this claim.")
            problems.append(Refused(message, field=f"claims-{place}-code"))
        words = {}
        for name in ("reason", "note"):
            field = f"claims-{place}-{name}"
            try:
                words[name] = text.check_text(
                    getattr(one, name), field=field, limit=text.FIELD_LIMIT
                )
            except Refused as refusal:
                problems.append(refusal)
        if words.get("reason") == "":
            message = N_("Give the reason: the coders learn from it.")
            problems.append(Refused(message, field=f"claims-{place}-reason"))
        found[one.claim_id] = replace(
            one, reason=words.get("reason", ""), note=words.get("note", "")
        )
    if wanted - found.keys() and not problems:
        problems.append(Refused(N_("Every claim that the coders differ about is settled at once.")))
    refuse_all(problems)
    return found


def _let_hold(
    session: Session,
    statement: Statement,
    sampled: Sampled,
    found: Mapping[int, Decided],
    *,
    by: Viewer,
) -> None:
    edition = session.scalars(editions().where(Edition.id == sampled.edition_id)).one()
    said = content_of(edition)
    wanted = _with(said, found)
    if wanted == said:
        return
    if edition.state is EditionState.SUBMITTED:
        write_content(session, edition, wanted)
        statement.changed_at = now()
    elif statement.state is StatementState.PUBLISHED and edition.is_standing:
        reason = " ".join(one.reason for one in found.values())[: text.FIELD_LIMIT]
        correction = correct(session, statement, by=by, version=None, reason=reason)
        write_content(session, correction, wanted)
        session.flush()
        submit(session, statement, by=by, version=None)
    else:
        # Whoever takes an edition back or replaces it also takes it out of its sample.
        raise Stale("edition", edition.id, edition.number, edition.number)
    session.flush()


def _with(said: Content, found: Mapping[int, Decided]) -> Content:
    """The same with the stances that were settled; an act that no longer fits is dropped."""
    stances = [
        _coded_as(stance, found[stance.claim_id].code) if stance.claim_id in found else stance
        for stance in said.stances
        if stance.claim_id not in found or found[stance.claim_id].code is not None
    ]
    known = {stance.claim_id for stance in said.stances}
    stances += [
        Coded(claim_id=claim, code=one.code)
        for claim, one in found.items()
        if claim not in known and one.code is not None
    ]
    changed = replace(said, stances=tuple(stances))
    return said if changed == said else replace(changed, fingerprint=fingerprint_of(changed))


def _coded_as(stance: Coded, code: Stance | None) -> Coded:
    if stance.code is code:
        return stance
    fits = stance.act is not Act.RETRACTS or code is Stance.DECLINE
    return replace(stance, code=code, act=stance.act if fits else None)


def _define(session: Session, claim: int, one: Decided, *, place: int, by: Viewer) -> None:
    """Write a note to the end of a claim's definition, as the form of the claim would.

    Of a merged claim it goes to the one whose definition people read now.
    """
    field = f"claims-{place}-note"
    claim = standing_for(session, Claim, claim)
    try:
        stored = stored_claim(session, by, str(claim))
        said = stored.wording
        definition = f"{said.definition}\n\n{one.note}" if said.definition else one.note
        draft = ClaimDraft(
            kind=stored.kind,
            wording=replace(_wording(said), definition=definition),
            translations=tuple(_wording(wording) for wording in stored.translations),
            topics=tuple(str(topic) for topic in stored.topics),
            relations=tuple(RelationDraft(kind, str(other)) for kind, other in stored.relations),
            reason=one.reason,
        )
        edit_claim(session, claim, draft, version=stored.version, by=by)
    except Refused as refusal:
        refusal.field, refusal.others = field, ()
        raise
    except Missing as problem:
        raise Refused(N_("This claim is gone: write no note to it."), field=field) from problem


def _wording(stored: StoredWording) -> Wording:
    return Wording(**vars(stored))
