"""The life of statements in tests: drafted, submitted, published, withdrawn, corrected."""

from itertools import count
from typing import Any

from tracker.db import Database
from tracker.models import Statement
from tracker.reviews import commands as reviews
from tracker.statements import commands as statements
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.vocabulary import Act, Delivery, Stance, StatementState, Transition

_numbers = count(1)


class Statements:
    """What `make` does with statements; the nouns they name come from `make` itself."""

    speaker: Any
    claim: Any
    source: Any
    editor: Any
    reviewer: Any
    transaction: Any
    database: Database

    def draft(self, **asked: Any) -> StatementDraft:
        """A draft that lacks nothing. `stances` maps claims to codes."""
        speaker = asked.pop("speaker", None) or self.speaker()
        codes = asked.pop("stances", None) or {self.claim(): Stance.SUPPORT}
        source = asked.pop("source", None) or self.source()
        locator = asked.pop("locator", "paragraph 1")
        role, body = asked.pop("role", None), asked.pop("body", None)
        act = asked.pop("act", None)
        speakers = speaker if isinstance(speaker, tuple) else (speaker,)
        parts = tuple(
            SpeakerPart(str(s), role=str(role or ""), body=str(body or "")) for s in speakers
        )
        defaults: dict[str, Any] = {
            "delivery": Delivery.REPORTED,
            "said_on": "2025-01-08",
            "gloss_en": f"Says so, no. {next(_numbers)}.",
            "speakers": parts,
            "citations": (CitationPart(str(source), locator=locator),),
            "stances": tuple(
                StancePart(str(claim), Stance(code), act=Act(act) if act else None)
                for claim, code in codes.items()
            ),
        }
        for name in ("occasion", "replies_to", "relayed_by", "retracts", "repeats"):
            if asked.get(name):
                asked[name] = str(asked[name])
        return StatementDraft(**{**defaults, **asked})

    def drafted(self, draft: StatementDraft | None = None, **asked: Any) -> int:
        """A draft statement by the editor."""
        draft = draft or self.draft(**asked)
        with self.transaction(self.editor, why="log") as session:
            statement, _ = statements.log_statement(session, draft, by=self.editor)
            return statement.id

    def submitted(self, draft: StatementDraft | None = None, **asked: Any) -> int:
        """A statement that waits for a reviewer."""
        statement = self.drafted(draft, **asked)
        with self.transaction(self.editor, why="submit") as session:
            row = session.get_one(Statement, statement)
            statements.submit(session, row, by=self.editor, version=None)
        return statement

    def statement(self, draft: StatementDraft | None = None, **asked: Any) -> int:
        """A published statement, written by the editor and published by the reviewer."""
        statement = self.submitted(draft, **asked)
        self.publish(statement)
        return statement

    def publish(self, statement: int) -> None:
        with self.transaction(self.reviewer, why="publish") as session:
            row = session.get_one(Statement, statement)
            reviews.publish(session, row, by=self.reviewer, version=None)

    def turn_down(
        self, statement: int, step: Transition = Transition.RETURN, reason: str = "Look again."
    ) -> None:
        """Return a submitted edition to its author, or reject it."""
        with self.transaction(self.reviewer) as session:
            row = session.get_one(Statement, statement)
            decided = reviews.Decided(self.reviewer, None, reason)
            reviews.turn_down(session, row, step, decided)

    def withdraw(self, statement: int, reason: str = "The source corrected its article.") -> None:
        with self.transaction(self.reviewer, why=reason) as session:
            row = session.get_one(Statement, statement)
            reviews.withdraw(session, row, by=self.reviewer, version=None, reason=reason)

    def reinstate(self, statement: int, reason: str = "It stands after all.") -> None:
        with self.transaction(self.reviewer, why=reason) as session:
            row = session.get_one(Statement, statement)
            reviews.reinstate(session, row, by=self.reviewer, version=None, reason=reason)

    def correct(self, statement: int, draft: StatementDraft, reason: str = "Misheard.") -> None:
        """Publish a new edition of a published statement."""
        with self.transaction(self.editor, why=reason) as session:
            row = session.get_one(Statement, statement)
            reviews.correct(session, row, draft, by=self.editor, version=None, reason=reason)
        with self.transaction(self.editor) as session:
            row = session.get_one(Statement, statement)
            statements.submit(session, row, by=self.editor, version=None)
        self.publish(statement)

    def state_of(self, statement: int) -> StatementState:
        with self.database.reading() as session:
            return session.get_one(Statement, statement).state
