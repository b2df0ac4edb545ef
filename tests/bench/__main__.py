"""`python -m tests.bench`: what reports cost, beside naive SQL, at several sizes of the record.

It checks that both give the same, measures them in turns, and prints tables for
docs/performance.md.
"""

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

from tests.bench.alone import measured
from tests.bench.measuring import in_turns, machine, stopped_after
from tests.bench.pages import pages
from tests.bench.places import Places
from tests.bench.questions import QUESTIONS, Question, Typical, subtract, typical
from tests.bench.world import World
from tracker.db import Database

_SIZE = re.compile(r"(\d+)([km]?)")
# The size at which the largest network is measured, and up to which it is asked in SQL.
_NETWORK = 100_000


def size_of(told: str) -> int:
    """10k, 100k, 1m or a plain number."""
    match = _SIZE.fullmatch(told.lower().replace("_", ""))
    if match is None:
        raise argparse.ArgumentTypeError(f"{told} is no size: 10k, 100k, 1m")
    return int(match[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2]]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def bench(database: Database, invented: World, flat: dict[str, list[float]]) -> Typical:
    """Measure every question at one size."""
    with database.reading() as session:
        about = typical(session)
    say(f"\n{invented.size:,} published stances, seed {invented.seed}; {about.stances}\n")
    say("| what | rows | the report, ms | naive SQL, ms | times less | wanted |")
    say("|---|---|---|---|---|---|")
    for make in QUESTIONS:
        if make is subtract and invented.size != _NETWORK:
            continue
        _measure(database, make(about), flat)
    if invented.size == _NETWORK and database.engine.dialect.name == "sqlite":
        ms, before, most = measured(database.url)
        memory = f"{before:.0f} MB before, {most:.0f} MB at most"
        say(f"\nThe same in a process of its own: {ms:.0f} ms; {memory}.")
    return about


def _measure(database: Database, question: Question, flat: dict[str, list[float]]) -> None:
    wanted = f"≥ {question.wanted:,.0f}" if question.wanted else ""
    with database.reading() as session, stopped_after(session, question.patience):
        rows = question.check(session)
    if rows is None:
        # The same answer, asked for in another way, is checked in a row of its own.
        (ours,) = in_turns(database, [question.shown or question.build])
        patience = 1000 * question.patience
        least = f"> {patience:,.0f} | > {patience / ours.ms:,.1f}"
        say(f"| {question.name} | | {ours.ms:.1f} | {least} | {wanted} |")
        return
    ours, theirs = in_turns(database, [question.shown or question.build, question.naive])
    if question.is_flat:
        flat[question.name].append(ours.ms)
    figures = f"{ours.ms:.1f} | {theirs.ms:,.0f} | {theirs.ms / ours.ms:,.1f}"
    say(f"| {question.name} | {rows:,} | {figures} | {wanted} |")


def main() -> None:
    """Measure at every size that is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=size_of, default=[10_000])
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--cache", type=Path, default=Path("build/bench"))
    told = options.parse_args()
    say(f"{machine()}; {told.engine}")
    flat: dict[str, list[float]] = defaultdict(list)
    with Places(told.cache, told.engine) as places:
        for size in sorted(told.sizes):
            with places.database(World(size, told.seed)) as database:
                about = bench(database, World(size, told.seed), flat)
                if size == max(told.sizes):
                    _show_pages(database, about)
    for name, costs in flat.items():
        if len(costs) > 1:
            say(f"\n{name}: {costs[-1] / costs[0]:.2f} × from the smallest size to the largest.")


def _show_pages(database: Database, about: Typical) -> None:
    say("\n| page | status | ms | KB |\n|---|---|---|---|")
    for page in pages(database.url, about):
        say(f"| `{page.address}` | {page.status} | {page.ms:,.0f} | {page.kilobytes:,.0f} |")


if __name__ == "__main__":
    main()
