"""What a reviewer does at the queue."""

import time

from sqlalchemy import select, text

from tests.accounts.people import form_token
from tests.reviews.visitors import version_of
from tracker.models import Edition, Hold
from tracker.reviews import holds


def post(client, address, **fields):
    return client.post(address, data={"csrf_token": form_token(client), **fields})


def decide(client, statement, step, query="", **fields):
    sent = {"version": version_of(client, statement), "step": step, **fields}
    return post(client, f"/queue/{statement}/decide{query}", **sent)


def held_by(database):
    with database.reading() as session:
        return dict(
            session.execute(
                select(Edition.statement_id, Hold.account_id).join(
                    Hold, Hold.edition_id == Edition.id
                )
            ).all()
        )


def state_of(database, statement):
    with database.reading() as session:
        newest = Edition.statement_id == statement
        return session.scalars(
            select(Edition.state).where(newest).order_by(-Edition.number)
        ).first()


def take(client, statement):
    """Press the button that tells the others."""
    return post(client, f"/queue/{statement}/take", version=version_of(client, statement))


def edition_of(session, statement):
    """The only edition of a statement."""
    return session.scalars(select(Edition).where(Edition.statement_id == statement)).one()


WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits(database):
    """Whether a transaction waits for another's lock. SQLite cannot tell: it is given time."""
    time.sleep(0.05)
    if database.engine.dialect.name == "sqlite":
        time.sleep(0.5)
        return True
    with database.engine.connect() as connection:
        return connection.scalar(WAITING) > 0


def take_up(make, statement, by):
    with make.transaction(by) as session:
        holds.hold(session, edition_of(session, statement), by=by)
