"""docs/codebook.md, made from the vocabulary: `python -m tests.house.codebook` writes it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.fixtures.missing import ROOT
from tracker import vocabulary, wording
from tracker.vocabulary import ClaimKind, Stance, Word

Labels = Callable[[Stance, ClaimKind, str], str]

PAGE = ROOT / "docs" / "codebook.md"

HEAD = """# Codebook

Every code that the tracker stores, with its labels in English and Indonesian. This page is made
from `tracker/vocabulary.py` by `python -m tests.house.codebook`; a test keeps both the same. Codes
are promised: they stand in databases, exports and addresses, and never change their meaning."""

SCALE = """## Stances

A stance is told of the claim's own words: *Stance towards “…”*. It has one of eight codes: five on
one axis, and three without a number, which never move a position or a score. ±1 means hedged or
conditional, and only where the text shows it. An abstention is `mixed`. No stance means “not about
this claim”, and absence from a vote is no statement at all. The key chooses the code in the log
form."""

KINDS = """A fact, a prediction or a value is asserted or denied; a policy or a promise is
supported or opposed. So each code has two labels, by the kind of its claim."""

SENTENCES = """In a sentence, before the words of the claim:"""

ACTS = """What one does in saying it, aimed at any number of speakers. Who `retracts` takes no side
any more: the stance is then `decline`, and the position ends on that day."""

DELIVERIES = """How we know the words. Only what may be quoted has a quote; the others have a gloss
in our own words (a vote needs none). A verbatim quote must stand in the text of its source, or its
citation says where."""

WORDS: tuple[tuple[str, type[Word], str], ...] = (
    ("Kinds of claims", ClaimKind, ""),
    ("Relations of claims", vocabulary.RelationKind, ""),
    ("Kinds of speakers", vocabulary.SpeakerKind, ""),
    ("Kinds of sources", vocabulary.SourceKind, ""),
    ("Kinds of occasions", vocabulary.OccasionKind, ""),
    ("States of an edition", vocabulary.EditionState, "At most one is under way, one stands."),
    ("States of a statement", vocabulary.StatementState, ""),
    ("Steps", vocabulary.Transition, "Each is kept with who took it, when, and why."),
    ("Outcomes of a report", vocabulary.MistakeOutcome, "Readers report, reviewers answer."),
    ("Levels of a holder", vocabulary.Level, "For whom a position is told."),
    ("Kinds of contradictions", vocabulary.ContradictionKind, ""),
    ("Sides of a claim", vocabulary.Side, ""),
    ("Roles of accounts", vocabulary.AccountRole, "Each may do all that those before it may."),
    ("Warnings that can be confirmed", vocabulary.Check, ""),
)


def codebook() -> str:
    """The whole page."""
    return "\n\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    factual, policy = ClaimKind.FACTUAL, ClaimKind.POLICY
    yield from (HEAD, SCALE)
    yield _table(
        ("code", "value", "sign", "key", "side"),
        ((f"`{c}`", _value(c), c.glyph, c.key, f"`{c.side}`") for c in Stance),
    )
    yield KINDS
    yield _table(
        ("code", "factual, prediction, value", "Indonesian", "policy, promise", "Indonesian"),
        ((f"`{c}`", *_in_both(wording.stance_label, c, factual, policy)) for c in Stance),
    )
    yield SENTENCES
    yield _table(
        ("code", "factual, prediction, value", "Indonesian", "policy, promise", "Indonesian"),
        ((f"`{c}`", *_in_both(wording.stance_sentence, c, factual, policy)) for c in Stance),
    )
    yield from ("## Acts", ACTS, _labels(vocabulary.Act))
    yield from ("## Deliveries", DELIVERIES)
    yield _table(
        ("code", "English", "Indonesian", "quote"),
        (
            (f"`{d}`", d.words.en, d.words.id, "yes" if d.may_quote else "no")
            for d in vocabulary.Delivery
        ),
    )
    for title, words, note in WORDS:
        yield f"## {title}"
        if note:
            yield note
        yield _labels(words)


def _value(code: Stance) -> str:
    return "–" if code.number is None else f"{code.number:+d}".replace("-", "−").replace("+0", "0")


def _in_both(label: Labels, code: Stance, *kinds: ClaimKind) -> list[str]:
    return [
        label(code, kind, language).removesuffix(" {claim}")
        for kind in kinds
        for language in ("en", "id")
    ]


def _labels(words: type[Word]) -> str:
    rows = ((f"`{word}`", word.words.en, word.words.id) for word in words)
    return _table(("code", "English", "Indonesian"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(codebook())
