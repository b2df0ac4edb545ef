"""What reviewers add to the life of a record: second codings, merges, reports, words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.coding.sampling import Sampling
from tests.make import Make
from tests.merging import merge, unmerge
from tracker.comments.commands import Words, comment
from tracker.merged import tell_apart
from tracker.mistakes.commands import Answer, Report, answer, report
from tracker.models import Claim, Edition, Sample, Speaker, Statement
from tracker.reviews import commands as reviews
from tracker.reviews import holds
from tracker.reviews.assigning import assign
from tracker.vocabulary import AccountRole, MistakeOutcome, Stance, Transition


def review(make: Make, claim: int) -> None:
    """A day of reviewers, so that no table of theirs is empty."""
    _code_twice(make, claim)
    _merge(make)
    _wait(make, claim)
    _hear_of_mistakes(make, claim)


def _code_twice(make: Make, claim: int) -> None:
    coding = Sampling(make)
    agreed, differing, waiting = (make.submitted(stances={claim: Stance.MIXED}) for _ in range(3))
    sample = coding.draw(name="“Mei”")
    second = make.account("Sato", AccountRole.REVIEWER)
    coding.code(agreed, {claim: Stance.MIXED}, by=second, notes={claim: "Both, he says."})
    coding.code(differing, {claim: Stance.OPPOSE}, by=second)
    third = make.account("Okafor", AccountRole.REVIEWER)
    coding.settle(differing, {claim: Stance.LEAN_OPPOSE}, by=third, note="A “may” is hedged.")
    assert coding.state(waiting) == "waiting"
    with make.database.reading() as session:
        assert session.scalars(select(Sample.id)).all() == [sample]


def _merge(make: Make) -> None:
    """One pair that is one, one that was for a while, and a claim in its opposite."""
    kept, lost, other = (make.speaker(name) for name in ("Sulma A.", "Soelma A.", "Sulma B."))
    claim, opposite = make.claim("the basin stays open"), make.claim("the basin is filled in")
    another = make.claim("the quay stays open")
    for who, about in ((kept, claim), (lost, opposite), (other, claim)):
        make.statement(speaker=who, stances={about: Stance.LEAN_SUPPORT})
    merge(make, Speaker, lost, kept)
    merge(make, Speaker, other, kept)
    unmerge(make, Speaker, other)
    merge(make, Claim, opposite, claim, mirrored=True)
    by_id = make.reviewer.account_id
    with make.transaction(make.reviewer) as session:
        tell_apart(session, Speaker, [kept, other], by_id=by_id)
        tell_apart(session, Claim, [claim, another], by_id=by_id)


def _wait(make: Make, claim: int) -> None:
    """A statement in somebody's hands, one for somebody else, a rejected one, and talk."""
    held, asked, rejected = (make.submitted(stances={claim: Stance.SUPPORT}) for _ in range(3))
    with make.transaction(make.reviewer, why="Not a statement.") as session:
        holds.hold(session, _newest(session, held), by=make.reviewer)
        to = make.reviewer.account_id
        assign(session, _newest(session, asked), to, by=make.reviewer)
        row = session.get_one(Statement, rejected)
        decided = reviews.Decided(make.reviewer, row.version, "Not a statement.", four_eyes=True)
        reviews.turn_down(session, row, Transition.REJECT, decided)
    with make.transaction(make.reviewer) as session:
        row = session.get_one(Statement, held)
        comment(session, row, Words(f"@{make.editor.name}: “boleh”?"), by=make.reviewer)


def _hear_of_mistakes(make: Make, claim: int) -> None:
    said = make.statement(stances={claim: Stance.SUPPORT})
    with make.transaction() as session:
        row = session.get_one(Statement, said)
        first = report(session, row, Report("Tanggalnya <b>salah</b>.", "a@example.org", "id"))
        report(session, row, Report("The year is wrong."))
        number, version = first.id, first.version
    with make.transaction(make.reviewer) as session:
        given = Answer(MistakeOutcome.KEPT, "It is as printed.", version)
        answer(session, session.get_one(type(first), number), given, by=make.reviewer)


def _newest(session: Session, statement: int) -> Edition:
    return session.scalars(select(Edition).where(Edition.statement_id == statement)).one()
