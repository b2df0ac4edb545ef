"""Puts a database of the Discourse Network Analyzer into the tracker, by our own commands."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from tracker import audit, text
from tracker.claims.commands import create_claim
from tracker.claims.commands_topics import create_topic
from tracker.claims.drafts import ClaimDraft, TopicDraft, Wording
from tracker.errors import N_, Refused
from tracker.exchange.dna_file import CodedPassage, DnaFile, Document, Meaning
from tracker.models import Snapshot, Statement
from tracker.sources.commands import add_snapshot, create_source
from tracker.sources.commands_outlets import create_outlet
from tracker.sources.drafts import OutletDraft, SourceDraft
from tracker.speakers.commands import create_speaker
from tracker.speakers.drafts import NameDraft, SpeakerDraft
from tracker.statements.commands import log_statement
from tracker.statements.drafts import CitationPart, SpeakerPart, StancePart, StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import Check, ClaimKind, Delivery, SourceKind, SpeakerKind, Stance

SCHEME = "dna"

_AGREEMENT = {1: Stance.SUPPORT, 0: Stance.OPPOSE}
_SCALE = {stance.number: stance for stance in Stance if stance.number is not None}


@dataclass(frozen=True)
class Written:
    """What a file has become: statements to be published, and drafts that lack a claim."""

    submitted: tuple[Statement, ...]
    drafts: tuple[Statement, ...]


@dataclass
class _Known:
    """What has been made of the names in the file."""

    language: str
    by: Viewer
    sources: dict[int, tuple[int, Snapshot | None]] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    speakers: dict[tuple[SpeakerKind, str], int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    claims: dict[tuple[str, str], int] = field(default_factory=dict)


def write_dna(session: Session, file: DnaFile, *, language: str, by: Viewer) -> Written:
    """Write what a file holds, and submit every statement that has a claim.

    Documents become sources with their text, a passage a reported statement of the day of its
    document. Each statement type is a topic, which its claims belong to, so that any report
    can be limited to one. The file does not say its language.
    """
    audit.lock_head(session)
    known = _Known(text.language_tag(language, field="language"), by)
    documents = {document.id: document for document in file.documents}
    for document in file.documents:
        _write_source(session, document, known)
    submitted: list[Statement] = []
    drafts: list[Statement] = []
    for passage in file.passages:
        meaning, document = file.meanings[passage.type], documents[passage.document]
        draft = _draft(session, passage, meaning, document, known)
        statement, _is_new = log_statement(session, draft, by=by, to_submit=bool(draft.stances))
        (submitted if draft.stances else drafts).append(statement)
    return Written(tuple(submitted), tuple(drafts))


def _write_source(session: Session, document: Document, known: _Known) -> None:
    name = document.outlet
    if name and name not in known.outlets:
        outlet = create_outlet(session, OutletDraft(name, language=known.language), by=known.by)
        known.outlets[name] = outlet.id
    draft = SourceDraft(
        kind=SourceKind.ARTICLE,
        title=document.title.strip() or f"Document {document.id}",
        language=known.language,
        author=document.author,
        section=document.section,
        outlet=known.outlets.get(name),
        published_on=document.day.isoformat(),
    )
    source, snapshot = create_source(session, draft, by=known.by), None
    if document.text.strip():
        snapshot = add_snapshot(session, source.id, document.text, by=known.by).snapshot
    known.sources[document.id] = source.id, snapshot


def _draft(
    session: Session, passage: CodedPassage, meaning: Meaning, document: Document, known: _Known
) -> StatementDraft:
    words, citation = _cited(passage, document, known)
    gloss = text.excerpt(" ".join(words.split()) or document.title, text.FIELD_LIMIT)
    return StatementDraft(
        delivery=Delivery.REPORTED,
        speakers=_speakers(session, passage, meaning, known),
        citations=(citation,),
        stances=_stances(session, passage, meaning, known),
        said_on=document.day.isoformat(),
        gloss_en="" if known.language == "id" else gloss,
        gloss_id=gloss if known.language == "id" else "",
        # Whoever coded the file coded the same words twice on purpose.
        confirmed=frozenset(Check),
    )


def _cited(passage: CodedPassage, document: Document, known: _Known) -> tuple[str, CitationPart]:
    """Find the passage in the text as we keep it, or say where it was in the file's."""
    start, stop = (document.code_point(at) for at in (passage.start, passage.stop))
    source, snapshot = known.sources[passage.document]
    words = text.normalise(document.text[start:stop])
    begin = len(text.normalise(document.text[:start]))
    end = begin + len(words)
    if snapshot is not None and words and snapshot.text[begin:end] == words:
        return words, CitationPart(str(source), begin, end, words)
    return words, CitationPart(str(source), locator=f"{passage.start}–{passage.stop}")


def _speakers(
    session: Session, passage: CodedPassage, meaning: Meaning, known: _Known
) -> tuple[SpeakerPart, ...]:
    """Let a person speak on behalf of the organisation; without a person it speaks itself."""
    # What has only actors does not say what they are; a body can hold a position for itself.
    kind = SpeakerKind.PERSON if meaning.bodies else SpeakerKind.ORGANISATION
    person = _speaker(session, kind, passage.value(meaning.people), known)
    body = _speaker(session, SpeakerKind.ORGANISATION, passage.value(meaning.bodies), known)
    if person is None and body is None:
        return ()
    if person is None or body is None:
        return (SpeakerPart(str(person or body)),)
    return (SpeakerPart(str(person), body=str(body)),)


def _speaker(session: Session, kind: SpeakerKind, name: str, known: _Known) -> int | None:
    if not name.strip():
        return None
    if (kind, name) not in known.speakers:
        names = (NameDraft(name, known.language, is_displayed=True),)
        speaker = create_speaker(session, SpeakerDraft(kind, name, names), by=known.by)
        known.speakers[kind, name] = speaker.id
    return known.speakers[kind, name]


def _stances(
    session: Session, passage: CodedPassage, meaning: Meaning, known: _Known
) -> tuple[StancePart, ...]:
    concept = passage.value(meaning.claims).strip()
    if not concept:
        return ()
    coded = passage.values.get(meaning.qualifier)
    codes = _AGREEMENT if meaning.is_boolean else _SCALE
    code = codes.get(coded) if isinstance(coded, int) else None
    if code is None:
        raise Refused(
            N_(
                "Statement %(number)s has the value %(value)s for “%(variable)s”, which is not on"
                " the scale from −2 to +2."
            ),
            field="file",
            number=passage.id,
            value=coded,
            variable=meaning.qualifier,
        )
    scheme = f"{SCHEME}:{passage.type}/{meaning.qualifier}"
    claim = _claim(session, passage.type, concept, known)
    return (StancePart(str(claim), code, original_code=str(coded), original_scheme=scheme),)


def _claim(session: Session, of_type: str, concept: str, known: _Known) -> int:
    """Make a claim of a concept; too long a one is cut at a word and kept whole in what counts."""
    if of_type not in known.topics:
        topic = create_topic(session, TopicDraft(name_en=of_type), by=known.by)
        known.topics[of_type] = topic.id
    if (of_type, concept) not in known.claims:
        short = text.excerpt(concept, text.CLAIM_LIMIT)
        definition = f"“{concept}” ({of_type})"
        draft = ClaimDraft(
            ClaimKind.POLICY,
            Wording(known.language, short, definition=definition),
            topics=(str(known.topics[of_type]),),
        )
        known.claims[of_type, concept] = create_claim(session, draft, by=known.by).id
    return known.claims[of_type, concept]
