"""The verdicts on the page of a claim, and how many wait, for templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from tracker.verdicts.commands import RATED
from tracker.verdicts.queries import Told, count_waiting, verdicts_on
from tracker.vocabulary import AccountRole, ClaimKind
from tracker.web.access import viewer
from tracker.web.locale import language
from tracker.web.session import session


@dataclass(frozen=True)
class OnClaim:
    """What stands on a claim, what stood before, and what waits for a second reviewer."""

    verdicts: Sequence[Told]

    @property
    def standing(self) -> Told | None:
        """The verdict on the claim: none on its opposite, which is told in that one's words."""
        return next((one for one in self.verdicts if one.stands and not one.turned), None)

    @property
    def opposite(self) -> Sequence[Told]:
        """What stands on claims that were merged into this one as its opposite."""
        return [one for one in self.verdicts if one.stands and one.turned]

    @property
    def earlier(self) -> Sequence[Told]:
        """Everything else that was decided, the latest first."""
        shown = {self.standing, *self.opposite}
        return [one for one in self.verdicts if one not in shown and one.decided_on]

    @property
    def waiting(self) -> Told | None:
        return next((one for one in self.verdicts if one.waits), None)


def verdicts_shown(claim_id: int, kind: ClaimKind) -> OnClaim | None:
    """What is shown of a claim's verdicts: two SQL statements at most, none where it has none.

    None where there is nothing to say: on what cannot be true or false, and for readers of what
    was never rated.
    """
    if kind not in RATED:
        return None
    found = OnClaim(verdicts_on(session(), viewer(), claim_id, language()))
    is_worked_on = viewer().reaches(AccountRole.REVIEWER)
    return found if found.verdicts or is_worked_on else None


def verdicts_waiting() -> int:
    """How many wait for a second reviewer."""
    return count_waiting(session())


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(verdicts_shown=verdicts_shown, verdicts_waiting=verdicts_waiting)
