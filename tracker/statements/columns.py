"""A statement as data: the columns of JSON and CSV."""

from typing import Any

from flask import Response

from tracker.statements.entry import Entry, Taken
from tracker.statements.page import StatementPage
from tracker.web.listing import Column, answer_csv, answer_json


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


_WITHDRAWN = (
    Column("id"),
    Column("uid"),
    Column("state"),
    Column("withdrawn_on", lambda page: page.withdrawn.on if page.withdrawn else None),
    Column("reason", lambda page: page.withdrawn.why if page.withdrawn else ""),
)


def statement_data(page: StatementPage, kind: str) -> Response:
    """Answer with one statement as JSON or CSV; of a withdrawn one readers get no content."""
    columns, row = (COLUMNS, page.entry) if page.entry else (_WITHDRAWN, page)
    if kind == "csv":
        return answer_csv(columns, [row])
    told = {column.name: column.of(row) for column in columns}
    if page.entry is not None:
        told |= {
            "version": page.version,
            "stances": [_stance(stance) for stance in page.entry.stances],
            "replies": [link.id for link in page.entry.replies],
        }
    return answer_json({"statement": told})


def _stance(stance: Taken) -> dict[str, Any]:
    return {
        "claim": stance.claim_uid,
        "claim_label": stance.claim_text,
        "code": stance.code,
        "value": stance.code.number,
        "act": stance.act,
        "targets": stance.targets,
    }
