"""What was merged, what may be one, and what is said to be different, in the walked record."""

from typing import Any

from tests.make import Make
from tracker.claims.commands_merge import merge_claim
from tracker.merged import MergeDraft, tell_apart
from tracker.models import Claim, Speaker
from tracker.speakers.commands_merge import merge_speaker


def add_merges(make: Make, speaker: int, claim: int, said: list[str]) -> tuple[int, int]:
    """Merge one of each noun into these; gives what was merged.

    `said` are four words: a name, two that are almost it, and a reason.
    """
    merged = [
        _merge(make, Speaker, make.speaker(said[0]), speaker, said[3]),
        _merge(make, Claim, make.claim(f"{said[0]} {said[1]}"), claim, said[3]),
    ]
    names = [make.speaker(f"{word} {said[3]}") for word in said[:3]]
    texts = [make.claim(f"{said[3]} {said[2]} {word}") for word in said[:3]]
    with make.transaction(make.reviewer) as session:
        by = make.reviewer.account_id
        tell_apart(session, Speaker, names[:2], by_id=by)
        tell_apart(session, Claim, texts[:2], by_id=by)
    return merged[0], merged[1]


def _merge(make: Make, cls: Any, lost: int, kept: int, why: str) -> int:
    with make.transaction(make.reviewer, why=why) as session:
        draft = MergeDraft(kept, why, mirrored=cls is Claim)
        command: Any = merge_claim if cls is Claim else merge_speaker
        command(session, lost, draft, by=make.reviewer)
    return lost
