"""What a person sent while it could not be saved: given back to be copied and sent again."""

import re
from dataclasses import dataclass

from flask import request

from tracker.web.session import SAFE_METHODS

_OURS = frozenset({"csrf_token"})
_UNSEEN = frozenset({"client_token", "version", "action", "edition", "confirm"})
_SECRET = re.compile(r"password|passphrase|secret|recovery|credential|(?<!csrf_)(?<!client_)token")
_PERSONAL = ("/login", "/logout", "/account", "/invitation", "/reset")
_WORDS = re.compile(r"\s|.{30}", re.DOTALL)


@dataclass(frozen=True)
class Sent:
    """A form as it came; `words` are the texts in it that are worth copying."""

    address: str
    kind: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.fields if _is_words(*pair))

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.fields if not _is_words(*pair))


def _is_words(name: str, value: str) -> bool:
    return name not in _UNSEEN and _WORDS.search(value.strip()) is not None


def sent() -> Sent | None:
    """The form of this request; None where there was none, or where it may hold a secret."""
    if request.method in SAFE_METHODS or _is_personal():
        return None
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in _OURS
    )
    if not fields or any(_SECRET.search(name.lower()) for name, _ in fields):
        return None
    kind = "multipart/form-data" if request.mimetype == "multipart/form-data" else ""
    return Sent(request.script_root + request.full_path.rstrip("?"), kind, fields)


def _is_personal() -> bool:
    if any(request.path == path or request.path.startswith(f"{path}/") for path in _PERSONAL):
        return True
    rule = request.url_rule
    return rule is None or any(_SECRET.search(name) for name in rule.arguments)
