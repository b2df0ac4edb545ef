"""The article, logged by plain posts of the forms, published, and read by a visitor."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.accounts.people import form_token, signed_in
from tests.journeys import article
from tracker.models import Claim, Entry, Occasion, Source, Speaker, Stance, Statement
from tracker.record.verify import verify
from tracker.vocabulary import AccountRole, SpeakerKind


class Clerk:
    """Sends forms as one signed-in person, and remembers the number of what was made."""

    def __init__(self, client):
        self.client = client

    def post(self, path, **sent):
        data = {name.replace("__", "-"): value for name, value in sent.items()}
        answer = self.client.post(path, data={**data, "csrf_token": form_token(self.client)})
        assert answer.status_code == 303, answer.text
        number = re.search(r"/(\d+)", answer.headers["Location"])
        assert number is not None
        return number[1]

    def log(self, said, world):
        fields = {
            "source": world["source"],
            "citations-0-locator": f"paragraph {said.paragraph}",
            "delivery": "reported",
            "gloss_en": said.gloss,
            "speakers-0-speaker": world[said.speaker],
            "speakers-0-role": world[said.speaker, "role"],
            "said_on": "2025-01",
            "occasion": world["occasion"],
            "replies_to": str(said.replies_to or ""),
            "action": "submit",
        }
        for n, taken in enumerate(said.stances):
            fields |= {
                f"stances-{n}-claim": world[taken.claim],
                f"stances-{n}-code": taken.code,
                f"stances-{n}-act": taken.act,
                f"stances-{n}-explicit": "explicit" if taken.explicit else "inferred",
                f"stances-{n}-targets": [world[state] for state in taken.targets],
            }
        return self.post("/statements/new", **fields)


@pytest.fixture
def logged(app, database):
    """The seven statements, waiting for a reviewer."""
    editor = Clerk(signed_in(app, "editor@example.org", AccountRole.EDITOR))
    world: dict[Any, str] = {}
    add_speakers(editor, world)
    with database.reading() as session:
        for person in article.TITLES:
            world[person, "role"] = str(_role_of(session, int(world[person])))
    world["occasion"] = editor.post(
        "/occasions/new",
        kind="meeting",
        name_en=article.OCCASION,
        held_on="2025-01",
        place="New York",
        host=world["council"],
    )
    source = {"kind": "article", "title": article.SOURCE, "language": "id"}
    world["source"] = editor.post("/sources/new", **source)
    for letter, (kind, words) in article.CLAIMS.items():
        world[letter] = editor.post("/claims/new", kind=kind, text=words, language="en")
    for said in article.STATEMENTS:
        editor.log(said, world)
    return world


def add_speakers(editor, world):
    """Five states, the council, and three persons with their roles."""
    for code, (name, rupa) in article.STATES.items():
        names = {"names-0-text": rupa, "names-0-language": "id", "names-0-is_displayed": "y"}
        fields = {"kind": "state", "name": name, "iso_code": code, **names}
        world[code] = editor.post("/speakers/new", **fields)
    council, _ = article.COUNCIL
    world["council"] = editor.post("/speakers/new", kind="organisation", name=council)
    for person, (title, jabatan, state) in article.TITLES.items():
        world[person] = editor.post("/speakers/new", kind="person", name=person)
        page = editor.client.get(f"/speakers/{world[person]}/roles/new").text
        version = re.search(r'name="version"[^>]*value="(\d+)"', page)
        editor.post(
            f"/speakers/{world[person]}/roles/new",
            body=world[state],
            title_en=title,
            title_id=jabatan,
            version=version[1] if version else "1",
        )


def _role_of(session, speaker):
    role = Speaker.metadata.tables["role"]
    return session.scalar(select(role.c.id).where(role.c.speaker_id == speaker))


@pytest.fixture
def published(app, logged):
    reviewer = Clerk(signed_in(app, "reviewer@example.org", AccountRole.REVIEWER))
    for number in range(1, 8):
        page = reviewer.client.get(f"/statements/{number}").text
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version is not None
        reviewer.post(f"/statements/{number}/publish", version=version[1])
    return logged


def test_the_counts_are_those_of_the_article(published, database):
    with database.reading() as session:

        def count(*columns, **where):
            return session.scalar(select(func.count()).select_from(columns[0]).filter_by(**where))

        assert count(Speaker, kind=SpeakerKind.PERSON) == 3
        assert count(Speaker, kind=SpeakerKind.STATE) == 5
        assert count(Speaker, kind=SpeakerKind.ORGANISATION) == 1
        assert (count(Occasion), count(Source), count(Statement)) == (1, 1, 7)
        assert (count(Claim), count(Stance), count(Entry, left=None)) == (7, 9, 9)
    assert verify(database).ok


def test_a_visitor_reads_who_asserts_and_who_denies(published, client):
    page = client.get(f"/claims/{published['C']}?lang=en").text
    halaman = client.get(f"/claims/{published['C']}?lang=id").text

    assert page.index("Dorothy Camille Shea") < page.index("Vassily Nebenzia")
    assert "denies" in page
    assert "membantah" in halaman
    assert 'href="/statements/2' in page


def test_states_stand_where_their_representatives_stand(published, client):
    answer = json.loads(client.get(f"/claims/{published['C']}.json?holder=state&lang=en").text)

    with_names = {
        side: [row["holder_label"] for row in answer[side]] for side in ("for", "against")
    }
    assert with_names == {"for": ["United States"], "against": ["Russia"]}
    assert answer["against"][0]["replies_to"] == answer["for"][0]["statement"]
    assert (answer["mixed"], answer["other"]) == ([], [])


def test_before_publishing_a_visitor_sees_nothing_of_it(logged, client):
    for path in ("/statements/2", f"/claims/{logged['C']}", f"/sources/{logged['source']}"):
        assert client.get(path).status_code == 404
    for noun in ("statements", "claims", "speakers", "sources", "occasions"):
        assert "Nebenzia" not in client.get(f"/{noun}/").text
        assert article.CLAIMS["C"][1] not in client.get(f"/{noun}/").text
