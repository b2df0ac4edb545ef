"""Persons, accounts, sources and all other things can be redacted."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.history.blanked import SECRET, holding, redacted, uid_of, whole
from tracker.accounts.throttling import subject_of_account
from tracker.comments.commands import delete
from tracker.errors import Refused
from tracker.models import (
    Account,
    BrowserSession,
    Citation,
    Claim,
    Comment,
    ExternalId,
    Occasion,
    Outlet,
    Passkey,
    Position,
    RecoveryCode,
    Snapshot,
    Source,
    Speaker,
    Throttle,
    Token,
    TokenKind,
    Topic,
    Totp,
    now,
)
from tracker.text import sha256
from tracker.vocabulary import AccountRole, Delivery

NAME = "Anastasia Zvyagintseva-Kolobkova"


def test_a_redacted_person_keeps_positions_and_loses_the_name(database, make):
    person, body = (
        make.speaker(NAME, key="anastasia-z", id="Anastasia Z."),
        make.state("Ruritania", "RR"),
    )
    role = make.role(person, body, "Keeper of the Xebec")
    with make.transaction(make.editor, why=f"About {NAME}") as session:
        row = session.get_one(Speaker, person, options=[selectinload(Speaker.external_ids)])
        row.about = "Born in Strelsau."
        row.external_ids = [ExternalId(scheme="wikidata", value="Q77777777")]
    make.statement(speaker=person, role=role)
    make.statement(speaker=body, described_as=f"a friend of {NAME}")
    before = uid_of(database, Speaker, person)

    done = redacted(database, before)

    gone = (NAME, "Anastasia", "Strelsau", "Q77777777", "Xebec", "anastasia")
    assert holding(database, *gone) == []
    assert done.still == []
    assert whole(database)
    with database.reading() as session:
        assert session.get_one(Speaker, person).name == "█████"
        assert session.scalars(select(Position.holder_id)).all().count(person) == 1


def test_a_redacted_account_is_nobody_and_cannot_get_in(database, make):
    person = make.account("Xerxes", AccountRole.EDITOR, password_hash="argon2-of-xerxes")
    other = make.admin
    with database.transaction() as session:
        held = {"account_id": person.account_id}
        session.add_all(
            [
                BrowserSession(
                    **held, token_hash="hash", expires_at=now(), browser="Xerxes’ Firefox"
                ),
                Totp(**held, secret="xerxes-secret"),
                Passkey(**held, credential_id="xerxes-credential", public_key="xerxes-public"),
                RecoveryCode(**held, code_hash="xerxes-recovery"),
                Token(token_hash="xerxes-token", kind=TokenKind.RESET, expires_at=now(), **held),
                Throttle(subject=subject_of_account("xerxes@example.org")),
                Throttle(subject=subject_of_account("reset xerxes@example.org")),
            ]
        )

    redacted(database, "XERXES@example.org", by=other)

    assert holding(database, "xerxes", "Xerxes", "throttle: account:") == []
    assert whole(database)
    with database.reading() as session:
        row = session.get_one(Account, person.account_id)
        assert (row.is_active, row.email) == (False, f"redacted-{row.id}@redacted.invalid")


def test_the_last_administrator_is_not_redacted(database, make):
    with pytest.raises(Refused, match="Nobody else"):
        redacted(database, uid_of(database, Account, make.admin.account_id), by=make.admin)


OTHERS = {
    "claim": (Claim, lambda make, words: make.claim(words)),
    "outlet": (Outlet, lambda make, words: make.outlet(words)),
    "occasion": (Occasion, lambda make, words: make.occasion(words)),
    "topic": (Topic, lambda make, words: make.topic(words)),
    "source": (Source, lambda make, words: make.source(words, words=f"It says: {words}.")),
}


@pytest.mark.parametrize("kind", list(OTHERS))
def test_every_other_kind_of_thing_can_be_redacted(database, make, kind):
    model, made = OTHERS[kind]
    row = made(make, "Quicksilver Xanthippe")

    redacted(database, uid_of(database, model, row))

    assert holding(database, "Quicksilver", "quicksilver", "Xanthippe", "xanthippe") == []
    assert whole(database)


def test_one_text_of_a_source_is_redacted_and_the_source_stays(database, make):
    source = make.source("A title that stays", words="First text, blanked. " + SECRET)
    make.statement(
        source=source,
        quote=SECRET[:40],
        delivery=Delivery.VERBATIM,
        locator="",
        quote_language="en",
    )

    redacted(database, uid_of(database, Source, source) + "/1")

    with database.reading() as session:
        snapshot = session.scalars(select(Snapshot)).one()
        assert set(snapshot.text) == {"█"}
        assert session.get_one(Source, source).title == "A title that stays"
        assert set(session.scalars(select(Citation.exact)).one()) == {"█"}
    assert whole(database)


def test_two_texts_that_differ_in_what_is_blanked_stay_two(database, make):
    source = make.source(words="Xebecs alike, first.")
    with make.transaction(make.editor) as session:
        words = "Xebecs alike, other."
        session.add(
            Snapshot(source_id=source, number=2, text=words, sha256=sha256(words), length=20)
        )

    redacted(database, uid_of(database, Source, source))

    assert holding(database, "Xebecs", "alike") == []
    assert whole(database)


def test_what_was_said_or_reported_is_gone_from_rows_and_history_even_a_deleted_comment(
    database, make
):
    uids = [make.comment(f"{SECRET} Comment {n}.", claim=make.claim()) for n in range(2)]
    with make.transaction(make.editor) as session:
        row = session.scalars(select(Comment).where(Comment.uid == uids[1])).one()
        delete(session, row, by=make.editor)

    uids.append(make.mistake(make.statement(), f"{SECRET} Reported."))

    for uid in uids:
        redacted(database, uid)

    assert holding(database, SECRET) == []
    assert whole(database)
