"""One revision as the page, the JSON and the CSV tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.chain import REDACT
from tracker.errors import N_
from tracker.history.changes import RowChange, changes_between, read_rows
from tracker.history.fields import PARTS
from tracker.history.nouns import NOUNS
from tracker.history.published import Event
from tracker.history.told import PartLine, Teller, named
from tracker.vocabulary import Transition
from tracker.web.addresses import address
from tracker.web.listing import Column
from tracker.web.locale import gettext as _

# Stands in a text where words were redacted.
_BLANK = "█"
# A sentence names so many of the things that changed.
_NAMED = 4

_BY = {
    Transition.SUBMIT: N_("%(who)s submitted edition %(number)s for review"),
    Transition.RECALL: N_("%(who)s took edition %(number)s back"),
    Transition.PUBLISH: N_("%(who)s published edition %(number)s"),
    Transition.RETURN: N_("%(who)s returned edition %(number)s to its author"),
    Transition.REJECT: N_("%(who)s rejected edition %(number)s"),
    Transition.WITHDRAW: N_("%(who)s withdrew the statement"),
    Transition.REINSTATE: N_("%(who)s put the statement back on the record"),
    Transition.CORRECT: N_("%(who)s began edition %(number)s as a correction"),
}
_SEEN = {
    Transition.PUBLISH: N_("Published"),
    Transition.WITHDRAW: N_("Withdrawn"),
    Transition.REINSTATE: N_("Put back on the record"),
}
# Reasons that nobody wrote: they are kept in English, and told in the reader's language.
_UNWRITTEN = {
    N_("Demo data"),
    N_("added by the person"),
    N_("begun by the person"),
    N_("changed by the person"),
    N_("invitation accepted"),
    N_("made by the person"),
    N_("password reset"),
    N_("removed by the person"),
    N_("set up by the person"),
    N_("signing in"),
}


@dataclass(frozen=True)
class Line:
    """One revision. Readers are not told who; a redacted one has no parts and no reason."""

    number: int
    at: datetime
    by: str | None
    action: str
    why: str
    sentence: str
    parts: Sequence[PartLine]
    # What a correction changed on the record: the revision itself says only that it was published.
    corrected: Sequence[PartLine] = ()
    is_redacted: bool = False
    is_first: bool = False
    is_restorable: bool = False
    edition: int | None = None
    kind: str = ""
    kind_code: str = ""
    object_name: str = ""
    object_url: str = ""

    @property
    def reason(self) -> str:
        """Why, in the words of who did it or in the reader's language."""
        return _(self.why) if self.why in _UNWRITTEN else self.why

    @property
    def has_blanks(self) -> bool:
        """Whether something stands where redacted words were."""
        told = (*self.parts, *self.corrected)
        values = (raw for part in told for field in part.fields for raw in field.raw)
        return any(_BLANK in value for value in (self.why, *values) if isinstance(value, str))


def rows_changed(row: Any) -> list[RowChange]:  # noqa: ANN401 - a row of the table of revisions
    """What a revision says was changed."""
    return changes_between(read_rows(row.before), read_rows(row.after))


def line_of(
    row: Any,  # noqa: ANN401 - a row of queries.revisions_of
    changes: Sequence[RowChange],
    teller: Teller,
    editions: Mapping[int, int] | None = None,
) -> Line:
    """Tell a revision."""
    numbers = dict(editions or {})
    step, edition = _step(row, numbers)
    # A step says by its name what it does to the states.
    parts = teller.parts(changes, row.kind, numbers, unsaid=("state",) if step else ())
    by = (row.by or _("The command line")) if teller.sees_all else None
    thing = teller.thing(row.kind, row.object_id) if row.object_id else None
    noun = "admin/people" if row.kind == "account" else NOUNS.get(row.kind)
    return Line(
        number=row.number,
        at=row.at,
        by=by,
        action=step.value if step else row.action,
        why=row.why or "",
        sentence=_sentence(row, by, parts, step, edition),
        parts=parts,
        is_redacted=row.is_redacted,
        is_first=row.action == "insert",
        edition=edition,
        kind_code=row.kind,
        kind=_(PARTS[row.kind].label) if row.kind in PARTS else row.kind,
        object_name=named(thing) if thing else "",
        object_url=address(noun, row.object_id, suffix="/history") if noun and thing else "",
    )


def line_of_event(event: Event, teller: Teller) -> Line:
    """Tell a step that readers could see."""
    sentence = _(_SEEN[event.step])
    if event.step is Transition.PUBLISH and event.edition > 1:
        sentence = _("Corrected: edition %(number)s was published", number=event.edition)
    parts = teller.parts(event.changes, "statement", {})
    is_first = event.step is Transition.PUBLISH and event.edition == 1
    return Line(
        event.number, event.at, None, event.step.value, event.why, sentence, parts,
        is_first=is_first, edition=event.edition,
    )  # fmt: skip


def _step(row: Any, editions: Mapping[int, int]) -> tuple[Transition | None, int | None]:  # noqa: ANN401
    """The decision that a revision of a statement wrote down, and about which edition."""
    if row.kind != "statement":
        return None, None
    after, before = read_rows(row.after), read_rows(row.before)
    steps = [values for name, values in after.items() if name.startswith("decision#")]
    if steps:
        return Transition(steps[-1]["step"]), editions.get(steps[-1]["edition_id"])
    touched = [
        editions[int(name.partition("#")[2])]
        for name in {**before, **after}
        if name.startswith("edition#") and int(name.partition("#")[2]) in editions
    ]
    return None, max(touched, default=None)


def _sentence(
    row: Any,  # noqa: ANN401
    by: str | None,
    parts: Sequence[PartLine],
    step: Transition | None,
    edition: int | None,
) -> str:
    """What happened, in a few words; with the name of who did it, or without."""
    what = _what(parts)
    if row.action == REDACT:
        told = N_("%(who)s redacted words of this") if by else N_("Words were redacted")
    elif row.is_redacted:
        told = N_("%(who)s: redacted since") if by else N_("Redacted since")
    elif row.action == "insert":
        told = N_("%(who)s added this") if by else N_("Added")
    elif step is not None:
        told = _BY[step]
    elif not what:
        told = N_("%(who)s changed nothing that is shown") if by else N_("Changed")
    else:
        told = N_("%(who)s changed: %(what)s") if by else N_("Changed: %(what)s")
    return _(told, who=by or "", number=edition or "", what=what)


def _what(parts: Sequence[PartLine]) -> str:
    """The names of what changed, each once: the columns of the object, the kinds of its parts."""
    names: dict[str, None] = {}
    for part in parts:
        if part.heading and part.table != "edition":
            names[part.label] = None
        else:
            names |= dict.fromkeys(field.label for field in part.fields)
    listed = [name[:1].lower() + name[1:] for name in names]
    more = "…" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more


# ── The same as data ─────────────────────────────────────────────────────────────────


def columns(*, is_csv: bool, with_names: bool, with_objects: bool = False) -> list[Column]:
    """The columns of a history; who did it only for those who may know."""
    found = [Column("number"), Column("at")]
    if with_names:
        found.append(Column("by"))
    if with_objects:
        found += [Column("kind"), Column("object_url")]
    found += [Column("action"), Column("why"), Column("is_redacted")]
    return [*found, Column("changes", _changes_in_words if is_csv else _changes)]


def _changes(line: Line) -> list[dict[str, object]]:
    return [
        {
            "part": part.table,
            "id": part.id,
            "how": part.how.value,
            "field": field.column,
            "before": field.raw[0],
            "after": field.raw[1],
        }
        for part in line.parts
        for field in part.fields
    ]


def _changes_in_words(line: Line) -> str:
    return "\n".join(
        f"{part.table}.{field.column}: {_short(field.raw[0])} → {_short(field.raw[1])}"
        for part in line.parts
        for field in part.fields
    )


def _short(value: object) -> str:
    return "" if value is None else str(value)
