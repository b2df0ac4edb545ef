"""What the history says."""

import json

from sqlalchemy import select

from tracker.models import Outlet, Revision


def revisions(database, after=0):
    """What each revision after a number says of rows: kind, object, action, before, after."""
    with database.reading() as session:
        found = session.scalars(
            select(Revision).where(Revision.number > after).order_by(Revision.number)
        )
        return [
            (
                r.kind,
                r.object_id,
                r.action,
                json.loads(r.before or "{}"),
                {name: row for name, row in json.loads(r.after or "{}").items() if "#" in name},
            )
            for r in found
        ]


def newest(database):
    with database.reading() as session:
        return (
            session.scalar(select(Revision.number).order_by(Revision.number.desc()).limit(1)) or 0
        )


def outlet(name="Harian"):
    return Outlet(name=name, folded=name.lower())
