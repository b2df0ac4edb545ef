"""A row of each table of contradictions, as their migration finds it."""

from typing import Any

_ENDS = {f"{side}_{noun}_id": 1 for side in "ab" for noun in ("statement", "claim")}
CONTRADICTIONS: list[tuple[str, dict[str, Any]]] = [
    ("office", {"person_id": 1, "body_id": 2, "first_on": "2025-01-08", "entered": 1}),
    (
        "not_contradiction",
        {
            **_ENDS,
            "kind": "same_day",
            "holder_id": 1,
            "reason": "<b>“Ironi”</b>",
            "by_id": 1,
            "entered": 1,
        },
    ),
]
KEPT: list[tuple[str, dict[str, Any]]] = [
    (
        "contradiction",
        {
            "level": "speaker",
            "kind": "same_day",
            "holder_id": 1,
            "before_id": 1,
            "after_id": 1,
            "claim_id": 1,
            "other_claim_id": 1,
            "gap_days": 0,
            "first_on": "2025-01-08",
            "last_on": "2025-01-08",
            "order_key": "2025-01-08|~",
        },
    ),
]
