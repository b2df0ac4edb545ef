"""The contradictions that concern a claim, on its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from tracker.analysis.contradictions import Contradiction
from tracker.dates import spanning
from tracker.record.contradicting import Asked, find_contradictions
from tracker.record.marks import marks, place_of
from tracker.record.positions import now
from tracker.reports.filters import Filters
from tracker.reports.names import Labels, name_claims, name_holders
from tracker.statements.queries import entries
from tracker.vocabulary import Level
from tracker.web.access import viewer
from tracker.web.locale import language
from tracker.web.session import session

MOST = 3


@dataclass(frozen=True)
class Concerning:
    """How many there are, marked ones aside, and the newest of them."""

    total: int
    newest: Sequence[Contradiction]
    holders: Labels
    claims: Labels
    said: Mapping[int, Any]


def contradictions_shown(claim_id: int, level: Level) -> Concerning | None:
    """What the report tells of a claim; None where there is nothing to tell."""
    asked = Asked(level=level, entries=now(), claims={claim_id})
    found = find_contradictions(session(), asked)
    known = marks(session()) if found else {}
    standing = {_what(one): one for one in found if place_of(one) not in known}.values()
    newest = sorted(standing, key=lambda one: one.after.order, reverse=True)[:MOST]
    if not newest:
        return None
    filters = Filters(viewer=viewer(), tongue=language())
    ends = [end for one in newest for end in (one.before, one.after)]
    return Concerning(
        total=len(standing),
        newest=newest,
        holders=name_holders(session(), filters, {one.holder for one in newest}),
        claims=name_claims(session(), filters, {end.claim for end in ends}),
        said=entries(session(), viewer(), [end.statement for end in ends], filters.tongue),
    )


def _what(one: Contradiction) -> tuple[object, ...]:
    """Two who speak for one body in one statement say one thing."""
    return place_of(one), one.before.stance, one.after.stance


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(contradictions_shown=contradictions_shown, spanning=spanning)
