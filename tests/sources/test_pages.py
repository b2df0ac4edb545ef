"""What visitors and editors see of sources, outlets and occasions, and how forms answer."""

import re

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token, signed_in
from tracker.models import Occasion, Outlet, Snapshot, Source
from tracker.sources.commands import SourceDraft, edit_source
from tracker.vocabulary import SourceKind, Stance

SOURCE = {"kind": "article", "title": "Perdebatan di PBB", "language": "id", "action": "save"}
OUTLET = {"name": "Tempo", "action": "save"}
OCCASION = {"kind": "meeting", "name_en": "Council", "held_on": "2025-01", "action": "save"}


@pytest.fixture
def editor(app):
    """A browser in which an editor is signed in."""
    return signed_in(app)


def sent(browser, path, **fields):
    """Post a form as a browser does."""
    return browser.post(path, data={"csrf_token": form_token(browser), **fields})


def count(database, cls) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(cls))


@pytest.fixture
def published(make):
    """A source of an outlet, an occasion with its host, and one published statement."""
    council = make.speaker("Security Council", "organisation")
    outlet = make.outlet("Tempo")
    source = make.source("Perdebatan di PBB", words="Satu.\nDua.", language="id", outlet=outlet)
    occasion = make.occasion("Council meeting", "2025-01-08", host=council)
    speaker = make.speaker("Kim Song")
    claim = make.claim("Tests are a means of defence")
    make.statement(
        speaker=speaker, source=source, occasion=occasion, stances={claim: Stance.SUPPORT}
    )
    return source, outlet, occasion


def test_what_a_published_statement_refers_to_is_public(published, browse):
    source, outlet, occasion = published

    assert "Perdebatan di PBB" in browse("/sources/")
    assert "Tempo" in browse("/outlets/")
    assert "Council meeting" in browse("/occasions/")
    for page in (
        browse(f"/sources/{source}"),
        browse(f"/occasions/{occasion}"),
    ):
        assert "Kim Song" in page
        assert "Tests are a means of defence" in page
        assert "asserts" in page
    assert "Perdebatan di PBB" in browse(f"/outlets/{outlet}")


def test_what_drafts_alone_refer_to_is_unknown_to_readers(make, client, editor, browse):
    outlet = make.outlet("Tempo")
    source = make.source("Perdebatan di PBB", outlet=outlet)
    occasion = make.occasion("Council meeting")
    make.drafted(source=source, occasion=occasion)

    for noun, number, q in (
        ("sources", source, "perdebatan"),
        ("outlets", outlet, "tempo"),
        ("occasions", occasion, "council"),
    ):
        assert client.get(f"/{noun}/{number}").status_code == 404
        assert client.get(f"/{noun}.json").json["rows"] == []
        assert client.get(f"/{noun}/pick?q={q}").json["options"] == []
        assert editor.get(f"/{noun}/{number}").status_code == 200
        assert len(editor.get(f"/{noun}.json").json["rows"]) == 1
        assert len(editor.get(f"/{noun}/pick?q={q}").json["options"]) == 1
    assert "draft" in editor.get(f"/sources/{source}").text.lower()


def test_a_second_draft_from_a_public_source_stays_hidden(published, make, client, editor):
    source, _, occasion = published
    make.drafted(source=source, occasion=occasion, speaker=make.speaker("Dorothy Shea"))

    for path in (f"/sources/{source}", f"/occasions/{occasion}"):
        assert "Dorothy Shea" not in client.get(path).text
        assert "Dorothy Shea" in editor.get(path).text
    assert len(client.get(f"/sources/{source}.json").json["rows"]) == 1
    assert len(editor.get(f"/sources/{source}.json").json["rows"]) == 2


def test_the_whole_text_is_for_editors_or_free(database, published, make, browse, editor):
    source = published[0]

    assert "Dua." not in browse(f"/sources/{source}")
    assert "Dua." in editor.get(f"/sources/{source}").text

    with database.transaction(why="test") as session:
        draft = SourceDraft(SourceKind.ARTICLE, "Perdebatan di PBB", "id", is_free=True)
        edit_source(session, source, draft, version=1, by=make.editor)
    assert "Dua." in browse(f"/sources/{source}")


def test_a_long_text_is_shown_in_part_until_asked_for(make, editor):
    words = "\n".join(f"Line {number}." for number in range(10_000))
    source = make.source(words=words)

    assert "Line 9999." not in editor.get(f"/sources/{source}").text
    assert "Line 9999." in editor.get(f"/sources/{source}?whole=1&snapshot=1").text
    assert editor.get(f"/sources/{source}?snapshot=77").status_code == 200


def test_lists_are_filtered_and_sorted(make, browse, client):
    tempo = make.outlet("Tempo")
    for title, outlet, day in (("Berita", tempo, "2025"), ("Essay", None, "2024-05-01")):
        tongue = "id" if outlet else "en"
        source = make.source(title, outlet=outlet, language=tongue, published_on=day)
        place = "Jakarta" if outlet else "Geneva"
        make.statement(source=source, occasion=make.occasion(f"Talk {day}", day, place=place))

    assert "Essay" not in browse(f"/sources/?outlet={tempo}")
    assert "Essay" not in browse("/sources/?language=id")
    assert "Berita" not in browse("/sources/?q=essay&kind=article&sort=title")
    titles = [row["title"] for row in client.get("/sources.json?sort=published").json["rows"]]
    assert titles == ["Berita", "Essay"]
    assert "No source fits" in browse("/sources/?kind=video")
    assert "No source fits" in browse("/sources/?outlet=nobody")
    assert "No outlet fits" in browse("/outlets/?q=zzz&language=en")
    assert "Talk 2025" not in browse("/occasions/?said_to=2024")
    assert "Talk 2024" not in browse("/occasions/?said_from=2025&kind=meeting")
    assert "Talk 2024" in browse("/occasions/?q=geneva&sort=name")
    assert client.get("/sources/?language=klingon").status_code == 422
    assert client.get("/occasions/?said_from=soon").status_code == 422
    assert client.get("/outlets/?sort=colour").status_code == 422


def test_empty_lists_say_what_would_be_here(browse, editor):
    for noun in ("sources", "outlets", "occasions"):
        assert "on the record yet" in browse(f"/{noun}/") or "published yet" in browse(f"/{noun}/")
        assert "Add the first" in editor.get(f"/{noun}/").text


@pytest.mark.parametrize("how_many", [50, 500])
@pytest.mark.engines("sqlite")
def test_lists_cost_the_same_however_long_they_are(database, editor, client, queries, how_many):
    with database.transaction(why="test") as session:
        for number in range(how_many):
            session.add(Outlet(name=f"Outlet {number}", folded=f"outlet {number}"))
            session.add(Source(kind="article", title=f"Title {number}", language="en"))

    for noun in ("sources", "outlets", "occasions"):
        for browser in (editor, client):
            with queries.at_most(4):
                assert browser.get(f"/{noun}/").status_code == 200


@pytest.mark.engines("sqlite")
def test_an_occasion_with_many_speakers_costs_no_more(make, client, queries):
    occasion, claim = make.occasion("Vote"), make.claim()
    for _ in range(8):
        make.statement(occasion=occasion, stances={claim: Stance.SUPPORT})

    with queries.at_most(10):
        page = client.get(f"/occasions/{occasion}").text

    assert page.count("asserts") >= 8


def test_data_of_one_object_are_its_rows(published, client):
    source, outlet, occasion = published

    told = client.get(f"/sources/{source}.json").json
    assert told["source"]["title"] == "Perdebatan di PBB"
    assert told["rows"][0]["codes"] == ["support"]
    assert client.get(f"/occasions/{occasion}.json").json["occasion"]["held_on"] == "2025-01-08"
    assert client.get(f"/outlets/{outlet}.json").json["rows"][0]["title"] == "Perdebatan di PBB"
    assert client.get(f"/occasions/{occasion}.csv").text.startswith("statement,state,said_on")


def test_forms_are_for_editors(client, app):
    reader = signed_in(app, "reader@example.org", "reader")

    for noun in ("sources", "outlets", "occasions"):
        assert client.get(f"/{noun}/new").status_code == 303
        assert sent(reader, f"/{noun}/new").status_code == 403


def test_an_editor_makes_a_source_with_its_text(database, make, editor):
    outlet = make.outlet("Tempo")
    fields = {**SOURCE, "outlet": str(outlet), "outlet-text": "Tempo", "text": "Satu.\r\nDua."}

    answer = sent(editor, "/sources/new", **fields, client_token="one form")
    again = sent(editor, "/sources/new", **fields, client_token="one form")

    assert answer.status_code == 303
    assert again.location == answer.location
    assert (count(database, Source), count(database, Snapshot)) == (1, 1)
    assert "Dua." in editor.get(answer.location).text


def test_an_outlet_and_an_occasion_are_made_once(database, editor):
    for path, fields in (("/outlets/new", OUTLET), ("/occasions/new", OCCASION)):
        first = sent(editor, path, **fields, client_token="one form")
        again = sent(editor, path, **fields, client_token="one form")

        assert first.status_code == 303
        assert again.location == first.location
    assert (count(database, Outlet), count(database, Occasion)) == (1, 1)


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("/sources/new", {**SOURCE, "title": ""}, "title"),
        ("/sources/new", {**SOURCE, "kind": "rumour"}, "kind"),
        ("/sources/new", {**SOURCE, "url": "javascript:alert(1)"}, "url"),
        ("/sources/new", {**SOURCE, "language": "klingon"}, "language"),
        ("/sources/new", {**SOURCE, "published_on": "2025-02-31"}, "published_on"),
        ("/sources/new", {**SOURCE, "outlet": "Nowhere"}, "outlet"),
        ("/sources/new", {**SOURCE, "text": "\x08"}, "text"),
        ("/outlets/new", {**OUTLET, "name": "\u202e"}, "name"),
        ("/outlets/new", {**OUTLET, "url": "tempo"}, "url"),
        ("/outlets/new", {**OUTLET, "speaker": "Nobody"}, "speaker"),
        ("/occasions/new", {**OCCASION, "held_on": ""}, "held_on"),
        ("/occasions/new", {**OCCASION, "held_on": "2025/2024"}, "held_on"),
        ("/occasions/new", {**OCCASION, "start_time": "noon"}, "start_time"),
        ("/occasions/new", {**OCCASION, "host": "Nobody"}, "host"),
        ("/occasions/new", {**OCCASION, "name_en": ""}, "name_en"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(
    database, editor, path, fields, field
):
    answer = sent(editor, path, **fields)

    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert f'id="{field}-error"' in answer.text
    assert sum(count(database, cls) for cls in (Source, Outlet, Occasion, Snapshot)) == 0


def test_words_for_a_reference_are_answered_with_what_may_be_meant(make, editor):
    make.outlet("Koran Tempo")
    make.speaker("Security Council", "organisation")

    outlet = sent(editor, "/sources/new", **{**SOURCE, "outlet": "tempo", "action": "find:outlet"})
    host = sent(editor, "/occasions/new", **{**OCCASION, "host": "council", "action": "find:host"})

    assert (outlet.status_code, host.status_code) == (200, 200)
    assert "Koran Tempo" in outlet.text
    assert "Security Council" in host.text


@pytest.mark.parametrize("noun", ["sources", "outlets", "occasions"])
def test_a_stale_edit_shows_both_texts_and_what_was_typed(noun, editor):
    fields, name = {
        "sources": (SOURCE, "title"),
        "outlets": (OUTLET, "name"),
        "occasions": (OCCASION, "name_en"),
    }[noun]
    number = re.search(r"/(\d+)", sent(editor, f"/{noun}/new", **fields).location)[1]
    path = f"/{noun}/{number}/edit"

    assert editor.get(path).status_code == 200
    assert sent(editor, path, **{**fields, name: "First"}, version=1).status_code == 303
    stale = sent(editor, path, **{**fields, name: "Second"}, version=1)
    version = re.search(r'name="version"[^>]*value="(\d+)"', stale.text)[1]
    again = sent(editor, path, **{**fields, name: "Second"}, version=version)

    assert stale.status_code == 409
    assert "First" in stale.text
    assert "Second" in stale.text
    assert again.status_code == 303
    assert "Second" in editor.get(again.location).text


def test_a_pasted_text_is_kept_once(database, make, editor):
    source = make.source()
    path = f"/sources/{source}/snapshots"

    first = sent(editor, path, text="Satu.")
    again = sent(editor, path, text="Satu.\r\n")

    assert (first.status_code, again.status_code) == (303, 303)
    assert "kept already, as snapshot 1" in editor.get(again.location).text
    assert count(database, Snapshot) == 1


def test_a_text_that_cannot_be_kept_is_shown_again(database, make, editor):
    source = make.source()

    answer = sent(editor, f"/sources/{source}/snapshots", text="Satu\x08")

    assert answer.status_code == 422
    assert "Satu" in answer.text
    assert count(database, Snapshot) == 0


@pytest.mark.engines("sqlite")
def test_five_megabytes_are_kept_and_more_is_refused(database, make, editor):
    source = make.source()
    path = f"/sources/{source}/snapshots"

    assert sent(editor, path, text="a" * 5_000_000).status_code == 303
    assert sent(editor, path, text="a" * 5_000_001).status_code == 422
    assert count(database, Snapshot) == 1
