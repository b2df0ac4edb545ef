"""What may be done to the tree of topics, and what is refused."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tracker.claims.commands_topics import create_topic, edit_topic
from tracker.claims.drafts import TopicDraft
from tracker.errors import Refused, Stale
from tracker.models import Topic
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

EDITOR = Viewer(None, AccountRole.EDITOR)
SECURITY = TopicDraft("Security", "Keamanan")


def make_topic(database, draft=SECURITY):
    with database.transaction() as session:
        return create_topic(session, draft, by=EDITOR).id


def test_a_topic_stands_below_another(database):
    above = make_topic(database)

    below = make_topic(database, TopicDraft("Arms", parent=str(above)))

    with database.reading() as session:
        assert session.get_one(Topic, below).parent_id == above


def test_a_form_sent_twice_makes_one_topic(database):
    draft = replace(SECURITY, uid="a" * 32)

    assert make_topic(database, draft) == make_topic(database, draft)


def test_a_topic_without_any_name_is_refused(database):
    with pytest.raises(Refused) as refusal:
        make_topic(database, TopicDraft())

    assert refusal.value.field == "name_en"


def test_an_unknown_parent_and_bad_words_are_refused_together(database):
    with pytest.raises(Refused) as refusal:
        make_topic(database, TopicDraft("two\nlines", parent="999"))

    assert {problem.field for problem in refusal.value.all()} == {"name_en", "parent"}


def test_one_place_in_the_tree_has_a_name_once(database):
    above = make_topic(database)

    with pytest.raises(Refused):
        make_topic(database)

    assert make_topic(database, replace(SECURITY, parent=str(above)))


def test_a_topic_cannot_move_below_its_own(database):
    above = make_topic(database)
    below = make_topic(database, TopicDraft("Arms", parent=str(above)))

    with pytest.raises(Refused) as refusal, database.transaction() as session:
        edit_topic(session, above, replace(SECURITY, parent=str(below)), version=1, by=EDITOR)

    assert refusal.value.field == "parent"


def test_a_topic_is_renamed_in_place(database):
    made = make_topic(database)

    with database.transaction() as session:
        edit_topic(session, made, replace(SECURITY, name_en="Peace"), version=1, by=EDITOR)

    with database.reading() as session:
        assert session.scalars(select(Topic.name_en)).all() == ["Peace"]


def test_a_stale_edit_is_refused(database):
    made = make_topic(database)

    with pytest.raises(Stale), database.transaction() as session:
        edit_topic(session, made, SECURITY, version=3, by=EDITOR)
