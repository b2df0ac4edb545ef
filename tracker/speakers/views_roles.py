"""The form of a role, and taking a role away again."""

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from tracker.errors import Missing, Refused, Stale
from tracker.models import Role, Speaker
from tracker.speakers import queries
from tracker.speakers.commands_roles import add_role, edit_role, remove_role
from tracker.speakers.forms import RoleForm, role_values
from tracker.speakers.shown import chooser_of
from tracker.visibility import find
from tracker.vocabulary import AccountRole, SpeakerKind
from tracker.web.access import needs, viewer
from tracker.web.addresses import address, key_of
from tracker.web.editing import clash
from tracker.web.forms import Form
from tracker.web.locale import gettext as _
from tracker.web.locale import language
from tracker.web.reference import asked_action, settle
from tracker.web.session import saving, session

bp = Blueprint("roles", __name__, url_prefix="/speakers/<ident>/roles")

_BODIES = (SpeakerKind.ORGANISATION, SpeakerKind.STATE, SpeakerKind.GROUP)


@bp.get("/new")
@needs(AccountRole.EDITOR)
def new(ident: str) -> ResponseReturnValue:
    """An empty form for one more role."""
    speaker = _speaker(ident)
    return _page(RoleForm(data={"version": speaker.version}), speaker, None)


@bp.post("/new")
@needs(AccountRole.EDITOR)
def create(ident: str) -> ResponseReturnValue:
    return _store(_speaker(ident), None)


@bp.get("/<int:role_id>/edit")
@needs(AccountRole.EDITOR)
def edit(ident: str, role_id: int) -> ResponseReturnValue:
    speaker = _speaker(ident)
    role = _role(speaker, role_id)
    return _page(RoleForm(data=role_values(role, speaker.version)), speaker, role)


@bp.post("/<int:role_id>/edit")
@needs(AccountRole.EDITOR)
def save(ident: str, role_id: int) -> ResponseReturnValue:
    speaker = _speaker(ident)
    return _store(speaker, _role(speaker, role_id))


@bp.post("/<int:role_id>/remove")
@needs(AccountRole.EDITOR)
def remove(ident: str, role_id: int) -> ResponseReturnValue:
    """Take away a role that nobody spoke in."""
    speaker = _speaker(ident)
    role = _role(speaker, role_id)
    form: Form = Form(request.form)
    if not form.validate():
        abort(400)
    try:
        with saving() as writing:
            remove_role(writing, role.id, version=form.version.data or 0, by=viewer())
    except Refused as refusal:
        form = RoleForm(data=role_values(role, speaker.version))
        form.explain(refusal)
        return _page(form, speaker, role)
    flash(_("The role was removed."))
    return redirect(address("speakers", speaker.id, speaker.name), 303)


def _speaker(ident: str) -> Speaker:
    return find(session(), Speaker, key_of(ident), viewer())


def _role(speaker: Speaker, role_id: int) -> Role:
    role = session().get(Role, role_id) if role_id < 2**63 else None
    if role is None or role.speaker_id != speaker.id:
        raise Missing("role", str(role_id))
    return role


def _store(speaker: Speaker, role: Role | None) -> ResponseReturnValue:
    """Save what was typed, or show it again with what is wrong."""
    form = RoleForm(request.form)
    if asked_action().startswith("find:"):
        return _page(form, speaker, role, status=200)
    is_valid = form.validate()
    body = settle(form, form.body, chooser_of(_BODIES))
    if not form.body.data:
        form.refuse("body", _("Choose the body in which the role is held."))
    if is_valid and not form.errors and body.id is not None:
        draft, version = form.to_draft(body.id), form.version.data or 0
        try:
            with saving() as writing:
                if role is None:
                    add_role(writing, speaker.id, draft, version=version, by=viewer())
                else:
                    edit_role(writing, role.id, draft, version=version, by=viewer())
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            return _stale(form, speaker, role)
        else:
            flash(_("Saved."))
            return redirect(address("speakers", speaker.id, speaker.name), 303)
    return _page(form, speaker, role)


def _stale(form: RoleForm, speaker: Speaker, role: Role | None) -> ResponseReturnValue:
    """Both texts and what was typed; saving again is saving over what is there now."""
    session().refresh(speaker)
    now = role_values(role, speaker.version) if role else dict.fromkeys(form.data, "")
    fields = ("body", "title_en", "title_id", "since", "until") if role else ()
    differences = clash(form, now, fields)
    form.version.data, form.version.raw_data = speaker.version, None
    return _page(form, speaker, role, status=409, differences=differences)


def _page(
    form: RoleForm,
    speaker: Speaker,
    role: Role | None,
    *,
    status: int | None = None,
    differences: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    return form.shown(
        "speakers/role.html",
        status,
        section="speakers",
        speaker=speaker,
        name=queries.speaker_named(session(), viewer(), speaker.id, language()),
        role=role,
        body=settle(form, form.body, chooser_of(_BODIES)),
        differences=differences or (),
        is_stale=differences is not None,
    )
