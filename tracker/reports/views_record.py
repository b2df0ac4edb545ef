"""The pages of reports, and the same as data."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tracker.dates import spanning
from tracker.errors import Refused
from tracker.formats.spreadsheets import spreadsheet
from tracker.record.moments import moment_of
from tracker.reports import (
    network_files,
    pages_activity,
    pages_agreement,
    pages_compare,
    pages_contradictions,
    pages_coverage,
    pages_matrix,
    pages_network,
    pages_polarisation,
    pages_shifts,
    pages_timeline,
    pages_unity,
    pages_verdicts,
)
from tracker.reports.asking import (
    active_filters,
    address_in,
    filters_of,
    named_in,
    statements_of,
    without_filters,
)
from tracker.reports.catalogue import CATALOGUE, REPORTS, Report, revision_told
from tracker.reports.charts import images
from tracker.reports.charts.chart import Chart
from tracker.reports.charts.drawn import CHARTS, chart_of
from tracker.reports.charts.tongue import Tongue
from tracker.reports.citing import Cited, cite
from tracker.reports.compare import Unchosen
from tracker.reports.filters import Filters
from tracker.reports.forms import FORMS, FiltersForm
from tracker.vocabulary import AccountRole, Level
from tracker.web.access import not_for, viewer
from tracker.web.listing import (
    Column,
    answer_csv,
    answer_json,
    argument,
    data_route,
    json_value,
    suffix,
)
from tracker.web.locale import catalogue, language
from tracker.web.locale import gettext as _
from tracker.web.problems import problem_page
from tracker.web.session import session

bp = Blueprint("record_reports", __name__, url_prefix="/reports")

# What a page shows besides the rows, by the name of its report; `also_active`: filters of its own.
PAGES: Mapping[str, Callable[[Any, Filters], dict[str, Any]]] = {
    "matrix": pages_matrix.shown,
    "network": pages_network.shown,
    "shifts": pages_shifts.shown,
    "contradictions": pages_contradictions.shown,
    "compare": pages_compare.shown,
    "polarisation": pages_polarisation.shown,
    "timeline": pages_timeline.shown,
    "unity": pages_unity.shown,
    "verdicts": pages_verdicts.shown,
    "coverage": pages_coverage.shown,
    "activity": pages_activity.shown,
    "agreement": pages_agreement.shown,
}
# What the JSON tells besides the rows.
_BESIDES: Mapping[str, Callable[[Any], dict[str, Any]]] = {"agreement": pages_agreement.units}
# Files that only a page offers.
_FILES: Mapping[str, Mapping[str, Callable[[Any], bytes]]] = {
    "network": {
        "nodes.csv": network_files.nodes_csv,
        "matrix.csv": network_files.matrix_csv,
        "svg": pages_network.svg_of,
    }
}
_FORMS = ("csv", "xlsx", "json")
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "nodes.csv": "text/csv; charset=utf-8",
    "matrix.csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """Which reports there are."""
    told = [each for each in CATALOGUE if viewer().reaches(each.least)]
    return render_template("reports/index.html", section="reports", reports=told)


def answer(asked: Report) -> ResponseReturnValue:
    """One report in the form that was asked for; what cannot be asked is told beside its field."""
    least = asked.least_for([name for name in asked.options if argument(name)])
    if least is not AccountRole.READER and (kept_out := not_for(least)) is not None:
        return kept_out
    try:
        filters = filters_of(asked)
        if suffix() != "html":
            return _data(asked, asked.build(session(), filters))
        return _page(asked, filters, (asked.overview or asked.build)(session(), filters))
    except Refused as refused:
        if suffix() != "html":
            raise
        return _refused(asked, refused)


def _page(asked: Report, filters: Filters, built: Any) -> str:  # noqa: ANN401 - what any report builds
    named = named_in(filters)
    shown = PAGES[asked.name](built, filters)
    active = [*active_filters(filters, named), *shown.pop("also_active", ())]
    revision = revision_told(session(), built)
    at = moment_of(session(), revision)
    title = "; ".join([_(asked.title), *(each.label for each in active)])
    chart = chart_of(asked.name, built, Tongue(catalogue()))
    return render_template(
        f"reports/{asked.name}.html",
        **_frame(asked),
        form=_form(asked),
        filters=filters,
        named=named,
        active=active,
        clear_url=without_filters(),
        level=filters.holder,
        levels=Level,
        spanning=spanning,
        statements_with=statements_of(filters),
        report=built,
        at=at,
        revision=revision,
        cited=_cited(asked, title, revision),
        address_of=_downloads(asked, chart),
        chart=chart,
        **shown,
    )


def _refused(asked: Report, refused: Refused) -> ResponseReturnValue:
    form = _form(asked)
    asks = isinstance(refused, Unchosen)
    if not asks:
        form.explain(refused)
    why = refused.sentence(_, language())
    return form.shown("reports/_refused.html", **_frame(asked), named={}, question=asks and why)


def _frame(asked: Report) -> dict[str, Any]:
    path = f"{request.script_root}/reports/{asked.name}"
    return {"section": "reports", "asked": asked, "here": path}


def _form(asked: Report) -> FiltersForm:
    return FORMS.get(asked.name, FiltersForm)(request.args)


def _downloads(asked: Report, chart: Chart | None) -> dict[str, str]:
    """The same as files; an image only where one can be made."""
    files, is_drawn = _files(asked), chart is not None and chart.spec is not None
    can_draw = is_drawn and images.can_draw()
    forms = [form for form in _forms(asked) if form in files or form in _FORMS or can_draw]
    return {form: address_in(f"/reports/{asked.name}", form) for form in forms}


def _files(asked: Report) -> Mapping[str, Callable[[Any], bytes]]:
    return {**asked.files, **_FILES.get(asked.name, {})}


def _forms(asked: Report) -> tuple[str, ...]:
    return (*_FORMS, *_files(asked), *(images.FORMS if asked.name in CHARTS else ()))


def _data(asked: Report, built: Any) -> ResponseReturnValue:  # noqa: ANN401 - what any report builds
    form, revision = suffix(), revision_told(session(), built)
    files = _files(asked)
    if form in files:
        return _file(asked, form, files[form](built))
    if form in images.FORMS:
        return _image(asked, form, built)
    if asked.check_form is not None:
        asked.check_form(built, form)
    columns = [Column(name) for name in asked.columns]
    if form == "csv":
        return answer_csv(columns, built.rows)
    rows = [[json_value(column.of(row)) for column in columns] for row in built.rows]
    if form == "xlsx":
        about = _about(_cited(asked, _(asked.title), revision))
        at = moment_of(session(), revision)
        return _file(asked, form, spreadsheet(asked.columns, rows, about, at))
    told = [dict(zip(asked.columns, row, strict=True)) for row in rows]
    besides = _BESIDES[asked.name](built) if asked.name in _BESIDES else {}
    return answer_json({"report": asked.name, "revision": revision, "rows": told, **besides})


def _cited(asked: Report, title: str, revision: int) -> Cited:
    at = moment_of(session(), revision)
    return cite(asked.name, title, revision, at, knows_past=asked.knows_past)


def _image(asked: Report, form: str, built: Any) -> ResponseReturnValue:  # noqa: ANN401 - what any report builds
    if not images.can_draw():
        return problem_page(404, _(images.MISSING), _("There is no such image"))
    chart = chart_of(asked.name, built, Tongue(catalogue()))
    return _file(asked, form, images.draw(chart, form))


def _about(cited: Cited) -> dict[str, str]:
    return {_("Cite this view"): cited.line, _("Address"): cited.address}


def _file(asked: Report, form: str, content: bytes) -> ResponseReturnValue:
    response = make_response(content)
    response.content_type = _KINDS[form]
    name = f"{asked.name}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _add_route(asked: Report) -> None:
    view = partial(answer, asked)
    view.__name__ = asked.name  # type: ignore[attr-defined] # the name of its endpoint
    data_route(bp, f"/{asked.name}", ",".join(_forms(asked)))(view)


for _name in PAGES:
    _add_route(REPORTS[_name])
