"""The list's filters as they stand in an address, and as the page names them."""

from collections.abc import Mapping
from typing import TypeVar

from tracker.dates import Days, parse_days
from tracker.errors import N_, Missing, Refused
from tracker.statements.listing import STATES, Filters, State
from tracker.vocabulary import ClaimKind, Delivery, Level, Side, Stance, Word
from tracker.web.addresses import key_of
from tracker.web.listing import ActiveFilter, active_filter, argument
from tracker.web.locale import days, label, language_name
from tracker.web.locale import gettext as _

W = TypeVar("W", bound=Word)


def filters_asked() -> Filters:
    """Read the address. Refuses what is no date, no code, or stands there twice."""
    return Filters(
        q=argument("q"),
        said_from=_day("said_from"),
        said_to=_day("said_to"),
        topic=key_of(argument("topic")),
        claim=key_of(argument("claim")),
        code=_word("code", Stance),
        side=_word("side", Side),
        kind=_word("kind", ClaimKind),
        speaker=key_of(argument("speaker")),
        holder=_word("holder", Level) or Level.SPEAKER,
        delivery=_word("delivery", Delivery),
        language=argument("language"),
        outlet=key_of(argument("outlet")),
        occasion=key_of(argument("occasion")),
        source=key_of(argument("source")),
        coder=key_of(argument("coder")),
        state=_state(),
        mine=argument("mine") == "1",
        roughly=argument("roughly") == "1",
    )


def _day(name: str) -> Days | None:
    given = argument(name)
    return parse_days(given, field=name) if given else None


def _word(name: str, words: type[W]) -> W | None:
    given = argument(name)
    if not given:
        return None
    known = {word.value: word for word in words}
    if given not in known:
        raise _unknown(name, list(known))
    return known[given]


def _state() -> State | None:
    given = argument("state")
    known = {state.value: state for state in STATES}
    if given and given not in known:
        raise _unknown("state", list(known))
    return known.get(given)


def _unknown(name: str, codes: list[str]) -> Refused:
    message = N_("“%(name)s” is one of: %(codes)s.")
    return Refused(message, field=name, name=name, codes=", ".join(codes))


def named_filters(filters: Filters, named: Mapping[str, str | None]) -> list[ActiveFilter]:
    """Say what narrows the list. Raises Missing for a reference the viewer may not know of."""
    words = {
        "topic": _("Topic"),
        "claim": _("Claim"),
        "speaker": _holder_words(filters.holder),
        "outlet": _("Outlet"),
        "occasion": _("Occasion"),
        "source": _("Source"),
        "coder": _("Written by"),
    }
    found = []
    for name, key in filters.references.items():
        value = named[f"{name}_named"]
        if value is None:
            raise Missing(name, key)
        found.append(active_filter(name, words[name], value))
    return [*found, *_plain_filters(filters)]


def _holder_words(holder: Level) -> str:
    return {
        Level.SPEAKER: _("Speaker"),
        Level.BODY: _("On behalf of"),
        Level.STATE: _("State"),
    }[holder]


def _plain_filters(filters: Filters) -> list[ActiveFilter]:
    is_any = filters.holder is not Level.SPEAKER and not filters.speaker
    told = {
        "q": (_("Words"), filters.q),
        "holder": (_("Whose positions"), label(filters.holder) if is_any else ""),
        "code": (_("Stance"), label(filters.code)),
        "side": (_("Side"), label(filters.side)),
        "kind": (_("Kind of claim"), label(filters.kind)),
        "delivery": (_("How we know the words"), label(filters.delivery)),
        "language": (_("Language"), language_name(filters.language)),
        "said_from": (_("From"), days(filters.said_from)),
        "said_to": (_("To"), days(filters.said_to)),
        "state": (_("State of the statement"), label(filters.state)),
        "mine": (_("Written by"), _("me") if filters.mine else ""),
        "roughly": (_("Dates"), _("not precise enough") if filters.roughly else ""),
    }
    return [active_filter(name, *words) for name, words in told.items() if words[1]]
