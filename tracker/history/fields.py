"""What the columns of the history are called, and how their values are told."""

from collections.abc import Mapping

from tracker import vocabulary
from tracker.errors import N_
from tracker.history.fields_coding import CODINGS
from tracker.history.fields_verdicts import VERDICTS
from tracker.history.parts import MIRRORED, Field, Part, Shape, merge, not_twin, thing, word

_LANGUAGE = Field(N_("Language"), Shape.LANGUAGE)
_WORDING = {
    "text": Field(N_("The claim")),
    "language": _LANGUAGE,
    "negation": Field(N_("The other side would say")),
    "definition": Field(N_("What counts")),
    "exclusion": Field(N_("What does not count")),
}
_IN_EVIDENCE = N_("Evidence, to which character of the quote")

PARTS: Mapping[str, Part] = {
    "statement": Part(N_("Statement"), {"state": word(N_("State"), vocabulary.StatementState)}),
    "edition": Part(
        N_("Words"),
        {
            "state": word(N_("State of the edition"), vocabulary.EditionState),
            "delivery": word(N_("Delivery"), vocabulary.Delivery),
            "quote": Field(N_("Quote")),
            "quote_language": Field(N_("Language of the quote"), Shape.LANGUAGE),
            "translation": Field(N_("Translation")),
            "translation_language": Field(N_("Language of the translation"), Shape.LANGUAGE),
            "translator": Field(N_("Translator")),
            "gloss_en": Field(N_("Gloss in English")),
            "gloss_id": Field(N_("Gloss in Indonesian")),
            "context": Field(N_("Context")),
            "said_on": Field(N_("Said on"), Shape.DAYS),
            "occasion_id": thing(N_("Occasion"), "occasion"),
            "described_as": Field(N_("Described as")),
            "relayed_by_id": thing(N_("Relayed by"), "speaker"),
            "replies_to_id": thing(N_("Replies to"), "statement"),
            "retracts_id": thing(N_("Takes back"), "statement"),
            "repeats_id": thing(N_("Repeats"), "statement"),
            "confirmed": Field(N_("Confirmed by the author"), Shape.CHECKS),
        },
    ),
    "edition_speaker": Part(
        N_("Speaker"),
        {
            "speaker_id": thing(N_("Speaker"), "speaker"),
            "role_id": thing(N_("Role"), "role"),
            "body_id": thing(N_("On behalf of"), "speaker"),
        },
        same=("speaker_id",),
    ),
    "citation": Part(
        N_("Citation"),
        {
            "source_id": thing(N_("Source"), "source"),
            "exact": Field(N_("Cited words")),
            "locator": Field(N_("Place in the source")),
        },
        same=("source_id",),
    ),
    "stance": Part(
        N_("Stance"),
        {
            "claim_id": thing(N_("Claim"), "claim"),
            "code": Field(N_("Stance"), Shape.STANCE),
            "act": word(N_("Act"), vocabulary.Act),
            "is_explicit": Field(N_("Said outright"), Shape.FLAG, usual=True),
            "evidence_start": Field(
                N_("Evidence, from which character of the quote"), Shape.NUMBER
            ),
            "evidence_end": Field(_IN_EVIDENCE, Shape.NUMBER),
            "note": Field(N_("Coder’s note")),
            "original_code": Field(N_("Original code")),
            "original_scheme": Field(N_("Scheme of the original code")),
        },
        same=("claim_id",),
    ),
    "stance_target": Part(
        N_("Aimed at"), {"speaker_id": thing(N_("Aimed at"), "speaker")}, same=("speaker_id",)
    ),
    "claim": Part(
        N_("Claim"),
        {
            "kind": word(N_("Kind"), vocabulary.ClaimKind),
            **_WORDING,
            "merged_into_id": thing(N_("Merged into"), "claim"),
            "is_mirrored": MIRRORED,
        },
    ),
    # About nothing that a reader could know of: who approved is for editors.
    "claim_approval": Part(N_("Wording approved"), {}, about="claim_approval"),
    "claim_merge": merge("claim"),
    "claim_not_twin": not_twin("claim"),
    "not_contradiction": Part(
        N_("Not a contradiction"),
        {
            "kind": word(N_("Kind"), vocabulary.ContradictionKind),
            "holder_id": thing(N_("Whose"), "speaker"),
            "a_statement_id": thing(N_("Statement"), "statement"),
            "b_statement_id": thing(N_("Other statement"), "statement"),
            "b_claim_id": thing(N_("Claim of the other statement"), "claim"),
            "reason": Field(N_("Reason")),
        },
        same=("holder_id", "a_statement_id", "b_statement_id"),
        about="b_claim_id",
    ),
    "claim_translation": Part(N_("Translation"), _WORDING, same=("language",)),
    "claim_topic": Part(
        N_("Topic"), {"topic_id": thing(N_("Topic"), "topic")}, ("topic_id",), "topic_id"
    ),
    "claim_relation": Part(
        N_("Related claim"),
        {
            "kind": word(N_("This claim …"), vocabulary.RelationKind),
            "other_id": thing(N_("Claim"), "claim"),
        },
        same=("other_id", "kind"),
        about="other_id",
    ),
    "topic": Part(
        N_("Topic"),
        {
            "name_en": Field(N_("Name in English")),
            "name_id": Field(N_("Name in Indonesian")),
            "about": Field(N_("About")),
            "parent_id": thing(N_("Below"), "topic"),
        },
    ),
    "speaker": Part(
        N_("Speaker"),
        {
            "kind": word(N_("Kind"), vocabulary.SpeakerKind),
            "name": Field(N_("Name")),
            "iso_code": Field(N_("Country code")),
            "about": Field(N_("About")),
            "parent_id": thing(N_("Part of"), "speaker"),
            "merged_into_id": thing(N_("Merged into"), "speaker"),
        },
    ),
    "speaker_merge": merge("speaker"),
    "speaker_not_twin": not_twin("speaker"),
    "name": Part(
        N_("Spelling of the name"),
        {
            "text": Field(N_("Name")),
            "language": _LANGUAGE,
            "is_displayed": Field(N_("Shown in this language"), Shape.FLAG, usual=False),
        },
        same=("language", "text"),
    ),
    "external_id": Part(
        N_("Number in another catalogue"),
        {"scheme": Field(N_("Catalogue")), "value": Field(N_("Number there"))},
        same=("scheme",),
    ),
    "role": Part(
        N_("Role"),
        {
            "body_id": thing(N_("In"), "speaker"),
            "title_en": Field(N_("Title in English")),
            "title_id": Field(N_("Title in Indonesian")),
            "since": Field(N_("From"), Shape.DAYS),
            "until": Field(N_("Until"), Shape.DAYS),
        },
        same=("body_id",),
        about="body_id",
    ),
    "source": Part(
        N_("Source"),
        {
            "kind": word(N_("Kind"), vocabulary.SourceKind),
            "title": Field(N_("Title")),
            "url": Field(N_("Address")),
            "archive_url": Field(N_("Archive address")),
            "author": Field(N_("Author")),
            "section": Field(N_("Section")),
            "language": _LANGUAGE,
            "outlet_id": thing(N_("Outlet"), "outlet"),
            "published_on": Field(N_("Published on"), Shape.DAYS),
            "is_free": Field(N_("Free to show whole"), Shape.FLAG, usual=False),
        },
    ),
    "snapshot": Part(
        N_("Snapshot"),
        {
            "number": Field(N_("Number"), Shape.NUMBER),
            "length": Field(N_("Characters"), Shape.NUMBER),
            "text": Field(N_("Text"), Shape.OUTLINE),
        },
    ),
    "outlet": Part(
        N_("Outlet"),
        {
            "name": Field(N_("Name")),
            "url": Field(N_("Address")),
            "language": _LANGUAGE,
            "speaker_id": thing(N_("Own line"), "speaker"),
        },
    ),
    "occasion": Part(
        N_("Occasion"),
        {
            "kind": word(N_("Kind"), vocabulary.OccasionKind),
            "name_en": Field(N_("Name in English")),
            "name_id": Field(N_("Name in Indonesian")),
            "place": Field(N_("Place")),
            "host_id": thing(N_("Host"), "speaker"),
            "held_on": Field(N_("Held on"), Shape.DAYS),
            "start_time": Field(N_("Start time")),
        },
    ),
    "account": Part(
        N_("Account"),
        {
            "email": Field(N_("Email address")),
            "name": Field(N_("Name")),
            "role": word(N_("Role"), vocabulary.AccountRole),
            "password_hash": Field(N_("Password"), Shape.OUTLINE),
            "is_active": Field(N_("May sign in"), Shape.FLAG, usual=True),
        },
    ),
    "totp": Part(
        N_("Authenticator app"),
        {
            "secret": Field(N_("Secret"), Shape.OUTLINE),
            "is_confirmed": Field(N_("Confirmed by a code"), Shape.FLAG, usual=False),
        },
    ),
    "passkey": Part(N_("Passkey"), {"name": Field(N_("Name"))}, same=("name",)),
    "recovery_code": Part(N_("Recovery code"), {"used_at": Field(N_("Used on"), Shape.MOMENT)}),
    "mistake": Part(
        N_("Reported mistake"),
        {
            "statement_id": thing(N_("Statement"), "statement"),
            "report": Field(N_("What is wrong?")),
            "outcome": word(N_("What came of it"), vocabulary.MistakeOutcome),
            "answer": Field(N_("Answer")),
        },
    ),
    "comment": Part(
        N_("Comment"),
        {
            "statement_id": thing(N_("Statement"), "statement"),
            "claim_id": thing(N_("Claim"), "claim"),
            "text": Field(N_("Comment")),
            "hidden_reason": Field(N_("Reason for hiding it")),
        },
    ),
    "redaction": Part(N_("Redaction"), {"reason": Field(N_("Reason"))}),
    "setting": Part(
        N_("Setting"),
        {"name": Field(N_("Name")), "value": Field(N_("Value"), Shape.SETTING)},
    ),
    **CODINGS,
    **VERDICTS,
}
