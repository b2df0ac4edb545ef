"""Fills a database with the small life of a record, through the commands of its own version.

Run in the checkout of a release: `python -m tests.releases.story URL`.
"""

import sys
from datetime import UTC, datetime, timedelta

from tests.make import Make
from tracker import schema
from tracker.db import Database
from tracker.exchange.demo import files
from tracker.exchange.demo.loading import load
from tracker.models import BrowserSession
from tracker.statements.drafts import CitationPart
from tracker.vocabulary import Stance

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


def _sign_in(make: Make) -> None:
    until = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=12)
    with make.transaction() as session:
        who = make.editor.account_id
        session.add(BrowserSession(token_hash="0" * 64, account_id=who, expires_at=until))


if __name__ == "__main__":
    tell(sys.argv[1])
