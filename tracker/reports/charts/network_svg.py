"""The drawing of a network as SVG: for a page in its colours, or as a file in those of daylight."""

from collections.abc import Iterator
from math import cos, pi, sin

from markupsafe import escape

from tracker.reports.charts.chart import SANS, ink, painted
from tracker.reports.charts.network import Drawing, DrawnEdge, DrawnNode, Look, Shape

WIDTH, HEIGHT = 1000, 640

_SIDE, _TOP, _LABEL = 90, 34, 16
_LETTERS = 26
_SMALLEST, _LARGEST = 5, 18
_THINNEST, _THICKEST = 1.0, 8.0
LINES = {
    Look.FOR: (ink("p2-edge"), ""),
    Look.AGAINST: (ink("o2-edge"), "7 5"),
    Look.BALANCE: (ink("z-edge"), "1.5 4"),
    Look.PLAIN: (ink("off-edge"), ""),
}
FILLS = {
    Shape.PERSON: ink("paper"),
    Shape.ORGANISATION: ink("rule"),
    Shape.STATE: ink("field"),
    Shape.CLAIM: ink("accent"),
    Shape.DOCUMENT: ink("panel"),
}
_CORNERS = {Shape.ORGANISATION: (4, 0.125), Shape.STATE: (6, 0.0), Shape.CLAIM: (4, 0.0)}
_CORNERS[Shape.DOCUMENT] = (3, -0.25)


def drawn_svg(drawing: Drawing, title: str, text: str) -> str:
    """Draw with the names of colours, to stand on a page that knows them."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ink("paper")}"/>',
        *(_edge(drawing, edge) for edge in reversed(drawing.edges)),
        *_nodes(drawing),
        "</svg>",
    ]
    return "\n".join(parts)


def file_svg(drawing: Drawing, title: str, text: str) -> bytes:
    """Draw for a file: with the title, in fixed colours."""
    heading = (
        f'<text x="16" y="22" font-size="15" font-weight="600" fill="{ink("ink")}">'
        f"{escape(title)}</text></svg>"
    )
    whole = drawn_svg(drawing, title, text).removesuffix("</svg>") + heading
    drawn: str = painted(whole.replace("<svg ", f"<svg font-family='{SANS}' ", 1))
    return drawn.encode()


def x_of(node: DrawnNode) -> float:
    return round(_SIDE + node.x * (WIDTH - 2 * _SIDE), 1)


def y_of(node: DrawnNode) -> float:
    return round(_TOP + node.y * (HEIGHT - 2 * _TOP - _LABEL), 1)


def radius_of(node: DrawnNode) -> float:
    return round(_SMALLEST + node.size * (_LARGEST - _SMALLEST), 1)


def thickness_of(edge: DrawnEdge) -> float:
    return round(_THINNEST + edge.width * (_THICKEST - _THINNEST), 1)


def short(label: str) -> str:
    """A label as far as it fits below its node."""
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1].rstrip()}…"


def _edge(drawing: Drawing, edge: DrawnEdge) -> str:
    one, other = drawing.nodes[edge.source], drawing.nodes[edge.target]
    colour, dash = LINES[edge.look]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x_of(one)}" y1="{y_of(one)}" x2="{x_of(other)}" y2="{y_of(other)}"'
        f' stroke="{colour}" stroke-width="{thickness_of(edge)}" stroke-opacity=".8"{dashes}>'
        f"<title>{escape(one.node.label)} – {escape(other.node.label)}: {edge.edge.weight:.4g}"
        f"</title></line>"
    )


def _nodes(drawing: Drawing) -> Iterator[str]:
    for node in drawing.nodes:
        yield (
            f'<g fill="{FILLS[node.shape]}" stroke="{ink("ink")}" stroke-width="1.5">'
            f"<title>{escape(node.node.label)}</title>{_shape(node)}</g>"
        )
    for node in drawing.nodes:
        y = y_of(node) + radius_of(node) + 13
        yield (
            f'<text x="{x_of(node)}" y="{round(y, 1)}" text-anchor="middle" font-size="12"'
            f' fill="{ink("ink")}" stroke="{ink("paper")}" stroke-width="3"'
            f' paint-order="stroke">{escape(short(node.node.label))}</text>'
        )


def _shape(node: DrawnNode) -> str:
    x, y, r = x_of(node), y_of(node), radius_of(node)
    if node.shape not in _CORNERS:
        return f'<circle cx="{x}" cy="{y}" r="{r}"/>'
    n, turned = _CORNERS[node.shape]
    angles = [2 * pi * (corner / n + turned) for corner in range(n)]
    points = " ".join(f"{x + r * cos(a):.1f},{y + r * sin(a):.1f}" for a in angles)
    return f'<polygon points="{points}"/>'
