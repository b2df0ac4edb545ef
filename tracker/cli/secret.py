"""The secret that signs cookies and forms: written once, read before serving."""

import os
import secrets
from pathlib import Path

from tracker.cli.exits import Exit, Halt
from tracker.cli.settings import Settings
from tracker.cli.words import say
from tracker.errors import N_

SHORTEST = 16
READABLE_BY_OTHERS = 0o077


def write_secret(settings: Settings) -> Path | None:
    """Write a secret that nobody else can read, unless there is one; say where it went."""
    if settings.secret_key:
        return None
    path = settings.secret_path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Made with its mode, not changed afterwards: it is never readable, not even briefly.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return None
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path


def read_secret(settings: Settings) -> str:
    """The secret; a missing or guessable one ends the command: nobody could be signed in safely."""
    if settings.secret_key:
        return _long_enough(settings.secret_key)
    path = settings.secret_path
    try:
        secret = path.read_text().strip()
    except FileNotFoundError as problem:
        message = N_(
            "The secret is missing: %(path)s does not exist. Run `tracker init`,"
            " or set TRACKER_SECRET_FILE."
        )
        raise Halt(Exit.UNSAFE, message, path=path) from problem
    except (OSError, UnicodeDecodeError) as problem:
        message = N_("The secret %(path)s cannot be read: %(problem)s")
        raise Halt(Exit.UNSAFE, message, path=path, problem=problem) from problem
    if path.stat().st_mode & READABLE_BY_OTHERS:
        say(N_("Others can read the secret. Run `chmod 600 %(path)s`."), path=path)
    return _long_enough(secret)


def _long_enough(secret: str) -> str:
    if len(secret) < SHORTEST:
        message = N_(
            "The secret has fewer than %(least)d characters. Remove it and run `tracker init`."
        )
        raise Halt(Exit.UNSAFE, message, least=SHORTEST)
    return secret
