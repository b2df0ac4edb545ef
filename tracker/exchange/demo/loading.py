"""Loads the demo: written by one person, published by another, once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import audit
from tracker.claims.commands import create_claim
from tracker.claims.commands_topics import create_topic
from tracker.db import Database
from tracker.exchange.demo import files
from tracker.exchange.demo.people import WHY, demo_people, refuse_others
from tracker.models import Claim, Statement
from tracker.reviews.commands import publish_many
from tracker.sources.commands import create_source
from tracker.sources.commands_occasions import create_occasion
from tracker.sources.drafts import OccasionDraft, SourceDraft
from tracker.speakers.commands import create_speaker
from tracker.speakers.commands_roles import RoleDraft, add_role
from tracker.statements.commands import log_statement
from tracker.statements.drafts import StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import OccasionKind, SourceKind, StatementState

# Every revision that the demo leaves carries this in place of a request's name, so
# that whatever somebody else wrote or changed is known by its own.
REQUEST = "demo"


def load(database: Database) -> None:
    """Put the demo into a database. Refuses one that holds, or was changed by, anything else.

    Three transactions, each whole or not at all: an interrupted run goes on where it was,
    and a run after a finished one changes nothing.
    """
    with database.reading() as session:
        refuse_others(session, {REQUEST})
    with database.transaction(request=REQUEST, why=WHY) as session:
        people = demo_people(session)
    editor, reviewer = people["editor"], people["reviewer"]
    with database.transaction(by=editor.account_id, request=REQUEST, why=WHY) as session:
        _write(session, editor)
    with database.transaction(by=reviewer.account_id, request=REQUEST, why=WHY) as session:
        _publish(session, reviewer)


def _write(session: Session, by: Viewer) -> None:
    audit.lock_head(session)
    if session.scalar(select(Claim.id).where(Claim.key == files.VOTES_CLAIM)) is not None:
        return
    for topic in files.topics():
        create_topic(session, topic, by=by)
    for claim in files.claims():
        create_claim(session, claim, by=by)
    speakers = {
        state.key or "": create_speaker(session, state, by=by).id for state in files.states()
    }
    _write_votes(session, by)
    _write_article(session, speakers, by)


def _write_votes(session: Session, by: Viewer) -> None:
    for occasion, source in files.resolutions():
        create_occasion(session, occasion, by=by)
        create_source(session, source, by=by)
    for vote in files.votes():
        _hand_in(session, vote.key, files.cast(vote), by)


def _write_article(session: Session, speakers: dict[str, int], by: Viewer) -> None:
    """Last, so that the newest statements are those with words."""
    article, roles = files.article(), {}
    for given in article["speakers"]:
        speaker = create_speaker(session, files.speaker(given), by=by)
        speakers[given["key"]] = speaker.id
        if role := given.get("role"):
            draft = RoleDraft(**{**role, "body": speakers[role["body"]]})
            added = add_role(session, speaker.id, draft, version=speaker.version, by=by)
            roles[given["key"]] = str(added.id)
    for given in article["occasions"]:
        host, kind = speakers[given["host"]], OccasionKind(given["kind"])
        create_occasion(session, OccasionDraft(**{**given, "host": host, "kind": kind}), by=by)
    for given in article["sources"]:
        kind_of = SourceKind(given["kind"])
        create_source(session, SourceDraft(**{**given, "kind": kind_of}), by=by)
    for given in article["statements"]:
        role = roles[given["speaker"]]
        _hand_in(session, given["key"], files.reported(given, role), by)


def _hand_in(session: Session, key: str, draft: StatementDraft, by: Viewer) -> None:
    log_statement(session, draft, by=by, to_submit=True, key=key)


def _publish(session: Session, by: Viewer) -> None:
    audit.lock_head(session)
    waiting = select(Statement).where(
        Statement.state == StatementState.UNPUBLISHED, Statement.key.is_not(None)
    )
    publish_many(session, session.scalars(waiting.order_by(Statement.id)).all(), by=by)
