"""What the shared pages of merging say of claims."""

from collections.abc import Iterable, Sequence

from tracker.analysis.twins import Why
from tracker.claims import queries_merge as queries
from tracker.claims.choosers import CLAIMS
from tracker.claims.commands_merge import check_claims, merge_claim, unmerge_claim
from tracker.models import Claim
from tracker.record.foreseen import holders_of_both
from tracker.vocabulary import AccountRole
from tracker.web.access import viewer
from tracker.web.addresses import address, with_query
from tracker.web.locale import gettext as _
from tracker.web.locale import label, language, ngettext
from tracker.web.merging import Candidate, Merged, Merging, Pair, Position, Preview
from tracker.web.reference import Chooser
from tracker.web.session import session


def _chooser() -> Chooser:
    return CLAIMS


def _name(claim: Claim) -> tuple[str, str]:
    row = queries.claims_named(session(), [claim.id], language())[claim.id]
    return row.text, row.language


def _preview(lost: Claim, kept: Claim, mirrored: bool) -> Preview:  # noqa: FBT001 - a choice of the form
    here, tongue = session(), language()
    counts = queries.moved_by(here, viewer(), lost.id)
    said = with_query("/statements/", {"claim": [str(lost.id)]})
    moves = [
        (_("Statements on the record"), counts["statements"], said),
        (_("Drafts and corrections under way"), counts["drafts"], ""),
        (_("Topics under which it is found"), counts["topics"], ""),
        (_("Relations to other claims"), counts["relations"], ""),
    ]
    foreseen = holders_of_both(here, lost.id, kept.id, mirrored=mirrored)
    names = queries.speakers_named(here, [one.place for one in foreseen], tongue)
    positions = [
        Position(names[one.place], address("speakers", one.place), "", kept.kind, one)
        for one in foreseen
    ]
    topics = queries.topics_of(here, lost.id, tongue)
    stays = [
        (_("Words"), lost.text),
        (_("The other side would say"), lost.negation),
        (_("What counts"), lost.definition),
        (_("What does not count"), lost.exclusion),
        (_("Topics"), " · ".join(topics)),
    ]
    notes = _notes(lost, kept, mirrored=mirrored)
    return Preview(
        [row for row in moves if row[1]], [row for row in stays if row[1]], positions, notes
    )


def _notes(lost: Claim, kept: Claim, *, mirrored: bool) -> list[str]:
    notes = []
    if meeting := queries.meet_in(session(), lost.id, kept.id):
        notes.append(
            ngettext(
                "%(num)s statement takes a stance on both. Both stances will stand.",
                "%(num)s statements take a stance on both. Both stances will stand.",
                meeting,
            )
        )
    if not mirrored and queries.contradict(session(), lost.id, kept.id):
        notes.append(_("Somebody said that they contradict each other. Is it the opposite?"))
    if mirrored:
        notes.append(
            _("Relations of a claim merged into its opposite are not shown with the other one.")
        )
    return notes


def merged_into_claim(winner: int) -> Sequence[Merged]:
    """What was merged into a claim, for its page."""
    shows_people = viewer().reaches(AccountRole.EDITOR)
    return [
        Merged(
            id=row.id,
            name=row.name,
            language=row.language,
            into=row.into_id,
            into_name=row.into_name,
            at=row.at,
            by=row.by_name or "" if shows_people else "",
            reason=row.reason,
            is_mirrored=row.is_mirrored,
            facts=[(_("What counts"), row.definition)] if row.definition else [],
        )
        for row in queries.merges_into(session(), viewer(), winner, language())
    ]


def _twins() -> tuple[Sequence[Pair], Sequence[Pair]]:
    likely, apart = queries.likely_twins(session()), queries.told_apart(session())
    ids = {i for pair in likely for i in (pair.one, pair.other)}
    told = _candidates(ids | {i for row in apart for i in (row.one, row.other)})
    proposed = [
        Pair(
            told[pair.one],
            told[pair.other],
            [_("One denies the other.") if denies else _("Almost the same words.")],
            mirrored=denies,
        )
        for pair in likely
        for denies in (pair.why is Why.NEGATION,)
    ]
    different = [
        Pair(told[row.one], told[row.other], at=row.at, by=row.by_name or "") for row in apart
    ]
    return proposed, different


def _candidates(ids: Iterable[int]) -> dict[int, Candidate]:
    return {
        one: Candidate(one, row.text, row.language, _hint(row))
        for one, row in queries.claims_named(session(), ids, language()).items()
    }


def _hint(row: object) -> str:
    kind, n = getattr(row, "kind", None), getattr(row, "n", 0)
    return f"{label(kind)} · {ngettext('%(num)s statement', '%(num)s statements', n)}"


CLAIMS_MERGING = Merging(
    noun="claims",
    cls=Claim,
    has_opposite=True,
    chooser=_chooser,
    name=_name,
    check=check_claims,
    preview=_preview,
    merge=merge_claim,
    unmerge=unmerge_claim,
    merged=merged_into_claim,
    twins=_twins,
)
