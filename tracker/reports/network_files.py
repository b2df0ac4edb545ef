"""The network of the record as files: edges, nodes, the square matrix, GraphML and GEXF."""

import csv
import io
from collections.abc import Iterable, Iterator

from tracker.analysis.choices import Mode
from tracker.formats.graphs import Link, Node, gexf, graphml
from tracker.reports.network import NetworkReport, check_mentions, mentions_of
from tracker.reports.network_rows import NetworkNode
from tracker.web.listing import csv_cell

NODES = ("node", "variable", "kind", "n", "label")

Cells = tuple[str | int | float, ...]


def node_cells(report: NetworkReport) -> Iterator[Cells]:
    """Yield the node list under `NODES`."""
    for node in sorted(report.nodes, key=lambda node: (node.uid, node.variable)):
        yield node.uid, node.variable.value, node.kind, node.n, node.label


def matrix_cells(report: NetworkReport) -> Iterator[Cells]:
    """Yield the matrix of the whole range; its first line are the labels of the columns."""
    yield from (tuple(line) for line in report.matrix())


def nodes_csv(report: NetworkReport) -> bytes:
    """Write the node list."""
    return _csv([NODES, *node_cells(report)])


def matrix_csv(report: NetworkReport) -> bytes:
    """Write the matrix: a head of labels, then a label and its weights."""
    return _csv(matrix_cells(report))


def _csv(lines: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([csv_cell(value) for value in line] for line in lines)
    return text.getvalue().encode()


def network_graphml(report: NetworkReport) -> bytes:
    """Write the network of the whole range for Gephi and others."""
    return graphml(_nodes(report), _links(report))


def network_gexf(report: NetworkReport) -> bytes:
    """Write the network of the whole range for Gephi."""
    return gexf(_nodes(report), _links(report))


def _nodes(report: NetworkReport) -> Iterator[Node]:
    for node in report.nodes:
        yield Node(
            _id(report, node),
            {"label": node.label, "variable": node.variable.value, "kind": node.kind, "n": node.n},
        )


def _links(report: NetworkReport) -> Iterator[Link]:
    check_mentions(mentions_of(report.network))
    ids = {(node.side, node.uid): _id(report, node) for node in report.nodes}
    other = "rows" if report.options.mode is Mode.ONE else "columns"
    for row in report.whole_rows:
        yield Link(
            ids["rows", row.source],
            ids[other, row.target],
            {"weight": row.weight, "n": row.n, "statements": row.statements},
        )


def _id(report: NetworkReport, node: NetworkNode) -> str:
    """Give its uid; a body that stands in the rows and for itself in the columns is two nodes."""
    if node.side == "columns" and node.uid in report.row_uids:
        return f"{node.uid}-{node.variable.value}"
    return node.uid
