"""What a merge of speakers moves and shows, and who may be the same as whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import naming
from tracker.analysis.twins import Likely, Why, likely_names
from tracker.merged import PAIRS
from tracker.models import (
    Account,
    Claim,
    Edition,
    EditionSpeaker,
    Entry,
    ExternalId,
    Name,
    Occasion,
    Outlet,
    Role,
    Speaker,
    SpeakerMerge,
    SpeakerNotTwin,
    StanceTarget,
    Statement,
)
from tracker.record.foreseen import statements_of
from tracker.text import fingerprint
from tracker.visibility import Viewer, visible_to
from tracker.vocabulary import EditionState, SpeakerKind

_UNDER_WAY = (EditionState.DRAFT, EditionState.SUBMITTED, EditionState.RETURNED)
# More holders of one title in one body at one time are a parliament, not twins.
_ONE_OFFICE = 3
# More than anybody looks at in one go.
MOST_PAIRS = 100


def moved_by(session: Session, viewer: Viewer, lost: int) -> dict[str, int]:
    """How much of each thing counts for another speaker once this one is merged."""
    named = or_(EditionSpeaker.speaker_id == lost, EditionSpeaker.body_id == lost)
    drafts = (
        select(func.count(Edition.statement_id.distinct()))
        .join(EditionSpeaker, EditionSpeaker.edition_id == Edition.id)
        .join(Statement, Statement.id == Edition.statement_id)
        .where(visible_to(viewer).of(Statement))
    )
    counts = {
        "drafts": drafts.where(named, Edition.state.in_(_UNDER_WAY)),
        "parts": _count(Speaker).where(Speaker.parent_id == lost),
        "members": _count(Role).where(Role.body_id == lost),
        "targets": _count(StanceTarget).where(StanceTarget.speaker_id == lost),
        "hosted": _count(Occasion).where(Occasion.host_id == lost),
        "outlets": _count(Outlet).where(Outlet.speaker_id == lost),
    }
    said = statements_of(session, Entry.speaker_id, Entry.body_id, Entry.state_id, ids=[lost])
    rows = session.execute(select(*(q.scalar_subquery().label(n) for n, q in counts.items())))
    return {"statements": said, **rows.one()._mapping}  # noqa: SLF001


def _count(cls: type[Any]) -> Any:  # noqa: ANN401 - a select
    return select(func.count()).select_from(cls)


def spoke_together(session: Session, one: int, other: int) -> int:
    """In how many statements both are named as speakers: then they are hardly one."""
    first, second = aliased(EditionSpeaker), aliased(EditionSpeaker)
    counted = (
        select(func.count(Edition.statement_id.distinct()))
        .join(first, first.edition_id == Edition.id)
        .join(second, second.edition_id == Edition.id)
        .where(first.speaker_id == one, second.speaker_id == other)
    )
    return session.scalar(counted) or 0


def merges_into(
    session: Session, viewer: Viewer, winner: int, language: str
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was merged into a speaker, also by way of others, the newest first."""
    into, pairs = aliased(Speaker), PAIRS[Speaker]
    found = (
        select(
            Speaker.id,
            naming.speaker_name(language).label("name"),
            SpeakerMerge.winner_id.label("into_id"),
            naming.speaker_name(language, into).label("into_name"),
            SpeakerMerge.at,
            SpeakerMerge.reason,
            func.coalesce(func.nullif(Account.name, ""), Account.email).label("by_name"),
        )
        .select_from(SpeakerMerge)
        .join(Speaker, Speaker.id == SpeakerMerge.loser_id)
        .join(into, into.id == SpeakerMerge.winner_id)
        .join(pairs, pairs.c.id == Speaker.id)
        .outerjoin(Account, Account.id == SpeakerMerge.by_id)
        .where(
            SpeakerMerge.left.is_(None), pairs.c.into_id == winner, visible_to(viewer).of(Speaker)
        )
    )
    return session.execute(found.order_by(SpeakerMerge.id.desc())).all()


def names_by_speaker(session: Session, ids: Iterable[int]) -> Mapping[int, list[str]]:
    """Every spelling of these speakers, and their numbers in other catalogues."""
    wanted = list(ids)
    names = select(Name.speaker_id, Name.text).where(Name.speaker_id.in_(wanted))
    numbers = select(ExternalId.speaker_id, ExternalId.scheme + " " + ExternalId.value)
    numbers = numbers.where(ExternalId.speaker_id.in_(wanted))
    found: dict[int, list[str]] = defaultdict(list)
    for query in (names.order_by(Name.id), numbers.order_by(ExternalId.id)):
        for speaker, words in session.execute(query):
            if words not in found[speaker]:
                found[speaker].append(words)
    return found


def claims_named(
    session: Session, ids: Iterable[int], language: str
) -> Mapping[int, Row[*tuple[Any, ...]]]:
    """Text, its language and kind of claims, by id."""
    words = naming.claim_text(language), naming.claim_language(language)
    found = select(Claim.id, words[0].label("text"), words[1].label("language"), Claim.kind)
    return {row.id: row for row in session.execute(found.where(Claim.id.in_(list(ids))))}


def likely_speakers(session: Session) -> list[Likely]:
    """Pairs that may be one and that nobody has told apart, the likeliest first."""
    told = _told_apart(session)
    found = [pair for kind in SpeakerKind for pair in _by_name(session, kind)]
    known = {(pair.one, pair.other) for pair in found}
    found += [pair for pair in _by_role(session) if (pair.one, pair.other) not in known]
    return [pair for pair in found if (pair.one, pair.other) not in told][:MOST_PAIRS]


def _told_apart(session: Session) -> set[tuple[int, int]]:
    rows = session.execute(select(SpeakerNotTwin.speaker_id, SpeakerNotTwin.other_id))
    return {(min(pair), max(pair)) for pair in rows}


def _by_name(session: Session, kind: SpeakerKind) -> list[Likely]:
    names: dict[int, list[str]] = defaultdict(list)
    whose = Speaker.kind == kind, Speaker.merged_into_id.is_(None)
    own = select(Speaker.id, Speaker.folded).where(*whose)
    others = select(Name.speaker_id, Name.folded).join(Speaker, Speaker.id == Name.speaker_id)
    for speaker, folded in session.execute(own.union(others.where(*whose))):
        names[speaker].append(folded)
    return likely_names(names)


def _by_role(session: Session) -> list[Likely]:
    """The same title in the same body at the same time: an office has one holder."""
    columns = (Role.speaker_id, Role.body_id, Role.title_en, Role.title_id)
    asked = select(*columns, Role.first_on, Role.last_on, Role.since, Role.until)
    asked = asked.join(Speaker, Speaker.id == Role.speaker_id)
    rows = asked.where(Speaker.merged_into_id.is_(None), Role.first_on.is_not(None))
    offices: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in session.execute(rows.order_by(Role.first_on, Role.id)):
        offices[row.body_id, fingerprint(row.title_en or row.title_id)].append(row)
    return [
        Likely(*_ordered(one.speaker_id, other.speaker_id), Why.ROLE, _years(one, other), 0.0)
        for holders in offices.values()
        if len({row.speaker_id for row in holders}) <= _ONE_OFFICE
        for place, one in enumerate(holders)
        for other in holders[place + 1 :]
        if one.speaker_id != other.speaker_id
        and (one.last_on is None or one.last_on > other.first_on)
    ]


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _years(*roles: Any) -> tuple[str, str]:  # noqa: ANN401 - rows of roles
    one, other = (f"{role.since[:4]}–{role.until[:4]}" for role in roles)
    return one, other


def told_apart(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """The pairs that somebody said are different, the newest first."""
    by_name = func.coalesce(func.nullif(Account.name, ""), Account.email)
    found = (
        select(
            SpeakerNotTwin.speaker_id.label("one"),
            SpeakerNotTwin.other_id.label("other"),
            SpeakerNotTwin.at,
            by_name.label("by_name"),
        )
        .outerjoin(Account, Account.id == SpeakerNotTwin.by_id)
        .order_by(SpeakerNotTwin.id.desc())
        .limit(MOST_PAIRS)
    )
    return session.execute(found).all()


def roles_by_speaker(
    session: Session, ids: Iterable[int], language: str
) -> Mapping[int, list[str]]:
    """Roles as one line each: title, body, years; the newest first."""
    body = aliased(Speaker)
    found = (
        select(
            Role.speaker_id,
            naming.role_title(language).label("title"),
            naming.speaker_name(language, body).label("body"),
            Role.since,
            Role.until,
        )
        .join(body, body.id == Role.body_id)
        .where(Role.speaker_id.in_(list(ids)))
        .order_by(Role.since.desc(), Role.id.desc())
    )
    lines: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(found):
        years = f" ({row.since[:4]}–{row.until[:4]})" if row.since or row.until else ""
        lines[row.speaker_id].append(f"{row.title}, {row.body}{years}")
    return lines


def speakers_named(session: Session, ids: Iterable[int], language: str) -> Mapping[int, Any]:
    """Name and kind of speakers, by id."""
    found = select(Speaker.id, naming.speaker_name(language).label("name"), Speaker.kind)
    return {row.id: row for row in session.execute(found.where(Speaker.id.in_(list(ids))))}


def statements_counted_by(session: Session, ids: Iterable[int]) -> Mapping[int, int]:
    """How many statements each speaker is named in, drafts too."""
    counted = (
        select(EditionSpeaker.speaker_id, func.count(Edition.statement_id.distinct()))
        .join(Edition, Edition.id == EditionSpeaker.edition_id)
        .where(EditionSpeaker.speaker_id.in_(list(ids)))
        .group_by(EditionSpeaker.speaker_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
