"""The contradictions that the pages of a claim and a speaker tell of are those of the report."""

import pytest

from tests.marking import contradict
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")


def section(client, claim, query=""):
    """What the page of a claim says of contradictions, blanks aside; empty where it has none."""
    page = client.get(f"/claims/{claim}{query}", follow_redirects=True).text
    _, found, rest = page.partition('id="contradictions"')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


def test_a_claim_tells_how_many_there_are_and_shows_both_quotes(client, make):
    meant = contradict(make, "Ratu")
    claim = meant.draft.ends[0].claim

    told = section(client, claim)

    assert f'href="/reports/contradictions?claim={claim}"' in told
    assert "1 contradiction<" in told
    assert told.count("Says this of it") == 2
    assert section(client, claim, "?holder=state") == ""


def test_no_more_than_three_are_shown_and_marked_ones_are_left_out(client, make):
    meant = contradict(make, "Ratu")
    claim = meant.draft.ends[0].claim
    for name in ("Raja", "Rani", "Rama"):
        speaker = make.speaker(name)
        for code in (Stance.SUPPORT, Stance.OPPOSE):
            make.statement(speaker=speaker, stances={claim: code})
    before = section(client, claim)
    meant.mark("A poem.")
    after = section(client, claim)

    assert "4 contradictions<" in before
    assert before.count('<th scope="row"') == 3
    assert "3 contradictions<" in after
    assert "Ratu" not in after
    assert section(client, make.claim()) == ""


def of_speaker(client, speaker):
    page = client.get(f"/speakers/{speaker}", follow_redirects=True).text
    rest = page.partition('id="contradictions"')[2]
    return " ".join(rest.partition("</section>")[0].split())


def test_a_speaker_is_told_with_both_quotes_and_others_with_words_for_none(client, make):
    meant = contradict(make, "Ratu")
    holder, claim = meant.draft.holder, meant.draft.ends[0].claim
    shea = make.speaker("Shea")
    make.statement(speaker=shea, stances={claim: Stance.SUPPORT})

    hers, none = of_speaker(client, holder), of_speaker(client, shea)

    assert f'href="/reports/contradictions?speaker={holder}&amp;holder=speaker"' in hers
    assert "1 contradiction<" in hers
    assert hers.count("Says this of it") == 2
    assert "Here stands what Shea said that cannot be held together" in none
    meant.mark("A poem.")
    assert "Nothing of this kind was found." in of_speaker(client, holder)
