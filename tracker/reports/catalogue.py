"""The reports that there are: what each answers, what narrows it, and its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from sqlalchemy.orm import Session

from tracker.errors import N_, Refused
from tracker.record.moments import newest_revision
from tracker.reports import (
    activity,
    agreement,
    compare,
    contradictions,
    coverage,
    matrix,
    network,
    network_files,
    polarisation,
    shifts,
    timeline,
    unity,
    verdicts,
)
from tracker.reports.filters import NAMES, Filters
from tracker.reports.ledger import Slice
from tracker.reports.options_network import OPTIONS
from tracker.vocabulary import AccountRole


class Built(Protocol):
    """What every report has: its rows, as data tells them."""

    @property
    def rows(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Report:
    """One report. Rows have the columns as attributes; `narrowed_by` are its filters.

    `files` writes what is built in formats that other reports lack, and `check_form` refuses
    rows that are too many to be sent in one; `overview` is what a page shows that has no use for
    all rows; `least` is the role from which on it may be read, and `reserved` is what only
    editors may ask it for.
    """

    name: str
    title: str
    answers: str
    columns: tuple[str, ...]
    build: Callable[[Session, Filters], Built]
    narrowed_by: tuple[str, ...] = NAMES
    files: Mapping[str, Callable[[Any], bytes]] = field(default_factory=dict)
    check_form: Callable[[Any, str], None] | None = None
    overview: Callable[[Session, Filters], Any] | None = None
    least: AccountRole = AccountRole.READER
    reserved: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """What it is asked for besides the filters of all reports."""
        return tuple(name for name in self.narrowed_by if name not in NAMES)

    @property
    def knows_past(self) -> bool:
        """Whether it can tell what it told at an earlier revision."""
        return "as_of" in self.narrowed_by

    def least_for(self, given: Sequence[str]) -> AccountRole:
        """The role from which on it may be asked for this."""
        return AccountRole.EDITOR if set(given) & set(self.reserved) else self.least

    def check(self, given: Sequence[str]) -> None:
        """Refuse a filter that this report would not follow."""
        for name in given:
            if name not in self.narrowed_by:
                message = N_("This report cannot be narrowed by “%(name)s”.")
                raise Refused(message, field=name, name=name)


def revision_told(session: Session, built: Built) -> int:
    """The revision that a report tells; of those that know no past, the newest."""
    part: Slice | None = getattr(built, "slice", None)
    return part.revision if part else newest_revision(session)


def _columns(row: type[Any]) -> tuple[str, ...]:
    # A word that Python keeps, as `for`, has a line after it in the code.
    return tuple(column.name.rstrip("_") for column in fields(row))


CATALOGUE = (
    Report(
        "matrix",
        N_("Matrix"),
        N_("Who stands where: holders by claims, or on one claim by occasions or years."),
        _columns(matrix.MatrixRow),
        matrix.build,
        (*NAMES, "columns"),
    ),
    Report(
        "timeline",
        N_("Timeline"),
        N_("What was said when: stances on claims by day, week, month, quarter or year."),
        _columns(timeline.TimelineRow),
        timeline.build,
        (*NAMES, "period", "show"),
    ),
    Report(
        "shifts",
        N_("Shifts"),
        N_("Who changed position on a claim, from where to where, and when."),
        _columns(shifts.ShiftRow),
        shifts.build,
    ),
    Report(
        "contradictions",
        N_("Contradictions"),
        N_("Who said what cannot be held together: in one day, against their body, of two claims."),
        _columns(contradictions.ContradictionRow),
        contradictions.build,
        (*NAMES, *contradictions.OPTIONS),
        overview=contradictions.overview,
    ),
    Report(
        "compare",
        N_("Comparison"),
        N_("How far holders agree on the claims that they share, and on which they split."),
        _columns(compare.CompareRow),
        compare.build,
        (*NAMES, *compare.OPTIONS),
    ),
    Report(
        "network",
        N_("Discourse network"),
        N_("Who says the same as whom, or who says what, by the number of statements."),
        _columns(network.NetworkRow),
        network.build,
        (*NAMES, *OPTIONS),
        {
            "graphml": network_files.network_graphml,
            "gexf": network_files.network_gexf,
        },
        network.check_form,
    ),
    Report(
        "verdicts",
        N_("Verdicts"),
        N_("What the newsroom itself found: by rating, topic and who asserted it."),
        _columns(verdicts.VerdictRow),
        verdicts.build,
        (*NAMES, "rating"),
    ),
    Report(
        "polarisation",
        N_("Polarisation"),
        N_("Who was for and who against, period by period, and which claims are disputed most."),
        _columns(polarisation.PolarisationRow),
        polarisation.build,
        (*NAMES, "period"),
    ),
    Report(
        "unity",
        N_("Unity of bodies"),
        N_("How far those who speak for a body take the same side."),
        _columns(unity.UnityRow),
        unity.build,
    ),
    Report(
        "coverage",
        N_("Coverage"),
        N_(
            "Whose words are on record, by outlet, language, side, state and month, and where"
            " claims have one side or one outlet alone."
        ),
        _columns(coverage.CoverageRow),
        coverage.build,
        (*NAMES, "by"),
    ),
    Report(
        "activity",
        N_("Activity"),
        N_("What was logged, submitted and decided, by person and week."),
        _columns(activity.ActivityRow),
        activity.build,
        activity.OPTIONS,
        least=AccountRole.EDITOR,
    ),
    Report(
        "agreement",
        N_("Agreement of coders"),
        N_("How far those agree who coded the same statements."),
        _columns(agreement.Row),
        agreement.build_filtered,
        ("said_from", "said_to", "topic", "claim", "coder"),
        reserved=("coder",),
    ),
)
REPORTS = {report.name: report for report in CATALOGUE}
