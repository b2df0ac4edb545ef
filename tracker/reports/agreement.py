"""How far coders agree: overall, by claim, by pair of coders, by month, and who said what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.analysis.agreement import (
    NOT_CODED,
    Figure,
    Unit,
    figures,
    figures_of_pair,
    is_unit,
    pairs_of,
)
from tracker.models import Claim, Topic
from tracker.reports.filters import Filters
from tracker.reports.ledger import coder_asked, known_id
from tracker.reports.queries_agreement import (
    AgreementFilters,
    Named,
    Read,
    find_reads,
    name_claims,
    name_coders,
)
from tracker.vocabulary import AccountRole, Stance

__all__ = ["AgreementFilters", "AgreementReport", "Part", "Row", "build"]


@dataclass(frozen=True)
class Part:
    """The figures of one scope; `item` is how data names it, `label` how people do."""

    scope: str
    item: str
    label: str
    figures: Sequence[Figure]
    ids: tuple[int, ...] = ()

    def figure(self, measure: str) -> Figure | None:
        """One of them; None where this scope has no such figure."""
        return next((f for f in self.figures if f.measure == measure), None)


@dataclass(frozen=True)
class Row:
    """A line of the CSV: codes, not labels; no value where there is none, and why."""

    scope: str
    item: str
    measure: str
    value: float | None
    n: int
    left_out: int
    note: str = ""
    item_label: str = ""


@dataclass(frozen=True)
class AgreementReport:
    """The report; `coders` and `pairs` are empty for readers."""

    overall: Part
    not_blind: Part
    claims: Sequence[Part]
    pairs: Sequence[Part]
    months: Sequence[Part]
    confusion: Mapping[tuple[str, str], int]
    reads: Sequence[Read]
    coders: Mapping[int, Named]
    claim_names: Mapping[int, Named]
    statements: int
    waiting: int
    dropped: int
    nobody_coded: int
    n_imprecise: int

    @property
    def codes(self) -> list[str]:
        """The codes of the confusion matrix that occur, in the order of the scale."""
        used = {code for pair in self.confusion for code in pair}
        return [code for code in (*(c.value for c in Stance), NOT_CODED) if code in used]

    @property
    def rows(self) -> list[Row]:
        """Everything as the CSV tells it, sorted by the columns from left to right."""
        parts = [self.overall, self.not_blind, *self.claims, *self.pairs, *self.months]
        return sorted([*_figure_rows(parts), *self._counted()], key=_order)

    def _counted(self) -> Iterator[Row]:
        for (first, second), n in self.confusion.items():
            yield Row("confusion", f"{first}>{second}", "count", n, n, 0)
        left_out = {
            "dropped": self.dropped,
            "nobody_coded": self.nobody_coded,
            "waiting": self.waiting,
        }
        for item, n in left_out.items():
            yield Row("left_out", item, "count", n, 0, n)


def _figure_rows(parts: Sequence[Part]) -> Iterator[Row]:
    for part in parts:
        for f in part.figures:
            note = f.undefined.value if f.undefined else ""
            yield Row(
                part.scope, part.item, f.measure.value, f.value, f.n, f.left_out, note, part.label
            )


def _order(row: Row) -> tuple[str, str, str]:
    return row.scope, row.item, row.measure


def build(session: Session, filters: AgreementFilters) -> AgreementReport:
    """Measure what was coded twice. What was published when it was drawn stands apart."""
    found = find_reads(session, filters)
    units = {id(read): _unit(read) for read in found.reads}
    told = [read for read in found.reads if is_unit(units[id(read)])]
    blind = [read for read in told if read.is_blind]
    claims = name_claims(session, {read.reading.claim_id for read in told}, filters.language)
    # Who coded how is for the newsroom.
    knows = filters.viewer.reaches(AccountRole.EDITOR)
    ids = {coder for read in told for coder in read.reading.said} if knows else set()
    coders = name_coders(session, ids)
    of = [units[id(read)] for read in blind]
    return AgreementReport(
        overall=Part("overall", "", "", figures(of)),
        not_blind=Part("not_blind", "", "", figures(units[id(r)] for r in told if not r.is_blind)),
        claims=_by_claim(of, claims),
        pairs=_by_pair(of, coders) if knows else [],
        months=_by_month(blind, units),
        confusion=_confusion(blind),
        reads=told,
        coders=coders,
        claim_names=claims,
        statements=found.statements,
        waiting=found.waiting,
        dropped=found.dropped,
        nobody_coded=len(found.reads) - len(told),
        n_imprecise=found.n_imprecise,
    )


def build_filtered(session: Session, filters: Filters) -> AgreementReport:
    """The same for the filters of reports. Raises Refused for what is not there to ask about."""
    for name, cls in (("claim", Claim), ("topic", Topic)):
        if getattr(filters, name):
            known_id(session, cls, filters, name)
    coder_asked(session, filters)
    narrowed = AgreementFilters(
        viewer=filters.viewer,
        said_from=filters.said_from,
        said_to=filters.said_to,
        claim=filters.claim,
        topic=filters.topic,
        coder=filters.options.get("coder", ""),
        language=filters.tongue,
    )
    return build(session, narrowed)


def _unit(read: Read) -> Unit:
    return Unit(read.statement_id, read.reading.claim_id, read.reading.codes)


def _by_claim(units: Sequence[Unit], names: Mapping[int, Named]) -> list[Part]:
    by_claim: dict[int, list[Unit]] = {}
    for unit in units:
        by_claim.setdefault(unit.claim, []).append(unit)
    return [
        Part("claim", names[claim].uid, names[claim].label, figures(some), (claim,))
        for claim, some in sorted(by_claim.items())
        if claim in names
    ]


def _by_pair(units: Sequence[Unit], names: Mapping[int, Named]) -> list[Part]:
    return [
        Part(
            "pair",
            f"{names[one].uid} {names[other].uid}".strip(),
            f"{names[one].label or '–'}, {names[other].label or '–'}",
            figures_of_pair(units, one, other),
            (one, other),
        )
        for one, other in pairs_of(units)
    ]


def _by_month(reads: Sequence[Read], units: Mapping[int, Unit]) -> list[Part]:
    months: dict[str, list[Unit]] = {}
    for read in reads:
        months.setdefault(read.month, []).append(units[id(read)])
    return [Part("month", month, month, figures(some)) for month, some in sorted(months.items())]


def _confusion(reads: Sequence[Read]) -> Counter[tuple[str, str]]:
    """Count what the first coder said where each second coder said what."""
    counted: Counter[tuple[str, str]] = Counter()
    for read in reads:
        codes, first = read.reading.codes, read.reading.first
        for coder, code in codes.items():
            if coder != first:
                counted[codes[first] or NOT_CODED, code or NOT_CODED] += 1
    return counted
