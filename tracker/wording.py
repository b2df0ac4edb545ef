"""How a stance is said: one denies a factual claim, but opposes a policy."""

from tracker.vocabulary import ClaimKind, Side, Stance, Words, label

# In the order of the scale; first as one says it of a factual claim, prediction or value.
_CHIPS = (
    (
        Words("asserts", "menegaskan"),
        Words("suggests", "cenderung membenarkan"),
        Words("says both", "menyatakan keduanya"),
        Words("doubts", "meragukan"),
        Words("denies", "membantah"),
        Words("asks", "mempertanyakan"),
        Words("mentions", "menyebut"),
        Words("declines to say", "menolak berkomentar"),
    ),
    (
        Words("supports", "mendukung"),
        Words("supports with conditions", "mendukung dengan syarat"),
        Words("neutral, abstains", "netral, abstain"),
        Words("opposes in part", "menolak sebagian"),
        Words("opposes", "menentang"),
        Words("asks about", "mempertanyakan"),
        Words("mentions", "menyebut"),
        Words("declines to say", "menolak berkomentar"),
    ),
)
_SENTENCES = (
    (
        Words("asserts that", "menegaskan bahwa"),
        Words("suggests that", "cenderung membenarkan bahwa"),
        Words("both asserts and denies that", "menegaskan sekaligus membantah bahwa"),
        Words("casts doubt on whether", "meragukan bahwa"),
        Words("denies that", "membantah bahwa"),
        Words("asks whether", "mempertanyakan apakah"),
        Words("mentions the claim that", "menyebut klaim bahwa"),
        Words("declines to say whether", "menolak berkomentar apakah"),
    ),
    (
        Words("supports the position that", "mendukung pendapat bahwa"),
        Words("supports with conditions that", "mendukung dengan syarat bahwa"),
        Words("is neutral or abstains on whether", "netral atau abstain tentang apakah"),
        Words("opposes in part the position that", "menolak sebagian pendapat bahwa"),
        Words("opposes the position that", "menentang pendapat bahwa"),
        Words("asks about the position that", "mempertanyakan pendapat bahwa"),
        Words("mentions the position that", "menyebut pendapat bahwa"),
        Words("declines to say whether", "menolak berkomentar apakah"),
    ),
)


def stance_label(code: Stance, kind: ClaimKind, language: str) -> str:
    """Give the words of the chip: one denies a factual claim, but opposes a policy."""
    return _CHIPS[kind.is_policy_like][code.key - 1].in_(language)


def stance_sentence(code: Stance, kind: ClaimKind, language: str) -> str:
    """Give the sentence form, a template for the claim's text: "denies that {claim}"."""
    return _SENTENCES[kind.is_policy_like][code.key - 1].in_(language) + " {claim}"


def side_heading(side: Side, kind: ClaimKind, language: str) -> str:
    """Name a column of the claim page in the words of the claim's kind."""
    strongest = {Side.FOR: Stance.SUPPORT, Side.AGAINST: Stance.OPPOSE}
    if kind.is_policy_like:
        strongest[Side.MIXED] = Stance.MIXED
    code = strongest.get(side)
    return stance_label(code, kind, language).capitalize() if code else label(side, language)
