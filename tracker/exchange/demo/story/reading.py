"""Reads the files of the story as the drafts that commands take."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tracker.claims.drafts import ClaimDraft, RelationDraft, TopicDraft, Wording
from tracker.sources.drafts import OccasionDraft, OutletDraft, SourceDraft
from tracker.speakers.commands_roles import RoleDraft
from tracker.speakers.drafts import NameDraft, SpeakerDraft
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.vocabulary import (
    Act,
    ClaimKind,
    Delivery,
    OccasionKind,
    RelationKind,
    SourceKind,
    SpeakerKind,
    Stance,
)

FOLDER = Path(__file__).parent
# In the order of time, which is the order in which they are logged.
_SOURCES = (
    *("minutes-2023", "hearing-2023", "lantern-2023"),
    *("dermaga-2024", "surat-2024", "lantern-2024"),
)
_WORDS = (
    *("said_on", "occasion", "quote", "quote_language", "translation", "translation_language"),
    *("gloss_en", "gloss_id", "context", "described_as", "relayed_by", "replies_to"),
    *("retracts", "repeats"),
)
_CODERS = ("reviewer", "reviewer2")
_OTHER = {"en": "id", "id": "en"}

Ids = Mapping[str, int]


def world(part: str) -> list[dict[str, Any]]:
    """One list of world.toml."""
    found: list[dict[str, Any]] = _toml("world.toml")[part]
    return found


def speakers(part: str) -> Iterator[dict[str, Any]]:
    """The speakers of the "town", or those of a part that is added later."""
    return _of_part("speakers", part)


def roles(part: str) -> Iterator[dict[str, Any]]:
    """The roles of one part's speakers."""
    return _of_part("roles", part)


def _of_part(name: str, part: str) -> Iterator[dict[str, Any]]:
    for given in world(name):
        if given.get("part", "town") == part:
            yield {column: value for column, value in given.items() if column != "part"}


def stages() -> list[dict[str, Any]]:
    """What happens to the statements, in order."""
    found: list[dict[str, Any]] = _toml("course.toml")["stages"]
    return found


@cache
def statements() -> dict[str, dict[str, Any]]:
    """Every statement by its key, filled up with what its source's file says of all."""
    files = [_toml(f"statements/{name}.toml") for name in _SOURCES]
    return {
        given["key"]: {**file["common"], **given} for file in files for given in file["statements"]
    }


def codings(sample: str) -> dict[str, dict[str, dict[str, Stance | None]]]:
    """Who read what into a sample's statements: by statement, coder and claim.

    In the file "-" is "not about this claim", and nothing at all is not read yet.
    """
    found: dict[str, dict[str, dict[str, Stance | None]]] = {}
    with (FOLDER / "codings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sample"] == sample:
                read = found.setdefault(row["statement"], {})
                for part in filter(row.get, _CODERS):
                    code = None if row[part] == "-" else Stance(row[part])
                    read.setdefault(part, {})[row["claim"]] = code
    return found


def text_of(name: str) -> str:
    """The text of a source."""
    return (FOLDER / "sources" / name).read_text(encoding="utf-8")


def topics() -> Iterator[TopicDraft]:
    for given in world("topics"):
        yield TopicDraft(**given)


def claims() -> Iterator[ClaimDraft]:
    for given in _toml("claims.toml")["claims"]:
        yield ClaimDraft(
            kind=ClaimKind(given["kind"]),
            wording=Wording(language="en", **given["en"]),
            translations=(Wording(language="id", **given["id"]),),
            topics=tuple(given["topics"]),
            relations=tuple(
                RelationDraft(RelationKind(one["kind"]), one["other"])
                for one in given.get("relations", ())
            ),
            key=given["key"],
        )


def speaker(given: Mapping[str, Any], ids: Ids) -> SpeakerDraft:
    """A speaker with the name in both languages, and other spellings that are known."""
    shown = {"en": given["en"], "id": given.get("id", given["en"])}
    names = [NameDraft(text, language, is_displayed=True) for language, text in shown.items()]
    return SpeakerDraft(
        kind=SpeakerKind(given["kind"]),
        name=given["en"],
        names=(*names, *(NameDraft(**other) for other in given.get("also", ()))),
        about=given.get("about", ""),
        parent=ids[given["parent"]] if "parent" in given else None,
        key=given["key"],
    )


def role(given: Mapping[str, Any], ids: Ids) -> RoleDraft:
    rest = {name: value for name, value in given.items() if name not in {"key", "speaker"}}
    return RoleDraft(**{**rest, "body": ids[given["body"]]})


def outlet(given: Mapping[str, Any], ids: Ids) -> OutletDraft:
    line = ids[given["speaker"]] if "speaker" in given else None
    return OutletDraft(**{**given, "speaker": line})


def occasion(given: Mapping[str, Any], ids: Ids) -> OccasionDraft:
    host = ids[given["host"]] if "host" in given else None
    return OccasionDraft(**{**given, "host": host, "kind": OccasionKind(given["kind"])})


def source(given: Mapping[str, Any], outlets: Ids) -> SourceDraft:
    rest = {name: value for name, value in given.items() if name != "text"}
    outlet_id = outlets[given["outlet"]]
    return SourceDraft(**{**rest, "outlet": outlet_id, "kind": SourceKind(given["kind"])})


def statement(given: Mapping[str, Any], roles: Ids) -> StatementDraft:
    """A statement as it was logged. `roles` are the numbers of the roles by their keys."""
    words = {name: given.get(name, "") for name in _WORDS}
    if not words["translation"]:
        words["translation_language"] = ""
    elif not words["translation_language"]:
        words["translation_language"] = _OTHER[words["quote_language"]]
    return StatementDraft(
        delivery=Delivery(given["delivery"]),
        speakers=tuple(_said_by(part, roles) for part in given["speakers"]),
        citations=(CitationPart(given["source"], locator=given.get("locator", "")),),
        stances=tuple(_stance(part, words["quote"]) for part in given["stances"]),
        **words,
    )


def _said_by(given: Mapping[str, str], roles: Ids) -> SpeakerPart:
    number = str(roles[given["role"]]) if "role" in given else ""
    return SpeakerPart(given.get("speaker", ""), role=number, body=given.get("body", ""))


def _stance(given: Mapping[str, Any], quote: str) -> StancePart:
    code, act, words = given.get("code"), given.get("act"), given.get("evidence")
    start = quote.index(words) if words else 0
    return StancePart(
        claim=given["claim"],
        code=Stance(code) if code else None,
        act=Act(act) if act else None,
        targets=tuple(given.get("targets", ())),
        is_explicit=given.get("is_explicit", True),
        evidence=(start, start + len(words)) if words else None,
        note=given.get("note", ""),
        original_code=given.get("original_code", ""),
        original_scheme=given.get("original_scheme", ""),
    )


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
