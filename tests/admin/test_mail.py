"""Letters leave in the background, once more after a failure, and never in a log."""

import pytest

from tests.admin.smtp import Sink
from tracker.web.mail import Letter, deliver, mail_server
from tracker.web.postbox import Postbox

SETTINGS = {
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": 25,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_SECURITY": "none",
    "MAIL_FROM": "record@example.org",
}
SECRET = "https://record.example/reset/abc"
LETTER = Letter("rara@example.org", "Kata sandi “baru”", f"Halo Rara,\n\n{SECRET}\n")


def server_for(sink: Sink, **changes: object):
    return mail_server({**SETTINGS, "SMTP_PORT": sink.port, **changes})


def test_a_letter_arrives_as_it_was_written(sink):
    deliver(server_for(sink), LETTER)

    (found,) = sink.letters
    assert found.get_content() == LETTER.text
    assert (found["To"], found["From"]) == (LETTER.to, "record@example.org")
    assert found["Subject"] == LETTER.subject
    assert found["Auto-Submitted"] == "auto-generated"


def test_a_server_that_is_busy_is_asked_again(sink):
    sink.refusing = 1
    postbox = Postbox(server_for(sink), retry_seconds=0.01)

    postbox.post(lambda: LETTER)

    assert postbox.wait(10)
    assert [letter["To"] for letter in sink.letters] == [LETTER.to]


def test_what_failed_twice_is_logged_without_a_word_of_it(sink, capfd, app):
    sink.refusing = 2
    postbox = Postbox(server_for(sink), retry_seconds=0.01)

    postbox.post(lambda: LETTER)
    postbox.post(lambda: LETTER)

    assert postbox.wait(10)
    told = capfd.readouterr().err
    assert '"event": "mail_failed"' in told
    assert '"code": 451' in told
    assert not {"example.org", "abc", "Rara"} & set(told.replace("/", " ").split())
    assert "example.org" not in told
    assert len(sink.letters) == 1


def test_without_a_server_letters_are_printed(capsys):
    deliver(mail_server({**SETTINGS, "SMTP_HOST": ""}), LETTER)

    told = capsys.readouterr()
    assert told.out == ""
    assert "To: rara@example.org\nSubject: Kata sandi “baru”\n" in told.err
    assert f"\n{SECRET}\n" in told.err


@pytest.mark.parametrize(
    "changes", [{"SMTP_SECURITY": "ssl"}, {"MAIL_FROM": ""}, {"MAIL_FROM": "record"}]
)
def test_settings_that_do_not_fit_are_named(changes):
    with pytest.raises(ValueError, match=r"SMTP_SECURITY|MAIL_FROM"):
        mail_server({**SETTINGS, **changes})
