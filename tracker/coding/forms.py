"""The forms of second coding: draw a sample, judge claims, settle differences."""

from typing import Any

from wtforms import BooleanField
from wtforms.fields import FormField
from wtforms.validators import InputRequired, Length

from tracker.coding.drafts import Decided, Judged, SampleDraft
from tracker.errors import N_
from tracker.models import SampleMethod
from tracker.vocabulary import Stance
from tracker.web import locale
from tracker.web.addresses import key_of
from tracker.web.fields import (
    KeyField,
    LongTextField,
    MenuField,
    NumberField,
    RowList,
    TextField,
    WordChoices,
    offer,
)
from tracker.web.forms import BareForm, Form

NONE = "none"
_MOST_CLAIMS = 60


class SampleForm(Form):
    """Which statements are coded again, and by how many."""

    name = TextField(N_("Name of the sample"), [InputRequired(N_("Give the sample a name."))])
    method = WordChoices(N_("Which statements"), words=SampleMethod, default=SampleMethod.ALL.value)
    share = NumberField(N_("Share, in percent"))
    picked = LongTextField(N_("Statements"))
    coders = MenuField(N_("Second coders of each"), default="1")
    takes_published = BooleanField(N_("Draw from published statements, too"))
    seed = TextField(N_("Seed"), [Length(max=100)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.coders.offer((str(n), locale.number(n)) for n in (1, 2, 3))

    def to_draft(self) -> SampleDraft:
        """What was typed; numbers and addresses of statements stand one after the other."""
        picked = (self.picked.data or "").replace(",", " ").split()
        return SampleDraft(
            name=self.name.data or "",
            method=self.method.word or SampleMethod.ALL,
            share=self.share.data,
            seed=self.seed.data or "",
            coders=int(self.coders.data or 1),
            takes_published=bool(self.takes_published.data),
            picked=tuple(key_of(one.rstrip("/").rsplit("/", 1)[-1]) for one in picked),
            client_token=self.client_token.data,
        )


class JudgementField(WordChoices):
    """One of the eight codes, or that the statement is not about the claim."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, words=Stance, **kwargs)
        self.choices = [
            *(self.choices or ()),
            *offer([(NONE, locale.gettext(N_("Not about this claim")))]),
        ]

    @property
    def is_given(self) -> bool:
        return bool(self.data)


class JudgedRow(BareForm):
    """What the coder says of one claim."""

    claim = KeyField(N_("Claim"))
    code = JudgementField(N_("Stance"))
    note = TextField(N_("Note"))


class CodingForm(Form):
    """A reading of one statement."""

    claims = RowList(FormField(JudgedRow), limit=_MOST_CLAIMS)

    def to_judged(self) -> list[Judged]:
        """What was said of every claim; a further claim that was not named is left out."""
        rows = [row.form for row in self.claims]
        return [
            Judged(row.claim.key, row.code.word, row.note.data or "", row.code.is_given)
            for row in rows
            if row.claim.data or row.code.data or row.note.data
        ]


class DecidedRow(BareForm):
    """What is to hold of one claim."""

    claim = NumberField(N_("Claim"))
    code = JudgementField(N_("What holds"))
    reason = LongTextField(N_("Reason"))
    note = LongTextField(N_("Add to the claim’s definition"))


class SettlingForm(Form):
    """What is to hold where coders differ."""

    claims = RowList(FormField(DecidedRow), limit=_MOST_CLAIMS)

    def to_decided(self) -> list[Decided]:
        """What was decided, claim by claim."""
        rows = [row.form for row in self.claims]
        return [
            Decided(
                row.claim.data or 0,
                row.code.word,
                row.reason.data or "",
                row.note.data or "",
                row.code.is_given,
            )
            for row in rows
        ]
