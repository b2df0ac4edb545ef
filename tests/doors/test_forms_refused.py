"""What no form of ours sends is refused at every door that changes something."""

import pytest

from tests.doors.table import Door, read_doors
from tests.doors.walk import COUNTS, SENDS_JSON, Walk
from tracker.web.guard import FIELDS
from tracker.web.session import SAFE_METHODS

# None of this asks the database who may; what is counted is the same on both.
pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow]

FOREIGN = ({"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"})


def one_of_each() -> list[Door]:
    """For each unsafe route and method, a door behind which somebody gets something done."""
    unsafe = [door for door in read_doors([]) if door.method not in SAFE_METHODS]
    by_use = sorted(unsafe, key=lambda door: ("ok" in door.cells, door.cell("admin") == "ok"))
    return list({(door.route, door.method): door for door in by_use}.values())


@pytest.fixture
def trying(copied):
    """Send something as somebody whom nothing but the form could keep out; and count rows."""
    with copied("forms", MAX_BODY=40_000) as (app, world):
        database = app.extensions["database"]
        walks = {role: Walk(app, world, role) for role in ("admin", "author")}

        def rows():
            with database.reading() as session:
                return dict(session.execute(COUNTS).all())

        yield lambda door: walks["author" if door.cell("admin") == "403" else "admin"], rows


def is_json(door: Door) -> bool:
    return door.route.rsplit("/", 1)[1] in SENDS_JSON


def test_a_form_without_its_token_is_refused_at_every_door(trying):
    walk_to, rows = trying
    before = rows()

    for door in one_of_each():
        sent = {"json": {}} if is_json(door) else {"data": {"reason": "x"}}
        assert walk_to(door).send(door, **sent, headers={}).status_code == 400, door.name
    assert rows() == before
    assert len(one_of_each()) > 45


def test_a_form_of_another_site_is_refused_at_every_door(trying):
    walk_to, rows = trying
    before = rows()

    for door in one_of_each():
        for headers in FOREIGN:
            assert walk_to(door).send(door, headers=headers).status_code == 403, door.name
    assert rows() == before


def test_what_cannot_be_read_is_refused_at_every_door(trying):
    walk_to, rows = trying
    before = rows()

    for door in one_of_each():
        token = walk_to(door).token(door)
        ways = {
            "undecodable": (f"csrf_token={token}&reason=%ff", 400),
            "a strange name": (f"csrf_token={token}&%00=1", 400),
            "too many fields": (f"csrf_token={token}" + "&a=" * FIELDS, 413),
            "too large": (f"csrf_token={token}&reason=" + "a" * 50_000, 413),
        }
        for way, (body, status) in ways.items():
            sent = {"content_type": "application/x-www-form-urlencoded", "data": body}
            answer = walk_to(door).send(door, json=None, headers={}, **sent)
            assert answer.status_code == status, (way, door.name)
    assert rows() == before


def test_a_field_that_is_sent_twice_is_refused_at_every_door(trying):
    walk_to, rows = trying
    before = rows()

    for door in one_of_each():
        fields = walk_to(door).fields(door)
        if is_json(door) or not fields:
            continue
        twice = {name: [value, value] for name, value in fields.items()}
        answer = walk_to(door).send(door, data={"csrf_token": walk_to(door).token(door), **twice})
        assert answer.status_code in {400, 422}, (door.name, answer.status_code)
    assert rows() == before
