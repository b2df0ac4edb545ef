"""The form of a claim: its words in each language, its topics and its relations."""

import hashlib
from typing import Any

from wtforms import FormField
from wtforms.validators import InputRequired

from tracker.claims.drafts import ClaimDraft, RelationDraft, Wording
from tracker.claims.queries_stored import StoredClaim
from tracker.errors import N_, Refused
from tracker.vocabulary import ClaimKind, RelationKind
from tracker.web.fields import (
    KeyField,
    LanguageField,
    LongTextField,
    RowList,
    TextField,
    WordField,
)
from tracker.web.forms import BareForm, Form

MOST_ROWS = 30
LISTS = ("translations", "topics", "relations")
_PARTS = ("text", "negation", "definition", "exclusion")


class WordingForm(BareForm):
    """The claim in a further language."""

    language = LanguageField(N_("Language"))
    text = TextField(N_("The claim"))
    negation = TextField(N_("The other side would say"))
    definition = LongTextField(N_("What counts"))
    exclusion = LongTextField(N_("What does not count"))


class RelationForm(BareForm):
    """How this claim is related to another one."""

    kind = WordField(N_("This claim …"), words=RelationKind, default=RelationKind.CONTRADICTS)
    claim = KeyField(N_("Claim"))


class ClaimForm(Form):
    """A claim as it is typed. Rows that were left empty say nothing."""

    kind = WordField(
        N_("Kind"),
        words=ClaimKind,
        blank=N_("Choose a kind"),
        validators=[InputRequired(N_("Choose what kind of claim it is."))],
    )
    text = TextField(N_("The claim"))
    language = LanguageField(N_("Language"))
    negation = TextField(N_("The other side would say"))
    definition = LongTextField(N_("What counts"))
    exclusion = LongTextField(N_("What does not count"))
    translations = RowList(FormField(WordingForm), label=N_("Translations"), limit=MOST_ROWS)
    topics = RowList(KeyField(N_("Topic")), label=N_("Topics"), limit=MOST_ROWS)
    relations = RowList(FormField(RelationForm), label=N_("Related claims"), limit=MOST_ROWS)
    reason = LongTextField(N_("Why the meaning is unchanged"))

    def kept(self, rows: str) -> list[Any]:
        """The rows of a list in which something was written."""
        return [entry for entry in getattr(self, rows) if is_written(entry)]

    def to_draft(self) -> ClaimDraft:
        """What was typed, without the rows that say nothing."""
        return ClaimDraft(
            kind=self.kind.word,
            wording=Wording(self.language.data or "", *self._words(self)),
            translations=tuple(
                Wording(entry.form.language.data or "", *self._words(entry.form))
                for entry in self.kept("translations")
            ),
            topics=tuple(entry.key for entry in self.kept("topics")),
            relations=tuple(
                RelationDraft(entry.form.kind.word, entry.form.claim.key)
                for entry in self.kept("relations")
            ),
            reason=self.reason.data or "",
            uid=uid_of(self.client_token.data),
        )

    @staticmethod
    def _words(form: Any) -> tuple[str, ...]:  # noqa: ANN401 - any form with these fields
        return tuple(getattr(form, part).data or "" for part in _PARTS)

    def explain(self, refusal: Refused) -> None:
        """Show a refusal; commands number the rows that say something, not all that are here."""
        for problem in refusal.all():
            problem.field = self._row_name(problem.field or "")
        super().explain(refusal)

    def _row_name(self, field: str) -> str:
        rows, _, rest = field.partition("-")
        number, _, part = rest.partition("-")
        if rows not in LISTS or not number.isdigit():
            return field
        row = self.kept(rows)[int(number)]
        return f"{row.name}-{part}" if part else str(row.name)

    def differences(self, theirs: StoredClaim) -> list[tuple[str, str, str]]:
        """Where what is stored by now differs from what was typed: label, theirs, typed."""
        values = theirs.values()
        found = [
            (field.label.text, str(values[field.name]), str(field.data or ""))
            for field in (self.kind, self.language, *(self[part] for part in _PARTS))
        ]
        typed = {str(entry.form.language.data): entry.form for entry in self.kept("translations")}
        stored = {wording.language: wording for wording in theirs.translations}
        for language in sorted({*typed, *stored}):
            for part in _PARTS:
                here = str(getattr(typed[language], part).data or "") if language in typed else ""
                there = getattr(stored.get(language), part, "")
                found.append((f"{self[part].label.text} ({language})", there, here))
        return [row for row in found if row[1] != row[2]]

    def add_spare_rows(self, asked: str = "") -> None:
        """Leave one empty row at the end of every list, and another where one was asked for."""
        for rows in LISTS:
            entries = getattr(self, rows)
            is_full = len(entries) >= MOST_ROWS
            needs_one = not len(entries) or is_written(entries[-1]) or asked == f"add:{rows}"
            if needs_one and not is_full:
                entries.append_entry()


def is_written(entry: Any) -> bool:  # noqa: ANN401 - a field or a row of them
    """Whether a row says anything; what it is preset to says nothing."""
    if isinstance(entry, FormField):
        return any(given.data for given in entry.form if given.name != f"{entry.name}-kind")
    return bool(entry.data)


def uid_of(token: str | None) -> str | None:
    """The uid that a form's token stands for, so that the form sent twice makes one row."""
    return hashlib.sha256(token.encode()).hexdigest()[:32] if token else None
