"""The reader's language: which one it is, and how words, dates and numbers are said in it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask, current_app, g, has_request_context, request
from flask import session as visit
from jinja2 import Environment, pass_environment
from jinja2.filters import do_truncate
from werkzeug.exceptions import HTTPException

from tracker import dates, text, vocabulary, wording
from tracker.analysis.summaries import round_half_up
from tracker.dates import Days, Style
from tracker.models import now
from tracker.text import language_name as name_language
from tracker.web.addresses import with_query
from tracker.web.catalogue import PSEUDO, SOURCE, Catalogue, pseudo, read_catalogues
from tracker.web.site import site

_CATALOGUES = "catalogues"


def language() -> str:
    """The language of this page: asked for, remembered, preferred by the browser, or ours."""
    if not has_request_context():
        return SOURCE
    if "language" not in g:
        g.language = _choose_language()
    chosen: str = g.language
    return chosen


def _choose_language() -> str:
    offered = tuple(current_app.config["LANGUAGES"])
    for wanted in (request.args.get("lang"), visit.get("lang")):
        if wanted in offered:
            return str(wanted)
    preferred = request.accept_languages.best_match(offered)
    default: str = site().default_language
    return preferred or (default if default in offered else offered[0])


def remember_language() -> None:
    """Keep a language that was asked for in the visit's cookie."""
    asked = request.args.get("lang")
    if asked in current_app.config["LANGUAGES"] and visit.get("lang") != asked:
        visit["lang"] = asked


def cldr() -> str:
    """The language in which dates, numbers and names are printed: Greek stands for the pseudo one.

    Its letters show in a test what was printed without asking for the reader's language.
    """
    return "el" if language() == PSEUDO else language()


def gettext(message: str, **params: object) -> str:
    """Say a message in the reader's language."""
    told = catalogue().gettext(message)
    return told % params if params else told


def ngettext(singular: str, plural: str, n: int, **params: object) -> str:
    """Say a message that counts something; %(num)s is the number."""
    told = catalogue().ngettext(singular, plural, n)
    return told % {"num": number(n), **params}


_ = gettext


def in_this_language() -> Callable[[str], str]:
    """What says a message in the language of this request, and goes on when it is over."""
    return catalogue().gettext


def in_language(tag: str) -> Callable[[str], str]:
    """What says a message in a language of ours; in English where it is none."""
    catalogues: dict[str, Catalogue] = current_app.extensions[_CATALOGUES]
    return catalogues.get(tag, catalogues[SOURCE]).gettext


def catalogue() -> Catalogue:
    """The messages of the reader's language."""
    if not has_request_context():
        return Catalogue(SOURCE)
    found: Catalogue = current_app.extensions[_CATALOGUES][language()]
    return found


# ── Filters of the templates, and the same for views ─────────────────────────────────


def days(value: Days | date | str | None, style: Style = "long") -> str:
    """Print a day or a partial date; nothing where there is none."""
    if not value:
        return ""
    if isinstance(value, str):
        value = dates.parse_period(value)
    elif not isinstance(value, Days):
        value = Days.on(value)
    return dates.format_days(value, cldr(), style)


def moment(value: datetime | None, style: Style = "long") -> str:
    """Print a moment in UTC; nothing where there is none."""
    return dates.format_moment(value, cldr(), style) if value else ""


def clock(value: datetime | None) -> str:
    """Print the time of a moment within these hours, in UTC; nothing where there is none."""
    return f"{dates.format_time(value.astimezone(UTC).time(), cldr())} UTC" if value else ""


def ago(value: datetime | None) -> str:
    """Print how long ago a moment was, in one unit: "3 days"."""
    if not value:
        return ""
    return str(format_timedelta(now() - value, locale=_babel_locale()))


def number(value: float | None) -> str:
    """Print a number with the separators of the language."""
    return "" if value is None else str(format_decimal(value, locale=_babel_locale()))


def percent(value: float | None) -> str:
    """Print a share from 0 to 1 in percent."""
    return "" if value is None else str(format_percent(value, locale=_babel_locale()))


def score(value: float | None) -> str:
    """Print a summary in [−1, 1] with its sign: +0.33, −0.50, 0.00."""
    if value is None:
        return ""
    rounded = round_half_up(value, 2)
    pattern = "+0.00;\u22120.00" if rounded else "0.00"
    return str(format_decimal(rounded, format=pattern, locale=_babel_locale()))


def stance_label(
    code: vocabulary.Stance | str, kind: vocabulary.ClaimKind | str, n: int = 1
) -> str:
    """Say a stance as one says it of this kind of claim, and of n holders."""
    words = wording.stance_label(vocabulary.Stance(code), vocabulary.ClaimKind(kind), language())
    return _shown(words if n == 1 or language() == "id" else _VERB.sub(_of_many, words))


# In a chip the verb stands first, or after a comma: "denies", "neutral, abstains".
_VERB = re.compile(r"(?:^|(?<=, ))(\w+?)(ies|s)\b")


def _of_many(verb: re.Match[str]) -> str:
    return verb[1] + ("y" if verb[2] == "ies" else "")


def stance_sentence(code: vocabulary.Stance | str, kind: vocabulary.ClaimKind | str) -> str:
    """Give the words before the claim's text: "denies that"."""
    words = wording.stance_sentence(vocabulary.Stance(code), vocabulary.ClaimKind(kind), language())
    return _shown(words.removesuffix("{claim}").strip())


def side_heading(side: vocabulary.Side | str, kind: vocabulary.ClaimKind | str) -> str:
    """Name a column of the claim page."""
    words = wording.side_heading(vocabulary.Side(side), vocabulary.ClaimKind(kind), language())
    return _shown(words)


def in_sentence(claim: str) -> str:
    """A claim after "asserts that": an English article at its beginning loses its capital."""
    article, space, rest = claim.partition(" ")
    return f"{article.lower()} {rest}" if space and article in {"The", "A", "An"} else claim


def label(member: vocabulary.Word | str | None) -> str:
    """Name a code of the vocabulary; nothing where there is none."""
    if isinstance(member, vocabulary.Word):
        return _shown(vocabulary.label(member, language()))
    return member or ""


def language_name(tag: str | None) -> str:
    """Name a language."""
    return name_language(tag, cldr()) if tag else ""


def country_name(iso: str | None) -> str:
    """Name a state by its ISO code."""
    return text.territory_name(iso, cldr()) if iso else ""


def _shown(words: str) -> str:
    return pseudo(words) if language() == PSEUDO else words


def _babel_locale() -> Locale:
    if cldr() == "en":
        return Locale("en", "GB")
    try:
        return Locale.parse(cldr())
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


@pass_environment
def truncate(environment: Environment, words: str, length: int = 255) -> str:
    """Whole words up to a length, and the one character that says there are more."""
    return do_truncate(environment, words, length, end="…")


FILTERS = {
    "truncate": truncate,
    "days": days,
    "ago": ago,
    "clock": clock,
    "moment": moment,
    "number": number,
    "score": score,
    "percent": percent,
    "stance_label": stance_label,
    "stance_sentence": stance_sentence,
    "side_heading": side_heading,
    "in_sentence": in_sentence,
    "label": label,
    "language_name": language_name,
    "country_name": country_name,
    "bidi": text.show_bidi,
    "slug": text.slug,
}


def language_names() -> list[tuple[str, str]]:
    """Code and own name of each language of the interface."""
    # CLDR calls the language as the country; its speakers say Bahasa Indonesia.
    names = {PSEUDO: "⟦Pseudo⟧", "id": "Bahasa Indonesia"}
    return [
        (code, names.get(code) or name_language(code, code).capitalize())
        for code in current_app.config["LANGUAGES"]
    ]


def languages_offered() -> list[tuple[str, str]]:
    """Code of each language of the interface, and its name in the reader's language."""
    return [
        (code, name if code == PSEUDO else language_name(code)) for code, name in language_names()
    ]


def language_switch() -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in each language."""
    return [(code, name, _address_in(code)) for code, name in language_names()]


def _address_in(code: str) -> str:
    query = request.args.to_dict(flat=False) | {"lang": [code]}
    path = request.path
    if request.method not in {"GET", "HEAD"}:
        try:
            adapter = current_app.create_url_adapter(request)
            if adapter is None:
                raise RuntimeError("A request has an address.")
            adapter.match(path, method="GET")
        except HTTPException:
            path, query = "/", {"lang": [code]}
    return with_query(path, query)


def register(app: Flask) -> None:
    """Give the templates their words."""
    app.extensions[_CATALOGUES] = read_catalogues(app.config["LANGUAGES"])
    app.jinja_env.filters.update(FILTERS)
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        lambda message: catalogue().gettext(message),
        lambda singular, plural, n: catalogue().ngettext(singular, plural, n),
        newstyle=True,
    )
    app.before_request(remember_language)
