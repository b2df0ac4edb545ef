"""The page of contradictions: both statements, marked ones apart, and the same as data."""

import csv
import io

import pytest

from tests.accounts.people import signed_in
from tracker.errors import Refused
from tracker.reports.commands_contradictions import End, MarkDraft, mark_contradiction
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def both(make, report):
    """Ratu is for and against on one day."""
    claim, speaker = make.claim("It is so"), make.speaker("Ratu")
    for code in (Stance.OPPOSE, Stance.SUPPORT):
        make.statement(speaker=speaker, stances={claim: code})
    return report("contradictions").held[0].found


def test_the_page_and_the_data_tell_the_same(client, both):
    page = client.get("/reports/contradictions").text
    (row,) = csv.DictReader(io.StringIO(client.get("/reports/contradictions.csv").text))
    told = client.get("/reports/contradictions.json").json["rows"]

    assert "1 contradiction, of 1 holder" in " ".join(page.split())
    assert 'href="/statements/1"' in page
    assert 'href="/statements/2"' in page
    assert (row["kind"], row["marked"], row["gap_days"]) == ("same_day", "false", "0")
    assert [one["statement_a"] for one in told] == [row["statement_a"]]


def test_a_marked_one_stands_apart_with_its_reason_and_for_editors_who_said_so(
    app, client, make, both
):
    ends = [End(one.statement, one.claim) for one in (both.before, both.after)]
    draft = MarkDraft(both.kind, both.holder, (ends[0], ends[1]), "She quotes a poem.")
    with make.transaction(make.reviewer) as session:
        mark_contradiction(session, draft, by=make.reviewer)

    page = client.get("/reports/contradictions").text

    assert "Nobody contradicts themselves" in page
    assert "She quotes a poem." in page
    assert "· Reviewer" not in page
    assert "· Reviewer" in signed_in(app).get("/reports/contradictions").text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"gap": "-1"}, "number of days"),
        ({"gap": "36526"}, "number of days"),
        ({"gap": "²"}, "number of days"),
        ({"way": "by chance"}, "is none of these: same_day, against_body, related_claims"),
        ({"claim": "unknown"}, "nothing called “unknown”"),
        ({"said_from": "2025", "said_to": "2024"}, "ends before it begins"),
        ({"as_of": "r99999"}, "no revision r99999"),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_cannot_be_asked_is_told_in_a_sentence(make, report, asked, sentence):
    make.statement()

    with pytest.raises(Refused) as refusal:
        report("contradictions", **asked)

    assert sentence in str(refusal.value)
