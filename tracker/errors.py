"""The ways the tracker says no: refused, doubted, stale, missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from tracker import vocabulary


def N_(message: str) -> str:  # noqa: N802 - the name message extractors look for
    """Mark a message for translation where it is raised; the edge translates it."""
    return message


# Of a form that is kept once: its token stands for something else already.
OTHER_FORM = N_("This form was sent for something else before. Open a new one.")


@runtime_checkable
class Speaking(Protocol):
    """Something in a message that is said differently in each language."""

    def in_(self, language: str) -> str: ...


class Refused(Exception):
    """What was asked is against a rule; nothing has changed.

    `message` is the English msgid with %(name)s placeholders, `field` the form field it
    belongs to; `others` are problems found at the same time.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        others: Sequence["Refused"] = (),
        **params: object,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params: Mapping[str, object] = params
        self.others = tuple(others)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message

    def sentence(self, translate: Callable[[str], str], language: str) -> str:
        """Say it in the reader's language: message by catalogue, params that know it by `in_`."""
        told = {
            name: value.in_(language) if isinstance(value, Speaking) else value
            for name, value in self.params.items()
        }
        return translate(self.message) % told if told else translate(self.message)

    def all(self) -> Iterator["Refused"]:
        """Yield this problem and every one found with it, in the order they were found."""
        yield self
        for other in self.others:
            yield from other.all()


class Doubt(Refused):
    """A refusal that the person may confirm: the `confirm` field then repeats `check`."""

    def __init__(
        self,
        message: str,
        *,
        check: vocabulary.Check,
        twin: int | None = None,
        field: str | None = None,
        others: Sequence[Refused] = (),
        **params: object,
    ) -> None:
        if twin is not None:
            params["twin"] = twin
        super().__init__(message, field=field, others=others, **params)
        self.check = check
        self.twin = twin

    @property
    def details(self) -> Mapping[str, object]:
        """What the message was made of, with the twin where there is one."""
        return self.params


class Stale(Exception):
    """Somebody else changed the row since it was read (409)."""

    def __init__(self, kind: str, id: int, expected: int, actual: int) -> None:  # noqa: A002
        super().__init__(kind, id, expected, actual)
        self.kind = kind
        self.id = id
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        return f"{self.kind} {self.id} is at version {self.actual}, not {self.expected}."


class Missing(Exception):
    """There is no such thing, or the viewer may not know of it (404)."""


class Sealed(Missing):
    """A statement that the viewer is to code before they see anything else of it (403)."""

    def __init__(self, sampled: int) -> None:
        super().__init__("statement", str(sampled))
        self.sampled = sampled


def refuse_all(problems: Sequence[Refused]) -> None:
    """Raise one refusal that carries all problems; do nothing when there are none.

    A problem that cannot be confirmed comes first, so that catching a Doubt means that
    confirming is enough.
    """
    found = [problem for given in problems for problem in given.all()]
    if not found:
        return
    found.sort(key=lambda problem: isinstance(problem, Doubt))
    first = found[0]
    for problem in found:
        problem.others = ()
    first.others = tuple(found[1:])
    raise first
