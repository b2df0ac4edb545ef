"""Editors of the codebook and reviewers at the same moment."""

import threading
import time

from tests.record.test_at_once import PATIENCE, together
from tracker import audit
from tracker.claims.commands import edit_claim
from tracker.claims.drafts import ClaimDraft, Wording
from tracker.errors import Refused
from tracker.models import Claim, Statement
from tracker.reviews import commands as reviews
from tracker.vocabulary import ClaimKind


def test_words_are_not_changed_while_the_first_stance_on_them_is_published(make, database):
    claim = make.claim("The bridge was built", is_approved=False)
    statement = make.submitted(stances={claim: "support"})
    editor, reviewer = make.editor, make.admin
    draft = ClaimDraft(ClaimKind.FACTUAL, Wording("en", "The bridge was torn down"))
    is_deciding = threading.Event()

    def publish():
        with make.transaction(reviewer) as session:
            audit.lock_head(session)
            is_deciding.set()
            # Time for the editor to look at what nobody has published yet.
            time.sleep(0.3)
            row = session.get_one(Statement, statement)
            reviews.publish(session, row, by=reviewer, version=None)

    def edit():
        is_deciding.wait(PATIENCE)
        with make.transaction(editor) as session:
            edit_claim(session, claim, draft, version=1, by=editor)

    published, edited = together(publish, edit)

    assert published is None
    assert isinstance(edited, Refused)
    with database.reading() as session:
        assert session.get_one(Claim, claim).text == "The bridge was built"
