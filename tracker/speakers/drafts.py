"""What a form or an import says of a speaker, in the form in which it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import text
from tracker.errors import N_, Refused
from tracker.vocabulary import SpeakerKind


@dataclass(frozen=True)
class NameDraft:
    text: str
    language: str
    is_displayed: bool = False


@dataclass(frozen=True)
class ExternalIdDraft:
    scheme: str
    value: str


@dataclass(frozen=True)
class SpeakerDraft:
    """One speaker; `parent` is an id.

    `uid` is proposed by a form, so that the form sent twice makes one row.
    """

    kind: SpeakerKind
    name: str
    names: tuple[NameDraft, ...] = ()
    iso_code: str = ""
    about: str = ""
    parent: int | None = None
    external_ids: tuple[ExternalIdDraft, ...] = ()
    key: str | None = None
    uid: str | None = None


def _line(value: str, field: str, *, is_name: bool = False) -> str:
    return text.check_text(
        value, field=field, limit=text.FIELD_LIMIT, is_name=is_name, multiline=False
    )


def checked(draft: SpeakerDraft) -> SpeakerDraft:
    """Give the draft in the form in which it is kept."""
    name = _line(draft.name, "name", is_name=True)
    if not name:
        raise Refused(N_("Write the speaker’s name."), field="name")
    about = text.check_text(draft.about, field="about", limit=text.FIELD_LIMIT)
    return SpeakerDraft(
        kind=SpeakerKind(draft.kind),
        name=name,
        names=tuple(_checked_names(draft.names)),
        iso_code=_line(draft.iso_code, "iso_code").upper(),
        about=about,
        parent=draft.parent,
        external_ids=tuple(_checked_external_ids(draft.external_ids)),
        key=draft.key,
        uid=draft.uid,
    )


def _checked_names(names: Sequence[NameDraft]) -> list[NameDraft]:
    checked: list[NameDraft] = []
    for place, name in enumerate(names):
        words = _line(name.text, f"names-{place}-text", is_name=True)
        if not words:
            raise Refused(N_("Write the name."), field=f"names-{place}-text")
        language = text.language_tag(name.language, field=f"names-{place}-language")
        before = [other for other in checked if other.language == language]
        if any(other.text == words for other in before):
            raise Refused(
                N_("“%(name)s” stands here twice in one language."),
                field=f"names-{place}-text",
                name=words,
            )
        if name.is_displayed and any(other.is_displayed for other in before):
            raise Refused(
                N_("Only one name in each language can be the one that is shown."),
                field=f"names-{place}-is_displayed",
            )
        checked.append(NameDraft(words, language, name.is_displayed))
    return checked


def _checked_external_ids(external_ids: Sequence[ExternalIdDraft]) -> list[ExternalIdDraft]:
    checked: list[ExternalIdDraft] = []
    for place, other in enumerate(external_ids):
        scheme = _line(other.scheme, f"external_ids-{place}-scheme", is_name=True).casefold()
        value = _line(other.value, f"external_ids-{place}-value", is_name=True)
        if not scheme:
            raise Refused(
                N_("Name the catalogue, such as wikidata."), field=f"external_ids-{place}-scheme"
            )
        if not value:
            raise Refused(
                N_("Write the speaker’s number there."), field=f"external_ids-{place}-value"
            )
        one = ExternalIdDraft(scheme, value)
        if one in checked:
            raise Refused(N_("This stands here twice."), field=f"external_ids-{place}-value")
        checked.append(one)
    return checked
