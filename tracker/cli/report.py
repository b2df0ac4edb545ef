"""`report`: what the pages of reports tell, as a table, CSV or JSON."""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields

import click

from tracker.cli import store
from tracker.cli.settings import Settings
from tracker.cli.words import language
from tracker.dates import parse_period
from tracker.reports.agreement import AgreementFilters, Row, build
from tracker.visibility import Viewer
from tracker.vocabulary import AccountRole

# Whoever types commands sees all that there is.
_OPERATOR = Viewer(role=AccountRole.ADMIN)
_COLUMNS = [field.name for field in fields(Row)]


@click.command()
@click.argument("name", type=click.Choice(["agreement"]))
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--said-from", metavar="DAY", default="", help="Said on this day or later.")
@click.option("--said-to", metavar="DAY", default="", help="Said on this day or before.")
@click.option("--claim", metavar="KEY", default="", help="Only this claim.")
@click.option("--topic", metavar="KEY", default="", help="Only claims of this topic.")
@click.option("--coder", metavar="KEY", default="", help="Only what this person coded.")
@click.pass_obj
def report(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    name: str,  # noqa: ARG001 - there is one so far
    form: str,
    as_json: bool,  # noqa: FBT001 - an option
    said_from: str,
    said_to: str,
    claim: str,
    topic: str,
    coder: str,
) -> None:
    """Print the report NAME: agreement of coders."""
    filters = AgreementFilters(
        viewer=_OPERATOR,
        said_from=parse_period(said_from) if said_from else None,
        said_to=parse_period(said_to) if said_to else None,
        claim=claim,
        topic=topic,
        coder=coder,
        language=language(),
    )
    with store.opened(settings) as database, database.reading() as session:
        rows = build(session, filters).rows()
    _PRINT["json" if as_json else form](rows)


def _csv(rows: Sequence[Row]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        values = asdict(row).values()
        writer.writerow("" if value is None else value for value in values)


def _json(rows: Sequence[Row]) -> None:
    told = {"report": "agreement", "rows": [asdict(row) for row in rows]}
    print(json.dumps(told, ensure_ascii=False))


def _table(rows: Sequence[Row]) -> None:
    told = [_COLUMNS, *([_shown(value) for value in asdict(row).values()] for row in rows)]
    widths = [max(len(line[column]) for line in told) for column in range(len(_COLUMNS))]
    for line in told:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else str(value)


_PRINT = {"csv": _csv, "json": _json, "table": _table}
