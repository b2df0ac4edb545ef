"""How much of a soak is run: all of it by `make soak`, a tenth by `make test`."""

import os

IS_FULL = os.environ.get("SOAK") == "1"


def tenth(full: int) -> int:
    """The number that is asked for, or a tenth of it."""
    return full if IS_FULL else max(1, full // 10)


# The engines of a walk whose parts are tested on both elsewhere.
ENGINES = ("sqlite", "postgresql") if IS_FULL else ("sqlite",)
# On which engines pages are asked for. What decides, asks and keeps is tested on both always.
PAGE_ENGINES = ("sqlite", "postgresql") if os.environ.get("PAGES") == "both" else ENGINES
