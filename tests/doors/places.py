"""Every address at which something could be given away: all ids, keys, filters and orders."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.doors.sending import noun_of
from tests.doors.world import World
from tracker import models
from tracker.db import Database
from tracker.models import Revision

NOUNS = ("statements", "claims", "speakers", "sources", "outlets", "occasions", "topics")
# What lists are narrowed and ordered by; a word that is sought begins as all planted ones do.
SOUGHT = "zq"
NARROWED = {
    "statements": ("said_from=2024", "sort=logged", "sort=-newest", "sort=oldest", "state=draft"),
    "claims": ("kind=factual",),
    "sources": ("sort=title", "kind=article", "language=en"),
    "speakers": ("kind=person",),
}
NAMED = {
    "statements": {"speaker": "speakers", "claim": "claims", "source": "sources",
                   "occasion": "occasions", "topic": "topics"},
    "claims": {"topic": "topics"},
    "sources": {"outlet": "outlets"},
    "outlets": {},
}  # fmt: skip


def places(app: Flask, database: Database, world: World) -> list[str]:
    """All addresses that can be asked for by GET, in one order."""
    found = dict.fromkeys(_plain(app, world))
    # Of those that wait to be decided, all but the first are alike.
    waiting = world.keys["statements"].items()
    alike = {("statements", key) for what, key in waiting if ", to " in what}
    numbers, uids, revisions = _known(database, alike)
    for noun in NOUNS:
        for number in numbers[noun]:
            found |= dict.fromkeys(_of_object(noun, number))
        for name in (*uids[noun], *(f"{number}-zq" for number in numbers[noun])):
            found |= dict.fromkeys([f"/{noun}/{name}"])
        found |= dict.fromkeys(_lists(noun, numbers))
    found |= dict.fromkeys(revisions)
    return list(found)


def _plain(app: Flask, world: World) -> Iterator[str]:
    """Every other GET route, filled with what there is."""
    offered = {
        "suffix": "json",
        "filename": "icon.svg",
        "secret": "none",
        "role_id": world.roles["unpublished"],
        "number": "1",
        "uid": world.uids["mistakes/reported"],
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        noun = noun_of(rule.rule)
        for what in ("public", "published", "unpublished", "draft"):
            key = world.keys.get(noun, {}).get(what, world.people["editor"])
            values = offered | {"key": key, "ident": key}
            if noun == "comments":
                values["uid"] = world.uids["comments/to be hidden"]
            if noun == "verdicts":
                state = {"public": "standing", "published": "refused"}.get(what, "waiting")
                values["uid"] = world.uids[f"verdicts/{state}"]
            if noun == "reports":
                values["key"] = world.uids["reports/marked"]
            if noun == "ratings":
                values["key"] = "mixed"
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None
            yield built[1]


def _known(
    database: Database, alike: set[tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    numbers: dict[str, list[str]] = {}
    uids: dict[str, list[str]] = {}
    with database.reading() as session:
        for noun in NOUNS:
            cls: Any = getattr(models, noun.removesuffix("s").capitalize())
            rows = session.execute(select(cls.id, cls.uid).order_by(cls.id)).all()
            rows = [row for row in rows if (noun, str(row.id)) not in alike]
            numbers[noun], uids[noun] = [str(r.id) for r in rows], [r.uid for r in rows]
        told = session.execute(select(Revision.kind, Revision.object_id, Revision.number)).all()
    revisions = [
        f"/{kind}s/{object_id}/history/{number}"
        for kind, object_id, number in told
        if f"{kind}s" in NOUNS
    ]
    return numbers, uids, revisions


def _of_object(noun: str, number: str) -> Iterator[str]:
    for ending in ("", ".json", ".csv", "/history", "/history.json", "/history.csv"):
        yield f"/{noun}/{number}{ending}"
    if noun == "statements":
        yield from (f"/{noun}/{number}?edition={n}" for n in (1, 2))
        yield f"/{noun}/{number}.json?edition=2"
    if noun in {"claims", "speakers"}:
        yield from (f"/{noun}/{number}?holder={level}" for level in ("body", "state"))


def _lists(noun: str, numbers: dict[str, list[str]]) -> Iterator[str]:
    asked = [f"q={SOUGHT}", *NARROWED.get(noun, ())]
    for name, other in NAMED.get(noun, {}).items():
        asked += [f"{name}={number}" for number in numbers[other]]
    for query in asked:
        yield f"/{noun}/?{query}"
        yield f"/{noun}.json?{query}"
    for words in ("", SOUGHT, "z", "a"):
        yield f"/{noun}/pick?q={words}"
