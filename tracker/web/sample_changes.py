"""Invented changes for the pattern sheet: words that differ, rows that came, went and are alike."""

from types import SimpleNamespace

from tracker.vocabulary import ClaimKind, Stance
from tracker.web.locale import gettext as _
from tracker.web.sample_entries import LONG_NAME

_GLOSS = (
    ("same", "Denies that "),
    ("removed", "parts were shared"),
    ("added", "any part was shared or sold"),
    ("same", " with Sample Land"),
    ("added", ", now or before"),
    ("same", ". "),
    ("folded", ""),
    ("same", "The rest stays."),
)


def changes() -> list[SimpleNamespace]:
    """The parts of one revision, as the history tells them."""
    words = [SimpleNamespace(kind=kind, text=text) for kind, text in _GLOSS]
    denies, doubts = _value("", Stance.OPPOSE), _value("", Stance.LEAN_OPPOSE)
    moved = _field(_("Stance"), doubts, denies)
    days = _field(_("Said on"), None, _value("31 January 2025"))
    return [
        _part("edition", "changed", "", None, _field(_("Gloss in English"), pieces=words), days),
        _part("stance", "changed", _("Stance"), _value(LONG_NAME, url="#main"), moved),
        _part("topic", "removed", _("Topic"), _value("Sample topic")),
        *(_part("recovery_code", "added", _("Recovery code"), None, number=n) for n in range(3)),
    ]


def _value(text: str, stance: Stance | None = None, url: str = "") -> SimpleNamespace:
    kind = ClaimKind.FACTUAL
    return SimpleNamespace(text=text, url=url, language="en", stance=stance, kind=kind)


def _field(
    label: str,
    before: SimpleNamespace | None = None,
    after: SimpleNamespace | None = None,
    pieces: list[SimpleNamespace] | None = None,
) -> SimpleNamespace:
    told = pieces or []
    return SimpleNamespace(label=label, before=before, after=after, pieces=told, is_subject=False)


def _part(
    table: str,
    how: str,
    heading: str,
    subject: SimpleNamespace | None,
    *fields: SimpleNamespace,
    number: int = 0,
) -> SimpleNamespace:
    return SimpleNamespace(
        table=table,
        id=str(number),
        how=how,
        heading=heading,
        subject=subject,
        fields=fields,
        is_shown=bool(fields),
    )
