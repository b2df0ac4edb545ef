"""How a command speaks: data on stdout, words on stderr, in the language of `--lang`."""

import json
import sys
from contextvars import ContextVar
from functools import cache

from tracker.reports.charts.tongue import Tongue
from tracker.web.catalogue import read_catalogue

LANGUAGES = ("en", "id")

_catalogue = cache(read_catalogue)
_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Choose the language of everything said from now on."""
    _language.set(language)


def language() -> str:
    """The language in which the command speaks."""
    return _language.get()


def _(message: str) -> str:
    """The message in the chosen language; English where nobody has translated it."""
    return _catalogue(language()).gettext(message)


def tongue() -> Tongue:
    """How a chart speaks in the chosen language."""
    return Tongue(_catalogue(language()))


def say(message: str, **params: object) -> None:
    """Say something to the person at the terminal: on stderr, never among the data."""
    translated = _(message)
    print(translated % params if params else translated, file=sys.stderr, flush=True)


def give(data: object) -> None:
    """Hand over data: one line of JSON on stdout, at once."""
    print(json.dumps(data, ensure_ascii=False), flush=True)
