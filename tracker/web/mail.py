"""Mail: a few plain words to one person, by SMTP, or on the console where there is no server."""

import smtplib
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Any

TIMEOUT_SECONDS = 10.0
SECURITIES = ("starttls", "tls", "none")

# What may go wrong on the way to a mail server.
MAIL_PROBLEMS = (OSError, smtplib.SMTPException)


@dataclass(frozen=True)
class Letter:
    """To whom, about what, and the words."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class MailServer:
    """The server that takes our mail, and as whom we send it; without a host there is none."""

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str


def mail_server(config: Mapping[str, Any]) -> MailServer:
    """The server as it is set. ValueError where the settings do not fit together."""
    security = config["SMTP_SECURITY"]
    if security not in SECURITIES:
        message = f"SMTP_SECURITY is '{security}'. Write starttls, tls or none."
        raise ValueError(message)
    sender = config["MAIL_FROM"] or config["SMTP_USER"]
    if config["SMTP_HOST"] and "@" not in sender:
        raise ValueError("SMTP_HOST is set: say in MAIL_FROM from which address mail is sent.")
    return MailServer(
        config["SMTP_HOST"],
        config["SMTP_PORT"],
        config["SMTP_USER"],
        config["SMTP_PASSWORD"],
        security,
        sender or "tracker@localhost",
    )


def deliver(server: MailServer, letter: Letter) -> None:
    """Hand a letter over; raises one of MAIL_PROBLEMS when the server does not take it."""
    if not server.host:
        _print(letter)
        return
    message, is_taken = composed(server, letter), False
    try:
        with _connected(server) as connection:
            if server.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message, to_addrs=[letter.to])
            is_taken = True
    except MAIL_PROBLEMS:
        # Who took the letter and then fails to say goodbye would be sent it again.
        if not is_taken:
            raise


def composed(server: MailServer, letter: Letter) -> EmailMessage:
    """The letter as it travels: plain text, in UTF-8."""
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    # Machines need not answer: out of office, received.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _print(letter: Letter) -> None:
    """The letter on the console of the server, for whoever runs it to pass on."""
    rule = "-" * 72
    # One write: lines of several processes never mix.
    sys.stderr.write(f"{rule}\nTo: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}{rule}\n")
    sys.stderr.flush()


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
