"""What a redaction takes from each kind of object, and what it leaves there instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Table

from tracker.models import (
    Account,
    Base,
    Citation,
    Claim,
    ClaimMerge,
    ClaimTranslation,
    Coded,
    Comment,
    Decision,
    Edition,
    ExternalId,
    Mistake,
    Name,
    NotContradiction,
    Occasion,
    Outlet,
    Passkey,
    RecoveryCode,
    Role,
    Sample,
    Settlement,
    Snapshot,
    Source,
    Speaker,
    SpeakerMerge,
    Stance,
    Statement,
    Topic,
    Totp,
    Verdict,
    VerdictSource,
)

BLOCK = "█"
MARK = BLOCK * 5
# Where somebody reads the words of a statement, the reason for their absence stands instead.
NOTICES = {"gloss_en": "Redacted on {on}: {reason}", "gloss_id": "Disamarkan pada {on}: {reason}"}


@dataclass(frozen=True)
class Left:
    """One table: columns and what stays in them, or the rows go altogether.

    Only what is not empty is blanked; MARK stays where a page needs something to show,
    and where an empty text would say something else: that nobody is unnamed, for instance.
    """

    model: type[Base]
    columns: Mapping[str, str | None] = field(default_factory=dict)
    is_removed: bool = False

    @property
    def table(self) -> Table:
        return self.model.metadata.tables[self.model.__tablename__]


_SAID = ("quote", "translation", "translator", "context", "fingerprint")
_PUBLISHED = ("folded", "author", "section", "url", "archive_url")
_WORDED = {"text": MARK, "folded": "", "negation": "", "definition": "", "exclusion": ""}
_NAMED = {"name_en": MARK, "name_id": MARK, "folded": ""}

# The passages of a statement's sources, and the texts of a source, are blanked in passages.py.
LEFT: Mapping[str, tuple[Left, ...]] = {
    "statement": (
        Left(Edition, {**dict.fromkeys(_SAID, ""), "described_as": MARK}),
        Left(Stance, {"note": "", "original_code": "", "original_scheme": ""}),
        # Somebody may have written down there which words are meant.
        Left(Citation, {"locator": ""}),
        Left(Decision, {"reason": MARK}),
        Left(Coded, {"note": ""}),
        Left(Settlement, {"reason": MARK}),
    ),
    "speaker": (
        Left(Speaker, {"name": MARK, "folded": "", "about": "", "key": None}),
        Left(Name, is_removed=True),
        Left(ExternalId, is_removed=True),
        Left(Role, {"title_en": MARK, "title_id": MARK}),
        Left(SpeakerMerge, {"reason": MARK}),
    ),
    "claim": (
        Left(Claim, _WORDED),
        Left(ClaimTranslation, _WORDED),
        Left(ClaimMerge, {"reason": MARK}),
        Left(NotContradiction, {"reason": MARK}),
    ),
    "source": (
        Left(
            Source,
            {"title": MARK, **dict.fromkeys(_PUBLISHED, "")},
        ),
    ),
    "outlet": (Left(Outlet, {"name": MARK, "folded": "", "url": ""}),),
    "occasion": (Left(Occasion, {**_NAMED, "place": ""}),),
    "topic": (Left(Topic, {**_NAMED, "about": ""}),),
    "sample": (Left(Sample, {"name": MARK, "seed": ""}),),
    "mistake": (Left(Mistake, {"report": MARK, "contact": "", "answer": MARK}),),
    "comment": (Left(Comment, {"text": MARK, "hidden_reason": MARK}),),
    "verdict": (
        Left(
            Verdict,
            {
                "reasons_en": MARK,
                "reasons_id": MARK,
                "answer": MARK,
                "withdrawn_reason": MARK,
            },
        ),
        Left(VerdictSource, {"passage": "", "locator": ""}),
    ),
    "account": (
        Left(Account, {"name": MARK}),
        Left(Totp, is_removed=True),
        Left(Passkey, is_removed=True),
        Left(RecoveryCode, is_removed=True),
    ),
}
# Kinds that a uid can name, with the table that has it.
KINDS: Mapping[str, type[Base]] = {
    "statement": Statement,
    "speaker": Speaker,
    "claim": Claim,
    "source": Source,
    "outlet": Outlet,
    "occasion": Occasion,
    "topic": Topic,
    "sample": Sample,
    "mistake": Mistake,
    "comment": Comment,
    "verdict": Verdict,
    "account": Account,
}
SNAPSHOTS: Table = Snapshot.metadata.tables["snapshot"]


def notices(at: datetime, reason: str) -> dict[str, str]:
    """The glosses of a redacted statement: everywhere they stand where its words were."""
    on = at.date().isoformat()
    return {column: words.format(on=on, reason=reason) for column, words in NOTICES.items()}


def anonymous(account_id: int) -> str:
    """The address of a redacted account: nobody's, and no other account's."""
    return f"redacted-{account_id}@redacted.invalid"
