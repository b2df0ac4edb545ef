"""What the rows of a report are called: uids for data, labels for people."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from tracker.models import Claim, Occasion, Outlet, Speaker, Statement, Topic
from tracker.naming import claim_text, occasion_name, speaker_name, topic_name
from tracker.reports.filters import REFERENCES, Filters
from tracker.visibility import key_condition, visible_to
from tracker.vocabulary import ClaimKind, SpeakerKind

_AT_ONCE = 500


@dataclass(frozen=True)
class Name:
    """One holder or claim; the label is empty where the viewer may no longer know of it."""

    id: int
    uid: str
    kind: SpeakerKind | ClaimKind
    label: str


def name_holders(session: Session, filters: Filters, ids: Collection[int]) -> dict[int, Name]:
    """Speakers by id."""
    label = speaker_name(filters.tongue)
    return _names(session, filters, Speaker, label, ids)


def name_claims(session: Session, filters: Filters, ids: Collection[int]) -> dict[int, Name]:
    """Claims by id."""
    return _names(session, filters, Claim, claim_text(filters.tongue), ids)


def statement_uids(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Statements by id. A uid says nothing: it also stands for one that was withdrawn since."""
    found: dict[int, str] = {}
    for some in _blocks(ids):
        rows = session.execute(select(Statement.id, Statement.uid).where(Statement.id.in_(some)))
        found |= {row.id: row.uid for row in rows}
    return found


def name_references(session: Session, filters: Filters) -> dict[str, tuple[int, str]]:
    """The id and the name of what each filter refers to; what is unknown here is left out."""
    found = {}
    for name in REFERENCES:
        key = getattr(filters, name)
        if not key:
            continue
        cls, label = _REFERRED[name]
        asked = select(cls.id, label(filters.tongue).label("label"))
        known = visible_to(filters.viewer).of(cls)
        row = session.execute(asked.where(key_condition(cls, key), known)).first()
        if row is not None:
            found[name] = (row.id, row.label)
    return found


# Whatever a filter may refer to, and how that is called.
_REFERRED: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "topic": (Topic, topic_name),
    "claim": (Claim, claim_text),
    "speaker": (Speaker, speaker_name),
    "outlet": (Outlet, lambda _tongue: Outlet.name),
    "occasion": (Occasion, occasion_name),
}


def _names(
    session: Session,
    filters: Filters,
    cls: Any,  # noqa: ANN401 - Speaker or Claim
    label: Any,  # noqa: ANN401 - a column
    ids: Collection[int],
) -> dict[int, Name]:
    # As a case: of an OR in a column SQLite asks every part, and not only until one is true.
    known = case((visible_to(filters.viewer).of(cls), True), else_=False)
    found: dict[int, Name] = {}
    for some in _blocks(ids):
        asked = select(cls.id, cls.uid, cls.kind, label.label("label"), known.label("is_known"))
        for row in session.execute(asked.where(cls.id.in_(some))):
            found[row.id] = Name(row.id, row.uid, row.kind, row.label if row.is_known else "")
    return found


def _blocks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


Labels = Mapping[int, Name]
