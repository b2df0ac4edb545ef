"""The contradictions that concern a claim or a speaker, on their pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from tracker.analysis.contradictions import Contradiction
from tracker.dates import spanning
from tracker.reports.contradictions import overview
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
    return _shown(Filters(viewer(), language(), holder=level, claim=str(claim_id)))


def contradictions_of(speaker_id: int, level: Level) -> Concerning | None:
    """What the report tells of a speaker; None where there is nothing to tell."""
    return _shown(Filters(viewer(), language(), holder=level, speaker=str(speaker_id)))


def _shown(filters: Filters) -> Concerning | None:
    told = overview(session(), filters)
    newest = [held.found for held in told.told.newest(1, MOST)]
    if not newest:
        return None
    ends = [end for one in newest for end in (one.before, one.after)]
    return Concerning(
        total=told.counted.n,
        newest=newest,
        holders=name_holders(session(), filters, {one.holder for one in newest}),
        claims=name_claims(session(), filters, {end.claim for end in ends}),
        said=entries(session(), viewer(), [end.statement for end in ends], filters.tongue),
    )


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(
        contradictions_shown=contradictions_shown,
        contradictions_of=contradictions_of,
        spanning=spanning,
    )
