"""What the forms of second coding hand to its commands."""

from dataclasses import dataclass

from tracker.models import SampleMethod
from tracker.vocabulary import Stance


@dataclass(frozen=True)
class SampleDraft:
    """Which statements are to be coded again, by how many; `picked` are KEYs or addresses."""

    name: str
    method: SampleMethod
    share: int | None = None
    seed: str = ""
    coders: int = 1
    takes_published: bool = False
    picked: tuple[str, ...] = ()
    client_token: str | None = None


@dataclass(frozen=True)
class Judged:
    """What a coder says of one claim, named by KEY; without a code: not about this claim."""

    claim: str
    code: Stance | None
    note: str = ""
    is_judged: bool = True


@dataclass(frozen=True)
class Decided:
    """What is to hold of one claim, and why; `note` goes to the end of the claim's definition."""

    claim_id: int
    code: Stance | None
    reason: str
    note: str = ""
    is_decided: bool = True
