"""A list as a page, as JSON and as CSV, from the same rows; its filters and its orders."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask import Blueprint, Flask, Response, g, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from tracker.chain import plain
from tracker.dates import Days
from tracker.errors import N_, Refused
from tracker.text import normalise
from tracker.web.addresses import here_with, with_query
from tracker.web.paging import Key, Page

_FORMATS = "json,csv"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_FILTER = 500


@dataclass(frozen=True)
class Column:
    """A column of the data: its promised name, and where its value comes from."""

    name: str
    value: Callable[[Any], object] | None = None

    def of(self, row: Any) -> object:  # noqa: ANN401 - a row of a query
        """The value in a row: a code, number, date or text; None where it is missing."""
        return self.value(row) if self.value else getattr(row, self.name)


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that narrows this list, and the address of the list without it."""

    name: str
    label: str
    remove_url: str


@dataclass(frozen=True)
class Listing:
    """Rows, and all that a page needs to show them."""

    columns: Sequence[Column]
    page: Page
    total: int | None = None
    filters: Sequence[ActiveFilter] = ()
    sort: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[Any]:
        return self.page.rows

    @property
    def previous_url(self) -> str | None:
        return here_with(cursor=self.page.previous) if self.page.previous else None

    @property
    def next_url(self) -> str | None:
        return here_with(cursor=self.page.next) if self.page.next else None

    @property
    def clear_url(self) -> str:
        """This list without any filter; its order stays."""
        gone = {item.name: None for item in self.filters}
        return here_with(**gone, cursor=None)


def argument(name: str, default: str = "") -> str:
    """One parameter of the address; twice, or with more than a line of text, is refused."""
    values = request.args.getlist(name)
    if len(values) > 1:
        raise Refused(N_("“%(name)s” stands twice in the address."), field=name, name=name)
    value = normalise(values[0], strip=True) if values else default
    if len(value) > _LONGEST_FILTER:
        raise Refused(N_("“%(name)s” is too long."), field=name, name=name)
    return value


def cursor() -> str | None:
    """Which page of the list is asked for."""
    return argument("cursor") or None


def chosen_sort(sorts: Mapping[str, Sequence[Key]], default: str) -> tuple[str, Sequence[Key]]:
    """The order asked for, from those that are offered; `-name` is the same backwards."""
    asked = argument("sort", default)
    name = asked.removeprefix("-")
    if name not in sorts:
        raise Refused(
            N_("This list cannot be sorted by “%(name)s”. It can by: %(names)s."),
            field="sort",
            name=name,
            names=", ".join(sorts),
        )
    keys = sorts[name]
    return asked, [key.turned() for key in keys] if asked.startswith("-") else keys


def active_filter(name: str, words: str, value: str) -> ActiveFilter:
    """A filter as the page shows it: “Topic: Sanctions”; words and value are in the language."""
    return ActiveFilter(name, f"{words}: {value}", here_with(**{name: None}, cursor=None))


# ── Answers ──────────────────────────────────────────────────────────────────────────


def suffix() -> str:
    """In which form the page is asked for: html, json or csv."""
    return str(g.get("suffix") or "html")


def led_on(noun: str, into: int) -> ResponseReturnValue:
    """The old address of what was merged leads to what stands for it, in the same form.

    No browser may remember that: the merge may be undone.
    """
    ending = "" if suffix() == "html" else f".{suffix()}"
    query = request.args.to_dict(flat=False)
    answered = make_response(redirect(with_query(f"/{noun}/{into}{ending}", query), 301))
    answered.headers["Cache-Control"] = "no-store"
    return answered


def answer(listing: Listing, template: str, **context: Any) -> ResponseReturnValue:  # noqa: ANN401
    """The list in the form that was asked for; always the same rows."""
    if suffix() == "csv":
        return answer_csv(listing.columns, listing.rows, listing.next_url)
    if suffix() == "json":
        rows = [{c.name: json_value(c.of(row)) for c in listing.columns} for row in listing.rows]
        told: dict[str, object] = {"rows": rows, "total": listing.total, **listing.extra}
        told |= {"previous": listing.previous_url, "next": listing.next_url}
        return answer_json(told)
    return render_template(template, listing=listing, **context)


def answer_json(told: object) -> Response:
    """Data as JSON; dates in ISO form, codes as they are."""
    response = make_response(json.dumps(told, ensure_ascii=False, default=json_value) + "\n")
    response.content_type = "application/json"
    return response


def answer_csv(
    columns: Sequence[Column], rows: Sequence[Any], next_url: str | None = None
) -> Response:
    """Rows as CSV: UTF-8, a header, CRLF, empty for missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    for row in rows:
        writer.writerow(csv_cell(column.of(row)) for column in columns)
    response = make_response(text.getvalue())
    response.content_type = "text/csv; charset=utf-8"
    name = request.path.strip("/").replace("/", "-")
    response.headers.set("Content-Disposition", "inline", filename=name)
    if next_url:
        response.headers["Link"] = f'<{next_url}>; rel="next"'
    return response


def json_value(value: object) -> object:
    """A value as JSON holds it."""
    if isinstance(value, Days):
        return value.text
    if isinstance(value, Enum | datetime | date):
        return plain(value)
    return value


def csv_cell(value: object) -> str:
    """A value as a cell. Text that a spreadsheet would run as a formula gets a ' before it."""
    value = json_value(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return csv_cell(" ".join(str(json_value(item)) for item in value))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_RISKY) else value
    return str(value)


# ── Routes ───────────────────────────────────────────────────────────────────────────


def data_route(bp: Blueprint, rule: str, forms: str = _FORMATS) -> Callable[[Any], Any]:
    """Register a page at `rule` of the blueprint, and after it `.json` and `.csv`, or `forms`.

    The view asks `suffix()`, or lets `answer` do it; it takes no argument for it.
    """

    def register_view(view: Any) -> Any:  # noqa: ANN401 - a view of any arguments
        bp.add_url_rule(rule, view.__name__, view)

        def add(state: BlueprintSetupState) -> None:
            path = f"{state.url_prefix or ''}/{rule.strip('/')}".rstrip("/")
            # A list's own path ends in a slash: its data is found with it and without.
            for before in (path, f"{path}/") if rule == "/" else (path,):
                state.app.add_url_rule(
                    f"{before}.<any({forms}):suffix>", f"{bp.name}.{view.__name__}", view
                )

        bp.record(add)
        return view

    return register_view


def _note_suffix(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.suffix = (values or {}).pop("suffix", "html")


def register(app: Flask) -> None:
    """Keep the suffix of an address away from the views."""
    app.url_value_preprocessor(_note_suffix)
