"""What visitors and editors see of sources, outlets and occasions, and how forms answer."""

import pytest

from tests.accounts.people import signed_in
from tracker.models import Outlet, Source
from tracker.sources.commands import SourceDraft, edit_source
from tracker.vocabulary import SourceKind, Stance

SOURCE = {"kind": "article", "title": "Perdebatan di PBB", "language": "id", "action": "save"}
OUTLET = {"name": "Tempo", "action": "save"}
OCCASION = {"kind": "meeting", "name_en": "Council", "held_on": "2025-01", "action": "save"}


@pytest.fixture
def editor(app):
    """A browser in which an editor is signed in."""
    return signed_in(app)


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


def test_the_whole_text_is_for_editors_or_free(database, published, make, browse, editor):
    source = published[0]

    assert "Dua." not in browse(f"/sources/{source}")
    assert "Dua." in editor.get(f"/sources/{source}").text

    with database.transaction(why="test") as session:
        draft = SourceDraft(SourceKind.ARTICLE, "Perdebatan di PBB", "id", is_free=True)
        edit_source(session, source, draft, version=1, by=make.editor)
    assert "Dua." in browse(f"/sources/{source}")
