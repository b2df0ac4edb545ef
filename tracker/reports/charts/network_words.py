"""What a reader sees in the drawing of a network, said in words."""

from tracker.reports.charts.network import Drawing, Look, called, count_looks
from tracker.reports.charts.tongue import Tongue
from tracker.reports.network import NetworkReport
from tracker.reports.network_rows import Tie

_NAMED = 3


def finding(report: NetworkReport, tongue: Tongue) -> str:
    """The title of the drawing: how many nodes and edges, and which edge is the heaviest."""
    ties = report.heaviest
    if not ties:
        return tongue.ngettext(
            "%(num)s node, and no edge", "%(num)s nodes, and no edge", len(report.nodes)
        )
    nodes = tongue.ngettext("%(num)s node", "%(num)s nodes", len(report.nodes))
    return tongue.ngettext(
        "%(num)s edge between %(nodes)s, the heaviest between %(one)s and %(other)s",
        "%(num)s edges between %(nodes)s, the heaviest between %(one)s and %(other)s",
        len(ties),
        nodes=nodes,
        one=called(ties[0][0], tongue),
        other=called(ties[0][1], tongue),
    )


def told(report: NetworkReport, drawing: Drawing, tongue: Tongue) -> str:
    """What is drawn, in sentences: the sides, the heaviest edges, and what is left out."""
    looks = [
        tongue.gettext("%(look)s: %(n)s", look=look_words(look, tongue), n=tongue.number(n))
        for look, n in count_looks(report).items()
    ]
    sentences = [f"{'; '.join(looks)}."] if looks else []
    ties = report.heaviest[:_NAMED]
    if ties:
        named = "; ".join(_tie(tie, tongue) for tie in ties)
        sentences.append(tongue.gettext("The heaviest: %(named)s.", named=named))
    if drawing.is_part:
        sentences.append(
            tongue.gettext(
                "Drawn are the heaviest %(edges)s of %(all_edges)s edges, and %(nodes)s of"
                " %(all_nodes)s nodes; tables and files have all.",
                edges=tongue.number(len(drawing.edges)),
                all_edges=tongue.number(drawing.n_edges),
                nodes=tongue.number(len(drawing.nodes)),
                all_nodes=tongue.number(drawing.n_nodes),
            )
        )
    return " ".join(sentences)


def look_words(look: Look, tongue: Tongue) -> str:
    """What the line of an edge means."""
    return {
        Look.FOR: tongue.gettext("agreement, a full line"),
        Look.AGAINST: tongue.gettext("disagreement, a dashed line"),
        Look.BALANCE: tongue.gettext("as much of both, a dotted line"),
        Look.PLAIN: tongue.gettext("said something of the same, a full line"),
    }[look]


def weight_words(weight: float, tongue: Tongue) -> str:
    """A weight with its sign and at most four digits after the point."""
    written = tongue.number(round(weight, 4) or 0.0)
    return written.replace("-", "\u2212")


def _tie(tie: Tie, tongue: Tongue) -> str:
    one, other, edge = tie
    return f"{called(one, tongue)} – {called(other, tongue)} ({weight_words(edge.weight, tongue)})"
