"""What the page of one speaker tells: names, roles, positions, changes, statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tracker import naming
from tracker.analysis.shifts import Shift, find_shifts
from tracker.merged import itself_or_merged
from tracker.models import (
    Claim,
    Entry,
    ExternalId,
    Name,
    Position,
    Role,
    Speaker,
    Statement,
)
from tracker.speakers.said import Said, level_of, said_in, stances_of
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import ClaimKind, Stance

# More than anybody reads on one page; the list of statements has them all.
HISTORY = 2_000


@dataclass(frozen=True)
class Change:
    """A change of position with the words before and after."""

    before: Said
    after: Said
    extent: str
    new_role: bool


@dataclass(frozen=True)
class Stand:
    """Where the speaker stands on one claim, and how it came to that."""

    claim: int
    claim_uid: str
    claim_text: str
    claim_language: str
    kind: ClaimKind
    code: Stance
    value: int | None
    n: int
    changes: int
    first_on: date
    last_on: date
    is_retracted: bool
    statement: int
    statement_uid: str
    history: tuple[Said, ...]
    shifts: tuple[Change, ...]

    @property
    def since(self) -> Said | None:
        """The first statement of the position that stands."""
        if self.value is None:
            return None
        numbered = [said for said in self.history if said.taken.is_numbered]
        start = None
        for said in reversed(numbered):
            if said.code is not self.code:
                break
            start = said
        return start


@dataclass(frozen=True)
class Holding:
    """A role that somebody else holds in this body."""

    speaker: int
    name: str
    title: str
    since: str
    until: str


def names_of(session: Session, speaker_id: int) -> Sequence[Name]:
    """Every spelling, those that are displayed first."""
    names = select(Name).where(Name.speaker_id == speaker_id)
    return session.scalars(names.order_by(Name.is_displayed.desc(), Name.id)).all()


def external_ids_of(session: Session, speaker_id: int) -> Sequence[ExternalId]:
    found = select(ExternalId).where(ExternalId.speaker_id == speaker_id)
    return session.scalars(found.order_by(ExternalId.scheme, ExternalId.value)).all()


def parts_of(
    session: Session, viewer: Viewer, speaker_id: int, language: str
) -> list[tuple[int, str]]:
    """The organisations that are part of this body."""
    name = naming.speaker_name(language).label("name")
    found = select(Speaker.id, name).where(
        itself_or_merged(Speaker, Speaker.parent_id, speaker_id),
        Speaker.merged_into_id.is_(None),
        visible_to(viewer).of(Speaker),
    )
    rows = session.execute(found.order_by(Speaker.folded, Speaker.id).limit(HISTORY))
    return [(row.id, row.name) for row in rows]


def holders_of_roles(
    session: Session, viewer: Viewer, body_id: int, language: str
) -> list[Holding]:
    """Who holds or held a role in this body, newest first."""
    rows = session.execute(
        select(
            Speaker.id,
            naming.speaker_name(language),
            naming.role_title(language),
            Role.since,
            Role.until,
        )
        .join(Role, Role.speaker_id == Speaker.id)
        .where(itself_or_merged(Speaker, Role.body_id, body_id), visible_to(viewer).of(Speaker))
        .order_by(Role.since.desc(), Speaker.folded, Role.id)
        .limit(HISTORY)
    )
    return [Holding(*row) for row in rows]


def stands_of(session: Session, viewer: Viewer, speaker: Speaker, language: str) -> list[Stand]:
    """Where the speaker stands on every claim; what changed comes first, then the newest."""
    rows = stances_of(viewer, speaker, language)
    rows = rows.order_by(Entry.claim_id, Entry.order_key.desc(), Entry.id).limit(HISTORY)
    said = [said_in(row, language) for row in session.execute(rows)]
    histories = {
        claim: tuple(reversed(list(group)))
        for claim, group in groupby(said, key=lambda one: one.claim)
    }
    positions = session.execute(
        select(
            Position,
            Claim.uid,
            Claim.kind,
            naming.claim_text(language).label("words"),
            naming.claim_language(language).label("words_language"),
            Statement.uid.label("statement_uid"),
        )
        .select_from(Position)
        .join(Claim, Claim.id == Position.claim_id)
        .join(Statement, Statement.id == Position.statement_id)
        .where(Position.holder_id == speaker.id, Position.level == level_of(speaker))
        .order_by((Position.changes > 0).desc(), Position.last_on.desc(), Position.claim_id)
    )
    return [
        _stand(row.Position, row, histories.get(row.Position.claim_id, ())) for row in positions
    ]


def claims_in_all(session: Session, viewer: Viewer) -> int:
    """How many claims there are for the viewer, merged ones counted once."""
    counted = select(func.count()).select_from(Claim)
    counted = counted.where(Claim.merged_into_id.is_(None), visible_to(viewer).of(Claim))
    return session.scalar(counted) or 0


def _stand(position: Position, row: Row[*tuple[Any, ...]], history: tuple[Said, ...]) -> Stand:
    by_order = {said.order: said for said in history}
    shifts = find_shifts([said.taken for said in history])
    return Stand(
        claim=position.claim_id,
        claim_uid=row.uid,
        claim_text=row.words,
        claim_language=row.words_language,
        kind=row.kind,
        code=position.code,
        value=position.value,
        n=position.n,
        changes=position.changes,
        first_on=position.first_on,
        last_on=position.last_on,
        is_retracted=position.is_retracted,
        statement=position.statement_id,
        statement_uid=row.statement_uid,
        history=history,
        shifts=tuple(_change(shift, by_order) for shift in shifts),
    )


def _change(shift: Shift, by_order: dict[str, Said]) -> Change:
    return Change(
        by_order[shift.before.order],
        by_order[shift.after.order],
        shift.extent,
        shift.new_role,
    )
