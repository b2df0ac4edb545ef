"""Verdicts that stand and that wait, and a scale; what was not decided has words of its own."""

from typing import Any

from tests.verdicts.giving import Giving
from tracker.models import RatingColour, RatingIcon
from tracker.verdicts import commands_scale
from tracker.verdicts.drafts import RatingDraft, Wording

# One for each door that changes one.
DECIDED = ("standing", "to be withdrawn")
WAITING = ("waiting", "to be accepted")
OWN = ("by the reviewer, to be changed", "by the reviewer, to be recalled")


def plant_verdicts(planting: Any, words: tuple[str, str, str]) -> None:
    """Give verdicts on claims of their own; notes the uids, and a claim that has none."""
    make, admin = planting.make, planting.deciders["admin"]
    giving = Giving(make, admin)
    hidden, refused, why = words
    claims = (giving.claim(f"They export goods, {number}") for number in range(20))
    uids = {what: giving.verdict(next(claims)) for what in DECIDED}
    uids |= {what: giving.propose(next(claims), giving.draft(why=hidden)) for what in WAITING}
    for what in OWN:
        uids[what] = giving.propose(
            next(claims), giving.draft(why=hidden), by=planting.deciders["reviewer"]
        )
    uids["refused"] = giving.propose(next(claims), giving.draft(why=refused))
    giving.decide(uids["refused"], reason=why)
    planting.note("to rate", claims=next(claims))
    with make.transaction(admin) as session:
        for code in ("unused", "retired"):
            wording = Wording(code, code, "-", "-", RatingColour.INK, RatingIcon.CROSS)
            commands_scale.add_rating(session, RatingDraft(code, wording, 9), by=admin)
        commands_scale.retire_rating(session, "retired", version=1)
    planting.uids |= {f"verdicts/{what}": uid for what, uid in uids.items()}
