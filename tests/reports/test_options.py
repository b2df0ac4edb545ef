"""The command has an option, with words, for all that any report can be asked for."""

import click

from tracker.cli.report import report
from tracker.reports.catalogue import CATALOGUE


def test_every_filter_of_every_report_is_an_option_with_help():
    helps = {one.name: one.help for one in report.params if isinstance(one, click.Option)}

    wanted = {name for asked in CATALOGUE for name in asked.narrowed_by}

    assert {name for name in wanted if not helps.get(name)} == set()
