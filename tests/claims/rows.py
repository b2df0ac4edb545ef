"""Small pieces of a record for the tests of claims: rows as the commands would leave them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import record
from tracker.dates import Days
from tracker.models import (
    Citation,
    Edition,
    EditionSpeaker,
    Occasion,
    Role,
    Source,
    Speaker,
    Stance,
    Statement,
)
from tracker.text import fingerprint
from tracker.visibility import Viewer
from tracker.vocabulary import (
    AccountRole,
    Delivery,
    EditionState,
    OccasionKind,
    SourceKind,
    SpeakerKind,
    StatementState,
)

EDITOR = Viewer(None, AccountRole.EDITOR, "Edi")
REVIEWER = Viewer(None, AccountRole.REVIEWER, "Rev")


@dataclass(frozen=True)
class Said:
    """One statement with one stance, before it has rows."""

    claim_id: int
    speaker: str
    code: str
    on: date
    body: str = ""
    occasion: str = ""
    replies_to: int | None = None
    is_published: bool = True


def put_on_record(database, claim_id, speaker, code, on, **more):
    """Publish one statement with one stance; give its id."""
    with database.transaction() as session:
        return add(session, Said(claim_id, speaker, str(code), on, **more))


def add(session, said):
    """Add one statement to the session and its stance to the ledger; give its id."""
    state = StatementState.PUBLISHED if said.is_published else StatementState.UNPUBLISHED
    day = Days.on(said.on)
    statement = Statement(state=state)
    session.add(statement)
    session.flush()
    edition = Edition(
        statement_id=statement.id,
        state=EditionState.PUBLISHED if said.is_published else EditionState.DRAFT,
        is_standing=said.is_published,
        said_on=day.text,
        first_on=day.first,
        last_on=day.last,
        delivery=Delivery.PARAPHRASE,
        gloss_en=f"{said.speaker} said so",
        gloss_id=f"{said.speaker} berkata begitu",
        occasion_id=_occasion(session, said) if said.occasion else None,
        replies_to_id=said.replies_to,
        speakers=[_speaking(session, said)],
        citations=[Citation(source_id=_source(session), locator="paragraph 3")],
        stances=[Stance(claim_id=said.claim_id, code=said.code)],
    )
    session.add(edition)
    record.sync(session, record.Touched(statements={statement.id}))
    return statement.id


def speaker_named(session, name, kind=SpeakerKind.PERSON, **more):
    """The speaker of this name, made where there is none."""
    found = session.scalar(select(Speaker).where(Speaker.name == name))
    if found is None:
        found = Speaker(kind=kind, name=name, folded=fingerprint(name), **more)
        session.add(found)
        session.flush()
    return found


def _speaking(session, said):
    speaker = speaker_named(session, said.speaker)
    if not said.body:
        return EditionSpeaker(speaker_id=speaker.id)
    body = speaker_named(session, said.body, SpeakerKind.STATE)
    role = session.scalar(select(Role).where(Role.speaker_id == speaker.id))
    if role is None:
        role = Role(
            speaker_id=speaker.id, body_id=body.id, title_en="Ambassador", title_id="Duta besar"
        )
        session.add(role)
        session.flush()
    return EditionSpeaker(speaker_id=speaker.id, role_id=role.id)


def _occasion(session, said):
    found = session.scalar(select(Occasion).where(Occasion.name_en == said.occasion))
    if found is None:
        found = Occasion(
            kind=OccasionKind.MEETING,
            name_en=said.occasion,
            folded=fingerprint(said.occasion),
            held_on=said.on.isoformat(),
            first_on=said.on,
            last_on=said.on,
        )
        session.add(found)
        session.flush()
    return found.id


def _source(session):
    found = session.scalar(select(Source).where(Source.title == "Bahaya Kerja Sama"))
    if found is None:
        found = Source(
            kind=SourceKind.ARTICLE, title="Bahaya Kerja Sama", folded="bahaya", language="id"
        )
        session.add(found)
        session.flush()
    return found.id
