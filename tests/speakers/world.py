"""What the tests of speakers' commands share: speakers, merges, drafts, refusals."""

import pytest

from tracker.errors import Refused
from tracker.models import Edition, EditionSpeaker, Speaker, Statement
from tracker.speakers.commands import SpeakerDraft, create_speaker
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Delivery, SpeakerKind

EDITOR = Viewer(1, AccountRole.EDITOR, "Ed")
PERSON, STATE = SpeakerKind.PERSON, SpeakerKind.STATE
ORGANISATION, GROUP = SpeakerKind.ORGANISATION, SpeakerKind.GROUP


def refusal_of(command, *given, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*given, **named)
    return caught.value


def a_speaker(session, name="Kim Song", kind=PERSON, **others) -> Speaker:
    return create_speaker(session, SpeakerDraft(kind, name, **others), by=EDITOR)


def merge(session, lost, kept) -> None:
    session.refresh(lost)
    lost.merged_into_id = kept.id
    session.flush()


def said(session, speaker, *, body=None, role=None, described_as="") -> Statement:
    """A draft in which somebody said something."""
    statement = Statement()
    session.add(statement)
    session.flush()
    edition = Edition(
        statement_id=statement.id, delivery=Delivery.REPORTED, described_as=described_as
    )
    session.add(edition)
    session.flush()
    session.add(
        EditionSpeaker(
            edition_id=edition.id,
            speaker_id=speaker.id,
            body_id=body.id if body else None,
            role_id=role.id if role else None,
        )
    )
    session.flush()
    return statement
