"""Messages in the languages of the interface, read from .po files when the tracker starts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tracker import paths

SOURCE = "en"
PSEUDO = "qps"
"""A language for tests: what is not between ⟦ and ⟧ was never given to a translator."""


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language; a message it lacks stays as it was written, in English."""

    language: str
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def gettext(self, message: str) -> str:
        """Translate one message; its %(name)s are filled in afterwards."""
        if self.language == PSEUDO:
            return pseudo(message)
        return self.messages.get(message, (message,))[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate a message that counts something."""
        if self.language == PSEUDO:
            return pseudo(singular if n == 1 else plural)
        found = self.messages.get(singular)
        if found is None:
            return singular if n == 1 else plural
        # Indonesian has one form for all numbers; Babel's own rule for it is wrong.
        return found[0] if len(found) == 1 or n == 1 else found[1]


def pseudo(message: str) -> str:
    """Mark a message as one that went through translation, once."""
    return message if not message or message.startswith("⟦") else f"⟦{message}⟧"


def read_catalogue(language: str, folder: Path = paths.TRANSLATIONS) -> Catalogue:
    """Read a language's messages; the source language and one without a file have none."""
    file = folder / f"{language}.po"
    if language in {SOURCE, PSEUDO} or not file.is_file():
        return Catalogue(language)
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language, abort_invalid=True)
    messages = {}
    for message in catalogue:
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        singular = message.id if isinstance(message.id, str) else message.id[0]
        if singular and all(told) and not message.fuzzy:
            messages[singular] = tuple(str(text) for text in told)
    return Catalogue(language, messages)


def read_catalogues(languages: Iterable[str]) -> dict[str, Catalogue]:
    """Read the messages of all languages that the interface is offered in, once a process."""
    return {language: _kept(language) for language in languages}


_kept = cache(read_catalogue)
