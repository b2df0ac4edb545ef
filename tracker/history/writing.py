"""An earlier state of each noun as the draft that its own command takes."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.claims.commands import edit_claim
from tracker.claims.commands_topics import edit_topic
from tracker.claims.drafts import ClaimDraft, RelationDraft, TopicDraft, Wording
from tracker.claims.queries_stored import relations_from
from tracker.history.changes import Rows, Values, table_of
from tracker.history.states import recorded_rows
from tracker.models import Claim, Occasion, Outlet, Role, Source, Speaker, Topic
from tracker.sources.commands import edit_source
from tracker.sources.commands_occasions import edit_occasion
from tracker.sources.commands_outlets import edit_outlet
from tracker.sources.drafts import OccasionDraft, OutletDraft, SourceDraft
from tracker.speakers.commands import edit_speaker
from tracker.speakers.commands_roles import RoleDraft, add_role, edit_role, remove_role
from tracker.speakers.drafts import ExternalIdDraft, NameDraft, SpeakerDraft
from tracker.visibility import Viewer
from tracker.vocabulary import (
    ClaimKind,
    OccasionKind,
    RelationKind,
    SourceKind,
    SpeakerKind,
)

_WORDING = ("language", "text", "negation", "definition", "exclusion")


def _parts(state: Rows, table: str) -> list[tuple[int, Values]]:
    """The rows of one table with their ids, in the order in which they were made."""
    named = [(table_of(name), row) for name, row in state.items()]
    return sorted(
        ((int(number), row) for (of, number), row in named if of == table),
        key=lambda part: part[0],
    )


def _root(state: Rows, table: str) -> Values:
    """The row of the object itself."""
    return _parts(state, table)[0][1]


def _outlet(session: Session, row: Outlet, state: Rows, _reason: str, by: Viewer) -> None:
    then = _root(state, "outlet")
    speaker = then["speaker_id"]
    draft = OutletDraft(then["name"], then["url"], then["language"], speaker)
    edit_outlet(session, row.id, draft, version=row.version, by=by)


def _source(session: Session, row: Source, state: Rows, _reason: str, by: Viewer) -> None:
    then = _root(state, "source")
    words = ("title", "language", "url", "archive_url", "author", "section", "published_on")
    draft = SourceDraft(
        kind=SourceKind(then["kind"]),
        outlet=then["outlet_id"],
        is_free=then["is_free"],
        **{name: then[name] for name in words},
    )
    edit_source(session, row.id, draft, version=row.version, by=by)


def _occasion(session: Session, row: Occasion, state: Rows, _reason: str, by: Viewer) -> None:
    then = _root(state, "occasion")
    words = ("held_on", "name_en", "name_id", "place", "start_time")
    draft = OccasionDraft(
        kind=OccasionKind(then["kind"]),
        host=then["host_id"],
        **{name: then[name] for name in words},
    )
    edit_occasion(session, row.id, draft, version=row.version, by=by)


def _topic(session: Session, row: Topic, state: Rows, _reason: str, by: Viewer) -> None:
    then = _root(state, "topic")
    draft = TopicDraft(
        then["name_en"], then["name_id"], then["about"], parent=str(then["parent_id"] or "")
    )
    edit_topic(session, row.id, draft, version=row.version, by=by)


def _claim(session: Session, row: Claim, state: Rows, reason: str, by: Viewer) -> None:
    then = _root(state, "claim")
    relations = [
        RelationDraft(RelationKind(relation["kind"]), str(relation["other_id"]))
        for _, relation in _parts(state, "claim_relation")
    ]
    # A contradiction belongs to both; the history of the other claim keeps it.
    relations += [
        RelationDraft(relation.kind, str(relation.claim_id))
        for relation in relations_from(session, row.id)
        if relation.claim_id != row.id
    ]
    draft = ClaimDraft(
        kind=ClaimKind(then["kind"]),
        wording=_wording(then),
        translations=tuple(_wording(part) for _, part in _parts(state, "claim_translation")),
        topics=tuple(str(part["topic_id"]) for _, part in _parts(state, "claim_topic")),
        relations=tuple(relations),
        reason=reason,
    )
    edit_claim(session, row.id, draft, version=row.version, by=by)


def _wording(row: Values) -> Wording:
    return Wording(**{name: row[name] for name in _WORDING})


def _speaker(session: Session, row: Speaker, state: Rows, _reason: str, by: Viewer) -> None:
    then = _root(state, "speaker")
    draft = SpeakerDraft(
        kind=SpeakerKind(then["kind"]),
        name=then["name"],
        names=tuple(
            NameDraft(name["text"], name["language"], name["is_displayed"])
            for _, name in _parts(state, "name")
        ),
        iso_code=then["iso_code"] or "",
        about=then["about"],
        parent=then["parent_id"],
        external_ids=tuple(
            ExternalIdDraft(other["scheme"], other["value"])
            for _, other in _parts(state, "external_id")
        ),
    )
    edit_speaker(session, row.id, draft, version=row.version, by=by)
    _restore_roles(session, row, state, by)


def _restore_roles(session: Session, row: Speaker, state: Rows, by: Viewer) -> None:
    """Roles have commands of their own, which refuse to take away one that was spoken in."""
    now = recorded_rows(session, Role, Role.__table__.c.speaker_id == row.id)
    held = {number: _role(role) for number, role in _parts(now, "role")}
    then = {number: _role(role) for number, role in _parts(state, "role")}
    for number, draft in then.items():
        if number not in held:
            add_role(session, row.id, draft, version=row.version, by=by)
        elif held[number] != draft:
            edit_role(session, number, draft, version=row.version, by=by)
    for number in held.keys() - then.keys():
        # One that was taken away and added again is the same role by another number.
        if held[number] not in then.values():
            remove_role(session, number, version=row.version, by=by)


def _role(row: Values) -> RoleDraft:
    words = {name: row[name] for name in ("title_en", "title_id", "since", "until")}
    return RoleDraft(body=row["body_id"], **words)


RESTORES: Mapping[str, Callable[[Session, Any, Rows, str, Viewer], None]] = {
    "outlet": _outlet,
    "source": _source,
    "occasion": _occasion,
    "topic": _topic,
    "claim": _claim,
    "speaker": _speaker,
}
