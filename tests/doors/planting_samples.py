"""What was drawn for second coding, with notes that no second coder may read."""

from sqlalchemy import select

from tests.coding.sampling import Sampling
from tests.doors.planting import PlantedMake, Planting
from tracker.models import Sampled, SampleMethod
from tracker.statements.drafts import CitationPart, StancePart, StatementDraft
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole, Delivery, Stance


class PlantedSamples:
    """One statement that waits for coders, one that they differ about."""

    def __init__(self, make: PlantedMake, planting: Planting, reviewer: Viewer) -> None:
        self._make, self._planting, self._reviewer = make, planting, reviewer
        self._sampling = Sampling(make)
        self.numbers: dict[str, str] = {}
        self.forms: dict[str, dict[str, str]] = {}

    def plant(self) -> None:
        """The reviewer has coded what waits; somebody else what differs."""
        other = self._make.account("Zqdissenter", AccountRole.REVIEWER)
        claim = int(self._planting.keys["claims"]["unpublished"])
        waits = self._drawn("sampled", "Zqfirstnote", coders=3)
        self._sampling.code(
            waits, {claim: Stance.MIXED}, by=self._reviewer, notes={claim: "Zqsecondnote"}
        )
        # Whoever is to code it hears of this afterwards.
        coder = self._make.account("Zqpersoncoder", AccountRole.REVIEWER)
        self._planting.uids["comments/sampled"] = self._make.comment(
            "Zqsecondnote", statement=waits, by=self._reviewer, tell=coder
        )
        differs = self._drawn("differing", "Zqthirdnote", coders=1)
        self._sampling.code(differs, {claim: Stance.SUPPORT}, by=other)
        for what, statement in (("sampled", waits), ("differing", differs)):
            self.numbers[what] = str(self._sampling.sampled(statement))
        with self._make.database.reading() as session:
            found = select(Sampled.sample_id).where(Sampled.statement_id == waits)
            self.numbers["sample"] = str(session.scalars(found).one())
        self._note_forms(waits, claim)

    def _drawn(self, what: str, note: str, *, coders: int) -> int:
        keys = {noun: known["unpublished"] for noun, known in self._planting.keys.items()
                if "unpublished" in known}  # fmt: skip
        draft = StatementDraft(
            delivery=Delivery.REPORTED,
            speakers=(self._make.draft(speaker=int(keys["speakers"])).speakers[0],),
            citations=(CitationPart(keys["sources"], locator="Zqplace"),),
            stances=(StancePart(keys["claims"], Stance.OPPOSE, note=note),),
            said_on="2024-12-01" if coders > 1 else "2024-12-02",
            gloss_en=f"Zq{what}gloss",
        )
        statement = self._make.submitted(draft)
        self._planting.keys["statements"][what] = str(statement)
        drawer = self._make.account("Zqdrawer", AccountRole.REVIEWER)
        self._sampling.draw(
            SampleMethod.PICKED, by=drawer, name="Zqsample", picked=(str(statement),),
            coders=coders,
        )  # fmt: skip
        return statement

    def _note_forms(self, waits: int, claim: int) -> None:
        form = {"action": "save"}
        for place, offered in enumerate(self._sampling.offered(waits)):
            form |= {f"claims-{place}-claim": str(offered), f"claims-{place}-code": "none"}
        self.forms["sampled"] = form
        self.forms["differing"] = {
            "claims-0-claim": str(claim),
            "claims-0-code": "support",
            "claims-0-reason": "Both read it again.",
        }
