"""Whether a verdict says what it must: a rating of the scale, reasons, evidence to be found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import text
from tracker.errors import N_, Missing, Refused, refuse_all
from tracker.models import Rating, Snapshot, Source
from tracker.verdicts.drafts import Evidence, VerdictDraft
from tracker.visibility import Viewer, find

MOST_EVIDENCE = 20

# A source by its id, the words of it that are meant, and where they stand.
Cited = tuple[int, str, str]


def checked(
    session: Session, draft: VerdictDraft, by: Viewer
) -> tuple[Rating, dict[str, str], list[Cited]]:
    """The rating, the reasons in normal form and the evidence; or all that is wrong at once."""
    problems: list[Refused] = []
    rating = session.scalar(
        select(Rating).where(Rating.code == draft.rating, Rating.is_retired.is_(False))
    )
    if rating is None:
        problems.append(Refused(N_("Choose a rating."), field="rating"))
    words = {}
    for name in ("reasons_en", "reasons_id"):
        try:
            words[name] = text.check_text(getattr(draft, name), field=name, limit=text.FIELD_LIMIT)
        except Refused as refusal:
            problems.append(refusal)
    if not problems and not any(words.values()):
        problems.append(Refused(N_("Say why, in one language at least."), field="reasons_en"))
    if not draft.evidence:
        message = N_("Name at least one source in which the evidence can be read.")
        problems.append(Refused(message, field="evidence-0-source"))
    if len(draft.evidence) > MOST_EVIDENCE:
        problems.append(Refused(N_("At most %(most)s sources fit here."), most=MOST_EVIDENCE))
    evidence = []
    for number, given in enumerate(draft.evidence[:MOST_EVIDENCE]):
        try:
            evidence.append(_checked_evidence(session, given, f"evidence-{number}", by))
        except Refused as refusal:
            problems.append(refusal)
    refuse_all(problems)
    if rating is None:
        raise Missing("rating", draft.rating)
    return rating, words, evidence


def _checked_evidence(session: Session, given: Evidence, field: str, by: Viewer) -> Cited:
    """A source that is there, and words that stand in it or a place where they do."""
    try:
        source = find(session, Source, given.source, by)
    except Missing:
        message = N_("There is no source “%(key)s”.")
        raise Refused(message, field=f"{field}-source", key=given.source) from None
    limit = text.FIELD_LIMIT
    passage = text.check_text(given.passage, field=f"{field}-passage", limit=limit)
    locator = text.check_text(given.locator, field=f"{field}-locator", limit=limit)
    texts = session.scalars(select(Snapshot.text).where(Snapshot.source_id == source.id)).all()
    if passage and texts and not locator and not any(text.find_quotes(passage, t) for t in texts):
        raise Refused(
            N_(
                "These words are not in the text of the source. Copy them, or say where they stand."
            ),
            field=f"{field}-passage",
        )
    return source.id, passage, locator
