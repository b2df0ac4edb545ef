"""`/metrics`: what all processes have counted and how the record stands, for Prometheus."""

import hmac
import ipaddress
from collections import defaultdict
from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from tracker import __version__
from tracker.db import Busy
from tracker.models import BrowserSession, Entry, Head, now
from tracker.web.counters import Counters
from tracker.web.proxies import IS_KNOWN
from tracker.web.session import database
from tracker.web.watch import BUCKETS

bp = Blueprint("metrics", __name__)

_TOTALS = (
    ("sql", "sql_statements", "SQL statements that requests have run."),
    ("unavailable", "unavailable", "Requests answered with 503."),
    ("starts", "process_starts", "Processes that began to answer requests."),
)
_REFUSED = ("sign-in refused", "second step refused", "passkey refused")
_GAUGES = (
    ("tracker_record_revision", "Number of the newest revision."),
    ("tracker_record_entries_open", "Stances that stand on the record now."),
    ("tracker_sessions", "Browsers that are signed in."),
)


@bp.get("/metrics")
def metrics() -> Response:
    """Answer this machine, or whoever shows the token; nobody else learns that it is here."""
    if not (_is_this_machine() or _shows_token()):
        abort(404)
    registry = CollectorRegistry()
    registry.register(_Counted(current_app.extensions["counters"]))
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4")


def _is_this_machine() -> bool:
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return bool(request.environ.get(IS_KNOWN)) and address.is_loopback


def _shows_token() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    is_right = hmac.compare_digest(shown.strip().encode(), token.encode())
    return bool(token) and kind.lower() == "bearer" and is_right


class _Counted(Collector):
    """The numbers of the shared memory and a few of the database, in Prometheus's families."""

    def __init__(self, counters: Counters) -> None:
        self._sums: dict[str, dict[tuple[object, ...], float]] = defaultdict(dict)
        for name, total in counters.sums():
            if isinstance(name, tuple):
                self._sums[name[0]][name[1:]] = total

    def collect(self) -> Iterator[Metric]:
        yield from self._requests()
        for name, told, words in _TOTALS:
            yield CounterMetricFamily(f"tracker_{told}", words, self._sums[name].get((), 0.0))
        events = {str(event[0]): total for event, total in self._sums["event"].items()}
        sign_ins = CounterMetricFamily(
            "tracker_sign_ins", "Attempts to sign in.", labels=["result"]
        )
        sign_ins.add_metric(["ok"], events.get("signed in", 0.0))
        sign_ins.add_metric(["refused"], sum(events.get(event, 0.0) for event in _REFUSED))
        yield sign_ins
        throttled = events.get("too many failures", 0.0)
        yield CounterMetricFamily("tracker_throttled", "Attempts made too often.", throttled)
        logged = CounterMetricFamily("tracker_events", "Events in the log.", labels=["event"])
        for event, total in sorted(events.items()):
            logged.add_metric([event], total)
        yield logged
        yield from _of_the_record()

    def _requests(self) -> Iterator[Metric]:
        where = ["route", "method"]
        answered = CounterMetricFamily(
            "tracker_requests", "Requests answered.", labels=[*where, "status"]
        )
        for labels, total in self._sums["requests"].items():
            answered.add_metric([str(label) for label in labels], total)
        yield answered
        took = HistogramMetricFamily("tracker_request_seconds", "How long.", labels=where)
        for labels, seconds in self._sums["seconds"].items():
            within, buckets = 0.0, []
            for end in BUCKETS:
                within += self._sums["within"].get((*labels, end), 0.0)
                buckets.append(("+Inf" if end == float("inf") else str(end), within))
            took.add_metric([str(label) for label in labels], buckets, sum_value=seconds)
        yield took


def _of_the_record() -> Iterator[Metric]:
    """What the database knows; without it, that it cannot be reached."""
    asked = (
        select(Head.number).scalar_subquery(),
        select(func.count()).select_from(Entry).where(Entry.left.is_(None)).scalar_subquery(),
        select(func.count())
        .select_from(BrowserSession)
        .where(BrowserSession.expires_at > now())
        .scalar_subquery(),
    )
    try:
        with database().reading() as session:
            found = session.execute(select(*asked)).one()
    except (SQLAlchemyError, Busy, OSError):
        found = None
    is_up = float(found is not None)
    yield GaugeMetricFamily("tracker_database_up", "Whether the database answers.", is_up)
    for (name, words), value in zip(_GAUGES, found or (), strict=False):
        yield GaugeMetricFamily(name, words, value or 0)
    told = GaugeMetricFamily("tracker_version_info", "The version that runs.", labels=["version"])
    told.add_metric([__version__], 1)
    yield told
