"""The network of the invented town, worked out from what was said there, now and as of then."""

import csv
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tracker.cli.main import tracker
from tracker.models import Claim, Speaker, Statement
from tracker.record.moments import newest_revision
from tracker.reports.filters import read_filters
from tracker.reports.network import build
from tracker.reports.options_network import OPTIONS
from tracker.visibility import ANYBODY
from tracker.vocabulary import Stance

GOLDEN = Path(__file__).parent / "golden" / "network.csv"
SHORT = len("story-")
ASKED = {
    "rows": "body",
    "aggregation": "congruence",
    "qualifier": "sign",
    "duplicates": "include",
}


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def town(database):
    """The network of bodies as the golden table tells it, and the revision it is of."""

    def tell(as_of=""):
        given = {**ASKED, "as_of": as_of}
        filters = read_filters(given, viewer=ANYBODY, tongue="en", options=OPTIONS)
        with database.reading() as session:
            keys = {
                uid: (key or "story-")[SHORT:]
                for cls in (Speaker, Statement)
                for uid, key in session.execute(select(cls.uid, cls.key))
            }
            rows = build(session, filters).rows
            return sorted(_short(keys, row) for row in rows), newest_revision(session)

    return tell


def _short(keys, row):
    ends = sorted([keys[row.source], keys[row.target]])
    statements = sorted(keys[uid] for uid in row.statements.split())
    return [*ends, f"{row.weight:g}", str(row.n), " ".join(statements)]


def test_bodies_agree_as_a_person_counts_it(town):
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        _head, *golden = csv.reader(file)

    rows, _revision = town()

    assert rows == golden


def test_one_stance_changes_the_network_and_not_what_it_was(town, make, database):
    before, revision = town()
    with database.reading() as session:
        statement = session.scalar(select(Statement.id).where(Statement.key == "story-45"))
        ministry = session.scalar(select(Speaker.id).where(Speaker.key == "story-ministry"))
        fill = session.scalar(select(Claim.id).where(Claim.key == "story-fill"))

    turned = make.draft(speaker=ministry, stances={fill: Stance.OPPOSE}, said_on="2024-04-23")
    make.correct(statement, turned)

    after, newest = town()
    assert newest > revision
    # Four for it with five of the council's, and one against it with four.
    assert ["council", "ministry", "24", "14"] in [row[:4] for row in after]
    assert town(f"r{revision}")[0] == before


@pytest.mark.engines("sqlite")
def test_the_command_prints_the_same_edges_in_every_format(printed, database_url):
    options = [part for name, value in ASKED.items() for part in (f"--{name}", value)]

    rows = printed("network", *options)
    written = []
    for form in ("graphml", "gexf"):
        asked = ["--database", database_url, "report", "network", "--format", form, *options]
        written.append(CliRunner().invoke(tracker, asked).stdout_bytes)

    edges = {
        frozenset((row["source"], row["target"])): (
            float(row["weight"]), int(row["n"]), row["statements"]
        )
        for row in rows
    }  # fmt: skip
    graphs = nx.read_graphml(BytesIO(written[0])), nx.read_gexf(BytesIO(written[1]))
    for graph in graphs:
        found = graph.edges(data=True)
        assert edges == {
            frozenset((a, b)): (told["weight"], told["n"], told["statements"])
            for a, b, told in found
        }
    assert len(edges) == 11
    assert list(rows[0])[:5] == ["source", "target", "weight", "n", "statements"]


@pytest.mark.engines("sqlite")
def test_a_format_that_a_report_lacks_is_wrong_usage(database_url):
    asked = ["--database", database_url, "report", "shifts", "--format", "gexf"]

    done = CliRunner().invoke(tracker, asked)

    assert done.exit_code == 2
    assert "shifts has no gexf, but csv, json, table, xlsx." in done.stderr
