"""A statement as data: the columns of JSON and CSV."""

from typing import Any

from tracker.statements.entry import Entry
from tracker.web.listing import Column


def _names(values: list[str]) -> str:
    return "; ".join(values)


def _occasion(e: Entry) -> str:
    return e.occasion.label if e.occasion else ""


COLUMNS = (
    Column("id", lambda e: e.statement_id),
    Column("uid"),
    Column("state"),
    Column("said_on"),
    Column("speakers", lambda e: [s.uid for s in e.speakers]),
    Column("speakers_label", lambda e: _names([s.name for s in e.speakers])),
    Column("described_as"),
    Column("roles", lambda e: _names([s.role_title for s in e.speakers])),
    Column("bodies", lambda e: _names([s.body_name for s in e.speakers])),
    Column("claims", lambda e: [t.claim_uid for t in e.stances]),
    Column("claims_label", lambda e: _names([t.claim_text for t in e.stances])),
    Column("codes", lambda e: [t.code for t in e.stances]),
    Column("delivery"),
    Column("quote"),
    Column("quote_language"),
    Column("translation"),
    Column("translation_language"),
    Column("gloss"),
    Column("gloss_language"),
    Column("occasion", _occasion),
    Column("sources", lambda e: [c.source_uid for c in e.citations]),
    Column("sources_label", lambda e: _names([c.source_title for c in e.citations])),
    Column("locators", lambda e: _names([c.locator for c in e.citations])),
    Column("replies_to", lambda e: e.replies_to.id if e.replies_to else None),
    Column("url"),
)


def as_data(e: Entry) -> dict[str, Any]:
    """Give one statement by column."""
    return {column.name: column.of(e) for column in COLUMNS}
