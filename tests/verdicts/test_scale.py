"""The scale: renamed without rewriting what was decided, retired, deleted while unused."""

from dataclasses import replace

import pytest

from tracker.errors import Refused, Stale
from tracker.models import RatingColour, RatingIcon
from tracker.verdicts import commands_scale as commands
from tracker.verdicts.drafts import RatingDraft, Wording
from tracker.verdicts.queries import earlier_wordings, scale, verdicts_on
from tracker.visibility import ANYBODY

WORDING = Wording(
    "Satire", "Satire", "A joke.", "Lelucon.", RatingColour.VIOLET, RatingIcon.TRIANGLE
)
SATIRE = RatingDraft("satire", replace(WORDING, label_id="Satir"), 9)


@pytest.fixture
def admin(make):
    return make.admin


@pytest.fixture
def change(make, admin, giving):
    """Do something to the scale, as an administrator."""

    def run(command, *args, **given):
        with make.transaction(admin) as session:
            command(session, *args, **given)

    return run


def codes(database, **asked):
    with database.reading() as session:
        return [step.code for step in scale(session, "en", **asked)]


def test_a_renamed_rating_keeps_what_it_was_called_when_it_was_given(
    giving, change, database, admin
):
    claim = giving.claim()
    giving.verdict(claim, "mixed")
    draft = next(one for one in commands.STARTING_SCALE if one.code == "mixed")
    renamed = replace(draft, wording=replace(draft.wording, label_en="Half true"))

    change(commands.edit_rating, "mixed", renamed, version=1, by=admin)

    with database.reading() as session:
        [verdict] = verdicts_on(session, ANYBODY, claim, "en")
        [[earlier]] = earlier_wordings(session).values()
    assert (verdict.label, verdict.label_then, verdict.code) == (
        "Half true",
        "Partly true",
        "mixed",
    )
    assert (earlier.label_en, earlier.number) == ("Partly true", 1)


def test_a_rating_that_was_given_can_only_be_retired(giving, change, database, admin):
    giving.verdict(giving.claim(), "true")
    change(commands.add_rating, SATIRE, by=admin)

    with pytest.raises(Refused, match="Retire it instead"):
        change(commands.delete_rating, "true", version=1)
    change(commands.retire_rating, "true", version=1)
    change(commands.delete_rating, "satire", version=1)

    assert codes(database) == ["mostly-true", "mixed", "false", "unproven", "true"]
    assert "true" not in codes(database, in_use=True)
    with pytest.raises(Refused, match="Choose a rating"):
        giving.propose(giving.claim())
    change(commands.use_rating, "true", version=2)
    assert codes(database)[0] == "true"


def test_a_rating_that_waits_to_be_given_is_not_given_once_retired(giving, change):
    uid = giving.propose(giving.claim())
    change(commands.retire_rating, "true", version=1)

    with pytest.raises(Refused, match="retired in the meantime"):
        giving.decide(uid)


@pytest.mark.engines("sqlite")
def test_a_rating_is_worded_in_both_languages_and_not_as_another(change, admin, database):
    for wording, field in (
        (replace(WORDING, label_id=""), "label_id"),
        (replace(WORDING, definition_en=" "), "definition_en"),
        (replace(WORDING, label_en="Tr\u202eue"), "label_en"),
        (replace(WORDING, label_en="True"), "label_en"),
        (replace(WORDING, value=101), "value"),
    ):
        with pytest.raises(Refused) as refused:
            change(commands.add_rating, replace(SATIRE, wording=wording), by=admin)
        assert refused.value.field == field
    for code in ("", "Satire!", "none", "true"):
        with pytest.raises(Refused) as refused:
            change(commands.add_rating, replace(SATIRE, code=code), by=admin)
        assert refused.value.field == "code"
    change(commands.add_rating, SATIRE, by=admin)
    change(commands.add_rating, SATIRE, by=admin)
    assert codes(database)[-1] == "satire"
    with pytest.raises(Stale):
        change(commands.edit_rating, "satire", SATIRE, version=7, by=admin)
    with pytest.raises(Refused, match="already"):
        change(commands.start_scale, by=admin)
