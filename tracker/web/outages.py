"""Which exceptions mean that the database, or its disk, cannot be used now: no mistake of ours."""

import errno

import psycopg
from sqlalchemy import exc

from tracker.db import Busy

# SQLite's own names. SQLITE_ERROR is not here: no such table, a wrong word in a statement.
_SQLITE = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN"),
    *("SQLITE_READONLY", "SQLITE_PROTOCOL", "SQLITE_NOMEM", "SQLITE_INTERRUPT"),
    *("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_NOLFS"),
)
# Classes of PostgreSQL's SQLSTATE: connection, resources, operator, system, read-only, damage.
_POSTGRESQL = ("08", "53", "57", "58", "25006", "55P03", "40", "28", "3D000", "XX001", "XX002")
_SYSTEM = frozenset(
    {
        *(errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EFBIG),
        *(errno.EMFILE, errno.ENFILE),
    }
)
# SQLAlchemy's name for: the connection broke earlier in this transaction.
_BROKEN_EARLIER = "8s2b"


def is_outage(problem: BaseException) -> bool:
    """Whether waiting may help, or somebody who looks after the machine."""
    match problem:
        case Busy() | exc.TimeoutError() | exc.DisconnectionError():
            return True
        case exc.PendingRollbackError():
            return problem.code == _BROKEN_EARLIER
        case exc.DBAPIError():
            return problem.connection_invalidated or _says_so(problem.orig)
        case OSError():
            return problem.errno in _SYSTEM
    return False


def _says_so(driver: BaseException | None) -> bool:
    name = getattr(driver, "sqlite_errorname", None)
    if name is not None:
        return str(name).startswith(_SQLITE)
    state = getattr(driver, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_POSTGRESQL)
    # Without a state it never reached the server.
    return isinstance(driver, psycopg.OperationalError)
