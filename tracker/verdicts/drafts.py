"""What a verdict and a rating are made of, as forms and the demo hand them in."""

from dataclasses import dataclass

from tracker.models import RatingColour, RatingIcon


@dataclass(frozen=True)
class Evidence:
    """A source (KEY), the words of it that are meant, and where in it they stand."""

    source: str
    passage: str = ""
    locator: str = ""


@dataclass(frozen=True)
class VerdictDraft:
    """A rating by its code, why, and what shows it."""

    rating: str
    reasons_en: str = ""
    reasons_id: str = ""
    evidence: tuple[Evidence, ...] = ()
    client_token: str | None = None


@dataclass(frozen=True)
class Wording:
    """What a rating is called, what it means and how it looks; `value` may be no number."""

    label_en: str
    label_id: str
    definition_en: str
    definition_id: str
    colour: RatingColour
    icon: RatingIcon
    value: int | None = None


@dataclass(frozen=True)
class RatingDraft:
    """A rating as it is typed; the code is given once and for ever."""

    code: str
    wording: Wording
    place: int
