"""The shape of a comment, and of the reason for hiding one."""

from wtforms.validators import DataRequired

from tracker.errors import N_
from tracker.web.fields import LongTextField, MenuField
from tracker.web.forms import Form


class CommentForm(Form):
    """The words, and somebody to tell besides those whom they mention."""

    text = LongTextField(N_("Your comment"), [DataRequired(N_("Write something first."))])
    tell = MenuField(N_("Tell also"), blank=N_("nobody else"))

    @property
    def told(self) -> int | None:
        """The number of who was chosen."""
        given = str(self.tell.data or "")
        return int(given) if given.isascii() and given.isdigit() else None


class HideForm(Form):
    """Why a comment is hidden."""

    reason = LongTextField(
        N_("Reason, for its author"),
        [DataRequired(N_("Say why it is hidden; its author reads it."))],
    )
