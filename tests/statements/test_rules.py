"""Rules of logging that no form can check: whose role, whose draft, what a retraction is."""

from dataclasses import replace

import pytest

from tracker.errors import Doubt, Refused
from tracker.models import Statement
from tracker.statements import commands as statements
from tracker.statements.drafts import StancePart
from tracker.vocabulary import AccountRole, Act, Check, Stance


def refusal_of(make, draft):
    """Why this cannot be submitted."""
    with pytest.raises(Refused) as caught, make.transaction(make.editor, why="log") as session:
        statements.log_statement(session, draft, by=make.editor, to_submit=True)
    return caught.value


def test_nobody_speaks_in_the_role_of_somebody_else(make):
    state, other = make.state("Russia", "RU"), make.speaker("Other")
    role = make.role(other, state)

    refused = refusal_of(make, make.draft(speaker=make.speaker("One"), role=role))

    assert refused.field == "speakers-0-role"


def test_who_retracts_takes_no_side(make):
    draft = make.draft()
    stance = StancePart(draft.stances[0].claim, Stance.SUPPORT, act=Act.RETRACTS)

    refused = refusal_of(make, replace(draft, stances=(stance,)))

    assert refused.field == "stances-0-code"


def test_only_its_author_changes_a_draft(make):
    draft = make.draft()
    statement = make.drafted(draft)
    other = make.account("Other", AccountRole.EDITOR)

    with make.transaction(other, why="log") as session:
        row = session.get_one(Statement, statement)
        with pytest.raises(Refused, match="belongs to somebody else"):
            statements.revise_draft(session, row, draft, by=other, version=row.version)


def test_a_role_that_ended_in_the_month_of_the_statement_covers_it(make):
    state, person = make.state("Russia", "RU"), make.speaker("One")
    ended = make.role(person, state, since="2017", until="2025-01-05")
    earlier = make.role(person, state, since="2010", until="2016")

    make.submitted(speaker=person, role=ended, said_on="2025-01")
    doubted = refusal_of(make, make.draft(speaker=person, role=earlier, said_on="2025-01"))

    assert isinstance(doubted, Doubt)
    assert doubted.check is Check.ROLE_DATES
