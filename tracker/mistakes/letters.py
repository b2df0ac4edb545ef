"""The letter that tells somebody what came of their report."""

from collections.abc import Callable

from tracker.errors import N_
from tracker.models import Mistake
from tracker.vocabulary import label
from tracker.web.mail import Letter

_SUBJECT = N_("Your report to %(site)s was answered")
_TEXT = N_(
    "Hello,\n\n"
    "you reported to %(site)s that something is wrong in statement %(number)s. %(outcome)s:\n\n"
    "%(answer)s\n\n"
    "Your report and the answer stand here:\n\n"
    "%(url)s"
)


def answer_letter(mistake: Mistake, url: str, site: str, say: Callable[[str], str]) -> Letter:
    """Write it in the language of the page on which it was reported."""
    outcome = label(mistake.outcome, mistake.language) if mistake.outcome else ""
    params = {
        "site": site,
        "number": mistake.statement_id,
        "outcome": outcome,
        "answer": mistake.answer,
        "url": url,
    }
    return Letter(mistake.contact, say(_SUBJECT) % params, f"{say(_TEXT) % params}\n")
