"""The chain of revisions: what one says, how it hangs on the one before, how that is checked."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

GENESIS = "0" * 64

# What a revision tells besides rows, in `after`. The digests of what it stamped, by number:
LEDGER = "ledger"
# … and of a redaction: the revisions whose texts it took out, what these had told of rows,
# told anew as it is now, and the columns of them that hold words it must not tell.
BLANKED, RESTATED, WITHHELD = "blanked", "restated", "withheld"
REDACT = "redact"

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Values = dict[str, Any]


@dataclass
class Change:
    """What one transaction did to one object: rows before and after, by table and id."""

    kind: str
    object_id: int | None
    action: str
    before: dict[str, Values] = field(default_factory=dict)
    after: dict[str, Values] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """What was made and deleted again in one transaction has never been."""
        return bool(self.before or self.after)

    def add(self, row: str, before: Values | None, after: Values | None) -> None:
        """Add a row's change to what the same transaction did to it earlier."""
        if row in self.after and before is not None:
            # Made or changed earlier in this transaction: its first state is what was before.
            known = self.before.get(row)
            before = None if known is None else {**before, **known}
        if before is not None:
            self.before[row] = before
        if after is None:
            self.after.pop(row, None)
        else:
            self.after[row] = {**self.after.get(row, {}), **after}


def canonical(value: object) -> str:
    """The one text of a value that is hashed, stored and compared."""
    return _ENCODER.encode(value)


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


def recorded(mark: str, value: object) -> object:
    """A value as the history keeps it: secrets, large texts and stamps only in outline."""
    if value is None:
        return None
    if mark == "secret":
        return "(kept secret)"
    if mark == "digest":
        return "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()
    if mark == "stamp":
        return True
    return plain(value)


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
        texts = (row.before, row.after, row.why)
        # Where the salt is gone, nothing may stand that it could have been checked with.
        texts_fit = (
            texts == (None, None, None)
            if row.salt is None
            else row.digest == digest_of(row.salt, *texts)
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
