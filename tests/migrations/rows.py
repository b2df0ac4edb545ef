"""One row of every table, as each migration finds it; written without the models of today."""

from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, select

from tests.migrations.rows_contradictions import CONTRADICTIONS, KEPT
from tests.migrations.rows_verdicts import VERDICTS

AT = "2025-01-08 10:00:00.000001"

MERGED = {"winner_id": 1, "loser_id": 2, "reason": "The same", "by_id": 1}
# In the order in which rows may be inserted: what is referred to stands first.
ROWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "0001": [
        (
            "account",
            {
                "uid": "a",
                "email": "a@example.org",
                "role": "admin",
                "password_hash": "x",
                "is_active": True,
                "version": 1,
            },
        ),
        ("browser_session", {"token_hash": "t", "account_id": 1}),
        (
            "revision",
            {
                "number": 1,
                "by_id": 1,
                "kind": "account",
                "object_id": 1,
                "action": "insert",
                "after": "{}",
                "why": "it began",
                "salt": "s",
                "digest": "d",
                "previous": "0",
                "hash": "h",
            },
        ),
    ],
    "0002": [
        ("speaker", {"uid": "s", "kind": "state", "name": "Rusia — Россия", "version": 1}),
        ("speaker", {"uid": "r", "kind": "state", "name": "Rossiya", "version": 1}),
        ("name", {"speaker_id": 1, "text": "Россия", "language": "ru", "is_displayed": True}),
        ("external_id", {"speaker_id": 1, "scheme": "wikidata", "value": "Q159"}),
        ("role", {"speaker_id": 1, "body_id": 1, "title_en": "Member"}),
        ("outlet", {"uid": "o", "name": "Harian", "speaker_id": 1, "version": 1}),
        (
            "source",
            {
                "uid": "q",
                "kind": "article",
                "title": "“Title”",
                "language": "id",
                "outlet_id": 1,
                "is_free": False,
                "version": 1,
            },
        ),
        (
            "snapshot",
            {"source_id": 1, "number": 1, "text": "naïve\nline", "sha256": "x", "length": 10},
        ),
        (
            "occasion",
            {
                "uid": "m",
                "kind": "meeting",
                "host_id": 1,
                "held_on": "2025-01",
                "first_on": "2025-01-01",
                "last_on": "2025-01-31",
                "version": 1,
            },
        ),
        ("topic", {"uid": "p", "name_en": "Arms", "version": 1}),
        (
            "claim",
            {
                "uid": "c",
                "kind": "factual",
                "text": "it is so",
                "language": "en",
                "is_mirrored": False,
                "version": 1,
            },
        ),
        (
            "claim",
            {
                "uid": "d",
                "kind": "factual",
                "text": "it is not",
                "language": "en",
                "is_mirrored": False,
                "version": 1,
            },
        ),
        ("claim_translation", {"claim_id": 1, "language": "id", "text": "begitu"}),
        ("claim_topic", {"claim_id": 1, "topic_id": 1, "entered": 1}),
        ("claim_relation", {"claim_id": 1, "other_id": 2, "kind": "contradicts", "entered": 1}),
    ],
    "0003": [
        ("statement", {"uid": "u", "state": "published", "newest": 1, "version": 1}),
        (
            "edition",
            {
                "statement_id": 1,
                "number": 1,
                "state": "published",
                "is_standing": True,
                "delivery": "verbatim",
                "first_on": "2025-01-08",
                "last_on": "2025-01-08",
                "quote": "“So…”",
                "occasion_id": 1,
                "relayed_by_id": 1,
            },
        ),
        ("decision", {"statement_id": 1, "edition_id": 1, "step": "publish", "by_id": 1}),
        ("edition_speaker", {"edition_id": 1, "place": 0, "speaker_id": 1, "role_id": 1}),
        (
            "stance",
            {
                "edition_id": 1,
                "place": 0,
                "claim_id": 1,
                "code": "oppose",
                "act": "denies",
                "is_explicit": True,
            },
        ),
        (
            "citation",
            {
                "edition_id": 1,
                "place": 0,
                "source_id": 1,
                "snapshot_id": 1,
                "start": 0,
                "end": 5,
                "exact": "naïve",
            },
        ),
        ("stance_target", {"stance_id": 1, "place": 0, "speaker_id": 1}),
    ],
    "0004": [
        (
            "entry",
            {
                "statement_id": 1,
                "edition_id": 1,
                "stance_id": 1,
                "claim_id": 1,
                "claim_kind": "factual",
                "speaker_id": 1,
                "source_id": 1,
                "delivery": "verbatim",
                "first_on": "2025-01-08",
                "last_on": "2025-01-08",
                "order_key": "2025-01-08|~",
                "code": "oppose",
                "value": -2,
                "entered": 1,
            },
        ),
        (
            "position",
            {
                "claim_id": 1,
                "level": "speaker",
                "holder_id": 1,
                "n": 1,
                "n_for": 0,
                "n_against": 1,
                "n_mixed": 0,
                "changes": 0,
                "first_on": "2025-01-08",
                "last_on": "2025-01-08",
                "code": "oppose",
                "value": -2,
                "is_retracted": False,
                "statement_id": 1,
            },
        ),
    ],
    "0005": [
        ("totp", {"account_id": 1, "secret": "s", "is_confirmed": True, "last_step": 7}),
        ("passkey", {"account_id": 1, "credential_id": "c", "public_key": "k", "sign_count": 1}),
        ("recovery_code", {"account_id": 1, "code_hash": "h"}),
        ("token", {"token_hash": "t", "kind": "reset", "account_id": 1}),
        ("throttle", {"subject": "account:x", "failures": 3, "rounds": 1}),
        ("setting", {"name": "name", "value": '"Kabar"', "version": 1}),
        ("redaction", {"kind": "statement", "object_id": 1, "reason": "a court", "by_id": 1}),
    ],
    "0006": [
        ("hold", {"edition_id": 1, "account_id": 1, "until": AT}),
        ("assignment", {"edition_id": 1, "account_id": 1, "by_id": 1, "at": AT}),
        (
            "mistake",
            {
                "uid": "m",
                "statement_id": 1,
                "edition_id": 1,
                "report": "<b>“Salah”</b> — wrong",
                "reported_at": AT,
                "outcome": "kept",
                "answered_at": AT,
                "version": 1,
            },
        ),
    ],
    "0007": [
        ("speaker_merge", {**MERGED, "entered": 1}),
        ("speaker_not_twin", {"speaker_id": 1, "other_id": 2, "by_id": 1}),
        ("claim_merge", {**MERGED, "entered": 1, "is_mirrored": True}),
        ("claim_not_twin", {"claim_id": 1, "other_id": 2, "by_id": 1}),
    ],
    "0008": [
        (
            "sample",
            {
                "uid": "sample1",
                "name": "May",
                "method": "share",
                "share": 20,
                "seed": "7",
                "coders": 1,
                "takes_published": False,
                "is_closed": False,
                "version": 1,
            },
        ),
        (
            "sampled",
            {
                "sample_id": 1,
                "statement_id": 1,
                "edition_id": 1,
                "is_blind": True,
                "coders": 1,
                "state": "differing",
            },
        ),
        ("offered", {"sampled_id": 1, "place": 0, "claim_id": 1}),
        ("coding", {"sampled_id": 1, "account_id": 1, "is_first": True}),
        ("coded", {"coding_id": 1, "claim_id": 1, "code": "oppose", "note": "she says so"}),
        ("settlement", {"sampled_id": 1, "claim_id": 1, "code": None, "reason": "a slip"}),
    ],
    "0009": [("claim_approval", {"claim_id": 1, "by_id": 1})],
    "0010": [
        ("comment", {"uid": "c", "statement_id": 1, "text": "<b>“Betul?”</b> @a", "version": 1}),
        ("notification", {"account_id": 1, "kind": "mentioned", "comment_id": 1, "mistake_id": 1}),
    ],
    "0011": VERDICTS,
    # Indexes alone.
    "0012": [],
    "0013": CONTRADICTIONS,
    "0014": KEPT,
    # A word more that a column may hold.
    "0015": [],
    # An index alone.
    "0016": [],
}


def fill(connection: Connection, step: str) -> None:
    """Insert a row into every table that a migration has made."""
    for name, values in ROWS[step]:
        table = _reflected(connection, name)
        moments = {c.name: AT for c in table.c if c.name.endswith("_at") or c.name == "at"}
        row = {**moments, **values}
        connection.execute(insert(table).values({k: _typed(table.c[k], v) for k, v in row.items()}))


def _typed(column: Any, value: Any) -> Any:
    kind: Any = column.type.python_type
    is_written = isinstance(value, str) and kind is not str
    return kind.fromisoformat(value) if is_written else value


def everything(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as it is stored."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in metadata.sorted_tables
        if table.name != "alembic_version"
    }


def _reflected(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)
