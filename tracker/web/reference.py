"""A reference to another noun in a form: chosen, typed, or looked for with "Find"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from tracker.errors import N_
from tracker.web import locale
from tracker.web.fields import KeyField
from tracker.web.forms import Form
from tracker.web.pick import as_option


@dataclass(frozen=True)
class Reference:
    """What a picker stands for: an object with its label, or the answers to choose from."""

    id: int | None = None
    label: str = ""
    options: Sequence[dict[str, str]] | None = None


@dataclass(frozen=True)
class Chooser:
    """How one field's words become an object: by KEY, else by searching."""

    named: Callable[[str], tuple[int, str] | None]
    search: Callable[[str], Sequence[Any]]


def asked_action() -> str:
    """The button that sent the form: save, find:FIELD, add:ROWS."""
    return request.form.get("action", "")


def settle(form: Form, field: KeyField, chooser: Chooser) -> Reference:
    """Read one reference; words that name nothing are answered with what may be meant."""
    text_name = f"{field.name}-text"
    words = field.typed if text_name in request.form else str(field.data or "")
    if not words:
        field.data = ""
        return Reference()
    known = chooser.named(field.key) if field.data else None
    if known is not None and words not in {known[1], str(field.data)}:
        known = None
    if known is not None:
        field.data = str(known[0])
        return Reference(*known)
    field.data = words
    options = [as_option(option) for option in chooser.search(words)]
    if request.method == "POST" and asked_action() != f"find:{field.name}":
        message = N_("Choose one of these.") if options else N_("Nothing is called this.")
        form.refuse(field.name, locale.gettext(message))
    return Reference(options=options)
