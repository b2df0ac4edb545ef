"""What was said of sampled statements, by whom: the units that agreement is measured on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Coded, Coding
from tracker.vocabulary import Stance

# Who coded first may be nobody that has an account: an import, for instance.
NOBODY = 0


@dataclass(frozen=True)
class Said:
    """What one coder said of one claim, and why."""

    code: Stance | None
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything that was said of one claim of a sampled statement, by coder.

    Who coded first had all claims to choose from: where they took no stance, they said that
    the statement is not about the claim. Who was never shown a claim is missing from it.
    """

    sampled_id: int
    claim_id: int
    first: int
    said: Mapping[int, Said]

    @property
    def codes(self) -> dict[int, Stance | None]:
        return {coder: said.code for coder, said in self.said.items()}

    @property
    def is_agreed(self) -> bool:
        """Whether all who judged it gave the same code."""
        return len(set(self.codes.values())) == 1


def readings(session: Session, sampled: Collection[int]) -> dict[int, list[Reading]]:
    """What was said, by sampled statement; claims in the order of their numbers. One statement."""
    found: dict[int, list[Reading]] = {number: [] for number in sampled}
    if not found:
        return found
    rows = session.execute(
        select(
            Coding.sampled_id, Coding.account_id, Coding.is_first,
            Coded.claim_id, Coded.code, Coded.note,
        )
        .outerjoin(Coded, Coded.coding_id == Coding.id)
        .where(Coding.sampled_id.in_(sampled))
        .order_by(Coding.id, Coded.claim_id)
    )  # fmt: skip
    first: dict[int, int] = {}
    said: defaultdict[tuple[int, int], dict[int, Said]] = defaultdict(dict)
    for row in rows:
        coder = row.account_id or NOBODY
        if row.is_first:
            first[row.sampled_id] = coder
        if row.claim_id is not None:
            said[row.sampled_id, row.claim_id][coder] = Said(row.code, row.note)
    for (number, claim), told in sorted(said.items()):
        begun = {first[number]: told.get(first[number], Said(None))}
        found[number].append(Reading(number, claim, first[number], begun | told))
    return found


def differing(told: Sequence[Reading]) -> list[Reading]:
    """The claims about which the coders differ."""
    return [reading for reading in told if not reading.is_agreed]
