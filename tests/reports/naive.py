"""What reports count, counted another way: from all entries at once, by the words of the domain."""

from collections import defaultdict
from typing import Any

from tracker.models import Claim, Outlet, Speaker


def side(value):
    return "mixed" if value == 0 else "for" if value > 0 else "against"


def position(entries):
    """The last stance with a number, unless it was retracted since."""
    held = None
    for entry in sorted(entries, key=lambda entry: entry.order_key):
        if entry.value is not None:
            held = side(entry.value)
        elif entry.act == "retracts" and entry.code == "decline":
            held = None
    return held


def positions(entries, *places):
    """The positions of those whose entries share all of these."""
    groups = defaultdict(list)
    for entry in entries:
        place = tuple(key(entry) for key in places)
        if None not in place:
            groups[place].append(entry)
    found = {place: position(group) for place, group in groups.items()}
    return {place: held for place, held in found.items() if held}


def within(entry, period):
    """The year or month that the whole date lies in."""
    first, last = str(entry.first_on), str(entry.last_on)
    length = {"year": 4, "month": 7}[period]
    return first[:length] if first[:length] == last[:length] else None


def polarised(entries, uids, level, period):
    held = positions(
        entries,
        lambda entry: uids[Claim, entry.claim_id],
        lambda entry: within(entry, period),
        lambda entry: getattr(entry, f"{level}_id"),
    )
    rows: Any = defaultdict(lambda: {"for": 0, "mixed": 0, "against": 0})
    for (claim, name, _), taken in held.items():
        rows[claim, name][taken] += 1
    return [(*place, *counts.values()) for place, counts in sorted(rows.items())]


def united(entries, uids):
    held = positions(
        entries,
        lambda entry: uids.get((Speaker, entry.body_id)),
        lambda entry: entry.claim_id,
        lambda entry: entry.speaker_id,
    )
    rows: Any = defaultdict(dict)
    for (body, claim, _), taken in held.items():
        if taken != "mixed":
            n_for, n_all = rows[body].get(claim, (0, 0))
            rows[body][claim] = n_for + (taken == "for"), n_all + 1
    return [
        (body, len(told), sum(abs(2 * n - n_all) / n_all for n, n_all in told.values()) / len(told))
        for body, told in sorted(rows.items())
    ]


def covered(entries, uids):
    rows: Any = defaultdict(lambda: [set() for _ in range(5)])
    for entry in entries:
        taken = "other" if entry.value is None else side(entry.value)
        ways = {
            "claim": uids[Claim, entry.claim_id],
            "language": entry.language,
            "month": within(entry, "month"),
            "outlet": uids.get((Outlet, entry.outlet_id), ""),
            "state": uids.get((Speaker, entry.state_id), ""),
        }
        others = [e for e in entries if e.statement_id == entry.statement_id]
        places = [(way, name) for way, name in ways.items() if name is not None]
        places += [("side", "other" if e.value is None else side(e.value)) for e in others]
        for place in places:
            rows[place][0].add(entry.statement_id)
            rows[place][("for", "mixed", "against", "other").index(taken) + 1].add(
                entry.statement_id
            )
    return [(*place, *map(len, counts)) for place, counts in sorted(rows.items())]
