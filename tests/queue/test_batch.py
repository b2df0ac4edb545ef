"""Several are published at once after a look at what it would do: all of them, or none."""

import pytest

from tests.accounts.people import form_token
from tests.coding.sampling import Sampling
from tests.queue.deciding import state_of, take
from tests.reviews.visitors import as_person, press, revisions, version_of
from tracker.record.verify import verify
from tracker.vocabulary import EditionState


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def send(client, *statements, step="publish", stale=()):
    chosen = [f"{n}.{version_of(client, n) + (n in stale)}" for n in statements]
    fields = {"csrf_token": form_token(client), "chosen": chosen, "step": step}
    return client.post("/queue/batch", data=fields)


def test_what_is_chosen_is_shown_then_published(make, reviewer, database):
    first, second, third = make.submitted(), make.submitted(), make.submitted()
    offered = reviewer.get("/queue/batch").text
    before = revisions(database)
    shown = send(reviewer, first, third, step="look")
    looked = revisions(database)

    done = send(reviewer, first, third)

    assert all(f'value="{n}.' in offered for n in (first, second, third))
    assert "Publish 2 statements?" in shown.text
    assert "opens 2 entries" in shown.text
    assert looked == before
    assert done.status_code == 303
    assert state_of(database, first) is state_of(database, third) is EditionState.PUBLISHED
    assert state_of(database, second) is EditionState.SUBMITTED
    assert verify(database).ok


@pytest.mark.parametrize("way", ["changed", "published", "own", "held"])
def test_where_one_cannot_be_published_none_is(app, make, reviewer, database, way):
    fine, other = make.submitted(), make.submitted()
    stale = {other} if way == "changed" else set()
    if way == "published":
        press(as_person(app, make.admin), other, "publish")
    if way == "held":
        take(as_person(app, make.admin), other)
    client = as_person(app, make.account("Editor", "editor")) if way == "own" else reviewer
    before = revisions(database)

    refused = send(client, fine, other, stale=stale)

    wanted = {"changed": 409, "own": 403}.get(way, 422)
    assert refused.status_code == wanted
    if way != "own":
        assert "Nothing was published" in refused.text
        assert f'value="{fine}.' in refused.text
    assert state_of(database, fine) is EditionState.SUBMITTED
    assert revisions(database) == before


def test_what_one_may_not_decide_about_is_not_offered(app, make, reviewer):
    free, held = make.submitted(), make.submitted()
    take(as_person(app, make.admin), held)

    offered = reviewer.get("/queue/batch").text

    assert f'value="{free}.' in offered
    assert f'value="{held}.' not in offered


def test_what_waits_for_a_second_coder_is_not_offered(make, reviewer):
    sampling = Sampling(make)
    waiting = make.submitted()
    sampling.draw(by=sampling.reviewer("Drawer"))
    free = make.submitted()

    offered = reviewer.get("/queue/batch").text

    assert f'value="{free}.' in offered
    assert f'value="{waiting}.' not in offered


@pytest.mark.parametrize("chosen", [[], ["nonsense"], ["1.1"] * 101], ids=["none", "what", "many"])
def test_a_choice_that_makes_no_sense_changes_nothing(make, reviewer, database, chosen):
    make.submitted()
    before = revisions(database)
    fields = {"csrf_token": form_token(reviewer), "chosen": chosen, "step": "publish"}

    answer = reviewer.post("/queue/batch", data=fields)

    assert answer.status_code == 303
    assert "Choose" in reviewer.get("/queue/batch").text
    assert revisions(database) == before
