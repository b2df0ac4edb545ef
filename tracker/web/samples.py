"""What the pattern sheet shows: invented samples of every part in every state."""

from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
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
from tracker.models import RatingColour, RatingIcon
from tracker.vocabulary import ClaimKind, EditionState, Stance, StatementState
from tracker.web import charts, locale, timelines
from tracker.web.fields import offer
from tracker.web.locale import gettext as _
from tracker.web.sample_changes import changes
from tracker.web.sample_entries import LONG_NAME, hard, two_sides, unnumbered


class SampleForm(Form):
    """A form whose fields are told by hand that they are wrong."""

    title = StringField()
    said_on = StringField()
    language = SelectField(choices=offer([("id", "Bahasa Indonesia"), ("en", "English")]))
    locator = StringField()
    gloss = TextAreaField()
    kind = RadioField(choices=[])
    explicit = BooleanField()
    speaker = StringField()
    source = StringField()
    occasion = StringField()
    stance = StringField()
    missing = StringField()


def _labels() -> dict[str, str]:
    return {
        "title": _("Title"),
        "said_on": _("Date said"),
        "language": _("Language"),
        "locator": _("Place in the source"),
        "gloss": _("Gloss in one sentence"),
        "kind": _("Kind of claim"),
        "explicit": _("Said in so many words"),
        "speaker": _("Who"),
        "source": _("Published item"),
        "occasion": _("Occasion"),
        "stance": _("Stance"),
        "missing": _("Stance"),
    }


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
    form.kind.choices = offer((kind, locale.label(kind)) for kind in ClaimKind)
    for name, words in _labels().items():
        form[name].label.text = words
    form.said_on.errors = [_("February 2025 has 28 days.")]
    form.speaker.errors = [_("Name the speaker, or say how they are described.")]
    form.missing.errors = [_("Choose where the statement stands on this claim.")]
    return form


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
        self.answered, self.answer = two_sides()
        self.unnumbered = unnumbered()
        self.hard = hard()
        self.changes = changes()
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
        self.ratings = list(zip(RatingIcon, cycle(RatingColour), strict=False))
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
        self._fill_lists()

    def _fill_lists(self) -> None:
        """What lists are made of: switches, filters, options, facts, a table."""
        self.levels = [
            ("speaker", _("speakers"), "#main"),
            ("body", _("bodies"), "#main"),
            ("state", _("states"), "#main"),
        ]
        self.filters = [
            SimpleNamespace(label=_("Delivery: vote"), remove_url="#main"),
            SimpleNamespace(label=LONG_NAME, remove_url="#main"),
        ]
        self.options = [
            SimpleNamespace(key="1", label="Sample council meeting", hint="New York, January 2025"),
            SimpleNamespace(key="2", label="Sample press conference", hint="9 January 2025"),
        ]
        self.facts = [(_("Claim"), "C · 12"), (_("Period"), "2005–2015")]
        self.columns = [_("Claim"), _("Kind"), (_("Statements"), "number")]
        self.rows = [
            (
                "Sample Land shares sample technology",
                locale.label(ClaimKind.FACTUAL),
                locale.number(2),
            ),
            (LONG_NAME, locale.label(ClaimKind.POLICY), locale.number(1635)),
        ]
