"""Matrix and timeline of the invented town, against tables that were written by hand."""

from collections import Counter

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.models import Claim, Speaker, Statement
from tracker.vocabulary import Level, Stance


@pytest.fixture
def database_url(story_database_url):
    return story_database_url


@pytest.fixture
def short(database):
    """The keys of the story by uid, without what they all begin with."""
    with database.reading() as session:
        return {
            uid: (key or "story-")[SHORT:]
            for cls in (Claim, Speaker, Statement)
            for uid, key in session.execute(select(cls.uid, cls.key))
        }


@pytest.fixture
def ask(database):
    """Rows of a select."""

    def rows(found):
        with database.reading() as session:
            return session.execute(found).all()

    return rows


@pytest.mark.parametrize("level", Level)
def test_each_cell_is_the_position_that_a_person_finds(report, short, level):
    rows = report("matrix", holder=level.value).rows

    told = {
        (short[row.column], short[row.holder], str(row.n), row.first_on, row.last_on, row.code)
        for row in rows
    }
    golden = [row for row in table("matrix") if row[0] == level.value]
    assert told == {(claim, who, n, *rest[3:6]) for _, claim, who, n, *rest in golden}
    assert sum(row.value is not None for row in rows) == sum(row[-1] == "yes" for row in golden)


def test_each_quarter_has_the_stances_that_a_person_counts(report, short):
    rows = report("timeline", period="quarter").rows

    told = [(row.period, short[row.claim], row.code, str(row.n)) for row in rows]
    assert sorted(told) == table("timeline")
    for period, claim in {(row.period, row.claim) for row in rows}:
        shares = [row.share for row in rows if (row.period, row.claim) == (period, claim)]
        assert sum(shares) == pytest.approx(1)


def test_what_lies_in_no_quarter_is_counted_apart(report):
    assert report("timeline", period="quarter").n_outside == 1


def test_one_stance_changes_what_each_of_them_says(report, make, ask):
    ((statement,),) = ask(select(Statement.id).where(Statement.key == "story-45"))
    ((ministry,),) = ask(select(Speaker.id).where(Speaker.key == "story-ministry"))
    ((fill,),) = ask(select(Claim.id).where(Claim.key == "story-fill"))
    before = {name: Counter(report(name).rows) for name in ("matrix", "shifts", "timeline")}

    turned = make.draft(speaker=ministry, stances={fill: Stance.OPPOSE}, said_on="2024-04-23")
    make.correct(statement, turned)

    for name in ("matrix", "timeline"):
        assert Counter(report(name).rows) != before[name]


@pytest.mark.parametrize("level", Level)
def test_claim_speaker_matrix_and_shifts_say_the_same(client, report, ask, level):
    """Cell by cell: who stands where, on how many statements, since when, and what changed."""
    cells = {(row.holder, row.column): row for row in report("matrix", holder=level.value).rows}
    shifts = Counter((row.holder, row.claim) for row in report("shifts", holder=level.value).rows)

    seen = 0
    for number, uid in ask(select(Claim.id, Claim.uid)):
        page = client.get(f"/claims/{number}.json?holder={level}").json
        for told in (row for side in ("for", "mixed", "against", "other") for row in page[side]):
            cell = cells[told["holder"], uid]
            assert (told["code"], told["n"]) == (cell.code, cell.n)
            assert (told["first_on"], told["last_on"]) == (cell.first_on, cell.last_on)
            seen += 1
    assert seen == len(cells)
    assert shifts.keys() <= cells.keys()
