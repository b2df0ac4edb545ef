"""From a draft's words and KEYs to an edition's content: everything is looked up and checked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import dates, text
from tracker.errors import N_, Missing, Refused
from tracker.models import Base, Claim, Occasion, Role, Snapshot, Source, Speaker, Statement
from tracker.statements.contents import Cited, Coded, Content, SaidBy
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.visibility import Viewer, find_id

T = TypeVar("T")


@dataclass
class Resolver:
    """Looks up what a draft names. Problems are collected, so that all are told at once."""

    session: Session
    by: Viewer
    problems: list[Refused] = field(default_factory=list)

    def attempt(self, read: Callable[[], T], default: T) -> T:
        """Note a refusal and go on with the default."""
        try:
            return read()
        except Refused as refusal:
            self.problems.append(refusal)
            return default

    def id_of(self, cls: type[Base], key: str, field: str) -> int | None:
        """The id behind a KEY; a problem beside the field if there is none."""
        if not key:
            return None
        try:
            return find_id(self.session, cls, key, self.by)
        except Missing:
            message = N_("Nothing on record has the key “%(key)s”. Choose from the list.")
            self.problems.append(Refused(message, field=field, key=text.excerpt(key, 40)))
            return None


def resolve(
    session: Session, draft: StatementDraft, *, by: Viewer
) -> tuple[Content, list[Refused]]:
    """Turn a draft into content, and name everything in it that cannot be."""
    look = Resolver(session, by)
    days = look.attempt(lambda: _days(draft.said_on), None)
    content = Content(
        delivery=draft.delivery,
        speakers=_speakers(look, draft),
        citations=_citations(look, draft.citations),
        stances=_stances(look, draft),
        said_on=days.text if days else "",
        first_on=days.first if days else None,
        last_on=days.last if days else None,
        occasion_id=look.id_of(Occasion, draft.occasion, "occasion"),
        relayed_by_id=look.id_of(Speaker, draft.relayed_by, "relayed_by"),
        replies_to_id=look.id_of(Statement, draft.replies_to, "replies_to"),
        retracts_id=look.id_of(Statement, draft.retracts, "retracts"),
        repeats_id=look.id_of(Statement, draft.repeats, "repeats"),
        confirmed=" ".join(sorted(draft.confirmed)),
        **_words(look, draft),
    )
    return content, look.problems


def _days(written: str) -> dates.Days | None:
    if not written:
        return None
    days = dates.parse_days(written, field="said_on")
    if dates.is_future(days):
        raise Refused(N_("This date has not happened yet."), field="said_on")
    return days


def _words(look: Resolver, draft: StatementDraft) -> dict[str, str]:
    """The texts of an edition in normal form, each within its limit."""
    limits = dict.fromkeys(("context", "gloss_en", "gloss_id"), text.FIELD_LIMIT)
    limits |= dict.fromkeys(("quote", "translation"), text.QUOTE_LIMIT)
    limits |= dict.fromkeys(("translator", "described_as"), text.FIELD_LIMIT)
    found = {}
    for name, limit in limits.items():
        read = partial(
            text.check_text,
            getattr(draft, name),
            field=name,
            limit=limit,
            is_name=name in {"translator", "described_as"},
            multiline=name in {"quote", "translation", "context"},
        )
        found[name] = look.attempt(read, "")
    for name in ("quote_language", "translation_language"):
        tag = getattr(draft, name)
        found[name] = look.attempt(partial(text.language_tag, tag, field=name), "") if tag else ""
    return found


def _speakers(look: Resolver, draft: StatementDraft) -> tuple[SaidBy, ...]:
    parts: list[SaidBy] = []
    for place, part in enumerate(draft.speakers):
        # Of an unnamed official, the body is the speaker: there are no placeholder persons.
        is_unnamed = bool(draft.described_as and part.body and not part.speaker)
        name, body = (part.body, "") if is_unnamed else (part.speaker, part.body)
        speaker = look.id_of(
            Speaker, name, f"speakers-{place}-{'body' if is_unnamed else 'speaker'}"
        )
        body_id = look.id_of(Speaker, body, f"speakers-{place}-body")
        if speaker is not None and any(other.speaker_id == speaker for other in parts):
            message = N_("This speaker is named twice.")
            look.problems.append(Refused(message, field=f"speakers-{place}-speaker"))
        elif speaker is not None:
            role = _role(look, part, speaker, place)
            if role is not None and body_id is not None:
                message = N_("Choose the role or the body, not both: a role has its own body.")
                look.problems.append(Refused(message, field=f"speakers-{place}-body"))
            parts.append(SaidBy(speaker, role, body_id))
        elif not name and (part.role or body):
            message = N_("Say who spoke, or remove this speaker.")
            look.problems.append(Refused(message, field=f"speakers-{place}-speaker"))
    return tuple(parts)


def _role(look: Resolver, part: SpeakerPart, speaker: int, place: int) -> int | None:
    if not part.role:
        return None
    # More digits than an id can have name nothing, but must not break the database.
    is_number = part.role.isascii() and part.role.isdigit() and len(part.role) < 19
    number = int(part.role) if is_number else 0
    found = select(Role.id).where(Role.id == number, Role.speaker_id == speaker)
    role = look.session.scalar(found)
    if role is None:
        message = N_("This speaker has no such role on record. Choose from the list.")
        look.problems.append(Refused(message, field=f"speakers-{place}-role"))
    return role


def _citations(look: Resolver, parts: tuple[CitationPart, ...]) -> tuple[Cited, ...]:
    cited = []
    for place, part in enumerate(parts):
        field = "source" if place == 0 else f"citations-{place}-source"
        source = look.id_of(Source, part.source, field)
        locator = _line(look, part.locator, f"citations-{place}-locator")
        if source is not None:
            span = look.attempt(partial(_span, look, source, part, place), Cited(source))
            cited.append(replace(span, locator=locator))
    return tuple(cited)


def _span(look: Resolver, source: int, part: CitationPart, place: int) -> Cited:
    """Find the cited words in the newest snapshot of the source that holds them."""
    exact = text.normalise(part.exact)
    if not exact.strip() and part.start is None:
        return Cited(source)
    newest = select(Snapshot).where(Snapshot.source_id == source).order_by(Snapshot.number.desc())
    for snapshot in look.session.scalars(newest):
        span = _place_in(snapshot.text, exact, part)
        if span is not None:
            return cite(source, snapshot, *span)
    message = N_("These words do not stand in the source at this place. Copy the passage again.")
    raise Refused(message, field=f"citations-{place}-exact")


def _place_in(whole: str, exact: str, part: CitationPart) -> tuple[int, int] | None:
    if part.start is None or part.end is None:
        return text.find_quote(exact, whole)
    is_there = 0 <= part.start < part.end <= len(whole)
    return (part.start, part.end) if is_there and whole[part.start : part.end] == exact else None


def cite(source: int, snapshot: Snapshot, start: int, end: int) -> Cited:
    """The W3C Web Annotation selectors of a span."""
    prefix, suffix = text.context_around(snapshot.text, start, end)
    exact = snapshot.text[start:end]
    return Cited(source, snapshot.id, start, end, exact, prefix, suffix)


def _stances(look: Resolver, draft: StatementDraft) -> tuple[Coded, ...]:
    coded: list[Coded] = []
    for place, part in enumerate(draft.stances):
        stance = _stance(look, part, place)
        if stance is None:
            continue
        if any(other.claim_id == stance.claim_id for other in coded):
            message = N_("This claim is coded twice. One statement takes one stance on a claim.")
            look.problems.append(Refused(message, field=f"stances-{place}-claim"))
            continue
        coded.append(stance)
    return tuple(coded)


def _stance(look: Resolver, part: StancePart, place: int) -> Coded | None:
    field = f"stances-{place}"
    claim = look.id_of(Claim, part.claim, f"{field}-claim")
    if claim is None:
        if not part.claim and (part.code or part.act or part.note or part.targets):
            message = N_("Choose the claim, or remove this stance.")
            look.problems.append(Refused(message, field=f"{field}-claim"))
        return None
    start, end = part.evidence or (None, None)
    if start is not None and end is not None and not 0 <= start < end <= text.QUOTE_LIMIT:
        message = N_("The evidence lies outside of the quote.")
        look.problems.append(Refused(message, field=f"{field}-evidence"))
        start = end = None
    targets = [look.id_of(Speaker, key, f"{field}-targets") for key in part.targets if key]
    return Coded(
        claim_id=claim,
        code=part.code,
        act=part.act,
        targets=tuple(dict.fromkeys(target for target in targets if target is not None)),
        is_explicit=part.is_explicit,
        evidence_start=start,
        evidence_end=end,
        note=_line(look, part.note, f"{field}-note"),
        original_code=_line(look, part.original_code, f"{field}-original_code"),
        original_scheme=_line(look, part.original_scheme, f"{field}-original_scheme"),
    )


def _line(look: Resolver, words: str, field: str) -> str:
    return look.attempt(
        lambda: text.check_text(words, field=field, limit=text.FIELD_LIMIT, multiline=False), ""
    )
