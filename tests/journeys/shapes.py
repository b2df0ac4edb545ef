"""What a page is made of, words aside: pages of one shape are one rendering."""

import hashlib
from collections.abc import Iterable, Iterator

from lxml import html

# What rules ask of these is their value; of any other attribute, that it is there.
TOLD = {"role", "type", "scope", "autocomplete", "tabindex", "lang", "class"}
HEADINGS = {f"h{level}" for level in range(1, 7)}


class Shapes:
    """The shapes of the pages that were looked at so far."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = set(known)

    def has_news(self, page: str) -> bool:
        """Whether a page has something that no page before it had; from then on it is known."""
        shape = shape_of(page)
        news = not shape <= self.known
        self.known |= shape
        return news


def shape_of(page: str) -> set[str]:
    """Each kind of element with all that it stands in, and each step from heading to heading."""
    body = html.document_fromstring(page).find("body")
    assert body is not None
    headings = [str(part.tag) for part in body.iter() if part.tag in HEADINGS]
    steps = (f"{a} then {b}" for a, b in zip(["", *headings], headings, strict=False))
    return {_short(told) for told in (*_places(body, ""), *steps)}


def _places(element: html.HtmlElement, place: str) -> Iterator[str]:
    own = f"{place} > {_kind(element)}"
    yield own
    for child in element:
        if isinstance(child.tag, str):
            yield from _places(child, own)


def _kind(element: html.HtmlElement) -> str:
    """The element with its attributes; a name without words, or an empty one, is another kind."""
    told = []
    for name in sorted(map(str, element.attrib)):
        words = " ".join(sorted(element.get(name, "").split()))
        told.append(f"{name}={words if name in TOLD else bool(words)}")
    return f"{element.tag!r} {told} {bool(element.text_content().strip())}"


def _short(told: str) -> str:
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
