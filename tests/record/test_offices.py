"""Offices: what roles come to, since when, also those that were on record before they were kept."""

from datetime import date

import pytest
from sqlalchemy import select, text

from tests.merging import merge
from tracker import schema
from tracker.models import Office, Revision, Role, Speaker
from tracker.record.verify import verify
from tracker.speakers.commands_roles import RoleDraft, add_role, edit_role, remove_role


@pytest.fixture
def offices(database):
    """All of them: whose, for whom, from when, until when, and whether they stand."""

    def tell():
        with database.reading() as session:
            rows = session.scalars(select(Office).order_by(Office.id)).all()
            return [
                (one.person_id, one.body_id, one.first_on, one.last_on, one.left is None)
                for one in rows
            ]

    return tell


@pytest.fixture
def ada(make):
    """A person and a body."""
    return make.speaker("Ada"), make.speaker("Ministry", "organisation")


def change(make, person, command, *arguments):
    with make.transaction(make.editor) as session:
        version = session.get_one(Speaker, person).version
        command(session, *arguments, version=version, by=make.editor)


def first_bad(database):
    return [check.first_bad for check in verify(database).checks if not check.ok]


def test_a_role_opens_an_office_and_other_dates_another_one(make, ada, offices):
    person, body = ada
    change(make, person, add_role, person, RoleDraft(body, "Envoy", since="2024-05"))
    change(make, person, edit_role, 1, RoleDraft(body, "Head", since="2024-05"))
    renamed = offices()
    change(make, person, edit_role, 1, RoleDraft(body, "Head", since="2024-05", until="2025"))
    change(make, person, remove_role, 1)

    begun = person, body, date(2024, 5, 1)
    assert renamed == [(*begun, None, True)]
    assert offices() == [(*begun, None, False), (*begun, date(2025, 12, 31), False)]
    assert verify(make.database).ok


def test_two_titles_for_the_same_days_are_one_office(make, ada, offices):
    person, body = ada
    for title in ("Envoy", "Delegate"):
        make.role(person, body, title)

    change(make, person, remove_role, 1)

    assert offices() == [(person, body, None, None, True)]


def test_an_office_follows_a_merge_of_its_holder(make, ada, offices):
    person, body = ada
    make.role(person, body)
    twin = make.speaker("Ada Twin")
    merge(make, Speaker, person, twin)

    assert offices() == [(person, body, None, None, False), (twin, body, None, None, True)]
    assert verify(make.database).ok


def test_a_role_that_was_changed_past_the_product_is_found(make, ada):
    make.role(*ada)
    with make.transaction(make.editor) as session:
        session.scalars(select(Role)).one().first_on = date(2025, 1, 1)

    assert first_bad(make.database) == ["office 1: no role says this, or it stands twice"]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM office", "speaker 1: an office is missing"),
        ("UPDATE office SET last_on = '2020-01-01' WHERE id = 2", "office 2: it, or one beside it"),
        ("UPDATE office SET entered = entered - 1 WHERE id = 2", "office 1: it, or one beside it"),
        ('UPDATE office SET "left" = "left" + 1 WHERE id = 1', "office 1: it, or one beside it"),
        ("UPDATE office SET entered = 900 WHERE id = 3", "office 3: it, or one beside it"),
    ],
)
def test_a_changed_past_of_offices_is_found(make, ada, damage, told):
    person, body = ada
    make.role(person, body)
    for until in ("2024", "2025"):
        change(make, person, edit_role, 1, RoleDraft(body, "Envoy", until=until))
    assert first_bad(make.database) == []

    with make.database.engine.begin() as connection:
        connection.execute(text(damage))

    assert any(bad.startswith(told) for bad in first_bad(make.database))


class TestEarlier:
    """A database of an earlier version, which kept no offices."""

    @pytest.fixture
    def earlier(self, make, ada, database_url):
        """Roles as an earlier version wrote them: the last one changed since."""
        person, body = ada
        for n, since in enumerate((None, date(2024, 1, 1))):
            with make.transaction(make.editor) as session:
                role = Role(speaker_id=person, body_id=body, title_en=f"Envoy {n}")
                role.first_on = since
                session.add(role)
        with make.transaction(make.editor) as session:
            session.get_one(Role, 2).last_on = date(2024, 12, 31)
        with make.transaction(make.editor) as session:
            session.get_one(Role, 1).title_en = "Delegate"
        make.database.dispose()
        schema.downgrade(database_url, "0012")
        schema.upgrade(database_url)
        return person, body

    def test_offices_begin_where_roles_last_changed(self, make, earlier, offices):
        with make.database.reading() as session:
            asked = select(Revision.number).where(Revision.after.contains('"role#'))
            made, _, changed, _ = session.scalars(asked.order_by(Revision.number)).all()
            entered = session.scalars(select(Office.entered).order_by(Office.id)).all()

        assert set(offices()) == {
            (*earlier, None, None, True),
            (*earlier, date(2024, 1, 1), date(2024, 12, 31), True),
        }
        assert sorted(entered) == [made, changed]
        assert verify(make.database).ok

    def test_what_comes_later_is_told_by_the_chain(self, make, earlier):
        person, body = earlier
        change(make, person, edit_role, 1, RoleDraft(body, "Delegate", until="2020"))
        assert first_bad(make.database) == []

        with make.database.engine.begin() as connection:
            connection.execute(text("UPDATE office SET entered = 3 WHERE id = 3"))

        assert first_bad(make.database) != []
