"""The buttons of the log form that save nothing: rows, finding, creating, proposing."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, is_dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms.fields import FormField

from tracker.claims.queries_list import pick_claims
from tracker.claims.queries_topics import pick_topics
from tracker.errors import Refused
from tracker.models import Speaker, Topic, new_uid
from tracker.sources.queries import sources_matching
from tracker.sources.queries_occasions import occasions_matching
from tracker.speakers.queries import speakers_matching
from tracker.speakers.shown import options
from tracker.statements import picking
from tracker.statements.choices import choices_of, proposed_role, roles_of, source_facts
from tracker.statements.creations import CREATIONS, PREFIX, empty_form, sent_form
from tracker.statements.forms import ROWS, StatementForm, arrange_rows, row_numbers
from tracker.statements.log_page import (
    NOUNS,
    Difference,
    Line,
    LogPage,
    build_page,
    noun_of,
    said_on,
)
from tracker.visibility import Viewer
from tracker.vocabulary import Word
from tracker.web import locale
from tracker.web.addresses import key_of
from tracker.web.fields import KeyField, RowList, TokenField, VersionField
from tracker.web.forms import BareForm, all_fields
from tracker.web.locale import language
from tracker.web.session import saving


def _sources(session: Session, viewer: Viewer, words: str, _language: str) -> Iterable[Any]:
    return sources_matching(session, viewer, words)


def _speakers(
    session: Session, viewer: Viewer, words: str, tongue: str
) -> list[tuple[int, str, str]]:
    return options(speakers_matching(session, viewer, words, tongue))


SEARCHES: dict[str, Callable[[Session, Viewer, str, str], Iterable[Any]]] = {
    "speakers": _speakers,
    "claims": pick_claims,
    "topics": pick_topics,
    "sources": _sources,
    "occasions": occasions_matching,
    "statements": picking.options,
}
Sent = MultiDict[str, str]


def typed_words(sent: Sent, name: str) -> str:
    """The words beside a picker, or in its place."""
    return (sent.get(f"{name}-text") or sent.get(name) or "").strip()


def change_rows(sent: Sent, action: str) -> Sent:
    """`add:stances` or `remove:stances-1`."""
    verb, _, what = action.partition(":")
    name, _, number = what.partition("-")
    if name not in ROWS:
        return sent
    rows = row_numbers(sent, name)
    if verb == "remove":
        return arrange_rows(sent, name, [row for row in rows if str(row) != number])
    arranged = arrange_rows(sent, name, rows)
    arranged[f"{name}-{max(len(rows), 1)}-{ROWS[name] if name != 'stances' else 'claim'}"] = ""
    return arranged


def find_options(session: Session, viewer: Viewer, page: LogPage, sent: Sent, name: str) -> None:
    """Answer the Find button of a picker with what matches its words."""
    words = typed_words(sent, name)
    found = SEARCHES[noun_of(name)](session, viewer, words, language()) if words else ()
    page.options[name] = [_option(row) for row in found]


def _option(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any of the searches
    """Key and words of a match; whatever else it says is the hint."""
    values = astuple(row) if is_dataclass(row) and not isinstance(row, type) else tuple(row)
    key, words, *rest = values
    hint = " · ".join(
        locale.label(part) if isinstance(part, Word) else str(part) for part in rest if part
    )
    return {"key": str(key), "label": str(words), "hint": hint}


def open_creation(session: Session, viewer: Viewer, page: LogPage, sent: Sent, name: str) -> None:
    """Open the small form that adds what a picker did not find."""
    creation = CREATIONS.get(noun_of(name))
    if creation is not None:
        form = empty_form(creation, typed_words(sent, name))
        _show_creation(session, viewer, page, name, form)


def keep_creation_open(
    session: Session, viewer: Viewer, page: LogPage, sent: Sent, refused: BareForm | None
) -> None:
    """The small form stays while other buttons are pressed, with what was typed into it."""
    name = sent.get(f"{PREFIX}-for") or ""
    creation = CREATIONS.get(noun_of(name)) if name else None
    if creation is not None:
        form = refused or sent_form(creation, sent)
        page.creation_uid = sent.get(f"{PREFIX}-uid") or new_uid()
        _show_creation(session, viewer, page, name, form)


def _show_creation(
    session: Session, viewer: Viewer, page: LogPage, name: str, form: BareForm
) -> None:
    page.creating, page.creation_form = name, form
    page.creation_noun = noun_of(name)
    page.creation_uid = page.creation_uid or new_uid()
    for given in form:
        key = given.key if isinstance(given, KeyField) else ""
        if key:
            cls = NOUNS.get(noun_of(given.name), Topic)
            known = choices_of(session, viewer, cls, [key], language())
            page.names[given.name] = known[key].label if key in known else ""


def without_creation(sent: Sent) -> Sent:
    """The fields of the log form alone."""
    return MultiDict(
        (field, value)
        for field, value in sent.items(multi=True)
        if not field.startswith(f"{PREFIX}-")
    )


def create(viewer: Viewer, sent: Sent, name: str) -> tuple[Sent, BareForm | None]:
    """Add a speaker, claim, source or occasion, and choose it in the field that asked.

    Gives the fields of the log form as they are then, and the small form if it was refused.
    """
    creation = CREATIONS[noun_of(name)]
    form = sent_form(creation, sent)
    if not form.validate():
        return sent, form
    try:
        with saving() as session:
            # The uid comes from the page: a button that is pressed twice makes one row.
            uid = sent.get(f"{PREFIX}-uid") or new_uid()
            number = creation.create(session, form, viewer, uid)
    except Refused as refusal:
        creation.explain(form, refusal)
        return sent, form
    kept = without_creation(sent)
    chosen = [key for key in kept.poplist(name) if key.isdigit()]
    kept.poplist(f"{name}-text")
    kept.setlist(name, [*chosen, str(number)] if name.endswith("-targets") else [str(number)])
    return kept, None


def differences(session: Session, viewer: Viewer, page: LogPage, theirs: Sent) -> list[Difference]:
    """Compare what stands on record with what was typed, field by field, in words."""
    other = build_page(session, viewer, StatementForm(theirs), page.address, page.statement)
    mine, found = _words_of(page), []
    for name, (label, text) in _words_of(other).items():
        if mine.get(name, ("", ""))[1] != text:
            found.append(Difference(label, text, mine.get(name, ("", ""))[1]))
    added = [pair for name, pair in mine.items() if name not in _words_of(other) and pair[1]]
    return [*found, *(Difference(label, "", text) for label, text in added)]


def _words_of(page: LogPage) -> dict[str, tuple[str, str]]:
    """What every field says, by its name: label and words."""
    lines = {"speakers": page.speakers, "stances": page.stances, "citations": page.citations}
    said = {}
    for given in all_fields(page.form):
        if isinstance(given, RowList | FormField | VersionField | TokenField):
            continue
        words = page.names.get(given.name) or _line_name(lines, given.name) or given.data
        shown = ", ".join(words) if isinstance(words, list) else str(words or "")
        said[given.name] = (given.label.text, shown)
    return said


def _line_name(lines: dict[str, list[Line]], name: str) -> str:
    rows, _, rest = name.partition("-")
    number, _, column = rest.partition("-")
    if rows not in lines or not number.isdigit():
        return ""
    return lines[rows][int(number)].names.get(column, "")


def propose(session: Session, viewer: Viewer, sent: Sent) -> Sent:
    """Fill in what follows from the source, the speaker and the date, where nothing stands yet."""
    proposed: Sent = MultiDict(sent)
    source = key_of(sent.get("source") or "")
    facts = source_facts(session, viewer, source) if source else None
    if facts is not None:
        if not sent.get("said_on"):
            proposed["said_on"] = facts.said_on
        if not sent.get("occasion") and facts.occasion is not None:
            proposed["occasion"] = str(facts.occasion)
    form = StatementForm(proposed)
    for place, role in _proposed_roles(session, viewer, form).items():
        name = f"speakers-{place}-role"
        if proposed.get(name) not in role.offered or name not in proposed:
            proposed[name] = role.proposed
    return proposed


@dataclass(frozen=True)
class _Roles:
    offered: frozenset[str]
    proposed: str


def _proposed_roles(session: Session, viewer: Viewer, form: StatementForm) -> dict[int, _Roles]:
    keys = [row.form.speaker.key for row in form.speakers]
    known = choices_of(session, viewer, Speaker, keys, language())
    offered = roles_of(session, (c.id for c in known.values()), said_on(form), language())
    found = {}
    for place, key in enumerate(keys):
        if key in known:
            roles = offered.get(known[key].id, [])
            best = proposed_role(roles)
            names = frozenset({"", *(str(role.id) for role in roles)})
            found[place] = _Roles(names, str(best.id) if best else "")
    return found
