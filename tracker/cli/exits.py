"""With which number a command ends, and the way to end it with a sentence."""

from enum import IntEnum


class Exit(IntEnum):
    """What the number means: a promise to whoever writes scripts around `tracker`."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    DAMAGED = 5
    DATABASE = 6
    UNSAFE = 7
    STOPPED = 130


class Halt(Exception):
    """A command cannot go on: the number it ends with, what happened and what to do."""

    def __init__(self, code: Exit, message: str, **params: object) -> None:
        super().__init__(code, message, params)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
