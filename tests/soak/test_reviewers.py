"""Eight reviewers on one queue: every statement is decided about once, by whoever was told so."""

import random
import re
import time
from collections import Counter
from threading import Thread

from sqlalchemy import select

from tests.make import Make
from tests.soak.amounts import IS_FULL
from tests.soak.browser import Answer, Browser, Gone
from tests.soak.desk import PASSWORD
from tracker.accounts.passwords import hash_password
from tracker.models import Decision, Statement
from tracker.record.verify import verify
from tracker.vocabulary import Transition

REVIEWERS = 8
WAITING = 200 if IS_FULL else 20
DECISIONS = (Transition.PUBLISH, Transition.RETURN, Transition.REJECT)
# So often somebody decides about what a colleague has in hand, without being led to it.
MEDDLING = 0.2


class Reviewer(Thread):
    """Takes up the next one, reads it, decides; keeps a log of what the tracker acknowledged."""

    def __init__(self, number: int, url: str, versions: dict[int, int]) -> None:
        super().__init__(name=f"reviewer {number}")
        self.decided: list[tuple[int, str]] = []
        self.refused = 0
        self.wrong: list[str] = []
        self._browser = Browser(url)
        self._versions, self._chance = versions, random.Random(number)
        self._browser.sign_in(f"reviewer{number}@example.org", PASSWORD)

    def run(self) -> None:
        try:
            at = self._led_to(self._browser.post("/queue/next", {}))
            while at is not None:
                if self._chance.random() < MEDDLING:
                    # As a page says that was opened before the colleague took it up.
                    self._decide(*self._chance.choice(list(self._versions.items())))
                led = self._read_and_decide(at)
                at = led or self._led_to(self._browser.post("/queue/next", {}))
        except (AssertionError, Gone) as problem:
            self.wrong.append(str(problem))
        finally:
            self._browser.close()

    def _read_and_decide(self, statement: int) -> int | None:
        page = self._browser.get(f"/queue/{statement}")
        if page.status == 303:
            return None
        assert page.status == 200, f"reading: {page.status}"
        return self._decide(statement, page.version)

    def _decide(self, statement: int, version: int) -> int | None:
        """Decide; gives the one that comes next, None where there is none or this was refused."""
        step = self._chance.choice(("publish", "publish", "return", "reject"))
        fields = {"version": str(version), "step": step, "reason": "Not so."}
        answer = self._browser.post(f"/queue/{statement}/decide", fields)
        if answer.status == 303:
            self.decided.append((statement, step))
            return self._led_to(answer)
        assert answer.status in {409, 422}, f"deciding: {answer.status}"
        self.refused += 1
        return None

    def _led_to(self, answer: Answer) -> int | None:
        assert answer.status == 303, f"the next: {answer.status}"
        found = re.fullmatch(r"/queue/(\d+)", answer.location)
        return int(found[1]) if found else None


def test_every_statement_is_decided_once(record, served, told):
    make = Make(record)
    waiting = [make.submitted() for _ in range(WAITING)]
    secret = hash_password(PASSWORD)
    for number in range(REVIEWERS):
        make.account(f"Reviewer{number}", "reviewer", secret)
    served.start()
    with record.reading() as session:
        rows = select(Statement.id, Statement.version).where(Statement.id.in_(waiting))
        versions = {row.id: row.version for row in session.execute(rows)}
    reviewers = [Reviewer(number, served.url, versions) for number in range(REVIEWERS)]
    began = time.monotonic()
    for reviewer in reviewers:
        reviewer.start()
    for reviewer in reviewers:
        reviewer.join(300)
    seconds = time.monotonic() - began

    assert [problem for reviewer in reviewers for problem in reviewer.wrong] == []
    # Who presses a button twice is told so twice, and has decided once.
    acknowledged = sorted(pair for reviewer in reviewers for pair in set(reviewer.decided))
    with record.reading() as session:
        kept = session.execute(
            select(Decision.statement_id, Decision.step).where(
                Decision.statement_id.in_(waiting), Decision.step.in_(DECISIONS)
            )
        )
        on_record = sorted((number, step.value) for number, step in kept)
    each = Counter(len(reviewer.decided) for reviewer in reviewers)
    refused = sum(reviewer.refused for reviewer in reviewers)
    told(
        f"{len(acknowledged)} decisions on {WAITING} statements by {REVIEWERS} reviewers in"
        f" {seconds:.0f} s, from {min(each)} to {max(each)} each; {refused} refused"
    )
    assert acknowledged == on_record
    assert sorted(number for number, _step in on_record) == waiting
    assert refused > 0
    assert verify(record).ok
