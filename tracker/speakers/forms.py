"""The forms of speakers and roles: their fields, and the drafts they make."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField
from wtforms.fields import FormField

from tracker.errors import N_, Refused
from tracker.models import ExternalId, Name, Role, Speaker
from tracker.speakers.commands_roles import RoleDraft
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft
from tracker.text import sha256
from tracker.vocabulary import SpeakerKind
from tracker.web.fields import DaysField, KeyField, LongTextField, RowList, TextField, WordField
from tracker.web.forms import BareForm, Form

_ROW = re.compile(r"(names|external_ids)-(\d+)-(\w+)")


class NameRow(BareForm):
    """One spelling."""

    text = TextField(N_("Name"))
    language = TextField(N_("Language"))
    is_displayed = BooleanField(N_("Shown in this language"))

    @property
    def is_filled(self) -> bool:
        return bool(self.text.data or self.language.data)


class ExternalIdRow(BareForm):
    """What another catalogue calls the speaker."""

    scheme = TextField(N_("Catalogue"))
    value = TextField(N_("Number there"))

    @property
    def is_filled(self) -> bool:
        return bool(self.scheme.data or self.value.data)


class SpeakerForm(Form):
    """Anyone who can hold a position. Rows that are left empty are not kept."""

    kind = WordField(N_("Kind"), words=SpeakerKind)
    name = TextField(N_("Name"))
    names = RowList(FormField(NameRow), min_entries=1, limit=60)
    iso_code = TextField(N_("Country code"))
    parent = KeyField(N_("Part of"))
    about = LongTextField(N_("About"))
    external_ids = RowList(FormField(ExternalIdRow), min_entries=1, limit=30)

    def to_draft(self, parent: int | None) -> SpeakerDraft:
        return SpeakerDraft(
            kind=self.kind.word,
            name=self.name.data or "",
            names=tuple(
                NameDraft(row.text.data or "", row.language.data or "", bool(row.is_displayed.data))
                for row in _filled(self.names)
            ),
            iso_code=self.iso_code.data or "",
            about=self.about.data or "",
            parent=parent,
            external_ids=tuple(
                ExternalIdDraft(row.scheme.data or "", row.value.data or "")
                for row in _filled(self.external_ids)
            ),
            uid=sha256(self.client_token.data)[:32] if self.client_token.data else None,
        )

    def explain(self, refusal: Refused) -> None:
        """Put the problems of rows beside the rows as they were sent, empty ones included."""
        for problem in refusal.all():
            if found := _ROW.fullmatch(problem.field or ""):
                row = _filled(getattr(self, found[1]))[int(found[2])]
                problem.field = str(row[found[3]].name)
        super().explain(refusal)


class RoleForm(Form):
    """A title in a body, from–to."""

    body = KeyField(N_("In"))
    title_en = TextField(N_("Title in English"))
    title_id = TextField(N_("Title in Indonesian"))
    since = DaysField(N_("From"))
    until = DaysField(N_("Until"))

    def to_draft(self, body: int) -> RoleDraft:
        return RoleDraft(
            body=body,
            title_en=self.title_en.data or "",
            title_id=self.title_id.data or "",
            since=self.since.data or "",
            until=self.until.data or "",
        )


def _filled(rows: Iterable[Any]) -> list[Any]:
    return [row.form for row in rows if row.form.is_filled]


def speaker_values(
    speaker: Speaker, names: Iterable[Name], external_ids: Iterable[ExternalId]
) -> dict[str, Any]:
    """A speaker as its form shows it, with an empty row for one more."""
    return {
        "version": speaker.version,
        "kind": speaker.kind,
        "name": speaker.name,
        "names": [
            *(
                {"text": n.text, "language": n.language, "is_displayed": n.is_displayed}
                for n in sorted(names, key=lambda name: name.id)
            ),
            {},
        ],
        "iso_code": speaker.iso_code or "",
        "parent": str(speaker.parent_id or ""),
        "about": speaker.about,
        "external_ids": [*({"scheme": e.scheme, "value": e.value} for e in external_ids), {}],
    }


def role_values(role: Role, version: int) -> dict[str, Any]:
    """A role as its form shows it."""
    return {
        "version": version,
        "body": str(role.body_id),
        "title_en": role.title_en,
        "title_id": role.title_id,
        "since": role.since,
        "until": role.until,
    }
