"""What a form or an import says of an outlet, a source or an occasion."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker import text
from tracker.errors import N_, Refused
from tracker.vocabulary import OccasionKind, SourceKind


@dataclass(frozen=True)
class OutletDraft:
    """Who publishes; `speaker` is the id of its own editorial line."""

    name: str
    url: str = ""
    language: str = ""
    speaker: int | None = None
    key: str | None = None
    uid: str | None = None


@dataclass(frozen=True)
class SourceDraft:
    """One published item; an empty `published_on` is not known."""

    kind: SourceKind
    title: str
    language: str
    url: str = ""
    archive_url: str = ""
    author: str = ""
    section: str = ""
    outlet: int | None = None
    published_on: str = ""
    is_free: bool = False
    key: str | None = None
    uid: str | None = None


@dataclass(frozen=True)
class OccasionDraft:
    """Where it was said; `held_on` is a date or two with a slash, `host` an id."""

    kind: OccasionKind
    held_on: str
    name_en: str = ""
    name_id: str = ""
    place: str = ""
    host: int | None = None
    start_time: str = ""
    key: str | None = None
    uid: str | None = None


def line(value: str, field: str) -> str:
    """One line of a name, title or place in the form in which it is kept."""
    return text.check_text(
        value, field=field, limit=text.FIELD_LIMIT, is_name=True, multiline=False
    )


def web_address(value: str, field: str) -> str:
    """An address that a reader can open: http or https, with a host."""
    address = text.check_text(
        value, field=field, limit=text.FIELD_LIMIT, is_name=True, multiline=False
    )
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or any(map(str.isspace, address)):
        raise Refused(N_("Write a whole address, such as https://example.org/page."), field=field)
    return address
