"""Verdicts in the record of everything: one that stands, stood, waits, is no more."""

from collections.abc import Callable
from typing import Any

from tests.make import Make
from tests.verdicts.giving import Giving
from tracker.verdicts.drafts import Evidence


def fill_verdicts(
    make: Make, made: dict[str, list[str]], sources: tuple[int, int], worded: Callable[[str], str]
) -> None:
    """Rate the fullest claim twice and propose a third; notes the uids, and a rating."""
    giving, claim = Giving(make, worded=worded), int(made["claims"][0])
    other = make.claim(worded("They say much the same"))
    said: dict[str, Any] = {
        "locator": worded("page two"),
        "gloss_en": worded("Says much the same."),
    }
    stances, speaker = {other: "support"}, int(made["speakers"][0])
    make.statement(speaker=speaker, source=sources[0], stances=stances, **said)
    evidence = (
        Evidence(str(sources[0]), worded("They met."), worded("page two")),
        Evidence(str(sources[1])),
    )
    given: dict[str, Any] = {"evidence": evidence, "why": worded("It was measured twice.")}
    earlier = giving.verdict(claim, "mixed", **given)
    stands = giving.verdict(claim, "mostly-true", **given)
    waits = giving.propose(claim, giving.draft("false", **given), by=make.admin)
    withdrawn = giving.verdict(other, "unproven", **given)
    giving.withdraw(withdrawn, worded("The measure was wrong."))
    made["verdicts"] = [stands, waits, earlier, withdrawn]
    made["ratings"] = ["mixed"]
