"""The schema: every table, a file per family."""

from tracker.models.base import Base, new_uid, now
from tracker.models.claims import (
    Claim,
    ClaimApproval,
    ClaimRelation,
    ClaimTopic,
    ClaimTranslation,
    Topic,
)
from tracker.models.coding import (
    Coded,
    Coding,
    Offered,
    Sample,
    Sampled,
    SampledState,
    SampleMethod,
    Settlement,
)
from tracker.models.comments import Comment, Notification, NotificationKind
from tracker.models.contradictions import KeptContradiction
from tracker.models.history import Head, Redaction, Revision
from tracker.models.ledger import Entry, Office, Position
from tracker.models.marks import NotContradiction
from tracker.models.merging import ClaimMerge, ClaimNotTwin, SpeakerMerge, SpeakerNotTwin
from tracker.models.people import Account, BrowserSession
from tracker.models.reviews import Assignment, Hold, Mistake
from tracker.models.security import Passkey, RecoveryCode, Throttle, Token, TokenKind, Totp
from tracker.models.site import Setting
from tracker.models.sources import Occasion, Outlet, Snapshot, Source
from tracker.models.speakers import ExternalId, Name, Role, Speaker
from tracker.models.statements import (
    Citation,
    Decision,
    Edition,
    EditionSpeaker,
    Stance,
    StanceTarget,
    Statement,
)
from tracker.models.verdicts import (
    Rating,
    RatingColour,
    RatingIcon,
    RatingWording,
    Verdict,
    VerdictSource,
    VerdictStanding,
    VerdictState,
)

__all__ = [
    "Account",
    "Assignment",
    "Base",
    "BrowserSession",
    "Citation",
    "Claim",
    "ClaimApproval",
    "ClaimMerge",
    "ClaimNotTwin",
    "ClaimRelation",
    "ClaimTopic",
    "ClaimTranslation",
    "Coded",
    "Coding",
    "Comment",
    "Decision",
    "Edition",
    "EditionSpeaker",
    "Entry",
    "ExternalId",
    "Head",
    "Hold",
    "KeptContradiction",
    "Mistake",
    "Name",
    "NotContradiction",
    "Notification",
    "NotificationKind",
    "Occasion",
    "Offered",
    "Office",
    "Outlet",
    "Passkey",
    "Position",
    "Rating",
    "RatingColour",
    "RatingIcon",
    "RatingWording",
    "RecoveryCode",
    "Redaction",
    "Revision",
    "Role",
    "Sample",
    "SampleMethod",
    "Sampled",
    "SampledState",
    "Setting",
    "Settlement",
    "Snapshot",
    "Source",
    "Speaker",
    "SpeakerMerge",
    "SpeakerNotTwin",
    "Stance",
    "StanceTarget",
    "Statement",
    "Throttle",
    "Token",
    "TokenKind",
    "Topic",
    "Totp",
    "Verdict",
    "VerdictSource",
    "VerdictStanding",
    "VerdictState",
    "new_uid",
    "now",
]
