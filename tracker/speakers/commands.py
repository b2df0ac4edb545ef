"""Making and changing speakers: names, external ids, parents, kinds."""

from collections.abc import Sequence

from babel import Locale
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker import audit, merged, naming, record, text
from tracker.errors import N_, Missing, Refused, Stale
from tracker.models import (
    Edition,
    EditionSpeaker,
    ExternalId,
    Name,
    Occasion,
    Role,
    Speaker,
    new_uid,
    now,
)
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft, checked
from tracker.visibility import Viewer
from tracker.vocabulary import SpeakerKind

__all__ = [
    "ExternalIdDraft",
    "NameDraft",
    "SpeakerDraft",
    "create_speaker",
    "edit_speaker",
    "load_speaker",
]

# CLDR names these too, but they are no states.
_NO_STATES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def create_speaker(session: Session, draft: SpeakerDraft, *, by: Viewer) -> Speaker:  # noqa: ARG001
    """Add a speaker. The same draft with the same uid gives the one that is there already."""
    audit.lock_head(session)
    draft = checked(draft)
    uid = naming.known_uid(draft.uid)
    twin = session.scalar(select(Speaker).where(Speaker.uid == uid)) if uid else None
    if twin is not None and (twin.kind, twin.name) == (draft.kind, draft.name):
        return twin
    speaker = Speaker(
        uid=uid if uid and twin is None else new_uid(),
        key=naming.free_key(session, Speaker, draft.key),
        kind=draft.kind,
        name=draft.name,
        folded=text.fingerprint(draft.name),
        iso_code=_free_iso_code(session, draft, None),
        about=draft.about,
        parent_id=_fit_parent(session, draft, None),
        names=[_name(name) for name in draft.names],
        external_ids=[
            ExternalId(scheme=other.scheme, value=other.value)
            for other in _free_external_ids(session, draft.external_ids, None)
        ],
        roles=[],
    )
    session.add(speaker)
    session.flush()
    return speaker


def edit_speaker(
    session: Session,
    speaker_id: int,
    draft: SpeakerDraft,
    *,
    version: int,
    by: Viewer,  # noqa: ARG001
) -> Speaker:
    """Change a speaker; what its kind and parent decide in the record is decided anew."""
    speaker = load_speaker(session, speaker_id, version)
    draft = checked(draft)
    if draft.kind is not speaker.kind:
        _refuse_kind(session, speaker, draft.kind)
    parent = _fit_parent(session, draft, speaker)
    iso_code = _free_iso_code(session, draft, speaker)
    wanted = _free_external_ids(session, draft.external_ids, speaker)
    moves = draft.kind is not speaker.kind or parent != speaker.parent_id
    _drop_parts(session, speaker, draft)
    speaker.kind, speaker.parent_id, speaker.iso_code = draft.kind, parent, iso_code
    speaker.name, speaker.folded = draft.name, text.fingerprint(draft.name)
    speaker.about = draft.about
    _add_parts(speaker, draft, wanted)
    speaker.changed_at = now()
    session.flush()
    if moves:
        record.sync(session, record.Touched(speakers={speaker.id}))
    return speaker


def load_speaker(session: Session, speaker_id: int, version: int) -> Speaker:
    """Read a speaker to change it, after all writers before; Stale when it has moved on."""
    audit.lock_head(session)
    speaker = session.get(
        Speaker,
        speaker_id,
        options=[
            selectinload(Speaker.names),
            selectinload(Speaker.external_ids),
            selectinload(Speaker.roles),
        ],
        populate_existing=True,
    )
    if speaker is None:
        raise Missing("speaker", str(speaker_id))
    if speaker.version != version:
        raise Stale("speaker", speaker.id, version, speaker.version)
    return speaker


def _free_iso_code(session: Session, draft: SpeakerDraft, speaker: Speaker | None) -> str | None:
    code = draft.iso_code
    if not code:
        return None
    if draft.kind is not SpeakerKind.STATE:
        raise Refused(N_("Only a state has a country code."), field="iso_code")
    if code not in Locale("en").territories or len(code) != 2 or code in _NO_STATES:
        raise Refused(
            N_("“%(code)s” is no country code. Write two letters, such as ID."),
            field="iso_code",
            code=text.excerpt(code, 40),
        )
    holder = select(Speaker.name).where(
        Speaker.iso_code == code,
        Speaker.id != (speaker.id if speaker else 0),
    )
    if name := session.scalar(holder.limit(1)):
        raise Refused(
            N_("The code %(code)s belongs to %(name)s already."),
            field="iso_code",
            code=code,
            name=name,
        )
    return code


def _free_external_ids(
    session: Session, wanted: Sequence[ExternalIdDraft], speaker: Speaker | None
) -> Sequence[ExternalIdDraft]:
    for place, other in enumerate(wanted):
        holder = (
            select(Speaker.name)
            .join(ExternalId, ExternalId.speaker_id == Speaker.id)
            .where(
                ExternalId.scheme == other.scheme,
                ExternalId.value == other.value,
                Speaker.id != (speaker.id if speaker else 0),
            )
        )
        if name := session.scalar(holder):
            raise Refused(
                N_("%(value)s belongs to %(name)s already."),
                field=f"external_ids-{place}-value",
                value=other.value,
                name=name,
            )
    return wanted


def _fit_parent(session: Session, draft: SpeakerDraft, speaker: Speaker | None) -> int | None:
    """An organisation may be part of an organisation or a state, never of itself."""
    if draft.parent is None:
        return None
    if draft.kind is not SpeakerKind.ORGANISATION:
        raise Refused(N_("Only an organisation can be part of another body."), field="parent")
    parent = session.get(Speaker, draft.parent)
    if parent is None:
        raise Refused(N_("There is no such speaker."), field="parent")
    if parent.kind not in {SpeakerKind.ORGANISATION, SpeakerKind.STATE}:
        raise Refused(
            N_("An organisation can only be part of an organisation or a state."), field="parent"
        )
    above: Speaker | None = parent
    seen: set[int] = set()
    while above is not None and above.id not in seen:
        seen.add(above.id)
        # A merged speaker stands for the one it was merged into.
        next_id = above.merged_into_id or above.parent_id
        above = session.get(Speaker, next_id) if next_id else None
    if speaker is not None and speaker.id in seen:
        raise Refused(
            N_("%(name)s is itself a part of this speaker."), field="parent", name=parent.name
        )
    return parent.id


def _refuse_kind(session: Session, speaker: Speaker, kind: SpeakerKind) -> None:
    """Refuse a change of kind that would break what refers to the speaker."""
    if merged.has_merged(session, speaker):
        raise Refused(N_("The kind of a merged speaker cannot be changed."), field="kind")
    has_parts = session.scalar(select(exists().where(Speaker.parent_id == speaker.id)))
    if has_parts and kind not in {SpeakerKind.ORGANISATION, SpeakerKind.STATE}:
        raise Refused(
            N_("Other organisations are part of this speaker: it must stay one, or a state."),
            field="kind",
        )
    if kind is not SpeakerKind.PERSON:
        return
    said = select(EditionSpeaker.id).where(
        or_(
            EditionSpeaker.body_id == speaker.id,
            (EditionSpeaker.speaker_id == speaker.id)
            & EditionSpeaker.edition_id.in_(select(Edition.id).where(Edition.described_as != "")),
        )
    )
    uses = (
        select(Role.id).where(Role.body_id == speaker.id),
        select(Occasion.id).where(Occasion.host_id == speaker.id),
        said,
    )
    if any(session.scalar(use.limit(1)) is not None for use in uses):
        raise Refused(
            N_("Somebody holds a role in this speaker or spoke for it: it cannot be a person."),
            field="kind",
        )


def _name(draft: NameDraft) -> Name:
    return Name(
        text=draft.text,
        language=draft.language,
        folded=text.fingerprint(draft.text),
        is_displayed=draft.is_displayed,
    )


def _drop_parts(session: Session, speaker: Speaker, draft: SpeakerDraft) -> None:
    """Take away first: what comes may be displayed or numbered where something else was."""
    kept = {(name.text, name.language): name.is_displayed for name in draft.names}
    for name in list(speaker.names):
        is_displayed = kept.get((name.text, name.language))
        if is_displayed is None:
            speaker.names.remove(name)
        elif not is_displayed:
            name.is_displayed = False
    wanted = {(other.scheme, other.value) for other in draft.external_ids}
    for other in list(speaker.external_ids):
        if (other.scheme, other.value) not in wanted:
            speaker.external_ids.remove(other)
    session.flush()


def _add_parts(speaker: Speaker, draft: SpeakerDraft, wanted: Sequence[ExternalIdDraft]) -> None:
    known = {(name.text, name.language): name for name in speaker.names}
    for name in draft.names:
        there = known.get((name.text, name.language))
        if there is None:
            speaker.names.append(_name(name))
        elif name.is_displayed:
            there.is_displayed = True
    have = {(other.scheme, other.value) for other in speaker.external_ids}
    for other in wanted:
        if (other.scheme, other.value) not in have:
            speaker.external_ids.append(ExternalId(scheme=other.scheme, value=other.value))
