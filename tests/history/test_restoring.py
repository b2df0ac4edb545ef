"""Bringing back what was: as a new change, by the rules of the noun, never over somebody's work."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.history.places import history, numbers, rename, restore, reword
from tests.reviews.visitors import as_person, press, revisions, version_of
from tracker.claims.drafts import RelationDraft, Wording
from tracker.history.states import restorable, rows_of, state_at
from tracker.models import Claim, Edition, Outlet, Role, Speaker
from tracker.speakers.commands import edit_speaker
from tracker.speakers.commands_roles import RoleDraft, add_role, remove_role
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft
from tracker.vocabulary import EditionState, RelationKind, SpeakerKind, Stance


def meaning(database: Any, kind: str, number: int, revision: int | None = None) -> list[str]:
    """What an object says, without the ids of its parts: now, or as of a revision."""
    with database.reading() as session:
        rows = rows_of(session, kind, number)
        if revision is not None:
            rows = state_at(session, kind, number, revision)
    unsaid = {"id", "version", "changed_at", "entered"}
    said = (
        (name.split("#")[0], sorted((k, v) for k, v in row.items() if k not in unsaid))
        for name, row in restorable(rows).items()
    )
    return sorted(map(str, said))


def test_an_outlet_comes_back_as_a_new_change(app, database, make):
    outlet = make.outlet("First")
    rename(make, outlet, "Second")
    rename(make, outlet, "Third")
    first, _second, _third = numbers(database, "outlet", outlet)
    then = meaning(database, "outlet", outlet, first)

    answer = restore(as_person(app, make.editor), "outlets", outlet, revision=first, version=3)

    assert answer.status_code == 303
    assert len(numbers(database, "outlet", outlet)) == 4
    assert meaning(database, "outlet", outlet) == then


def test_a_claim_comes_back_with_its_parts(app, database, make):
    topic, other, claim = make.topic(), make.claim(), make.claim("They met", is_approved=False)
    relations = (RelationDraft(RelationKind.ENTAILS, str(other)),)
    wordings = (Wording("id", "Mereka bertemu"),)
    parts = {"topics": (str(topic),), "relations": relations, "translations": wordings}
    reword(make, claim, "Face to face.", **parts)
    reword(make, claim, "By telephone, too.")
    _made, second, _third = numbers(database, "claim", claim)
    then = meaning(database, "claim", claim, second)

    answer = restore(as_person(app, make.editor), "claims", claim, revision=second, version=3)

    assert answer.status_code == 303
    assert meaning(database, "claim", claim) == then


def test_a_contradiction_that_another_claim_tells_stays(app, database, make):
    first, second = make.claim("They met"), make.claim("They never met")
    relation = RelationDraft(RelationKind.CONTRADICTS, str(second))
    reword(make, second, "At all.")
    reword(make, first, "Face to face.", relations=(relation,))
    made = numbers(database, "claim", second)[0]

    restore(as_person(app, make.editor), "claims", second, revision=made, version=2)

    with database.reading() as session:
        assert session.get_one(Claim, second).definition == ""
        assert any(name.startswith("claim_relation#") for name in rows_of(session, "claim", first))
        assert not rows_of(session, "claim", first)["claim_relation#1"]["left"]


def test_a_speaker_comes_back_with_names_numbers_and_roles(app, database, make):
    body, speaker = make.speaker("Council", SpeakerKind.ORGANISATION), make.speaker("Shea")
    role = make.role(speaker, body, "Envoy", since="2017")
    draft = SpeakerDraft(
        SpeakerKind.PERSON,
        "Dorothy Shea",
        names=(NameDraft("Dorothy Shea", "en", is_displayed=True),),
        external_ids=(ExternalIdDraft("wikidata", "Q1"),),
    )
    with make.transaction(make.editor) as session:
        row = session.get_one(Speaker, speaker)
        edit_speaker(session, speaker, draft, version=row.version, by=make.editor)
        remove_role(session, role, version=row.version, by=make.editor)
        other = RoleDraft(body, "Chair", since="2020")
        add_role(session, speaker, other, version=row.version, by=make.editor)
        version = row.version
    before = numbers(database, "speaker", speaker)[-2]
    then = meaning(database, "speaker", speaker, before)

    answer = restore(
        as_person(app, make.editor), "speakers", speaker, revision=before, version=version
    )

    assert answer.status_code == 303
    assert meaning(database, "speaker", speaker) == then


def test_a_role_that_was_spoken_in_is_not_taken_away(app, database, make):
    body, speaker = make.speaker("Council", SpeakerKind.ORGANISATION), make.speaker("Shea")
    role = make.role(speaker, body, "Envoy")
    make.statement(speaker=speaker, role=role)
    first = numbers(database, "speaker", speaker)[0]

    answer = restore(as_person(app, make.editor), "speakers", speaker, revision=first, version=1)

    assert answer.status_code == 422
    assert "A statement was made in this role" in answer.text
    assert "It was right before." in answer.text
    with database.reading() as session:
        assert session.get(Role, role) is not None


def test_words_on_the_record_come_back_only_by_a_reviewer(app, database, make):
    claim = make.claim("They met")
    make.statement(stances={claim: Stance.SUPPORT})
    reword(make, claim, "Face to face.")
    first = numbers(database, "claim", claim)[0]
    asked = {"revision": first, "version": 2}

    refused = restore(as_person(app, make.editor), "claims", claim, **asked)
    done = restore(as_person(app, make.reviewer), "claims", claim, **asked)

    assert refused.status_code == 422
    assert "Only a reviewer can change" in refused.text
    assert done.status_code == 303


def test_who_has_not_seen_the_newest_change_is_shown_it(app, database, make):
    outlet = make.outlet("First")
    rename(make, outlet, "Second")
    first = numbers(database, "outlet", outlet)[0]
    rename(make, outlet, "Third")

    answer = restore(as_person(app, make.editor), "outlets", outlet, revision=first, version=2)

    assert answer.status_code == 409
    assert "Third" in answer.text
    assert "It was right before." in answer.text
    assert re.search('name="version"[^>]*value="3"', answer.text)
    with database.reading() as session:
        assert session.get_one(Outlet, outlet).name == "Third"


def test_twice_is_once(app, database, make):
    outlet = make.outlet("First")
    rename(make, outlet, "Second")
    first = numbers(database, "outlet", outlet)[0]
    client = as_person(app, make.editor)

    answers = [
        restore(client, "outlets", outlet, revision=first, version=2).status_code for _ in "ab"
    ]

    assert answers == [303, 303]
    assert len(numbers(database, "outlet", outlet)) == 3


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"reason": ""}, 422),
        ({"version": ""}, 422),
        ({"revision": 999}, 404),
        ({"revision": 1}, 404),
        ({"revision": ""}, 404),
        ({"revision": "x"}, 404),
        ({"csrf_token": "x"}, 400),
    ],
)
def test_what_is_missing_or_wrong_changes_nothing(app, database, make, sent, status):
    outlet = make.outlet("First")
    rename(make, outlet, "Second")
    first = numbers(database, "outlet", outlet)[0]
    client = as_person(app, make.editor)
    before = revisions(database)

    answer = restore(client, "outlets", outlet, **{"revision": first, "version": 2, **sent})

    assert answer.status_code == status
    assert revisions(database) == before


def test_nobody_below_an_editor_restores(app, database, make):
    outlet = make.outlet("First")
    make.statement(source=make.source(outlet=outlet))
    first = numbers(database, "outlet", outlet)[0]
    reader = as_person(app, make.account("Rara", "reader"))
    before = revisions(database)

    asked = {"revision": first, "version": 1}
    assert restore(reader, "outlets", outlet, **asked).status_code == 403
    assert restore(app.test_client(), "outlets", outlet, **asked).status_code == 303
    assert revisions(database) == before
    assert "restore" not in history(reader, "outlets", outlet).text


def test_what_was_redacted_since_cannot_be_undone(app, database, make):
    outlet = make.outlet("First")
    rename(make, outlet, "Second")
    first, second = numbers(database, "outlet", outlet)
    with database.engine.begin() as connection:
        blank_revision(connection, second)
    client = as_person(app, make.editor)

    answer = restore(client, "outlets", outlet, revision=first, version=2)
    page = history(client, "outlets", outlet).text

    assert answer.status_code == 422
    assert f"Revision {second} was redacted" in answer.text
    assert "redacted since" in page


def blank_revision(connection: Any, number: int) -> None:
    """Take the texts out as a redaction does, past the triggers that keep them."""
    texts = "before = NULL, after = NULL, why = NULL, salt = NULL"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE revision DISABLE TRIGGER USER")
    else:
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'revision'"
        )
        for (name,) in triggers.all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.exec_driver_sql(f"UPDATE revision SET {texts} WHERE number = {number}")


# ── Editions of statements ───────────────────────────────────────────────────────────


@pytest.fixture
def corrected(make):
    """A statement whose second edition stands."""
    said = {"speaker": make.speaker(), "source": make.source(), "stances": {make.claim(): "oppose"}}
    statement = make.statement(gloss_en="It rains.", **said)
    make.correct(statement, make.draft(gloss_en="It pours.", **said), "Misheard.")
    return statement


def editions_of(database, statement):
    with database.reading() as session:
        found = select(Edition.number, Edition.state, Edition.gloss_en, Edition.created_by_id)
        rows = session.execute(found.where(Edition.statement_id == statement))
        return [tuple(row) for row in rows.all()]


def test_an_earlier_edition_is_copied_into_a_draft_of_ones_own(app, database, make, corrected):
    client = as_person(app, make.reviewer)
    version = version_of(client, corrected)

    answer = restore(client, "statements", corrected, edition=1, version=version)

    assert answer.status_code == 303
    assert answer.location.endswith(f"/statements/{corrected}/edit")
    assert client.get(answer.location).status_code == 200
    copied = editions_of(database, corrected)[-1]
    assert copied == (3, EditionState.DRAFT, "It rains.", make.reviewer.account_id)
    assert "It pours." in app.test_client().get(f"/statements/{corrected}").text


def test_the_copy_is_published_by_somebody_else(app, make, corrected):
    client = as_person(app, make.reviewer)
    restore(client, "statements", corrected, edition=1, version=version_of(client, corrected))
    press(client, corrected, "submit")

    answer = press(client, corrected, "publish")

    assert answer.status_code == 422
    assert "Four eyes" in answer.text


@pytest.mark.parametrize(("edition", "words"), [(2, "stands already"), (3, "already under way")])
def test_what_stands_or_is_under_way_is_not_copied(app, make, corrected, edition, words):
    client = as_person(app, make.reviewer)
    if edition == 3:
        restore(client, "statements", corrected, edition=1, version=version_of(client, corrected))
        edition = 1

    answer = restore(
        client, "statements", corrected, edition=edition, version=version_of(client, corrected)
    )

    assert answer.status_code == 422
    assert words in answer.text


def test_an_edition_is_restored_only_over_what_was_seen(app, database, make, corrected):
    client = as_person(app, make.reviewer)

    answer = restore(client, "statements", corrected, edition=1, version=1)

    assert answer.status_code == 409
    assert len(editions_of(database, corrected)) == 2
