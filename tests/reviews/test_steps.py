"""Every button of a statement: who may press it, what it does, what it refuses."""

import pytest

from tests.reviews.visitors import as_person, offered_steps, press, revisions, version_of
from tracker.statements import commands as statements
from tracker.vocabulary import StatementState


@pytest.fixture
def editor(app, make):
    return as_person(app, make.editor)


@pytest.fixture
def reviewer(app, make):
    return as_person(app, make.reviewer)


def test_a_statement_goes_from_draft_to_published_and_back_by_buttons(make, editor, reviewer):
    statement = make.drafted()

    answers = [
        press(editor, statement, "submit"),
        press(editor, statement, "recall", reason="Not yet."),
        press(editor, statement, "submit"),
        press(reviewer, statement, "publish"),
        press(reviewer, statement, "withdraw", reason="The source corrected its article."),
        press(reviewer, statement, "reinstate", reason="It stands after all."),
    ]

    assert [answer.status_code for answer in answers] == [303] * 6
    assert answers[0].location == f"/statements/{statement}"
    assert make.state_of(statement) is StatementState.PUBLISHED


@pytest.mark.parametrize(
    ("made", "step"),
    [
        ("drafted", "publish"),
        ("drafted", "withdraw"),
        ("drafted", "reinstate"),
        ("submitted", "withdraw"),
        ("submitted", "correct"),
        ("drafted", "return"),
        ("statement", "reject"),
        ("statement", "submit"),
        ("statement", "recall"),
    ],
)
def test_a_step_that_does_not_fit_the_state_changes_nothing(
    app, database, make, reviewer, made, step
):
    statement = getattr(make, made)()
    pressing = as_person(app, make.editor) if step in {"submit", "recall"} else reviewer
    before = revisions(database)

    answer = press(pressing, statement, step, reason="Because I say so.")

    assert answer.status_code == 422
    assert "Because I say so." in answer.text
    assert revisions(database) == before


@pytest.mark.parametrize("step", ["publish", "return", "reject", "withdraw", "reinstate"])
def test_an_editor_decides_about_nothing(database, make, editor, step):
    statement = make.submitted()
    before = revisions(database)

    answer = press(editor, statement, step, reason="Please.")

    assert answer.status_code == 403
    assert revisions(database) == before


@pytest.mark.parametrize("step", ["submit", "recall", "publish", "withdraw", "reinstate"])
def test_steps_are_posted_to_what_there_is_by_those_who_are_known(client, make, reviewer, step):
    statement = make.submitted()

    unknown = reviewer.get("/statements/99999")
    assert unknown.status_code == 404
    assert press(client, statement, step).location.startswith("/login?next=")
    assert reviewer.get(f"/statements/{statement}/{step}").status_code == 405
    assert press(reviewer, statement, step, csrf_token="").status_code == 400


def test_a_step_for_an_unknown_statement_is_404(make, reviewer):
    statement = make.submitted()

    answer = reviewer.post(
        "/statements/99999/publish",
        data={"csrf_token": _token(reviewer), "version": version_of(reviewer, statement)},
    )

    assert answer.status_code == 404


def _token(client):
    return client.get("/login").text.split('name="csrf_token" value="')[1].split('"')[0]


def test_nobody_publishes_what_they_wrote_unless_the_newsroom_allows_it(app, database, make):
    own = _logged_by_reviewer(make)
    reviewer = as_person(app, make.reviewer)
    before = revisions(database)

    refused = press(reviewer, own, "publish")
    offered = offered_steps(reviewer.get(f"/statements/{own}").text)
    app.config["FOUR_EYES"] = False
    allowed = press(reviewer, own, "publish")

    assert refused.status_code == 422
    assert "Four eyes" in refused.text
    assert offered == {"recall"}
    assert allowed.status_code == 303
    assert revisions(database) > before


def _logged_by_reviewer(make):
    from_scratch = make.draft()
    with make.transaction(make.reviewer, why="log") as session:
        statement, _ = statements.log_statement(session, from_scratch, by=make.reviewer)
        session.flush()
        statements.submit(session, statement, by=make.reviewer, version=None)
        return statement.id


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(database, make, reviewer):
    statement = make.statement()
    before = revisions(database)

    answer = press(reviewer, statement, "withdraw", reason="  ")

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert revisions(database) == before


def test_an_older_version_is_answered_with_409_and_the_reason_kept(database, make, reviewer):
    statement = make.statement()
    before = revisions(database)

    answer = press(reviewer, statement, "withdraw", version=1, reason="The source was wrong.")

    assert answer.status_code == 409
    assert "The source was wrong." in answer.text
    assert revisions(database) == before


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_step_says_which_version_was_looked_at(database, make, reviewer, version):
    statement = make.submitted()
    before = revisions(database)

    answer = press(reviewer, statement, "publish", version=version)

    assert answer.status_code == 422
    assert revisions(database) == before


def test_a_double_press_publishes_once(database, make, reviewer):
    statement = make.submitted()
    version = version_of(reviewer, statement)

    first = press(reviewer, statement, "publish", version=version)
    between = revisions(database)
    second = press(reviewer, statement, "publish", version=version)

    assert (first.status_code, second.status_code) == (303, 303)
    assert revisions(database) == between


def test_a_control_character_in_the_reason_is_refused(database, make, reviewer):
    statement = make.statement()
    before = revisions(database)

    answer = press(reviewer, statement, "withdraw", reason="Bad \x07 bell")

    assert answer.status_code == 422
    assert revisions(database) == before


def test_buttons_are_offered_to_those_who_may_press_them(app, make, editor, reviewer):
    draft, submitted, published = make.drafted(), make.submitted(), make.statement()

    def offered(client, statement):
        return offered_steps(client.get(f"/statements/{statement}").text)

    assert [offered(editor, s) for s in (draft, submitted, published)] == [
        {"submit"},
        {"recall"},
        {"correct"},
    ]
    assert [offered(reviewer, s) for s in (draft, submitted, published)] == [
        set(),
        {"publish", "return", "reject"},
        {"withdraw", "correct"},
    ]


def test_whoever_gets_a_statement_back_reads_why_where_they_change_it(app, make, editor, reviewer):
    statement = make.submitted()
    press(reviewer, statement, "return", reason="“Membantah” is a denial.")

    pages = [editor.get(f"/statements/{statement}{page}").text for page in ("", "/edit")]

    assert [page.count("“Membantah” is a denial.") for page in pages] == [2, 1]
    assert "Correct statement" not in pages[1]


def test_a_correction_says_what_it_is_and_why_it_was_begun(app, make, editor):
    statement = make.statement()
    press(editor, statement, "correct", reason="The paper changed the sentence.")

    page = editor.get(f"/statements/{statement}/edit").text

    assert f"Correct statement {statement}" in page
    assert "The paper changed the sentence." in page
