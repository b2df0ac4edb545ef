"""Every word once: codes, values, labels and the refusals built on them."""

import inspect

import pytest

from tracker import vocabulary
from tracker.errors import N_, Doubt, Missing, Refused, Stale, refuse_all
from tracker.vocabulary import (
    AccountRole,
    Act,
    Check,
    ClaimKind,
    Delivery,
    Side,
    Stance,
    Word,
    Words,
    label,
)
from tracker.wording import side_heading, stance_label, stance_sentence

MEMBERS = [
    member
    for _, words in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(words, Word)
    for member in words
]


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_every_word_has_a_label_in_both_languages_and_is_its_code(member):
    assert label(member, "en")
    assert label(member, "id")
    assert str(member) == member.value == member
    assert type(member)(member.value) is member


def test_the_scale_is_eight_codes_in_order():
    assert [stance.value for stance in Stance] == [
        "support",
        "lean_support",
        "mixed",
        "lean_oppose",
        "oppose",
        "question",
        "mention",
        "decline",
    ]
    assert [stance.number for stance in Stance] == [2, 1, 0, -1, -2, None, None, None]
    assert [stance.glyph for stance in Stance] == ["++", "+", "±", "−", "−−", "?", "·", "∅"]
    assert [stance.key for stance in Stance] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert " ".join(stance.css for stance in Stance) == "p2 p1 z o1 o2 q m d"
    assert "".join(stance.side.value[0] for stance in Stance) == "ffmaaooo"


@pytest.mark.parametrize("stance", Stance)
def test_a_mirrored_stance_has_the_opposite_number_and_comes_back(stance):
    opposite = None if stance.number is None else -stance.number

    assert stance.mirrored.number == opposite
    assert stance.mirrored.mirrored is stance


def test_there_are_sixteen_acts_from_asserting_to_voting():
    assert len(Act) == 16
    assert [*Act][:1] + [*Act][-1:] == [Act.ASSERTS, Act.VOTES]


def test_only_own_words_may_be_quoted():
    assert {delivery.value for delivery in Delivery if delivery.may_quote} == {
        "verbatim",
        "interpreted",
        "document",
    }


def test_chips_say_denies_of_a_fact_and_opposes_of_a_policy():
    assert stance_label(Stance.OPPOSE, ClaimKind.FACTUAL, "en") == "denies"
    assert stance_label(Stance.OPPOSE, ClaimKind.FACTUAL, "id") == "membantah"
    assert stance_label(Stance.OPPOSE, ClaimKind.POLICY, "en") == "opposes"
    assert stance_label(Stance.MIXED, ClaimKind.PROMISE, "id") == "netral, abstain"


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("kind", ClaimKind)
@pytest.mark.parametrize("stance", Stance)
def test_every_stance_reads_as_a_sentence_about_the_claim(stance, kind, language):
    sentence = stance_sentence(stance, kind, language).format(claim="CLAIM")

    assert sentence.endswith(" CLAIM")
    assert sentence[0].islower()


def test_a_denial_reads_as_one_in_both_languages():
    assert stance_sentence(Stance.OPPOSE, ClaimKind.VALUE, "en") == "denies that {claim}"
    assert stance_sentence(Stance.OPPOSE, ClaimKind.VALUE, "id") == "membantah bahwa {claim}"


def test_columns_are_headed_in_the_words_of_the_claims_kind():
    def heads(kind, language):
        return [side_heading(side, kind, language) for side in Side]

    assert heads(ClaimKind.FACTUAL, "en") == [
        "Asserts",
        "Says both, or abstains",
        "Denies",
        "Asked, mentioned, declined to say",
    ]
    assert heads(ClaimKind.POLICY, "en")[:3] == ["Supports", "Neutral, abstains", "Opposes"]
    assert heads(ClaimKind.FACTUAL, "id")[::2] == ["Menegaskan", "Membantah"]
    assert heads(ClaimKind.POLICY, "id")[::2] == ["Mendukung", "Menentang"]


def test_a_language_the_product_does_not_speak_gets_english():
    assert Words("yes", "ya").in_("fr") == "yes" == str(Words("yes", "ya"))


def test_each_role_reaches_itself_and_the_ones_before_it():
    reached = [[role.reaches(other) for other in AccountRole] for role in AccountRole]

    assert [row.count(True) for row in reached] == [1, 2, 3, 4]
    assert AccountRole.REVIEWER.reaches(AccountRole.EDITOR)
    assert not AccountRole.EDITOR.reaches(AccountRole.REVIEWER)


def test_a_refusal_says_its_sentence_with_the_parts_filled_in():
    refusal = Refused(N_("%(word)s is %(n)s too many."), field="quote", word=Words("x", "y"), n=3)

    assert str(refusal) == "x is 3 too many."
    assert refusal.sentence(lambda message: message, "id") == "y is 3 too many."
    assert refusal.sentence(lambda _: "Terlalu banyak: %(n)s", "id") == "Terlalu banyak: 3"
    assert (refusal.field, refusal.message) == ("quote", "%(word)s is %(n)s too many.")


def test_a_sentence_without_parts_may_hold_a_percent_sign():
    refusal = Refused("Only 100 % will do.")

    assert str(refusal) == refusal.sentence(str, "en") == "Only 100 % will do."


def test_a_doubt_names_the_check_and_shows_the_twin():
    twin = Doubt("Logged before.", check=Check.TWIN, twin=7)
    role = Doubt("Ended %(on)s.", check=Check.ROLE_DATES, on="2024")

    assert (twin.check, twin.twin, twin.details) == ("twin", 7, {"twin": 7})
    assert (role.twin, role.details) == (None, {"on": "2024"})


def test_several_problems_are_told_at_once_those_beyond_doubt_first():
    doubt = Doubt("Sure?", check=Check.TWIN)
    wrong = Refused("Wrong.", others=[Refused("Also wrong.")])

    with pytest.raises(Refused) as caught:
        refuse_all([doubt, wrong])

    assert [str(problem) for problem in caught.value.all()] == ["Wrong.", "Also wrong.", "Sure?"]
    assert not isinstance(caught.value, Doubt)


def test_doubts_alone_are_raised_as_a_doubt():
    with pytest.raises(Doubt):
        refuse_all([Doubt("Sure?", check=Check.TWIN)])


def test_no_problem_is_no_refusal():
    refuse_all([])


def test_a_stale_row_tells_both_versions():
    stale = Stale("statement", 7, expected=1, actual=3)

    assert (stale.kind, stale.id, stale.expected, stale.actual) == ("statement", 7, 1, 3)
    assert str(stale) == "statement 7 is at version 3, not 1."
    assert issubclass(Missing, Exception)
