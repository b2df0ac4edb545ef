"""Passwords: how they are kept and compared, and which are taken."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.accounts.guessable import is_guessable
from tracker.errors import N_, Refused

SHORTEST, LONGEST = 15, 128

_hasher = PasswordHasher()


def hash_password(password: str, *, field: str = "password", about: Iterable[str] = ()) -> str:
    """What is kept of a new password. Refuses one of a wrong length, or one easy to guess.

    `about` are words that belong to the person or the site: its name, the email address.
    """
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            N_("A password has %(shortest)s to %(longest)s characters; this has %(length)s."),
            field=field,
            shortest=SHORTEST,
            longest=LONGEST,
            length=len(password),
        )
    if is_guessable(password, about):
        raise Refused(
            N_(
                "This password is easy to guess. Choose words that do not repeat, do not follow "
                "the keyboard, are no well-known phrase and say nothing of you or this site."
            ),
            field=field,
        )
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Compare a password with what is kept; without an account it takes as long, in vain.

    "" is kept of an account that has no password yet: none is right for it.
    """
    # Made before it is known whether it is needed: the first visitor must not tell by the time.
    nobodys = _nobodys()
    # Sent as bytes of another form than it is kept in, a password may be four times as long.
    if len(password) > 4 * LONGEST:
        password, kept = "", None
    # Version 0.1 kept what was typed as it was: where the two differ, both are tried.
    tried = dict.fromkeys((_normal(password), password))
    matches = [_matches(kept or nobodys, one) for one in tried]
    return bool(kept) and any(matches)


def is_outgrown(kept: str) -> bool:
    """Whether it was made with weaker parameters than new ones are."""
    return _hasher.check_needs_rehash(kept)


def hash_again(password: str) -> str:
    """What is kept of a password that was right just now, with the parameters of today."""
    return _hasher.hash(_normal(password))


def _matches(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    """The same characters however they were typed (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody at all")
