"""Matrix and timeline of the invented town, against tables that were written by hand."""

from collections import Counter

import pytest
from sqlalchemy import select

from tests.exchange.story_tables import SHORT, table
from tracker.models import Claim, Speaker, Statement
from tracker.vocabulary import Level, Stance

# What a cell says on every page that has it.
CELL = ("code", "value", "n", "first_on", "last_on", "statement")


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
def test_the_page_of_a_claim_says_what_the_matrix_says(client, report, ask, level):
    """Cell by cell: who stands where, on how many statements, and since when."""
    cells = {(row.holder, row.column): row for row in report("matrix", holder=level.value).rows}

    told = [
        (uid, row)
        for number, uid in ask(select(Claim.id, Claim.uid))
        for side in client.get(f"/claims/{number}.json?holder={level}").json.items()
        if side[0] in ("for", "mixed", "against", "other")
        for row in side[1]
    ]

    assert len(told) == len(cells)
    for uid, row in told:
        cell = cells[row["holder"], uid]
        assert [row[name] for name in CELL] == [getattr(cell, name) for name in CELL]


def test_the_page_of_a_speaker_says_what_matrix_and_shifts_say(client, report, ask):
    """Each stands there at their own level, with as many changes as the shifts have."""
    built = {level: report("matrix", holder=level).rows for level in Level}
    cells = {(lv, row.holder, row.column): row for lv in built for row in built[lv]}
    shifts = Counter(
        (level, row.holder, row.claim)
        for level in Level
        for row in report("shifts", holder=level).rows
    )

    seen: Counter[Level] = Counter()
    for number, uid in ask(select(Speaker.id, Speaker.uid)):
        page = client.get(f"/speakers/{number}.json", follow_redirects=True).json
        if page["speaker"]["uid"] != uid:
            continue
        level = Level(page["speaker"]["level"])
        for row in page["rows"]:
            place = level, uid, row["claim"]
            assert [row[name] for name in CELL] == [getattr(cells[place], name) for name in CELL]
            assert row["changes"] == shifts[place]
            seen[level] += 1
    assert all(seen[level] for level in (Level.SPEAKER, Level.BODY))
