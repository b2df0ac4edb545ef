"""There is always somebody who can administer the site, whoever changes whom, even at once."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tests.accounts.people import SERVER, add_person
from tracker.accounts.commands_people import (
    change_person,
    deactivate_person,
    invite_person,
    reactivate_person,
)
from tracker.errors import Refused
from tracker.models import Account, Revision
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

ADMIN, EDITOR = AccountRole.ADMIN, AccountRole.EDITOR
ADA, BEA = "ada@example.org", "bea@example.org"


def demote(session, account_id, by):
    change_person(session, account_id, role=EDITOR, by=by)


def shut_out(session, account_id, by):
    deactivate_person(session, account_id, by=by)


def admins(database):
    with database.reading() as session:
        wanted = select(func.count()).where(Account.role == ADMIN, Account.is_active)
        return session.scalar(wanted)


def revisions(database):
    with database.reading() as session:
        return session.scalar(select(func.count(Revision.number)))


@pytest.mark.parametrize("take", [demote, shut_out])
def test_the_last_administrator_stays(database, take):
    ada = add_person(database, ADA, ADMIN)
    before = revisions(database)

    with pytest.raises(Refused, match="Nobody else"), database.transaction() as session:
        take(session, ada, by=Viewer(ada, ADMIN))

    assert (admins(database), revisions(database)) == (1, before)


@pytest.mark.parametrize("take", [demote, shut_out])
def test_one_of_two_administrators_may_go(database, take):
    ada, _bea = add_person(database, ADA, ADMIN), add_person(database, BEA, ADMIN)

    with database.transaction(by=ada) as session:
        take(session, ada, by=Viewer(ada, ADMIN))

    assert admins(database) == 1


def test_who_was_only_invited_does_not_count(database):
    ada = add_person(database, ADA, ADMIN)
    with database.transaction() as session:
        invite_person(session, BEA, ADMIN, hours=1, by=SERVER)

    with pytest.raises(Refused, match="Nobody else"), database.transaction() as session:
        demote(session, ada, by=SERVER)


@pytest.mark.parametrize("change", [demote, shut_out])
@pytest.mark.parametrize("role", [AccountRole.READER, EDITOR, AccountRole.REVIEWER])
def test_nobody_else_changes_people(database, role, change):
    add_person(database, ADA, ADMIN)
    other, bea = add_person(database, "other@example.org", role), add_person(database, BEA, ADMIN)
    before = revisions(database)

    with pytest.raises(Refused, match="Only an administrator"), database.transaction() as session:
        # What the page believed of the viewer counts for nothing here.
        change(session, bea, by=Viewer(other, ADMIN))

    assert revisions(database) == before


def test_who_is_shut_out_is_no_administrator_any_more(database):
    add_person(database, BEA, ADMIN)
    ada = add_person(database, ADA, ADMIN)
    with database.transaction() as session:
        shut_out(session, ada, by=SERVER)

    with pytest.raises(Refused, match="Only an administrator"), database.transaction() as session:
        reactivate_person(session, ada, by=Viewer(ada, ADMIN))


@pytest.mark.parametrize("take", [demote, shut_out])
def test_two_who_take_each_others_powers_at_once_leave_one(database, take):
    ada, bea = add_person(database, ADA, ADMIN), add_person(database, BEA, ADMIN)
    start, ends = Barrier(2), list[str]()

    def act(mine: int, other: int) -> None:
        start.wait()
        try:
            with database.transaction(by=mine) as session:
                take(session, other, by=Viewer(mine, ADMIN))
        except Refused:
            ends.append("refused")
        else:
            ends.append("done")

    threads = [Thread(target=act, args=pair) for pair in ((ada, bea), (bea, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["done", "refused"]
    assert admins(database) == 1
