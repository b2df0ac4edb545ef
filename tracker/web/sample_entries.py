"""Invented statements for the pattern sheet: easy, unnumbered and hard ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from tracker.dates import Days, parse_days
from tracker.vocabulary import ClaimKind, Delivery, Stance

LONG_NAME = "The Intergovernmental Sample Organisation for the Verification of Unusually Long Names"


@dataclass
class SampleEntry:
    """A statement as the entry macro reads it; what is left out is empty."""

    said_on: Days
    stances: Sequence[SimpleNamespace]
    speakers: Sequence[SimpleNamespace]
    statement_id: int = 0
    uid: str = "sample"
    url: str = "#main"
    described_as: str = ""
    relayed_by: SimpleNamespace | Days | None = None
    quote: str = ""
    quote_language: str = ""
    delivery: Delivery = Delivery.VERBATIM
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    gloss: str = ""
    gloss_language: str = "en"
    context: str = ""
    occasion: SimpleNamespace | Days | None = None
    citations: Sequence[SimpleNamespace] = ()
    replies_to: SimpleNamespace | Days | None = None
    replies: Sequence[SimpleNamespace] = ()
    retracts: SimpleNamespace | Days | None = None
    retracted_by: SimpleNamespace | Days | None = None
    corrected_on: SimpleNamespace | Days | None = None
    withdrawn: SimpleNamespace | Days | None = None
    state: str = "published"


def _link(label: str) -> SimpleNamespace:
    return SimpleNamespace(name=label, label=label, url="#main", place="")


def _speaker(
    name: str, title: str = "", body: str = "Sample State", state: str = "Sample State"
) -> SimpleNamespace:
    return SimpleNamespace(
        id=1,
        name=name,
        url="#main",
        role_title=title,
        body_id=2,
        body_name=body,
        body_url="#main",
        state_id=3,
        state_name=state,
        state_url="#main",
    )


def _stance(
    code: Stance, kind: ClaimKind = ClaimKind.FACTUAL, targets: Sequence[str] = ()
) -> SimpleNamespace:
    return SimpleNamespace(
        code=code,
        kind=kind,
        claim_id=1,
        claim_text="Sample Land shares sample technology with Sample State",
        claim_lang="en",
        claim_url="#main",
        act="",
        targets=targets,
    )


def _citation(
    title: str, locator: str = "", exact: str = "", language: str = "en"
) -> SimpleNamespace:
    return SimpleNamespace(
        source_title=title,
        source_url="#main",
        source_language=language,
        locator=locator,
        exact=exact,
    )


def two_sides() -> tuple[SampleEntry, SampleEntry]:
    answered = SampleEntry(
        said_on=parse_days("2025-01"),
        stances=[_stance(Stance.SUPPORT)],
        speakers=[_speaker("Sample Speaker A", "Deputy Permanent Representative to the UN")],
        delivery=Delivery.REPORTED,
        gloss="Sample State has gained equipment, technology and experience from Sample Land.",
        occasion=SimpleNamespace(name="Sample council meeting", url="#main", place="New York"),
        citations=[
            _citation(
                "Berita contoh tentang kerja sama",
                "paragraph 3",
                "Negara Contoh memetik manfaat: peralatan, teknologi, dan pengalaman.",
                "id",
            ),
        ],
        replies=[_link("Sample Speaker B, Sample Land: denies")],
    )
    answer = SampleEntry(
        said_on=parse_days("2025-01"),
        stances=[_stance(Stance.OPPOSE)],
        speakers=[
            _speaker("Sample Speaker B", "Permanent Representative to the UN", "Sample Land")
        ],
        delivery=Delivery.REPORTED,
        gloss="Denies that Sample Land shares sample technology with Sample State.",
        occasion=SimpleNamespace(name="Sample council meeting", url="#main", place="New York"),
        citations=[_citation("Berita contoh tentang kerja sama", "paragraph 4", "", "id")],
        replies_to=_link("Sample Speaker A, Sample State: asserts"),
    )
    return answered, answer


def unnumbered() -> list[SampleEntry]:
    question = SampleEntry(
        said_on=parse_days("2025-01-08"),
        stances=[_stance(Stance.QUESTION)],
        speakers=[_speaker("Sample Speaker C", "Spokesperson", "Sample Body")],
        quote="Has any of this been shown to the Council?",
        quote_language="en",
        occasion=SimpleNamespace(name="Sample meeting", url="#main", place=""),
        citations=[_citation("Sample transcript", "page 4")],
    )
    decline = SampleEntry(
        said_on=parse_days("2025-01-09"),
        stances=[_stance(Stance.DECLINE)],
        speakers=[_speaker("Sample Speaker D", "Minister")],
        quote="Saya tidak mau berkomentar.",
        quote_language="id",
        translation="I do not want to comment.",
        translation_language="en",
        translator="S. Editor",
        citations=[_citation("Sample paper", "00:12:40")],
    )
    return [question, decline]


def hard() -> list[SampleEntry]:
    return [*_spoken(), *_odd()]


def _spoken() -> list[SampleEntry]:
    """Relayed, joint, retracted, and in another script."""
    return [
        SampleEntry(
            said_on=parse_days("2025-01-09"),
            stances=[_stance(Stance.LEAN_SUPPORT)],
            speakers=[_speaker("Sample State", "", "")],
            described_as="an official of the foreign ministry",
            relayed_by=_link("Sample Speaker C"),
            delivery=Delivery.PARAPHRASE,
            gloss="Thinks some components may have been shared.",
            citations=[_citation("Sample paper", "paragraph 7")],
            corrected_on=parse_days("2025-01-12"),
        ),
        SampleEntry(
            said_on=parse_days("2025-01-10"),
            stances=[_stance(Stance.OPPOSE), _stance(Stance.MIXED, ClaimKind.POLICY)],
            speakers=[
                _speaker("Sample Speaker D", "Minister"),
                _speaker("Sample Speaker E", "Minister", "Sample Body"),
            ],
            delivery=Delivery.DOCUMENT,
            quote="No such transfer has taken place.",
            quote_language="en",
            citations=[_citation("Sample joint statement")],
            retracted_by=_link("a later statement"),
        ),
        SampleEntry(
            said_on=parse_days("2025-01-11"),
            stances=[_stance(Stance.LEAN_OPPOSE, targets=["Sample State", "Sample Body"])],
            speakers=[_speaker("متحدث للعينة", "المتحدث الرسمي", LONG_NAME)],
            quote="لا توجد أدلة كافية على ذلك، وسنعود إلى الموضوع لاحقا.",
            quote_language="ar",
            translation="There is not enough evidence, and we will return to the matter.",
            translation_language="en",
            occasion=_link("Konferensi pers contoh"),
            citations=[_citation("صحيفة العينة", "", "", "ar")],
        ),
    ]


def _odd() -> list[SampleEntry]:
    """A vote, a name without end in a draft, and one that was withdrawn."""
    return [
        SampleEntry(
            said_on=parse_days("2015-12-17"),
            stances=[_stance(Stance.MIXED, ClaimKind.POLICY)],
            speakers=[_speaker("Sample State", "", "")],
            delivery=Delivery.VOTE,
            occasion=_link("Sample assembly, vote on resolution S/1"),
            citations=[_citation("Sample voting record")],
        ),
        SampleEntry(
            said_on=parse_days("2025"),
            stances=[_stance(Stance.MENTION)],
            speakers=[_speaker(LONG_NAME, "", "")],
            quote=f"{LONG_NAME} {'Donaudampfschifffahrtsgesellschaft' * 4} and so on.",
            quote_language="en",
            citations=[_citation(f"{LONG_NAME}: {LONG_NAME}")],
            state="draft",
        ),
        SampleEntry(
            said_on=parse_days("2025-01-12"),
            stances=[_stance(Stance.SUPPORT)],
            speakers=[_speaker("Sample Speaker F")],
            state="withdrawn",
            withdrawn=SimpleNamespace(
                on=parse_days("2025-02-03"), why="the source corrected its article."
            ),
        ),
    ]
