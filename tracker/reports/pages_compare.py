"""What the page of comparison shows: pairs, who is near and far, what those chosen split on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import Any

from tracker.analysis.likeness import FEWEST_TO_BE_ALIKE
from tracker.reports.compare import CompareReport, Pair, Split
from tracker.reports.filters import Filters
from tracker.reports.paging import SIZE, page_of_rows
from tracker.statements.queries import entries
from tracker.web.addresses import here_with
from tracker.web.listing import ActiveFilter, active_filter
from tracker.web.locale import gettext as _
from tracker.web.session import session

# So many are told as the nearest and as the farthest.
MOST_ALIKE = 5
# So many holders have a column each in the table of claims; more are named beside their codes.
MOST_COLUMNS = 4
# So many are named in the line that says what narrows the page.
MOST_NAMED = 10


class Standing(StrEnum):
    """How those who share a claim stand on it, in the order of the page."""

    SPLIT = "split"
    AGREE = "agree"
    NEITHER = "neither"


@dataclass(frozen=True)
class Ends:
    """The most and the least alike of those who share enough claims; nobody is both."""

    nearest: Sequence[Pair]
    farthest: Sequence[Pair]


def shown(report: CompareReport, filters: Filters) -> dict[str, Any]:
    """The pairs, a page of them; of two who were chosen, a page of the claims that they share."""
    claims = sorted(report.splits, key=partial(_place, report))
    are_two = len(report.chosen) == 2
    page = page_of_rows(claims if are_two else _ordered(report), SIZE)
    told = page.rows if are_two else claims[:SIZE]
    has_columns = len(report.chosen) <= MOST_COLUMNS
    said = [held.statement for split in told for held in split.held.values()] if has_columns else ()
    names_one = are_two and len(filters.options.get("holders", "").split()) == 1
    return {
        "page": page,
        "are_two": are_two,
        "shown_pairs": report.pairs if are_two else page.rows,
        "groups": [(how, list(of)) for how, of in groupby(told, key=standing_of)],
        "counted": Counter(standing_of(split) for split in claims),
        "n_told": len(told),
        "has_columns": has_columns,
        "ends": _ends(report),
        "said": entries(session(), filters.viewer, said, filters.tongue),
        "pair_url": _pair_url,
        "one_url": lambda holder: here_with(speaker=str(holder), holders=None, cursor=None),
        "fewest": FEWEST_TO_BE_ALIKE,
        "holders_label": report.holders[report.chosen[-1]].label if names_one else "",
        "also_active": _also_active(report),
    }


def _also_active(report: CompareReport) -> list[ActiveFilter]:
    """Who was chosen besides the speaker, by name: the citation tells them, too."""
    others = [holder for holder in report.chosen if holder != report.one]
    names = [report.holders[holder].label or _("no longer on record") for holder in others]
    if not names:
        return []
    told = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return [active_filter("holders", _("Compared with"), told)]


def standing_of(split: Split) -> Standing:
    """Whether they split, stand on one side, or neither: some of them in the middle."""
    if split.is_split:
        return Standing.SPLIT
    signs = {(held.value > 0) - (held.value < 0) for held in split.held.values()}
    return Standing.AGREE if len(signs) == 1 else Standing.NEITHER


def _place(report: CompareReport, split: Split) -> tuple[int, int, str, int]:
    """What they split on first, the farthest apart before the rest."""
    values = [held.value for held in split.held.values()]
    words = report.claims[split.claim_id].label.casefold()
    place = list(Standing).index(standing_of(split))
    return place, min(values) - max(values), words, split.claim_id


def _ordered(report: CompareReport) -> Sequence[Pair]:
    """Of one, the nearest first, and below them who shares too few claims; else who shares most."""
    if report.one is not None:
        few = [pair for pair in report.pairs if not pair.likeness.is_enough]
        return [*report.nearest, *sorted(few, key=lambda p: (-p.likeness.shared, -p.agreement))]
    return sorted(report.pairs, key=lambda pair: (-pair.likeness.shared, -pair.agreement))


def _ends(report: CompareReport) -> Ends:
    nearest, farthest = report.nearest, report.farthest
    most = min(MOST_ALIKE, max(1, len(nearest) // 2))
    return Ends(nearest[:most], farthest[:most] if len(nearest) > 1 else ())


def _pair_url(pair: Pair, how: str = "") -> str:
    """These two alone; `how` leads to the claims on which they stand so."""
    first = pair.likeness.disagree + 1 if how == Standing.AGREE else 1
    cursor = str(first) if first > SIZE else None
    url = here_with(speaker=str(pair.a), holders=str(pair.b), cursor=cursor)
    return f"{url}#{how or 'claims'}"
