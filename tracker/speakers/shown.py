"""What the page of one speaker is filled with, and what its forms choose from."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue

from tracker.dates import Days
from tracker.errors import Missing
from tracker.models import Entry, Speaker
from tracker.speakers import page as pages
from tracker.speakers import queries
from tracker.speakers.said import level_of, said_in, stances_of
from tracker.text import fingerprint
from tracker.visibility import find
from tracker.vocabulary import SpeakerKind
from tracker.web import listing, pick
from tracker.web.access import viewer
from tracker.web.addresses import address, with_query
from tracker.web.locale import cldr, label, language
from tracker.web.locale import gettext as _
from tracker.web.paging import Key, Page, page_of
from tracker.web.reference import Chooser
from tracker.web.session import session
from tracker.web.timelines import Mark, PositionStrip, position_strip

# More strips than these are a table's business.
_STRIPS = 3
_COLUMNS = (
    listing.Column("claim", lambda stand: stand.claim_uid),
    listing.Column("claim_label", lambda stand: stand.claim_text),
    listing.Column("kind"),
    listing.Column("code"),
    listing.Column("value"),
    listing.Column("n"),
    listing.Column("changes"),
    listing.Column("first_on"),
    listing.Column("last_on"),
    listing.Column("is_retracted"),
    listing.Column("statement", lambda stand: stand.statement_uid),
)


@dataclass(frozen=True)
class Strip:
    """The history of one position as a chart, and the same as rows of a table."""

    stand: pages.Stand
    chart: PositionStrip
    rows: Sequence[tuple[Any, Any, str, str]]


def show_speaker(
    speaker: Speaker, merged_into: Callable[[int], Sequence[Any]]
) -> ResponseReturnValue:
    """The page, with what was merged into the speaker; or the positions as data."""
    here, tongue = session(), language()
    stands = pages.stands_of(here, viewer(), speaker, tongue)
    data = listing.Listing(_COLUMNS, _whole(stands), extra={"speaker": _facts(speaker)})
    if listing.suffix() != "html":
        return listing.answer(data, "speakers/show.html")
    keys = [Key(Entry.order_key, descending=True), Key(Entry.id, descending=True)]
    rows = stances_of(viewer(), speaker, tongue)
    said = page_of(here, rows, keys=keys, cursor=listing.cursor())
    return listing.answer(
        data,
        "speakers/show.html",
        speaker=speaker,
        merged=merged_into(speaker.id),
        name=queries.speaker_named(here, viewer(), speaker.id, tongue) or speaker.name,
        parent=queries.speaker_named(here, viewer(), speaker.parent_id, tongue),
        names=pages.names_of(here, speaker.id),
        external_ids=pages.external_ids_of(here, speaker.id),
        roles=queries.roles_of(here, viewer(), speaker.id, tongue),
        parts=pages.parts_of(here, viewer(), speaker.id, tongue),
        holders=pages.holders_of_roles(here, viewer(), speaker.id, tongue),
        stands=stands,
        span=_span(stands),
        strips=_strips(stands),
        changes=_changes(stands),
        others=max(0, pages.claims_in_all(here, viewer()) - len(stands)),
        said=[said_in(row, tongue) for row in said.rows],
        pages=listing.Listing((), said),
        counted=queries.statements_counted(here, [(speaker.id, SpeakerKind(speaker.kind))]).get(
            speaker.id, 0
        ),
        level=level_of(speaker),
        statements_url=statements_url(speaker),
    )


def _whole(rows: Sequence[Any]) -> Page:
    """All rows on one page."""
    return Page(rows)


def statements_url(speaker: Speaker) -> Any:  # noqa: ANN401 - a function for the template
    """Make addresses of the statements behind a number on this page."""
    level = level_of(speaker)

    def url(claim: int | None = None) -> str:
        query = {
            "speaker": [str(speaker.id)],
            "holder": [level.value if level != "speaker" else ""],
        }
        return with_query("/statements/", {**query, "claim": [str(claim or "")]})

    return url


def _facts(speaker: Speaker) -> dict[str, object]:
    return {
        "id": speaker.id,
        "uid": speaker.uid,
        "key": speaker.key,
        "kind": speaker.kind.value,
        "name": queries.speaker_named(session(), viewer(), speaker.id, language()),
        "iso_code": speaker.iso_code,
        "level": level_of(speaker).value,
    }


def _changes(stands: Iterable[pages.Stand]) -> list[tuple[pages.Stand, pages.Change]]:
    """Every change of position, the newest first."""
    found = [(stand, change) for stand in stands for change in stand.shifts]
    return sorted(found, key=lambda pair: pair[1].after.order, reverse=True)


def _span(stands: Iterable[pages.Stand]) -> tuple[Days, Days] | None:
    """The dates of the first and of the last statement, as precisely as they are known."""
    said = sorted((one for stand in stands for one in stand.history), key=lambda one: one.order)
    return (said[0].days, said[-1].days) if said else None


def _strips(stands: Iterable[pages.Stand]) -> list[Strip]:
    """The histories that are worth a chart: those of more than one statement."""
    strips: list[Strip] = []
    for stand in stands:
        if len(stand.history) < 2 or len(strips) == _STRIPS:
            continue
        marks = [Mark(one.days, one.code, ends=one.is_retraction) for one in stand.history]
        chart = position_strip(marks, lang=cldr())
        rows = [
            (
                one.days,
                one.code,
                one.occasion_name or one.words,
                address("statements", one.statement),
            )
            for one in stand.history
        ]
        if chart is not None:
            strips.append(Strip(stand, chart, rows))
    return strips


def _statement(number: int) -> str:
    return address("statements", number)


def chooser_of(kinds: Sequence[SpeakerKind] = ()) -> Chooser:
    """How a field that names a speaker is read."""

    def named(key: str) -> tuple[int, str] | None:
        try:
            found = find(session(), Speaker, key, viewer())
        except Missing:
            return None
        return found.id, queries.speaker_named(session(), viewer(), found.id, language())

    def search(words: str) -> list[tuple[int, str, str]]:
        matches = queries.speakers_matching(
            session(), viewer(), words, language(), kinds=kinds, limit=pick.LIMIT
        )
        return options(matches)

    return Chooser(named, search)


def options(matches: Sequence[queries.Match]) -> list[tuple[int, str, str]]:
    """Matches as a picker offers them: “Person · Permanent Representative, Russia”.

    Namesakes are told apart by years too; one who holds no role, by the number.
    """
    named = Counter(fingerprint(match.name) for match in matches)
    return [_option(match, is_namesake=named[fingerprint(match.name)] > 1) for match in matches]


def _option(match: queries.Match, *, is_namesake: bool) -> tuple[int, str, str]:
    capacity = ", ".join(part for part in (match.role, match.body) if part)
    parts = [label(match.kind), capacity]
    if is_namesake:
        parts += [_years(match), _("same name: no. %(number)s", number=match.id)]
    return match.id, match.name, " · ".join(part for part in parts if part)


def _years(match: queries.Match) -> str:
    """From when to when the role was held, in years; a dash alone says nothing."""
    since, until = match.since[:4], match.until[:4]
    return f"{since}–{until}" if since or until else ""
