"""What was seen at the doors, held against what the table says."""

from collections.abc import Iterator, Mapping

from tests.doors.table import ROLES, Door
from tests.doors.walk import COUNTING, DENIED, LOOKING, Seen
from tracker.web.session import SAFE_METHODS

# What a visitor sees and what editors see: the two that the database tells apart.
TWO_VIEWS = {"anonymous", "editor"}


def is_walked(engine: str, role: str, door: Door) -> bool:
    """Which doors are tried where: what changes something by every role on both engines.

    Looking is tried by every role on SQLite, and on PostgreSQL by HEAD as the two kinds of
    viewers that the conditions of `visible_to` know; OPTIONS asks no view, and no database.
    """
    if door.method not in SAFE_METHODS:
        return True
    if engine == "sqlite":
        return door.method == "GET" or (door.method == "OPTIONS" and role in TWO_VIEWS)
    return door.method == "HEAD" and role in TWO_VIEWS


def problem_of(door: Door, said: str, seen: Seen) -> str | None:
    """Where what was seen is not what the table says; None where it is."""
    outcome, is_unsafe = seen.outcome, door.method not in SAFE_METHODS
    wanted = "ok" if said == "still" else said
    if outcome != wanted:
        return f"{door.name}: {outcome}, and the table says {said}"
    if said == "ok" and is_unsafe and door.changes not in seen.changed:
        return f"{door.name}: done, but {door.changes} is as before"
    if said == "still" and (seen.changed or not is_unsafe):
        return f"{door.name}: there was something to change, and the table says there is not"
    if said not in {"ok", "still"} and seen.changed - COUNTING:
        return f"{door.name}: {outcome}, and yet changed {sorted(seen.changed)}"
    return None


def problems(engine: str, doors: list[Door], seen: Mapping[str, Mapping[str, Seen]]) -> list[str]:
    """Everything that is not as the table says; by role, what was not tried included."""
    return list(_problems(engine, doors, seen))


def _problems(
    engine: str, doors: list[Door], seen: Mapping[str, Mapping[str, Seen]]
) -> Iterator[str]:
    for role in ROLES:
        for door in (door for door in doors if is_walked(engine, role, door)):
            known = seen[role].get(door.name)
            problem = f"{door.name}: not tried" if known is None else None
            if known is not None:
                problem = problem_of(door, door.cell(role), known)
            if problem:
                yield f"{role}: {problem}"
        for together in (LOOKING, DENIED):
            if seen[role][together].changed:
                yield f"{role}: {together} changed {sorted(seen[role][together].changed)}"
