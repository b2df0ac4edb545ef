"""Whether every blanked revision was blanked by a redaction, which says so in the chain."""

from typing import Any

from sqlalchemy import Row

from tracker.chain import BLANKED, REDACT
from tracker.record.verify.checks import Check


class Blanks:
    """Collects the blanked revisions until a later redaction names them."""

    def __init__(self) -> None:
        self._unexplained: set[int] = set()

    def see(self, row: Row[Any], _before: dict[str, Any], after: dict[str, Any]) -> None:
        if row.salt is None:
            self._unexplained.add(row.number)
        if self._unexplained and row.action == REDACT:
            self._unexplained.difference_update(after.get(BLANKED, ()))

    def end(self, check: Check) -> None:
        if self._unexplained:
            check.fail(f"revision {min(self._unexplained)}: blanked, but by no redaction")
