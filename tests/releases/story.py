"""Fills a database with the small life of a record, through the commands of its own version.

Run in the checkout of a release: `python -m tests.releases.story URL`.
"""

import sys
from datetime import UTC, datetime, timedelta

from tests.make import Make
from tests.releases.reviewing import review
from tracker import schema
from tracker.accounts.commands_people import invite_person
from tracker.accounts.recovery import make_codes
from tracker.accounts.throttling import count_failure, subjects
from tracker.accounts.totp import start_authenticator
from tracker.db import Database
from tracker.exchange.demo import files
from tracker.exchange.demo.loading import load
from tracker.history.redaction import redact
from tracker.models import BrowserSession, Passkey, Speaker, Statement
from tracker.site import change_site
from tracker.statements.drafts import CitationPart
from tracker.vocabulary import AccountRole, Stance

STATES = {"US", "KP", "RU", "KR", "JP", "ID"}
SAID = "Kami menolak “tuduhan” itu – naïve, Вася!"


def tell(url: str) -> None:
    """The article and some votes, then what an editor and a reviewer do in a day."""
    schema.upgrade(url)
    database = Database(url)
    every = files.votes()
    some = [vote for vote in every if vote.country_code in STATES][: 2 * len(STATES)]
    files.votes = lambda: some
    try:
        load(database)
    finally:
        files.votes = lambda: every
    _a_day(Make(database))
    database.dispose()


def _a_day(make: Make) -> None:
    ministry = make.speaker("Kementerian Luar Negeri", "organisation", key="kemlu")
    person = make.speaker("Vasily O'Neill", key="vasily", id="Wasili")
    role = make.role(person, ministry, "Spokesperson", since="2017-06", until="")
    source = make.source("“Siaran”", words=f"Katanya: {SAID} Selesai.", outlet=make.outlet())
    claim = make.claim("it is so", topics=[make.topic("Press")], id="memang begitu")
    occasion = make.occasion("Rapat", "2025-01-08/2025-01-09", host=ministry, start_time="09:30")
    at = len("Katanya: ")
    span = CitationPart(str(source), start=at, end=at + len(SAID), exact=SAID)
    said = make.statement(
        speaker=person, role=role, stances={claim: Stance.OPPOSE}, act="denies",
        occasion=occasion, citations=(span,),
    )  # fmt: skip
    make.correct(said, make.draft(speaker=person, role=role, stances={claim: Stance.LEAN_OPPOSE}))
    taken_back = make.statement(speaker=ministry, stances={claim: Stance.SUPPORT}, replies_to=said)
    make.withdraw(taken_back)
    returned = make.statement(speaker=ministry, stances={claim: Stance.MIXED})
    make.withdraw(returned)
    make.reinstate(returned)
    make.submitted(speaker=person)
    make.drafted(speaker=person, said_on="2025")
    _sign_in(make)
    _look_after_the_site(make)
    _redact(make, claim)
    review(make, claim)


def _sign_in(make: Make) -> None:
    until = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=12)
    with make.transaction() as session:
        who = make.editor.account_id
        session.add(BrowserSession(token_hash="0" * 64, account_id=who, expires_at=until))


def _look_after_the_site(make: Make) -> None:
    """What an administrator sets, second factors, an invitation, a wrong password."""
    assert make.editor.account_id is not None
    with make.transaction(make.admin, why="settings") as session:
        change_site(session, {"name": "Catatan “Kota”", "contact": "redaksi@example.org"})
        start_authenticator(session, make.editor.account_id)
        make_codes(session, make.editor.account_id)
        key = Passkey(account_id=make.editor.account_id, credential_id="c", public_key="k")
        session.add(key)
        email = "guest@example.org"
        invite_person(session, email, AccountRole.READER, hours=72, by=make.admin)
    count_failure(make.database, subjects(email, "192.0.2.1"))


def _redact(make: Make, claim: int) -> None:
    """A statement of somebody who asked to be forgotten, and the words of another."""
    person = make.speaker("Quentin Example")
    said = make.statement(speaker=person, stances={claim: Stance.MIXED}, gloss_en="Hides it.")
    with make.database.reading() as session:
        uids = [
            session.get_one(Speaker, person).uid,
            session.get_one(Statement, said).uid,
        ]
    for uid in uids:
        with make.transaction(make.admin) as session:
            redact(session, uid, "A court said so.", by=make.admin)


if __name__ == "__main__":
    tell(sys.argv[1])
