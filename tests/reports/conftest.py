"""What tests of reports ask: a report of a database, and the printed one."""

import csv
import io

import pytest
from click.testing import CliRunner

from tracker.cli.main import tracker
from tracker.reports.catalogue import REPORTS
from tracker.reports.filters import NAMES, read_filters
from tracker.visibility import ANYBODY


@pytest.fixture
def report(database):
    """Build a report by its name, narrowed as in an address."""

    def build(name, viewer=ANYBODY, **given):
        options = tuple(set(given) - set(NAMES))
        filters = read_filters(given, viewer=viewer, tongue="en", options=options)
        with database.reading() as session:
            return REPORTS[name].build(session, filters)

    return build


@pytest.fixture
def printed(database_url):
    """The rows of a report as the command prints them."""

    def run(name, *options):
        asked = ["--database", database_url, "report", name, "--format", "csv", *options]
        done = CliRunner().invoke(tracker, asked)
        assert done.exit_code == 0, done.output
        return list(csv.DictReader(io.StringIO(done.stdout)))

    return run
