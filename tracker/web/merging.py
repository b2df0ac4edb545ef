"""The pages on which reviewers merge: what would move, the reason, undoing it, likely twins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import InputRequired

from tracker.errors import N_, Missing, Refused, Stale
from tracker.merged import MergeDraft, forget_difference, tell_apart
from tracker.record.foreseen import Foreseen
from tracker.visibility import find
from tracker.vocabulary import ClaimKind
from tracker.web.access import viewer
from tracker.web.addresses import address, key_of
from tracker.web.fields import KeyField, LongTextField, VersionField
from tracker.web.forms import Form
from tracker.web.guard import single
from tracker.web.locale import gettext as _
from tracker.web.reference import Chooser, Reference, settle
from tracker.web.session import saving, session

Page = tuple[str, int]

_WHY = N_("Say why these two are one and the same.")


class MergeForm(Form):
    """Into which one, why; and which versions of both the preview was made from."""

    into = KeyField(N_("Stands from now on"))
    into_version = VersionField()
    mirrored = BooleanField(N_("It says the opposite: codes count the other way round"))
    reason = LongTextField(N_("Reason, for readers"), validators=[InputRequired(_WHY)])


class PartForm(Form):
    """Why a merge is undone."""

    reason = LongTextField(
        N_("Reason"), validators=[InputRequired(N_("Say why these two are not the same."))]
    )


@dataclass(frozen=True)
class Position:
    """One line of what positions will be: of whom or on what, and the codes."""

    name: str
    url: str
    language: str
    kind: ClaimKind
    foreseen: Foreseen


@dataclass(frozen=True)
class Preview:
    """What will move, what stays, what to look at twice; labels in the reader's language."""

    moves: Sequence[tuple[str, int, str]]
    stays: Sequence[tuple[str, str]]
    positions: Sequence[Position]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Merged:
    """Something that was merged into what a page shows, with all that is shown by way of it."""

    id: int
    name: str
    language: str
    into: int
    into_name: str
    at: datetime
    by: str
    reason: str
    is_mirrored: bool = False
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Candidate:
    """One of a likely pair, with what tells namesakes apart."""

    id: int
    name: str
    language: str
    hint: str


@dataclass(frozen=True)
class Pair:
    """Two that may be one, and why; or that somebody said are different."""

    one: Candidate
    other: Candidate
    reasons: Sequence[str] = ()
    mirrored: bool = False
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Merging:
    """How one noun is merged; the templates are shared."""

    noun: str
    cls: Any
    has_opposite: bool
    chooser: Callable[[], Chooser]
    name: Callable[[Any], tuple[str, str]]
    check: Callable[..., None]
    preview: Callable[[Any, Any, bool], Preview]
    merge: Callable[..., None]
    unmerge: Callable[..., None]
    merged: Callable[[int], Sequence[Merged]]
    twins: Callable[[], tuple[Sequence[Pair], Sequence[Pair]]]

    def ask(self, ident: str) -> ResponseReturnValue:
        """Choose into which one; then see what would move. Looking changes nothing."""
        lost = self._found(ident)
        form = MergeForm(request.args)
        form.version.data, form.version.raw_data = lost.version, None
        return self._page(form, lost)

    def confirm(self, ident: str) -> ResponseReturnValue:
        """Merge, or show again what would move with what is wrong or has changed."""
        lost, form = self._found(ident), MergeForm(request.form)
        is_valid = form.validate()
        kept = self._chosen(form).id
        if kept is None and not form.into.errors:
            form.refuse("into", _("Choose into which one."))
        if is_valid and kept is not None:
            reason = form.reason.data or ""
            # A form that does not say what was looked at is as good as one of long ago.
            versions = form.version.data or 0, form.into_version.data or 0
            draft = MergeDraft(kept, reason, bool(form.mirrored.data), *versions)
            try:
                with saving(why=reason) as writing:
                    self.merge(writing, lost.id, draft, by=viewer())
            except Refused as refusal:
                form.explain(refusal)
            except Stale:
                session().refresh(lost)
                form.version.data, form.version.raw_data = lost.version, None
                form.into_version.data = None
                return self._page(form, lost, status=409)
            else:
                flash(_("Merged. It can be undone on this page."))
                return redirect(f"{address(self.noun, kept)}#merged", 303)
        return self._page(form, lost)

    def ask_part(self, ident: str) -> ResponseReturnValue:
        """What would stand for itself again."""
        lost = self._found(ident)
        return self._part_page(PartForm(data={"version": lost.version}), lost)

    def part(self, ident: str) -> ResponseReturnValue:
        """Undo a merge, or say why it cannot be undone."""
        lost, form = self._found(ident), PartForm(request.form)
        if form.validate():
            reason, version = form.reason.data or "", form.version.data or 0
            try:
                with saving(why=reason) as writing:
                    self.unmerge(writing, lost.id, version=version, reason=reason, by=viewer())
            except Refused as refusal:
                form.explain(refusal)
            except Stale:
                session().refresh(lost)
                form.version.data, form.version.raw_data = lost.version, None
                return self._part_page(form, lost, status=409)
            else:
                flash(_("The merge is undone."))
                return redirect(address(self.noun, lost.id, self.name(lost)[0]), 303)
        return self._part_page(form, lost)

    def show_twins(self) -> ResponseReturnValue:
        """Pairs that may be one, each with the reason; nothing is merged by itself."""
        likely, different = self.twins()
        return render_template(
            "merging/twins.html",
            section=self.noun,
            merging=self,
            likely=likely,
            different=different,
        )

    def mark(self) -> ResponseReturnValue:
        """Remember that two are different, or take that back."""
        ids = [self._found(single(name)).id for name in ("one", "other")]
        action = single("action")
        if action not in {"differ", "forget"}:
            raise Refused(N_("Say whether they are different, or take that back."))
        with saving() as writing:
            if action == "differ":
                tell_apart(writing, self.cls, ids, by_id=viewer().account_id)
            else:
                forget_difference(writing, self.cls, ids)
        flash(_("Remembered.") if action == "differ" else _("Taken back."))
        return redirect(f"{request.script_root}/{self.noun}/twins", 303)

    def _found(self, ident: str) -> Any:  # noqa: ANN401 - a row of the noun
        return find(session(), self.cls, key_of(ident), viewer())

    def _chosen(self, form: MergeForm) -> Reference:
        if not form.into.data:
            return Reference()
        return settle(form, form.into, self.chooser())

    def _page(self, form: MergeForm, lost: Any, status: int | None = None) -> Page:  # noqa: ANN401
        """The choice, or what would move."""
        reference, kept, preview = self._chosen(form), None, None
        if reference.id is not None:
            kept = self._found(str(reference.id))
            if form.into_version.data is None or request.method == "GET":
                form.into_version.data, form.into_version.raw_data = kept.version, None
            try:
                self.check(session(), lost, kept)
            except Refused as refusal:
                form.explain(refusal)
            else:
                preview = self.preview(lost, kept, bool(form.mirrored.data))
        return form.shown(
            "merging/merge.html",
            status,
            section=self.noun,
            merging=self,
            lost=lost,
            kept=kept,
            reference=reference,
            preview=preview,
            is_stale=status == 409,
        )

    def _part_page(self, form: PartForm, lost: Any, status: int | None = None) -> Page:  # noqa: ANN401
        if lost.merged_into_id is None and not form.is_wrong and request.method == "GET":
            raise Missing(self.noun, str(lost.id))
        kept = self._found(str(lost.merged_into_id)) if lost.merged_into_id else None
        return form.shown(
            "merging/part.html",
            status,
            section=self.noun,
            merging=self,
            lost=lost,
            kept=kept,
            is_stale=status == 409,
        )
