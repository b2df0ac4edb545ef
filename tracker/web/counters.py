"""What the processes count together: memory that all of them see, with a share for each.

It is made before the processes fork and is no file: nothing is left behind when they are
killed, and a full disk does not stop the counting. A process that takes the place of another
takes over its share, so that no sum ever goes backwards.
"""

from collections.abc import Hashable, Iterable, Iterator
from mmap import mmap


class Counters:
    """Numbers by name; `add` belongs to one thread of each process."""

    def __init__(self, names: Iterable[Hashable], shares: int = 1) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._shares = shares
        self._cells = memoryview(mmap(-1, 8 * max(1, len(self._places)) * shares)).cast("d")
        self._first = 0

    def take(self, share: int) -> None:
        """Count in this share from now on."""
        self._first = share % self._shares * len(self._places)

    def shared(self, shares: int) -> "Counters":
        """The same names for so many processes, all at nought."""
        return Counters(self._places, shares)

    def knows(self, name: Hashable) -> bool:
        """Whether there is such a number."""
        return name in self._places

    def add(self, name: Hashable, amount: float = 1.0) -> None:
        """Count; a name that was not announced is left out."""
        place = self._places.get(name)
        if place is not None:
            self._cells[self._first + place] += amount

    def sums(self) -> Iterator[tuple[Hashable, float]]:
        """What all processes have counted, without what nobody has."""
        for name, place in self._places.items():
            total = sum(self._cells[place :: len(self._places)])
            if total:
                yield name, total
