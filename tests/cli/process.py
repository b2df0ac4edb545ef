"""One run of the command in a process of its own that need not import everything again."""

import io
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tracker.cli.main import COMMANDS, main

# A server that has imported all commands forks one process for each run: 0.1 s instead of 2.
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["pytest", *{place.split(":")[0] for place in COMMANDS.values()}, __name__]
)


def run_forked(
    arguments: tuple[str, ...],
    *,
    stdin: str,
    folder: Path,
    environment: Mapping[str, str],
    streams: Path,
) -> subprocess.CompletedProcess[str]:
    """Run `tracker` to its end, as `subprocess.run` would; it has two minutes."""
    files = [streams / name for name in ("in", "out", "err")]
    files[0].write_text(stdin, newline="")
    process = _SERVER.Process(target=_become, args=(arguments, folder, dict(environment), files))
    process.start()
    process.join(120)
    if process.is_alive():
        process.kill()
        process.join()
        raise subprocess.TimeoutExpired(list(arguments), 120)
    output, errors = (file.read_text() for file in files[1:])
    return subprocess.CompletedProcess(arguments, process.exitcode or 0, output, errors)


def _become(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str], files: list[Path]
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY
        os.dup2(os.open(file, flags, 0o600), number)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False))
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), write_through=True)
    code = main(list(arguments))
    if sys.stdout is not None:
        sys.stdout.flush()
    sys.exit(code)
