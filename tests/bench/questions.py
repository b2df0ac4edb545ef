"""What is measured: a report as the product builds it, and the same answer asked for naively."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.bench import naive
from tests.bench.naive_contradictions import CONTRADICTIONS
from tests.bench.world import STATES
from tracker.models import ClaimTopic, Entry
from tracker.reports.catalogue import REPORTS
from tracker.reports.contradictions import overview
from tracker.reports.filters import NAMES, read_filters
from tracker.reports.paging import SIZE
from tracker.visibility import ANYBODY

YEAR = 2019
_FIRST, _LAST = f"{YEAR}-01-01", f"{YEAR}-12-31"
# A claim and a holder of so many stances are asked for at every size.
_STANCES = 100
_DIGITS = 9

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """Two ways to one answer; `wanted` is how many times less the first has to cost.

    `shown` is measured where a page asks for less than all that is compared. SQL that takes more
    seconds of the processor than `patience` is not waited for.
    """

    name: str
    build: Callable[[Session], Any]
    rows: Callable[[Any], Rows]
    naive: Callable[[Session], Rows]
    shown: Callable[[Session], Any] | None = None
    wanted: float | None = None
    is_flat: bool = False
    patience: float = 45

    def check(self, session: Session) -> int | None:
        """Fail unless both give the same; tell how many rows, or None if SQL took too long."""
        try:
            theirs = rounded(self.naive(session))
        except OperationalError as problem:
            if "interrupted" not in str(problem):
                raise
            return None
        ours = self.rows(self.build(session))
        if not ours or ours != theirs:
            first = next((p for p in zip(ours, theirs, strict=False) if p[0] != p[1]), None)
            told = f"{len(ours)} rows and {len(theirs)}; first difference: {first}"
            raise AssertionError(f"{self.name}: {told}")
        return len(ours)


@dataclass(frozen=True)
class Typical:
    """What is asked about: of a middle topic, and of those with about as many stances."""

    topic: int
    claim: int
    speaker: int
    stances: dict[str, int] = field(default_factory=dict)


def typical(session: Session) -> Typical:
    """Find them in the ledger."""
    open_, n = Entry.left.is_(None), func.count()
    topics = session.execute(
        select(ClaimTopic.topic_id, n)
        .join(Entry, Entry.claim_id == ClaimTopic.claim_id)
        .where(open_)
        .group_by(ClaimTopic.topic_id)
        .order_by(n.desc(), ClaimTopic.topic_id)
    ).all()
    claim = _nearest(session, Entry.claim_id)
    speaker = _nearest(session, Entry.speaker_id)
    topic = topics[len(topics) // 2]
    stances = {"topic": topic[1], "claim": claim[1], "speaker": speaker[1]}
    return Typical(topic[0], claim[0], speaker[0], stances)


def _nearest(session: Session, column: Any) -> Any:
    counted = select(column, func.count().label("n")).where(Entry.left.is_(None)).group_by(column)
    if column is Entry.speaker_id:
        # A person: somebody who moves, and not a state that always did.
        counted = counted.where(column > STATES)
    rows = session.execute(counted).all()
    return min(rows, key=lambda row: (abs(row.n - _STANCES), row[0]))


def build(name: str, **given: str) -> Callable[[Session], Any]:
    """Build a report for a reader, as a page or a download does."""
    options = tuple(set(given) - set(NAMES))
    filters = read_filters(given, viewer=ANYBODY, tongue="en", options=options)
    return lambda session: REPORTS[name].build(session, filters)


def whole(build: Callable[[Session], Any]) -> Callable[[Session], Any]:
    """Build with its rows, where a page would leave them unmade."""

    def build_whole(session: Session) -> Any:
        report = build(session)
        len(report.rows)
        return report

    return build_whole


def _asked(question: str, *narrowed: str, **values: Any) -> Callable[[Session], Rows]:
    return lambda session: naive.asked(session.connection(), question, *narrowed, **values)


def rounded(rows: Rows) -> Rows:
    """The same on both engines: days as text, numbers to so many digits."""
    return [tuple(_plain(value) for value in row) for row in rows]


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    return round(float(value), _DIGITS)


def matrix(about: Typical, year: int = YEAR) -> Question:
    days = {"first": f"{year}-01-01", "last": f"{year}-12-31"}
    return Question(
        f"matrix, 50 states × 50 claims, {year}",
        build(
            "matrix",
            topic=str(about.topic),
            holder="state",
            said_from=str(year),
            said_to=str(year),
        ),
        lambda report: sorted(
            (r.holder, r.column, r.code, r.value, r.n, r.first_on, r.last_on, r.statement)
            for r in report.rows
        ),
        _asked(
            naive.MATRIX,
            naive.OF_TOPIC,
            naive.IN_YEAR,
            holder="state_id",
            topic=about.topic,
            **days,
        ),
        wanted=30,
    )


def timeline(about: Typical) -> Question:
    return Question(
        "timeline of a claim by month",
        whole(build("timeline", claim=str(about.claim))),
        lambda report: rounded(
            sorted((r.period, r.claim, r.code, r.n, r.share) for r in report.rows)
        ),
        _asked(naive.TIMELINE, naive.OF_CLAIM, claim=about.claim),
        is_flat=True,
    )


def shifts(about: Typical) -> Question:
    return Question(
        "shifts of a holder",
        whole(build("shifts", speaker=str(about.speaker))),
        lambda report: sorted(
            (r.holder, r.claim, r.from_code, r.to_code, r.extent, r.from_statement, r.to_statement)
            for r in report.rows
        ),
        _sorted(_asked(naive.SHIFTS, naive.OF_SPEAKER, speaker=about.speaker)),
        is_flat=True,
    )


def congruence(_about: Typical) -> Question:
    return _congruence(naive.CONGRUENCE, "stance by stance", wanted=20)


def grouped_congruence(_about: Typical) -> Question:
    return _congruence(naive.GROUPED_CONGRUENCE, "group by group")


def _congruence(sql: str, how: str, wanted: float | None = None) -> Question:
    return Question(
        f"congruence network of bodies, {YEAR}; SQL joins {how}",
        build(
            "network",
            holder="body",
            aggregation="congruence",
            duplicates="include",
            said_from=str(YEAR),
            said_to=str(YEAR),
        ),
        _edges,
        _sorted(_asked(sql, naive.IN_YEAR, holder="body_id", first=_FIRST, last=_LAST)),
        wanted=wanted,
    )


def subtract(_about: Typical) -> Question:
    return Question(
        "network of all statements, subtract and average",
        build("network", holder="body", aggregation="subtract", normalise="average"),
        _edges,
        _sorted(_asked(naive.SUBTRACT, holder="body_id")),
    )


def contradictions(_about: Typical) -> Question:
    return Question(
        "contradictions of all speakers: how many, and the newest 50; SQL joins all of them",
        build("contradictions"),
        lambda report: sorted({_contradiction(row) for row in report.rows}),
        lambda session: sorted(
            {
                _apart(kind, holder, (claim, uid), (other, other_uid))
                for kind, holder, claim, uid, other, other_uid in _asked(CONTRADICTIONS)(session)
            }
        ),
        shown=_first_page,
        wanted=1000,
        patience=300,
    )


def _contradiction(row: Any) -> tuple[str, ...]:
    ends = (row.claim_a, row.statement_a), (row.claim_b, row.statement_b)
    return _apart(row.kind, row.holder, *ends)


def _apart(kind: str, holder: str, one: tuple[str, str], other: tuple[str, str]) -> tuple[str, ...]:
    """Claim and statement of both, in whichever order they were told."""
    first, second = sorted((one, other))
    return kind, holder, *first, *second


def _first_page(session: Session) -> object:
    found = overview(session, read_filters({}, viewer=ANYBODY, tongue="en"))
    return found.told.newest(1, SIZE)


QUESTIONS = (matrix, timeline, shifts, contradictions, congruence, grouped_congruence, subtract)


def _sorted(ask: Callable[[Session], Rows]) -> Callable[[Session], Rows]:
    return lambda session: sorted(rounded(ask(session)))


def _edges(report: Any) -> Rows:
    return rounded(sorted(_weights(report)))


def _weights(report: Any) -> Iterator[tuple[int, int, float]]:
    """Every pair with something in common, by ids; weights alone, nothing is counted for it."""
    network = report.network
    for edge in network.edges():
        one, other = int(network.rows[edge.row]), int(network.columns[edge.column])
        yield min(one, other), max(one, other), edge.weight
