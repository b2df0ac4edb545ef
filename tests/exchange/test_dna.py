"""A database of the reference program comes in through our commands, and its networks out again."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date

import numpy as np
import pytest
from sqlalchemy import func, select

from tests.analysis.dna import MODES, reference_networks, reference_table
from tracker.errors import Refused
from tracker.exchange.dna import write_dna
from tracker.exchange.dna_file import Document, read_dna
from tracker.models import (
    Citation,
    Claim,
    Edition,
    Source,
    Speaker,
    Stance,
    Statement,
    Topic,
)
from tracker.record.verify import verify
from tracker.reports.filters import read_filters
from tracker.reports.network import build
from tracker.reports.options_network import OPTIONS, Variable
from tracker.reviews.commands import publish_many
from tracker.visibility import ANYBODY
from tracker.vocabulary import EditionState

VARIABLES = {
    "organization": Variable.BODY,
    "person": Variable.PERSON,
    "actor": Variable.SPEAKER,
    "concept": Variable.CLAIM,
    "claim": Variable.CLAIM,
    "author": Variable.AUTHOR,
}


def publish_dna(make, file):
    """Write the file as the editor and publish it as the reviewer."""
    editor, reviewer = make.editor, make.reviewer
    with make.transaction(editor, why="import") as session:
        written = write_dna(session, read_dna(file), language="en", by=editor)
        ids = [statement.id for statement in written.submitted]
    with make.transaction(reviewer, why="import") as session:
        waiting = select(Statement).where(Statement.id.in_(ids)).order_by(Statement.id)
        publish_many(session, session.scalars(waiting).all(), by=reviewer)


def asked(options, uids) -> dict[str, str]:
    """The options of the reference program as an address names them."""
    given = {
        "mode": MODES[options["networkType"]],
        "rows": VARIABLES[options["variable1"]],
        "columns": VARIABLES[options["variable2"]],
        "qualifier": "sign" if options["qualifier"] == "agreement" else "scale",
        "aggregation": options["qualifierAggregation"],
        "normalise": options["normalization"],
        "duplicates": options["duplicates"],
        "isolates": str(int(options["isolates"])),
        "compatible": "1",
        "topic": uids[options["statementType"]],
        "said_from": day(options.get("startDate", "")),
        "said_to": day(options.get("stopDate", "")),
    }
    what = "only" if options.get("invertValues") else "exclude"
    names = options.get("excludeVariables", ())
    for name, value in zip(names, options.get("excludeValues", ()), strict=True):
        filtered = f"{what}_{VARIABLES[name]}"
        given[filtered] = f"{given.get(filtered, '')} {uids[value]}"
    return given


def day(text: str) -> str:
    """01.12.2019 as we write it."""
    return "-".join(reversed(text.split(".")))


@pytest.mark.engines("sqlite")
def test_all_reference_networks_are_reached_through_the_database(make, database, shared_data):
    folder = shared_data / "dna"
    publish_dna(make, folder / "edge.dna")

    with database.reading() as session:
        uids = dict(session.execute(select(Speaker.name, Speaker.uid)).all())
        uids |= dict(session.execute(select(Claim.text, Claim.uid)).all())
        uids |= dict(session.execute(select(Topic.name_en, Topic.uid)).all())
        for told in reference_networks(folder):
            options = told["options"]
            filters = read_filters(
                asked(options, uids), viewer=ANYBODY, tongue="en", options=OPTIONS
            )
            report = build(session, filters)

            head, *lines = report.matrix()
            rows, columns, weights = reference_table(folder, told["name"])
            assert tuple(head[1:]) == columns, told["name"]
            assert tuple(line[0] for line in lines) == rows, told["name"]
            assert report.network.weights == pytest.approx(np.array(weights), abs=1e-9)
            assert report.network.kept == told["statements_kept"], told["name"]
        assert_as_it_came(session)
    assert all(check.ok for check in verify(database).checks)


def assert_as_it_came(session) -> None:
    """797 on record with their passages and codes; three lack a claim and are drafts."""
    states = Counter(session.scalars(select(Edition.state)))
    assert states == {EditionState.PUBLISHED: 797, EditionState.DRAFT: 3}
    spans = session.execute(select(func.count(Citation.snapshot_id), func.count())).one()
    assert tuple(spans) == (800, 800)
    codes = select(Stance.original_scheme, Stance.original_code, Stance.code).distinct()
    assert len(session.execute(codes).all()) == 2 + 5
    assert session.scalar(select(func.count()).select_from(Source)) == 120


TABLES = """
    CREATE TABLE documents (id, title, text, author, source, section, type, date);
    CREATE TABLE statementtypes (id, label);
    CREATE TABLE variables (id, variable, datatype, statementtypeid);
    CREATE TABLE statements (id, statementtypeid, documentid, start, stop, coder);
    CREATE TABLE databoolean (statementid, variableid, value);
    CREATE TABLE datainteger (statementid, variableid, value);
    CREATE TABLE entities (id, variableid, value);
    CREATE TABLE datashorttext (statementid, variableid, entity);
    INSERT INTO documents VALUES
        (1, 'A paper', '🙂 She said' || char(13, 10) || 'yes, yes 🙂.', '', '', '', '', 1735689600);
    INSERT INTO statementtypes VALUES (1, 'Said'), (2, 'Note');
    INSERT INTO variables VALUES (1, 'actor', 'short text', 1), (2, 'claim', 'short text', 1),
        (3, 'strength', 'integer', 1), (4, 'note', 'long text', 2);
    INSERT INTO entities VALUES (1, 1, 'Ahn'),
        (2, 2, 'That ' || replace(hex(zeroblob(60)), '00', 'so '));
    INSERT INTO statements VALUES (1, 1, 1, 13, 24, 1), (2, 2, 1, 0, 2, 1);
    INSERT INTO datashorttext VALUES (1, 1, 1), (1, 2, 2);
"""


def small_file(folder, strength: int):
    file = folder / "small.dna"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(TABLES)
        database.execute("INSERT INTO datainteger VALUES (1, 3, ?)", [strength])
        database.commit()
    return file


def test_a_passage_is_found_in_the_text_as_it_is_kept(make, database, tmp_path):
    publish_dna(make, small_file(tmp_path, -1))

    with database.reading() as session:
        cited = session.execute(select(Citation.exact, Citation.start)).one()
        claim = session.scalars(select(Claim)).one()
        code = session.scalar(select(Stance.code))

    # Windows line ends are one character, and so is a face.
    assert tuple(cited) == ("yes, yes 🙂", 11)
    assert len(claim.text) <= 100
    assert claim.text.endswith("so…")
    assert "so so so so so" in claim.definition
    assert code == "lean_oppose"


def test_what_speaks_of_no_claim_is_left_out_and_counted(tmp_path):
    read = read_dna(small_file(tmp_path, 0))

    assert (len(read.passages), read.left_out) == (1, 1)


def test_a_number_that_is_not_on_the_scale_is_refused(make, tmp_path):
    read = read_dna(small_file(tmp_path, 7))

    with (
        pytest.raises(Refused, match="Statement 1 has the value 7 for “strength”"),
        make.transaction(make.editor) as session,
    ):
        write_dna(session, read, language="en", by=make.editor)


@pytest.mark.parametrize("words", [b"", b"no database at all", b"SQLite format 3\0"])
def test_what_is_no_such_database_is_refused(tmp_path, words):
    file = tmp_path / "other.dna"
    file.write_bytes(words)

    with pytest.raises(Refused, match=r"other\.dna is not a database") as refusal:
        read_dna(file)

    assert refusal.value.field == "file"


def test_half_of_a_character_begins_it():
    document = Document(1, "", "a🙂b", "", "", "", date(2025, 1, 1))

    assert [document.code_point(at) for at in range(5)] == [0, 1, 1, 2, 3]
