"""Small debates that networks are worked out of by hand."""

from datetime import date

from tracker.analysis.choices import Aggregation, Choices, Mode
from tracker.analysis.coded import Coded

CONGRUENCE = Choices(
    "holder", "claim", qualifier="agrees", aggregation=Aggregation.CONGRUENCE, mode=Mode.ONE
)
ACTIVITY = Choices("holder", "claim", mode=Mode.TWO)
A_DAY = "2025-03-03"


def coded(*lines: tuple[str, str, str, int]) -> Coded:
    """Statements numbered from 1: a day or two days, a holder, a claim, a qualifier."""
    days = [[date.fromisoformat(day) for day in line[0].split("/")] for line in lines]
    numbers = range(1, len(lines) + 1)
    return Coded(
        ids=numbers,
        documents=numbers,
        starts=numbers,
        stops=numbers,
        firsts=[first for first, *_rest in days],
        lasts=[line[-1] for line in days],
        variables={
            "holder": [line[1] for line in lines],
            "claim": [line[2] for line in lines],
            "agrees": [line[3] for line in lines],
        },
    )


DEBATE = coded(
    ("2025-03-01", "Iran", "A", 1),
    ("2025-03-02", "Oman", "A", 1),
    ("2025-03-03", "Iran", "A", 1),
    ("2025-03-04", "Oman", "A", 0),
    ("2025-03-06", "Oman", "B", 1),
    ("2025-03-06", "Iran", "B", 1),
)
