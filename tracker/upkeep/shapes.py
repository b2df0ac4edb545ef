"""What belongs to the state, what does not and why, and how a row says whom it refers to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, select

from tracker.chain import plain
from tracker.models import Base

TABLES = Base.metadata.tables

MOMENT = "a moment of writing"
PLACE = "said by where it stands: inside what it is a part of"
FOLDED = "computed from the words for finding them; another version may compute it otherwise"
NUMBER = "a number of the ledger"
SENT_TWICE = "a form sent twice is one; nothing that is on record"

# What is left out, table or column, with the reason. A test holds it against the models: what
# is neither here nor in the state does not pass.
LEFT_OUT: Mapping[str, str] = {
    "assignment": "who is asked to decide; a plan among colleagues",
    "browser_session": "who is signed in is not on record",
    "contradiction": "follows from the ledger, the offices and relations; `verify` recomputes it",
    "entry": "follows from the editions that stand; `verify` recomputes it",
    "head": "history",
    "hold": "who is deciding just now; it passes",
    "notification": "what somebody is told, and has read; it tells of what is in the state itself",
    "office": "follows from the roles; `verify` recomputes it",
    "passkey": "a secret, nearly: how an account is opened",
    "position": "follows from the ledger; `verify` recomputes it",
    "recovery_code": "a secret",
    "revision": "history",
    "throttle": "failures that pass",
    "token": "a secret that passes",
    "totp": "a secret",
    "verdict_standing": "follows from the state of each verdict; it says since which revision",
    "*.id": "given out by each database anew",
    "*.version": "the counter of a lock",
    "*.created_at": MOMENT,
    "*.changed_at": MOMENT,
    "*.folded": FOLDED,
    "account.password_hash": "a secret",
    "account.signed_in_at": MOMENT,
    "account.wants_digest": "how somebody wants to be told; nothing that is on record",
    "citation.edition_id": PLACE,
    "claim_approval.at": MOMENT,
    "claim_merge.at": MOMENT,
    "claim_merge.entered": NUMBER,
    "claim_merge.left": NUMBER,
    "claim_not_twin.at": MOMENT,
    "claim_relation.claim_id": PLACE,
    "claim_relation.entered": NUMBER,
    "claim_relation.left": NUMBER,
    "claim_topic.claim_id": PLACE,
    "claim_topic.entered": NUMBER,
    "claim_topic.left": NUMBER,
    "claim_translation.claim_id": PLACE,
    "coded.coding_id": PLACE,
    "coding.at": MOMENT,
    "coding.client_token": SENT_TWICE,
    "coding.sampled_id": PLACE,
    "comment.at": MOMENT,
    "comment.client_token": SENT_TWICE,
    "comment.deleted_at": "a moment of writing; without words it was deleted",
    "comment.edited_at": MOMENT,
    "comment.hidden_at": "a moment of writing; who hid it says that it is hidden",
    "decision.at": MOMENT,
    "decision.statement_id": PLACE,
    "edition.fingerprint": FOLDED,
    "edition.statement_id": PLACE,
    "edition_speaker.edition_id": PLACE,
    "external_id.speaker_id": PLACE,
    "mistake.answered_at": MOMENT,
    "mistake.client_token": "a form sent twice is one",
    "mistake.reported_at": MOMENT,
    "name.speaker_id": PLACE,
    "not_contradiction.at": MOMENT,
    "not_contradiction.entered": NUMBER,
    "not_contradiction.left": NUMBER,
    "offered.sampled_id": PLACE,
    "redaction.at": MOMENT,
    "redaction.object_id": "the uid says which",
    "rating.newest": "computed: the highest number of a wording",
    "rating_wording.at": MOMENT,
    "rating_wording.rating_id": PLACE,
    "role.speaker_id": PLACE,
    "sample.client_token": SENT_TWICE,
    "settlement.at": MOMENT,
    "settlement.sampled_id": PLACE,
    "snapshot.length": "computed from the text",
    "snapshot.number": "the order in which texts were taken; the hash names the text",
    "snapshot.taken_at": MOMENT,
    "speaker_merge.at": MOMENT,
    "speaker_merge.entered": NUMBER,
    "speaker_merge.left": NUMBER,
    "speaker_not_twin.at": MOMENT,
    "stance.edition_id": PLACE,
    "stance_target.stance_id": PLACE,
    "statement.client_token": SENT_TWICE,
    "statement.newest": "computed: the highest number of an edition",
    "statement.published_at": MOMENT,
    "verdict.client_token": SENT_TWICE,
    "verdict.decided_at": MOMENT,
    "verdict.proposed_at": MOMENT,
    "verdict.withdrawn_at": MOMENT,
    "verdict_source.verdict_id": PLACE,
}

# By which columns another row is named that has no uid of its own.
NAMED_BY = {
    "edition": ("number",),
    "rating": ("code",),
    "rating_wording": ("number",),
    "role": ("title_en", "title_id", "since", "until", "body_id"),
    "snapshot": ("sha256",),
}


@dataclass(frozen=True)
class Part:
    """Rows that belong to a row above: under which name, by which column, in which order."""

    table: str
    name: str
    above: str
    # Empty: they have no order among themselves, so that of their own words is taken.
    order: str = ""
    parts: tuple["Part", ...] = ()
    only: ColumnElement[bool] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Shape:
    """One kind of lines: its table, the columns of its key, and the parts that stand inside."""

    table: str
    key: tuple[str, ...] = ("uid",)
    parts: tuple[Part, ...] = ()
    only: ColumnElement[bool] | None = field(default=None, compare=False)


def _open(table: str) -> ColumnElement[bool]:
    return TABLES[table].c.left.is_(None)


SHAPES = (
    Shape("account"),
    Shape(
        "claim",
        parts=(
            Part("claim_relation", "relations", "claim_id", only=_open("claim_relation")),
            Part("claim_topic", "topics", "claim_id", only=_open("claim_topic")),
            Part("claim_translation", "translations", "claim_id"),
        ),
    ),
    Shape("claim_approval", key=("claim_id",)),
    Shape("claim_merge", key=("loser_id",), only=_open("claim_merge")),
    Shape("claim_not_twin", key=("claim_id", "other_id")),
    Shape("comment"),
    Shape("mistake"),
    Shape(
        "not_contradiction",
        key=(
            "a_statement_id",
            "a_claim_id",
            "b_statement_id",
            "b_claim_id",
            "holder_id",
            "kind",
        ),
        only=_open("not_contradiction"),
    ),
    Shape("occasion"),
    Shape("outlet"),
    Shape(
        "rating",
        key=("code",),
        parts=(Part("rating_wording", "wordings", "rating_id", order="number"),),
    ),
    Shape("redaction", key=("kind", "object_id")),
    Shape("sample"),
    Shape(
        "sampled",
        key=("statement_id", "sample_id"),
        parts=(
            Part(
                "coding",
                "codings",
                "sampled_id",
                order="id",
                parts=(Part("coded", "codes", "coding_id"),),
            ),
            Part("offered", "offered", "sampled_id", order="place"),
            Part("settlement", "settlements", "sampled_id"),
        ),
    ),
    Shape("setting", key=("name",)),
    Shape("snapshot", key=("source_id", "sha256")),
    Shape("source"),
    Shape(
        "speaker",
        parts=(
            Part("external_id", "external_ids", "speaker_id"),
            Part("name", "names", "speaker_id"),
            Part("role", "roles", "speaker_id"),
        ),
    ),
    Shape("speaker_merge", key=("loser_id",), only=_open("speaker_merge")),
    Shape("speaker_not_twin", key=("speaker_id", "other_id")),
    Shape(
        "statement",
        parts=(
            Part("decision", "decisions", "statement_id", order="id"),
            Part(
                "edition",
                "editions",
                "statement_id",
                order="number",
                parts=(
                    Part("citation", "citations", "edition_id", order="place"),
                    Part("edition_speaker", "speakers", "edition_id", order="place"),
                    Part(
                        "stance",
                        "stances",
                        "edition_id",
                        order="place",
                        parts=(Part("stance_target", "targets", "stance_id", order="place"),),
                    ),
                ),
            ),
        ),
    ),
    Shape("topic"),
    Shape("verdict", parts=(Part("verdict_source", "evidence", "verdict_id", order="place"),)),
)


def is_left_out(table: str, column: str) -> bool:
    """Whether a column is on the list of what is left out."""
    return f"{table}.{column}" in LEFT_OUT or f"*.{column}" in LEFT_OUT


def values_of(table: Table) -> Select[Any]:
    """Select a table's rows as the state tells them: references by what names them.

    A column is labelled as it is told; a dot leads into what it refers to.
    """
    told: list[ColumnElement[Any]] = []
    rows: FromClause = table
    for column in table.columns:
        if is_left_out(table.name, column.name):
            continue
        rows, columns = _told(rows, column, column.name)
        told += columns
    return select(*told).select_from(rows)


def _told(
    rows: FromClause, column: ColumnElement[Any], name: str
) -> tuple[FromClause, list[ColumnElement[Any]]]:
    target = next((key.column.table for key in column.foreign_keys), None)
    if target is None:
        return rows, [column.label(name)]
    name = name.removesuffix("_id")
    other = target.alias()
    rows = rows.outerjoin(other, other.c.id == column)
    naming = NAMED_BY.get(target.name, ("uid",))
    if len(naming) == 1:
        return rows, [other.c[naming[0]].label(name)]
    told: list[ColumnElement[Any]] = []
    for one in naming:
        rows, columns = _told(rows, other.c[one], f"{name}.{one}")
        told += columns
    return rows, told


def told_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of `values_of` as JSON knows it; an empty reference is null as a whole."""
    values: dict[str, Any] = {}
    for label, value in row.items():
        name, _, inside = label.partition(".")
        if inside:
            values.setdefault(name, {})[inside] = plain(value)
        elif not label.startswith("_"):
            values[label] = plain(value)
    for name, value in values.items():
        if isinstance(value, dict) and set(value.values()) == {None}:
            values[name] = None
    return values


def tables_told() -> Iterator[str]:
    """The names of the tables whose rows are in the state."""
    waiting: list[Shape | Part] = list(SHAPES)
    while waiting:
        shape = waiting.pop()
        yield shape.table
        waiting += shape.parts
