"""What the page of the network shows: the drawing, its tables, and what stands behind an edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tracker.errors import N_
from tracker.reports.charts.network import (
    Drawing,
    Shape,
    called,
    count_looks,
    draw_network,
)
from tracker.reports.charts.network_svg import (
    HEIGHT,
    WIDTH,
    drawn_svg,
    file_svg,
    radius_of,
    short,
    thickness_of,
    x_of,
    y_of,
)
from tracker.reports.charts.network_words import finding, look_words, told, weight_words
from tracker.reports.charts.tongue import Tongue
from tracker.reports.filters import Filters
from tracker.reports.network import NetworkReport
from tracker.reports.network_rows import NetworkNode
from tracker.reports.options_network import Variable
from tracker.reports.paging import page_of_rows
from tracker.statements.entry import Entry
from tracker.statements.queries import entries
from tracker.vocabulary import ClaimKind, SourceKind, SpeakerKind
from tracker.web.addresses import address, here_with
from tracker.web.listing import argument
from tracker.web.locale import catalogue
from tracker.web.session import session

MOST_NODES = 200
MOST_BEHIND = 50

_PLACES = {
    Variable.CLAIM: "claims",
    Variable.OUTLET: "outlets",
    Variable.SOURCE: "sources",
    Variable.AUTHOR: "",
    Variable.SECTION: "",
}


_ONE = {
    Variable.OUTLET: N_("Outlet"),
    Variable.AUTHOR: N_("Author"),
    Variable.SECTION: N_("Section"),
}


@dataclass(frozen=True)
class Behind:
    """The statements behind an edge or a node, as far as they may be seen; n are all."""

    label: str
    entries: Sequence[Entry]
    n: int


def shown(report: NetworkReport, filters: Filters) -> dict[str, Any]:
    """Everything that the page draws and lists."""
    tongue = Tongue(catalogue())
    drawing = draw_network(report, tongue)
    title, text = finding(report, tongue), told(report, drawing, tongue)
    return {
        "title": title,
        "text": text,
        "drawing": drawing,
        "svg": Markup(drawn_svg(drawing, title, text)),  # noqa: S704 - it escapes what it is given
        "data": cytoscape_data(drawing, tongue),
        "looks": [(look, look_words(look, tongue), n) for look, n in count_looks(report).items()],
        "shapes": sorted({node.shape for node in drawing.nodes}, key=list(Shape).index),
        "ties": page_of_rows(report.heaviest),
        "nodes": sorted(report.nodes, key=lambda node: (-node.n, node.label))[:MOST_NODES],
        "weighed": lambda weight: weight_words(weight, tongue),
        "edge_url": edge_url,
        "node_url": node_url,
        "page_of": page_of,
        "kind_of": lambda node: _kind(node, tongue),
        "behind": behind(report, filters, tongue),
        "spans": report.every_days,
        "slice_url": lambda number: here_with(slice=number, cursor=None, source=None, target=None),
    }


def svg_of(report: NetworkReport) -> bytes:
    """The drawing as a file."""
    tongue = Tongue(catalogue())
    drawing = draw_network(report, tongue)
    return file_svg(drawing, finding(report, tongue), told(report, drawing, tongue))


def edge_url(source: NetworkNode, target: NetworkNode) -> str:
    """This network, with the statements behind an edge."""
    return f"{here_with(source=source.uid, target=target.uid)}#behind"


def node_url(node: NetworkNode) -> str:
    """This network, with the statements behind a node; one of the columns is a target."""
    ends = (None, node.uid) if node.side == "columns" else (node.uid, None)
    return f"{here_with(source=ends[0], target=ends[1])}#behind"


def page_of(node: NetworkNode) -> str:
    """The page of what a node is, where it has one."""
    noun = _PLACES.get(node.variable, "speakers")
    return address(noun, node.key, node.label) if noun else ""


def _kind(node: NetworkNode, tongue: Tongue) -> str:
    """What a node is, in words."""
    for words in (SpeakerKind, ClaimKind, SourceKind):
        if node.kind in set(words):
            return tongue.word(words(node.kind))
    return tongue.gettext(_ONE[node.variable])


def behind(report: NetworkReport, filters: Filters, tongue: Tongue) -> Behind | None:
    """Find the statements of the edge or node that the address names."""
    source, target = argument("source"), argument("target")
    if not source and not target:
        return None
    ends, ids = _named(report, source, target)
    label = " – ".join(called(node, tongue) for node in ends)
    first = entries(session(), filters.viewer, ids[:MOST_BEHIND], filters.tongue)
    return Behind(label, list(first.values()), len(ids))


def _named(
    report: NetworkReport, source: str, target: str
) -> tuple[Sequence[NetworkNode], Sequence[int]]:
    network = report.network
    rows, columns = report.sides.of(network)
    row, column = _place(rows, source), _place(columns, target)
    if not target and row is not None:
        return [rows[row]], network.row_statements(row)
    if not source and column is not None:
        return [columns[column]], network.column_statements(column)
    if row is None or column is None or not network.counts[row, column]:
        return (), ()
    return [rows[row], columns[column]], network.statements(row, column)


def _place(side: Sequence[NetworkNode], uid: str) -> int | None:
    return next((place for place, node in enumerate(side) if node.uid == uid), None)


def cytoscape_data(drawing: Drawing, tongue: Tongue) -> dict[str, Any]:
    """The drawing for the browser: nodes at their places, edges with their addresses."""
    nodes = [
        {
            "id": str(place),
            "label": short(node.node.label),
            "name": node.node.label,
            "shape": node.shape.value,
            "size": 2 * radius_of(node),
            "x": x_of(node),
            "y": y_of(node),
        }
        for place, node in enumerate(drawing.nodes)
    ]
    edges = []
    for edge in drawing.edges:
        one, other = drawing.nodes[edge.source].node, drawing.nodes[edge.target].node
        n = tongue.ngettext("%(num)s statement", "%(num)s statements", edge.edge.n)
        edges.append(
            {
                "id": f"{edge.source}-{edge.target}",
                "source": str(edge.source),
                "target": str(edge.target),
                "look": edge.look.value,
                "width": thickness_of(edge),
                "name": f"{one.label} – {other.label}: "
                f"{weight_words(edge.edge.weight, tongue)}, {n}",
                "url": edge_url(one, other),
            }
        )
    return {"width": WIDTH, "height": HEIGHT, "nodes": nodes, "edges": edges}
