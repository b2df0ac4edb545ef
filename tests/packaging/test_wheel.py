"""The wheel works from any folder, away from the checkout and from its environment."""

import json
import os
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.missing import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the locked backend."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*command, str(folder), str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a clean environment with the wheel; the locked packages are borrowed."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=True)
    command = [sys.executable, "-m", "pip", "--python", f"{folder}/bin/python", "install"]
    subprocess.run(
        [*command, "--no-deps", "--no-index", "--quiet", str(wheel)],
        check=True,
        capture_output=True,
    )
    # A path line in a .pth file adds the folder of the locked packages, without running
    # the .pth files there: the editable checkout stays out.
    site = next((folder / "lib").glob("python*")) / "site-packages"
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """What `tracker demo` says when it runs in an empty folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRACKER_"))}
    with subprocess.Popen(
        [installed / "tracker", "demo", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def test_the_wheel_carries_what_a_checkout_has_at_its_top(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "tracker/_bundled/config.py" in names
    assert "tracker/_bundled/migrations/env.py" in names
    assert "tracker/_bundled/templates/base.html" in names
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"tracker"}


def test_the_wheel_carries_every_file_that_the_checkout_runs(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "tracker", "templates", "migrations", "config.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    missing = {
        name
        for name in listed.stdout.splitlines()
        if name not in names and f"tracker/_bundled/{name}" not in names
    }

    assert missing == set()


def test_the_installed_command_does_not_see_the_checkout(installed: Path, tmp_path: Path):
    asked = "from tracker import paths; print(paths.CONFIG, paths.TEMPLATES, paths.MIGRATIONS)"

    answer = subprocess.run(
        [installed / "python", "-I", "-c", asked],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    assert [Path(p).parent.name for p in answer.stdout.split()] == ["_bundled"] * 3
    assert str(ROOT / "tracker") not in answer.stdout


def test_the_demo_runs_from_any_folder_and_is_healthy(demo: dict[str, Any], tmp_path: Path):
    with urllib.request.urlopen(f"{demo['url']}", timeout=30) as answer:
        page = answer.read().decode()
    with urllib.request.urlopen(f"{demo['url'].rstrip('/')}/healthz", timeout=30) as answer:
        health = json.load(answer)

    assert "<h1" in page
    assert {account["role"] for account in demo["accounts"]} == {
        *("editor", "editor2", "reviewer", "reviewer2", "admin")
    }
    assert list(tmp_path.rglob("*.db")) != []
    assert (health["ok"], health["schema"], health["record"]) == (True, "ok", "ok")
