"""The pages of topics: the tree, one topic with its claims, and its form."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from tracker.claims.choosers import TOPICS, read_form, topic_options
from tracker.claims.commands_topics import create_topic, edit_topic
from tracker.claims.forms_topics import TopicForm
from tracker.claims.listed import claims_listing
from tracker.claims.queries_list import ClaimFilters
from tracker.claims.queries_topics import topic_labels, topic_page, topics_select
from tracker.errors import Refused, Stale
from tracker.models import Topic
from tracker.visibility import find
from tracker.vocabulary import AccountRole
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.listing import Column, Listing, answer, argument, cursor, data_route
from tracker.web.locale import _, language
from tracker.web.paging import Key, page_of
from tracker.web.pick import answer_options, asked
from tracker.web.reference import Reference
from tracker.web.session import saving, session

bp = Blueprint("topics", __name__, url_prefix="/topics")

_COLUMNS = [Column(name) for name in ("uid", "key", "name", "parent_id", "depth", "n_claims")]


@data_route(bp, "/")
def index() -> ResponseReturnValue:
    """The tree of topics."""
    words = argument("q")
    rows, path = topics_select(viewer(), language(), words)
    page = page_of(session(), rows, keys=[Key(path), Key(Topic.id)], cursor=cursor())
    return answer(Listing([Column("id"), *_COLUMNS], page), "topics/index.html", q=words)


@data_route(bp, "/<key>")
def show(key: str) -> ResponseReturnValue:
    """One topic, what is below it, and its claims."""
    page = topic_page(session(), viewer(), key_of(key), language())
    listing = claims_listing(ClaimFilters(topic_id=page.topic.id))
    return answer(listing, "topics/show.html", page=page, topic=page.topic)


@bp.get("/pick")
def pick() -> ResponseReturnValue:
    """Topics for a picker."""
    return answer_options(topic_options(asked()))


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form."""
    form = TopicForm(data={"parent": argument("parent")})
    return _shown(form)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    """Add a topic."""
    form = TopicForm(request.form)
    references, is_ready = read_form(form, [(form.parent, TOPICS)])
    if is_ready:
        try:
            with saving():
                topic = create_topic(session(), form.to_draft(), by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("Topic saved."))
            return redirect(_address(topic), 303)
    return _shown(form, references[form.parent.name])


@bp.get("/<key>/edit")
@needs(AccountRole.EDITOR)
def edit(key: str) -> ResponseReturnValue:
    """The form of a topic that is there."""
    topic = find(session(), Topic, key_of(key), viewer())
    return _shown(TopicForm(data=_values(topic)), topic=topic)


@bp.post("/<key>/edit")
@needs(AccountRole.EDITOR)
def save(key: str) -> ResponseReturnValue:
    """Rename or move a topic."""
    form = TopicForm(request.form)
    topic = find(session(), Topic, key_of(key), viewer())
    references, is_ready = read_form(form, [(form.parent, TOPICS)])
    status, theirs = None, None
    if is_ready:
        try:
            with saving():
                edit_topic(
                    session(),
                    topic.id,
                    form.to_draft(),
                    version=form.version.data or 0,
                    by=viewer(),
                )
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            topic = find(session(), Topic, topic.id, viewer())
            form.version.data, status, theirs = topic.version, 409, topic
        else:
            flash(_("Topic saved."))
            return redirect(_address(topic), 303)
    return _shown(form, references[form.parent.name], topic=topic, status=status, theirs=theirs)


def _shown(
    form: TopicForm,
    parent: Reference | None = None,
    **context: Any,  # noqa: ANN401
) -> ResponseReturnValue:
    status = context.pop("status", None)
    if parent is None:
        labels = topic_labels(session(), viewer(), [form.parent.key], language())
        parent = Reference(label=labels.get(form.parent.key, ""))
    context.setdefault("topic", None)
    theirs = context.pop("theirs", None)
    differences = form.differences(_values(theirs)) if theirs else None
    return form.shown("topics/form.html", status, parent=parent, differences=differences, **context)


def _values(topic: Topic) -> dict[str, object]:
    return {
        "name_en": topic.name_en,
        "name_id": topic.name_id,
        "about": topic.about,
        "parent": str(topic.parent_id or ""),
        "version": topic.version,
    }


def _address(topic: Topic) -> str:
    name = topic.name_id if language() == "id" and topic.name_id else topic.name_en
    return address("topics", topic.id, name or topic.name_id)
