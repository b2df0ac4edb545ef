"""People are added and changed from the server, without a browser."""

import json

import pytest
from sqlalchemy import select

from tests.cli.conftest import PASSWORD
from tracker.accounts.passwords import is_right
from tracker.accounts.queries import account_by_email, credentials_of
from tracker.models import Revision


@pytest.fixture
def users(tracker, database_url):
    """Run a subcommand of `tracker users` on the test's database."""

    def run(*arguments: str, stdin: str = ""):
        return tracker("--database", database_url, "users", *arguments, stdin=stdin)

    return run


@pytest.fixture
def ema(users):
    """An editor."""
    arguments = ["Ema@Example.org", "--role", "editor", "--name", "Ema", "--password-stdin"]
    done = users("add", *arguments, stdin=f"{PASSWORD}\n")
    assert (done.returncode, done.stdout) == (0, "")
    return "ema@example.org"


def test_whoever_was_added_is_listed(users, ema):
    listed = users("list", "--json")
    printed = users("list")

    (one,) = json.loads(listed.stdout)
    assert one.pop("created_at").endswith("+00:00")
    assert one == {"email": ema, "name": "Ema", "role": "editor", "active": True}
    assert printed.stdout == f"{ema}  editor    active    Ema\n"


def test_the_history_says_that_the_command_line_did_it(users, ema, database):
    with database.reading() as session:
        revision = session.execute(select(Revision.by_id, Revision.why, Revision.kind)).one()

    assert tuple(revision) == (None, "tracker users", "account")


@pytest.mark.engines("sqlite")
def test_a_password_is_one_line_with_its_spaces(users, ema, database):
    users("set", ema, "--password-stdin", stdin=" spaces at both ends \r\nignored\n")

    with database.reading() as session:
        credentials = credentials_of(session, ema)
    assert credentials is not None
    assert is_right(" spaces at both ends ", credentials.password_hash)


@pytest.mark.engines("sqlite")
def test_role_and_access_change(users, ema, database):
    done = users("set", ema, "--role", "reviewer", "--disable")

    with database.reading() as session:
        account = account_by_email(session, ema)
    assert (done.returncode, account.role, account.is_active) == (0, "reviewer", False)
    assert users("list").stdout == f"{ema}  reviewer  disabled  Ema\n"

    users("set", ema, "--enable")

    with database.reading() as session:
        assert account_by_email(session, ema).is_active


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "ema@example.org", "--role", "editor", "--password-stdin"], 3),
        (["add", "no address", "--role", "editor", "--password-stdin"], 3),
        (["add", "ida@example.org", "--role", "king", "--password-stdin"], 2),
        (["add", "ida@example.org", "--role", "editor"], 2),
        (["set", "ema@example.org"], 2),
        (["set", "ida@example.org", "--disable"], 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_cannot_be_done_changes_nothing(users, ema, arguments, code):
    before = users("list", "--json").stdout

    done = users(*arguments, stdin=PASSWORD)

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr != ""
    assert users("list", "--json").stdout == before


@pytest.mark.engines("sqlite")
def test_a_short_password_is_refused(users):
    done = users("add", "ida@example.org", "--role", "editor", "--password-stdin", stdin="short\n")

    assert done.returncode == 3
    assert "15 to 128 characters" in done.stderr
