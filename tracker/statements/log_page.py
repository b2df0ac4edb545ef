"""The log form as it is shown: rows with the names behind their KEYs, offers, proposals, checks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from tracker.dates import Days
from tracker.errors import Doubt, Refused
from tracker.models import Base, Claim, Occasion, Source, Speaker, Statement
from tracker.statements.choices import (
    Choice,
    RoleChoice,
    SourceFacts,
    choices_of,
    claim_kind,
    roles_of,
    source_facts,
)
from tracker.statements.commands import read_draft
from tracker.statements.forms import StatementForm
from tracker.statements.page import Step, asked_of, steps_of
from tracker.visibility import Viewer
from tracker.vocabulary import Stance
from tracker.web import locale
from tracker.web.forms import BareForm

NOUNS: Mapping[str, type[Base]] = {
    "speakers": Speaker,
    "claims": Claim,
    "sources": Source,
    "occasions": Occasion,
    "statements": Statement,
}
_NOUN_OF = {
    "source": "sources",
    "occasion": "occasions",
    "claim": "claims",
    "topic": "topics",
    "replies_to": "statements",
    "retracts": "statements",
    "repeats": "statements",
}


def noun_of(field: str) -> str:
    """Which noun a field such as `speakers-0-body` refers to."""
    return _NOUN_OF.get(re.sub(r"^(?:[a-z]+-[0-9]+|new)-", "", field), "speakers")


@dataclass(frozen=True)
class Line:
    """A row of the form with what its KEYs stand for."""

    form: Any
    names: Mapping[str, str]
    roles: tuple[RoleChoice, ...] = ()
    kind: str = ""
    verbs: Mapping[Stance, str] = field(default_factory=dict)
    targets: tuple[tuple[str, str], ...] = ()

    @property
    def verb(self) -> str:
        word = self.form.code.word
        return self.verbs.get(word, "") if word else ""


@dataclass(frozen=True)
class Finding:
    """One line of the checks beside the form: fine, to be confirmed, or in the way."""

    mark: str
    message: str
    field: str = ""


@dataclass(frozen=True)
class Difference:
    """What a field says on record now, and what was typed."""

    label: str
    theirs: str
    yours: str


@dataclass
class LogPage:
    """Everything that the template prints."""

    form: StatementForm
    address: str
    statement: Statement | None = None
    names: dict[str, str] = field(default_factory=dict)
    speakers: list[Line] = field(default_factory=list)
    stances: list[Line] = field(default_factory=list)
    citations: list[Line] = field(default_factory=list)
    facts: SourceFacts | None = None
    findings: list[Finding] = field(default_factory=list)
    subject: str = ""
    options: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    creating: str = ""
    creation_noun: str = ""
    creation_uid: str = ""
    creation_form: BareForm | None = None
    unknown: list[str] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    asked: Step | None = None


class Naming:
    """Looks up, once a noun, what all the KEYs of the form stand for."""

    def __init__(self, session: Session, viewer: Viewer, form: StatementForm) -> None:
        wanted: dict[str, set[str]] = {noun: set() for noun in NOUNS}
        for name, key in _keys(form):
            wanted.setdefault(noun_of(name), set()).add(key)
        language = locale.language()
        self.known = {
            noun: choices_of(session, viewer, NOUNS[noun], keys, language)
            for noun, keys in wanted.items()
            if noun in NOUNS
        }
        self.unknown = [
            name for name, key in _keys(form) if key and key not in self.known[noun_of(name)]
        ]

    def choice(self, field: Any) -> Choice | None:  # noqa: ANN401 - a KeyField
        return self.known[noun_of(field.name)].get(field.key)

    def label(self, field: Any) -> str:  # noqa: ANN401
        found = self.choice(field)
        return _label(noun_of(field.name), found) if found else ""


def _label(noun: str, choice: Choice) -> str:
    if noun != "statements":
        return choice.label
    return locale.gettext(
        "%(speaker)s, %(days)s (no. %(number)s)",
        speaker=choice.label,
        days=locale.days(choice.language) or "–",
        number=choice.id,
    )


def _keys(form: StatementForm) -> Iterable[tuple[str, str]]:
    for given in (form.source, form.occasion, form.relayed_by, form.replies_to, form.retracts):
        yield given.name, given.key
    yield form.repeats.name, form.repeats.key
    for row in form.speakers:
        yield from ((given.name, given.key) for given in (row.form.speaker, row.form.body))
    for row in form.citations:
        yield row.form.source.name, row.form.source.key
    for row in form.stances:
        yield row.form.claim.name, row.form.claim.key
        yield from ((row.form.targets.name, key) for key in row.form.targets.keys)


def build_page(
    session: Session,
    viewer: Viewer,
    form: StatementForm,
    address: str,
    statement: Statement | None,
) -> LogPage:
    """Look up everything that the form's KEYs stand for."""
    naming = Naming(session, viewer, form)
    said = said_on(form)
    page = LogPage(form=form, address=address, statement=statement)
    if statement is not None:
        page.asked = asked_of(steps_of(session, statement), statement.newest)
    for given in (form.source, form.occasion, form.relayed_by, form.replies_to, form.retracts):
        page.names[given.name] = naming.label(given)
    page.names[form.repeats.name] = naming.label(form.repeats)
    page.unknown = naming.unknown
    page.facts = source_facts(session, viewer, form.source.key) if form.source.key else None
    page.citations = [
        Line(row.form, {"source": naming.label(row.form.source)}) for row in form.citations
    ]
    page.speakers = _speaker_lines(session, form, naming, said)
    page.stances = [_stance_line(row.form, naming) for row in form.stances]
    page.subject = _subject(form, page.speakers)
    return page


def said_on(form: StatementForm) -> Days | None:
    """The date as it was typed; nothing while it cannot be read."""
    try:
        return form.said_on.days
    except Refused:
        return None


def _speaker_lines(
    session: Session, form: StatementForm, naming: Naming, said: Days | None
) -> list[Line]:
    found = [naming.choice(row.form.speaker) for row in form.speakers]
    roles = roles_of(session, (c.id for c in found if c), said, locale.language())
    return [
        Line(
            row.form,
            {"speaker": naming.label(row.form.speaker), "body": naming.label(row.form.body)},
            roles=tuple(roles.get(choice.id, ())) if choice else (),
            kind=choice.kind if choice else "",
        )
        for row, choice in zip(form.speakers, found, strict=True)
    ]


def _stance_line(form: Any, naming: Naming) -> Line:  # noqa: ANN401 - a StanceRow
    choice = naming.choice(form.claim)
    kind = claim_kind(choice)
    known = naming.known["speakers"]
    return Line(
        form,
        {"claim": naming.label(form.claim)},
        kind=kind.value,
        verbs={code: locale.stance_sentence(code, kind) for code in Stance},
        targets=tuple((key, known[key].label) for key in form.targets.keys if key in known),
    )


def _subject(form: StatementForm, lines: list[Line]) -> str:
    """Who "reads": "Shea, for the United States"."""
    said_by = []
    for line in lines:
        role = next((r for r in line.roles if str(r.id) == line.form.role.key), None)
        body = role.body if role else line.names["body"]
        name = line.names["speaker"]
        if form.described_as.data:
            name, body = form.described_as.data, name or body
        if name and body and name != body:
            said_by.append(locale.gettext("%(name)s, for %(body)s,", name=name, body=body))
        elif name:
            said_by.append(name)
    return " ".join(said_by)


def findings_of(
    session: Session, viewer: Viewer, form: StatementForm, statement: int | None
) -> list[Finding]:
    """Read the form as submitting would, and tell what stands in the way."""
    try:
        read_draft(session, form.to_draft(), by=viewer, to_submit=True, statement=statement)
    except Refused as refusal:
        return [
            Finding(
                "!" if isinstance(problem, Doubt) else "✕",
                problem.sentence(locale.gettext, locale.cldr()),
                problem.field or "",
            )
            for problem in refusal.all()
        ]
    return [Finding("✓", locale.gettext("Nothing is missing. This can be submitted."))]
