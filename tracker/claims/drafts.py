"""What a form, an import or the demo hands to the commands of claims and topics."""

from dataclasses import dataclass, replace

from tracker.vocabulary import ClaimKind, RelationKind


@dataclass(frozen=True)
class Wording:
    """A claim in one language: its words, the other side's, what counts and what does not."""

    language: str
    text: str
    negation: str = ""
    definition: str = ""
    exclusion: str = ""


@dataclass(frozen=True)
class RelationDraft:
    """This claim contradicts, entails or is narrower than the one with this KEY."""

    kind: RelationKind
    other: str


@dataclass(frozen=True)
class ClaimDraft:
    """A claim as it should be. Topics and related claims are named by KEY."""

    kind: ClaimKind
    wording: Wording
    translations: tuple[Wording, ...] = ()
    topics: tuple[str, ...] = ()
    relations: tuple[RelationDraft, ...] = ()
    reason: str = ""
    """Why the meaning is unchanged; a reviewer's, where statements are published."""
    key: str | None = None
    uid: str | None = None
    """Proposed by the form, so that the form sent twice makes one claim."""

    def with_words(
        self, wording: Wording, translations: tuple[Wording, ...], reason: str
    ) -> "ClaimDraft":
        """Give the draft with its words in normal form."""
        return replace(self, wording=wording, translations=translations, reason=reason)


@dataclass(frozen=True)
class TopicDraft:
    """A topic as it should be; its parent is named by KEY."""

    name_en: str = ""
    name_id: str = ""
    about: str = ""
    parent: str = ""
    key: str | None = None
    uid: str | None = None
