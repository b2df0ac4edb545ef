"""A statement whose words stand in many places."""

import pytest

from tests.history.blanked import SECRET
from tracker.vocabulary import Delivery, Stance


@pytest.fixture
def said(database, make):
    """A statement whose words stand in two sources and beside a neighbour's citation."""
    person, claim = make.speaker("Shea"), make.claim()
    words = f"Before it began. He said: {SECRET}, and left. After it ended, nothing."
    source = make.source(words=words)
    reprinted = SECRET.replace("“", '"').replace("’", "'")
    make.source("Reprint", words=f"As printed elsewhere: {reprinted}!")
    kept = {"speaker": person, "delivery": Delivery.VERBATIM, "quote_language": "en"}
    kept |= {"source": source, "locator": ""}
    statement = make.statement(
        **kept,
        quote=SECRET,
        gloss_en=f"He told that {SECRET}.",
        context=SECRET,
        translation=f"Katanya {SECRET}",
        translation_language="id",
        stances={claim: Stance.SUPPORT},
    )
    neighbour = make.statement(
        **kept, quote="and left. After it ended", stances={claim: Stance.OPPOSE}, said_on="2025-02"
    )
    return statement, neighbour, source
