"""The verdicts of the story: proposed by one reviewer, decided by the other."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Claim, Verdict, VerdictState
from tracker.verdicts import commands
from tracker.verdicts.commands_scale import start_scale
from tracker.verdicts.drafts import Evidence, VerdictDraft
from tracker.visibility import Viewer, find

Given = Mapping[str, Any]


def scale(session: Session, _step: Given, by: Viewer) -> None:
    """The ratings that a newsroom can begin with."""
    start_scale(session, by=by)


def propose(session: Session, step: Given, by: Viewer) -> None:
    """Rate a claim; the sources are named by their keys."""
    draft = VerdictDraft(
        rating=step["rating"],
        reasons_en=step["en"],
        reasons_id=step["id"],
        evidence=tuple(Evidence(**given) for given in step["evidence"]),
    )
    commands.propose(session, step["claim"], draft, by=by)


def accept(session: Session, step: Given, by: Viewer) -> None:
    """Let what waits on these claims stand."""
    for key in step["claims"]:
        claim = find(session, Claim, key, by).id
        waits = Verdict.claim_id == claim, Verdict.state == VerdictState.PROPOSED
        verdict = session.scalars(select(Verdict).where(*waits)).one()
        commands.accept(session, verdict, commands.Decided(by, verdict.version))
