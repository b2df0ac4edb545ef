"""Reads the demo's files: the article and the votes as the drafts that commands take."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.claims.drafts import ClaimDraft, TopicDraft, Wording
from tracker.dates import format_days, parse_days
from tracker.sources.drafts import OccasionDraft, SourceDraft
from tracker.speakers.drafts import NameDraft, SpeakerDraft
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.text import territory_name
from tracker.vocabulary import (
    Act,
    ClaimKind,
    Delivery,
    OccasionKind,
    SourceKind,
    SpeakerKind,
    Stance,
)

FOLDER = Path(__file__).parent
VOTES_CLAIM = "un-dprk-human-rights"

_CODES = {"yes": Stance.SUPPORT, "abstain": Stance.MIXED, "no": Stance.OPPOSE}


@dataclass(frozen=True)
class Vote:
    """How one state voted on one resolution."""

    date: str
    resolution: str
    country_code: str
    vote: str

    @property
    def resolution_key(self) -> str:
        """The key of its occasion and of its source: A/RES/60/173 is un-60-173."""
        return "un-" + self.resolution.removeprefix("A/RES/").replace("/", "-")

    @property
    def state_key(self) -> str:
        return f"iso-{self.country_code.lower()}"

    @property
    def key(self) -> str:
        return f"{self.resolution_key}-{self.country_code.lower()}"


def article() -> dict[str, Any]:
    """What article.toml holds."""
    return _toml("article.toml")


def votes() -> list[Vote]:
    """All votes, by date and country."""
    with (FOLDER / "votes.csv").open(encoding="utf-8", newline="") as file:
        return [Vote(**row) for row in csv.DictReader(file)]


def topics() -> Iterator[TopicDraft]:
    for topic in article()["topics"]:
        yield TopicDraft(**topic)


def claims() -> Iterator[ClaimDraft]:
    """The claims of the article, then the one of the votes."""
    for claim in [*article()["claims"], *_toml("votes.toml")["claims"]]:
        yield ClaimDraft(
            kind=ClaimKind(claim["kind"]),
            wording=Wording(language="en", **claim["en"]),
            translations=(Wording(language="id", **claim["id"]),),
            topics=tuple(claim["topics"]),
            key=claim["key"],
        )


def states() -> Iterator[SpeakerDraft]:
    """Every state that voted, named by CLDR."""
    for code in sorted({vote.country_code for vote in votes()}):
        names = tuple(
            NameDraft(territory_name(code, language), language, is_displayed=True)
            for language in ("en", "id")
        )
        yield SpeakerDraft(
            kind=SpeakerKind.STATE,
            name=names[0].text,
            names=names,
            iso_code=code,
            key=f"iso-{code.lower()}",
        )


def speaker(given: dict[str, Any]) -> SpeakerDraft:
    """A person or an organisation of the article."""
    return SpeakerDraft(
        kind=SpeakerKind(given["kind"]),
        name=given["name"],
        names=tuple(NameDraft(**name) for name in given["names"]),
        key=given["key"],
    )


def resolutions() -> Iterator[tuple[OccasionDraft, SourceDraft]]:
    """Each vote as an occasion, and the record of it as a source."""
    words = _toml("votes.toml")
    first = {vote.resolution: vote for vote in reversed(votes())}
    for vote in sorted(first.values(), key=lambda vote: vote.date):
        day = format_days(parse_days(vote.date), "en")
        occasion = OccasionDraft(
            kind=OccasionKind.VOTE,
            held_on=vote.date,
            name_en=f"UN General Assembly, vote on {vote.resolution}",
            name_id=f"Majelis Umum PBB, pemungutan suara atas {vote.resolution}",
            place=words["place"],
            key=vote.resolution_key,
        )
        source = SourceDraft(
            kind=SourceKind.VOTING_RECORD,
            title=f"{words['title']}, {vote.resolution}, {day}",
            language=words["language"],
            published_on=vote.date,
            key=vote.resolution_key,
        )
        yield occasion, source


def cast(vote: Vote) -> StatementDraft:
    """A vote as a statement: the state is the speaker, and there are no words."""
    return StatementDraft(
        delivery=Delivery.VOTE,
        speakers=(SpeakerPart(vote.state_key),),
        citations=(CitationPart(vote.resolution_key),),
        stances=(StancePart(VOTES_CLAIM, _CODES[vote.vote], Act.VOTES),),
        said_on=vote.date,
        occasion=vote.resolution_key,
    )


def reported(given: dict[str, Any], role: str) -> StatementDraft:
    """A statement of the article. `role` is the number of its speaker's role."""
    whole = article()
    return StatementDraft(
        delivery=Delivery.REPORTED,
        speakers=(SpeakerPart(given["speaker"], role=role),),
        citations=(CitationPart(whole["sources"][0]["key"], locator=given["locator"]),),
        stances=tuple(_stance(stance) for stance in given["stances"]),
        said_on=whole["occasions"][0]["held_on"],
        occasion=whole["occasions"][0]["key"],
        gloss_en=given["gloss_en"],
        gloss_id=given["gloss_id"],
        replies_to=given.get("replies_to", ""),
    )


def _stance(given: dict[str, Any]) -> StancePart:
    return StancePart(
        claim=given["claim"],
        code=Stance(given["code"]),
        act=Act(given["act"]),
        targets=tuple(given.get("targets", ())),
        is_explicit=given.get("is_explicit", True),
        note=given.get("note", ""),
    )


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
