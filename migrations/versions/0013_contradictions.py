"""Who spoke for which body, and what reviewers said is no contradiction."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
KINDS = "kind IN ('same_day', 'against_body', 'related_claims')"
MARKED = ("kind", "holder_id", "a_statement_id", "a_claim_id", "b_statement_id", "b_claim_id")


def upgrade() -> None:
    _make_offices()
    _make_marks()
    _fill_offices(op.get_bind())


def downgrade() -> None:
    op.drop_table("not_contradiction")
    op.drop_table("office")


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def _make_offices() -> None:
    opened, closed = "the revision that opened it", "the revision that closed it"
    op.create_table(
        "office",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("body_id", BigId, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("entered", BigId, nullable=False, comment=opened),
        sa.Column("left", BigId, nullable=True, comment=closed),
        sa.CheckConstraint(
            '"left" IS NULL OR "left" = 0 OR "left" > entered', name=op.f("ck_office_span")
        ),
        *_references("office", {"person_id": "speaker", "body_id": "speaker"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sqlite_autoincrement=True,
    )
    for column in ("person_id", "body_id"):
        op.create_index(op.f(f"ix_office_{column}"), "office", [column])


def _make_marks() -> None:
    about = {f"{side}_{noun}_id": noun for side in "ab" for noun in ("statement", "claim")}
    op.create_table(
        "not_contradiction",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holder_id", BigId, nullable=False),
        *(sa.Column(column, BigId, nullable=False) for column in about),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", BigId, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("entered", BigId, nullable=False),
        sa.Column("left", BigId, nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_not_contradiction_kind")),
        *_references("not_contradiction", {"holder_id": "speaker", **about, "by_id": "account"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_contradiction")),
        sqlite_autoincrement=True,
    )
    for column in ("holder_id", "a_claim_id", "b_claim_id"):
        op.create_index(op.f(f"ix_not_contradiction_{column}"), "not_contradiction", [column])
    holds_now = sa.text('"left" IS NULL')
    op.create_index(
        "uq_not_contradiction_open",
        "not_contradiction",
        list(MARKED),
        unique=True,
        sqlite_where=holds_now,
        postgresql_where=holds_now,
    )


def _fill_offices(connection: sa.Connection) -> None:
    """Open one for each role on record, at the revision at which what it says last changed.

    The past of a role before that is not known any more: it changed, and nobody kept from when
    until when it said what.
    """
    tables = sa.MetaData()
    tables.reflect(connection, only=["role", "speaker", "revision", "head", "office"])
    role, speaker, office = (tables.tables[name] for name in ("role", "speaker", "office"))
    asked = sa.select(speaker.c.id, speaker.c.kind, speaker.c.merged_into_id)
    into = {row.id: row.merged_into_id for row in connection.execute(asked)}
    persons = {row.id for row in connection.execute(asked) if row.kind == "person"}
    changed = _last_changes(connection, tables.tables["revision"])
    newest = connection.scalar(sa.select(tables.tables["head"].c.number)) or 1
    held: dict[tuple[Any, ...], int] = {}
    for row in connection.execute(sa.select(role)):
        lines = [_line(into, one) for one in (row.speaker_id, row.body_id)]
        told = [changed.get(f"role#{row.id}", newest)]
        told += [changed.get(f"speaker#{one}", 0) for line in lines for one in line[:-1]]
        key = (lines[0][-1], lines[1][-1], row.first_on, row.last_on)
        if key[0] in persons:
            held[key] = min(max(told), held.get(key, newest))
    names = ("person_id", "body_id", "first_on", "last_on")
    rows = [dict(zip(names, key, strict=True)) for key in held]
    if rows:
        entered = [{**row, "entered": at} for row, at in zip(rows, held.values(), strict=True)]
        connection.execute(sa.insert(office), entered)


def _line(into: dict[int, int | None], one: int) -> list[int]:
    """A speaker, what it was merged into, and so on to the one that counts."""
    line = [one]
    while (onwards := into.get(line[-1])) is not None and onwards not in line:
        line.append(onwards)
    return line


_SAYS = {
    "role": {"speaker_id", "body_id", "first_on", "last_on"},
    "speaker": {"kind", "merged_into_id"},
}


def _last_changes(connection: sa.Connection, revision: sa.Table) -> dict[str, int]:
    """By row, the last revision that says something of what an office is made from."""
    mentions = [revision.c.after.contains(f'"{table}#', autoescape=True) for table in _SAYS]
    asked = sa.select(revision.c.number, revision.c.after).where(sa.or_(*mentions))
    asked = asked.order_by(revision.c.number).execution_options(yield_per=1000)
    found: dict[str, int] = {}
    for number, after in connection.execute(asked):
        found |= dict.fromkeys(_told(json.loads(after)), number)
    return found


def _told(after: dict[str, Any]) -> Iterator[str]:
    # What a redaction blanked, it told anew.
    for name, values in {**after, **after.get("restated", {})}.items():
        table, _, number = name.partition("#")
        if number and _SAYS.get(table, set()) & values.keys():
            yield name
