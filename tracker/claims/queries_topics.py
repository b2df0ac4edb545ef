"""The tree of topics: as a list, one topic's page, and what a picker offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from tracker.errors import Missing
from tracker.merged import PAIRS
from tracker.models import Claim, ClaimTopic, Topic
from tracker.naming import topic_name
from tracker.text import fingerprint
from tracker.visibility import ANYBODY, Viewer, find, key_condition, visible_to

MOST_OPTIONS = 10
# Sorts before every letter, so that a topic's own come right after it.
_BELOW = "\x01"


@dataclass(frozen=True)
class TopicPage:
    """A topic, the way down to it, and what is right below it."""

    topic: Topic
    name: str
    is_public: bool
    above: Sequence[Any]
    below: Sequence[Any]
    n_claims: int


def _public() -> Any:  # noqa: ANN401 - a CTE
    """The topics that readers see. A select can ask for them once only."""
    return select(Topic.id).where(visible_to(ANYBODY).of(Topic)).cte("public_topics")


def _tree(viewer: Viewer, public: Any) -> Any:  # noqa: ANN401 - a CTE
    """Every topic the viewer may know of, with its path from the root and its depth."""
    child, shown = aliased(Topic), select(public.c.id)
    sees_all = visible_to(viewer).all
    roots = select(Topic.id, Topic.folded.label("path"), literal(0).label("depth")).where(
        Topic.parent_id.is_(None), true() if sees_all else Topic.id.in_(shown)
    )
    tree = roots.cte("tree", recursive=True)
    path = tree.c.path + _BELOW + child.folded
    return tree.union_all(
        select(child.id, path, tree.c.depth + 1)
        .join(tree, tree.c.id == child.parent_id)
        .where(true() if sees_all else child.id.in_(shown))
    )


def _claims_below(viewer: Viewer) -> Any:  # noqa: ANN401 - a subquery
    """How many claims the viewer finds under each topic and those below it, each once."""
    child, belongs, claim = aliased(Topic), aliased(ClaimTopic), aliased(Claim)
    pairs = select(Topic.id.label("top"), Topic.id.label("topic_id")).cte("pairs", recursive=True)
    pairs = pairs.union(
        select(pairs.c.top, child.id).join(child, child.parent_id == pairs.c.topic_id)
    )
    merged = PAIRS[Claim]
    own = select(belongs.topic_id, belongs.claim_id).where(belongs.left.is_(None))
    lent = select(belongs.topic_id, merged.c.into_id).join(merged, merged.c.id == belongs.claim_id)
    under = own.union(lent.where(belongs.left.is_(None))).subquery()
    return (
        select(pairs.c.top, func.count(under.c.claim_id.distinct()).label("n"))
        .join(under, under.c.topic_id == pairs.c.topic_id)
        .join(claim, claim.id == under.c.claim_id)
        .where(visible_to(viewer).of(claim), claim.merged_into_id.is_(None))
        .group_by(pairs.c.top)
        .subquery("claims_below")
    )


def topics_select(viewer: Viewer, language: str, words: str = "") -> tuple[Select[Any], Any]:
    """The tree as rows, and the column that orders it."""
    public = _public()
    tree, counted = _tree(viewer, public), _claims_below(viewer)
    rows = (
        select(
            Topic.id,
            Topic.uid,
            Topic.key,
            topic_name(language, Topic).label("name"),
            Topic.about,
            Topic.parent_id,
            tree.c.depth,
            func.coalesce(counted.c.n, 0).label("n_claims"),
            Topic.id.in_(select(public.c.id)).label("is_public"),
        )
        .join(tree, tree.c.id == Topic.id)
        .outerjoin(counted, counted.c.top == Topic.id)
    )
    if words:
        rows = rows.where(*_has_words(words))
    return rows, tree.c.path


def _has_words(words: str) -> list[ColumnElement[bool]]:
    wanted = fingerprint(words).split() or [words]
    return [Topic.folded.contains(word, autoescape=True) for word in wanted]


def topic_page(session: Session, viewer: Viewer, key: str, language: str) -> TopicPage:
    """One topic with its place in the tree; Missing if the viewer may not know of it."""
    topic = find(session, Topic, key, viewer)
    rows, path = topics_select(viewer, language)
    near = or_(
        Topic.parent_id == topic.id,
        Topic.id.in_(_ids_above(topic.id)),
    )
    found = session.execute(rows.where(near).order_by(path, Topic.id)).all()
    here = next(row for row in found if row.id == topic.id)
    return TopicPage(
        topic=topic,
        name=here.name,
        is_public=here.is_public,
        above=[row for row in found if row.depth < here.depth],
        below=[row for row in found if row.parent_id == topic.id],
        n_claims=here.n_claims,
    )


def _ids_above(topic_id: int) -> Select[Any]:
    """The topic itself and every one above it."""
    start = select(Topic.id, Topic.parent_id).where(Topic.id == topic_id)
    chain = start.cte("chain", recursive=True)
    above = aliased(Topic)
    step = select(above.id, above.parent_id).join(chain, chain.c.parent_id == above.id)
    return select(chain.union(step).c.id)


def pick_topics(session: Session, viewer: Viewer, words: str, language: str) -> Sequence[Any]:
    """What a picker offers for these words: id, name, and the topic it stands below."""
    above = aliased(Topic)
    name = topic_name(language, Topic).label("name")
    return session.execute(
        select(Topic.id, name, topic_name(language, above).label("above"))
        .outerjoin(above, above.id == Topic.parent_id)
        .where(*_has_words(words), visible_to(viewer).of(Topic))
        .order_by(Topic.folded, Topic.id)
        .limit(MOST_OPTIONS)
    ).all()


def topic_named(session: Session, viewer: Viewer, key: str, language: str) -> Any:  # noqa: ANN401 - a row
    """The id and the name of a topic; Missing if the viewer may not know of it."""
    row = session.execute(
        select(Topic.id, topic_name(language, Topic).label("name")).where(
            key_condition(Topic, key), visible_to(viewer).of(Topic)
        )
    ).one_or_none()
    if row is None:
        raise Missing("topic", key)
    return row


def topic_labels(
    session: Session, viewer: Viewer, keys: Sequence[str], language: str
) -> dict[str, str]:
    """The names of topics that a form refers to, by the KEY it uses."""
    wanted = {key for key in keys if key}
    numbers = [int(key) for key in wanted if key.isascii() and key.isdigit() and len(key) < 19]
    if not wanted:
        return {}
    rows = session.execute(
        select(Topic.id, Topic.uid, Topic.key, topic_name(language, Topic).label("name")).where(
            or_(Topic.id.in_(numbers), Topic.uid.in_(wanted), Topic.key.in_(wanted)),
            visible_to(viewer).of(Topic),
        )
    )
    return {
        key: row.name for row in rows for key in (str(row.id), row.uid, row.key) if key in wanted
    }
