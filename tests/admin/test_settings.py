"""What administrators set on the site: it holds at once, leaves a revision, and has rules."""

import json

import pytest
from sqlalchemy import select

from tests.accounts.people import add_person, form_token, sign_in, signed_in
from tests.reviews.visitors import as_person, press
from tracker.models import Account, BrowserSession, Revision, Setting
from tracker.site import site_version
from tracker.vocabulary import AccountRole

FIELDS = {
    "name": "On the Record",
    "is_public": "y",
    "four_eyes": "y",
    "default_language": "en",
    "contact": "",
    "licence": "",
    "session_hours": "12",
    "idle_minutes": "120",
}


@pytest.fixture
def ada(app):
    """An administrator's browser."""
    return signed_in(app, "ada@example.org", AccountRole.ADMIN)


@pytest.fixture
def change(ada, database):
    """Sends the form of the settings with some changed; None leaves a box empty."""

    def send(version=None, **changes):
        with database.reading() as session:
            stands = site_version(session)
        fields = {**FIELDS, **changes, "version": stands if version is None else version}
        sent = {name: value for name, value in fields.items() if value is not None}
        token = form_token(ada)
        return ada.post("/admin/settings", data={**sent, "csrf_token": token})

    return send


def settings_in(database):
    with database.reading() as session:
        rows = session.execute(select(Setting.name, Setting.value))
        return {name: json.loads(value) for name, value in rows}


def test_only_what_differs_is_stored_with_a_revision(change, database):
    saved = change(name="Rekam", licence="CC BY 4.0")

    assert saved.status_code == 303
    assert settings_in(database) == {"name": "Rekam", "licence": "CC BY 4.0"}
    with database.reading() as session:
        rows = session.scalars(select(Revision).where(Revision.kind == "setting")).all()
    assert {row.action for row in rows} == {"insert"}
    assert all(row.by_id is not None for row in rows)
    assert change().status_code == 303
    assert change().status_code == 303
    assert settings_in(database)["name"] == "On the Record"


def test_name_contact_and_licence_stand_on_every_page(client, change):
    change(name="Rekam", contact="redaksi@example.org", licence="CC BY 4.0")

    page = client.get("/").text

    assert "– Rekam</title>" in page
    assert '<a href="mailto:redaksi@example.org">' in page
    assert "CC BY 4.0" in page
    change(contact="https://example.org/about")
    assert '<a href="https://example.org/about" rel="noopener">' in client.get("/claims/").text


def test_the_default_language_is_for_who_asks_for_none(client, change):
    change(default_language="id")

    assert '<html lang="id"' in client.get("/login").text
    english = client.get("/login", headers={"Accept-Language": "en"})
    assert '<html lang="en"' in english.text


def test_a_private_site_shows_nothing_before_signing_in(app, client, change, make):
    statement = make.statement()
    assert change(is_public=None).status_code == 303

    shut = ["/", "/claims/", "/claims.json", "/speakers.csv", f"/statements/{statement}"]
    shut += [f"/statements/{statement}.json", "/patterns", "/nothing", "/claims/1/history"]
    open_to_all = ["/login", "/healthz", "/reset"]

    assert {client.get(path).location for path in shut} != {None}
    assert [client.get(path).status_code for path in shut] == [303] * len(shut)
    assert [client.get(path).status_code for path in open_to_all] == [200] * len(open_to_all)
    assert client.get("/invitation/x").status_code == 410
    with client.get("/static/tracker.css") as style:
        assert style.status_code == 200
    reader = signed_in(app, "reader@example.org", AccountRole.READER)
    assert reader.get("/claims.json").status_code == 200


def test_four_eyes_can_be_given_up_and_asked_for_again(app, change, make):
    own, other = make.submitted(), make.submitted()
    with make.transaction(why="promoted") as session:
        session.get_one(Account, make.editor.account_id).role = AccountRole.REVIEWER
    author = as_person(app, make.editor)

    answers = [press(author, own, "publish")]
    change(four_eyes=None)
    answers.append(press(author, own, "publish"))
    change()
    answers.append(press(author, other, "publish"))

    assert [answer.status_code for answer in answers] == [422, 303, 422]


def test_a_session_is_as_long_as_is_set(app, change, database):
    add_person(database)
    change(session_hours="3", idle_minutes="30")

    sign_in(app.test_client())

    with database.reading() as session:
        row = session.scalars(select(BrowserSession).order_by(BrowserSession.id.desc())).first()
    assert round((row.expires_at - row.created_at).total_seconds() / 3600) == 3


def test_a_role_that_must_have_a_second_factor_does_nothing_before(app, ada, change):
    reviewer = signed_in(app, "rex@example.org", AccountRole.REVIEWER)

    change(second_factor_roles=["reviewer"])

    assert reviewer.get("/statements/new").location == "/account"
    assert ada.get("/admin").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("name", "On\u202ethe"),
        ("contact", "somebody"),
        ("contact", "javascript:alert(1)"),
        ("contact", "https://"),
        ("contact", "http://[x"),
        ("licence", "x" * 201),
        ("default_language", "fr"),
        ("session_hours", "0"),
        ("session_hours", "169"),
        ("session_hours", "twelve"),
        ("session_hours", ""),
        ("idle_minutes", "4"),
        ("idle_minutes", "721"),
        ("second_factor_roles", ["king"]),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_may_not_be_is_said_beside_its_field(change, database, field, value):
    answer = change(**{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert settings_in(database) == {}


def test_who_was_not_the_first_sees_both(change, database):
    change(name="First", version=0)

    late = change(name="Second", version=0)

    assert late.status_code == 409
    assert "First" in late.text
    assert 'value="Second"' in late.text
    assert settings_in(database) == {"name": "First"}
