"""The town of the story: topics, claims, speakers with roles, outlets, occasions, sources."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.claims.commands import create_claim
from tracker.claims.commands_topics import create_topic
from tracker.exchange.demo.story import reading
from tracker.models import Role, Speaker
from tracker.sources.commands import add_snapshot, create_source
from tracker.sources.commands_occasions import create_occasion
from tracker.sources.commands_outlets import create_outlet
from tracker.speakers.commands import create_speaker
from tracker.speakers.commands_roles import add_role
from tracker.visibility import Viewer


def add_world(session: Session, by: Viewer) -> None:
    """Everything that statements refer to."""
    for topic in reading.topics():
        create_topic(session, topic, by=by)
    for claim in reading.claims():
        create_claim(session, claim, by=by)
    add_speakers(session, "town", by)
    ids = _speakers(session)
    outlets = {
        given["key"]: create_outlet(session, reading.outlet(given, ids), by=by).id
        for given in reading.world("outlets")
    }
    for given in reading.world("occasions"):
        create_occasion(session, reading.occasion(given, ids), by=by)
    for given in reading.world("sources"):
        source = create_source(session, reading.source(given, outlets), by=by)
        add_snapshot(session, source.id, reading.text_of(given["text"]), by=by)


def add_speakers(session: Session, part: str, by: Viewer) -> None:
    """The speakers of one part of world.toml, with their roles."""
    ids = _speakers(session)
    for given in reading.speakers(part):
        ids[given["key"]] = create_speaker(session, reading.speaker(given, ids), by=by).id
    for given in reading.roles(part):
        holder = session.get_one(Speaker, ids[given["speaker"]])
        add_role(session, holder.id, reading.role(given, ids), version=holder.version, by=by)


def role_ids(session: Session) -> dict[str, int]:
    """The roles that are there, by the keys that the files give them."""
    rows = session.execute(
        select(Speaker.key, Role.title_en, Role.id).join(Speaker, Speaker.id == Role.speaker_id)
    )
    known = {(speaker, title): number for speaker, title, number in rows}
    places = {one["key"]: (one["speaker"], one["title_en"]) for one in reading.world("roles")}
    return {key: known[place] for key, place in places.items() if place in known}


def _speakers(session: Session) -> dict[str, int]:
    rows = session.execute(select(Speaker.key, Speaker.id))
    return {key: number for key, number in rows if key}
