"""What the pattern sheet shows: invented names and words, one sample of every part in every state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from tracker.dates import parse_days
from tracker.vocabulary import ClaimKind, Delivery, EditionState, Stance, StatementState
from tracker.web import charts, timelines

_LONG = "The Intergovernmental Sample Organisation for the Verification of Unusually Long Names"


class SampleForm(Form):
    """A form whose fields are all told to be wrong, or right, by hand."""

    title = StringField("Title")
    said_on = StringField("Date said")
    language = SelectField("Language", choices=[("id", "Indonesian"), ("en", "English")])
    locator = StringField("Place")
    gloss = TextAreaField("Gloss in one sentence")
    kind = RadioField("Kind of claim", choices=[("factual", "Factual"), ("policy", "Policy")])
    explicit = BooleanField("Said in so many words")
    speaker = StringField("Who")
    source = StringField("Published item")
    occasion = StringField("Occasion")
    stance = StringField("Stance")
    missing = StringField("Stance")


def _form() -> SampleForm:
    form = SampleForm(
        data={
            "title": "Sample title",
            "said_on": "2025-02-31",
            "language": "id",
            "gloss": "Says that some parts may have been shared.",
            "kind": "factual",
            "source": "7",
            "occasion": "Sample",
            "stance": Stance.SUPPORT,
        },
    )
    form.said_on.errors = ["February 2025 has 28 days."]
    form.speaker.errors = ["Name the speaker, or say how they are described."]
    form.missing.errors = ["Choose where the statement stands on this claim."]
    return form


@dataclass
class SampleEntry:
    """A statement as the entry macro reads it; what is left out is empty."""

    said_on: object
    stances: Sequence[object]
    speakers: Sequence[object]
    statement_id: int = 0
    uid: str = "sample"
    url: str = "#main"
    described_as: str = ""
    relayed_by: object = None
    quote: str = ""
    quote_language: str = ""
    delivery: Delivery = Delivery.VERBATIM
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    gloss: str = ""
    gloss_language: str = "en"
    context: str = ""
    occasion: object = None
    citations: Sequence[object] = ()
    replies_to: object = None
    replies: Sequence[object] = ()
    retracts: object = None
    retracted_by: object = None
    corrected_on: object = None
    withdrawn: object = None
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


def _sides() -> tuple[SampleEntry, SampleEntry]:
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


def _unnumbered() -> list[SampleEntry]:
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


def _hard() -> list[SampleEntry]:
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
            speakers=[_speaker("متحدث للعينة", "المتحدث الرسمي", _LONG)],
            quote="لا توجد أدلة كافية على ذلك، وسنعود إلى الموضوع لاحقا.",
            quote_language="ar",
            translation="There is not enough evidence, and we will return to the matter.",
            translation_language="en",
            occasion=_link("Konferensi pers contoh"),
            citations=[_citation("صحيفة العينة", "", "", "ar")],
        ),
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
            speakers=[_speaker(_LONG, "", "")],
            quote=f"{_LONG} {'Donaudampfschifffahrtsgesellschaft' * 4} and so on.",
            quote_language="en",
            citations=[_citation(f"{_LONG}: {_LONG}")],
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


def _names(count: int, from_code: str = "") -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            id=n,
            key=f"sample-{n}",
            name=f"Sample State {n}",
            url="#main",
            statement="",
            code="support",
            from_code=from_code,
        )
        for n in range(1, count + 1)
    ]


_VOTES = (
    ("2005-12-16", "oppose", 88, 60, 21),
    ("2006-12-19", "oppose", 99, 56, 21),
    ("2007-12-18", "oppose", 102, 58, 22),
    ("2008-12-18", "oppose", 94, 63, 22),
    ("2009-12-18", "oppose", 98, 63, 20),
    ("2010-12-21", "mixed", 106, 57, 20),
    ("2011-12-19", "mixed", 123, 51, 16),
    ("2014-12-18", "mixed", 116, 53, 20),
    ("2015-12-17", "mixed", 119, 48, 19),
)


def _strip(lang: str) -> timelines.PositionStrip | None:
    marks = [timelines.Mark(parse_days(on), Stance(code)) for on, code, *_ in _VOTES]
    return timelines.position_strip(marks, lang=lang)


def _bands(lang: str) -> timelines.TimelineBands | None:
    january = parse_days("2025-01")
    return timelines.timeline_bands(
        [
            timelines.Mark(january, Stance.SUPPORT, "Sample State, Speaker A", key="a"),
            timelines.Mark(january, Stance.OPPOSE, "Sample Land, Speaker B", key="b", answers="a"),
        ],
        lang=lang,
    )


def _stacks() -> charts.TimelineStacks | None:
    return charts.timeline_stacks(
        charts.Period(
            date.fromisoformat(on), {"support": yes, "mixed": abstain, "oppose": no}, url="#main"
        )
        for on, _, yes, abstain, no in _VOTES
    )


@dataclass
class PatternSheet:
    """All samples, under the names that the template reads."""

    lang: str
    form: SampleForm = field(default_factory=_form)

    def __post_init__(self) -> None:
        self.answered, self.answer = _sides()
        self.unnumbered = _unnumbered()
        self.hard = _hard()
        self.strip, self.bands, self.stacks = _strip(self.lang), _bands(self.lang), _stacks()
        self.strip_rows = [(parse_days(on), code, "S/1", "#main") for on, code, *_ in _VOTES]
        self.band_rows = [
            (e.said_on, e.stances[0].code, e.speakers[0].name, "#main")
            for e in (self.answered, self.answer)
        ]
        self.moved = [
            (2015, _names(9, "mixed")),
            (2014, _names(3, "oppose")),
            (2011, _names(1, "mixed")),
        ]
        self.throughout = _names(78)
        self.balances = [
            ({}, "speaker", None),
            ({"support": 1, "oppose": 1}, "speaker", None),
            (
                {"support": 4, "lean_support": 2, "mixed": 3, "lean_oppose": 1, "oppose": 5},
                "body",
                None,
            ),
            ({"support": 123, "mixed": 49, "oppose": 20}, "state", 0.5364583333333334),
        ]
        self.states = [*EditionState, StatementState.WITHDRAWN]
        self.levels = [
            ("speaker", "speakers", "#main"),
            ("body", "bodies", "#main"),
            ("state", "states", "#main"),
        ]
        self.filters = [
            SimpleNamespace(label="Delivery: vote", remove_url="#main"),
            SimpleNamespace(label=_LONG, remove_url="#main"),
        ]
        self.options = [
            SimpleNamespace(key="1", label="Sample council meeting", hint="New York, January 2025"),
            SimpleNamespace(key="2", label="Sample press conference", hint="9 January 2025"),
        ]
        self.facts = [("Claim", "C · no. 12"), ("On record", "2 statements, 2 states")]
        self.columns = ["Claim", "Kind", ("Statements", "number")]
        self.rows = [
            ("Sample Land shares sample technology", "Factual claim", "2"),
            (_LONG, "Policy claim", "1,635"),
        ]
