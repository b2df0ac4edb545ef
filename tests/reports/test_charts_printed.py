"""Charts from the command line, and what it says where it cannot draw."""

import pytest
from click.testing import CliRunner

from tracker.cli.main import tracker
from tracker.errors import Refused
from tracker.reports.charts import images
from tracker.vocabulary import Stance

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def draw(database_url):
    """What the command answers when it is asked for an image of a report."""

    def run(name, form, language="en"):
        asked = ["--database", database_url, "--lang", language, "report", name, "--format", form]
        return CliRunner().invoke(tracker, asked)

    return run


def test_the_command_draws_in_the_language_of_its_reader(draw, make):
    make.statement(stances={make.claim(): Stance.SUPPORT}, said_on="2025-01-08")

    drawn, told = draw("timeline", "png"), draw("timeline", "svg", "id")

    assert drawn.stdout_bytes.startswith(b"\x89PNG")
    assert "1 sikap, semuanya pada Jan 2025" in told.stdout


def test_a_missing_extra_is_wrong_usage_and_named(draw, monkeypatch):
    monkeypatch.setattr(images, "vl_convert", None)

    refused = draw("timeline", "svg")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "on-the-record[images]" in refused.stderr


def test_a_report_without_a_chart_has_no_image(draw):
    refused = draw("shifts", "svg")

    assert refused.exit_code == 2
    assert "shifts has no svg, but csv, json" in refused.stderr


def test_nothing_can_be_drawn_of_nothing(draw):
    refused = draw("timeline", "svg").exception

    assert isinstance(refused, Refused)
    assert refused.message == images.NOTHING
