"""Every fault still applies, and the runner tells a caught fault from one that survives."""

import subprocess
from pathlib import Path

import pytest

from tests.faults.fault import FOLDER, Fault, all_faults, read_fault
from tests.faults.run import report
from tests.fixtures.missing import ROOT

FILES = sorted(FOLDER.glob("*.toml"))
CONFIGURATION = '[tool.pytest.ini_options]\npythonpath = ["."]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small product with a right line and a test of it."""
    root = tmp_path / "project"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", root], check=True)
    (root / "pyproject.toml").write_text(CONFIGURATION)
    (root / "product.py").write_text("def double(n):\n    return n + n\n")
    (root / "test_product.py").write_text(
        "from product import double\n\n\ndef test_it_doubles():\n    assert double(2) == 4\n"
    )
    return root


def fault(new: str, test: str = "test_product.py") -> Fault:
    return Fault("one", "why", "product.py", "return n + n", new, (test,))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fault_changes_one_line_that_stands_once(file: Path):
    fault = read_fault(file)
    right = (ROOT / fault.file).read_text()

    wrong = fault.applied_to(right)

    lines = zip(right.splitlines(), wrong.splitlines(), strict=True)
    assert sum(before != after for before, after in lines) == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fault_names_tests_that_exist(file: Path):
    fault = read_fault(file)

    assert fault.tests != ()
    for test in fault.tests:
        path, _, name = test.partition("::")
        name = name.rpartition("::")[2]
        assert f"def {name.partition('[')[0]}" in (ROOT / path).read_text()


def test_faults_are_different():
    faults = all_faults()

    assert len({(fault.file, fault.old, fault.new) for fault in faults}) == len(faults)


def test_an_incomplete_fault_is_named(tmp_path: Path):
    file = tmp_path / "half.toml"
    file.write_text('file = "tracker/app.py"\n')

    with pytest.raises(ValueError, match=r"half\.toml: expected"):
        read_fault(file)


def test_a_fault_that_no_longer_applies_is_named():
    with pytest.raises(ValueError, match="stands 0 times"):
        fault("return 0").applied_to("return n * 2")


@pytest.mark.slow
def test_a_fault_that_turns_a_test_red_is_caught(project: Path, capsys):
    before = (project / "product.py").read_text()

    result = report(project, [fault("return n * 3")])

    assert result == 0
    assert "1 of 1 faults caught" in capsys.readouterr().out
    assert (project / "product.py").read_text() == before


@pytest.mark.slow
def test_a_fault_that_no_test_sees_survives(project: Path, capsys):
    result = report(project, [fault("return n * 2")])

    assert result == 1
    assert "SURVIVED" in capsys.readouterr().out


@pytest.mark.slow
def test_tests_that_are_red_anyway_catch_nothing(project: Path, capsys):
    (project / "test_product.py").write_text("def test_it():\n    assert False\n")

    result = report(project, [fault("return n * 3")])

    assert result == 1
    assert "not green without a fault" in capsys.readouterr().out


@pytest.mark.slow
def test_a_fault_whose_tests_do_not_exist_proves_nothing(project: Path, capsys):
    result = report(project, [fault("return n * 3", "test_absent.py")])

    assert result == 1
    assert "not green without a fault" in capsys.readouterr().out
