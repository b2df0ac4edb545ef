"""What the shared pages of merging say of speakers."""

from collections.abc import Iterable, Sequence

from tracker.analysis.twins import Why
from tracker.models import Speaker
from tracker.record.foreseen import positions_of_both
from tracker.speakers import queries_merge as queries
from tracker.speakers.commands_merge import check_speakers, merge_speaker, unmerge_speaker
from tracker.speakers.queries import OWN_LEVEL
from tracker.speakers.shown import chooser_of
from tracker.vocabulary import AccountRole, SpeakerKind
from tracker.web.access import viewer
from tracker.web.addresses import address, with_query
from tracker.web.locale import gettext as _
from tracker.web.locale import label, language, ngettext
from tracker.web.merging import Candidate, Merged, Merging, Pair, Position, Preview
from tracker.web.reference import Chooser
from tracker.web.session import session


def _chooser() -> Chooser:
    return chooser_of()


def _name(speaker: Speaker) -> tuple[str, str]:
    named = queries.speakers_named(session(), [speaker.id], language())
    return named[speaker.id].name, ""


def _preview(lost: Speaker, kept: Speaker, _mirrored: bool) -> Preview:  # noqa: FBT001 - as for claims
    here, tongue = session(), language()
    counts = queries.moved_by(here, viewer(), lost.id)
    level = OWN_LEVEL[lost.kind]
    query = {"speaker": [str(lost.id)], "holder": [level.value]}
    said = with_query("/statements/", query)
    moves = [
        (_("Statements on the record"), counts["statements"], said),
        (_("Drafts and corrections under way"), counts["drafts"], ""),
        (_("Bodies that are part of it"), counts["parts"], ""),
        (_("Roles that others hold in it"), counts["members"], ""),
        (_("Stances aimed at it"), counts["targets"], ""),
        (_("Occasions it hosts"), counts["hosted"], ""),
        (_("Outlets whose own line it is"), counts["outlets"], ""),
    ]
    foreseen = positions_of_both(here, level, lost.id, kept.id)
    claims = queries.claims_named(here, [one.place for one in foreseen], tongue)
    positions = [
        Position(
            claim.text, address("claims", claim.id, claim.text), claim.language, claim.kind, one
        )
        for one in foreseen
        for claim in (claims[one.place],)
    ]
    notes = []
    if together := queries.spoke_together(here, lost.id, kept.id):
        notes.append(
            ngettext(
                "They are named side by side in %(num)s statement. Are they one and the same?",
                "They are named side by side in %(num)s statements. Are they one and the same?",
                together,
            )
        )
    facts = _facts([lost.id])[lost.id]
    return Preview([row for row in moves if row[1]], facts, positions, notes)


def _facts(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Names and roles of speakers, which stay their own."""
    names = queries.names_by_speaker(session(), ids)
    roles = queries.roles_by_speaker(session(), ids, language())
    return {
        one: [
            (title, " · ".join(words))
            for title, words in (
                (_("Names"), names.get(one, [])),
                (_("Roles"), roles.get(one, [])),
            )
            if words
        ]
        for one in ids
    }


def merged_into_speaker(winner: int) -> Sequence[Merged]:
    """What was merged into a speaker, for its page."""
    rows = queries.merges_into(session(), viewer(), winner, language())
    if not rows:
        return []
    facts = _facts([row.id for row in rows])
    shows_people = viewer().reaches(AccountRole.EDITOR)
    return [
        Merged(
            id=row.id,
            name=row.name,
            language="",
            into=row.into_id,
            into_name=row.into_name,
            at=row.at,
            by=row.by_name or "" if shows_people else "",
            reason=row.reason,
            facts=facts[row.id],
        )
        for row in rows
    ]


def _twins() -> tuple[Sequence[Pair], Sequence[Pair]]:
    likely, apart = queries.likely_speakers(session()), queries.told_apart(session())
    ids = {i for pair in likely for i in (pair.one, pair.other)}
    ids |= {i for row in apart for i in (row.one, row.other)}
    told = _candidates(ids)
    proposed = [
        Pair(told[pair.one], told[pair.other], [_reason(pair.why, pair.words)]) for pair in likely
    ]
    different = [
        Pair(told[row.one], told[row.other], at=row.at, by=row.by_name or "") for row in apart
    ]
    return proposed, different


def _reason(why: Why, words: tuple[str, str]) -> str:
    one, other = words
    if one == other and why is not Why.ROLE:
        return _("Both go by “%(one)s”", one=one)
    if why is Why.SPELLING:
        return _("Spelled alike: “%(one)s”, “%(other)s”", one=one, other=other)
    if why is Why.TRANSLITERATION:
        return _("They sound alike: “%(one)s”, “%(other)s”", one=one, other=other)
    return _("The same role at the same time: %(one)s, %(other)s", one=one, other=other)


def _candidates(ids: Iterable[int]) -> dict[int, Candidate]:
    named = queries.speakers_named(session(), ids, language())
    roles = queries.roles_by_speaker(session(), ids, language())
    counts = queries.statements_counted_by(session(), ids)
    return {
        one: Candidate(one, row.name, "", _hint(row.kind, roles.get(one, []), counts.get(one, 0)))
        for one, row in named.items()
    }


def _hint(kind: SpeakerKind, roles: Sequence[str], said: int) -> str:
    statements = ngettext("%(num)s statement", "%(num)s statements", said)
    return " · ".join([label(kind), *roles[:2], statements])


SPEAKERS_MERGING = Merging(
    noun="speakers",
    cls=Speaker,
    has_opposite=False,
    chooser=_chooser,
    name=_name,
    check=check_speakers,
    preview=_preview,
    merge=merge_speaker,
    unmerge=unmerge_speaker,
    merged=merged_into_speaker,
    twins=_twins,
)
