"""Who holds which title in which body, from when to when."""

import pytest
from sqlalchemy import func, select

from tests.speakers.world import (
    EDITOR,
    STATE,
    a_speaker,
    refusal_of,
    said,
)
from tracker.models import Role
from tracker.speakers.commands_roles import RoleDraft, add_role, edit_role, remove_role


@pytest.fixture
def writing(database):
    """A transaction of somebody who may write."""
    with database.transaction(why="test") as session:
        yield session


def test_a_role_knows_its_first_and_last_day(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing, "Nebenzia")

    draft = RoleDraft(state.id, "Permanent Representative", since="2017-07", until="2025")
    role = add_role(writing, person.id, draft, version=person.version, by=EDITOR)

    assert (str(role.first_on), str(role.last_on)) == ("2017-07-01", "2025-12-31")
    assert person.version == 2


def test_the_same_role_given_twice_is_one_role(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    draft = RoleDraft(state.id, "Permanent Representative", since="2017")
    first = add_role(writing, person.id, draft, version=1, by=EDITOR)

    again = add_role(writing, person.id, draft, version=1, by=EDITOR)

    assert again.id == first.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_en": " "}, "title_en"),
        ({"title_id": "duta\u2067"}, "title_id"),
        ({"since": "2017-02-31"}, "since"),
        ({"until": "soon"}, "until"),
        ({"since": "2018", "until": "2017"}, "until"),
        ({"body": 999}, "body"),
    ],
)
def test_a_role_that_breaks_a_rule_is_refused(writing, changes, field):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    draft = RoleDraft(**({"body": state.id, "title_en": "Envoy"} | changes))

    refusal = refusal_of(add_role, writing, person.id, draft, version=1, by=EDITOR)

    assert refusal.field == field


def test_a_role_is_held_in_a_body_other_than_oneself(writing):
    person, other = a_speaker(writing), a_speaker(writing, "Shea")
    state = a_speaker(writing, "Russia", STATE)

    in_person = refusal_of(
        add_role, writing, person.id, RoleDraft(other.id, "Aide"), version=1, by=EDITOR
    )
    in_itself = refusal_of(
        add_role, writing, state.id, RoleDraft(state.id, "Member"), version=1, by=EDITOR
    )

    assert (in_person.field, in_itself.field) == ("body", "body")


def test_a_role_changes_its_dates_even_when_statements_lie_outside(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)
    said(writing, person, role=role)

    draft = RoleDraft(state.id, "Envoy", since="2030")
    edit_role(writing, role.id, draft, version=person.version, by=EDITOR)

    assert role.since == "2030"


def test_a_role_a_statement_was_made_in_is_not_removed(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)
    said(writing, person, role=role)

    refusal = refusal_of(remove_role, writing, role.id, version=person.version, by=EDITOR)

    assert refusal.field == "role"


def test_a_role_nobody_used_is_removed(writing):
    state, person = a_speaker(writing, "Russia", STATE), a_speaker(writing)
    role = add_role(writing, person.id, RoleDraft(state.id, "Envoy"), version=1, by=EDITOR)

    remove_role(writing, role.id, version=person.version, by=EDITOR)

    assert writing.scalar(select(func.count()).select_from(Role)) == 0
