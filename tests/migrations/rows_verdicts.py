"""A scale with one rating, and a verdict that stands, as their migration finds them."""

from typing import Any

VERDICTS: list[tuple[str, dict[str, Any]]] = [
    (
        "rating",
        {"code": "true", "place": 1, "is_retired": False, "newest": 1, "version": 1},
    ),
    (
        "rating_wording",
        {
            "rating_id": 1,
            "number": 1,
            "label_en": "True",
            "label_id": "Benar — “ya”",
            "colour": "green",
            "icon": "full",
            "value": 100,
        },
    ),
    (
        "verdict",
        {
            "uid": "v",
            "claim_id": 1,
            "rating_id": 1,
            "wording_id": 1,
            "state": "standing",
            "reasons_en": "<b>“So”</b>",
            "decided_on": "2025-01-08",
            "version": 1,
        },
    ),
    ("verdict_source", {"verdict_id": 1, "place": 0, "source_id": 1, "passage": "naïve"}),
    ("verdict_standing", {"verdict_id": 1, "claim_id": 1, "rating_id": 1, "entered": 1}),
]
