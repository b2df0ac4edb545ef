"""Gives verdicts through the commands that people use."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.make import Make
from tracker.models import Rating, Verdict
from tracker.verdicts import commands
from tracker.verdicts.commands_scale import STARTING_SCALE, add_rating
from tracker.verdicts.drafts import Evidence, VerdictDraft
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Stance

WORDS = ("label_en", "label_id", "definition_en", "definition_id")


class Giving:
    """Proposes as one reviewer and decides as another, on the scale to begin with."""

    def __init__(
        self, make: Make, admin: Viewer | None = None, worded: Callable[[str], str] = str
    ) -> None:
        self.make, self._worded = make, worded
        by = admin or make.admin
        with make.transaction(by) as session:
            if session.scalar(select(Rating.id).limit(1)) is None:
                for draft in STARTING_SCALE:
                    words: dict[str, Any] = {
                        name: worded(getattr(draft.wording, name)) for name in WORDS
                    }
                    wording = replace(draft.wording, **words)
                    add_rating(session, replace(draft, wording=wording), by=by)

    @property
    def second(self) -> Viewer:
        """The other pair of eyes."""
        return self.make.account(self._worded("Second"), AccountRole.REVIEWER)

    def claim(self, words: str = "", **given: Any) -> int:
        """A factual claim that readers know of."""
        claim = self.make.claim(words, **given)
        self.make.statement(stances={claim: Stance.SUPPORT})
        return claim

    def draft(
        self, rating: str = "true", why: str = "It was measured.", **given: Any
    ) -> VerdictDraft:
        """What a form would hand in; without a source, a new one is the evidence."""
        if "evidence" not in given:
            given["evidence"] = (Evidence(str(self.make.source())),)
        return VerdictDraft(rating=rating, **{"reasons_en": why, **given})

    def propose(
        self, claim: int, draft: VerdictDraft | None = None, by: Viewer | None = None
    ) -> str:
        """A proposal; gives its uid."""
        by, draft = by or self.make.reviewer, draft or self.draft()
        with self.make.transaction(by) as session:
            return commands.propose(session, claim, draft, by=by).uid

    def decide(self, uid: str, by: Viewer | None = None, reason: str = "", **given: Any) -> None:
        """Accept what waits; with a reason, turn it down."""
        by = by or self.second
        with self.make.transaction(by) as session:
            row = found(session, uid)
            told = {"version": row.version, "reason": reason, **given}
            step = commands.decline if reason else commands.accept
            step(session, row, commands.Decided(by, **told))

    def verdict(self, claim: int, rating: str = "true", **given: Any) -> str:
        """A verdict that stands; gives its uid."""
        uid = self.propose(claim, self.draft(rating, **given))
        self.decide(uid)
        return uid

    def withdraw(self, uid: str, reason: str = "The measure was wrong.") -> None:
        by = self.make.reviewer
        with self.make.transaction(by) as session:
            row = found(session, uid)
            commands.withdraw(session, row, commands.Decided(by, row.version, reason))

    def states(self, *uids: str) -> Sequence[str]:
        """How far verdicts have come."""
        with self.make.database.reading() as session:
            return [found(session, uid).state.value for uid in uids]


def found(session: Session, uid: str) -> Verdict:
    return session.scalars(select(Verdict).where(Verdict.uid == uid)).one()
