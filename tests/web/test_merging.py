"""The pages of merging: what would move, the reason, old addresses, undoing it, likely twins."""

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token, signed_in
from tests.merging import merge, picture, unmerge
from tracker.models import Claim, ClaimNotTwin, Revision, Speaker, SpeakerNotTwin
from tracker.vocabulary import AccountRole, Stance

NOUNS = {"speakers": (Speaker, SpeakerNotTwin), "claims": (Claim, ClaimNotTwin)}
both_nouns = pytest.mark.parametrize("noun", NOUNS)


@pytest.fixture
def reviewer(app):
    return signed_in(app, "chief@example.org", AccountRole.REVIEWER)


@pytest.fixture
def pair(make, noun):
    """Two of the noun that look like one, with a statement of each."""
    if noun == "claims":
        lost, kept = make.claim("They share arms"), make.claim("They do share their arms")
    else:
        lost, kept = make.speaker("Vasily Nebenzya"), make.speaker("Vassily Nebenzia")
    for one, code in ((lost, Stance.OPPOSE), (kept, Stance.SUPPORT)):
        make.statement(
            speaker=one if noun == "speakers" else make.speaker("Shea"),
            stances={one if noun == "claims" else make.claim(f"No. {one}"): code},
        )
    return lost, kept


def post(client, address, sent):
    return client.post(address, data={**sent, "csrf_token": form_token(client)})


def sent(kept, **others):
    return {"into": kept, "version": 1, "into_version": 1, "reason": "Spelled otherwise", **others}


@both_nouns
def test_a_merge_is_seen_before_it_is_made_and_undone_on_the_page(database, reviewer, noun, pair):
    lost, kept = pair
    before = picture(database)

    shown = reviewer.get(f"/{noun}/{lost}/merge?into={kept}").text
    merged = post(reviewer, f"/{noun}/{lost}/merge", sent(kept))
    page = reviewer.get(merged.location).text
    asked = reviewer.get(f"/{noun}/{lost}/unmerge").text
    undone = post(reviewer, f"/{noun}/{lost}/unmerge", {"version": 2, "reason": "Two"})

    assert "What would move" in shown
    assert "Spelled otherwise" in page
    assert f"/{noun}/{lost}/unmerge" in page
    assert "It stands for itself again" in asked
    assert (merged.status_code, undone.status_code) == (303, 303)
    assert picture(database) == before


@both_nouns
def test_old_addresses_lead_on_in_every_form_and_are_not_kept(make, client, reviewer, noun, pair):
    lost, kept = pair
    merge(make, NOUNS[noun][0], lost, kept)

    for ending in ("", ".json?holder=state", ".csv"):
        answer = client.get(f"/{noun}/{lost}{ending}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (301, "no-store")
        assert answer.location == f"/{noun}/{kept}{ending}"
        assert client.get(answer.location).status_code == 200
    assert client.get(f"/{noun}/{lost}/history").status_code == 200
    assert "The same, spelled otherwise." in client.get(f"/{noun}/{kept}/history").text
    unmerge(make, NOUNS[noun][0], lost)
    assert client.get(f"/{noun}/{lost}").status_code == 200


@both_nouns
def test_what_is_wrong_is_said_beside_what_was_typed(database, reviewer, noun, pair):
    lost, kept = pair
    address = f"/{noun}/{lost}/merge"

    itself = post(reviewer, address, sent(lost))
    nobody = post(reviewer, address, sent("nobody at all"))
    without = post(reviewer, address, sent(kept, reason=""))
    stale = post(reviewer, address, sent(kept, into_version=7))
    blind = post(reviewer, address, {"into": kept, "reason": "Spelled otherwise"})

    assert "merged into itself" in itself.text
    assert "reason-error" in without.text
    assert [a.status_code for a in (itself, nobody, without)] == [422, 422, 422]
    assert [stale.status_code, blind.status_code] == [409, 409]
    assert "Spelled otherwise" in stale.text
    with database.reading() as session:
        assert session.get_one(NOUNS[noun][0], lost).merged_into_id is None


@both_nouns
def test_a_merge_that_others_build_on_says_which_to_undo_first(make, reviewer, noun, pair):
    (lost, kept), cls = pair, NOUNS[noun][0]
    last = (make.claim if noun == "claims" else make.speaker)("The last one")
    merge(make, cls, lost, kept)
    merge(make, cls, kept, last)

    answer = post(reviewer, f"/{noun}/{lost}/unmerge", {"version": 2, "reason": "Two"})
    blind = post(reviewer, f"/{noun}/{kept}/unmerge", {"reason": "Two"})

    assert [answer.status_code, blind.status_code] == [422, 409]
    assert "Undo that merge first" in answer.text
    assert "by way of" in reviewer.get(f"/{noun}/{last}").text
    assert reviewer.get(f"/{noun}/{last}/unmerge").status_code == 404


@both_nouns
def test_twins_are_proposed_until_somebody_says_they_are_different(database, reviewer, noun, pair):
    one, other = pair
    address = f"/{noun}/twins"

    proposed = reviewer.get(address).text
    marked = post(reviewer, address, {"one": one, "other": other, "action": "differ"})
    then = reviewer.get(address).text
    refused = post(reviewer, f"/{noun}/{one}/merge", sent(other))
    back = post(reviewer, address, {"one": other, "other": one, "action": "forget"})

    link = f"/{noun}/{other}/merge?into={one}"
    assert (marked.status_code, refused.status_code, back.status_code) == (303, 422, 303)
    assert link in proposed
    assert link not in then
    assert "Said to be different" in then
    assert link in reviewer.get(address).text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(NOUNS[noun][1])) == 0
        told = select(Revision.action).order_by(Revision.number.desc()).limit(2)
        assert len(session.scalars(told).all()) == 2


def test_the_opposite_is_told_and_merged_mirrored(make, reviewer, database):
    claim, opposite = make.claim("The dam will hold"), make.claim("The dam will not hold")
    speaker = make.speaker("Shea")
    make.statement(speaker=speaker, stances={claim: "support"})
    make.statement(speaker=speaker, stances={opposite: "oppose"}, said_on="2025-01-01")

    proposed = reviewer.get("/claims/twins").text
    shown = reviewer.get(f"/claims/{claim}/merge?into={opposite}&mirrored=y").text
    post(reviewer, f"/claims/{claim}/merge", sent(opposite, mirrored="y"))
    sides = reviewer.get(f"/claims/{opposite}.json").json

    assert "Merge as opposites" in proposed
    assert "count the other way round" in shown or "the other way round" in shown
    assert [(row["code"], row["n"]) for row in sides["against"]] == [("oppose", 2)]
    for code, n in (("oppose", 2), ("support", 0)):
        listed = reviewer.get(f"/statements.json?claim={opposite}&code={code}").json
        assert listed["total"] == n


def test_a_winner_is_found_by_what_was_merged_into_it(make, client, reviewer):
    topic = make.topic("Arms")
    lost, kept = make.speaker("Zarya"), make.speaker("Nebenzia")
    first, second = make.claim("Weapons are shared", topics=[topic]), make.claim("Arms flow")
    make.statement(speaker=lost, stances={first: "support"})
    make.statement(speaker=kept, stances={second: "support"})
    merge(make, Speaker, lost, kept)
    merge(make, Claim, first, second)

    speakers = reviewer.get("/speakers/pick?q=zarya").json["options"]
    claims = reviewer.get("/claims/pick?q=weapons").json["options"]
    found = client.get("/?q=zarya").text

    assert [o["key"] for o in speakers] == [str(kept)]
    assert [o["key"] for o in claims] == [str(second)]
    assert f"/speakers/{kept}-" in found
    assert f"/speakers/{lost}-" not in found
    for query in (f"speaker={kept}", f"claim={second}", f"topic={topic}", "q=nebenzia"):
        assert client.get(f"/statements.json?{query}").json["total"] == 2, query
    assert [r["id"] for r in client.get(f"/claims.json?topic={topic}").json["rows"]] == [second]
    assert client.get("/topics.json").json["rows"][0]["n_claims"] == 1


def test_namesakes_are_told_apart_in_pickers(make, client, reviewer):
    body = make.speaker("Council", "organisation")
    first, second = make.speaker("Kim Song"), make.speaker("Kim Song")
    make.role(first, body, "Ambassador", since="2017", until="2020-05")
    make.speaker("Kim Songun")

    hints = [o["hint"] for o in reviewer.get("/speakers/pick?q=kim+song").json["options"]]

    assert hints == [
        f"Person · Ambassador, Council · 2017–2020 · same name: no. {first}",
        f"Person · same name: no. {second}",
        "Person",
    ]
