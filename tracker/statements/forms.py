"""The log form: its fields, its rows, and the draft they make."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields import FormField

from tracker.errors import N_, Refused
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.vocabulary import Act, Check, Delivery, Stance
from tracker.web import locale
from tracker.web.fields import (
    DaysField,
    KeyField,
    LanguageField,
    LongTextField,
    ManyField,
    MenuField,
    NumberField,
    RowList,
    TextField,
    WordChoices,
    WordField,
)
from tracker.web.forms import BareForm, Form

ROWS = {"speakers": "speaker", "stances": "stance", "citations": "citation"}
# What a browser sends although nobody chose it: it does not make a row worth keeping.
_UNCHOSEN = frozenset({"explicit", "was"})
# Where a passage stood says nothing once the passage is gone.
_OF_PASSAGE = frozenset({"start", "end"})
_INFERRED = frozenset({"inferred", "0", "false", "no", "n"})


class PlainnessField(MenuField):
    """Whether the words say it, or one must infer it."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401
        choices = [
            ("explicit", locale.gettext(N_("Explicit"))),
            ("inferred", locale.gettext(N_("Inferred"))),
        ]
        super().__init__(label, choices=choices, default="explicit", **kwargs)

    def process_formdata(self, valuelist: Any) -> None:  # noqa: ANN401
        given = [str(value).lower() for value in valuelist]
        super().process_formdata(["inferred" if v in _INFERRED else "explicit" for v in given])


class SpeakerRow(BareForm):
    """One of those who said it."""

    speaker = KeyField(N_("Who"))
    role = KeyField(N_("In which role"))
    body = KeyField(N_("On behalf of"))


class CitationRow(BareForm):
    """Where it can be read."""

    source = KeyField(N_("Another source"))
    start = NumberField(N_("First character"))
    end = NumberField(N_("Last character"))
    exact = LongTextField(N_("Passage in the source"))
    locator = TextField(N_("Place in the source"))
    was = TextField()

    def span(self) -> tuple[int | None, int | None]:
        """First and last character: of the passage as it was, so not once it was rewritten."""
        if "was" in self.sent and self.was.data != self.exact.data:
            return None, None
        return self.start.data, self.end.data

    @property
    def sent(self) -> frozenset[str]:
        return frozenset(given.short_name for given in self if given.raw_data)


class StanceRow(BareForm):
    """Where the statement stands on one claim."""

    claim = KeyField(N_("Claim"))
    code = WordChoices(N_("Stance"), words=Stance)
    act = WordField(N_("Act"), words=Act, blank=N_("none"))
    targets = ManyField(N_("Towards"))
    explicit = PlainnessField(N_("How plain"))
    evidence = TextField(N_("Evidence in the quote"))
    note = TextField(N_("Note"))

    def span(self) -> tuple[int, int] | None:
        """START-END in code points of the quote."""
        given = (self.evidence.data or "").strip()
        if not given:
            return None
        start, _, end = given.partition("-")
        is_span = all(part.isascii() and part.isdigit() and len(part) < 6 for part in (start, end))
        if not is_span or int(start) >= int(end):
            message = N_("Write the first and the last character of the evidence: 12-40.")
            raise Refused(message, field=self.evidence.name)
        return int(start), int(end)


class StatementForm(Form):
    """One utterance, as an editor logs it."""

    source = KeyField(N_("Published item"))
    citations = RowList(FormField(CitationRow), min_entries=1, limit=20)
    delivery = WordField(N_("How we know the words"), words=Delivery, default=Delivery.REPORTED)
    quote = LongTextField(N_("Quote"))
    quote_language = LanguageField(N_("Language of the quote"))
    translation = LongTextField(N_("Translation"))
    translation_language = LanguageField(N_("Language of the translation"))
    translator = TextField(N_("Translated by"))
    gloss_en = TextField(N_("Gloss in one sentence, English"))
    gloss_id = TextField(N_("Gloss in one sentence, Indonesian"))
    context = LongTextField(N_("Context"))
    speakers = RowList(FormField(SpeakerRow), min_entries=1, limit=20)
    described_as = TextField(N_("Unnamed, described as"))
    relayed_by = KeyField(N_("Relayed by"))
    said_on = DaysField(N_("Date said"))
    occasion = KeyField(N_("Occasion"))
    replies_to = KeyField(N_("Replies to"))
    retracts = KeyField(N_("Retracts"))
    repeats = KeyField(N_("Repeats"))
    stances = RowList(FormField(StanceRow), min_entries=1, limit=50)

    def to_draft(self) -> StatementDraft:
        """What was typed, as the commands take it. Raises Refused for an unreadable span."""
        checks = {check.value for check in Check}
        return StatementDraft(
            delivery=self.delivery.word or Delivery.REPORTED,
            speakers=tuple(_speaker(row.form) for row in self.speakers),
            citations=self._citations(),
            stances=tuple(_stance(row.form) for row in self.stances),
            confirmed=frozenset(Check(name) for name in self.confirmed & checks),
            occasion=self.occasion.key,
            relayed_by=self.relayed_by.key,
            replies_to=self.replies_to.key,
            retracts=self.retracts.key,
            repeats=self.repeats.key,
            **{name: getattr(self, name).data or "" for name in _TEXTS},
        )

    def _citations(self) -> tuple[CitationPart, ...]:
        """A row without a source of its own cites the statement's source."""
        parts = (_citation(row.form, self.source.key) for row in self.citations)
        return tuple(part for part in parts if part.source)


_TEXTS = (
    "quote",
    "quote_language",
    "translation",
    "translation_language",
    "translator",
    "gloss_en",
    "gloss_id",
    "context",
    "described_as",
    "said_on",
)


def _citation(row: CitationRow, source: str) -> CitationPart:
    start, end = row.span()
    return CitationPart(
        source=row.source.key or source,
        start=start,
        end=end,
        exact=row.exact.data or "",
        locator=row.locator.data or "",
    )


def _speaker(row: SpeakerRow) -> SpeakerPart:
    return SpeakerPart(row.speaker.key, role=row.role.key, body=row.body.key)


def _stance(row: StanceRow) -> StancePart:
    return StancePart(
        claim=row.claim.key,
        code=row.code.word,
        act=row.act.word,
        targets=tuple(row.targets.keys),
        is_explicit=row.explicit.data == "explicit",
        evidence=row.span(),
        note=row.note.data or "",
    )


def without_empty_rows(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Renumber the rows that hold something from 0, so that messages find their row."""
    kept = MultiDict(sent)
    for name in ROWS:
        full = [number for number in row_numbers(sent, name) if _says_something(sent, name, number)]
        kept = arrange_rows(kept, name, full)
    return kept


def _says_something(sent: MultiDict[str, str], name: str, number: int) -> bool:
    row = _row(sent, name, number)
    ignored = _UNCHOSEN | (_OF_PASSAGE if "was" in row else frozenset())
    chosen = (values for column, values in row.items() if column not in ignored)
    return any(value.strip() for values in chosen for value in values)


def row_numbers(sent: Mapping[str, str], name: str) -> list[int]:
    """The numbers of the rows that were sent, in order."""
    found = set()
    for field in sent:
        number = field.removeprefix(f"{name}-").partition("-")[0] if field.startswith(name) else ""
        if number.isascii() and number.isdigit() and len(number) < 6:
            found.add(int(number))
    return sorted(found)


def arrange_rows(sent: MultiDict[str, str], name: str, order: Iterable[int]) -> MultiDict[str, str]:
    """The same fields with only these rows of a list, numbered anew in this order."""
    arranged = MultiDict(
        (field, value)
        for field, value in sent.items(multi=True)
        if not (field.startswith(f"{name}-") and field[len(name) + 1 :][:1].isdigit())
    )
    for place, number in enumerate(order):
        for column, values in _row(sent, name, number).items():
            arranged.setlist(f"{name}-{place}-{column}", values)
    return arranged


def _row(sent: MultiDict[str, str], name: str, number: int) -> dict[str, list[str]]:
    start = f"{name}-{number}-"
    return {
        field.removeprefix(start): sent.getlist(field) for field in sent if field.startswith(start)
    }
