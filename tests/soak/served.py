"""`tracker serve` in a process group of its own, which can be killed whole and started again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.fixtures.missing import ROOT
from tests.fixtures.postgres import free_port
from tests.soak.browser import Browser, Gone

SECRET = "a secret for tests alone"
STARTING_SECONDS = 60.0


def environment(**settings: object) -> dict[str, str]:
    """This environment without settings of the machine, and without measuring what is covered."""
    foreign = ("TRACKER_", "COV_", "COVERAGE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    kept["PYTHONPATH"] = str(ROOT)
    return kept | {f"TRACKER_{name}": str(value) for name, value in settings.items()}


class Served:
    """A service on one port, which it keeps through all its lives."""

    def __init__(self, database_url: str, folder: Path, **settings: object) -> None:
        self.database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "serve.log"
        self._environment = environment(SECRET_KEY=SECRET, **settings)
        self._folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.starting_cpu: list[float] = []

    def start(self) -> float:
        """Start it; gives the seconds until `/healthz` first said 200."""
        options = ("serve", "--port", str(self.port), "--processes", "2")
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tracker", "--database", self.database_url, *options],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.is_well():
            assert self.process.poll() is None, f"It did not start:\n{self.said()}"
            assert time.monotonic() - began < STARTING_SECONDS, f"It hangs:\n{self.said()}"
            time.sleep(0.02)
        self.starting_cpu.append(self.cpu_seconds())
        return time.monotonic() - began

    def is_well(self) -> bool:
        """Whether `/healthz` says so."""
        browser = Browser(self.url)
        try:
            return browser.get("/healthz").status == 200
        except Gone:
            return False
        finally:
            browser.close()

    def processes(self) -> list[int]:
        """The parent and everybody it has forked."""
        assert self.process is not None
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, children)]

    def cpu_seconds(self) -> float:
        """The processor time that its processes have taken so far."""
        ticks = 0
        for process in self.processes():
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """SIGKILL to every process at once: nobody has time for a last word."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        deadline = time.monotonic() + 10
        while self._is_anybody_left():
            assert time.monotonic() < deadline, "A killed process is still there."
            time.sleep(0.001)
        self.process = None

    def _is_anybody_left(self) -> bool:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return any(
            line.split()[0] not in {"Z", "X"}
            for stat in Path("/proc").glob("[0-9]*/stat")
            if (line := _after_name(stat)) and line.split()[2] == str(self.process.pid)
        )

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def _after_name(stat: Path) -> str:
    try:
        return stat.read_text().rpartition(")")[2]
    except OSError:
        return ""
