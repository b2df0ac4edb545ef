"""The small forms inside the log form that add a speaker, claim, source or occasion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.claims.commands import create_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.errors import N_, Missing, Refused
from tracker.models import Speaker, Topic
from tracker.sources.commands import add_snapshot, create_source
from tracker.sources.commands_occasions import create_occasion
from tracker.sources.drafts import OccasionDraft, SourceDraft
from tracker.speakers.commands import create_speaker
from tracker.speakers.commands_roles import RoleDraft, add_role
from tracker.speakers.drafts import NameDraft, SpeakerDraft
from tracker.visibility import Viewer, find
from tracker.vocabulary import ClaimKind, OccasionKind, SourceKind, SpeakerKind
from tracker.web import locale
from tracker.web.fields import (
    DaysField,
    KeyField,
    LanguageField,
    LongTextField,
    TextField,
    WordField,
)
from tracker.web.forms import BareForm

PREFIX = "new"


class NewSpeaker(BareForm):
    """A speaker, and of a person the role in which they speak."""

    kind = WordField(N_("Kind"), words=SpeakerKind, default=SpeakerKind.PERSON)
    name = TextField(N_("Name"))
    name_id = TextField(N_("Name in Indonesian, where it differs"))
    iso_code = TextField(N_("Country code"))
    title_en = TextField(N_("Title of the role, English"))
    title_id = TextField(N_("Title of the role, Indonesian"))
    body = KeyField(N_("Body of the role"))


class NewClaim(BareForm):
    """A claim in the words that complete "that …"."""

    kind = WordField(N_("Kind"), words=ClaimKind, default=ClaimKind.FACTUAL)
    name = TextField(N_("The claim, usable after “that …”"))
    language = LanguageField(N_("Language"), default="en")
    name_id = TextField(N_("In Indonesian"))
    negation = TextField(N_("What the other side says"))
    definition = LongTextField(N_("What counts"))
    topic = KeyField(N_("Topic"))


class NewSource(BareForm):
    """A published item, with its text where it may be kept."""

    kind = WordField(N_("Kind"), words=SourceKind, default=SourceKind.ARTICLE)
    name = TextField(N_("Title"))
    language = LanguageField(N_("Language"))
    url = TextField(N_("Address"))
    published_on = DaysField(N_("Published on"))
    text = LongTextField(N_("Its text"))


class NewOccasion(BareForm):
    """Where and when it was said."""

    kind = WordField(N_("Kind"), words=OccasionKind, default=OccasionKind.MEETING)
    name = TextField(N_("Name"))
    name_id = TextField(N_("Name in Indonesian, where it differs"))
    held_on = DaysField(N_("Held on"), period=True)
    place = TextField(N_("Place"))
    body = KeyField(N_("Host"))


@dataclass(frozen=True)
class Creation:
    """How one noun is added from inside the log form."""

    noun: str
    form: type[BareForm]
    create: Callable[[Session, Any, Viewer, str], int]
    names: Mapping[str, str]
    """What the commands call a field, and what the small form calls it."""

    def explain(self, form: BareForm, refusal: Refused) -> None:
        """Put what the command refused beside the fields of the small form."""
        for problem in refusal.all():
            field = f"{PREFIX}-{self.names.get(problem.field or '', problem.field)}"
            message = problem.sentence(locale.gettext, locale.cldr())
            form.refuse(field, message)


def empty_form(creation: Creation, words: str) -> BareForm:
    """The small form as it opens: what was typed is the name."""
    form = creation.form(None, prefix=PREFIX)
    form["name"].data = words
    return form


def sent_form(creation: Creation, sent: MultiDict[str, str]) -> BareForm:
    """The small form as it was sent."""
    return creation.form(sent, prefix=PREFIX)


def _speaker(session: Session, form: NewSpeaker, by: Viewer, uid: str) -> int:
    name = form.name.data or ""
    names = [NameDraft(name, "en", is_displayed=True)]
    if form.name_id.data:
        names.append(NameDraft(form.name_id.data, "id", is_displayed=True))
    speaker = create_speaker(
        session,
        SpeakerDraft(
            kind=form.kind.word or SpeakerKind.PERSON,
            name=name,
            names=tuple(names) if name else (),
            iso_code=(form.iso_code.data or "").upper(),
            uid=uid,
        ),
        by=by,
    )
    if form.title_en.data or form.title_id.data or form.body.key:
        role = RoleDraft(
            body=_known(session, Speaker, form.body.key, by),
            title_en=form.title_en.data or "",
            title_id=form.title_id.data or "",
        )
        add_role(session, speaker.id, role, version=speaker.version, by=by)
    return speaker.id


def _known(session: Session, cls: Any, key: str, by: Viewer) -> int:  # noqa: ANN401
    try:
        return int(find(session, cls, key, by).id)
    except Missing:
        message = N_("Choose the body from the list; add it first if it is not there.")
        raise Refused(message, field="body") from None


def _claim(session: Session, form: NewClaim, by: Viewer, uid: str) -> int:
    wording = Wording(
        language=form.language.tag or "en",
        text=form.name.data or "",
        negation=form.negation.data or "",
        definition=form.definition.data or "",
    )
    indonesian = (Wording("id", form.name_id.data),) if form.name_id.data else ()
    topics = (str(_known(session, Topic, form.topic.key, by)),) if form.topic.key else ()
    kind = form.kind.word or ClaimKind.FACTUAL
    draft = ClaimDraft(kind, wording, translations=indonesian, topics=topics, uid=uid)
    return create_claim(session, draft, by=by).id


def _source(session: Session, form: NewSource, by: Viewer, uid: str) -> int:
    draft = SourceDraft(
        kind=form.kind.word or SourceKind.ARTICLE,
        title=form.name.data or "",
        language=form.language.tag,
        url=form.url.data or "",
        published_on=form.published_on.data or "",
        uid=uid,
    )
    source = create_source(session, draft, by=by)
    if form.text.data:
        add_snapshot(session, source.id, form.text.data, by=by)
    return source.id


def _occasion(session: Session, form: NewOccasion, by: Viewer, uid: str) -> int:
    draft = OccasionDraft(
        kind=form.kind.word or OccasionKind.MEETING,
        held_on=form.held_on.data or "",
        name_en=form.name.data or "",
        name_id=form.name_id.data or "",
        place=form.place.data or "",
        host=_known(session, Speaker, form.body.key, by) if form.body.key else None,
        uid=uid,
    )
    return create_occasion(session, draft, by=by).id


CREATIONS = {
    creation.noun: creation
    for creation in (
        Creation("speakers", NewSpeaker, _speaker, {"names-1-text": "name_id"}),
        Creation("claims", NewClaim, _claim, {"text": "name", "translations-0-text": "name_id"}),
        Creation("sources", NewSource, _source, {"title": "name"}),
        Creation("occasions", NewOccasion, _occasion, {"name_en": "name", "host": "body"}),
    )
}
