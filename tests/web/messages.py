"""Every message, and those a catalogue lacks: `python -m tests.web.messages id`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_file
from jinja2 import Environment

from tests.fixtures.missing import ROOT
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
        elif message[0]:
            yield line, str(message[0])


def missing_in(language: str) -> dict[Message, str]:
    """The messages that the catalogue of a language lacks."""
    known = read_catalogue(language).messages
    return {
        message: place
        for message, place in messages_in_use().items()
        if (message if isinstance(message, str) else message[0]) not in known
    }


def as_entry(message: Message, place: str) -> str:
    """An empty entry of a .po file."""
    quoted = [_quoted(text) for text in ([message] if isinstance(message, str) else message)]
    if isinstance(message, str):
        return f'#: {place}\nmsgid {quoted[0]}\nmsgstr ""\n'
    return f'#: {place}\nmsgid {quoted[0]}\nmsgid_plural {quoted[1]}\nmsgstr[0] ""\n'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    language = sys.argv[1] if len(sys.argv) > 1 else "id"
    print("\n".join(as_entry(*pair) for pair in missing_in(language).items()))  # noqa: T201
