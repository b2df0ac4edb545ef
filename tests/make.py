"""Makes what a test needs, through the commands that people use."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.life import Statements
from tracker import audit, dates, record, text
from tracker.comments import commands as comments
from tracker.db import Database
from tracker.mistakes import commands as mistakes
from tracker.models import (
    Account,
    Claim,
    ClaimApproval,
    ClaimTopic,
    ClaimTranslation,
    Name,
    Occasion,
    Outlet,
    Role,
    Snapshot,
    Source,
    Speaker,
    Statement,
    Topic,
)
from tracker.visibility import Viewer
from tracker.vocabulary import (
    AccountRole,
    ClaimKind,
    OccasionKind,
    SourceKind,
    SpeakerKind,
)


class Make(Statements):
    """A small world, made on demand. Methods give ids; names say what is what."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)
        self._people: dict[str, Viewer] = {}

    @contextmanager
    def transaction(self, by: Viewer | None = None, why: str = "") -> Iterator[Session]:
        account = by.account_id if by else None
        with self.database.transaction(by=account, why=why) as session:
            yield session

    def account(self, name: str, role: AccountRole | str, password_hash: str = "") -> Viewer:
        """A person; asked for again by name, the same one."""
        if name not in self._people:
            with self.transaction(why="make") as session:
                known = select(Account).where(Account.email == f"{name.lower()}@example.org")
                person = session.scalar(known) or Account(
                    email=f"{name.lower()}@example.org",
                    name=name,
                    role=AccountRole(role),
                    password_hash=password_hash or "none",
                )
                session.add(person)
                session.flush()
                self._people[name] = Viewer(person.id, person.role, person.name)
        return self._people[name]

    @property
    def editor(self) -> Viewer:
        return self.account("Editor", AccountRole.EDITOR)

    @property
    def reviewer(self) -> Viewer:
        return self.account("Reviewer", AccountRole.REVIEWER)

    @property
    def admin(self) -> Viewer:
        return self.account("Admin", AccountRole.ADMIN)

    def _add(self, row: Any, key: str | None) -> int:
        row.key = key
        with self.transaction(self.editor, why="make") as session:
            session.add(row)
            session.flush()
            return int(row.id)

    def speaker(
        self,
        name: str = "",
        kind: SpeakerKind | str = SpeakerKind.PERSON,
        *,
        parent: int | None = None,
        iso: str | None = None,
        key: str | None = None,
        **names: str,
    ) -> int:
        """A speaker; `id="Rusia"` is its name in Indonesian."""
        name = name or f"Speaker {next(self._numbers)}"
        displayed = [
            Name(text=word, language=tag, folded=text.fingerprint(word), is_displayed=True)
            for tag, word in {"en": name, **names}.items()
        ]
        speaker = Speaker(
            kind=SpeakerKind(kind),
            name=name,
            folded=text.fingerprint(name),
            iso_code=iso,
            parent_id=parent,
            names=displayed,
        )
        return self._add(speaker, key)

    def state(self, name: str, iso: str, **names: Any) -> int:
        return self.speaker(name, SpeakerKind.STATE, iso=iso, key=f"iso-{iso.lower()}", **names)

    def role(
        self, speaker: int, body: int, title: str = "Envoy", since: str = "", until: str = ""
    ) -> int:
        first = dates.parse_days(since).first if since else None
        last = dates.parse_days(until).last if until else None
        role = Role(
            speaker_id=speaker, body_id=body, title_en=title, title_id="", since=since, until=until
        )
        role.first_on, role.last_on = first, last
        with self.transaction(self.editor, why="make") as session:
            session.add(role)
            record.sync(session, record.Touched(holders={speaker}))
            return role.id

    def outlet(self, name: str = "Harian Contoh", key: str | None = None) -> int:
        return self._add(Outlet(name=name, folded=text.fingerprint(name)), key)

    def source(
        self,
        title: str = "",
        *,
        words: str | None = None,
        language: str = "en",
        outlet: int | None = None,
        key: str | None = None,
        kind: SourceKind = SourceKind.ARTICLE,
        published_on: str = "",
    ) -> int:
        """A source; with `words`, its snapshot."""
        title = title or f"Source {next(self._numbers)}"
        days = dates.parse_days(published_on) if published_on else None
        source = Source(
            kind=kind,
            title=title,
            folded=text.fingerprint(title),
            language=language,
            outlet_id=outlet,
            published_on=published_on,
            first_on=days.first if days else None,
            last_on=days.last if days else None,
            snapshots=[],
        )
        if words is not None:
            words = text.normalise(words)
            digest = text.sha256(words)
            snapshot = Snapshot(number=1, text=words, sha256=digest, length=len(words))
            source.snapshots.append(snapshot)
        return self._add(source, key)

    def occasion(
        self,
        name: str = "",
        held_on: str = "2025-01",
        *,
        host: int | None = None,
        place: str = "New York",
        start_time: str = "",
        key: str | None = None,
        kind: OccasionKind = OccasionKind.MEETING,
    ) -> int:
        name = name or f"Meeting {next(self._numbers)}"
        days = dates.parse_period(held_on)
        occasion = Occasion(
            kind=kind,
            name_en=name,
            name_id="",
            folded=text.fingerprint(name),
            place=place,
            host_id=host,
            held_on=held_on,
            first_on=days.first,
            last_on=days.last,
            start_time=start_time,
        )
        return self._add(occasion, key)

    def topic(self, name: str = "", parent: int | None = None, key: str | None = None) -> int:
        name = name or f"Topic {next(self._numbers)}"
        return self._add(
            Topic(name_en=name, name_id="", folded=text.fingerprint(name), parent_id=parent), key
        )

    def claim(
        self,
        words: str = "",
        kind: ClaimKind | str = ClaimKind.FACTUAL,
        *,
        topics: Sequence[int] = (),
        key: str | None = None,
        is_approved: bool = True,
        **translations: str,
    ) -> int:
        """A claim in English; `id="…"` is its text in Indonesian."""
        words = words or f"Claim {next(self._numbers)} is true"
        claim = Claim(
            kind=ClaimKind(kind),
            text=words,
            language="en",
            folded=text.fingerprint(words),
            translations=[
                ClaimTranslation(language=tag, text=said, folded=text.fingerprint(said))
                for tag, said in translations.items()
            ],
        )
        claim_id = self._add(claim, key)
        if is_approved:
            with self.transaction(self.reviewer, why="approve") as session:
                session.add(ClaimApproval(claim_id=claim_id, by_id=self.reviewer.account_id))
        if topics:
            with self.transaction(self.editor) as session:
                for topic in topics:
                    session.add(ClaimTopic(claim_id=claim_id, topic_id=topic, entered=0))
                audit.expect_stamps(session)
        return claim_id

    def comment(
        self,
        words: str = "Is this right?",
        *,
        statement: int | None = None,
        claim: int | None = None,
        by: Viewer | None = None,
        tell: Viewer | None = None,
    ) -> str:
        """What a colleague says, the editor if nobody else; gives its uid."""
        by, tells = by or self.editor, tell.account_id if tell else None
        with self.transaction(by) as session:
            on = session.get(Statement, statement or 0) or session.get_one(Claim, claim)
            return comments.comment(session, on, comments.Words(words, tells), by=by)[0].uid

    def mistake(self, statement: int, words: str = "Misquoted.", contact: str = "") -> str:
        """A report of a reader; gives its uid."""
        with self.transaction(why="mistake reported") as session:
            said = mistakes.Report(words, contact, "en")
            return mistakes.report(session, session.get_one(Statement, statement), said).uid


@pytest.fixture
def make(database: Database) -> Make:
    """The small world on the test's own database."""
    return Make(database)
