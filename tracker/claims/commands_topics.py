"""What may be done to the tree of topics."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import audit, naming, text
from tracker.claims.drafts import TopicDraft
from tracker.errors import N_, Missing, Refused, Stale, refuse_all
from tracker.models import Topic, new_uid, now
from tracker.visibility import Viewer, find


def create_topic(session: Session, draft: TopicDraft, *, by: Viewer) -> Topic:
    """Add a topic to the tree. The same uid twice is the same topic."""
    # Two clicks at once queue here; the second then finds what the first has made.
    audit.lock_head(session)
    uid = naming.known_uid(draft.uid)
    made = session.scalar(select(Topic).where(Topic.uid == uid)) if uid else None
    if made is not None and made.folded == folded_name(draft):
        return made
    topic = Topic(
        uid=uid if uid and made is None else new_uid(),
        key=naming.free_key(session, Topic, draft.key),
    )
    _write(session, topic, draft, by)
    session.add(topic)
    session.flush()
    return topic


def edit_topic(
    session: Session, key: int | str, draft: TopicDraft, *, version: int, by: Viewer
) -> Topic:
    """Rename or move a topic. What is below it moves along; it cannot move below itself."""
    # Two moves at once could make a circle that neither of them sees.
    audit.lock_head(session)
    topic = find(session, Topic, key, by)
    session.refresh(topic)
    if topic.version != version:
        raise Stale("topic", topic.id, version, topic.version)
    _write(session, topic, draft, by)
    topic.changed_at = now()
    session.flush()
    return topic


def folded_name(draft: TopicDraft) -> str:
    """Both names as they are found and compared."""
    return text.fingerprint(f"{draft.name_en} {draft.name_id}")


def _write(session: Session, topic: Topic, draft: TopicDraft, by: Viewer) -> None:
    problems: list[Refused] = []
    words = {"name_en": draft.name_en, "name_id": draft.name_id, "about": draft.about}
    for field, value in words.items():
        try:
            words[field] = text.check_text(
                value,
                field=field,
                limit=text.FIELD_LIMIT,
                is_name=True,
                multiline=field == "about",
            )
        except Refused as refusal:
            problems.append(refusal)
    if not words["name_en"] and not words["name_id"]:
        problems.append(Refused(N_("Name the topic in at least one language."), field="name_en"))
    parent_id = _parent(session, topic, draft.parent, problems, by)
    folded = folded_name(draft)
    if not problems:
        problems += _twins(session, topic, folded, parent_id)
    refuse_all(problems)
    topic.name_en, topic.name_id, topic.about = words["name_en"], words["name_id"], words["about"]
    topic.folded, topic.parent_id = folded, parent_id


def _parent(
    session: Session, topic: Topic, key: str, problems: list[Refused], by: Viewer
) -> int | None:
    if not key:
        return None
    try:
        parent = find(session, Topic, key, by)
    except Missing:
        problems.append(Refused(N_("There is no topic “%(key)s”."), field="parent", key=key))
        return None
    if topic.id in _upwards(session, parent.id):
        problems.append(
            Refused(
                N_("A topic cannot stand below itself or below one of its own."), field="parent"
            )
        )
    return parent.id


def _upwards(session: Session, topic_id: int) -> set[int]:
    """The topic and all above it."""
    start = select(Topic.id, Topic.parent_id).where(Topic.id == topic_id)
    chain = start.cte("upwards", recursive=True)
    above = aliased(Topic)
    step = select(above.id, above.parent_id).join(chain, chain.c.parent_id == above.id)
    return set(session.scalars(select(chain.union(step).c.id)))


def _twins(session: Session, topic: Topic, folded: str, parent_id: int | None) -> list[Refused]:
    same_place = Topic.parent_id.is_(None) if parent_id is None else Topic.parent_id == parent_id
    with session.no_autoflush:
        found = session.scalars(select(Topic.id).where(Topic.folded == folded, same_place)).all()
    return [
        Refused(
            N_("Topic %(number)s has this name already, at the same place in the tree."),
            field="name_en",
            number=number,
        )
        for number in found
        if number != topic.id
    ]
