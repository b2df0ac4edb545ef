"""Drawing, coding and settling in tests, through the commands that people use."""

from sqlalchemy import select

from tests.make import Make
from tracker.coding.commands import hand_in
from tracker.coding.commands_samples import close_sample, draw_sample
from tracker.coding.commands_settling import settle
from tracker.coding.drafts import Decided, Judged, SampleDraft
from tracker.models import Offered, Sample, Sampled, SampleMethod, Statement
from tracker.statements import commands as statements
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Stance


class Sampling:
    """A newsroom that codes twice. Codes are given by claim; what is missing is not about it."""

    def __init__(self, make: Make) -> None:
        self.make = make

    def reviewer(self, name: str) -> Viewer:
        return self.make.account(name, AccountRole.REVIEWER)

    def draw(self, method=SampleMethod.ALL, *, by=None, name="May", **asked):
        by = by or self.make.reviewer
        with self.make.transaction(by) as session:
            sample = draw_sample(session, SampleDraft(name, method, **asked), by=by)
            return sample.id

    def close(self, sample: int) -> None:
        with self.make.transaction(self.make.reviewer) as session:
            close_sample(session, session.get_one(Sample, sample), version=None)

    def sampled(self, statement: int) -> int:
        """The number under which a statement was drawn last."""
        with self.make.database.reading() as session:
            found = select(Sampled.id).where(Sampled.statement_id == statement)
            return session.scalars(found.order_by(Sampled.id.desc()).limit(1)).one()

    def drawn(self, sample: int) -> list[int]:
        with self.make.database.reading() as session:
            found = select(Sampled.statement_id).where(Sampled.sample_id == sample)
            return list(session.scalars(found.order_by(Sampled.statement_id)))

    def state(self, statement: int) -> str:
        with self.make.database.reading() as session:
            return str(session.get_one(Sampled, self.sampled(statement)).state)

    def offered(self, statement: int) -> list[int]:
        with self.make.database.reading() as session:
            found = select(Offered.claim_id).where(Offered.sampled_id == self.sampled(statement))
            return list(session.scalars(found.order_by(Offered.place)))

    def judged(self, statement: int, codes=None, notes=None) -> list[Judged]:
        codes, notes = codes or {}, notes or {}
        claims = list(dict.fromkeys([*self.offered(statement), *codes]))
        return [
            Judged(
                str(claim),
                Stance(codes[claim]) if codes.get(claim) else None,
                notes.get(claim, ""),
            )
            for claim in claims
        ]

    def code(self, statement: int, codes=None, *, by: Viewer, notes=None, token=None) -> None:
        judged = self.judged(statement, codes, notes)
        with self.make.transaction(by) as session:
            hand_in(session, self.sampled(statement), judged, by=by, client_token=token)

    def hand_over(self, statement: int) -> None:
        """Its author submits it."""
        with self.make.transaction(self.make.editor) as session:
            row = session.get_one(Statement, statement)
            statements.submit(session, row, by=self.make.editor, version=None)

    def take_back(self, statement: int) -> None:
        """Its author recalls it."""
        with self.make.transaction(self.make.editor) as session:
            row = session.get_one(Statement, statement)
            statements.recall(session, row, by=self.make.editor, version=None)

    def settle(self, statement: int, codes, *, by: Viewer, reason="Both read again.", note=""):
        decided = [
            Decided(claim, Stance(code) if code else None, reason, note)
            for claim, code in codes.items()
        ]
        with self.make.transaction(by, why=reason) as session:
            settle(session, self.sampled(statement), decided, by=by, version=None)
