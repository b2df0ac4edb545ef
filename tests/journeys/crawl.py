"""Every page there is: the GET routes of the URL map, filled with the keys of a world."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.journeys.shapes import Shapes
from tests.journeys.world import World
from tracker.models import Revision
from tracker.web.browser import COOKIE

TEXT_TYPES = {None, "text", "search", "email", "url", "number"}
# Sends the page's main form with these fields, whatever the browser thinks of them.
SEND = """(fields) => {
  const form = document.querySelector("main form[method=post]");
  const sent = document.createElement("form");
  sent.method = "post";
  sent.setAttribute("action", form.getAttribute("action") || location.pathname);
  for (const [name, values] of Object.entries(fields)) for (const value of values) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    sent.append(field);
  }
  document.body.append(sent);
  HTMLFormElement.prototype.submit.call(sent);
}"""
REVERSED = "\u202eა"


@dataclass(frozen=True)
class Visit:
    """One address, and the route that answers it."""

    route: str
    path: str


def get_routes(app: Flask) -> list[Rule]:
    """Every GET route but the files."""
    return [
        r
        for r in app.url_map.iter_rules()
        if "GET" in (r.methods or ()) and r.arguments != {"filename"}
    ]


def visits(app: Flask, world: World) -> Iterator[Visit]:
    """Every route with every key of the world that fits it, in the order of the URL map."""
    for rule in get_routes(app):
        for values in _values(rule, world):
            built = rule.build(values, append_unknown=False)
            assert built is not None, f"{rule} cannot be filled with {values}"
            yield Visit(str(rule), built[1])


def readable(app: Flask, world: World, token: str | None) -> list[str]:
    """The addresses that give a person a page."""
    return list(read(app, world, token))


def read(app: Flask, world: World, token: str | None) -> dict[str, str]:
    """The pages that a person is given, by their addresses."""
    client = app.test_client()
    if token:
        client.set_cookie(COOKIE, token)
    answers = {visit.path: client.get(visit.path) for visit in visits(app, world)}
    pages = {p: a for p, a in answers.items() if a.mimetype == "text/html"}
    return {path: page.text for path, page in pages.items() if page.status_code == 200}


def note_pages(app: Flask, world: World, tokens: Mapping[str, str | None]) -> None:
    """Note in the world who reads what, and whose page has something that none before it has.

    Of each route somebody sees one, and whoever sees something more, or less, sees that one, too.
    """
    shapes, seen = Shapes(), set[str]()
    routes = {visit.path: visit.route for visit in visits(app, world)}
    readable, telling = dict[str, list[str]](), dict[str, list[str]]()
    for who, token in tokens.items():
        pages = read(app, world, token)
        readable[who], telling[who] = list(pages), []
        for path, page in pages.items():
            has_news = shapes.has_news(page)
            if has_news or routes[path] not in seen:
                telling[who].append(path)
            seen.add(routes[path])
    world.readable, world.telling, world.shapes = readable, telling, sorted(shapes.known)


def _values(rule: Rule, world: World) -> Iterator[dict[str, str]]:
    # What readers reported stands in the queue, and for themselves elsewhere.
    place = str(rule).replace("/queue/mistakes", "/mistakes")
    noun = place.strip("/").split("/")[0].split(".")[0]
    noun = "ratings" if place.startswith("/verdicts/scale") else noun
    keys = world.made.get(noun, [])
    if "role_id" in rule.arguments:
        keys = [key for key in keys if key in world.roles]
    for key in keys or [""]:
        known = [key] if key else []
        offered = {
            "suffix": ["json"],
            "number": known if noun == "coding" else world.revisions.get(f"{noun}/{key}", []),
            "role_id": world.roles.get(key, []),
            "key": known,
            "ident": known,
            "secret": known,
            "uid": known,
        }
        # A route that asks for more is not visited; the journey that must see all of them says so.
        names = sorted(rule.arguments)
        for chosen in itertools.product(*(offered.get(name, []) for name in names)):
            yield dict(zip(names, chosen, strict=True))
        if noun != "coding" and not {"key", "ident", "secret", "uid"} & rule.arguments:
            return


def newest_revisions(session: Session, world: World) -> dict[str, list[str]]:
    """The newest revision of the fullest of each noun, by its address; of a claim the first, too.

    The newest has nothing to bring back, the first of a claim that was changed since has.
    """
    ends = func.max(Revision.number), func.min(Revision.number)
    found = select(Revision.kind, Revision.object_id, *ends)
    newest = {
        f"{kind}s/{object_id}": [str(last), str(first)][: 2 if kind == "claim" else 1]
        for kind, object_id, last, first in session.execute(
            found.group_by(Revision.kind, Revision.object_id)
        )
    }
    fullest = {f"{noun}/{keys[0]}" for noun, keys in world.made.items()}
    return {place: numbers for place, numbers in newest.items() if place in fullest}


def broken_forms(page: str) -> Iterator[dict[str, list[str]]]:
    """What one might send of the page's main form: nothing, the forbidden, the stale."""
    forms = html.document_fromstring(page).xpath(
        "//main//form[translate(@method,'POST','post')='post']"
    )
    if not forms:
        return
    form = forms[0]
    written = {f.name for f in form.xpath(".//textarea[@name]")}
    written |= {f.name for f in form.xpath(".//input[@name]") if f.get("type") in TEXT_TYPES}
    buttons = [b.get("value") for b in form.xpath(".//button[@name='action']")]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    if buttons:
        action = next((b for b in ("submit", "save") if b in buttons), buttons[0])
        sent["action"] = [action]
    yield {**sent, **{name: [""] for name in written}}
    yield {**sent, **{name: [REVERSED] for name in written}}
    if "version" in sent:
        yield {**sent, "version": ["999"]}
