"""Whatever happens in whatever order, contradictions are found, and those of the past stay."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.exchange.contradictions import Said, contradictions
from tests.make import Make
from tests.merging import merge, unmerge
from tests.soak.amounts import ENGINES, IS_FULL
from tracker import audit, record
from tracker.dates import parse_days
from tracker.db import Database
from tracker.errors import Refused
from tracker.models import Claim, ClaimRelation, Entry, NotContradiction, Role, Speaker
from tracker.record.moments import newest_revision
from tracker.record.positions import HOLDER
from tracker.record.verify import verify
from tracker.reports.commands_contradictions import End, MarkDraft, lift_mark, mark_contradiction
from tracker.reports.contradictions import ContradictionsReport, build
from tracker.reports.filters import Filters
from tracker.speakers.commands_roles import RoleDraft, add_role, edit_role, remove_role
from tracker.vocabulary import (
    ContradictionKind,
    Level,
    RelationKind,
    SpeakerKind,
    Stance,
    StatementState,
)

STEPS = (
    *("publish",) * 4,
    *("add role", "edit role", "remove role"),
    *("correct", "withdraw", "merge persons", "merge claims", "relate", "mark", "lift"),
)
CODES = st.sampled_from([Stance.SUPPORT, Stance.OPPOSE, Stance.LEAN_OPPOSE, Stance.MIXED])
DAYS = st.sampled_from(["2025-01", "2025-01-08", "2025-01-09", "2025-02-01", "2026-01-09"])
Step = tuple[str, int, list[Stance], str]
step = st.tuples(
    st.sampled_from(STEPS), st.integers(0, 23), st.lists(CODES, min_size=2, max_size=3), DAYS
)


class World:
    """Three persons, two bodies of a state, four claims of which some exclude each other."""

    def __init__(self, database: Database) -> None:
        self.database, self.make = database, Make(database)
        make = self.make
        state = make.state("Ruritania", "RU")
        self.bodies = [make.speaker(f"Body {n}", "organisation", parent=state) for n in (1, 2)]
        self.persons = [make.speaker(f"Person {n}") for n in (1, 2, 3)]
        self.claims = [make.claim() for _ in range(4)]
        self.source, self.occasion = make.source(), make.occasion(held_on="2025-01")
        self.statements: list[int] = []
        self.roles: list[int] = [make.role(self.persons[0], self.bodies[0])]
        self.relate(RelationKind.CONTRADICTS, 0, 1)
        self.relate(RelationKind.ENTAILS, 1, 2)

    def relate(self, kind: RelationKind, one: int, other: int) -> None:
        """Relate two claims, or take that back."""
        pair = {"claim_id": self.claims[one], "other_id": self.claims[other], "kind": kind}
        with self.make.transaction(self.make.editor) as session:
            asked = select(ClaimRelation).filter_by(**pair, left=None)
            there = session.scalar(asked)
            if there is None:
                session.add(ClaimRelation(**pair))
            else:
                there.left = 0
            audit.expect_stamps(session)
            record.sync(session, record.Touched(related={self.claims[one]}))

    def take(self, step: Step) -> None:
        """Do it, where it can be done."""
        name, number, codes, said_on = step
        with suppress(Refused):
            if name == "publish":
                self.statements.append(self.make.statement(self.draft(number, codes, said_on)))
            elif "role" in name:
                self.treat_role(name, number)
            elif name == "relate":
                self.relate(RelationKind.ENTAILS, number % 3, 3)
            elif name in {"mark", "lift"}:
                self.treat_mark(name, number)
            elif "merge" in name:
                self.merge(name, number)
            elif self.statements:
                self.treat(name, self.statements[number % len(self.statements)], step)

    def draft(self, number: int, codes: list[Stance], said_on: str) -> Any:
        stances = {
            self.claims[(number + at) % len(self.claims)]: code for at, code in enumerate(codes)
        }
        return self.make.draft(
            speaker=self.persons[number % 3],
            body=[None, *self.bodies][number // 3 % 3],
            source=self.source,
            said_on=said_on,
            occasion=self.occasion if number % 4 == 0 and said_on < "2025-02" else None,
            stances=stances,
        )

    def treat_role(self, name: str, number: int) -> None:
        with self.make.transaction(self.make.editor) as session:
            by, since = self.make.editor, ["", "2025", "2026"][number % 3]
            draft = RoleDraft(self.bodies[number % 2], f"Envoy {number % 2}", since=since)
            if name == "add role":
                person = session.get_one(Speaker, self.persons[number // 2 % 3])
                role = add_role(session, person.id, draft, version=person.version, by=by)
                # The same role said twice is one.
                self.roles += [role.id] if role.id not in self.roles else []
            elif self.roles:
                role = session.get_one(Role, self.roles[number % len(self.roles)])
                version = session.get_one(Speaker, role.speaker_id).version
                if name == "edit role":
                    edit_role(session, role.id, draft, version=version, by=by)
                else:
                    remove_role(session, role.id, version=version, by=by)
                    self.roles.remove(role.id)

    def merge(self, name: str, number: int) -> None:
        cls: Any
        cls, ids = (Speaker, self.persons) if "persons" in name else (Claim, self.claims)
        loser, winner = ids[number % len(ids)], ids[(number + 1) % len(ids)]
        with self.database.reading() as session:
            is_merged = session.get_one(cls, loser).merged_into_id is not None
        if is_merged:
            unmerge(self.make, cls, loser)
        else:
            merge(self.make, cls, loser, winner)

    def treat(self, name: str, statement: int, step: Step) -> None:
        if self.make.state_of(statement) is not StatementState.PUBLISHED:
            self.make.reinstate(statement)
        elif name == "correct":
            self.make.correct(statement, self.draft(*step[1:]))
        else:
            self.make.withdraw(statement)

    def treat_mark(self, name: str, number: int) -> None:
        reviewer = self.make.reviewer
        with self.make.transaction(reviewer) as session:
            if name == "lift":
                for mark in session.scalars(select(NotContradiction).filter_by(left=None)).all():
                    lift_mark(session, mark.id, by=reviewer)
                return
            held = build(session, Filters()).held
            if held:
                found = held[number % len(held)].found
                ends = [End(one.statement, one.claim) for one in (found.before, found.after)]
                draft = MarkDraft(found.kind, found.holder, (ends[0], ends[1]), f"No. {number}")
                mark_contradiction(session, draft, by=reviewer)


def printed(database: Database, as_of: str = "") -> tuple[int, dict[Level, list[Any]]]:
    """What is told at each level, labels aside, and of which revision."""
    with database.reading() as session:
        told = {level: build(session, Filters(holder=level, as_of=as_of)) for level in Level}
        rows = {level: [astuple(row)[:12] for row in one.rows] for level, one in told.items()}
        return told[Level.STATE].slice.revision, rows


def plainly(database: Database) -> tuple[set[Any], set[Any]]:
    """What is found, and what a plain reading of the definitions finds."""
    with database.reading() as session:
        told = {level: build(session, Filters(holder=level)) for level in Level}
        entry = Entry.__table__.c
        columns = [column.label(level.value) for level, column in HOLDER.items()]
        rows = session.execute(
            select(*entry, Speaker.kind, *columns)
            .join(Speaker, Speaker.id == entry.speaker_id)
            .where(entry.left.is_(None), entry.value.is_not(None))
        )
        said = [_said(row) for row in rows]
        into = dict(iter(session.execute(select(Speaker.id, Speaker.merged_into_id)).all()))
        claims = dict(iter(session.execute(select(Claim.id, Claim.merged_into_id)).all()))
        roles = [
            (_top(into, role.speaker_id), role.body_id, *_dates(role))
            for role in session.scalars(select(Role))
        ]
        relations = [
            (_top(claims, one.claim_id), one.kind, _top(claims, one.other_id))
            for one in session.scalars(select(ClaimRelation).filter_by(left=None))
        ]
    apart = [one for one in relations if one[0] != one[2]]
    wanted = {
        (kind, level, holder, frozenset((one.statement, one.claim, one.code) for one in pair))
        for kind, level, holder, pair in contradictions(said, roles, apart)
    }
    return set(_found(told)), wanted


def _found(told: dict[Level, ContradictionsReport]) -> Any:
    for level, one in told.items():
        for held in one.held:
            found = held.found
            pair = [(one.statement, one.claim, one.stance) for one in (found.before, found.after)]
            yield found.kind.value, level.value, found.holder, frozenset(pair)


def _said(row: Any) -> Said:
    return Said(
        order=row.order_key,
        statement=row.statement_id,
        claim=row.claim_id,
        code=row.code,
        first=row.first_on,
        last=row.last_on,
        occasion=row.occasion_id,
        holders={level: getattr(row, level.value) for level in Level},
        is_person=row.kind is SpeakerKind.PERSON,
    )


def _dates(role: Role) -> tuple[date, date]:
    return role.first_on or date.min, role.last_on or date.max


def _top(into: dict[int, int | None], one: int) -> int:
    above = into[one]
    return one if above is None else _top(into, above)


def narrowed(world: World) -> list[dict[str, Any]]:
    """Questions that are answered from what is kept, and from comparing."""
    early, late = parse_days("2025-01-08"), parse_days("2025-02")
    return [
        *({"said_from": early}, {"said_to": late}, {"said_from": late, "said_to": late}),
        *({"claim": str(claim)} for claim in world.claims[:2]),
        *({"speaker": str(who), "holder": level} for level, who in _somebody(world)),
        *({"options": {"way": kind.value}} for kind in ContradictionKind),
        *({"options": {"gap": gap}, "holder": Level.BODY} for gap in ("0", "30", "400")),
    ]


def _somebody(world: World) -> list[tuple[Level, int]]:
    return [(Level.SPEAKER, world.persons[0]), (Level.BODY, world.bodies[0])]


def unequal(world: World) -> list[dict[str, Any]]:
    """Of these, the ones that what is kept and what is compared tell differently."""
    with world.database.reading() as session:
        before = f"r{newest_revision(session)}"
    world.make.outlet()
    seen: Any = {"viewer": world.make.reviewer}
    with world.database.reading() as session:
        return [
            given
            for given in narrowed(world)
            if build(session, Filters(**seen, **given)).rows
            != build(session, Filters(**seen, **given, as_of=before)).rows
        ]


@pytest.mark.slow
@pytest.mark.engines(*ENGINES)
@settings(
    max_examples=60 if IS_FULL else 2,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(step, min_size=12, max_size=26))
def test_a_report_as_of_then_tells_what_it_told_then(
    new_database_url: Callable[..., str], steps: list[Step]
):
    database = Database(new_database_url())
    try:
        world, then = World(database), {}
        for each in steps:
            world.take(each)
            revision, rows = printed(database)
            then[revision] = rows

        found, wanted = plainly(database)

        assert found == wanted
        assert {revision: printed(database, f"r{revision}")[1] for revision in then} == then
        assert verify(database).ok
        assert unequal(world) == []
    finally:
        database.dispose()
