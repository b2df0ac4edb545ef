"""The pages of verdicts: proposed in a form, decided by another reviewer, read by everybody."""

import pytest

from tests.accounts.people import form_token
from tests.reviews.visitors import as_person
from tracker.verdicts.drafts import Evidence


@pytest.fixture
def send(app):
    """Send a form as somebody."""

    def run(person, path, **fields):
        client = as_person(app, person)
        token = form_token(client)
        return client.post(path, data={"csrf_token": token, **fields})

    return run


def test_a_verdict_goes_from_the_form_to_the_page_of_its_claim(giving, make, send, client):
    claim, source = giving.claim(), make.source("Gauge book")
    fields = {
        "rating": "mixed",
        "reasons_en": "Two gauges <b>differ</b>.",
        "evidence-0-source": str(source),
        "evidence-0-locator": "page 4",
    }
    sent = send(make.reviewer, f"/claims/{claim}/verdicts/new", **fields)
    page = sent.headers["Location"]

    own = send(make.reviewer, f"{page}/decide", action="accept", version="1")
    before = client.get(f"/claims/{claim}").text
    other = send(giving.second, f"{page}/decide", action="accept", version="1")

    assert (sent.status_code, own.status_code, other.status_code) == (303, 422, 303)
    assert "Four eyes: another reviewer decides" in own.text
    assert "Verdict" not in before
    shown = client.get(f"/claims/{claim}").text
    for words in ("Partly true", "Two gauges &lt;b&gt;differ&lt;/b&gt;.", "Gauge book", "page 4"):
        assert words in shown
        assert words in client.get(f"/claims/{claim}/verdicts").text
    assert "Second" not in shown + client.get(page).text
    assert client.get(f"/sources/{source}").status_code == 200


def test_a_refused_proposal_says_why_beside_each_field_and_loses_nothing(giving, make, send):
    claim = giving.claim()
    fields = {"rating": "true", "reasons_id": "Terukur.", "evidence-1-passage": "Tinggi."}

    sent = send(make.reviewer, f"/claims/{claim}/verdicts/new", **fields)

    assert sent.status_code == 422
    assert 'id="evidence-0-source-error"' in sent.text
    assert "Terukur." in sent.text
    assert "Tinggi." in sent.text


def test_who_comes_late_sees_both_texts(giving, make, send):
    claim, source = giving.claim(), str(make.source())
    uid = giving.propose(claim, giving.draft(evidence=(Evidence(source),)))
    fields = {"rating": "false", "reasons_en": "Mine.", "evidence-0-source": source}

    first = send(make.reviewer, f"/verdicts/{uid}/edit", version="1", **fields)
    fields["reasons_en"] = "Yours."
    second = send(make.reviewer, f"/verdicts/{uid}/edit", version="1", **fields)
    late = send(giving.second, f"/verdicts/{uid}/decide", version="1", action="accept")

    assert (first.status_code, second.status_code, late.status_code) == (303, 409, 409)
    assert "Mine." in second.text
    assert "Yours." in second.text
    assert giving.states(uid) == ["proposed"]


def test_earlier_verdicts_on_similar_claims_stand_beside_the_form(giving, make, app):
    topic = make.topic("Water")
    claim = giving.claim("The mud of the basin holds lead", topics=[topic])
    for words, topics in (
        ("The mud of the old basin holds lead", ()),
        ("Floods will be worse", (topic,)),
        ("The ferry is late", ()),
    ):
        giving.verdict(giving.claim(words, topics=topics))

    page = as_person(app, make.reviewer).get(f"/claims/{claim}/verdicts/new").text

    similar = page[page.index("Earlier verdicts on similar claims") :]
    assert similar.index("Much the same words") < similar.index("mud of the old basin")
    assert similar.index("Same topic") < similar.index("Floods will be worse")
    assert "ferry" not in similar


def test_what_waits_is_for_reviewers_and_leads_to_the_decision(giving, make, app, client):
    uid = giving.propose(giving.claim("It was so"))

    desk = as_person(app, giving.second).get("/verdicts").text

    assert f"/verdicts/{uid}" in desk
    assert "It was so" in desk
    assert client.get(f"/verdicts/{uid}").status_code == 404
    assert as_person(app, make.editor).get(f"/verdicts/{uid}").status_code == 200


def test_the_scale_is_read_by_everybody_and_changed_by_administrators(make, send, client):
    empty = client.get("/verdicts/scale").text
    started = send(make.admin, "/verdicts/scale/start")
    form = {
        "label_en": "Half true",
        "label_id": "Separuh benar",
        "place": "3",
        "version": "1",
        "definition_en": "Half.",
        "definition_id": "Separuh.",
        "icon": "half",
        "colour": "grey",
    }

    renamed = send(make.admin, "/verdicts/scale/mixed/edit", **form)
    late = send(make.admin, "/verdicts/scale/mixed/edit", **{**form, "label_en": "So so"})

    assert "There is no scale yet" in empty
    assert (started.status_code, renamed.status_code, late.status_code) == (303, 303, 409)
    assert "So so" in late.text
    shown = client.get("/verdicts/scale").text
    assert "Half true" in shown
    assert "1 earlier wording" in shown
    assert send(make.admin, "/verdicts/scale/mixed/delete", version="2").status_code == 303
