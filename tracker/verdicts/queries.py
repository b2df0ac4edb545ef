"""The scale, the verdicts on a claim, what waits for a second reviewer, and one verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import naming
from tracker.errors import Missing
from tracker.merged import PAIRS
from tracker.models import (
    Account,
    Claim,
    Rating,
    RatingColour,
    RatingIcon,
    RatingWording,
    Source,
    Verdict,
    VerdictSource,
    VerdictState,
)
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import AccountRole, ClaimKind

# What readers may know of: it was decided once.
PUBLIC = (VerdictState.STANDING, VerdictState.SUPERSEDED, VerdictState.WITHDRAWN)
MOST_WAITING = 200
_THEN, _NO = aliased(RatingWording), literal(value=False)


@dataclass(frozen=True)
class Step:
    """A rating as it is now; `used` is how many verdicts were given with it or propose it."""

    id: int
    code: str
    place: int
    is_retired: bool
    newest: int
    version: int
    label: str
    definition: str
    label_en: str
    label_id: str
    definition_en: str
    definition_id: str
    colour: RatingColour
    icon: RatingIcon
    value: int | None
    used: int


@dataclass(frozen=True)
class Proof:
    """A piece of evidence: the source, its words, where they stand; `is_known` to the viewer."""

    verdict_id: int
    source_id: int
    title: str
    language: str
    url: str
    passage: str
    locator: str
    is_known: bool


@dataclass(frozen=True)
class Told:
    """One verdict as it is shown. `label_then` is what the rating was called when it was given.

    `turned`: it is about the opposite of the claim that is looked at.
    """

    id: int
    uid: str
    version: int
    claim_id: int
    claim: str
    claim_language: str
    kind: ClaimKind
    rating_id: int
    code: str
    label: str
    label_then: str
    definition: str
    colour: RatingColour
    icon: RatingIcon
    is_retired: bool
    state: VerdictState
    reasons_en: str
    reasons_id: str
    proposed_by_id: int | None
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_on: date | None
    answer: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    turned: bool
    evidence: Sequence[Proof] = field(default=())

    def reasons(self, language: str) -> tuple[str, str]:
        """Why, in the reader's language where it was written; with the language it is in."""
        words = {"en": self.reasons_en, "id": self.reasons_id}
        first = language if words.get(language) else next((c for c in words if words[c]), "en")
        return words[first], first

    @property
    def waits(self) -> bool:
        return self.state is VerdictState.PROPOSED

    @property
    def stands(self) -> bool:
        return self.state is VerdictState.STANDING


def scale(session: Session, language: str, *, in_use: bool = False) -> list[Step]:
    """The ratings in their order, those in use first. One SQL statement."""
    used = select(func.count(Verdict.id)).where(Verdict.rating_id == Rating.id)
    wording = RatingWording
    asked = (
        select(
            *(Rating.id, Rating.code, Rating.place, Rating.is_retired),
            *(Rating.newest, Rating.version),
            naming.rating_label(language).label("label"),
            _definition(language, wording).label("definition"),
            *(wording.label_en, wording.label_id, wording.definition_en, wording.definition_id),
            *(wording.colour, wording.icon, wording.value),
            used.correlate(Rating).scalar_subquery().label("used"),
        )
        .join(wording, and_(wording.rating_id == Rating.id, wording.number == Rating.newest))
        .order_by(Rating.is_retired, Rating.place, Rating.id)
    )
    if in_use:
        asked = asked.where(Rating.is_retired.is_(False))
    return [Step(**row) for row in session.execute(asked).mappings()]


def earlier_wordings(session: Session) -> Mapping[int, Sequence[RatingWording]]:
    """What each rating was called before, the latest first."""
    asked = (
        select(RatingWording)
        .join(Rating, Rating.id == RatingWording.rating_id)
        .where(RatingWording.number < Rating.newest)
        .order_by(RatingWording.number.desc())
    )
    found: dict[int, list[RatingWording]] = {}
    for row in session.scalars(asked):
        found.setdefault(row.rating_id, []).append(row)
    return found


def step_called(session: Session, language: str, code: str) -> Step:
    """One rating of the scale; Missing if there is none."""
    found = next((step for step in scale(session, language) if step.code == code), None)
    if found is None:
        raise Missing("rating", code)
    return found


def _definition(language: str, wording: Any) -> ColumnElement[str]:  # noqa: ANN401 - a class or an alias
    words: ColumnElement[str] = wording.definition_id if language == "id" else wording.definition_en
    return words


def verdicts_on(session: Session, viewer: Viewer, claim_id: int, language: str) -> list[Told]:
    """The verdicts on a claim and on what was merged into it, the latest decided first.

    What stands comes before all else, what is on its opposite last of it. Readers get what was
    decided. Two SQL statements at most.
    """
    pairs = PAIRS[Claim]
    turned = func.coalesce(pairs.c.turned, _NO)
    leads_here = and_(pairs.c.id == Verdict.claim_id, pairs.c.into_id == claim_id)
    asked = _verdicts(viewer, language, turned).outerjoin(pairs, leads_here)
    asked = asked.where(or_(Verdict.claim_id == claim_id, pairs.c.into_id == claim_id))
    latest = func.coalesce(Verdict.decided_at, Verdict.proposed_at).desc()
    found = _told(session, viewer, asked.order_by(None).order_by(latest, Verdict.id.desc()))
    return sorted(found, key=lambda one: (not one.stands, one.turned))


def waiting(session: Session, viewer: Viewer, language: str) -> list[Told]:
    """What waits for a second reviewer, the oldest first, as many as fit on a page."""
    asked = _verdicts(viewer, language).where(Verdict.state == VerdictState.PROPOSED)
    return _told(session, viewer, asked.order_by(None).order_by(Verdict.id).limit(MOST_WAITING))


def count_waiting(session: Session) -> int:
    """How many verdicts wait for a second reviewer."""
    waits = Verdict.state == VerdictState.PROPOSED
    return session.scalar(select(func.count(Verdict.id)).where(waits)) or 0


def verdicts_standing(
    session: Session, viewer: Viewer, claims: Collection[int], language: str
) -> list[Told]:
    """The verdicts that stand on some claims, without their evidence, the newest first."""
    asked = _verdicts(viewer, language).where(
        Verdict.claim_id.in_(claims), Verdict.state == VerdictState.STANDING
    )
    return [Told(**row) for row in session.execute(asked).mappings()]


def find_verdict(session: Session, viewer: Viewer, uid: str) -> Verdict:
    """The verdict with this uid; Missing where the viewer may not know of it or of its claim."""
    known = Verdict.uid == uid, *_known(viewer)
    asked = select(Verdict).join(Claim, Claim.id == Verdict.claim_id).where(*known)
    found = session.scalar(asked) if uid.isalnum() else None
    if found is None:
        raise Missing("verdict", uid)
    return found


def verdict_page(session: Session, viewer: Viewer, uid: str, language: str) -> Told:
    """One verdict as it is shown."""
    verdict = find_verdict(session, viewer, uid)
    return _told(session, viewer, _verdicts(viewer, language).where(Verdict.id == verdict.id))[0]


def _known(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """Whether a viewer may know of a verdict: readers of none that nobody has decided."""
    known = visible_to(viewer)
    decided = literal(value=True) if known.all else Verdict.state.in_(PUBLIC)
    return known.of(Claim), decided


def _verdicts(viewer: Viewer, language: str, turned: ColumnElement[bool] = _NO) -> Select[Any]:
    """Select verdicts; who proposed and decided is for editors and above."""
    newest = aliased(RatingWording)
    proposer, decider, withdrawer = (aliased(Account) for _ in range(3))
    columns = [getattr(Verdict, name) for name in Told.__annotations__ if hasattr(Verdict, name)]
    is_colleague = viewer.reaches(AccountRole.EDITOR)

    def name(account: Any) -> ColumnElement[str]:  # noqa: ANN401 - an alias of Account
        known = naming.account_name(language, account)
        return func.coalesce(known, "") if is_colleague else literal("")

    return (
        select(
            *columns,
            naming.claim_text(language).label("claim"),
            naming.claim_language(language).label("claim_language"),
            Claim.kind,
            *(Rating.code, Rating.is_retired, newest.colour, newest.icon),
            naming.rating_label(language, newest).label("label"),
            naming.rating_label(language, _THEN).label("label_then"),
            _definition(language, newest).label("definition"),
            name(proposer).label("proposed_by"),
            name(decider).label("decided_by"),
            name(withdrawer).label("withdrawn_by"),
            turned.label("turned"),
        )
        .select_from(Verdict)
        .join(Claim, Claim.id == Verdict.claim_id)
        .join(Rating, Rating.id == Verdict.rating_id)
        .join(newest, and_(newest.rating_id == Rating.id, newest.number == Rating.newest))
        .join(_THEN, _THEN.id == Verdict.wording_id)
        .outerjoin(proposer, proposer.id == Verdict.proposed_by_id)
        .outerjoin(decider, decider.id == Verdict.decided_by_id)
        .outerjoin(withdrawer, withdrawer.id == Verdict.withdrawn_by_id)
        .where(*_known(viewer))
        .order_by(Verdict.id.desc())
    )


def _told(session: Session, viewer: Viewer, asked: Select[Any]) -> list[Told]:
    """Verdicts with their evidence; of a withdrawn one readers learn that alone, and why."""
    rows = [Told(**row) for row in session.execute(asked).mappings()]
    is_colleague = viewer.reaches(AccountRole.EDITOR)
    if not is_colleague:
        rows = [_blanked(row) if row.withdrawn_at else row for row in rows]
    shown = [row.id for row in rows if is_colleague or not row.withdrawn_at]
    proofs: dict[int, list[Proof]] = {}
    for proof in _evidence(session, viewer, shown) if shown else ():
        proofs.setdefault(proof.verdict_id, []).append(proof)
    return [replace(row, evidence=tuple(proofs.get(row.id, ()))) for row in rows]


def _blanked(row: Told) -> Told:
    return replace(row, reasons_en="", reasons_id="", label="", label_then="", definition="")


def _evidence(session: Session, viewer: Viewer, verdicts: Collection[int]) -> list[Proof]:
    asked = (
        select(
            *(VerdictSource.verdict_id, VerdictSource.source_id, Source.title, Source.language),
            *(Source.url, VerdictSource.passage, VerdictSource.locator),
            visible_to(viewer).of(Source).label("is_known"),
        )
        .join(Source, Source.id == VerdictSource.source_id)
        .where(VerdictSource.verdict_id.in_(verdicts))
        .order_by(VerdictSource.verdict_id, VerdictSource.place)
    )
    return [Proof(**row) for row in session.execute(asked).mappings()]
