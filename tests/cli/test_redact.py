"""`tracker redact` blanks, says where the words still stand, and refuses with its numbers."""

import json

import pytest

from tests.history.blanked import REASON, SECRET, holding, uid_of
from tracker.models import Claim, Statement
from tracker.vocabulary import Stance


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_redacts_and_says_where_the_words_still_stand(tracker, database, make, as_json):
    claim = make.claim()
    with make.transaction(make.editor) as session:
        session.get_one(Claim, claim).definition = SECRET
    statement = make.statement(gloss_en=SECRET, stances={claim: Stance.SUPPORT})
    asked = ("--database", database.engine.url.render_as_string(hide_password=False), "redact")
    uid = uid_of(database, Statement, statement)

    done = tracker(*asked, uid, "--reason", REASON, *(["--json"] if as_json else []))

    assert (done.returncode, [t.partition(":")[0] for t in holding(database, SECRET)]) == (
        0,
        ["claim"],
    )
    if not as_json:
        assert done.stdout == f"claim {claim}: claim {claim} definition\n"
        assert "Backups still hold the words" in done.stderr
        return
    report = json.loads(done.stdout)
    assert (report["kind"], report["uid"], report["wiped"]) == ("statement", uid, True)
    assert [one["object_id"] for one in report["still"]] == [claim]
    again = tracker(*asked, uid, "--reason", REASON)
    assert (again.returncode, again.stdout) == (3, "")
    assert "Nothing is left" in again.stderr
    empty, unknown = (
        tracker(*asked, one, "--reason", reason) for one, reason in ((uid, " "), ("x", REASON))
    )
    assert (empty.returncode, unknown.returncode) == (3, 4)
