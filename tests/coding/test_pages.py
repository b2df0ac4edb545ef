"""The desk of second coding: draw, code by the form, settle; what was typed is never lost."""

import re

import pytest
from sqlalchemy import select

from tests.queue.deciding import post
from tests.reviews.visitors import as_person, version_of
from tracker.models import Claim, Coded, Coding, Sample


@pytest.fixture
def claim(make):
    make.claim()
    make.claim()
    return make.claim("The bridge was safe")


@pytest.fixture
def waiting(make, sampling, claim):
    statement = make.submitted(stances={claim: "support"}, gloss_en="It was safe, she says.")
    sampling.draw()
    return statement


@pytest.fixture
def coder(app, sampling):
    return as_person(app, sampling.reviewer("Sato"))


@pytest.fixture
def judge(app, sampling):
    return as_person(app, sampling.reviewer("Judge"))


def filled(sampling, statement, codes):
    """The fields of the form, as a browser sends them."""
    fields = {"client_token": "t", "action": "save"}
    for place, claim in enumerate(sampling.offered(statement)):
        fields[f"claims-{place}-claim"] = str(claim)
        fields[f"claims-{place}-code"] = codes.get(claim, "none")
    return fields


def test_the_desk_says_what_waits_and_the_form_shows_words_but_no_code(
    sampling, waiting, coder, claim
):
    desk = coder.get("/coding").text
    form = coder.get(f"/coding/{sampling.sampled(waiting)}").text

    assert "1 statement waits for your coding" in desk
    assert "It was safe, she says." in form
    assert "The bridge was safe" in form
    assert "Not about this claim" in form
    assert "checked" not in form
    assert 'data-code=""' in form


def test_the_form_does_not_say_that_something_is_taken_back(make, sampling, coder):
    said = make.statement()
    waiting = make.submitted(retracts=str(said))
    sampling.draw()

    page = coder.get(f"/coding/{sampling.sampled(waiting)}").text

    assert "Takes back" not in page


def test_a_coding_is_handed_in_by_the_form_and_the_next_one_comes(
    make, sampling, waiting, coder, claim, database
):
    number = sampling.sampled(waiting)

    done = post(coder, f"/coding/{number}", **filled(sampling, waiting, {claim: "oppose"}))

    assert (done.status_code, done.headers["Location"]) == (303, "/coding")
    with database.reading() as session:
        codes = select(Coded.code).join(Coding, Coding.id == Coded.coding_id)
        assert session.scalars(codes.where(~Coding.is_first, Coded.claim_id == claim)).all() == [
            "oppose"
        ]
    assert sampling.state(waiting) == "differing"


def test_an_unfinished_form_comes_back_with_what_was_chosen(sampling, waiting, coder, claim):
    fields = filled(sampling, waiting, {claim: "oppose"})
    place = sampling.offered(waiting).index(claim)
    other = next(n for n in range(len(sampling.offered(waiting))) if n != place)
    fields |= {f"claims-{other}-code": "", f"claims-{place}-note": "She says no."}

    back = post(coder, f"/coding/{sampling.sampled(waiting)}", **fields)

    assert back.status_code == 422
    assert "She says no." in back.text
    assert f'id="claims-{other}-code-error"' in back.text
    assert re.search(rf'name="claims-{place}-code"[^>]*value="oppose" checked', back.text)


def test_a_further_claim_is_added_found_and_coded(make, sampling, waiting, coder, claim, database):
    further = make.claim("The river rose")
    address, fields = f"/coding/{sampling.sampled(waiting)}", filled(sampling, waiting, {})
    row = f"claims-{len(sampling.offered(waiting))}"
    if further in sampling.offered(waiting):
        pytest.fail("The further claim was made after the drawing.")

    added = post(coder, address, **fields | {"action": "add"})
    found = post(
        coder, address, **fields | {"action": f"find:{row}-claim", f"{row}-claim": "river"}
    )
    unknown = post(coder, address, **fields | {f"{row}-claim": "no such", f"{row}-code": "oppose"})
    done = post(coder, address, **fields | {f"{row}-claim": str(further), f"{row}-code": "oppose"})

    assert f'name="{row}-claim"' in added.text
    assert "The river rose" in found.text
    assert unknown.status_code == 422
    assert f'id="{row}-claim-error"' in unknown.text
    assert done.status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Coded.code).where(Coded.claim_id == further)).all() == [
            "oppose"
        ]


@pytest.mark.parametrize(
    "fields",
    [
        {"claims-0-code": "strongly"},
        {"claims-0-claim": "999999"},
        {"claims-0-claim": "9" * 30},
        {"claims-0-claim": "²"},
        {"claims-0-claim": "x\0y"},
        {"claims-0-note": "x" * 200_000},
        {"claims-70-claim": "1"},
    ],
)
@pytest.mark.engines("sqlite")
def test_what_no_form_sends_is_answered_with_a_sentence(sampling, waiting, coder, fields):
    given = filled(sampling, waiting, {}) | fields

    answer = post(coder, f"/coding/{sampling.sampled(waiting)}", **given)

    assert answer.status_code == 422
    assert "error" in answer.text


def test_the_queue_says_before_the_decision_that_coders_differ(
    app, sampling, waiting, coder, claim
):
    number = sampling.sampled(waiting)
    post(coder, f"/coding/{number}", **filled(sampling, waiting, {claim: "oppose"}))

    page = coder.get(f"/queue/{waiting}").text

    assert "It cannot be published yet." in page
    assert f'href="/coding/{number}">Second coding</a>' in page


def test_the_form_sends_a_coding_to_its_own_address(sampling, waiting, coder):
    number = sampling.sampled(waiting)

    form = coder.get(f"/coding/{number}").text

    assert f'action="/coding/{number}"' in form


def test_differences_are_settled_beside_both_codings(
    sampling, waiting, claim, judge, coder, database
):
    number = sampling.sampled(waiting)
    sampling.code(waiting, {claim: "oppose"}, by=sampling.reviewer("Sato"), notes={claim: "No."})
    fields = {
        "version": version_of(judge, waiting),
        "claims-0-claim": claim,
        "claims-0-code": "oppose",
        "claims-0-reason": "",
        "claims-0-note": "A hope is no claim.",
    }

    page = judge.get(f"/coding/{number}").text
    refused = post(judge, f"/coding/{number}/settle", **fields)
    fields["claims-0-reason"] = "He denies it."
    stale = post(judge, f"/coding/{number}/settle", **fields | {"version": ""})
    own = post(coder, f"/coding/{number}/settle", **fields)
    done = post(judge, f"/coding/{number}/settle", **fields)

    assert "asserts" in page
    assert "denies" in page
    assert "No." in page
    assert (refused.status_code, stale.status_code, own.status_code) == (422, 409, 422)
    assert "A hope is no claim." in refused.text
    assert done.status_code == 303
    with database.reading() as session:
        assert session.get_one(Claim, claim).definition.endswith("A hope is no claim.")
    assert "He denies it." in coder.get(f"/coding/{number}").text


def test_a_sample_is_drawn_shown_and_closed_by_its_forms(make, judge, database):
    statement = make.submitted()
    wrong = post(judge, "/coding/samples/new", name="", method="share", coders="1")

    drawn = post(
        judge,
        "/coding/samples/new",
        name="June",
        method="picked",
        picked=f"http://localhost/statements/{statement}-says",
        coders="2",
        seed="7",
    )
    place = drawn.headers["Location"]
    page = judge.get(place).text
    post(judge, f"{place}/close", version=1)

    assert wrong.status_code == 422
    assert "June" in page
    assert "0 of 2 coded" in page
    with database.reading() as session:
        assert session.scalars(select(Sample.is_closed)).all() == [True]
    assert "closed" in judge.get("/coding").text


def test_editors_do_not_come_to_the_desk(app, make, sampling, waiting):
    editor = as_person(app, make.editor)

    for path in ("/coding", f"/coding/{sampling.sampled(waiting)}", "/coding/samples/new"):
        assert editor.get(path).status_code == 403
