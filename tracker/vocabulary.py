"""Every word of the field, once: codes, their order and value, their labels in both languages."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Self


@dataclass(frozen=True)
class Words:
    """One expression in the languages of the product."""

    en: str
    id: str

    def __str__(self) -> str:
        return self.en

    def in_(self, language: str) -> str:
        """Give the words in a language; English where the product does not speak it."""
        return self.id if language == "id" else self.en


class Word(StrEnum):
    """A code that is stored and promised, with its label."""

    _value_: str
    words: Words

    def __new__(cls, code: str, en: str = "", indonesian: str = "") -> Self:
        """Make a member that equals its code; a look-up by value passes the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = Words(en, indonesian)
        return member


def label(member: Word, language: str) -> str:
    """Name a code in a language; a stance gets its chip words from `stance_label`."""
    return member.words.in_(language)


class Side(Word):
    FOR = "for", "For", "Mendukung"
    MIXED = "mixed", "Says both, or abstains", "Menyatakan keduanya, atau abstain"
    AGAINST = "against", "Against", "Menentang"
    OTHER = (
        "other",
        "Asked, mentioned, declined to say",
        "Bertanya, menyebut, menolak berkomentar",
    )


class Stance(Word):
    """The eight codes: one axis, and three that are not on it."""

    SUPPORT = "support", "Support", "Mendukung"
    LEAN_SUPPORT = "lean_support", "Leaning to support", "Cenderung mendukung"
    MIXED = "mixed", "Mixed", "Campuran"
    LEAN_OPPOSE = "lean_oppose", "Leaning to oppose", "Cenderung menentang"
    OPPOSE = "oppose", "Oppose", "Menentang"
    QUESTION = "question", "Question", "Mempertanyakan"
    MENTION = "mention", "Mention", "Menyebut"
    DECLINE = "decline", "Declines to say", "Menolak berkomentar"

    @property
    def key(self) -> int:
        """The key, 1 to 8, that chooses it in the stance picker."""
        return _KEYS[self]

    # Kept, as the side is: a report may ask a million times.
    @cached_property
    def number(self) -> int | None:
        """+2 … −2, or None: silence, questions and mentions never move a score."""
        return _NUMBERS[self]

    @property
    def glyph(self) -> str:
        """The sign that always stands beside the colour; minus is U+2212."""
        return ("++", "+", "±", "\u2212", "\u2212\u2212", "?", "·", "∅")[self.key - 1]

    @property
    def css(self) -> str:
        """The class of its chip in tracker.css."""
        return ("p2", "p1", "z", "o1", "o2", "q", "m", "d")[self.key - 1]

    @cached_property
    def side(self) -> Side:
        """The column of the claim page it belongs to."""
        if self.number is None:
            return Side.OTHER
        if self.number == 0:
            return Side.MIXED
        return Side.FOR if self.number > 0 else Side.AGAINST

    @property
    def mirrored(self) -> "Stance":
        """The same position, told of the opposite claim."""
        return self if self.number is None else tuple(Stance)[2 + self.number]


_KEYS = {code: key for key, code in enumerate(Stance, start=1)}
_NUMBERS = {code: 3 - key if key <= 5 else None for code, key in _KEYS.items()}


class Act(Word):
    ASSERTS = "asserts", "asserts", "menegaskan"
    DENIES = "denies", "denies", "membantah"
    ACCUSES = "accuses", "accuses", "menuduh"
    BLAMES = "blames", "blames", "menyalahkan"
    WARNS = "warns", "warns", "memperingatkan"
    THREATENS = "threatens", "threatens", "mengancam"
    DEMANDS = "demands", "demands", "menuntut"
    PROMISES = "promises", "promises", "menjanjikan"
    JUSTIFIES = "justifies", "justifies", "membenarkan"
    WELCOMES = "welcomes", "welcomes", "menyambut baik"
    CONDEMNS = "condemns", "condemns", "mengecam"
    CONCEDES = "concedes", "concedes", "mengakui"
    RETRACTS = "retracts", "retracts", "mencabut pernyataan"
    APOLOGISES = "apologises", "apologises", "meminta maaf"
    PREDICTS = "predicts", "predicts", "memprediksi"
    VOTES = "votes", "votes", "memberikan suara"


class Delivery(Word):
    VERBATIM = "verbatim", "Verbatim (own language)", "Kata demi kata (bahasa asli)"
    INTERPRETED = "interpreted", "Interpreted (already translated)", "Diterjemahkan juru bahasa"
    PARAPHRASE = "paraphrase", "Paraphrase (our words)", "Parafrasa (kata-kata kami)"
    REPORTED = "reported", "Reported (indirect speech)", "Dilaporkan (ucapan tidak langsung)"
    DOCUMENT = "document", "Document", "Dokumen"
    VOTE = "vote", "Vote", "Pemungutan suara"

    @property
    def may_quote(self) -> bool:
        """Whether the words may stand as a quote; the others have a gloss."""
        return self in {Delivery.VERBATIM, Delivery.INTERPRETED, Delivery.DOCUMENT}


class ClaimKind(Word):
    FACTUAL = "factual", "Factual claim", "Klaim faktual"
    PREDICTION = "prediction", "Prediction", "Prediksi"
    VALUE = "value", "Value judgement", "Penilaian"
    POLICY = "policy", "Policy claim", "Klaim kebijakan"
    PROMISE = "promise", "Promise", "Janji"

    @property
    def is_policy_like(self) -> bool:
        """Whether one supports or opposes it, rather than asserts or denies it."""
        return self in {ClaimKind.POLICY, ClaimKind.PROMISE}


class SpeakerKind(Word):
    PERSON = "person", "Person", "Orang"
    ORGANISATION = "organisation", "Organisation", "Organisasi"
    STATE = "state", "State", "Negara"
    GROUP = "group", "Group", "Kelompok"


class SourceKind(Word):
    ARTICLE = "article", "Article", "Artikel"
    TRANSCRIPT = "transcript", "Transcript", "Transkrip"
    DOCUMENT = "document", "Document", "Dokumen"
    VIDEO = "video", "Video", "Video"
    POST = "post", "Post", "Unggahan"
    VOTING_RECORD = "voting_record", "Voting record", "Catatan pemungutan suara"


class OccasionKind(Word):
    MEETING = "meeting", "Meeting", "Sidang"
    PRESS_CONFERENCE = "press_conference", "Press conference", "Konferensi pers"
    INTERVIEW = "interview", "Interview", "Wawancara"
    SPEECH = "speech", "Speech", "Pidato"
    DEBATE = "debate", "Debate", "Debat"
    VOTE = "vote", "Vote", "Pemungutan suara"
    PUBLICATION = "publication", "Publication", "Publikasi"
    OTHER = "other", "Other occasion", "Peristiwa lain"


class RelationKind(Word):
    CONTRADICTS = "contradicts", "Contradicts", "Bertentangan dengan"
    ENTAILS = "entails", "Entails", "Mengandung arti"
    NARROWER = "narrower", "Narrower than", "Lebih sempit daripada"


class ContradictionKind(Word):
    """How two stances cannot be held together."""

    SAME_DAY = "same_day", "On one day or occasion", "Pada hari atau acara yang sama"
    AGAINST_BODY = "against_body", "Against their body", "Berbeda dengan lembaganya"
    RELATED_CLAIMS = "related_claims", "On related claims", "Pada klaim yang berkaitan"


class EditionState(Word):
    DRAFT = "draft", "Draft", "Draf"
    SUBMITTED = "submitted", "Submitted", "Diajukan"
    RETURNED = "returned", "Returned", "Dikembalikan"
    REJECTED = "rejected", "Rejected", "Ditolak"
    PUBLISHED = "published", "Published", "Terbit"


class StatementState(Word):
    UNPUBLISHED = "unpublished", "Unpublished", "Belum terbit"
    PUBLISHED = "published", "Published", "Terbit"
    WITHDRAWN = "withdrawn", "Withdrawn", "Ditarik"


class Transition(Word):
    SUBMIT = "submit", "Submit", "Ajukan"
    RECALL = "recall", "Recall", "Ambil kembali"
    PUBLISH = "publish", "Publish", "Terbitkan"
    RETURN = "return", "Return", "Kembalikan"
    REJECT = "reject", "Reject", "Tolak"
    WITHDRAW = "withdraw", "Withdraw", "Tarik"
    REINSTATE = "reinstate", "Reinstate", "Terbitkan lagi"
    CORRECT = "correct", "Correct", "Koreksi"


class MistakeOutcome(Word):
    """What came of a report that something is wrong."""

    CORRECTED = "corrected", "It was corrected", "Sudah dikoreksi"
    WITHDRAWN = "withdrawn", "It was withdrawn", "Sudah ditarik"
    KEPT = "kept", "It stays as it is", "Tetap seperti semula"


class AccountRole(Word):
    """What a person may do; each role may do all that the ones before it may."""

    READER = "reader", "Reader", "Pembaca"
    EDITOR = "editor", "Editor", "Penyunting"
    REVIEWER = "reviewer", "Reviewer", "Peninjau"
    ADMIN = "admin", "Administrator", "Administrator"

    def reaches(self, other: "AccountRole") -> bool:
        """Whether this role may do what the other may."""
        ladder = tuple(AccountRole)
        return ladder.index(self) >= ladder.index(other)


class Level(Word):
    """Whose position is told: the speaker's, the body's they speak for, the state's above it."""

    SPEAKER = "speaker", "Speaker", "Pembicara"
    BODY = "body", "Body", "Lembaga"
    STATE = "state", "State", "Negara"


class Check(Word):
    """Warnings that a person may confirm; the `confirm` field repeats the code."""

    ROLE_DATES = "role_dates", "The role does not cover the date", "Jabatan tidak mencakup tanggal"
    TWIN = "twin", "The statement may be logged already", "Pernyataan mungkin sudah dicatat"
