"""What every form shares: our language, what was sent twice, and refusals beside their fields."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

import wtforms
from flask import render_template
from wtforms.fields import FormField

from tracker.errors import N_, Doubt, Refused
from tracker.web import locale
from tracker.web.fields import ManyField, MenuField, RowList, TokenField, VersionField

_REPEATABLE = frozenset({"csrf_token"})
_TOKEN_LIMIT = 100


class _Messages:
    """WTForms' own messages, from our catalogue."""

    def gettext(self, message: str) -> str:
        return locale.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return (
            singular if n == 1 else plural if locale.language() == "en" else locale.gettext(plural)
        )


@dataclass(frozen=True)
class Doubted:
    """A warning as the page shows it, to be confirmed."""

    check: str
    message: str
    field: str = ""
    twin: int | None = None
    details: Mapping[str, object] | None = None


class BareForm(wtforms.Form):
    """Fields and their messages: for rows, for signing in, for filters."""

    may_repeat: ClassVar[tuple[str, ...]] = ()
    """Names, as patterns with *, of what may be sent more than once without being a field of it."""

    class Meta:
        """WTForms' settings."""

        def get_translations(self, form: object) -> _Messages:  # noqa: ARG002
            return _Messages()

    def __init__(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        self._sent = formdata
        self._is_row = bool(kwargs.get("prefix"))
        self.doubts: list[Doubted] = []
        super().__init__(formdata, *args, **kwargs)
        for name, given in self._fields.items():
            _translate(given, getattr(type(self), name, None))

    @property
    def problems(self) -> list[str]:
        """What is wrong with the form as a whole."""
        found: list[str] = self.form_errors
        return found

    @property
    def is_wrong(self) -> bool:
        """Whether there is anything to correct or to confirm, in the rows too."""
        return bool(self.problems or self.doubts or any(g.errors for g in all_fields(self)))

    @property
    def confirmed(self) -> frozenset[str]:
        """The warnings that the person accepts."""
        given = self._sent.getlist("confirm") if hasattr(self._sent, "getlist") else ()
        return frozenset(given)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401
        """Check the shape of all fields; nothing was sent twice, no field has a NUL."""
        is_valid = super().validate(extra_validators)
        for name, message in [*self._sent_twice(), *self._unreadable()]:
            self.refuse(name, locale.gettext(message))
            is_valid = False
        for given in all_fields(self):
            if not isinstance(given, RowList | FormField) and given.errors:
                given.errors = [locale.gettext(str(error)) for error in given.errors]
        return is_valid

    def refuse(self, name: str | None, message: str) -> None:
        """Put a message beside a field such as `speakers-0-role`, else on top of the form."""
        found = {given.name: given for given in all_fields(self)}.get(name or "")
        if found is None or isinstance(found, FormField):
            self.problems.append(message)
        elif message not in found.errors:
            found.errors = [*found.errors, message]

    def explain(self, refusal: Refused) -> None:
        """Show a refusal and all that were found with it; warnings go to `doubts`."""
        for problem in refusal.all():
            message = problem.sentence(locale.gettext, locale.cldr())
            if isinstance(problem, Doubt):
                doubted = Doubted(
                    problem.check.value, message, problem.field or "", problem.twin, problem.details
                )
                self.doubts.append(doubted)
            else:
                self.refuse(problem.field, message)

    def shown(self, template: str, status: int | None = None, **context: Any) -> tuple[str, int]:  # noqa: ANN401
        """The page with this form: 422 where something is wrong or doubted, else 200."""
        page = render_template(template, form=self, page_error=self.is_wrong, **context)
        return page, status or (422 if self.is_wrong else 200)

    def _sent_twice(self) -> Iterator[tuple[str, str]]:
        if not hasattr(self._sent, "getlist") or self._is_row:
            return
        many = {given.name for given in all_fields(self) if isinstance(given, ManyField)}
        many |= {f"{name}-text" for name in many} | _REPEATABLE | {"confirm"}
        for name in self._sent:
            is_free = name in many or any(fnmatchcase(name, free) for free in self.may_repeat)
            if not is_free and len(self._sent.getlist(name)) > 1:
                yield name, N_("This was sent more than once. Send one value.")

    def _unreadable(self) -> Iterator[tuple[str, str]]:
        if not hasattr(self._sent, "getlist") or self._is_row:
            return
        for name in self._sent:
            if any("\0" in value for value in self._sent.getlist(name)):
                yield name.removesuffix("-text"), N_("This contains a NUL character. Remove it.")


class Form(BareForm):
    """A form that saves: it knows the version it was opened with and is saved once."""

    version = VersionField()
    client_token = TokenField(default=lambda: secrets.token_urlsafe(16))

    def validate_client_token(self, given: wtforms.Field) -> None:
        """A token is ours or a client's own short name."""
        if given.data and (len(given.data) > _TOKEN_LIMIT or not given.data.isprintable()):
            raise wtforms.validators.ValidationError(N_("The token of the form is too long."))


def all_fields(fields: Iterable[Any]) -> Iterator[Any]:
    """Yield the fields of a form, and those of its rows."""
    for given in fields:
        yield given
        if isinstance(given, FormField):
            yield from all_fields(given.form)
        elif isinstance(given, wtforms.FieldList):
            yield from all_fields(given.entries)


def rows_sent(formdata: Any, prefix: str) -> int:  # noqa: ANN401 - a MultiDict
    """How many rows of a list were sent, however they are numbered."""
    starts = Counter(
        name[len(prefix) + 1 :].partition("-")[0]
        for name in formdata
        if name.startswith(f"{prefix}-")
    )
    return sum(1 for start in starts if start.isascii() and start.isdigit())


def _translate(given: Any, declared: Any) -> None:  # noqa: ANN401 - a field and how it was declared
    given.label.text = locale.gettext(given.label.text) if given.label.text else ""
    if given.description:
        given.description = locale.gettext(given.description)
    # Choices that a view fills in are names of things, and stay as they are.
    choices = getattr(declared, "kwargs", {}).get("choices")
    if isinstance(given, MenuField) and isinstance(choices, list | tuple):
        given.offer((value, locale.gettext(words)) for value, words in choices)
    # A row that is a form of its own has translated its fields by itself.
    for row in given if isinstance(given, RowList) else ():
        if not isinstance(row, FormField):
            _translate(row, None)
