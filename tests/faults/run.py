"""Apply each fault in turn to a copy of the checkout; every one must turn a test red."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.fault import Fault, all_faults

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-n", "0")
# What pytest says when tests ran and one failed. Anything else, such as a test that
# does not exist, proves nothing.
SOME_FAILED = 1


def copy_checkout(root: Path, folder: Path) -> Path:
    """Copy what git knows of, changes included, so that the working tree is never touched."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    copy = folder / "checkout"
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copy / name)
    if (root.parent / "shared").is_dir():
        (folder / "shared").symlink_to(root.parent / "shared")
    return copy


def run_tests(copy: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run tests in the copy, whose code comes before the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *PYTEST, *tests],
        cwd=copy,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def is_caught(copy: Path, fault: Fault) -> bool:
    """Whether one of its tests turns red; RuntimeError where the tests could not run."""
    file = copy / fault.file
    right = file.read_text()
    file.write_text(fault.applied_to(right))
    try:
        result = run_tests(copy, fault.tests)
    finally:
        file.write_text(right)
    if result.returncode not in {0, SOME_FAILED}:
        raise RuntimeError(f"{fault.name}: its tests did not run.\n{result.stdout}{result.stderr}")
    return result.returncode == SOME_FAILED


def report(root: Path, faults: Sequence[Fault]) -> int:
    """Print what each fault does; 0 when every one is caught."""
    with tempfile.TemporaryDirectory(prefix="tracker-faults-") as folder:
        copy = copy_checkout(root, Path(folder))
        # A test that is red without any fault would catch them all.
        selected = sorted({test for fault in faults for test in fault.tests})
        sound = run_tests(copy, selected)
        if sound.returncode != 0:
            print(f"The tests are not green without a fault.\n{sound.stdout}{sound.stderr}")
            return 1
        caught = 0
        for fault in faults:
            began = time.monotonic()
            red = is_caught(copy, fault)
            caught += red
            word = "caught  " if red else "SURVIVED"
            print(
                f"{word} {time.monotonic() - began:5.1f} s  {fault.name}: {fault.why}", flush=True
            )
    print(f"{caught} of {len(faults)} faults caught")
    return 0 if caught == len(faults) else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all faults, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="run only these faults")
    names = set(parser.parse_args(arguments).names)
    faults = [fault for fault in all_faults() if not names or fault.name in names]
    if not faults:
        print("There is no such fault in tests/faults.")
        return 2
    return report(ROOT, faults)


if __name__ == "__main__":
    sys.exit(main())
