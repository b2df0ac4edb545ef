"""The pages of docs/ tell the house as it is."""

import re
from pathlib import Path

import pytest

from tests.fixtures.missing import ROOT
from tests.house.codebook import PAGE, codebook
from tests.house.promises import commands
from tests.house.sources import name_of
from tracker import vocabulary
from tracker.accounts.demo import DEMO_ACCOUNTS

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PARTS = sorted(
    part.name + "/" * part.is_dir()
    for part in (ROOT / "tracker").iterdir()
    if not part.name.startswith("_")
)
LAYERS = re.compile(r"^    \"(.+)\",", re.MULTILINE)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_house_is_on_its_page(part: str):
    assert f"`{part}`" in ARCHITECTURE


def test_the_page_of_the_house_lists_the_layers_as_they_are_kept():
    contract = (ROOT / "pyproject.toml").read_text().partition("layers = [")[2].partition("\n]")[0]
    layers = [re.sub(r"[()]", "", layer) for layer in LAYERS.findall(contract)]

    told = ARCHITECTURE.partition("```layers\n")[2].partition("```")[0]

    assert layers != []
    assert [line.strip() for line in told.splitlines()] == layers


def test_the_codebook_is_that_of_the_vocabulary():
    assert PAGE.read_text() == codebook()


def test_every_word_of_the_vocabulary_is_in_the_codebook():
    page = PAGE.read_text()
    words = [
        word
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, vocabulary.Word)
        for word in kind
    ]

    assert [word for word in words if f"| `{word}` |" not in page] == []


@pytest.mark.parametrize("file", DECISIONS, ids=name_of)
def test_a_decision_is_numbered_and_says_what_it_costs(file: Path):
    text = file.read_text()

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", file.name)
    assert text.startswith("# ")
    for part in ("What we saw", "What we chose", "What it costs", "When to look again"):
        assert f"**{part}.**" in text


@pytest.mark.parametrize("command", sorted(dict(commands())))
def test_a_command_is_documented(command: str):
    assert f"tracker {command}" in (ROOT / "docs" / "operations.md").read_text()


def test_the_first_page_names_the_sign_ins_of_the_demo():
    page = (ROOT / "README.md").read_text()

    told = re.findall(r"^\| `(\S+@\S+)` \| `(\S+)` \|", page, re.MULTILINE)

    assert told == [(account.email, account.password) for account in DEMO_ACCOUNTS]


def test_no_two_decisions_have_one_number():
    assert len({file.name[:4] for file in DECISIONS}) == len(DECISIONS)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *sorted(str(file.relative_to(ROOT)) for file in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_what_a_page_links_to_is_there(page: str):
    file = ROOT / page
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", file.read_text())

    assert [link for link in links if not (file.parent / link).exists()] == []
