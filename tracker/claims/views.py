"""The pages of claims."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.claims.board import Board
from tracker.claims.choosers import CLAIMS, TOPICS, claim_options, read_form
from tracker.claims.commands import create_claim, edit_claim
from tracker.claims.forms import ClaimForm
from tracker.claims.listed import claims_listing
from tracker.claims.merging import merged_into_claim
from tracker.claims.queries import claim_page, claim_rows
from tracker.claims.queries_list import ClaimFilters
from tracker.claims.queries_page import ClaimHead, Holder
from tracker.claims.queries_stored import StoredClaim, stored_claim
from tracker.claims.queries_topics import topic_named
from tracker.errors import N_, Refused, Stale
from tracker.merged import standing_for
from tracker.models import Claim
from tracker.visibility import find
from tracker.vocabulary import AccountRole, ClaimKind, Level, Side
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.fields import KeyField
from tracker.web.listing import (
    ActiveFilter,
    Column,
    active_filter,
    answer,
    answer_csv,
    answer_json,
    argument,
    data_route,
    led_on,
    suffix,
)
from tracker.web.locale import _, label, language
from tracker.web.pick import answer_options, asked
from tracker.web.reference import Chooser, Reference, asked_action, settle
from tracker.web.session import saving, session

bp = Blueprint("claims", __name__, url_prefix="/claims")

_ROW: Mapping[str, Any] = {
    "holder": lambda h: h.uid,
    "holder_kind": lambda h: h.kind.value,
    "role": lambda h: h.role,
    "code": lambda h: h.code.value,
    "value": lambda h: h.value,
    "n": lambda h: h.n,
    "first_on": lambda h: h.first_on,
    "last_on": lambda h: h.last_on,
    "statement": lambda h: h.statement,
    "replies_to": lambda h: h.replies_to,
    "holder_label": lambda h: h.name,
    "is_retracted": lambda h: h.is_retracted,
}


@data_route(bp, "/")
def index() -> ResponseReturnValue:
    """The codebook as a list, what was spoken about last on top."""
    words, kind, topic_key = argument("q"), argument("kind"), key_of(argument("topic"))
    if kind and kind not in {known.value for known in ClaimKind}:
        raise Refused(N_("There is no such kind of claim."), field="kind")
    topic = topic_named(session(), viewer(), topic_key, language()) if topic_key else None
    listing = claims_listing(
        ClaimFilters(topic.id if topic else None, ClaimKind(kind) if kind else None, words),
        tuple(_active(words, kind, topic.name if topic else "")),
    )
    return answer(
        listing, "claims/index.html", q=words, kind=kind, topic=topic, topic_key=topic_key
    )


def _active(words: str, kind: str, topic: str) -> Iterator[ActiveFilter]:
    if topic:
        yield active_filter("topic", _("Topic"), topic)
    if kind:
        yield active_filter("kind", _("Kind"), label(ClaimKind(kind)))
    if words:
        yield active_filter("q", _("Words"), words)


@bp.get("/pick")
def pick() -> ResponseReturnValue:
    """Claims for a picker."""
    return answer_options(claim_options(asked()))


@data_route(bp, "/<key>")
def show(key: str) -> ResponseReturnValue:
    """Who says so and who denies it."""
    level = _level()
    claim = find(session(), Claim, key_of(key), viewer())
    if claim.merged_into_id is not None:
        return led_on("claims", standing_for(session(), Claim, claim.id))
    if suffix() != "html":
        return _data(key, level)
    page = claim_page(session(), viewer(), key_of(key), level=level, language=language())
    return render_template(
        "claims/show.html",
        board=Board(page),
        page=page,
        claim=page.head,
        merged=merged_into_claim(page.head.id),
    )


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new() -> ResponseReturnValue:
    """An empty form; `text` and `topic` of the address are filled in."""
    form = ClaimForm(data={"language": language(), "text": argument("text")})
    if topic := argument("topic"):
        form.topics.append_entry(topic)
    return _form(form)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create() -> ResponseReturnValue:
    """Add a claim to the codebook."""
    form = ClaimForm(request.form)
    references, is_ready = read_form(form, _pickers(form))
    if is_ready:
        try:
            with saving():
                claim = create_claim(session(), form.to_draft(), by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        else:
            flash(_("Claim saved."))
            return redirect(address("claims", claim.id, claim.text), 303)
    return _form(form, references)


@bp.get("/<key>/edit")
@needs(AccountRole.EDITOR)
def edit(key: str) -> ResponseReturnValue:
    """The form of a claim that is there."""
    stored = stored_claim(session(), viewer(), key_of(key))
    return _form(ClaimForm(data=stored.values()), stored=stored)


@bp.post("/<key>/edit")
@needs(AccountRole.EDITOR)
def save(key: str) -> ResponseReturnValue:
    """Change a claim."""
    form = ClaimForm(request.form)
    stored, theirs = stored_claim(session(), viewer(), key_of(key)), None
    references, is_ready = read_form(form, _pickers(form))
    if is_ready:
        draft, version = form.to_draft(), form.version.data or 0
        try:
            with saving(why=draft.reason):
                edit_claim(session(), stored.id, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            stored = theirs = stored_claim(session(), viewer(), str(stored.id))
            form.version.data = theirs.version
        else:
            flash(_("Claim saved."))
            return redirect(address("claims", stored.id, draft.wording.text), 303)
    return _form(form, references, stored=stored, theirs=theirs)


def _pickers(form: ClaimForm) -> list[tuple[KeyField, Chooser]]:
    topics = [(entry, TOPICS) for entry in form.topics]
    return topics + [(entry.form.claim, CLAIMS) for entry in form.relations]


def _form(
    form: ClaimForm,
    references: Mapping[str, Reference] | None = None,
    stored: StoredClaim | None = None,
    theirs: StoredClaim | None = None,
) -> ResponseReturnValue:
    """The form with an empty row at the end of each list; 409 beside what is stored by now."""
    form.add_spare_rows(asked_action())
    if references is None:
        references = {field.name: settle(form, field, chooser) for field, chooser in _pickers(form)}
    differences = form.differences(theirs) if theirs else None
    context = {"references": references, "stored": stored, "differences": differences}
    return form.shown("claims/form.html", 409 if theirs else None, **context)


def _level() -> Level:
    asked = argument("holder", Level.SPEAKER.value)
    if asked not in {level.value for level in Level}:
        raise Refused(N_("Positions are told of a speaker, a body or a state."), field="holder")
    return Level(asked)


def _data(key: str, level: Level) -> ResponseReturnValue:
    """The same holders as JSON, side by side, or as CSV."""
    head, sides = claim_rows(session(), viewer(), key_of(key), level=level, language=language())
    if suffix() == "csv":
        columns = [Column(name, value) for name, value in _ROW.items()]
        side = Column("side", lambda h: next(s.value for s in Side if h in sides[s]))
        return answer_csv([*columns, side], [h for s in Side for h in sides[s]])
    told: dict[str, object] = {"claim": _claim(head)}
    for one in (Side.FOR, Side.MIXED, Side.AGAINST, Side.OTHER):
        told[one.value] = [_row(holder) for holder in sides[one]]
    return answer_json(told)


def _row(holder: Holder) -> dict[str, object]:
    return {name: value(holder) for name, value in _ROW.items()}


def _claim(head: ClaimHead) -> dict[str, object]:
    return {
        "id": head.id,
        "uid": head.uid,
        "key": head.key,
        "kind": head.kind.value,
        "text": head.text.words,
        "language": head.text.language,
        "negation": head.negation.words,
        "definition": head.definition.words,
        "exclusion": head.exclusion.words,
        "topics": [{"id": topic.id, "name": topic.name} for topic in head.topics],
        "url": address("claims", head.id, head.text.words),
    }
