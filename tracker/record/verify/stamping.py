"""Whether each revision stamped what it says: no entry can be moved to another moment."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.chain import LEDGER, REDACT
from tracker.record.verify.checks import ROWS_AT_ONCE, Check
from tracker.stamps import STAMPS, TOLD_LATER, Stamped, Told, stamped

There = dict[str, Stamped]
NEVER = 1 << 63  # above every number


class Stamping:
    """Reads what is stamped in order of revision, beside the revisions themselves."""

    def __init__(self, session: Session) -> None:
        self._streams: dict[str, Iterator[Stamped]] = {
            name: stamped(session, name, at_once=ROWS_AT_ONCE) for name in STAMPS
        }
        self._next: dict[str, Stamped | None] = {}
        # No stream has anything of an earlier revision left.
        self._soonest = 0
        # An older version told nothing: what it stamped is compared by its moment alone.
        self._since: int | None = None
        self._untold: dict[int, There] = {}
        # Blanked revisions tell it no more; the redaction that blanked them does, later.
        self._waiting: dict[int, There] = {}
        # Of these columns an earlier version told nothing; since when they are told.
        self._late = dict.fromkeys(TOLD_LATER, NEVER)
        # The first row that stands where no revision put it; the first revision whose are gone.
        self._surplus: str | None = None
        self._lost: str | None = None

    def see(self, row: Row[Any], _before: dict[str, Any], after: dict[str, Any]) -> None:
        there = self._stamped_by(row.number) if row.number >= self._soonest else {}
        if not there and row.salt is not None and LEDGER not in after:
            return
        told: dict[str, Told] = after.get(LEDGER, {})
        own = told.get(str(row.number))
        if own is not None:
            self._begin(row.number)
            self._compare(row.number, there, own)
        elif row.salt is None:
            self._waiting[row.number] = there
        elif there and self._since is None:
            self._untold[row.number] = there
        elif there:
            self._compare(row.number, there, {})
        for name, again in told.items() if row.action == REDACT else ():
            if (number := int(name)) in self._waiting:
                self._begin(number)
                self._compare(number, self._waiting.pop(number), again)

    def end(self, check: Check) -> None:
        for number, there in (self._waiting | self._untold).items():
            if there and self._since is not None and number > self._since:
                self._compare(number, there, {})
        for name in STAMPS:
            if (beyond := self._peek(name)) is not None:
                self._name_surplus(name, beyond)
        if (first := self._surplus or self._lost) is not None:
            check.fail(first)

    def _begin(self, number: int) -> None:
        self._since = number if self._since is None else min(self._since, number)

    def _stamped_by(self, number: int) -> There:
        there: There = {}
        for name in STAMPS:
            while (group := self._peek(name)) is not None and group.number <= number:
                if group.number == number:
                    there[name] = group
                else:
                    self._name_surplus(name, group)
                self._next[name] = next(self._streams[name], None)
        waiting = (group.number for group in self._next.values() if group is not None)
        self._soonest = min(waiting, default=NEVER)
        return there

    def _peek(self, name: str) -> Stamped | None:
        if name not in self._next:
            self._next[name] = next(self._streams[name], None)
        return self._next[name]

    def _compare(self, number: int, there: There, told: Told) -> None:
        for name in self._late.keys() & told.keys():
            self._late[name] = min(self._late[name], number)
        for name in STAMPS:
            if number < self._late.get(name, 0):
                continue
            found, wanted = there.get(name), told.get(name, [0, ""])
            if found is None:
                if wanted[0]:
                    words = f"revision {number}: what it {name.partition('.')[2]} is not there"
                    self._lost = self._lost or words
            elif found.outline != wanted and int(found.outline[0]) >= int(wanted[0]):
                self._name_surplus(name, found)
            elif found.outline != wanted:
                words = f"revision {number}: some of what it {name.partition('.')[2]} is not there"
                self._lost = self._lost or words

    def _name_surplus(self, name: str, group: Stamped) -> None:
        table, _, column = name.partition(".")
        row = f"{table} {group.first}"
        words = f"{row}: it, or one beside it, is not what revision {group.number} {column}"
        self._surplus = self._surplus or words
