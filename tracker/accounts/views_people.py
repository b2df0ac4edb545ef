"""The people who may sign in, for administrators: the list, one person, inviting."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import commands_people as people
from tracker.accounts import queries_people
from tracker.accounts.forms_people import InviteForm, PersonForm
from tracker.accounts.handing import hand_over
from tracker.accounts.shown import browser_words
from tracker.errors import N_, Refused, Stale
from tracker.models import Account
from tracker.vocabulary import AccountRole
from tracker.web import listing
from tracker.web.access import needs, viewer
from tracker.web.addresses import number_of
from tracker.web.locale import gettext as _
from tracker.web.locale import label
from tracker.web.paging import Key, page_of
from tracker.web.postbox import can_send
from tracker.web.session import saving, session
from tracker.web.site import site

bp = Blueprint("people", __name__, url_prefix="/admin")

_SORTS = {
    "name": (Key(queries_people.called()), Key(Account.id)),
    "email": (Key(Account.email),),
    "added": (Key(Account.id, descending=True),),
}
_NAMES = "id uid email name role state second_factor sessions created_at signed_in_at"
_COLUMNS = tuple(listing.Column(name) for name in _NAMES.split())
STATE_WORDS = {"active": N_("active"), "invited": N_("invited"), "shut_out": N_("shut out")}


@listing.data_route(bp, "/people")
@needs(AccountRole.ADMIN)
def index() -> ResponseReturnValue:
    """Everybody who may sign in, or might once, by name."""
    role, state = _asked_role(), _asked_state()
    sort, keys = listing.chosen_sort(_SORTS, "name")
    rows = queries_people.people_listed(role=role, state=state, idle_minutes=site().idle_minutes)
    found = page_of(session(), rows, keys=keys, cursor=listing.cursor())
    active = []
    if role:
        active.append(listing.active_filter("role", _("Role"), label(role)))
    if state:
        active.append(listing.active_filter("state", _("Access"), _(STATE_WORDS[state])))
    shown = listing.Listing(_COLUMNS, found, filters=active, sort=sort)
    return listing.answer(
        shown,
        "accounts/people.html",
        role=role,
        roles=list(AccountRole),
        state=state,
        states={code: _(words) for code, words in STATE_WORDS.items()},
    )


@bp.get("/people/new")
@needs(AccountRole.ADMIN)
def new() -> ResponseReturnValue:
    """An empty invitation."""
    return InviteForm(data={"role": AccountRole.EDITOR.value}).shown("accounts/invite.html")


@bp.post("/people/new")
@needs(AccountRole.ADMIN)
def create() -> ResponseReturnValue:
    """Invite somebody: the link goes out by mail, or is shown this once."""
    form = InviteForm(request.form)
    if form.validate():
        try:
            with saving() as writing:
                link = people.invite_person(
                    writing,
                    form.email.data or "",
                    form.role.word,
                    form.name.data or "",
                    hours=current_app.config["INVITATION_HOURS"],
                    by=viewer(),
                )
        except Refused as refusal:
            form.explain(refusal)
        else:
            return hand_over(link)
    return form.shown("accounts/invite.html")


@bp.get("/people/<ident>")
@needs(AccountRole.ADMIN)
def show(ident: str) -> ResponseReturnValue:
    """One person, and what can be done for them."""
    found = queries_people.person(session(), number_of(ident))
    values = {"name": found.name, "role": found.role.value, "version": found.version}
    return _page(PersonForm(data=values), found)


@bp.post("/people/<ident>")
@needs(AccountRole.ADMIN)
def save(ident: str) -> ResponseReturnValue:
    """Change name or role."""
    number, form = number_of(ident), PersonForm(request.form)
    status = None
    if form.validate():
        try:
            with saving() as writing:
                people.change_person(
                    writing,
                    number,
                    name=form.name.data or "",
                    role=form.role.word,
                    version=form.version.data or 0,
                    by=viewer(),
                )
        except Refused as refusal:
            form.explain(refusal)
        except Stale:
            status = 409
        else:
            flash(_("Saved."))
            return redirect(url_for("people.show", ident=number), 303)
    return _page(form, queries_people.person(session(), number), status)


def _asked_role() -> AccountRole | None:
    asked = listing.argument("role")
    if asked and asked not in {role.value for role in AccountRole}:
        raise Refused(N_("There is no such role."), field="role")
    return AccountRole(asked) if asked else None


def _asked_state() -> str:
    asked = listing.argument("state")
    if asked and asked not in STATE_WORDS:
        raise Refused(N_("There is no such state."), field="state")
    return asked


def _page(
    form: PersonForm, found: queries_people.Person, status: int | None = None
) -> ResponseReturnValue:
    differences = []
    if status:
        theirs = {"name": found.name, "role": label(found.role)}
        typed = {"name": form.name.data or "", "role": label(form.role.word)}
        differences = [
            (form[name].label.text, theirs[name], typed[name])
            for name in theirs
            if theirs[name] != typed[name]
        ]
        form.version.data, form.version.raw_data = found.version, None
    return form.shown(
        "accounts/person.html",
        status,
        person=found,
        state=_(STATE_WORDS[found.state]),
        sessions=queries_people.sessions_of_person(session(), found.id, site().idle_minutes),
        browser_words=browser_words,
        sends_mail=can_send(),
        differences=differences,
        is_stale=status is not None,
    )
