"""What the columns of the scale and of verdicts are called."""

from collections.abc import Mapping

from tracker.errors import N_
from tracker.history.parts import Field, Part, Shape, thing, word
from tracker.models import RatingColour, RatingIcon, VerdictState

_RATING = thing(N_("Rating"), "rating")

VERDICTS: Mapping[str, Part] = {
    "rating": Part(
        N_("Rating"),
        {
            "code": Field(N_("Code")),
            "place": Field(N_("Place in the scale"), Shape.NUMBER),
            "is_retired": Field(N_("Retired"), Shape.FLAG, usual=False),
        },
    ),
    "rating_wording": Part(
        N_("Wording of a rating"),
        {
            "label_en": Field(N_("Label in English")),
            "label_id": Field(N_("Label in Indonesian")),
            "definition_en": Field(N_("Definition in English")),
            "definition_id": Field(N_("Definition in Indonesian")),
            "colour": word(N_("Colour"), RatingColour),
            "icon": word(N_("Sign"), RatingIcon),
            "value": Field(N_("Number"), Shape.NUMBER),
        },
    ),
    "verdict": Part(
        N_("Verdict"),
        {
            "claim_id": thing(N_("Claim"), "claim"),
            "rating_id": _RATING,
            "state": word(N_("State of the verdict"), VerdictState),
            "reasons_en": Field(N_("Reasons in English")),
            "reasons_id": Field(N_("Reasons in Indonesian")),
            "answer": Field(N_("Why it was not accepted")),
            "withdrawn_reason": Field(N_("Why it was withdrawn")),
        },
    ),
    "verdict_source": Part(
        N_("Evidence"),
        {
            "source_id": thing(N_("Source"), "source"),
            "passage": Field(N_("Words of the source")),
            "locator": Field(N_("Place in the source")),
        },
        same=("source_id",),
    ),
    "verdict_standing": Part(N_("Stands"), {"rating_id": _RATING}),
}
