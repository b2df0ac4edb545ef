"""Files of databases: named when they are whole, never written over, nobody else's to read."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from tracker.errors import N_, Refused

# What SQLite keeps beside a database while it is in use, or after a crash.
COMPANIONS = ("-wal", "-shm", "-journal")


def address_of(file: Path) -> str:
    """The address of the SQLite database in a file."""
    return URL.create("sqlite", database=str(file.absolute())).render_as_string(hide_password=False)


def moment() -> str:
    """Now, as part of a file's name: unique, and in order."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def refuse_existing(file: Path) -> None:
    """Nothing that is there is written over: it may be the last good copy."""
    if os.path.lexists(file):
        raise Refused(N_("%(file)s is there already. Choose another name."), file=file)


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """Give a name to fill; at the end of the block it is on the disk under its own, or gone.

    Made with mode 600 and in the same folder, so that the last step is one of the file system's.
    """
    refuse_existing(file)
    with unfinished(file) as made:
        yield made
        flush(made)
        _name(made, file)
        flush(file.parent)


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """An empty file beside another one, mode 600; what is left under its name goes at the end."""
    descriptor, name = tempfile.mkstemp(".partial", f"{file.name}.", file.absolute().parent)
    os.close(descriptor)
    made = Path(name)
    try:
        _hand_over(made)
        yield made
    finally:
        for left in (made, *companions_of(made)):
            left.unlink(missing_ok=True)


def _hand_over(made: Path) -> None:
    # At night somebody is root: the service must be able to write to what it finds then.
    if os.geteuid() == 0:
        folder = made.parent.stat()
        os.chown(made, folder.st_uid, folder.st_gid)


def companions_of(file: Path) -> list[Path]:
    """The names of what SQLite may keep beside a file."""
    return [file.with_name(file.name + ending) for ending in COMPANIONS]


def _name(made: Path, file: Path) -> None:
    try:
        # Unlike a renaming, a link never replaces what somebody else has put there meanwhile.
        os.link(made, file)
    except FileExistsError:
        refuse_existing(file)
    except OSError:
        # Some file systems know no links.
        refuse_existing(file)
        made.rename(file)


def flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, as sha256sum prints it."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
