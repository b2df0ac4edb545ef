"""Networks as GraphML and GEXF, with whatever stands on their nodes and edges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

import networkx as nx

Attribute = str | int | float | bool


@dataclass(frozen=True)
class Node:
    id: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True)
class Link:
    """Two nodes by their ids; `weight` is what programs that draw graphs look for."""

    source: str
    target: str
    attributes: Mapping[str, Attribute]


def graphml(nodes: Iterable[Node], links: Iterable[Link]) -> bytes:
    written = BytesIO()
    nx.write_graphml_xml(_graph(nodes, links), written, encoding="utf-8")
    return written.getvalue()


def gexf(nodes: Iterable[Node], links: Iterable[Link]) -> bytes:
    written = BytesIO()
    nx.write_gexf(_graph(nodes, links), written, encoding="utf-8")
    return written.getvalue()


def _graph(nodes: Iterable[Node], links: Iterable[Link]) -> "nx.Graph":
    graph = nx.Graph()
    for node in nodes:
        graph.add_node(node.id, **node.attributes)
    for link in links:
        graph.add_edge(link.source, link.target, **link.attributes)
    return graph
