"""Somebody who is for and against on one day, and a reviewer who says that it is none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.make import Make
from tracker.reports.commands_contradictions import End, MarkDraft, lift_mark, mark_contradiction
from tracker.visibility import Viewer
from tracker.vocabulary import ContradictionKind, Stance


@dataclass(frozen=True)
class Meant:
    """A contradiction by its parts, and what is done about it."""

    make: Make
    draft: MarkDraft

    @property
    def key(self) -> str:
        """How an address names it."""
        ends = (number for end in self.draft.ends for number in (end.statement, end.claim))
        return "-".join(map(str, (self.draft.kind.value, self.draft.holder, *ends)))

    def mark(self, reason: str, by: Viewer | None = None) -> int:
        """Say that it is none; gives the number of the mark."""
        by = by or self.make.reviewer
        with self.make.transaction(by) as session:
            return mark_contradiction(session, replace(self.draft, reason=reason), by=by).id

    def lift(self, mark: int, by: Viewer | None = None) -> None:
        """Take the mark back."""
        by = by or self.make.reviewer
        with self.make.transaction(by) as session:
            lift_mark(session, mark, by=by)


def contradict(
    make: Make, name: str, words: str = "", worded: Callable[[str], str] = str, **said: Any
) -> Meant:
    """Let a new person be against a new claim and for it, on one day."""
    holder, claim = make.speaker(worded(name)), make.claim(worded(words))
    first, second = (
        make.statement(
            speaker=holder,
            stances={claim: code},
            gloss_en=worded(f"Says this of it: {code.value}."),
            **said,
        )
        for code in (Stance.OPPOSE, Stance.SUPPORT)
    )
    ends = End(first, claim), End(second, claim)
    return Meant(make, MarkDraft(ContradictionKind.SAME_DAY, holder, ends))
