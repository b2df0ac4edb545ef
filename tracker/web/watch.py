"""What is noted of every request: how many, how long; and in the log, what was slow or refused."""

from collections.abc import Hashable, Iterator

from flask import Flask, Response, current_app, g, request

from tracker.web import logs, timing
from tracker.web.counters import Counters
from tracker.web.session import SAFE_METHODS

CLASSES = ("2xx", "3xx", "4xx", "5xx")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
"""The longest of a group, in seconds."""
EVENTS = (
    *("signed in", "sign-in refused", "second step refused", "passkey refused"),
    *("link refused", "password again refused", "too many failures"),
    *("refused", "slow", "unavailable", "fault"),
)
"""Events of the log that are counted, too."""
NOWHERE = "none"
OTHER = "other"

# Refused whoever asks for it; other answers are refusals where something was to be changed.
_REFUSED = frozenset({403, 409, 413, 429})
_UNCHANGED = frozenset({400, 404, 405, 422})


def note(response: Response) -> Response:
    """Count an answer; log it where it was slow or a refusal."""
    spent = timing.seconds()
    status = response.status_code
    _count(status, spent)
    facts = {"status": status, "ms": round(spent * 1000), "sql": timing.statements()}
    if is_refusal(status):
        logs.tell("refused", level="warning", reason=g.get("refusal"), **facts)
    if spent * 1000 >= current_app.config["SLOW_MS"]:
        logs.tell("slow", level="warning", **facts)
    return response


def is_refusal(status: int) -> bool:
    """Whether an answer to this request is one that the log names."""
    is_unsafe = request.method not in SAFE_METHODS
    return status in _REFUSED or (status in _UNCHANGED and is_unsafe)


def _count(status: int, spent: float) -> None:
    counters: Counters = current_app.extensions["counters"]
    where = (logs.route(), request.method)
    if not counters.knows(("seconds", *where)):
        where = (NOWHERE, OTHER)
    counters.add(("requests", *where, f"{status // 100}xx"))
    counters.add(("seconds", *where), spent)
    counters.add(("within", *where, next(end for end in BUCKETS if spent <= end)))
    counters.add(("sql",), timing.statements())
    if status == 503:
        counters.add(("unavailable",))


def names(app: Flask) -> Iterator[Hashable]:
    """Everything that can be counted: by route and method, then the rest."""
    places = {(NOWHERE, method) for method in (*SAFE_METHODS, "POST", OTHER)}
    for rule in app.url_map.iter_rules():
        places |= {(rule.rule, method) for method in rule.methods or ()}
    for where in sorted(places):
        yield ("seconds", *where)
        yield from (("requests", *where, kind) for kind in CLASSES)
        yield from (("within", *where, end) for end in BUCKETS)
    yield from (("event", event) for event in EVENTS)
    yield from (("sql",), ("unavailable",), ("starts",))


def share(app: Flask, processes: int) -> Counters:
    """Count for so many processes from now on; called once all routes are known."""
    counters = Counters(names(app), processes)
    app.extensions["counters"] = counters
    return counters


def register(app: Flask) -> None:
    """Look at every answer, after all others have."""
    app.after_request(note)
