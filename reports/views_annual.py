"""The annual report: looked at on a page, taken away as a workbook."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.annual import APPENDICES, annual_report, export_annual, file_name
from reports.annual_preview import preview
from reports.as_of import asked_day
from reports.dashboard_scope import Scope, scope_of
from reports.views_register import XLSX
from vietnamese.dates import format_date


@require_safe
def annual_page(request: HttpRequest) -> HttpResponse:
    """The report of what the context bar shows, sheet by sheet, before it is exported."""
    scope = _scope(request)
    shown = preview(annual_report(scope, made_on=scope.today)) if scope else []
    day = {"as_of": scope.as_of} if scope and scope.as_of else {}
    url = request.context_bar.link(reverse("reports:annual_export"), **day) if shown else ""
    for sheet in shown:
        appendix = sheet["number"].removeprefix("Phụ lục ")
        sheet["alone_url"] = f"{url}&bieu={appendix}" if appendix in APPENDICES else ""
    question = f"{scope.name} · {scope.period} · {scope.geography}" if scope else ""
    if day:
        question += " · " + _("tính đến %(day)s") % {"day": format_date(scope.as_of)}
    return render(request, "reports/annual.html", {"sheets": shown, "export_url": url, "question": question})


@require_safe
def annual_export(request: HttpRequest) -> HttpResponse:
    """The same report as a workbook; with `bieu`, one appendix of it as a paper of its own."""
    scope, appendix = _scope(request), request.GET.get("bieu", "")
    if appendix and appendix not in APPENDICES:
        raise Http404
    if scope is None:
        return annual_page(request)
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    if export_annual(scope, out, made_on=scope.today, by=request.user, appendix=appendix) is None:
        out.close()
        raise Http404
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=file_name(scope, appendix), content_type=XLSX)


def _scope(request: HttpRequest) -> Scope | None:
    """What the report is about; None for a person who holds no unit."""
    bar = request.context_bar
    today, as_of = timezone.localdate(), asked_day(request)
    return scope_of(request.user, bar.unit, bar.year_from, bar.year_to, bar.on, today=today, as_of=as_of)
