"""The seven statements of a news article on the Security Council, as an editor would log them."""

from dataclasses import dataclass, field

STATES = {
    "US": ("United States", "Amerika Serikat"),
    "KP": ("North Korea", "Korea Utara"),
    "RU": ("Russia", "Rusia"),
    "KR": ("South Korea", "Korea Selatan"),
    "JP": ("Japan", "Jepang"),
}
COUNCIL = ("UN Security Council", "Dewan Keamanan PBB")
SOURCE = "Bahaya Kerjasama Militer Antara Korea Utara dan Rusia"
OCCASION = "UN Security Council meeting"
TITLES = {
    "Dorothy Camille Shea": ("Deputy Permanent Representative", "Wakil Duta Besar", "US"),
    "Kim Song": ("Permanent Representative", "Duta Besar", "KP"),
    "Vassily Nebenzia": ("Permanent Representative", "Duta Besar", "RU"),
}
CLAIMS = {
    "A": ("factual", "North Korean troops are fighting Ukrainian forces in the Kursk region"),
    "B": ("prediction", "Military cooperation makes North Korea more able to wage war"),
    "C": ("factual", "Russia shares military technology with North Korea"),
    "D": ("prediction", "The cooperation will trigger an arms race in East Asia"),
    "E": ("value", "North Korea’s missile tests are a legitimate means of defence"),
    "F": ("value", "The United States applies double standards to conflicts"),
    "G": ("value", "The United States, South Korea and Japan provoke North Korea militarily"),
}


@dataclass(frozen=True)
class Taken:
    """One stance: claim, code, act, at whom, in so many words or inferred."""

    claim: str
    code: str
    act: str
    targets: tuple[str, ...] = ()
    explicit: bool = True


@dataclass(frozen=True)
class Said:
    """One statement of the article."""

    speaker: str
    paragraph: int
    gloss: str
    stances: tuple[Taken, ...]
    replies_to: int | None = field(default=None)


SHEA, KIM, NEBENZIA = TITLES
STATEMENTS = (
    Said(
        SHEA,
        1,
        "Is concerned that the troops in Kursk make Pyongyang more able to attack neighbours.",
        (
            Taken("A", "support", "asserts", explicit=False),
            Taken("B", "lean_support", "warns"),
        ),
    ),
    Said(
        SHEA,
        2,
        "North Korea gains equipment, technology and experience, and is more able to wage war.",
        (Taken("C", "support", "asserts"), Taken("B", "support", "warns")),
    ),
    Said(
        SHEA,
        2,
        "The cooperation threatens the region and may start an arms race.",
        (Taken("D", "lean_support", "warns"),),
    ),
    Said(KIM, 3, "Missile tests strengthen defence.", (Taken("E", "support", "justifies"),)),
    Said(
        KIM,
        3,
        "The United States has double standards on the world’s conflicts.",
        (Taken("F", "support", "accuses", ("US",)),),
    ),
    Said(
        NEBENZIA,
        3,
        "Denies that Russia shares military technology with North Korea.",
        (Taken("C", "oppose", "denies"),),
        replies_to=2,
    ),
    Said(
        NEBENZIA,
        3,
        "Blames the United States, South Korea and Japan for military provocation.",
        (Taken("G", "support", "blames", ("US", "KR", "JP")),),
    ),
)
