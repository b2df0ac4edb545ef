"""What visitors and editors see of speakers, and how forms answer."""

import csv
import io

import pytest

from tests.accounts.people import signed_in
from tracker.models import Speaker
from tracker.vocabulary import SpeakerKind, Stance

FORM = {"kind": "person", "name": "Kim Song", "action": "save"}


@pytest.fixture
def editor(app):
    """A browser in which an editor is signed in."""
    return signed_in(app)


@pytest.fixture
def votes(make):
    """Indonesia, which opposed and then abstained; gives its id and the claim's."""
    state = make.state("Indonesia", "ID", id="Indonesia")
    claim = make.claim("The UN should pass such resolutions", "policy")
    for said_on, code in (("2008-12-18", Stance.OPPOSE), ("2010-12-21", Stance.MIXED)):
        hall = make.occasion(f"Vote of {said_on[:4]}", said_on, kind="vote")
        make.statement(speaker=state, stances={claim: code}, said_on=said_on, occasion=hall)
    return state, claim


def test_the_list_names_speakers_in_the_readers_language(make, browse):
    make.statement(speaker=make.state("Russia", "RU", id="Rusia"))

    assert "Rusia" not in browse("/speakers/?lang=en")
    assert "Rusia" in browse("/speakers/?lang=id")


def test_a_speaker_of_drafts_alone_is_unknown_to_readers(make, client, editor, browse):
    speaker = make.speaker("Kim Song")
    make.drafted(speaker=speaker)

    for path in (f"/speakers/{speaker}", f"/speakers/{speaker}.json", f"/speakers/{speaker}.csv"):
        assert client.get(path).status_code == 404
        assert editor.get(path).status_code == 200
    assert "Kim Song" not in browse("/speakers/")
    assert client.get("/speakers.json").json["rows"] == []
    assert client.get("/speakers/pick?q=kim").json == {"options": []}
    assert "Kim Song" in editor.get("/speakers/").text
    assert editor.get("/speakers/pick?q=kim").json["options"][0]["key"] == str(speaker)


def test_the_list_is_filtered_by_kind_and_by_a_name_in_any_language(make, browse):
    make.statement(speaker=make.state("North Korea", "KP", id="Korea Utara"))
    make.statement(speaker=make.speaker("Kim Song"))

    assert "Kim Song" not in browse("/speakers/?kind=state")
    assert "North Korea" in browse("/speakers/?q=korea+utara")
    assert "North Korea" in browse("/speakers/?q=kp")
    assert "No speaker fits" in browse("/speakers/?q=%25")


def test_the_list_counts_statements_at_the_speakers_own_level(make, client):
    state = make.state("Russia", "RU")
    person = make.speaker("Vassily Nebenzia")
    role = make.role(person, state)
    make.statement(speaker=person, role=role)
    make.statement(speaker=state)

    rows = {row["name"]: row["statements"] for row in client.get("/speakers.json").json["rows"]}

    assert rows == {"Russia": 2, "Vassily Nebenzia": 1}


def test_an_empty_list_says_what_would_be_here(browse, editor):
    assert "Nobody is yet" in browse("/speakers/")
    assert "Add the first speaker" in editor.get("/speakers/").text


def test_pages_of_the_list_follow_each_other(make, app, client):
    app.config["PAGE_SIZE"] = 2
    for name in ("Ani", "Budi", "Citra"):
        make.statement(speaker=make.speaker(name))

    first = client.get("/speakers.json").json
    second = client.get(first["next"]).json

    assert [row["name"] for row in first["rows"]] == ["Ani", "Budi"]
    assert [row["name"] for row in second["rows"]] == ["Citra"]
    assert client.get(second["previous"]).json["rows"] == first["rows"]


def test_the_csv_has_the_rows_of_the_list(make, client):
    make.statement(speaker=make.state("Russia", "RU"))

    rows = list(csv.DictReader(io.StringIO(client.get("/speakers.csv").text)))

    assert [(row["name"], row["kind"], row["iso_code"]) for row in rows] == [
        ("Russia", "state", "RU")
    ]


@pytest.mark.parametrize("how_many", [50, 500])
@pytest.mark.engines("sqlite")
def test_the_list_costs_the_same_however_long_it_is(database, editor, client, queries, how_many):
    with database.transaction(why="test") as session:
        for number in range(how_many):
            name = f"Speaker {number:03}"
            session.add(Speaker(kind=SpeakerKind.PERSON, name=name, folded=name.lower()))

    for browser in (editor, client):
        with queries.at_most(4):
            assert browser.get("/speakers/").status_code == 200


def test_the_page_shows_what_changed_with_both_statements(votes, browse):
    state, claim = votes

    page = browse(f"/speakers/{state}?lang=en")

    assert "Changed from “opposes” to “neutral, abstains”" in page
    assert "18 December 2008" in page
    assert "21 December 2010" in page
    assert "Partial change" in page
    assert f"/statements/?speaker={state}&amp;holder=state&amp;claim={claim}" in page


def test_the_page_speaks_indonesian(votes, browse):
    page = browse(f"/speakers/{votes[0]}?lang=id")

    assert "netral, abstain" in page
    assert "21 Desember 2010" in page


def test_the_positions_are_given_as_data(votes, client):
    told = client.get(f"/speakers/{votes[0]}.json").json

    assert told["speaker"]["iso_code"] == "ID"
    (row,) = told["rows"]
    assert (row["code"], row["value"], row["n"], row["changes"]) == ("mixed", 0, 2, 1)
    assert (row["first_on"], row["last_on"]) == ("2008-12-18", "2010-12-21")


def test_what_a_person_says_for_a_state_stands_on_the_states_page(make, browse):
    state, person = make.state("Russia", "RU"), make.speaker("Vassily Nebenzia")
    role = make.role(person, state, "Permanent Representative", since="2017-07")
    make.statement(speaker=person, role=role)

    on_state, on_person = browse(f"/speakers/{state}"), browse(f"/speakers/{person}")

    assert "Vassily Nebenzia" in on_state
    assert "Who speaks for Russia" in on_state
    assert "Permanent Representative" in on_person
    assert "since Jul 2017" in on_person


def test_a_role_in_a_body_of_drafts_alone_is_not_shown_to_readers(make, browse, editor):
    hidden, person = make.speaker("Secret Office", "organisation"), make.speaker("Kim Song")
    make.role(person, hidden, "Adviser")
    make.statement(speaker=person)

    assert "Secret Office" not in browse(f"/speakers/{person}")
    assert "Secret Office" in editor.get(f"/speakers/{person}").text


def test_a_speaker_is_found_by_key_and_by_uid(votes, client):
    told = client.get("/speakers/iso-id.json").json["speaker"]

    assert client.get(f"/speakers/{told['uid']}").status_code == 200
    assert client.get(f"/speakers/{told['id']}-whatever").status_code == 200
    assert client.get("/speakers/nobody").status_code == 404


def test_the_address_of_a_merged_speaker_leads_on(database, make, client):
    kept, lost = make.speaker("Kim Song"), make.speaker("Song Kim")
    make.statement(speaker=kept)
    make.statement(speaker=lost)
    with database.transaction(why="test") as session:
        session.get_one(Speaker, lost).merged_into_id = kept

    answer = client.get(f"/speakers/{lost}")

    assert answer.status_code == 301
    assert answer.location.endswith(f"/speakers/{kept}")
