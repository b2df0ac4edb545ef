"""The chain of revisions: how each one is hashed to the one before, and how that is checked."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """The one text of a value that is hashed, stored and compared."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> object:
    """A column's value as JSON knows it."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case _:
            return value


def digest_of(salt: str, before: str | None, after: str | None, why: str | None) -> str:
    """The salted digest that stays when a redaction removes the texts."""
    return hashlib.sha256(canonical([salt, before, after, why]).encode()).hexdigest()


def hash_of(number: int, at: datetime, *facts: object) -> str:
    """The link of the chain: everything but the texts, which the digest stands for.

    The facts are, in order: by, request, kind, object id, action, digest, previous hash.
    """
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical([number, moment, *facts]).encode()).hexdigest()


def broken_links(revisions: Iterable[Any], head: tuple[int, str]) -> Iterator[int]:
    """Yield the number of the first revision that is missing, altered or out of its place.

    `revisions` are rows of the table in order of number; `head` is the stored number and hash.
    """
    number, previous, moment = 0, GENESIS, None
    for row in revisions:
        texts_fit = row.salt is None or row.digest == digest_of(
            row.salt, row.before, row.after, row.why
        )
        facts = (row.by_id, row.request, row.kind, row.object_id, row.action, row.digest, previous)
        if (
            row.number != number + 1
            or row.previous != previous
            or row.hash != hash_of(row.number, row.at, *facts)
            or not texts_fit
            or (moment is not None and row.at < moment)
        ):
            yield number + 1
            return
        number, previous, moment = row.number, row.hash, row.at
    if (number, previous) != head:
        yield min(number, head[0]) + 1
