"""Texts of sources lose the passages that were said; every citation keeps its place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.history.redaction.left import BLOCK
from tracker.history.redaction.plan import Blank, Passage, Plan
from tracker.models import Citation, Edition, Snapshot, VerdictSource
from tracker.text import context_around, find_quotes, sha256

# Two texts of one source that differ only in what is blanked must still be two.
_OTHER_BLOCK = "▓"
# Fewer letters of a quote may stand elsewhere by chance.
_TELLING = 12


def plan_passages(session: Session, plan: Plan) -> None:
    """Add what of the snapshots is blanked, and the citations that repeat a part of it."""
    target = plan.target
    if target.kind == "statement":
        plan.passages = sorted(
            {*_cited(session, target.id), *_said_elsewhere(session, target.id)},
            key=lambda passage: (passage.snapshot, passage.start, passage.end),
        )
        _plan_loose_citations(session, plan)
    elif target.kind == "source":
        wanted = Snapshot.source_id == target.id
        if target.snapshot is not None:
            wanted = Snapshot.id == target.snapshot
        plan.blanks += _evidence(session, target.id)
        found = session.execute(select(Snapshot.id, Snapshot.length).where(wanted))
        plan.passages = [Passage(row_id, 0, length) for row_id, length in found.all()]
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for passage in plan.passages:
        spans[passage.snapshot].append((passage.start, passage.end))
    plan.passages = [p for p in plan.passages if _plan_snapshot(session, plan, p, spans)]


def _plan_snapshot(
    session: Session, plan: Plan, passage: Passage, spans: dict[int, list[tuple[int, int]]]
) -> bool:
    """Blank a snapshot once, whichever of its passages comes first; False: it was blank."""
    asked = spans.pop(passage.snapshot, None)
    if asked is None:
        return any(b.table == "snapshot" and b.id == passage.snapshot for b in plan.blanks)
    snapshot = session.get_one(Snapshot, passage.snapshot)
    others = select(Snapshot.sha256).where(
        Snapshot.source_id == snapshot.source_id, Snapshot.id != snapshot.id
    )
    taken = {blank.new for blank in plan.blanks if blank.column == "sha256"}
    text = _blanked(snapshot.text, asked, taken.union(session.scalars(others)))
    if text == snapshot.text:
        return False
    plan.blanks.append(Blank("snapshot", snapshot.id, "text", snapshot.text, text))
    plan.blanks.append(Blank("snapshot", snapshot.id, "sha256", snapshot.sha256, sha256(text)))
    if plan.target.kind == "statement":
        plan.sources.add(snapshot.source_id)
    plan.blanks += _citations(session, snapshot.id, text)
    return True


def _blanked(text: str, spans: Iterable[tuple[int, int]], others: set[str]) -> str:
    letters = list(text)
    places = [
        place for start, end in spans for place in range(start, end) if letters[place] != "\n"
    ]
    for place in places:
        if letters[place] != _OTHER_BLOCK:
            letters[place] = BLOCK
    for place in places:
        if sha256("".join(letters)) not in others:
            break
        letters[place] = _OTHER_BLOCK
    return "".join(letters)


def _citations(session: Session, snapshot: int, text: str) -> Iterator[Blank]:
    """All citations of a snapshot, of whatever statement, say what it says now."""
    found = select(Citation).where(Citation.snapshot_id == snapshot).order_by(Citation.id)
    for row in session.scalars(found):
        start, end = row.start or 0, row.end or 0
        prefix, suffix = context_around(text, start, end)
        for column, new in (("exact", text[start:end]), ("prefix", prefix), ("suffix", suffix)):
            if (old := getattr(row, column)) and old != new:
                yield Blank("citation", row.id, column, old, new)


def _evidence(session: Session, source: int) -> Iterator[Blank]:
    """Words of the source that verdicts repeat; where they stand says nothing of them."""
    found = select(VerdictSource).where(VerdictSource.source_id == source)
    for row in session.scalars(found.order_by(VerdictSource.id)):
        if row.passage:
            yield Blank("verdict_source", row.id, "passage", row.passage, "")


def _plan_loose_citations(session: Session, plan: Plan) -> None:
    """A citation without a snapshot may repeat the words all the same."""
    rows = select(Citation).join(Edition, Edition.id == Citation.edition_id)
    rows = rows.where(Edition.statement_id == plan.target.id, Citation.snapshot_id.is_(None))
    for row in session.scalars(rows.order_by(Citation.id)):
        for column in ("exact", "prefix", "suffix"):
            if old := getattr(row, column):
                plan.blanks.append(Blank("citation", row.id, column, old, ""))


def _cited(session: Session, statement: int) -> Iterator[Passage]:
    rows = select(Citation).join(Edition, Edition.id == Citation.edition_id)
    for row in session.scalars(rows.where(Edition.statement_id == statement)):
        if row.snapshot_id is not None and row.start is not None and row.end is not None:
            yield Passage(row.snapshot_id, row.start, row.end)


def _said_elsewhere(session: Session, statement: int) -> Iterator[Passage]:
    """Every place of every snapshot where a quote of the statement stands."""
    said = select(Edition.quote).where(Edition.statement_id == statement, Edition.quote != "")
    cited = select(Citation.exact).join(Edition, Edition.id == Citation.edition_id)
    cited = cited.where(Edition.statement_id == statement, Citation.exact != "")
    quotes = {*session.scalars(said), *session.scalars(cited)}
    for quote in sorted(q for q in quotes if len(q.strip(BLOCK)) >= _TELLING):
        # A first look by one word, which no difference of marks and spaces can break up.
        word = max(re.findall(r"\w+", quote), key=len, default="")
        rows = select(Snapshot.id, Snapshot.text).where(
            Snapshot.text.contains(word, autoescape=True)
        )
        for row_id, text in session.execute(rows.execution_options(yield_per=20)):
            for start, end in find_quotes(quote, text):
                yield Passage(row_id, start, end)
