"""Forms say what is wrong beside each field, keep what was typed, and drop nothing."""

import pytest
from sqlalchemy import select

from tests.accounts.people import form_token, signed_in
from tracker.models import Outlet, Revision


@pytest.fixture
def send(app):
    """Send the form as an editor."""
    client = signed_in(app)
    token = form_token(client)

    def send(**given):
        sent = {"csrf_token": token, "title": "Kompas"} | given
        return client.post("/probe/form", data={k.replace("__", "-"): v for k, v in sent.items()})

    return send


def saved(database):
    with database.reading() as session:
        return session.scalars(select(Outlet.name)).all()


def test_what_was_sent_arrives_in_its_kept_form(send, database):
    answer = send(
        title="  Cafe\u0301 ",
        words="one\r\ntwo",
        said_on="2025-01",
        language="ZH_hant",
        outlet="12-kompas",
        count="7",
        code="support",
        topics=["1", "2", ""],
        rows__0__claim="seed-a",
        rows__0__targets=["iso-id", "iso-us"],
    )

    told = answer.json
    assert answer.status_code == 200
    assert saved(database) == ["Café"]
    assert (told["title"], told["words"], told["language"]) == ("Café", "one\ntwo", "zh-Hant")
    assert (told["count"], told["code"], told["topics"]) == (7, "support", ["1", "2"])
    assert told["rows"] == [{"claim": "seed-a", "targets": ["iso-id", "iso-us"]}]


def test_saving_names_who_why_and_in_which_request(send, database):
    answer = send()

    with database.reading() as session:
        newest = session.scalars(select(Revision).order_by(Revision.number.desc())).first()
    assert newest.why == "a test"
    assert newest.by_id is not None
    assert newest.request == answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required."),
        ("title", "a\0b", "This contains a NUL character. Remove it."),
        ("title", ["a", "b"], "This was sent more than once. Send one value."),
        ("said_on", "2025-02-31", "February 2025 has 28 days."),
        ("said_on", "yesterday", "Write the date as 2025, 2025-01 or 2025-01-08."),
        ("period", "2025-02/2025-01", "The period ends before it begins."),
        ("at", "25:00", "Write the time as 14:30, from 00:00 to 23:59."),
        ("language", "klingonese", "is not a language"),
        ("count", "-1", "Not a valid integer value."),
        ("count", "9" * 5000, "Not a valid integer value."),
        ("count", "²", "Not a valid integer value."),
        ("code", "adores", "Not a valid choice."),
        ("role", "emperor", "Not a valid choice."),
        ("outlet", "a\0", "This contains a NUL character. Remove it."),
        ("rows__0__claim", ["a", "b"], "This was sent more than once. Send one value."),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_is_saved(
    send, database, field, value, message
):
    answer = send(**{field: value})

    name = field.replace("__", "-")
    told = answer.text.partition(f'id="{name}-error">')[2].partition("</p>")[0]
    assert answer.status_code == 422
    assert message in told
    assert saved(database) == []


def test_more_rows_than_fit_are_refused_and_all_are_kept(send, database):
    rows = {f"rows__{number}__claim": f"claim-{number}" for number in range(5)}

    answer = send(**rows)

    assert answer.status_code == 422
    assert "At most 3 rows fit here; this has 5." in answer.text
    assert all(f'value="{claim}"' in answer.text for claim in rows.values())
    assert saved(database) == []


def test_rows_with_gaps_in_their_numbers_are_counted_anew(send):
    answer = send(rows__4__claim="b", rows__2__claim="a")

    assert [row["claim"] for row in answer.json["rows"]] == ["a", "b"]


def test_a_refusal_of_a_command_is_told_beside_its_field(send, database):
    answer = send(words="refuse")

    assert answer.status_code == 422
    assert 'id="title-error">“x” is wrong.' in answer.text
    assert 'id="rows-0-claim-error">This row is wrong.' in answer.text
    assert "<li>All is wrong.</li>" in answer.text
    assert saved(database) == []


def test_a_doubt_is_shown_to_be_confirmed(send, database):
    answer = send(words="doubt")

    assert answer.status_code == 422
    assert '<p class="doubt">twin Is it a twin?</p>' in answer.text
    assert saved(database) == []


def test_what_was_typed_is_shown_again(send):
    answer = send(title="", words="a long <quote>", said_on="nonsense", code="support")

    assert "a long &lt;quote&gt;" in answer.text
    assert 'value="nonsense"' in answer.text
    assert "<title>Error:" in answer.text.replace("\n", "")


def test_a_field_that_may_be_repeated_may(send):
    assert send(confirm=["twin", "role_dates"]).status_code == 200
    assert send(**{"names-0-text": ["a", "b"]}).status_code == 200


def test_an_unknown_field_that_is_sent_twice_is_refused_too(send):
    assert send(unknown=["a", "b"]).status_code == 422


def test_a_token_that_is_too_long_is_refused(send):
    assert send(client_token="x" * 101).status_code == 422


def test_a_fresh_form_has_a_token_of_its_own(app):
    client = signed_in(app)

    pages = [client.get("/probe/form").text for _ in range(2)]

    tokens = {page.partition('name="client_token" type="hidden" value="')[2][:22] for page in pages}
    assert len(tokens) == 2


def test_messages_are_in_the_language_of_the_reader(app):
    app.config["LANGUAGES"] = ("en", "id")
    client = signed_in(app)
    token = form_token(client)

    answer = client.post(
        "/probe/form?lang=id", data={"csrf_token": token, "title": "x", "said_on": "2025-02-31"}
    )

    assert "Februari 2025" in answer.text
    assert "Mendukung" in answer.text
