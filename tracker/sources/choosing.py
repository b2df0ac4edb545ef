"""How the references in these forms are read."""

from collections.abc import Sequence

from tracker.errors import Missing
from tracker.models import Outlet, Speaker
from tracker.sources import hosts, queries
from tracker.visibility import find
from tracker.vocabulary import SpeakerKind
from tracker.web import pick
from tracker.web.access import viewer
from tracker.web.locale import label, language
from tracker.web.reference import Chooser
from tracker.web.session import session


def outlet_chooser() -> Chooser:
    """How a field that names an outlet is read."""

    def named(key: str) -> tuple[int, str] | None:
        try:
            outlet = find(session(), Outlet, key, viewer())
        except Missing:
            return None
        return outlet.id, outlet.name

    def search(words: str) -> list[tuple[int, str, str]]:
        return queries.outlets_matching(session(), viewer(), words, limit=pick.LIMIT)

    return Chooser(named, search)


def speaker_chooser(kinds: Sequence[SpeakerKind] = ()) -> Chooser:
    """How a field that names a speaker is read."""

    def named(key: str) -> tuple[int, str] | None:
        try:
            speaker = find(session(), Speaker, key, viewer())
        except Missing:
            return None
        return speaker.id, hosts.speaker_named(session(), viewer(), speaker.id, language())

    def search(words: str) -> list[tuple[int, str, str]]:
        found = hosts.speakers_called(
            session(), viewer(), words, language(), kinds=kinds, limit=pick.LIMIT
        )
        return [(speaker, name, label(kind)) for speaker, name, kind in found]

    return Chooser(named, search)
