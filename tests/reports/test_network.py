"""The network of the record: what is on it, in every form it leaves the house in."""

from dataclasses import astuple
from io import BytesIO

import networkx as nx
import pytest

from tracker.analysis.choices import Duplicates, Mode
from tracker.errors import Refused
from tracker.models import Claim, Speaker, Statement
from tracker.reports.filters import read_filters
from tracker.reports.network import build
from tracker.reports.network_files import (
    matrix_cells,
    network_gexf,
    network_graphml,
    node_cells,
)
from tracker.reports.options_network import OPTIONS, NetworkOptions, Variable, parse_options
from tracker.visibility import ANYBODY
from tracker.vocabulary import Level, SpeakerKind, Stance


@pytest.fixture
def debate(make):
    """Two states and what their people said of two claims; what they only asked has no number."""
    iran, oman = make.state("Iran", "IR"), make.state("Oman", "OM")
    envoy, aide = make.speaker("Envoy"), make.speaker("Aide")
    wall, gate = make.claim("The wall stands"), make.claim("The gate is open")
    said = {
        "first": make.statement(
            speaker=(envoy, aide),
            body=iran,
            stances={wall: Stance.SUPPORT, gate: Stance.LEAN_OPPOSE},
            said_on="2025-01-08",
        ),
        "second": make.statement(speaker=oman, stances={wall: Stance.OPPOSE}, said_on="2025-01-20"),
        "third": make.statement(speaker=oman, stances={gate: Stance.OPPOSE}, said_on="2025-02"),
        "asked": make.statement(speaker=oman, stances={gate: Stance.QUESTION}),
    }
    return {"iran": iran, "oman": oman, "wall": wall, "gate": gate, **said}


@pytest.fixture
def built(database):
    def build_it(**given):
        filters = read_filters(given, viewer=ANYBODY, tongue="en", options=OPTIONS)
        with database.reading() as session:
            return build(session, filters)

    return build_it


def uid(database, cls, number: int) -> str:
    with database.reading() as session:
        return str(session.get_one(cls, number).uid)


def test_states_meet_by_how_near_they_stand_on_the_scale(debate, built, database):
    report = built(rows="state", aggregation="congruence")

    (row,) = report.rows
    states = [uid(database, Speaker, debate[name]) for name in ("iran", "oman")]
    # Opposite ends on the wall, one step of four apart at the gate: 0 + 3/4.
    assert {row.source, row.target} == set(states)
    assert (row.weight, row.n) == (0.75, 2)
    assert row.statements.split() == [
        uid(database, Statement, debate[n]) for n in ("first", "third")
    ]
    assert report.unnumbered == 1


def test_what_two_people_say_together_for_a_state_is_said_once(debate, built):
    report = built(mode="two", rows="state", aggregation="ignore", duplicates="include")

    assert list(matrix_cells(report)) == [
        ("", "The gate is open", "The wall stands"),
        ("Iran", 1, 1),
        ("Oman", 1, 1),
    ]


def test_a_filter_by_people_does_not_tear_apart_what_they_said_together(debate, built):
    report = built(
        mode="two",
        rows="state",
        aggregation="ignore",
        duplicates="include",
        exclude_speaker=str(debate["oman"]),
    )

    assert list(matrix_cells(report))[1:] == [("Iran", 1, 1)]


def test_the_sign_alone_makes_agreement_and_disagreement(debate, built):
    report = built(rows="body", qualifier="sign")

    # Against each other on the wall, with each other at the gate.
    assert [(row.weight, row.n) for row in report.rows] == [(0, 3)]


def test_persons_alone_are_nodes_where_persons_are_asked_for(debate, built):
    report = built(rows="person")

    assert [node.label for node in report.nodes] == ["Aide", "Envoy"]
    (row,) = report.rows
    assert (row.weight, row.n, {row.source_label, row.target_label}) == (2, 1, {"Aide", "Envoy"})


def test_a_date_wider_than_the_period_is_counted_and_left_out(debate, built):
    report = built(said_from="2025-01-01", said_to="2025-02-15", rows="state", aggregation="ignore")

    assert report.network.left_out.imprecise == 1
    assert [row.weight for row in report.rows] == [1]


def test_a_claim_may_be_left_out_or_alone_kept(debate, built, database):
    key = uid(database, Claim, debate["wall"])

    without, alone = (
        built(mode="two", rows="state", **{name: key}) for name in ("exclude_claim", "only_claim")
    )

    assert without.network.columns == (str(debate["gate"]),)
    assert alone.network.columns == (str(debate["wall"]),)


def test_every_time_window_has_its_own_edges(debate, built):
    report = built(
        said_from="2025-01-01",
        said_to="2025-01-31",
        rows="state",
        aggregation="conflict",
        window="15",
        unit="days",
    )

    found = [(row.window_from, row.window_to) for row in report.rows]
    # The 8th and the 20th are thirteen days.
    assert found == [(f"2025-01-0{day}", f"2025-01-{day + 14}") for day in (6, 7, 8)]


def test_graphs_open_in_networkx_with_weight_number_and_statements(debate, built):
    report = built(rows="state", normalise="jaccard")

    for graph in (
        nx.read_graphml(BytesIO(network_graphml(report))),
        nx.read_gexf(BytesIO(network_gexf(report))),
    ):
        ((source, target, told),) = graph.edges(data=True)
        (row,) = report.rows
        assert {source, target} == {row.source, row.target}
        assert told["weight"] == pytest.approx(row.weight)
        assert (told["n"], told["statements"].split()) == (row.n, row.statements.split())
        assert {node["kind"] for _, node in graph.nodes(data=True)} == {"state"}
        assert {node["label"] for _, node in graph.nodes(data=True)} == {"Iran", "Oman"}
        assert {node["n"] for _, node in graph.nodes(data=True)} == {1, 2}


def test_a_state_that_speaks_for_itself_is_two_nodes_of_a_two_mode_graph(debate, built):
    report = built(
        mode="two",
        rows="speaker",
        columns="state",
        aggregation="ignore",
    )

    graph = nx.read_graphml(BytesIO(network_graphml(report)))

    assert graph.number_of_nodes() == 3 + 2
    assert nx.number_of_selfloops(graph) == 0


def test_nodes_and_edges_are_sorted_by_their_columns(debate, built):
    report = built(mode="two", rows="speaker", aggregation="ignore")

    edges, nodes = [astuple(row) for row in report.rows], list(node_cells(report))

    assert edges == sorted(edges)
    assert nodes == sorted(nodes)


def test_what_is_withdrawn_is_in_no_network(debate, built, make):
    make.withdraw(debate["second"])

    report = built(mode="two", rows="state")

    assert report.network.counts.sum() == 3


def test_what_has_no_number_is_counted_of_the_window_and_of_who_is_shown(make, built):
    iran, claim = make.state("Iran", "IR"), make.claim()
    make.statement(speaker=iran, stances={claim: Stance.SUPPORT}, said_on="2025-01-01")
    make.statement(speaker=iran, stances={claim: Stance.QUESTION}, said_on="2025-03-08")
    make.statement(stances={claim: Stance.QUESTION}, said_on="2025-01-01")

    asked = {"mode": "two", "rows": "state", "said_from": "2025-01", "said_to": "2025-03"}

    assert built(**asked).unnumbered == 1
    window = {"window": "1", "unit": "months"}
    counted = [built(**asked, **window, slice=number).unnumbered for number in ("1", "2")]
    assert counted == [0, 0]


def test_options_are_read_by_their_names_and_otherwise_take_their_defaults():
    given = {
        "mode": "two", "rows": "author", "qualifier": "sign", "aggregation": "combine",
        "duplicates": "week", "isolates": "1", "window": "3", "unit": "days", "compatible": "yes",
        "exclude_claim": " a, b", "only_author": "Ahn | Kim, Jr.", "normalise": "",
    }  # fmt: skip

    options = parse_options(given)

    assert (options.mode, options.rows, options.window) == (Mode.TWO, Variable.AUTHOR, 3)
    assert (options.duplicates, options.isolates) == (Duplicates.WEEK, True)
    assert [(one.variable, one.values, one.only) for one in options.chosen] == [
        (Variable.CLAIM, ("a", "b"), False),
        (Variable.AUTHOR, ("Ahn", "Kim, Jr."), True),
    ]
    assert parse_options({}, holder=Level.STATE) == NetworkOptions(rows=Variable.STATE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "three"),
        ("rows", "nobody"),
        ("aggregation", "mean"),
        ("normalise", "\0"),
        ("isolates", "perhaps"),
        ("window", "-1"),
        ("window", "٣"),
        ("window", "10000"),
    ],
)
def test_an_option_that_is_none_of_the_choices_is_refused_by_its_field(field, value):
    with pytest.raises(Refused) as refusal:
        parse_options({field: value})

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("only_claim", {"only_claim": "no-such-claim"}),
        ("exclude_state", {"exclude_state": "9" * 30}),
        ("normalise", {"normalise": "prominence"}),
        ("unit", {"window": "1", "unit": "days"}),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_shown(field, given, built, make):
    make.statement(said_on="2020-01-01")
    make.statement(said_on="2025-01-01")

    with pytest.raises(Refused) as refusal:
        built(**given)

    assert refusal.value.field == field


def test_an_empty_record_is_an_empty_network(built):
    report = built()

    assert (report.nodes, list(report.rows), list(report.matrix())) == ((), [], [[""]])
    assert nx.read_graphml(BytesIO(network_graphml(report))).number_of_nodes() == 0


def test_two_holders_of_one_name_are_two_nodes(built, make):
    claim, people = make.claim(), [make.speaker("Kim", SpeakerKind.PERSON) for _ in range(2)]
    for person in people:
        make.statement(speaker=person, stances={claim: Stance.SUPPORT})

    report = built()

    assert [node.label for node in report.nodes] == ["Kim", "Kim"]
    assert len(list(report.rows)) == 1


def test_a_network_of_everything_with_too_many_nodes_is_refused_unread(
    debate, built, queries, monkeypatch
):
    monkeypatch.setattr("tracker.reports.network.MAX_NODES", 2)

    with queries.counted() as statements, pytest.raises(Refused) as refused:
        built()

    assert refused.value.params["nodes"] == 3
    assert [sql for sql in statements if "citation" in sql] == []
