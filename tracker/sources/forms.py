"""The forms of sources, outlets and occasions: their fields, and the drafts they make."""

from typing import Any

from wtforms import BooleanField

from tracker.errors import N_
from tracker.models import Occasion, Outlet, Source
from tracker.sources.drafts import OccasionDraft, OutletDraft, SourceDraft
from tracker.text import sha256
from tracker.vocabulary import OccasionKind, SourceKind
from tracker.web.fields import (
    DaysField,
    KeyField,
    LongTextField,
    TextField,
    TimeField,
    WordField,
)
from tracker.web.forms import Form

SOURCE_TEXTS = ("title", "language", "url", "archive_url", "author", "section", "published_on")
OCCASION_TEXTS = ("held_on", "name_en", "name_id", "place", "start_time")


class SourceForm(Form):
    """One published item."""

    kind = WordField(N_("Kind"), words=SourceKind)
    title = TextField(N_("Title"))
    url = TextField(N_("Address"))
    outlet = KeyField(N_("Outlet"))
    author = TextField(N_("Author"))
    section = TextField(N_("Section"))
    published_on = DaysField(N_("Published"))
    language = TextField(N_("Language"))
    archive_url = TextField(N_("Archived copy"))
    is_free = BooleanField(N_("Readers may see the whole text"))
    text = LongTextField(N_("Text of the source"))

    def to_draft(self, outlet: int | None) -> SourceDraft:
        return SourceDraft(
            kind=self.kind.word,
            outlet=outlet,
            is_free=bool(self.is_free.data),
            uid=uid_of(self),
            **{name: self[name].data or "" for name in SOURCE_TEXTS},
        )


class SnapshotForm(Form):
    """The text of a source, to be kept as it is now."""

    text = LongTextField(N_("Text of the source"))


class OutletForm(Form):
    """Who publishes."""

    name = TextField(N_("Name"))
    url = TextField(N_("Address"))
    language = TextField(N_("Language"))
    speaker = KeyField(N_("Speaks for itself as"))

    def to_draft(self, speaker: int | None) -> OutletDraft:
        return OutletDraft(
            name=self.name.data or "",
            url=self.url.data or "",
            language=self.language.data or "",
            speaker=speaker,
            uid=uid_of(self),
        )


class OccasionForm(Form):
    """Where it was said."""

    kind = WordField(N_("Kind"), words=OccasionKind)
    name_en = TextField(N_("Name in English"))
    name_id = TextField(N_("Name in Indonesian"))
    held_on = DaysField(N_("Held"), period=True)
    start_time = TimeField(N_("Began at"))
    place = TextField(N_("Place"))
    host = KeyField(N_("Host"))

    def to_draft(self, host: int | None) -> OccasionDraft:
        return OccasionDraft(
            kind=self.kind.word,
            host=host,
            uid=uid_of(self),
            **{name: self[name].data or "" for name in OCCASION_TEXTS},
        )


def uid_of(form: Form) -> str | None:
    """The uid of what a form makes: the same form sent twice makes the same."""
    return sha256(form.client_token.data)[:32] if form.client_token.data else None


def source_values(source: Source) -> dict[str, Any]:
    """A source as its form shows it."""
    return {
        "version": source.version,
        "kind": source.kind,
        "outlet": str(source.outlet_id or ""),
        "is_free": source.is_free,
        **{name: getattr(source, name) for name in SOURCE_TEXTS},
    }


def outlet_values(outlet: Outlet) -> dict[str, Any]:
    """An outlet as its form shows it."""
    return {
        "version": outlet.version,
        "name": outlet.name,
        "url": outlet.url,
        "language": outlet.language,
        "speaker": str(outlet.speaker_id or ""),
    }


def occasion_values(occasion: Occasion) -> dict[str, Any]:
    """An occasion as its form shows it."""
    return {
        "version": occasion.version,
        "kind": occasion.kind,
        "host": str(occasion.host_id or ""),
        **{name: getattr(occasion, name) for name in OCCASION_TEXTS},
    }
