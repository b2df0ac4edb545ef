"""The shapes of a proposal, of the decision about it, and of a rating of the scale."""

from typing import Any

from wtforms import FormField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.errors import N_, Refused
from tracker.models import RatingColour, RatingIcon
from tracker.verdicts.checking import MOST_EVIDENCE
from tracker.verdicts.commands_scale import LARGEST
from tracker.verdicts.drafts import Evidence, RatingDraft, VerdictDraft, Wording
from tracker.verdicts.queries import Step, Told
from tracker.web.fields import (
    KeyField,
    LongTextField,
    MenuField,
    NumberField,
    RowList,
    TextField,
    WordField,
)
from tracker.web.forms import BareForm, Form
from tracker.web.locale import label

_BOTH = N_("Write it in both languages.")


class EvidenceForm(BareForm):
    """A source, the words of it that are meant, and where they stand."""

    source = KeyField(N_("Source"))
    passage = LongTextField(N_("Words of the source"))
    locator = TextField(N_("Place in the source"))


class VerdictForm(Form):
    """A rating, why, and what shows it. Rows that were left empty say nothing."""

    rating = MenuField(
        N_("Rating"), [InputRequired(N_("Choose a rating."))], blank=N_("Choose a rating")
    )
    reasons_en = LongTextField(N_("Reasons in English"))
    reasons_id = LongTextField(N_("Reasons in Indonesian"))
    evidence = RowList(FormField(EvidenceForm), label=N_("Evidence"), limit=MOST_EVIDENCE)

    def kept(self) -> list[Any]:
        """The rows of evidence in which something was written."""
        return [row for row in self.evidence if any(given.data for given in row.form)]

    def to_draft(self) -> VerdictDraft:
        """What was typed, without the rows that say nothing."""
        return VerdictDraft(
            rating=self.rating.data or "",
            reasons_en=self.reasons_en.data or "",
            reasons_id=self.reasons_id.data or "",
            evidence=tuple(
                Evidence(
                    row.form.source.key, row.form.passage.data or "", row.form.locator.data or ""
                )
                for row in self.kept()
            ),
            client_token=self.client_token.data,
        )

    def explain(self, refusal: Refused) -> None:
        """Show a refusal; commands number the rows that say something, not all that are here."""
        rows = self.kept() or list(self.evidence)
        for problem in refusal.all():
            name, _, rest = (problem.field or "").partition("-")
            number, _, part = rest.partition("-")
            if name == "evidence" and number.isdigit() and int(number) < len(rows):
                problem.field = f"{rows[int(number)].name}-{part}"
        super().explain(refusal)

    def offer(self, steps: list[Step]) -> None:
        """Let the ratings in use be chosen."""
        self.rating.offer((step.code, f"{step.icon.glyph} {step.label}") for step in steps)

    def add_spare_row(self, asked: str = "") -> None:
        """Leave one row to be filled in, and another where one was asked for."""
        wants_one = not len(self.evidence) or asked == "add:evidence"
        if wants_one and len(self.evidence) < MOST_EVIDENCE:
            self.evidence.append_entry()

    def differences(self, theirs: Told) -> list[tuple[str, str, str]]:
        """Where what is stored by now differs from what was typed: label, theirs, typed."""
        typed = [
            f"{row.form.source.data or ''} {row.form.passage.data or ''}".strip()
            for row in self.kept()
        ]
        stored = [f"{one.source_id} {one.passage}".strip() for one in theirs.evidence]
        found = [
            (self.rating.label.text, theirs.code, str(self.rating.data or "")),
            (self.reasons_en.label.text, theirs.reasons_en, str(self.reasons_en.data or "")),
            (self.reasons_id.label.text, theirs.reasons_id, str(self.reasons_id.data or "")),
            (self.evidence.label.text, "\n".join(stored), "\n".join(typed)),
        ]
        return [row for row in found if row[1] != row[2]]


def values_of(told: Told) -> dict[str, Any]:
    """A verdict as its form has it."""
    return {
        "rating": told.code,
        "reasons_en": told.reasons_en,
        "reasons_id": told.reasons_id,
        "version": told.version,
        "evidence": [
            {"source": str(one.source_id), "passage": one.passage, "locator": one.locator}
            for one in told.evidence
        ],
    }


class ReasonForm(Form):
    """Why something is not accepted, or withdrawn."""

    reason = LongTextField(N_("Reason"))


class RatingForm(Form):
    """A rating of the scale as it is typed."""

    code = TextField(N_("Code"))
    label_en = TextField(N_("Label in English"), [DataRequired(_BOTH)])
    label_id = TextField(N_("Label in Indonesian"), [DataRequired(_BOTH)])
    definition_en = LongTextField(N_("Definition in English"), [DataRequired(_BOTH)])
    definition_id = LongTextField(N_("Definition in Indonesian"), [DataRequired(_BOTH)])
    colour = WordField(
        N_("Colour"),
        [InputRequired(N_("Choose a colour."))],
        words=RatingColour,
        blank=N_("Choose a colour"),
    )
    icon = WordField(
        N_("Sign"),
        [InputRequired(N_("Choose a sign."))],
        words=RatingIcon,
        blank=N_("Choose a sign"),
    )
    value = NumberField(N_("Number"))
    place = NumberField(
        N_("Place in the scale"), [InputRequired(N_("Write where it stands: 1 is first."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.icon.offer((icon.value, f"{icon.glyph} {label(icon)}") for icon in RatingIcon)

    def validate_value(self, given: NumberField) -> None:
        """Refuse what is beyond the scale's numbers."""
        if given.data is not None and given.data > LARGEST:
            raise ValidationError(N_("Write a whole number from 0 to 100, or nothing."))

    def to_draft(self) -> RatingDraft:
        """What was typed."""
        return RatingDraft(
            self.code.data or "",
            Wording(
                self.label_en.data or "",
                self.label_id.data or "",
                self.definition_en.data or "",
                self.definition_id.data or "",
                self.colour.word,
                self.icon.word,
                self.value.data,
            ),
            self.place.data or 0,
        )

    def differences(self, theirs: Step) -> list[tuple[str, str, str]]:
        """Where what is stored by now differs from what was typed: label, theirs, typed."""
        found = []
        for given in self:
            if given.name in {"code", "version", "client_token"}:
                continue
            stored, typed = getattr(theirs, given.name), given.data
            there, here = ("" if value is None else str(value) for value in (stored, typed))
            found.append((given.label.text, there, here))
        return [row for row in found if row[1] != row[2]]
