"""Who is most and least like a speaker, on the speaker's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from tracker.reports.filters import Filters
from tracker.reports.names import name_holders
from tracker.reports.near import Near, neighbours
from tracker.vocabulary import Level
from tracker.web.access import viewer
from tracker.web.addresses import with_query
from tracker.web.locale import language
from tracker.web.session import session


@dataclass(frozen=True)
class Neighbour:
    """One of them by name; `url` leads to the comparison of the two."""

    name: str
    shared: int
    agreement: float
    url: str


@dataclass(frozen=True)
class NearShown:
    """The few most and least alike, and where everybody is compared."""

    nearest: Sequence[Neighbour]
    farthest: Sequence[Neighbour]
    too_many: bool
    all_url: str


def near_shown(speaker_id: int, level: Level) -> NearShown:
    """What the report on comparison tells of one speaker, in short."""
    found = neighbours(session(), speaker_id, level)
    filters = Filters(viewer=viewer(), tongue=language())
    ids = {one.holder for one in (*found.nearest, *found.farthest)}
    names = {one.id: one.label for one in name_holders(session(), filters, ids).values()}

    def url(other: str = "") -> str:
        query = {"speaker": [str(speaker_id)], "holder": [level.value], "holders": [other]}
        return with_query("/reports/compare", query)

    def told(those: Sequence[Near]) -> list[Neighbour]:
        return [
            Neighbour(names[one.holder], one.shared, one.agreement, url(str(one.holder)))
            for one in those
            if names[one.holder]
        ]

    return NearShown(told(found.nearest), told(found.farthest), found.too_many, url())


def register(app: Flask) -> None:
    """Let the templates ask."""
    app.jinja_env.globals.update(near_shown=near_shown)
