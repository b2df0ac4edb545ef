"""Everything that was said of one sampled statement, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.coding.queries import (
    ClaimLine,
    Settled,
    Task,
    claims_named,
    coders_named,
    settled,
)
from tracker.coding.readings import NOBODY, Said, readings
from tracker.models import SampledState


@dataclass(frozen=True)
class ClaimSaid:
    """What every coder said of one claim, and what was settled."""

    claim: ClaimLine
    said: Mapping[int, Said]
    is_agreed: bool
    settled: Settled | None


@dataclass(frozen=True)
class Reading:
    """The coders by number with their names, the first one first; and every claim."""

    coders: Mapping[int, str]
    first: int
    claims: Sequence[ClaimSaid]

    @property
    def differing(self) -> list[ClaimSaid]:
        return [one for one in self.claims if not one.is_agreed]

    @property
    def agreed(self) -> list[ClaimSaid]:
        """What all said alike, what nobody took for coded left out."""
        return [
            one
            for one in self.claims
            if one.is_agreed and any(said.code for said in one.said.values())
        ]

    @property
    def open_rows(self) -> list[dict[str, int]]:
        """The rows of the form that settles."""
        return [{"claim": one.claim.id} for one in self.differing]


def reading_of(session: Session, task: Task, language: str) -> Reading:
    """Read all codings of one statement; nothing while others are still to code it blind.

    Who is to code it themselves never comes here: `queries.task` and `may_code` see to that.
    """
    if task.state in {SampledState.WAITING, SampledState.DROPPED}:
        return Reading({}, NOBODY, ())
    told = readings(session, [task.number])[task.number]
    lines = claims_named(session, [one.claim_id for one in told], language)
    holds = settled(session, task.number)
    ids = {coder for one in told for coder in one.said}
    first = told[0].first if told else NOBODY
    names = coders_named(session, ids)
    ordered = sorted(ids, key=lambda coder: (coder != first, coder))
    return Reading(
        {coder: names.get(coder, "") for coder in ordered},
        first,
        [
            ClaimSaid(lines[one.claim_id], one.said, one.is_agreed, holds.get(one.claim_id))
            for one in told
            if one.claim_id in lines
        ],
    )
