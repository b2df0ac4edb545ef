"""Where a holder stands on a claim: the last position taken, unless retracted since."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.analysis.shifts import shifts_of
from tracker.analysis.taken import Taken, in_order, once
from tracker.vocabulary import Stance

__all__ = ["Standing", "Taken", "position", "standing"]


class Standing(NamedTuple):
    """A holder's row on a claim page: the position, and what it rests on.

    `n` counts numbered stances, each once however many took it together; `stance` is the position
    or, where there is none, the last stance without a number; `statement` is where it was taken
    and `order` its key in the ledger's order. `first_on` is the first day of the first numbered
    stance and `last_on` the last day of the last one, or of all stances where none is numbered.
    """

    n: int
    n_for: int
    n_against: int
    n_mixed: int
    changes: int
    full_changes: int
    first_on: date
    last_on: date
    stance: Stance
    statement: int
    order: str
    has_position: bool
    retracted: bool


def position(history: Sequence[Taken], until: date | None = None) -> Taken | None:
    """Find the last numbered stance that no later retraction ended.

    With `until`, only stances whose whole date lies on or before that day are looked at.
    """
    return _held([taken for taken in in_order(history) if until is None or taken.last <= until])


def _held(ordered: Sequence[Taken]) -> Taken | None:
    for taken in reversed(ordered):
        if taken.is_retraction:
            return None
        if taken.is_numbered:
            return taken
    return None


def standing(history: Sequence[Taken]) -> Standing | None:
    """Sum up one holder's stances on one claim; None where there are none."""
    if not history:
        return None
    ordered = in_order(history)
    numbered = once([taken for taken in ordered if taken.stance.number is not None])
    counted = numbered or ordered
    held = _held(ordered)
    shown = held or [taken for taken in ordered if not taken.is_numbered][-1]
    shifts = list(shifts_of(numbered)) if len(numbered) > 1 else ()
    signs = [taken.stance.number or 0 for taken in numbered]
    n_mixed = signs.count(0)
    n_for = sum(sign > 0 for sign in signs)
    return Standing(
        n=len(numbered),
        n_for=n_for,
        n_against=len(numbered) - n_for - n_mixed,
        n_mixed=n_mixed,
        changes=len(shifts),
        full_changes=sum(shift.extent == "full" for shift in shifts),
        first_on=counted[0].first,
        last_on=counted[-1].last,
        stance=shown.stance,
        statement=shown.statement,
        order=shown.order,
        has_position=held is not None,
        retracted=held is None and any(taken.is_retraction for taken in ordered),
    )
