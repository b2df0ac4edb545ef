"""What the editors work on: their accounts, the nouns, twenty drafts, and the form of each."""

from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from sqlalchemy import select

from tests.make import Make
from tracker.accounts.passwords import hash_password
from tracker.db import Database
from tracker.models import Revision, Statement

PASSWORD = "seven green bottles standing"
EDITOR = "editor@example.org"
STATEMENTS = 20
QUOTE = (
    "We have said it before and we say it again: the reports of the committee rest on words"
    " that nobody has checked, from people whom nobody has named. "
) * 4


@dataclass(frozen=True)
class Desk:
    """The ids of what there is to work on, and how a browser sends its form."""

    statements: tuple[int, ...]
    source: int
    speaker: int
    claims: tuple[int, ...]

    def body(self, token: str, text: str, **more: str) -> bytes:
        """The log form, filled in; `text` is what was typed last."""
        fields = {
            "csrf_token": token,
            "action": "draft",
            "source": str(self.source),
            "citations-0-locator": "paragraph 4",
            "delivery": "verbatim",
            "quote": QUOTE,
            "quote_language": "en",
            "speakers-0-speaker": str(self.speaker),
            "said_on": "2025-01-08",
            **more,
        }
        for place, claim in enumerate(self.claims):
            fields[f"stances-{place}-claim"] = str(claim)
            fields[f"stances-{place}-code"] = "support" if place else "oppose"
            fields[f"stances-{place}-explicit"] = "explicit"
        return b"%b&gloss_en=%b" % (urlencode(fields).encode(), quote_plus(text).encode())


def furnish(database: Database) -> Desk:
    """Fill an empty, migrated database."""
    make = Make(database)
    editor = make.account("Editor", "editor", hash_password(PASSWORD))
    assert editor.name == "Editor"
    source = make.source("Committee meets again", words="On Monday it met. " + QUOTE * 10)
    speaker, claims = make.speaker("Envoy Shea"), (make.claim(), make.claim())
    make.statement(source=source, speaker=speaker)
    drafts = [
        make.drafted(source=source, speaker=speaker, gloss_en=f"To be written, {number}.")
        for number in range(STATEMENTS)
    ]
    return Desk(tuple(drafts), source, speaker, claims)


def versions_of(database: Database, desk: Desk) -> dict[int, int]:
    with database.reading() as session:
        rows = session.execute(select(Statement.id, Statement.version))
        return {number: version for number, version in rows if number in desk.statements}


def everything_written(database: Database) -> str:
    """All that the history says was ever on record."""
    with database.reading() as session:
        kept = select(Revision.after).where(Revision.kind == "statement")
        return "\n".join(text for text in session.scalars(kept) if text)
