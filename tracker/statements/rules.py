"""What a statement must have before somebody reviews it, and what is doubtful about it."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import blind, dates, text
from tracker.errors import N_, Doubt, Refused, refuse_all
from tracker.models import Edition, Role, Snapshot, Speaker, Statement
from tracker.statements.contents import Content
from tracker.statements.resolve import cite
from tracker.vocabulary import Act, Check, Delivery, EditionState, SpeakerKind, Stance


def problems_of(session: Session, content: Content, *, statement: int | None) -> list[Refused]:
    """List what is missing or contradicts itself, and what a person has not yet confirmed.

    `statement` is the one that would say this, so that it is not its own twin.
    """
    problems = [
        *_missing_parts(content),
        *_missing_stance(session, content, statement),
        *_unfit_words(content),
        *_unfit_stances(content),
        *_unfit_speakers(session, content),
        *_unfit_links(content, statement),
        *_unfound_quote(session, content),
    ]
    doubts = [*_roles_out_of_date(session, content), *_twins(session, content, statement)]
    confirmed = content.confirmed.split()
    return [*problems, *(doubt for doubt in doubts if doubt.check.value not in confirmed)]


def check_complete(session: Session, content: Content, *, statement: int | None) -> None:
    """Refuse what no reviewer should have to look at."""
    refuse_all(problems_of(session, content, statement=statement))


def check_sound(session: Session, content: Content, *, statement: int | None) -> None:
    """Refuse what may not stand. Its author has answered the doubts, and may not be asked again."""
    problems = problems_of(session, content, statement=statement)
    refuse_all([problem for problem in problems if not isinstance(problem, Doubt)])


def _missing_parts(content: Content) -> Iterator[Refused]:
    if not content.citations:
        yield Refused(N_("Name the source in which this can be read."), field="source")
    if not content.speakers:
        yield Refused(N_("Say who spoke."), field="speakers-0-speaker")
    if not content.said_on:
        yield Refused(N_("Say when it was said: 2025, 2025-01 or 2025-01-08."), field="said_on")


def _missing_stance(session: Session, content: Content, statement: int | None) -> Iterator[Refused]:
    if not content.stances and not blind.is_settled_as_nothing(session, statement):
        message = N_("Choose the claim that this statement is about.")
        yield Refused(message, field="stances-0-claim")


def _unfit_words(content: Content) -> Iterator[Refused]:
    has_gloss = bool(content.gloss_en or content.gloss_id)
    if content.quote and not content.delivery.may_quote:
        message = N_(
            "Reported speech, a paraphrase and a vote have no quote. Move the words to the gloss,"
            " or change how we know them."
        )
        yield Refused(message, field="quote")
    elif not content.quote and content.delivery in {Delivery.VERBATIM, Delivery.INTERPRETED}:
        yield Refused(N_("Give the words that were said."), field="quote")
    elif not has_gloss and content.delivery in {Delivery.PARAPHRASE, Delivery.REPORTED}:
        message = N_("Say in one sentence of your own what was said.")
        yield Refused(message, field="gloss_en")
    if content.quote and not content.quote_language:
        yield Refused(N_("Say in which language the quote is."), field="quote_language")
    if content.translation and not content.translation_language:
        message = N_("Say into which language this was translated.")
        yield Refused(message, field="translation_language")
    if content.translation and not content.quote:
        yield Refused(N_("There is no quote that this could translate."), field="translation")


def _unfit_stances(content: Content) -> Iterator[Refused]:
    for place, stance in enumerate(content.stances):
        if stance.code is None:
            message = N_("Choose where the statement stands on this claim.")
            yield Refused(message, field=f"stances-{place}-code")
        if stance.act is Act.RETRACTS and stance.code not in {None, Stance.DECLINE}:
            message = N_("Who retracts takes no side any more: choose “declines to say”.")
            yield Refused(message, field=f"stances-{place}-code")
        if stance.evidence_end is not None and stance.evidence_end > len(content.quote):
            message = N_("The evidence lies outside of the quote.")
            yield Refused(message, field=f"stances-{place}-evidence")


def _unfit_speakers(session: Session, content: Content) -> Iterator[Refused]:
    ids = {part.speaker_id for part in content.speakers}
    ids |= {part.body_id for part in content.speakers if part.body_id is not None}
    found = select(Speaker.id, Speaker.kind).where(Speaker.id.in_(sorted(ids)))
    kinds = {row.id: row.kind for row in session.execute(found)}
    for place, part in enumerate(content.speakers):
        if part.body_id is not None and kinds[part.body_id] is SpeakerKind.PERSON:
            message = N_("One speaks on behalf of a body, not of a person.")
            yield Refused(message, field=f"speakers-{place}-body")
        if content.described_as and kinds[part.speaker_id] is SpeakerKind.PERSON:
            message = N_("An unnamed speaker is known by the body alone: name the body.")
            yield Refused(message, field=f"speakers-{place}-speaker")


def _unfit_links(content: Content, statement: int | None) -> Iterator[Refused]:
    for name in ("replies_to", "retracts", "repeats"):
        if statement is not None and getattr(content, f"{name}_id") == statement:
            yield Refused(N_("A statement cannot refer to itself."), field=name)


def _unfound_quote(session: Session, content: Content) -> Iterator[Refused]:
    """A verbatim quote stands in a snapshot, or its citation says where to find it."""
    if content.delivery is not Delivery.VERBATIM or not content.quote:
        return
    if any(cited.locator for cited in content.citations) or _is_cited(content):
        return
    sources = [cited.source_id for cited in content.citations]
    has_text = session.scalar(select(Snapshot.id).where(Snapshot.source_id.in_(sources)).limit(1))
    if has_text is None:
        message = N_(
            "The source has no text to check the quote against. Paste its text, or say where in"
            " the source the words are."
        )
    else:
        message = N_("The text of the source does not contain these words. Copy them again.")
    yield Refused(message, field="quote")


def _is_cited(content: Content) -> bool:
    """Whether a cited passage holds the quote, white space and typography aside."""
    return any(
        cited.exact and text.find_quote(content.quote, cited.exact) is not None
        for cited in content.citations
    )


def find_quote(session: Session, content: Content) -> Content:
    """Cite the passage of the snapshot in which a quote stands, where the editor did not."""
    if not content.quote or not content.delivery.may_quote or _is_cited(content):
        return content
    for place, cited in enumerate(content.citations):
        if cited.snapshot_id is not None:
            continue
        newest = select(Snapshot).where(Snapshot.source_id == cited.source_id)
        for snapshot in session.scalars(newest.order_by(Snapshot.number.desc())):
            span = text.find_quote(content.quote, snapshot.text)
            if span is not None:
                found = replace(cite(cited.source_id, snapshot, *span), locator=cited.locator)
                before, after = content.citations[:place], content.citations[place + 1 :]
                return replace(content, citations=(*before, found, *after))
    return content


def _roles_out_of_date(session: Session, content: Content) -> Iterator[Doubt]:
    if not content.first_on or not content.last_on:
        return
    said = dates.Days(content.said_on, content.first_on, content.last_on)
    for place, part in enumerate(content.speakers):
        role = session.get(Role, part.role_id) if part.role_id is not None else None
        if role is None:
            continue
        since = dates.parse_days(role.since) if role.since else None
        until = dates.parse_days(role.until) if role.until else None
        if not dates.role_covers(since, until, said):
            yield Doubt(
                N_("On record, this role does not cover %(said)s. Correct the role, or confirm."),
                check=Check.ROLE_DATES,
                field=f"speakers-{place}-role",
                said=said,
            )


def fingerprint_of(content: Content) -> str:
    """Equal for two statements that say the same: who, when, and the words or the claims."""
    words = text.fingerprint(content.quote or content.gloss_en or content.gloss_id)
    if not words:
        codes = sorted(f"{stance.claim_id}" for stance in content.stances)
        words = f"{content.occasion_id} {' '.join(codes)}"
    who = sorted(part.speaker_id for part in content.speakers)
    return sha256(f"{who}|{content.said_on}|{content.described_as}|{words}".encode()).hexdigest()


def _twins(session: Session, content: Content, statement: int | None) -> Iterator[Doubt]:
    if not content.speakers or not content.said_on:
        return
    found = (
        select(Edition.statement_id)
        .join(Statement, Statement.id == Edition.statement_id)
        .where(
            Edition.fingerprint == content.fingerprint,
            Edition.state != EditionState.REJECTED,
            (Edition.number == Statement.newest) | Edition.is_standing,
            Edition.statement_id != (statement or 0),
        )
    )
    twin = session.scalar(found.order_by(Edition.statement_id).limit(1))
    if twin is not None:
        yield Doubt(
            N_("Statement %(twin)s says the same: look at it, or confirm that this is another."),
            check=Check.TWIN,
            twin=twin,
        )
