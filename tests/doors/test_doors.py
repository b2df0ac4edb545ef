"""Every door is as the table says, for every role; and every wrong cell would be noticed."""

import json
from collections import defaultdict
from dataclasses import replace

import pytest
from flask import Flask

from tests.doors.judging import is_walked, problem_of, problems
from tests.doors.rendering import FILE, rendered
from tests.doors.table import MEANINGS, ROLES, read_doors, read_lines, unlisted
from tests.doors.walk import TOKEN, Seen, Walk
from tests.fixtures.shared import made_once
from tests.soak.amounts import ENGINES

pytestmark = [pytest.mark.slow, pytest.mark.engines(*ENGINES)]


def known_doors(app: Flask) -> dict[str, set[str]]:
    """The methods of every route of the URL map."""
    found: dict[str, set[str]] = defaultdict(set)
    for rule in app.url_map.iter_rules():
        found[rule.rule] |= rule.methods or set()
    return found


@pytest.fixture
def observed(engine_name, shared_folder, copied):
    """What every role sees at every door; walked once a run on each engine."""

    def walk(file):
        told = {}
        for role in ROLES:
            with copied(role, METRICS_TOKEN=TOKEN) as (app, world):
                doors = read_doors(sorted(known_doors(app)))
                mine = [door for door in doors if is_walked(engine_name, role, door)]
                seen = dict(Walk(app, world, role).try_all(mine))
            told[role] = {name: [one.outcome, sorted(one.changed)] for name, one in seen.items()}
        file.write_text(json.dumps(told))

    written = made_once(shared_folder / f"doors-seen-{engine_name}.json", walk).read_text()
    return {
        role: {name: Seen(outcome, set(changed)) for name, (outcome, changed) in seen.items()}
        for role, seen in json.loads(written).items()
    }


@pytest.fixture
def doors(app):
    return read_doors(sorted(known_doors(app)))


@pytest.mark.engines("sqlite")
def test_every_route_and_method_has_a_line_and_every_line_a_route(app, doors):
    assert unlisted(doors, known_doors(app)) == []


@pytest.mark.engines("sqlite")
def test_a_route_or_a_line_too_many_would_be_noticed(app, doors):
    known = known_doors(app)
    gone = {route: methods for route, methods in known.items() if route != "/admin"}

    assert unlisted(doors, gone | {"/new": {"GET"}}) == [
        "not in the URL map: GET /admin",
        "not in the URL map: HEAD /admin",
        "not in the URL map: OPTIONS /admin",
        "not in the table: GET /new",
    ]
    assert unlisted([*doors, doors[0]], known) == [f"twice in the table: {doors[0].name}"]
    assert unlisted(doors, known | {"/admin": {*known["/admin"], "DELETE"}}) == [
        "not in the table: DELETE /admin"
    ]


def test_every_door_is_as_the_table_says(engine_name, doors, observed):
    found = problems(engine_name, doors, observed)

    assert found == [], "\n".join(found)


def test_every_cell_that_said_something_else_would_be_noticed(engine_name, doors, observed):
    unnoticed, cells = [], set()

    for role in ROLES:
        for door in (door for door in doors if is_walked(engine_name, role, door)):
            seen = observed[role][door.name]
            others = set(MEANINGS) - {door.cell(role)}
            unnoticed += [
                f"{role}: {door.name}: {other}"
                for other in others
                if problem_of(door, other, seen) is None
            ]
            cells.add((door.route, door.what, role))

    assert unnoticed == []
    # OPTIONS is one line for all routes.
    wanted = {(line.route, line.what, role) for line in read_lines()[1:] for role in ROLES}
    assert engine_name != "sqlite" or wanted <= cells


def test_a_change_that_nobody_may_make_would_be_noticed(engine_name, doors, observed):
    denied = [door for door in doors if door.cell("anonymous") == "sign-in"]

    for door in denied:
        known = observed["anonymous"]
        if door.name not in known:
            continue
        seen = replace(known[door.name], changed={"statement"})
        assert problem_of(door, "sign-in", seen) is not None
    assert len(denied) > 50
    told = {**observed, "anonymous": {**observed["anonymous"], "looking": Seen("ok", {"entry"})}}
    assert problems(engine_name, doors, told) == ["anonymous: looking changed ['entry']"]


def test_a_door_that_nobody_tried_would_be_noticed(engine_name, doors, observed):
    missing = "POST /statements/<key>/publish (submitted)"
    told = {
        role: {n: s for n, s in seen.items() if n != missing} for role, seen in observed.items()
    }

    assert problems(engine_name, doors, told) == [f"{role}: {missing}: not tried" for role in ROLES]


@pytest.mark.engines("sqlite")
def test_the_page_for_people_says_what_the_table_says():
    assert FILE.read_text() == rendered(read_lines()), "Run python -m tests.doors.rendering"
