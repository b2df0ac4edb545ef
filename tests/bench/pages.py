"""What the pages of reports cost a reader, unfiltered and as one would narrow them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median
from urllib.parse import urlencode

from flask import Flask

from tests.bench.questions import YEAR, Typical
from tracker.app import create_app
from tracker.db import Database
from tracker.reports.catalogue import CATALOGUE
from tracker.vocabulary import AccountRole

ROUNDS = 3
# What takes longer, in seconds, is asked for once.
_LONG = 2.0


@dataclass(frozen=True)
class Page:
    """An address, what it answered, and the median of its costs in milliseconds."""

    address: str
    status: int
    ms: float
    kilobytes: float


def served(url: str) -> Flask:
    return create_app(DATABASE_URL=url, SECRET_KEY="a secret for a bench", TESTING=True)


def addresses(about: Typical) -> Iterator[str]:
    """Every report that readers have, of everything, and of a topic in a year."""
    narrowed = {"topic": about.topic, "said_from": YEAR, "said_to": YEAR}
    for report in CATALOGUE:
        if report.least is not AccountRole.READER:
            continue
        yield f"/reports/{report.name}"
        yield f"/reports/{report.name}?{urlencode(narrowed)}"
        if report.name == "compare":
            # Of everything it is too much: one is compared with all others.
            yield f"/reports/compare?{urlencode({'speaker': about.speaker})}"
            yield f"/reports/compare?{urlencode({'speaker': about.speaker, **narrowed})}"


def pages(url: str, about: Typical) -> Iterator[Page]:
    """Ask for each as a reader does who never came before."""
    app = served(url)
    app.test_client().get("/")
    for address in addresses(about):
        spent: list[float] = []
        for _ in range(ROUNDS):
            if spent and spent[0] > _LONG:
                break
            began = time.process_time()
            answer = app.test_client().get(address)
            spent.append(time.process_time() - began)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise AssertionError(f"{address}: {answer.status}")
        size = len(answer.data) / 1000
        yield Page(address, answer.status_code, 1000 * median(spent), size)
    for extension in app.extensions.values():
        if isinstance(extension, Database):
            extension.dispose()
