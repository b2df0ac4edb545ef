"""Loads the story: each stage is one transaction of the person whose work it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.claims.commands import create_claim
from tracker.claims.commands_topics import create_topic
from tracker.db import Database
from tracker.exchange.demo.people import WHY, demo_people, refuse_others
from tracker.exchange.demo.story import course, reading
from tracker.models import Account, Revision, Role, Speaker
from tracker.site import change_site
from tracker.sources.commands import add_snapshot, create_source
from tracker.sources.commands_occasions import create_occasion
from tracker.sources.commands_outlets import create_outlet
from tracker.speakers.commands import create_speaker
from tracker.speakers.commands_roles import add_role
from tracker.statements.commands import log_statement
from tracker.visibility import Viewer

# Each stage leaves its own name in place of a request's: so a stage that was done is known,
# and what somebody else wrote or changed is known too.
_REQUEST = "demo-story/"
_PEOPLE = "people"
_LOGGING = {"world": "editor", "coast": "editor2"}


@dataclass(frozen=True)
class Stage:
    """What one person does at once; without steps they log what they have read."""

    name: str
    by: str
    steps: tuple[dict[str, Any], ...] = ()


def load_story(database: Database) -> None:
    """Put the story into a database. Refuses one that holds, or was changed by, anything else.

    An interrupted run goes on where it was; a run after a finished one changes nothing.
    """
    stages = list(_stages())
    requests = [_REQUEST + name for name in (_PEOPLE, *(stage.name for stage in stages))]
    with database.reading() as session:
        refuse_others(session, requests)
        done = set(session.scalars(select(Revision.request).distinct()))
    if _REQUEST + _PEOPLE not in done:
        with database.transaction(request=_REQUEST + _PEOPLE, why=WHY) as session:
            demo_people(session)
            change_site(session, {"is_invented": True})
    for stage in stages:
        if _REQUEST + stage.name not in done:
            _do(database, stage)


def _stages() -> Iterator[Stage]:
    for name, by in _LOGGING.items():
        yield Stage(name, by)
    for given in reading.stages():
        yield Stage(given["name"].replace(" ", "-"), given["by"], tuple(given["steps"]))


def _do(database: Database, stage: Stage) -> None:
    with database.reading() as session:
        people = _people(session)
    by = people[stage.by]
    with database.transaction(by=by.account_id, request=_REQUEST + stage.name, why=WHY) as session:
        audit.lock_head(session)
        for step in stage.steps:
            course.take(session, step, _roles(session), by)
        if not stage.steps:
            _log(session, stage.by, by)


def _people(session: Session) -> dict[str, Viewer]:
    """The demo's accounts by their part."""
    rows = session.scalars(select(Account))
    return {row.email.partition("@")[0]: Viewer(row.id, row.role, row.name) for row in rows}


def _log(session: Session, part: str, by: Viewer) -> None:
    """What one editor adds: the world, if it is theirs, and the statements they have read."""
    ids = _ids(session)
    if not ids:
        for topic in reading.topics():
            create_topic(session, topic, by=by)
        for claim in reading.claims():
            create_claim(session, claim, by=by)
    for given in reading.by("speakers", part):
        ids[given["key"]] = create_speaker(session, reading.speaker(given, ids), by=by).id
    for given in reading.by("roles", part):
        holder = session.get_one(Speaker, ids[given["speaker"]])
        role = reading.role(given, ids)
        add_role(session, holder.id, role, version=holder.version, by=by)
        session.flush()
    if part == "editor":
        _add_sources(session, ids, by)
    roles = _roles(session)
    for key, given in reading.statements().items():
        if given["by"] == part:
            draft = reading.statement(given, roles)
            is_ready = not given.get("is_draft", False)
            log_statement(session, draft, by=by, to_submit=is_ready, key=key)


def _add_sources(session: Session, ids: dict[str, int], by: Viewer) -> None:
    outlets = {
        given["key"]: create_outlet(session, reading.outlet(given, ids), by=by).id
        for given in reading.world("outlets")
    }
    for given in reading.world("occasions"):
        create_occasion(session, reading.occasion(given, ids), by=by)
    for given in reading.world("sources"):
        source = create_source(session, reading.source(given, outlets), by=by)
        add_snapshot(session, source.id, reading.text_of(given["text"]), by=by)


def _ids(session: Session) -> dict[str, int]:
    """The speakers that are there, by their keys."""
    rows = session.execute(select(Speaker.key, Speaker.id).where(Speaker.key.is_not(None)))
    return {key: number for key, number in rows if key}


def _roles(session: Session) -> dict[str, int]:
    """The roles that are there, by the keys that the files give them."""
    rows = session.execute(
        select(Speaker.key, Role.title_en, Role.id).join(Speaker, Speaker.id == Role.speaker_id)
    )
    known = {(speaker, title): number for speaker, title, number in rows}
    places = {one["key"]: (one["speaker"], one["title_en"]) for one in reading.world("roles")}
    return {key: known[place] for key, place in places.items() if place in known}
