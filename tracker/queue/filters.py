"""What the queue is narrowed by, as the address says it."""

from tracker.statements.listing import Filters
from tracker.web.access import viewer
from tracker.web.addresses import key_of, number_of
from tracker.web.listing import argument


def filters_asked() -> Filters:
    """The filters that the queue shares with the list of statements."""
    return Filters(
        claim=key_of(argument("claim")),
        topic=key_of(argument("topic")),
        speaker=key_of(argument("speaker")),
        author=number_of(editor) if (editor := argument("editor")) else None,
        language=argument("language"),
    )


def assigned_asked() -> int | None:
    """Whose assignments are asked for: one's own, or nobody's in particular."""
    return viewer().account_id if argument("assigned") == "me" else None
