"""Loads the story: each stage is one transaction of the person whose work it is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker import audit
from tracker.db import Database
from tracker.exchange.demo.people import WHY, demo_people, refuse_others
from tracker.exchange.demo.story import course, reading
from tracker.models import Revision
from tracker.site import change_site

# Each stage leaves its own name in place of a request's: so a stage that was done is known,
# and what somebody else wrote or changed is known too.
_REQUEST = "demo-story/"
_PEOPLE = _REQUEST + "people"


def load_story(database: Database) -> None:
    """Put the story into a database. Refuses one that holds, or was changed by, anything else.

    An interrupted run goes on where it was; a run after a finished one changes nothing.
    """
    stages = {_REQUEST + stage["name"].replace(" ", "-"): stage for stage in reading.stages()}
    with database.reading() as session:
        refuse_others(session, {_PEOPLE, *stages})
        done = set(session.scalars(select(Revision.request).distinct()))
    if _PEOPLE not in done:
        with database.transaction(request=_PEOPLE, why=WHY) as session:
            demo_people(session)
            change_site(session, {"is_invented": True})
    for request, stage in stages.items():
        if request not in done:
            _do(database, request, stage)


def _do(database: Database, request: str, stage: Mapping[str, Any]) -> None:
    with database.reading() as session:
        by = course.person(session, stage["by"])
    with database.transaction(by=by.account_id, request=request, why=WHY) as session:
        audit.lock_head(session)
        for step in stage["steps"]:
            course.take(session, step, by)
