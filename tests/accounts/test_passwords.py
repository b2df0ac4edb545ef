"""Which passwords are taken, how they are kept, and that comparing gives nothing away."""

import time
from statistics import median

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tests.accounts.people import EMAIL, PASSWORD, add_person, form_token, sign_in
from tests.soak.amounts import IS_FULL
from tracker.accounts.commands import set_password
from tracker.accounts.passwords import hash_password, is_outgrown, is_right
from tracker.errors import Refused
from tracker.models import Account, Throttle
from tracker.visibility import ANYBODY

# Beside other tests, the time of the processor is what can be compared.
TURNS, CLOCK = (50, time.perf_counter) if IS_FULL else (12, time.process_time)
ABOUT = ("rara.wibowo@daily.example", "Rara Wibowo")
GUESSED = [
    "xxxxxxxxxxxxxxx",
    "abababababababab",
    "abcabcabcabcabcabc",
    "passwordpassword",
    "Password.Password.1",
    "123456789012345",
    "98765432109876543",
    "qwertyuiopasdfgh",
    "1qaz2wsx3edc4rfv",
    "1q2w3e4r5t6y7u8i",
    "Password123456789",
    "P@ssw0rdP@ssw0rd!",
    "administrator123",
    "letmeinletmein12",
    "iloveyouiloveyou",
    "correcthorsebatterystaple",
    "thequickbrownfox",
    "tobeornottobe123",
    "Summer2024Winter2024",
    "akucintakamu2024",
    "katasandi1234567",
    "bismillahirrahmanirrahim",
    "Indonesia17081945!",
    "OnTheRecord2024!",
    "statementtracker",
    "rarawibowo2024!!",
    "rara.wibowo.daily",
    "hellohellohello1",
]
TAKEN = [
    PASSWORD,
    "brass-compass-morning",
    "plum tractor ninety willow",
    "kuda lumping naik pohon kelapa",
    "dragon teacup misty harbour",
    "jT8#kQ2!mZ5@wR9x",
    "839104627583910",
    "ひとつの長いパスワードです今日",
]


@pytest.mark.parametrize("password", GUESSED)
def test_a_password_that_guessers_try_first_is_refused(password):
    with pytest.raises(Refused, match="easy to guess") as caught:
        hash_password(password, about=ABOUT)

    assert caught.value.field == "password"


@pytest.mark.parametrize("password", TAKEN)
def test_a_password_of_any_other_kind_is_taken(password):
    assert is_right(password, hash_password(password, about=ABOUT))


def test_one_letter_typed_in_two_ways_is_one_password():
    kept = hash_password("caf\u00e9 violin carpet fog")

    assert is_right("cafe\u0301 violin carpet fog", kept)


def test_what_version_01_kept_as_it_was_typed_is_still_right():
    typed = "cafe\u0301 violin carpet fog"

    assert is_right(typed, PasswordHasher().hash(typed))


@pytest.mark.parametrize("typed", ["", "the password of nobody at all", PASSWORD])
def test_without_a_password_no_password_is_right(typed):
    assert not is_right(typed, "")


def test_an_account_without_a_password_yet_cannot_sign_in(client, database):
    with database.transaction() as session:
        session.add(Account(email=EMAIL, role="editor", name="Rara", password_hash=""))

    answer = sign_in(client, password="the password of nobody at all")

    assert answer.status_code == 422


def test_signing_in_keeps_the_password_better_when_parameters_grew(client, database):
    account_id = add_person(database)
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    with database.transaction() as session:
        session.get_one(Account, account_id).password_hash = weak

    answer = sign_in(client)

    with database.reading() as session:
        kept = session.get_one(Account, account_id).password_hash
    assert answer.status_code == 303
    assert is_outgrown(weak)
    assert not is_outgrown(kept)
    assert is_right(PASSWORD, kept)


def test_changing_a_password_refuses_the_persons_own_name(database):
    account_id = add_person(database)

    with pytest.raises(Refused), database.transaction() as session:
        set_password(session, account_id, "rara@example.org.rara", by=ANYBODY)


def forget_failures(database):
    with database.transaction() as session:
        for row in session.scalars(select(Throttle)):
            session.delete(row)


def medians_of(client, database, kinds):
    """The median time of many refused sign-ins of each, in turn."""
    token = form_token(client)
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(TURNS + 1):
        forget_failures(database)
        # Each is first, second … as often as the others: what comes before may leave traces.
        for kind in kinds[turn % 4 :] + kinds[: turn % 4]:
            sent = {"email": kind, "password": "not the one at all", "csrf_token": token}
            begun = CLOCK()
            answer = client.post("/login", data=sent)
            spent[kind].append(CLOCK() - begun)
            assert answer.status_code == 422
    return {kind: median(times[1:]) for kind, times in spent.items()}


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_all_that_is_wrong_takes_the_same_time(app, database):
    """Within 10 %. Another process may disturb one round; a difference of ours is in every one."""
    add_person(database, "known@example.org")
    shut_out = add_person(database, "shut@example.org")
    with database.transaction() as session:
        session.get_one(Account, shut_out).is_active = False
        session.add(Account(email="new@example.org", role="editor", name="N", password_hash=""))
    kinds = ("known@example.org", "unknown@example.org", "shut@example.org", "new@example.org")

    rounds = (medians_of(app.test_client(), database, kinds) for _ in range(3))

    assert any(max(found.values()) <= 1.1 * min(found.values()) for found in rounds)
