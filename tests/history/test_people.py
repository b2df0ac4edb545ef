"""The history of a person: in words, and as done by whom it was done."""

from tests.accounts.people import add_person
from tests.accounts.stepping import give_codes, half_way, post, second, set_up_app
from tests.reviews.visitors import as_person

SETTINGS = {"name": "Record", "default_language": "en", "session_hours": 12, "idle_minutes": 120}


def history(client, account_id, language="en"):
    return client.get(f"/admin/people/{account_id}/history?lang={language}").text


def test_accounts_without_a_name_and_settings_are_told_in_words(app, make):
    admin = as_person(app, make.admin)
    post(admin, "/admin/people/new", email="nina@example.org", role="editor", name="")
    roles = ["reviewer", "editor"]
    post(admin, "/admin/settings", version=0, second_factor_roles=roles, **SETTINGS)

    page = history(as_person(app, make.admin), make.admin.account_id)

    assert '/history" dir="auto">nina@example.org</a>' in page
    assert "Setting · Roles that must have a second factor" in page
    assert "Editor, Reviewer" in page


def test_a_recovery_code_is_used_by_its_person_and_what_is_alike_is_counted(app, database, make):
    person = add_person(database)
    set_up_app(database, person)
    codes = give_codes(database, person)
    second(half_way(app.test_client()), codes[0])

    page = history(as_person(app, make.admin), person)
    translated = history(as_person(app, make.admin), person, "id")

    assert "Rara changed: recovery code" in page
    assert "signing in" in page
    assert "Recovery code × 10" in page
    assert "saat masuk" in translated
