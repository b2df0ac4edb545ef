"""The report on agreement: forty statements coded twice by the forms; equal to the oracle."""

import csv
import io
import random

import krippendorff
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.coding.sampling import Sampling
from tests.coding.test_pages import filled
from tests.queue.deciding import post
from tests.reviews.visitors import as_person
from tracker.analysis.agreement import NOT_CODED
from tracker.cli.main import tracker
from tracker.models import Account
from tracker.reports.agreement import AgreementFilters, build
from tracker.vocabulary import Stance

CATEGORIES = ["for", "mixed", "against", "question", "mention", "decline", NOT_CODED]


@pytest.fixture
def sampling(make):
    return Sampling(make)


def category(code):
    if not code:
        return float(CATEGORIES.index(NOT_CODED))
    stance = Stance(code)
    name = stance.value if stance.number is None else stance.side.value
    return float(CATEGORIES.index(name))


def number(code):
    value = Stance(code).number if code else None
    return float("nan") if value is None else float(value)


def oracle(pairs, level):
    """What the oracle says of pairs of codes; "" is not about the claim."""
    if level == "nominal":
        table = [[category(pair[side]) for pair in pairs] for side in (0, 1)]
        domain = [float(n) for n in range(len(CATEGORIES))]
    else:
        table = [[number(pair[side]) for pair in pairs] for side in (0, 1)]
        domain = [-2.0, -1.0, 0.0, 1.0, 2.0]
    return krippendorff.alpha(
        reliability_data=table, level_of_measurement=level, value_domain=domain
    )


@pytest.mark.engines("sqlite")
def test_forty_statements_coded_twice_by_the_forms_are_reported_as_the_oracle_says(
    app, make, sampling, database
):
    chance, claims = random.Random(40), [make.claim() for _ in range(4)]
    codes, pairs, statements = [code.value for code in Stance], [], []
    for place in range(40):
        first = chance.choice(codes[:5])
        claim = claims[place % 4]
        statements.append((make.submitted(stances={claim: first}), claim, first))
    sampling.draw(by=sampling.reviewer("Drawer"))
    coder = as_person(app, sampling.reviewer("Sato"))

    for statement, claim, first in statements:
        second = first if chance.random() < 0.6 else chance.choice([*codes, ""])
        fields = filled(sampling, statement, {claim: second or "none"})
        fields["client_token"] = f"t{statement}"
        assert post(coder, f"/coding/{sampling.sampled(statement)}", **fields).status_code == 303
        pairs.append((first, second))
    page = as_person(app, make.editor)
    rows = list(csv.DictReader(io.StringIO(page.get("/reports/agreement.csv").text)))
    told = {row["measure"]: row for row in rows if row["scope"] == "overall"}

    assert told["alpha_nominal"]["n"] == "40"
    assert float(told["alpha_nominal"]["value"]) == pytest.approx(
        oracle(pairs, "nominal"), abs=1e-9, rel=0
    )
    assert float(told["alpha_ordinal"]["value"]) == pytest.approx(
        oracle(pairs, "ordinal"), abs=1e-9, rel=0
    )
    equal = sum(category(one) == category(other) for one, other in pairs) / 40
    assert float(told["percent"]["value"]) == pytest.approx(equal, abs=1e-12)
    counted = [row for row in rows if row["scope"] == "confusion"]
    assert sum(int(row["n"]) for row in counted) == 40
    assert [tuple(row.values())[:3] for row in rows] == sorted(
        tuple(row.values())[:3] for row in rows
    )
    page_text = page.get("/reports/agreement").text
    assert "40" in page_text
    assert "Sato" in page_text


@pytest.mark.engines("sqlite")
def test_a_month_that_lies_half_in_the_period_is_left_out_by_name(make, sampling, report):
    claim, coder = make.claim(), sampling.reviewer("Sato")
    for said_on in ("2025-06", "2025-06-20", "2025-07-02"):
        make.submitted(stances={claim: "support"}, said_on=said_on)
    sampling.draw()
    for statement in (1, 2, 3):
        sampling.code(statement, {claim: "support"}, by=coder)

    told = report("agreement", viewer=make.editor, said_from="2025-06-15", said_to="2025-06-30")

    assert (told.statements, told.n_imprecise) == (1, 1)


@pytest.fixture
def read_twice(make, sampling):
    """One blind statement that differs, one published that agrees, one that waits, one dropped."""
    claim = make.claim("It was so")
    differs = make.submitted(stances={claim: "support"}, gloss_en="Says so, she does.")
    public = make.statement(stances={claim: "oppose"})
    waits, dropped = make.submitted(), make.submitted()
    sampling.draw(takes_published=True)
    coder = sampling.reviewer("Sato")
    sampling.code(differs, {claim: "oppose"}, by=coder)
    sampling.code(public, {claim: "oppose"}, by=coder)
    sampling.take_back(dropped)
    return claim, differs, public, waits


def test_what_was_not_blind_waits_or_left_stands_apart(make, read_twice, database):
    with database.reading() as session:
        report = build(session, AgreementFilters(make.editor))

    assert [f.value for f in report.overall.figures if f.measure == "percent"] == [0]
    assert [f.value for f in report.not_blind.figures if f.measure == "percent"] == [1]
    assert (report.statements, report.waiting, report.dropped) == (2, 1, 1)
    assert dict(report.confusion) == {("support", "oppose"): 1}
    assert [part.label for part in report.pairs] == ["Editor, Sato"]
    assert len(report.months) == 1


def test_readers_get_what_is_public_and_nothing_about_coders(make, sampling, read_twice, client):
    claim, blind, _, _ = read_twice
    sampling.settle(blind, {claim: "support"}, by=sampling.reviewer("Judge"))
    make.publish(blind)

    page, data = client.get("/reports/agreement"), client.get("/reports/agreement.json").get_json()

    assert page.status_code == 200
    assert "Sato" not in page.text
    assert {row["scope"] for row in data["rows"]} <= {
        "overall", "not_blind", "claim", "month", "confusion", "left_out",
    }  # fmt: skip
    assert "units" not in data
    assert client.get("/reports/agreement?coder=1").status_code == 303
    assert client.get("/reports/agreement.xlsx?coder=1").status_code == 303


def test_filters_narrow_the_report_and_each_number_opens_to_its_statements(
    app, make, read_twice, database
):
    claim, differs, public, _ = read_twice
    editor = as_person(app, make.editor)
    with database.reading() as session:
        uid = session.scalars(select(Account.uid).where(Account.name == "Sato")).one()

    narrowed = editor.get(f"/reports/agreement?claim={claim}&said_from=2030").text
    opened = editor.get("/reports/agreement?first=support&second=oppose").text
    page = editor.get("/reports/agreement?said_from=2025").text
    blind, apart = (
        editor.get(f"/reports/agreement?said_from=2025&blind={word}").text for word in ("yes", "no")
    )
    by_coder = editor.get(f"/reports/agreement.json?coder={uid}").get_json()

    assert "No statement has been coded twice" in narrowed
    assert f"/statements/{differs}" in opened
    assert f"/statements/{public}" not in opened
    for query in ("blind=yes", f"blind=yes&amp;other={uid}&amp;coder="):
        assert f"/reports/agreement?said_from=2025&amp;{query}" in page
    assert 'href="/reports/agreement.csv?said_from=2025"' in page
    assert [f"/statements/{differs}" in shown for shown in (blind, apart)] == [True, False]
    assert [f"/statements/{public}" in shown for shown in (blind, apart)] == [False, True]
    assert {unit["statement_id"] for unit in by_coder["units"]} == {differs, public}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("claim=nothing", "There is nothing called “nothing” here."),
        ("topic=nothing", "There is nothing called “nothing” here."),
        ("coder=x", "There is nothing called “x” here."),
        ("said_from=2025-13", "said_from"),
        ("as_of=r1", "This report cannot be narrowed by “as_of”."),
    ],
)
def test_what_names_nothing_is_told_in_a_sentence(app, make, query, sentence):
    answer = as_person(app, make.editor).get(f"/reports/agreement?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.engines("sqlite")
def test_a_citation_promises_no_figures_of_the_past_as_the_report_keeps_none(client, read_twice):
    page = client.get("/reports/agreement?said_from=2025").text

    assert "/reports/agreement?said_from=2025</a>" in page
    assert "as_of" not in page
    assert "This report knows no past" in page
    assert "for ever" not in page


def test_the_command_prints_the_same_rows(database_url, read_twice):
    asked = ["--database", database_url, "report", "agreement"]
    done, table, wrong = (
        CliRunner().invoke(tracker, [*asked, *more])
        for more in (["--format", "csv"], [], ["--format", "svg"])
    )

    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0])[:7] == ["scope", "item", "measure", "value", "n", "left_out", "note"]
    assert any(row["scope"] == "pair" for row in rows)
    assert "percent" in table.stdout
    assert (done.exit_code, wrong.exit_code) == (0, 2)
