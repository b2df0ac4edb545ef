"""A site that is not public shows a stranger the way in, and nothing else."""

import pytest

from tests.doors.table import read_doors
from tests.doors.walk import TOKEN, Walk, outcome_of
from tracker.web.session import SAFE_METHODS

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.slow]

# How one comes in; what the machine asks; what a page is made of.
OPEN = {
    "/login", "/login/second", "/login/passkey", "/login/passkey/options", "/logout",
    "/reset", "/reset/<secret>", "/invitation/<secret>",
    "/healthz", "/metrics", "/static/<path:filename>",
}  # fmt: skip


def test_a_stranger_is_led_to_sign_in_wherever_he_asks(copied):
    with copied("private", PUBLIC=False, METRICS_TOKEN=TOKEN) as (app, world):
        routes = sorted({rule.rule for rule in app.url_map.iter_rules()})
        doors = [door for door in read_doors(routes) if door.route not in OPEN]
        walk = Walk(app, world, "anonymous")
        found = {door.name: outcome_of(walk.send(door)) for door in doors if door.method != "HEAD"}

    assert {name: what for name, what in found.items() if what != "sign-in"} == {}
    assert set(routes) >= OPEN
    assert len(found) > 300


def test_the_way_in_is_as_open_as_on_a_public_site(copied):
    with copied("private_open", PUBLIC=False, METRICS_TOKEN=TOKEN) as (app, world):
        doors = [
            door for door in read_doors([]) if door.route in OPEN and door.method in SAFE_METHODS
        ]
        walk = Walk(app, world, "anonymous")
        found = {door.name: outcome_of(walk.send(door)) for door in doors}

    assert found == {door.name: door.cell("anonymous") for door in doors}


def test_readers_come_in_where_strangers_do_not(copied):
    with copied("private_reader", PUBLIC=False) as (app, world):
        doors = [door for door in read_doors([]) if door.route in {"/", "/claims/<key>"}]
        walk = Walk(app, world, "reader")
        found = {door.name: outcome_of(walk.send(door)) for door in doors}

    assert found == {door.name: door.cell("reader") for door in doors}
