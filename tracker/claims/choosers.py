"""What the pickers of these forms stand for: claims and topics, by KEY or by their words."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FormField

from tracker.claims.queries_list import claim_labels, pick_claims
from tracker.claims.queries_topics import pick_topics, topic_labels
from tracker.models import Claim, Topic
from tracker.visibility import find
from tracker.web.access import viewer
from tracker.web.fields import KeyField
from tracker.web.forms import Form, all_fields
from tracker.web.locale import label, language
from tracker.web.reference import Chooser, Reference, asked_action, settle
from tracker.web.session import session


def claim_options(words: str) -> list[tuple[object, ...]]:
    """Claims with these words: key, label, hint."""
    rows = pick_claims(session(), viewer(), words, language())
    return [(row.id, row.text, label(row.kind)) for row in rows]


def topic_options(words: str) -> list[tuple[object, ...]]:
    """Topics with these words: key, label, and what each stands below."""
    rows = pick_topics(session(), viewer(), words, language())
    return [(row.id, row.name, row.above or "") for row in rows]


def _named_claim(key: str) -> tuple[int, str] | None:
    words = claim_labels(session(), viewer(), [key], language()).get(key)
    return None if words is None else (find(session(), Claim, key, viewer()).id, words)


def _named_topic(key: str) -> tuple[int, str] | None:
    name = topic_labels(session(), viewer(), [key], language()).get(key)
    return None if name is None else (find(session(), Topic, key, viewer()).id, name)


CLAIMS = Chooser(_named_claim, claim_options)
TOPICS = Chooser(_named_topic, topic_options)


def read_form(
    form: Form, pickers: Sequence[tuple[KeyField, Chooser]]
) -> tuple[dict[str, Reference], bool]:
    """What the pickers stand for, and whether the form is to be saved and has the right shape.

    Find and "add a row" only come back with more to choose from or to fill in.
    """
    is_saving = asked_action() in {"", "save"}
    is_valid = form.validate() if is_saving else False
    references = {field.name: settle(form, field, chooser) for field, chooser in pickers}
    if not is_saving:
        _forget_errors(all_fields(form))
    return references, is_valid and not any(field.errors for field, _ in pickers)


def _forget_errors(fields: Iterable[Any]) -> None:
    for field in fields:
        if not isinstance(field, FormField):
            field.errors = []
