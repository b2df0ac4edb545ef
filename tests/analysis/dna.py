"""The reference database and its networks, read without any of the product."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.analysis.choices import (
    Aggregation,
    Choices,
    Duplicates,
    Filter,
    Mode,
    Normalisation,
    QualifierKind,
)
from tracker.analysis.coded import Coded

VALUES = """
    SELECT statementid, variable, value FROM databoolean d JOIN variables v ON v.id = variableid
    UNION ALL
    SELECT statementid, variable, value FROM datainteger d JOIN variables v ON v.id = variableid
    UNION ALL
    SELECT statementid, variable, value FROM datashorttext d
        JOIN variables v ON v.id = d.variableid JOIN entities e ON e.id = entity
"""
STATEMENTS = """
    SELECT s.id, documentid, start, stop, date, author, source, section, type
    FROM statements s JOIN documents d ON d.id = documentid
        JOIN statementtypes t ON t.id = statementtypeid WHERE t.label = ?
"""
MODES = {"onemode": Mode.ONE, "twomode": Mode.TWO}


def reference_networks(folder: Path) -> list[dict[str, Any]]:
    told = json.loads((folder / "networks.json").read_text(encoding="utf-8"))
    networks: list[dict[str, Any]] = told["networks"]
    return networks


def reference_table(folder: Path, name: str):
    """The labels of the rows, those of the columns, and the weights."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        (_corner, *columns), *lines = csv.reader(file)
    weights = [[float(cell) for cell in line[1:]] for line in lines]
    return tuple(line[0] for line in lines), tuple(columns), weights


def coded(file: Path, statement_type: str) -> Coded:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(STATEMENTS, (statement_type,)).fetchall()
        values: dict[str, dict[int, Any]] = {}
        for statement, variable, value in database.execute(VALUES):
            values.setdefault(variable, {})[statement] = value
    days = [datetime.fromtimestamp(row[4], UTC).date() for row in rows]
    variables = {name: [of.get(row[0]) for row in rows] for name, of in values.items()}
    for place, name in enumerate(("author", "source", "section", "type"), start=5):
        variables[name] = [row[place] for row in rows]
    ids, documents, starts, stops = ([row[place] for row in rows] for place in range(4))
    return Coded(ids, documents, starts, stops, days, days, variables)


def choices(options: dict[str, Any]) -> Choices:
    """Say the reference program's options in our words."""
    filters: dict[str, set[str | int]] = {}
    names = options.get("excludeVariables", ())
    for variable, value in zip(names, options.get("excludeValues", ()), strict=True):
        filters.setdefault(variable, set()).add(value)
    inverted = options.get("invertValues", False)
    is_boolean = options["qualifier"] == "agreement"
    return Choices(
        options["variable1"],
        options["variable2"],
        mode=MODES[options["networkType"]],
        qualifier=options["qualifier"],
        kind=QualifierKind.BOOLEAN if is_boolean else QualifierKind.INTEGER,
        aggregation=Aggregation(options["qualifierAggregation"]),
        normalise=Normalisation(options["normalization"]),
        duplicates=Duplicates(options["duplicates"]),
        isolates=options["isolates"],
        first=_day(options.get("startDate")),
        last=_day(options.get("stopDate")),
        value_filters=tuple(Filter(of, values, inverted) for of, values in filters.items()),
        dna_compatible=True,
    )


def _day(text: str | None):
    return datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=UTC).date() if text else None
