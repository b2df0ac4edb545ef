"""What the columns of second coding are called."""

from collections.abc import Mapping

from tracker.errors import N_
from tracker.history.parts import Field, Part, Shape, thing, word
from tracker.models import SampledState, SampleMethod

_CODE = Field(N_("Stance"), Shape.STANCE)
_CLAIM = thing(N_("Claim"), "claim")

CODINGS: Mapping[str, Part] = {
    "sample": Part(
        N_("Sample"),
        {
            "name": Field(N_("Name")),
            "method": word(N_("How it is drawn"), SampleMethod),
            "share": Field(N_("Share, in percent"), Shape.NUMBER),
            "seed": Field(N_("Seed")),
            "coders": Field(N_("Second coders"), Shape.NUMBER),
            "takes_published": Field(N_("With published statements"), Shape.FLAG, usual=False),
            "is_closed": Field(N_("Closed"), Shape.FLAG, usual=False),
        },
    ),
    "sampled": Part(
        N_("Second coding"),
        {
            "sample_id": thing(N_("Sample"), "sample"),
            "state": word(N_("State of the second coding"), SampledState),
            "is_blind": Field(N_("Blind"), Shape.FLAG),
        },
        same=("sample_id",),
    ),
    "offered": Part(N_("Claim to judge"), {"claim_id": _CLAIM}, same=("claim_id",)),
    "coding": Part(N_("Coding"), {"account_id": thing(N_("Coder"), "account")}),
    "coded": Part(
        N_("Coded"),
        {"claim_id": _CLAIM, "code": _CODE, "note": Field(N_("Coder’s note"))},
    ),
    "settlement": Part(
        N_("Settled"),
        {"claim_id": _CLAIM, "code": _CODE, "reason": Field(N_("Reason"))},
        same=("claim_id",),
    ),
}
