"""`report`: what the pages of reports tell, as a table, CSV, JSON, or a graph."""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import click

from tracker.cli import store
from tracker.cli.settings import Settings
from tracker.cli.words import _, language, tongue
from tracker.formats.spreadsheets import spreadsheet
from tracker.record.moments import moment_of
from tracker.reports.catalogue import CATALOGUE, REPORTS, Built, Report, revision_told
from tracker.reports.charts import images
from tracker.reports.charts.drawn import CHARTS, chart_of
from tracker.reports.filters import NAMES, read_filters
from tracker.reports.options_network import HELP
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole
from tracker.web.listing import csv_cell

# Whoever types commands sees all that there is.
_OPERATOR = Viewer(role=AccountRole.ADMIN)
_HELP = {
    "said_from": "Said on this day or later.",
    "said_to": "Said on this day or before.",
    "topic": "Only claims of this topic, and of topics below it.",
    "claim": "Only this claim.",
    "speaker": "Only this speaker, body or state.",
    "holder": "Whose positions: speaker, body or state.",
    "kind": "Only claims of this kind.",
    "delivery": "Only what was said in this way.",
    "language": "Only words in this language.",
    "outlet": "Only what this outlet printed.",
    "occasion": "Only what was said on this occasion.",
    "as_of": "As the record stood: r1642, a day that is over, or a moment in UTC.",
    "by": "Of the coverage: outlet, language, side, state, month, claim or all.",
    "coder": "Only what this person coded; of the activity: did.",
    "holders": "To compare: two or more KEYs, with spaces between them.",
    "period": "Of the timeline and the polarisation: day, week, month, quarter or year.",
    "show": "Of the timeline's drawing: n (counts) or share.",
    "gap": "Of contradictions: at most so many days apart, on related claims.",
    "rating": "Of the verdicts: only this rating, by its code.",
    "way": "Of contradictions: same_day, against_body or related_claims.",
    **HELP,
    "columns": f"Of the matrix: claim, occasion or year. {HELP['columns']}",
}


# What single reports ask for besides; one without words here would not even be imported.
OPTIONS = tuple(dict.fromkeys(name for report in CATALOGUE for name in report.options))
_FILES = sorted({form for report in CATALOGUE for form in report.files})


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """One option for each filter, in the order in which addresses have them."""
    for name in reversed((*NAMES, *OPTIONS)):
        option = f"--{name.replace('_', '-')}"
        command = click.option(option, name, default="", help=_HELP[name])(command)
    return command


# One paragraph each: a blank line keeps them apart in the help.
_ANSWERS = "\n\n".join(f"{report.name}: {report.answers}" for report in CATALOGUE)


@click.command(epilog=_ANSWERS)
@click.argument("name", type=click.Choice(list(REPORTS)))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "xlsx", *_FILES, *images.FORMS]),
    default="table",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@_filters
@click.pass_obj
def report(settings: Settings, /, name: str, form: str, *, as_json: bool, **given: str) -> None:
    """Print the report NAME."""
    asked = REPORTS[name]
    asked.check([name for name, value in given.items() if value])
    form = "json" if as_json else form
    _check(asked, form)
    filters = read_filters(given, viewer=_OPERATOR, tongue=language(), options=OPTIONS)
    with store.opened(settings) as database, database.reading() as session:
        built = asked.build(session, filters)
        revision = revision_told(session, built)
        at = moment_of(session, revision)
    if form in asked.files:
        sys.stdout.buffer.write(asked.files[form](built))
    elif form in images.FORMS:
        sys.stdout.buffer.write(images.draw(chart_of(name, built, tongue()), form))
    elif form == "xlsx":
        sys.stdout.buffer.write(_xlsx(asked, built, revision, at))
    else:
        _PRINT[form](asked, built.rows)


def _check(asked: Report, form: str) -> None:
    """Refuse a format that the report lacks, or that needs what is not installed."""
    drawn = images.FORMS if asked.name in CHARTS else ()
    forms = [*_PRINT, "xlsx", *asked.files, *drawn]
    if form not in forms:
        raise click.UsageError(f"{asked.name} has no {form}, but {', '.join(forms)}.")
    if form in drawn and not images.can_draw():
        raise click.UsageError(_(images.MISSING))


def _values(asked: Report, row: Any) -> list[Any]:  # noqa: ANN401 - a row of any report
    return [getattr(row, column) for column in asked.columns]


def _csv(asked: Report, rows: Sequence[Any]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(asked.columns)
    for row in rows:
        writer.writerow(csv_cell(value) for value in _values(asked, row))


def _xlsx(asked: Report, built: Built, revision: int, at: datetime | None) -> bytes:
    about = {"report": asked.name, "revision": f"r{revision}"}
    rows = [_values(asked, row) for row in built.rows]
    return spreadsheet(asked.columns, rows, about, at)


def _json(asked: Report, rows: Sequence[Any]) -> None:
    told = [dict(zip(asked.columns, _values(asked, row), strict=True)) for row in rows]
    print(json.dumps({"report": asked.name, "rows": told}, ensure_ascii=False))


def _table(asked: Report, rows: Sequence[Any]) -> None:
    lines = [[_shown(value) for value in _values(asked, row)] for row in rows]
    told = [list(asked.columns), *lines]
    widths = [max(len(line[column]) for line in told) for column in range(len(asked.columns))]
    for line in told:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.4f}" if isinstance(value, float) else csv_cell(value)


_PRINT: dict[str, Callable[[Report, Sequence[Any]], None]] = {
    "csv": _csv,
    "json": _json,
    "table": _table,
}
