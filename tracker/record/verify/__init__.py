"""Recomputes everything that can be recomputed, and names the first row that is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from tracker.db import Database
from tracker.models import Head
from tracker.record.guards import ALL_STAND, Guards, guards_of
from tracker.record.verify.checks import Check, timed
from tracker.record.verify.citations import check_citations, check_deeply
from tracker.record.verify.contradictions import check_contradictions
from tracker.record.verify.history import Anchor, check_history
from tracker.record.verify.ledger import check_record
from tracker.record.verify.positions import check_positions
from tracker.record.verify.structure import check_foreign_keys, check_schema

__all__ = ["Anchor", "Check", "Report", "verify"]


@dataclass(frozen=True)
class Report:
    """What `tracker verify` tells. A guard that is gone is no damage, but somebody took it."""

    ok: bool
    revision: int
    head: str
    checks: tuple[Check, ...]
    guards: Guards = ALL_STAND


def verify(database: Database, *, deep: bool = False, anchors: Iterable[Anchor] = ()) -> Report:
    """Check one snapshot of the database; `deep` hashes every source text again.

    `anchors` are numbers and hashes that were kept elsewhere: the chain must lead through them.
    """
    with database.reading() as session:
        first = timed("schema", check_schema, session)
        if not first.ok:
            return Report(ok=False, revision=0, head="", checks=(first,))
        checks = [
            first,
            timed("foreign_keys", check_foreign_keys, session),
            timed("history", partial(check_history, anchors=tuple(anchors)), session),
            timed("record", check_record, session),
            timed("positions", check_positions, session),
            timed("contradictions", check_contradictions, session),
            timed("citations", check_deeply if deep else check_citations, session),
        ]
        head = session.execute(select(Head.number, Head.hash)).one_or_none()
        guards = guards_of(session.connection())
    number, digest = (head.number, head.hash) if head else (0, "")
    ok = all(check.ok for check in checks)
    return Report(ok=ok, revision=number, head=digest, checks=tuple(checks), guards=guards)
