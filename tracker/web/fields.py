"""The fields that forms are made of: text, days, languages, KEYs and words of the vocabulary."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, TypeVar

from wtforms import (
    Field,
    FieldList,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput, TextArea, TextInput

from tracker import dates, text
from tracker.dates import Days
from tracker.errors import N_, Refused
from tracker.vocabulary import Word
from tracker.web import locale
from tracker.web.addresses import key_of

W = TypeVar("W", bound=Word)

# The largest integer that both databases keep in an INTEGER.
_LARGEST = 2**31 - 1


class TextField(StringField):
    """One line of text, in the form in which it is kept."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata([text.normalise(str(value), strip=True) for value in valuelist])

    def __call__(self, **kwargs: object) -> Any:  # noqa: ANN401 - markup
        return super().__call__(**{"dir": "auto", **kwargs})


class LongTextField(TextField):
    """Text of any length; quotes are counted in code points, so nothing inside is changed."""

    widget = TextArea()


class TokenField(HiddenField):
    """A name for one filled-in form: sent twice, it is saved once."""


class NumberField(IntegerField):
    """A whole number from 0 that fits into the database."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        given = str(valuelist[0]).strip() if valuelist else ""
        if not given:
            self.data = None
        elif given.isascii() and given.isdigit() and len(given) < 11 and int(given) <= _LARGEST:
            self.data = int(given)
        else:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))


class VersionField(NumberField):
    """Which version of the row was read when the form was opened."""

    widget = HiddenInput()  # type: ignore[assignment]

    def __init__(self, label: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.type = "HiddenField"


class DaysField(TextField):
    """A date as precisely as it is known; `days` is None where nothing was written."""

    def __init__(self, *args: Any, period: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._read = dates.parse_period if period else dates.parse_days

    @property
    def days(self) -> Days | None:
        return self._read(self.data) if self.data else None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002
        refuse_by(lambda: self.days)


class TimeField(TextField):
    """A local time of day such as 14:30; `time` is None where nothing was written."""

    @property
    def time(self) -> time | None:
        return dates.parse_time(self.data) if self.data else None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002
        refuse_by(lambda: self.time)


class LanguageField(TextField):
    """The code of a language: `id`, `zh-Hant`; `tag` is its normal form, "" where there is none."""

    @property
    def tag(self) -> str:
        return text.language_tag(self.data) if self.data else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002
        refuse_by(lambda: self.tag)
        self.data = self.tag

    def __call__(self, **kwargs: object) -> Any:  # noqa: ANN401 - markup
        return super().__call__(**{"size": 8, "autocapitalize": "none", **kwargs})


class KeyField(TextField):
    """A reference: number, uid or external key; `typed` are the words beside a chosen key."""

    typed: str = ""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            self.typed = text.normalise(str(formdata.get(f"{self.name}-text") or ""), strip=True)

    @property
    def key(self) -> str:
        """The KEY, without the readable end that an address has; "" where there is none."""
        return key_of(str(self.data or ""))


class ManyField(Field):
    """A field that may be sent any number of times; its data is a list of texts."""

    widget = TextInput()
    is_repeated = True

    def process_data(self, value: Iterable[object] | None) -> None:
        self.data = [str(item) for item in value or ()]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        given = (text.normalise(str(value), strip=True) for value in valuelist)
        self.data = [value for value in given if value]

    @property
    def keys(self) -> list[str]:
        """Its values as KEYs, each once."""
        return list(dict.fromkeys(key_of(value) for value in self.data or ()))


def offer(pairs: Iterable[tuple[object, str]]) -> list[Any]:
    """Make (value, words) pairs the choices of a menu or of buttons."""
    return [SelectChoice(str(value), words) for value, words in pairs]


class MenuField(SelectField):
    """One of a few choices, given as (value, words) pairs; `blank` adds the choice of none."""

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,  # noqa: ANN401
        *,
        choices: Iterable[tuple[object, str]] = (),
        blank: str | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        kwargs.setdefault("coerce", _as_code)
        super().__init__(label, validators, **kwargs)
        self.blank = blank
        self.offer(choices)

    def offer(self, pairs: Iterable[tuple[object, str]]) -> None:
        """Set the choices."""
        none = [("", locale.gettext(self.blank))] if self.blank is not None else []
        self.choices = offer([*none, *pairs])

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401
        if self.data or self.blank is None:
            super().pre_validate(form)


class WordField(MenuField):
    """A word of the vocabulary from a menu; `word` is the member, None where none was chosen."""

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,  # noqa: ANN401
        *,
        words: type[Word],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.words = words
        super().__init__(label, validators, choices=_labelled(words), **kwargs)

    @property
    def word(self) -> Any:  # noqa: ANN401 - a member of `words`
        return _member(self.words, self.data)


class WordChoices(RadioField):
    """The same as buttons, all in sight."""

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,  # noqa: ANN401
        *,
        words: type[Word],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.words = words
        super().__init__(label, validators, coerce=_as_code, **kwargs)
        self.choices = offer(_labelled(words))
        # The macros draw a field by its type.
        self.type = "RadioField"

    @property
    def word(self) -> Any:  # noqa: ANN401 - a member of `words`
        return _member(self.words, self.data)

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401
        # No choice is a matter of the form's validators, a wrong one is ours.
        if self.data:
            super().pre_validate(form)


def _labelled(words: type[Word]) -> list[tuple[object, str]]:
    return [(word.value, locale.label(word)) for word in words]


def _member(words: type[Word], code: object) -> Word | None:
    return {word.value: word for word in words}.get(str(code or ""))


class RowList(FieldList):  # type: ignore[type-arg] # no subscripts when run
    """Rows of fields; more than `limit` are refused, none is dropped silently."""

    def __init__(self, *args: Any, limit: int = 50, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.type = "FieldList"

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:  # noqa: ANN401
        if len(self.entries) <= self.limit:
            return bool(super().validate(form, extra_validators))
        message = locale.gettext(
            N_("At most %(limit)s rows fit here; this has %(length)s."),
            limit=self.limit,
            length=len(self.entries),
        )
        self.errors = [message]
        return False


def refuse_by(check: Any) -> None:  # noqa: ANN401 - a function that may raise Refused
    """Turn a refusal of a reader of dates, languages … into the field's message."""
    try:
        check()
    except Refused as refusal:
        raise ValidationError(refusal.sentence(locale.gettext, locale.cldr())) from refusal


def _as_code(value: object) -> str:
    return "" if value is None else str(value)
