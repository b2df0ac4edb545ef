"""Fills a database with an invented record: the tables of editing, and their ledger."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from tests.bench import nouns
from tests.bench.loading import Rows, Writer, columns_of, in_blocks, writing
from tests.bench.world import CORRECTED, DRAFT, FIRST_DAY, STANDS, WITHDRAWN, Utterance, World
from tracker.chain import GENESIS, digest_of, hash_of
from tracker.db import Database
from tracker.models import Head, Revision
from tracker.record.positions import fill_positions
from tracker.record.renewing import fill_contradictions
from tracker.record.wanted import KEYS
from tracker.vocabulary import Act, Delivery, SpeakerKind, Stance

_STARTED = datetime(2025, 1, 1, tzinfo=UTC)
_COLUMNS: dict[str, tuple[str, ...]] = {
    "statement": ("id", "uid", "state", "newest", "published_at", *nouns.MADE),
    "edition": (
        *("id", "statement_id", "number", "state", "is_standing"),
        *("said_on", "first_on", "last_on", "occasion_id", "delivery"),
        *("quote", "quote_language", "gloss_en", "fingerprint", "created_by_id", "created_at"),
    ),
    "edition_speaker": ("edition_id", "place", "speaker_id", "role_id", "body_id"),
    "citation": (
        *("edition_id", "place", "source_id", "snapshot_id"),
        *("start", "end", "exact", "locator"),
    ),
    "stance": ("id", "edition_id", "place", "claim_id", "code", "act", "is_explicit"),
    "entry": (*KEYS, "entered", "entered_at", "left", "left_at"),
}
_DELIVERIES = (Delivery.VERBATIM, Delivery.VERBATIM, Delivery.REPORTED, Delivery.PARAPHRASE)
_STATES = {STANDS: "published", CORRECTED: "published", WITHDRAWN: "withdrawn"}


def fill(database: Database, world: World) -> None:
    """Fill an empty, migrated database: all of it written past the application."""
    with writing(database) as writer:
        for table, columns, rows in nouns.TABLES:
            for block in in_blocks(rows(world)):
                writer.write(table, columns, block)
        number, link, moment = _chain(writer, world)
        _Statements(writer, world).write()
    with database.engine.begin() as connection:
        connection.execute(update(Head).values(number=number, hash=link, at=moment))
    with database.engine.begin() as connection:
        fill_positions(Session(connection))
        fill_contradictions(Session(connection))
    if database.engine.dialect.name == "postgresql":
        # What its own housekeeping would have done by then.
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def moment_of(revision: int) -> datetime:
    return _STARTED + timedelta(hours=revision)


def _at(revision: int | None) -> str | None:
    return None if revision is None else f"{moment_of(revision):%Y-%m-%d %H:%M:%S.%f}"


def _chain(writer: Writer, world: World) -> tuple[int, str, datetime]:
    """Revisions that say when the ledger changed, and nothing else: no row is told of."""
    previous, rows = GENESIS, []
    for number in range(1, world.revisions + 1):
        digest = digest_of("salt", None, None, "")
        facts = (None, "", "statement", None, "insert", digest, previous)
        link = hash_of(number, moment_of(number), *facts)
        texts = (None, None, "", "salt", digest, previous, link)
        rows.append((number, _at(number), *facts[:5], *texts))
        previous = link
    writer.write("revision", columns_of(Revision.metadata.tables["revision"]), rows)
    return world.revisions, previous, moment_of(world.revisions)


class _Statements:
    """Writes every utterance as the rows of a statement, and as entries of the ledger."""

    def __init__(self, writer: Writer, world: World) -> None:
        self._world, self._rows = world, Rows(writer, _COLUMNS)
        self._edition = self._stance = 0
        self._states = {one: self._state_of(one) for one in range(1, world.speakers + 1)}

    def write(self) -> None:
        for said in self._world.utterances():
            self._write(said)
            if said.number % 2_000 == 0:
                self._rows.flush()
        self._rows.flush()

    def _write(self, said: Utterance) -> None:
        uid = nouns.uid_of(9, said.number, self._world.seed)
        state = _STATES.get(said.state, "unpublished")
        newest = 2 if said.state == CORRECTED else 1
        entered: int | None = self._world.revision_of(said.number)
        published_at = None if said.state == DRAFT else _at(entered)
        made = (nouns.MOMENT, nouns.MOMENT, 1)
        self._rows.add("statement", said.number, uid, state, newest, published_at, *made)
        if said.state == DRAFT:
            self._write_edition(said, uid, 1, "draft")
            return
        left = None if said.state == STANDS else (entered or 0) + 1 + said.chance % 19
        is_first_standing = said.state != CORRECTED
        stances = self._write_edition(said, uid, 1, "published", stands=is_first_standing)
        self._enter(stances, entered, left)
        if said.state == CORRECTED:
            stances = self._write_edition(said, uid, 2, "published", stands=True)
            self._enter(stances, left, None)

    def _write_edition(
        self, said: Utterance, uid: str, number: int, state: str, *, stands: bool = False
    ) -> Iterator[tuple[Any, ...]]:
        """Write one edition with all that belongs to it; give the entries that it makes."""
        self._edition += 1
        edition, first, last = self._edition, *_days(said)
        delivery = _DELIVERIES[said.chance % 4].value
        sentence = said.chance // 8 % len(nouns.SENTENCES)
        quote = nouns.SENTENCES[sentence]
        coder = 1 + said.chance % nouns.ACCOUNTS
        said_on = first if said.precision == 0 else first[: 7 if said.precision == 1 else 4]
        self._rows.add(
            *("edition", edition, said.number, number, state, int(stands), said_on, first, last),
            *(said.occasion or None, delivery, quote, "", f"Says so about {said.claims[0]}."),
            *(f"{said.chance:016x}", coder, nouns.MOMENT),
        )
        begin = sum(len(one) + 1 for one in nouns.SENTENCES[:sentence])
        is_span = said.chance % 10 > 0
        place = (said.source, begin, begin + len(quote), quote, "") if is_span else None
        cited = place or (None, None, None, "", "page 3")
        self._rows.add("citation", edition, 0, said.source, *cited)
        speakers = list(self._speakers(said, edition))
        stances = list(self._stances(said, edition, number))
        when = (said.occasion, first, last, delivery, coder)
        return self._entries(said, uid, edition, when, speakers, stances)

    def _speakers(
        self, said: Utterance, edition: int
    ) -> Iterator[tuple[int, int | None, int | None]]:
        """Who stands for whom: speaker, body and role, merged ones as what they are now."""
        world = self._world
        for place, speaker in enumerate(said.speakers):
            role = body = of_role = None
            if nouns.kind_of(speaker, world) is SpeakerKind.PERSON:
                if said.capacity == 0:
                    role = nouns.roles_of(speaker, world)[said.chance % 5 == 0]
                    of_role = nouns.body_of_role(role)
                elif said.capacity == 1:
                    body = 51 + said.chance % 450
            self._rows.add("edition_speaker", edition, place, speaker, role, body)
            counted = nouns.merged_speaker(speaker, world) or speaker
            is_person = nouns.kind_of(counted, world) is SpeakerKind.PERSON
            yield counted, (body or of_role if is_person else counted), role

    def _stances(
        self, said: Utterance, edition: int, number: int
    ) -> Iterator[tuple[int, int, Stance, str | None]]:
        """As they count now: id, claim, code, act; the second edition sees it the other way."""
        for place, (claim, first) in enumerate(zip(said.claims, said.codes, strict=True)):
            code = first.mirrored if number == 2 else first
            retracts = said.retracts and code is Stance.DECLINE
            act = Act.RETRACTS.value if retracts else None
            self._stance += 1
            self._rows.add("stance", self._stance, edition, place, claim, code.value, act, 1)
            turned = nouns.is_mirrored(claim, self._world)
            counted = nouns.merged_claim(claim, self._world) or claim
            yield self._stance, counted, code.mirrored if turned else code, act

    def _entries(
        self, said: Utterance, uid: str, edition: int, when: Any, speakers: Any, stances: Any
    ) -> Iterator[tuple[Any, ...]]:
        occasion, first, last, delivery, coder = when
        start = nouns.start_of(occasion) if occasion else ""
        held_on = _iso(self._world.day_of(occasion)) if occasion else ""
        source, outlet, language = said.source, *nouns.outlet_of(said.source)
        for at, (stance, claim, code, act) in enumerate(stances):
            kind = nouns.claim_kind(claim).value
            for place, (speaker, body, role) in enumerate(speakers):
                order = f"{first}|{last}|{start or '~'}|{uid}|{at:03}|{place:03}"
                yield (
                    *(said.number, edition, stance, claim, kind, speaker, role, body),
                    *(self._states.get(body), occasion or None, held_on, source, outlet),
                    *(delivery, language, coder, first, last, order, code.value, code.number, act),
                )

    def _enter(self, entries: Any, entered: int | None, left: int | None) -> None:
        stamps = (entered, _at(entered), left, _at(left))
        for entry in entries:
            self._rows.add("entry", *entry, *stamps)

    def _state_of(self, speaker: int) -> int | None:
        above: int | None = speaker
        while above is not None:
            if nouns.kind_of(above, self._world) is SpeakerKind.STATE:
                return above
            above = nouns.parent_of(above)
        return None


def _days(said: Utterance) -> tuple[str, str]:
    day = date.fromordinal(FIRST_DAY + said.day)
    if said.precision == 0:
        return day.isoformat(), day.isoformat()
    first = day.replace(day=1) if said.precision == 1 else day.replace(month=1, day=1)
    later = first + timedelta(days=31 if said.precision == 1 else 366)
    last = later.replace(day=1) - timedelta(days=1)
    return first.isoformat(), last.isoformat()


def _iso(place: int) -> str:
    return date.fromordinal(FIRST_DAY + place).isoformat()
