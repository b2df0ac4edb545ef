"""The form of a topic."""

from collections.abc import Mapping

from tracker.claims.drafts import TopicDraft
from tracker.claims.forms import uid_of
from tracker.errors import N_
from tracker.web.fields import KeyField, LongTextField, TextField
from tracker.web.forms import Form


class TopicForm(Form):
    """A topic's names in both languages, and where it stands in the tree."""

    name_en = TextField(N_("Name in English"))
    name_id = TextField(N_("Name in Indonesian"))
    parent = KeyField(N_("Part of"))
    about = LongTextField(N_("About this topic"))

    def to_draft(self) -> TopicDraft:
        """What was typed."""
        return TopicDraft(
            name_en=self.name_en.data or "",
            name_id=self.name_id.data or "",
            about=self.about.data or "",
            parent=self.parent.key,
            uid=uid_of(self.client_token.data),
        )

    def differences(self, theirs: Mapping[str, object]) -> list[tuple[str, str, str]]:
        """Where what is stored by now differs from what was typed: label, theirs, typed."""
        return [
            (field.label.text, str(theirs[field.name]), str(field.data or ""))
            for field in (self.name_en, self.name_id, self.parent, self.about)
            if str(theirs[field.name]) != str(field.data or "")
        ]
