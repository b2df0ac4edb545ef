"""What the demo ships: facts only, in our own words, with no damaged text."""

import csv
import re
from collections import Counter

import pytest

from tracker.exchange.demo import files
from tracker.text import CLAIM_LIMIT
from tracker.vocabulary import Stance

# What UTF-8 looks like when it was read as something else, once or twice.
MOJIBAKE = re.compile("[ÃÂ\ufffd]|â€|ï¿½|�")


def words(text):
    return re.findall(r"\w+", text.casefold())


def runs(text, length):
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def test_the_votes_are_those_of_the_record(shared_data):
    with (shared_data / "un" / "dprk_human_rights_votes.csv").open(encoding="utf-8") as file:
        original = {
            (row["date"], "A/RES/" + row["resolution"][2:], row["country_code"], row["vote"])
            for row in csv.DictReader(file)
        }

    shipped = {(v.date, v.resolution, v.country_code, v.vote) for v in files.votes()}

    assert shipped == {(d, r, "RS" if c == "YU" else c, v) for d, r, c, v in original}
    assert len(files.votes()) == len(shipped) == 1635


def test_every_vote_has_a_key_of_its_own():
    keys = {vote.key for vote in files.votes()}

    assert len(keys) == 1635
    assert "un-60-173-na" in keys


def test_serbia_and_namibia_are_states_with_names_in_both_languages():
    states = {state.key: [name.text for name in state.names] for state in files.states()}

    assert len(states) == 192
    assert states["iso-rs"] == ["Serbia", "Serbia"]
    assert states["iso-na"] == ["Namibia", "Namibia"]
    assert states["iso-ru"] == ["Russia", "Rusia"]
    assert states["iso-ci"] == ["Côte d’Ivoire", "Côte d’Ivoire"]


def test_a_resolution_is_named_cleanly():
    occasion, source = next(files.resolutions())

    assert occasion.key == source.key == "un-60-173"
    assert source.title == "Situation of human rights in the DPRK, A/RES/60/173, 16 December 2005"
    assert occasion.name_id == "Majelis Umum PBB, pemungutan suara atas A/RES/60/173"


def test_an_abstention_is_a_position():
    codes = Counter(files.cast(vote).stances[0].code for vote in files.votes())

    assert codes == {Stance.SUPPORT: 945, Stance.MIXED: 509, Stance.OPPOSE: 181}


@pytest.mark.parametrize("claim", list(files.claims()), ids=lambda claim: claim.key)
def test_a_claim_says_in_both_languages_what_counts(claim):
    wordings = [claim.wording, *claim.translations]

    assert [wording.language for wording in wordings] == ["en", "id"]
    for wording in wordings:
        assert len(wording.text) <= CLAIM_LIMIT
        assert all((wording.text, wording.negation, wording.definition, wording.exclusion))


def test_the_article_is_told_in_our_own_words(shared_data):
    article = runs((shared_data / "seed" / "article.id.txt").read_text(encoding="utf-8"), 8)

    copied = {
        said["key"]: " ".join(run)
        for said in files.article()["statements"]
        for run in runs(said["gloss_id"], 8) & article
    }

    assert copied == {}


@pytest.mark.parametrize("file", sorted(files.FOLDER.glob("*.[tcm]*")), ids=lambda file: file.name)
def test_no_shipped_file_has_damaged_text(file):
    found = MOJIBAKE.search(file.read_text(encoding="utf-8"))

    assert found is None


def test_whose_data_it_is_stands_beside_it():
    readme = (files.FOLDER / "README.md").read_text(encoding="utf-8")

    for owed in ("unvotes", "0.3.0", "MIT", "D. Robinson", "E. Voeten"):
        assert owed in readme
