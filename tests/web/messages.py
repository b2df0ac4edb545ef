"""Every message, and the catalogue brought up to them: `make messages`."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_file
from jinja2 import Environment

from tests.fixtures.missing import ROOT
from tracker import paths
from tracker.web.catalogue import read_catalogue

KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
# WTForms says these by itself where our forms let it.
LIBRARY = (
    "This field is required.",
    "Not a valid choice.",
    "Invalid Choice: could not coerce.",
    "Not a valid integer value.",
)

Message = str | tuple[str, ...]


@cache
def messages_in_use() -> dict[Message, str]:
    """Each message with the first place that says it; plurals as (singular, plural)."""
    found: dict[Message, str] = dict.fromkeys(LIBRARY, "WTForms")
    for file in sorted((ROOT / "tracker").rglob("*.py")):
        for line, message, _, _ in extract_from_file("python", file, keywords=KEYWORDS):
            found.setdefault(message, f"{file.relative_to(ROOT)}:{line}")
    for file in sorted((ROOT / "templates").rglob("*.html")):
        for line, message in _of_template(file):
            found.setdefault(message, f"{file.relative_to(ROOT)}:{line}")
    return found


def _of_template(file: Path) -> Iterator[tuple[int, Message]]:
    environment: Any = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for line, function, message in environment.extract_translations(file.read_text()):
        if isinstance(message, str):
            yield line, message
        elif function == "ngettext":
            yield line, (str(message[0]), str(message[1]))
        # None: a message that is chosen when the page is made, and marked where it stands.
        elif message and message[0]:
            yield line, str(message[0])


def missing_in(language: str) -> dict[Message, str]:
    """The messages that the catalogue of a language lacks."""
    known = read_catalogue(language).messages
    return {
        message: place
        for message, place in messages_in_use().items()
        if (message if isinstance(message, str) else message[0]) not in known
    }


def renewed(language: str, head: str) -> str:
    """The catalogue with every message in use, in the order of the code, and no other."""
    known = read_catalogue(language).messages
    used = messages_in_use()
    # One entry serves a message that stands alone in one place and counts something in another.
    counted = {message[0] for message in used if isinstance(message, tuple)}
    entries = [
        as_entry(message, known.get(message if isinstance(message, str) else message[0], ("",))[0])
        for message in used
        if message not in counted
    ]
    return "\n".join([head.rstrip() + "\n", *entries])


def as_entry(message: Message, told: str = "") -> str:
    """An entry of a .po file; the languages we have besides English count with one form."""
    quoted = [_quoted(text) for text in ([message] if isinstance(message, str) else message)]
    if isinstance(message, str):
        return f"msgid {quoted[0]}\nmsgstr {_quoted(told)}\n"
    return f"msgid {quoted[0]}\nmsgid_plural {quoted[1]}\nmsgstr[0] {_quoted(told)}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(language: str = "id") -> None:
    """Rewrite the catalogue and print what waits for a translator."""
    file = paths.TRANSLATIONS / f"{language}.po"
    head = file.read_text().split("\n\n")[0]
    file.write_text(renewed(language, head))
    missing = missing_in(language)
    told = [f"{place}: {message}" for message, place in missing.items()]
    told.append(f"{len(missing)} messages without a translation")
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
