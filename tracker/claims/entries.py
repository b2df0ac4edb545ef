"""Statements as the entry macro reads them: words, people and places with their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.dates import Days, parse_days
from tracker.vocabulary import ClaimKind, Delivery, Level, Stance
from tracker.web.addresses import address
from tracker.web.locale import gettext, language, stance_label


@dataclass(frozen=True)
class Link:
    """Something with a name and an address; `place` only of an occasion."""

    name: str
    url: str
    place: str = ""

    @property
    def label(self) -> str:
        return self.name


@dataclass(frozen=True)
class SpeakerLine:
    """Who said it, under which title, for whom."""

    id: int
    name: str
    url: str
    role_title: str
    body_id: int | None
    body_name: str
    body_url: str
    state_id: int | None
    state_name: str
    state_url: str

    def id_at(self, level: Level) -> int | None:
        return {Level.SPEAKER: self.id, Level.BODY: self.body_id}.get(level, self.state_id)


@dataclass(frozen=True)
class StanceLine:
    """The stance on this page's claim; its address and words stand in the page's heading."""

    code: Stance
    kind: ClaimKind
    claim_id: int
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class CitationLine:
    """Where it can be read."""

    source_title: str
    source_url: str
    source_language: str
    locator: str
    exact: str


@dataclass(frozen=True)
class ClaimEntry:
    """One statement on the page of a claim."""

    statement_id: int
    uid: str
    url: str
    delivery: Delivery
    said_on: Days
    stances: tuple[StanceLine, ...]
    speakers: tuple[SpeakerLine, ...]
    described_as: str
    relayed_by: Link | None
    quote: str
    quote_language: str
    translation: str
    translation_language: str
    translator: str
    gloss: str
    gloss_language: str
    context: str
    occasion: Link | None
    citations: tuple[CitationLine, ...]
    replies_to: Link | None
    retracts: Link | None
    replies: tuple[Link, ...] = ()
    retracted_by: Link | None = None
    corrected_on: Days | None = None
    withdrawn: None = None
    state: str = "published"

    def seen_from(self, level: Level, holder_id: int) -> "ClaimEntry":
        """The same statement with those first, or alone, through whom this holder spoke."""
        mine = [line for line in self.speakers if line.id_at(level) == holder_id]
        others = [line for line in self.speakers if line not in mine]
        return replace(self, speakers=(*mine, *(others if level is Level.SPEAKER else ())))


def statement_url(statement_id: int) -> str:
    """Where a statement can be read."""
    return address("statements", statement_id)


def speaker_url(speaker_id: int | None, name: str | None) -> str:
    """Where a speaker's page is; "" where there is none."""
    return address("speakers", speaker_id, name or "") if speaker_id else ""


def entries_of(
    claim_id: int, words: Mapping[int, Sequence[Any]], answers: Mapping[int, int]
) -> dict[int, ClaimEntry]:
    """The statements whose words are loaded, by id, linked with those they answer."""
    told = {number: _entry(claim_id, rows) for number, rows in words.items()}
    shown = {}
    for number, one in told.items():
        answered = told.get(answers.get(number, 0))
        replies = [told[reply] for reply, to in answers.items() if to == number and reply in told]
        shown[number] = replace(
            one,
            replies_to=_said_link(answered) if answered else one.replies_to,
            replies=tuple(_said_link(reply) for reply in replies),
        )
    return shown


def _said_link(one: ClaimEntry) -> Link:
    """Names a statement by who said it, for whom, and what."""
    first = one.speakers[0]
    body = first.body_name if first.body_name != first.name else ""
    who = ", ".join(name for name in (one.described_as or first.name, body) if name)
    stance = one.stances[0]
    return Link(f"{who}: {stance_label(stance.code, stance.kind)}", one.url)


def _entry(claim_id: int, rows: Sequence[Any]) -> ClaimEntry:
    first = rows[0]
    edition = first.Edition
    gloss, gloss_language = _gloss(edition)
    codes = {row.code: row.claim_kind for row in rows}
    return ClaimEntry(
        statement_id=first.statement_id,
        uid=first.uid,
        url=statement_url(first.statement_id),
        delivery=edition.delivery,
        said_on=parse_days(edition.said_on),
        stances=tuple(StanceLine(code, kind, claim_id) for code, kind in codes.items()),
        speakers=_speakers(rows),
        described_as=edition.described_as,
        relayed_by=_link("speakers", edition.relayed_by_id, first.relay),
        quote=edition.quote,
        quote_language=edition.quote_language,
        translation=edition.translation,
        translation_language=edition.translation_language,
        translator=edition.translator,
        gloss=gloss,
        gloss_language=gloss_language,
        context=edition.context,
        occasion=_link("occasions", first.occasion_id, first.occasion, first.place or ""),
        citations=(
            CitationLine(
                first.source,
                address("sources", first.source_id, first.source),
                first.source_language,
                first.locator,
                first.exact,
            ),
        ),
        replies_to=_earlier(first.replied_id, first.replied_speaker),
        retracts=_earlier(first.retracted_id, None),
    )


def _gloss(edition: Any) -> tuple[str, str]:  # noqa: ANN401 - an edition
    """The gloss in the reader's language, else in the other one, and which it is."""
    glosses = {"en": edition.gloss_en, "id": edition.gloss_id}
    wanted = "id" if language() == "id" else "en"
    other = "en" if wanted == "id" else "id"
    return (glosses[wanted], wanted) if glosses[wanted] else (glosses[other], other)


def _speakers(rows: Sequence[Any]) -> tuple[SpeakerLine, ...]:
    lines = {
        row.speaker_id: SpeakerLine(
            id=row.speaker_id,
            name=row.speaker,
            url=speaker_url(row.speaker_id, row.speaker),
            role_title=row.role or "",
            body_id=row.body_id,
            body_name=row.body or "",
            body_url=speaker_url(row.body_id, row.body),
            state_id=row.state_id,
            state_name=row.state or "",
            state_url=speaker_url(row.state_id, row.state),
        )
        for row in rows
    }
    return tuple(lines.values())


def _link(noun: str, number: int | None, name: str | None, place: str = "") -> Link | None:
    return Link(name or "", address(noun, number, name or ""), place) if number else None


def _earlier(number: int | None, speaker: str | None) -> Link | None:
    """A statement that is not on this claim, so that only its speaker is known here."""
    if not number:
        return None
    return Link(speaker or gettext("an earlier statement"), statement_url(number))
