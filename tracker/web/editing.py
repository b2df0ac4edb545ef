"""The form of one object: shown, stored, or shown again with what is wrong or has changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.errors import Refused, Stale
from tracker.web.addresses import address
from tracker.web.forms import Form
from tracker.web.locale import gettext as _
from tracker.web.reference import Chooser, Reference, asked_action, settle
from tracker.web.session import saving, session


class Versioned(Protocol):
    """A row that two people may change at once."""

    id: Any
    version: Any


F = TypeVar("F", bound=Form)
R = TypeVar("R", bound=Versioned)
Difference = tuple[str, str, str]


def clash(form: Form, now: Mapping[str, Any], fields: Iterable[str]) -> list[Difference]:
    """Where what was typed differs from what somebody else saved: label, theirs, typed."""
    pairs = (
        (form[name].label.text, str(now[name] or ""), str(form[name].data or "")) for name in fields
    )
    return [pair for pair in pairs if pair[1] != pair[2]]


@dataclass(frozen=True)
class Editing(Generic[F, R]):
    """How one noun is edited. Its template gets the row and the reference by their names."""

    noun: str
    name: str
    form: type[F]
    # The one field that names another object, and how it is read.
    picked: str
    chooser: Callable[[], Chooser]
    values: Callable[[R], Mapping[str, Any]]
    # What is told field by field when somebody else was quicker.
    compared: Sequence[str]
    # Stores the form in a row, or in a new one, with the number of what was picked.
    write: Callable[[Session, F, R | None, int | None], R]
    title: Callable[[R], str]
    # Lists to which a button of the form adds a row.
    growing: Sequence[str] = ()

    def opened(self, row: R) -> ResponseReturnValue:
        """The form of a row as it is."""
        return self.page(self.form(data=self.values(row)), row)

    def page(
        self,
        form: F,
        row: R | None = None,
        *,
        status: int | None = None,
        differences: Sequence[Difference] | None = None,
    ) -> ResponseReturnValue:
        """The page with this form."""
        reference = self._settled(form)
        return form.shown(
            f"{self.noun}/form.html",
            status,
            differences=differences or (),
            is_stale=differences is not None,
            **{self.name: row, self.picked: reference},
        )

    def store(self, row: R | None) -> ResponseReturnValue:
        """Save what was typed, or show it again with what is wrong."""
        form = self.form(request.form)
        action, _colon, what = asked_action().partition(":")
        if action == "add" and what in self.growing:
            rows: Any = form[what]
            rows.append_entry()
        if action in {"add", "find"}:
            return self.page(form, row, status=200)
        is_valid = form.validate()
        picked = self._settled(form)
        if is_valid and not form.errors:
            try:
                with saving() as writing:
                    row = self.write(writing, form, row, picked.id)
            except Refused as refusal:
                form.explain(refusal)
            except Stale:
                return self._stale(form, row)
            else:
                flash(_("Saved."))
                return redirect(address(self.noun, row.id, self.title(row)), 303)
        return self.page(form, row)

    def _settled(self, form: F) -> Reference:
        field: Any = form[self.picked]
        return settle(form, field, self.chooser())

    def _stale(self, form: F, row: R | None) -> ResponseReturnValue:
        """Both texts and what was typed; saving again is saving over what is there now."""
        if row is None:
            raise Stale(self.name, 0, 0, 0)
        session().refresh(row)
        differences = clash(form, self.values(row), self.compared)
        form.version.data, form.version.raw_data = row.version, None
        return self.page(form, row, status=409, differences=differences)
