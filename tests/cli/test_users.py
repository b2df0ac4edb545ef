"""People are added and changed from the server, without a browser."""

import json
import re

import pytest
from sqlalchemy import select

from tests.admin.smtp import listening
from tests.cli.conftest import PASSWORD
from tracker.accounts.commands_links import guest_of
from tracker.accounts.passwords import is_right
from tracker.accounts.queries import account_by_email, credentials_of
from tracker.accounts.throttling import count_failure, subject_of_account, wait_left
from tracker.models import Revision, TokenKind, Totp

SITE = "https://record.example"


@pytest.fixture
def users(tracker, database_url):
    """Run a subcommand of `tracker users` on the test's database."""

    def run(*arguments: str, stdin: str = "", **settings: object):
        return tracker("--database", database_url, "users", *arguments, stdin=stdin, **settings)

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
        (["add", "ida@example.org", "--role", "editor", "--invite", "--password-stdin"], 2),
        (["add", "ema@example.org", "--role", "editor", "--invite"], 3),
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


def test_an_invitation_is_a_link_on_stdout(users, database):
    done = users("add", "Ida@Example.org", "--role", "reviewer", "--invite", PUBLIC_URL=SITE)

    assert done.returncode == 0
    assert re.fullmatch(rf"{SITE}/invitation/[\w-]{{43}}\n", done.stdout)
    assert done.stderr == "Added ida@example.org.\n"
    with database.reading() as session:
        account = account_by_email(session, "ida@example.org")
        secret = done.stdout.strip().rpartition("/")[2]
        assert guest_of(session, TokenKind.INVITATION, secret).account_id == account.id
    assert (account.role, account.password_hash) == ("reviewer", "")


@pytest.mark.engines("sqlite")
def test_a_link_can_be_made_anew_for_who_was_invited_and_for_who_forgot(users, ema, database):
    users("add", "ida@example.org", "--role", "reader", "--invite")

    links = [
        json.loads(users("set", email, "--reset-link", "--json", PUBLIC_URL=SITE).stdout)
        for email in ("ida@example.org", ema)
    ]

    paths = [link["link"].removeprefix(SITE).split("/")[1] for link in links]
    assert paths == ["invitation", "reset"]
    assert [link["mailed"] for link in links] == [False, False]
    assert {"email", "link", "expires_at", "mailed"} == set(links[0])


@pytest.mark.engines("sqlite")
def test_a_link_is_mailed_where_a_mail_server_is_set(users):
    arguments = ("add", "ida@example.org", "--role", "editor", "--invite")

    with listening() as sink:
        server = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": sink.port, "SMTP_SECURITY": "none"}
        done = users(*arguments, MAIL_FROM="record@example.org", PUBLIC_URL=SITE, **server)

    (letter,) = sink.letters
    assert done.stdout.strip() in letter.get_content()
    assert "Mailed the link to ida@example.org." in done.stderr


@pytest.mark.engines("sqlite")
def test_a_mail_server_that_is_away_leaves_the_link(users):
    server = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": 1, "MAIL_FROM": "record@example.org"}

    done = users("add", "ida@example.org", "--role", "editor", "--invite", **server)

    assert done.returncode == 0
    assert "/invitation/" in done.stdout
    assert "pass the link on yourself" in done.stderr


@pytest.mark.engines("sqlite")
def test_mail_settings_that_do_not_fit_change_nothing(users):
    arguments = ("add", "ida@example.org", "--role", "editor", "--invite")

    done = users(*arguments, SMTP_HOST="mail.example", SMTP_SECURITY="ssl")

    assert (done.returncode, done.stdout) == (2, "")
    assert "SMTP_SECURITY is 'ssl'" in done.stderr
    assert users("list").stdout == ""


@pytest.mark.engines("sqlite")
def test_who_failed_too_often_and_lost_the_phone_is_let_in(users, ema, database):
    subject = subject_of_account(ema)
    with database.transaction() as session:
        number = account_by_email(session, ema).id
        session.add(Totp(account_id=number, secret="JBSWY3DPEHPK3PXP", is_confirmed=True))
    for _ in range(10):
        count_failure(database, [subject])

    done = users("set", ema, "--unlock", "--remove-second-factor")

    assert done.returncode == 0
    with database.reading() as session:
        assert wait_left(session, [subject]) == 0
        assert session.scalars(select(Totp)).all() == []


@pytest.mark.engines("sqlite")
def test_the_last_administrator_stays(users):
    arguments = ["ida@example.org", "--role", "admin", "--password-stdin"]
    users("add", *arguments, stdin=f"{PASSWORD}\n")

    demoted = users("set", "ida@example.org", "--role", "editor")
    disabled = users("set", "ida@example.org", "--disable")

    assert (demoted.returncode, disabled.returncode) == (3, 3)
    assert "Nobody else can administer this site" in demoted.stderr
