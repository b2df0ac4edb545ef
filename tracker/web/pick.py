"""What a picker asks (`/claims/pick?q=`) and how it is answered."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, jsonify, request

from tracker.text import normalise

LIMIT = 10
_LONGEST = 200


def asked() -> str:
    """The words that were typed."""
    return normalise(request.args.get("q", ""), strip=True)[:_LONGEST]


def answer_options(options: Iterable[Any]) -> Response:
    """Answer with options: (key, label) or (key, label, hint), or objects with these names."""
    return jsonify({"options": [as_option(option) for option in options]})


def as_option(option: Any) -> dict[str, str]:  # noqa: ANN401 - a row or a tuple
    """An option as the picker's script and its macro read it."""
    if isinstance(option, dict):
        key, label, hint = option["key"], option["label"], option.get("hint")
    elif hasattr(option, "key") and hasattr(option, "label"):
        key, label, hint = option.key, option.label, getattr(option, "hint", "")
    else:
        parts: Sequence[Any] = tuple(option)
        key, label, hint = (*parts, "")[:3]
    return {"key": str(key), "label": str(label), "hint": str(hint or "")}
