"""Passwords: how they are kept and compared, and how long they must be."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import N_, Refused

SHORTEST, LONGEST = 15, 128

_hasher = PasswordHasher()


def hash_password(password: str, *, field: str = "password") -> str:
    """What is kept of a new password. Refuses one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            N_("A password has %(shortest)s to %(longest)s characters; this has %(length)s."),
            field=field,
            shortest=SHORTEST,
            longest=LONGEST,
            length=len(password),
        )
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Compare a password with what is kept; without an account it takes as long, in vain."""
    # Made before it is known whether it is needed: the first visitor must not tell by the time.
    nobodys = _nobodys()
    if len(password) > LONGEST:
        password, kept = "", None
    try:
        _hasher.verify(kept or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody at all")
