"""What is coded a second time in the record with something of everything."""

from collections.abc import Callable
from dataclasses import replace

from tests.coding.sampling import Sampling
from tests.make import Make
from tracker.models import SampleMethod
from tracker.statements.drafts import StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Stance


def fill_coding(make: Make, draft: StatementDraft, say: Callable[[str], str]) -> list[int]:
    """Draw four, for the reviewer: one to code, one to settle, one that is settled, one agreed."""
    sampling = Sampling(make)
    claim = int(draft.stances[0].claim)
    coder = make.account(say("Second"), AccountRole.REVIEWER)
    judge = make.account(say("Judge"), AccountRole.REVIEWER)
    drafts = [
        replace(draft, gloss_en=say(f"Drawn, {n}."), said_on=f"2025-05-0{n}") for n in range(1, 5)
    ]
    waits, differs, settled, agreed = (make.submitted(one) for one in drafts)
    _draw(sampling, [waits, differs, settled, agreed], say("A sample"), judge)
    for statement in (differs, settled):
        notes = {claim: say("A denial is no doubt")}
        sampling.code(statement, {claim: Stance.OPPOSE}, by=coder, notes=notes)
    sampling.code(agreed, {claim: draft.stances[0].code}, by=coder)
    sampling.settle(settled, {claim: Stance.OPPOSE}, by=judge, reason=say("Both read it again"))
    return [sampling.sampled(one) for one in (waits, differs, settled, agreed)]


def _draw(sampling: Sampling, statements: list[int], name: str, by: Viewer) -> None:
    picked = tuple(str(number) for number in statements)
    sampling.draw(SampleMethod.PICKED, by=by, name=name, picked=picked)
