"""What the history, a redaction and a copy make of verdicts."""

import pytest
from sqlalchemy import select

from tests.history.blanked import SECRET, holding, redacted, uid_of, whole
from tests.reviews.visitors import as_person
from tracker.models import Source, Verdict, VerdictSource
from tracker.verdicts.drafts import Evidence

MARK = "█████"


def test_a_redacted_verdict_keeps_its_rating_and_loses_its_words(giving, make, database, client):
    claim, source = giving.claim(), str(make.source())
    cited = (Evidence(source, f"{SECRET}, it says", f"{SECRET}, page 2"),)
    uid = giving.verdict(claim, "false", why=f"{SECRET}.", evidence=cited)
    giving.withdraw(uid, f"{SECRET}, we hear")

    done = redacted(database, uid)

    assert holding(database, SECRET) == []
    assert done.still == []
    assert whole(database)
    with database.reading() as session:
        row = session.scalars(select(Verdict)).one()
        assert (row.reasons_en, row.reasons_id, row.withdrawn_reason) == (MARK, "", MARK)
        assert (row.state.value, row.rating_id) == ("withdrawn", 4)
    assert "Court order 17/2026" in client.get(f"/verdicts/{uid}").text


def test_a_redacted_source_takes_the_words_that_verdicts_repeat_along(giving, make, database):
    source = make.source(words=f"Heard: {SECRET}. Nothing else.")
    giving.verdict(giving.claim(), evidence=(Evidence(str(source), SECRET),))

    redacted(database, uid_of(database, Source, source))

    assert holding(database, SECRET) == []
    with database.reading() as session:
        assert session.scalars(select(VerdictSource.passage)).one() == ""


@pytest.mark.engines("sqlite")
def test_the_history_of_a_person_tells_verdicts_in_words(app, giving, make):
    giving.verdict(giving.claim("It was so"), "mixed")

    visitor = as_person(app, make.admin)
    page = visitor.get(f"/admin/people/{make.reviewer.account_id}/history").text
    second = visitor.get(f"/admin/people/{giving.second.account_id}/history").text

    assert "Waits for a second reviewer" in page
    assert "Partly true" in page
    assert "It was measured." in page
    assert "Stands" in second
