"""Every setting of the tracker, its default and one comment; run by path, never imported.

Later wins: the defaults here, then the file named by TRACKER_CONFIG (Python, the same
names), then the environment: TRACKER_PORT=9000 sets PORT. docs/settings.md says more.
"""

import os
import runpy

# ── Where the record is ──────────────────────────────────────────────────────────────

# SQLAlchemy address of the database; a relative SQLite path starts at the working directory.
DATABASE_URL = "sqlite:///instance/on-the-record.db"
# Key that signs cookies and forms; empty: it is read from SECRET_FILE.
SECRET_KEY = ""
# File that holds the key, written by `tracker init`; empty: `secret` beside a SQLite database.
SECRET_FILE = ""

# ── What a reader meets ──────────────────────────────────────────────────────────────

# Name in the page head and in the title of every page.
SITE_NAME = "On the Record"
# Languages of the interface, in the order in which they are offered.
LANGUAGES: tuple[str, ...] = ("en", "id")
# Language for a visitor whose browser asks for none of them.
DEFAULT_LANGUAGE = "en"
# Whether a visitor who is not signed in may read what is published.
PUBLIC = True
# Whether every page says that all of it is invented, as for training or a demonstration.
INVENTED = False
# Whom a reader may write to, an email or web address; shown at the foot of every page.
CONTACT = ""
# Licence under which the published record may be used, in one line.
LICENCE = ""
# Rows on one page of a list.
PAGE_SIZE = 50

# ── Who may do what ──────────────────────────────────────────────────────────────────

# Whether the person who publishes must be another than the one who wrote.
FOUR_EYES = True
# Hours after which a person must sign in again, however busy.
SESSION_HOURS = 12
# Minutes without a request after which a person must sign in again.
IDLE_MINUTES = 120
# Roles that may do nothing before they have a second factor: reviewer,admin.
SECOND_FACTOR_ROLES: tuple[str, ...] = ()
# Hours for which an invitation is good; a link to set a new password is good for one.
INVITATION_HOURS = 72

# ── Serving ──────────────────────────────────────────────────────────────────────────

# Address on which `tracker serve` and `tracker demo` listen.
HOST = "127.0.0.1"
# Port on which they listen; 0 is any free one.
PORT = 8000
# Processes that answer requests, one request each at a time.
PROCESSES = 2
# Largest request in bytes; a larger one is answered with 413.
MAX_BODY = 6_500_000
# Proxies in front of the tracker whose X-Forwarded headers are believed.
TRUSTED_PROXIES = 0
# Path under which the site is served, such as /record; empty: the whole host.
URL_PREFIX = ""
# Address of the site as its visitors write it, for links in mail; empty: as the request says.
PUBLIC_URL = ""
# Token for reading /metrics from another machine; empty: only this machine may.
METRICS_TOKEN = ""
# Whether answers carry a Server-Timing header with SQL statements and milliseconds.
TIMING = False
# Flask's debugger, which runs any code a visitor sends; `tracker serve` refuses to start with it.
DEBUG = False

# ── Mail ─────────────────────────────────────────────────────────────────────────────

# Mail server; empty: mail is printed to the console of `tracker serve` instead.
SMTP_HOST = ""
# Its port.
SMTP_PORT = 587
# Account at the mail server; empty: none is needed.
SMTP_USER = ""
# Password of that account.
SMTP_PASSWORD = ""
# How the connection is secured: starttls, tls or none.
SMTP_SECURITY = "starttls"
# Address from which mail is sent.
MAIL_FROM = ""

# ── Logs ─────────────────────────────────────────────────────────────────────────────

# What a line of the log looks like: json, or text for people.
LOG_FORMAT = "json"
# Milliseconds from which a request is logged as slow.
SLOW_MS = 1000


# ── Where else settings come from ────────────────────────────────────────────────────


def _parsed(name: str, text: str, default: object) -> object:
    """Read the text of an environment variable as the type that the setting has."""
    if isinstance(default, bool):
        words = {"1": True, "true": True, "yes": True, "on": True}
        words |= {"": False, "0": False, "false": False, "no": False, "off": False}
        if text.strip().lower() not in words:
            message = f"TRACKER_{name} is '{text}'. Write 1 or 0."
            raise ValueError(message)
        return words[text.strip().lower()]
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            message = f"TRACKER_{name} is '{text}'. Write a whole number."
            raise ValueError(message) from None
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


if os.environ.get("TRACKER_CONFIG"):
    _file = runpy.run_path(os.environ["TRACKER_CONFIG"])
    globals().update({name: value for name, value in _file.items() if name.isupper()})

for _name in [name for name in globals() if name.isupper()]:
    if f"TRACKER_{_name}" in os.environ:
        globals()[_name] = _parsed(_name, os.environ[f"TRACKER_{_name}"], globals()[_name])
