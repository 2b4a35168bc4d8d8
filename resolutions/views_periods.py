"""Reporting periods, and the calendar of what falls due: reviews of documents and last days for reports."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from models_registry.page_links import page_links, page_number
from resolutions.deed_pages import deed_page, refused_in_words
from resolutions.forms_targets import CutOffForm, PeriodForm
from resolutions.models import Document, ReportingPeriod
from resolutions.periods import move_cut_off, open_period
from resolutions.reviews import reviews_of
from resolutions.rights import may_keep_for, require_keeping
from resolutions.seen import crumbs_of
from resolutions.views import may_record

PAGE_SIZE = 50
YEARS_AHEAD = 3
_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """Periods the person reports by, the latest first."""
    found = ReportingPeriod.objects.visible_to(request.user)
    page, last = page_number(request.GET), max(1, -(-found.count() // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    shown = list(found.select_related("unit")[start : start + PAGE_SIZE])
    context = {
        "title": _("Kỳ báo cáo chỉ tiêu"),
        "crumbs": crumbs_of(),
        "lines": [{"period": p, "may_move": may_keep_for(request.user, p.unit)} for p in shown],
        "may_open": may_record(request.user),
        "pages": page_links(page, last, lambda n: f"{request.path}?page={n}") | {"label": ""},
        "context_bar": None,
    }
    return render(request, "resolutions/periods.html", context)


@_methods
def open_(request: HttpRequest) -> HttpResponse:
    if not may_record(request.user):
        raise PermissionDenied(_("Mở kỳ báo cáo là việc của người nhập liệu hoặc người duyệt của đơn vị."))
    return deed_page(
        request,
        PeriodForm(request.POST or None, by=request.user, initial={"kind": "year"}),
        lambda **told: open_period(by=request.user, **told),
        title=_("Mở kỳ báo cáo"),
        button=_("Mở kỳ"),
        said=_("Đã mở kỳ báo cáo."),
        back=reverse("resolutions:periods"),
        crumbs=_crumbs(),
    )


@_methods
def move(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(ReportingPeriod.objects.visible_to(request.user).select_related("unit"), pk=pk)
    with refused_in_words():
        require_keeping(request.user, held.unit)
    return deed_page(
        request,
        CutOffForm(request.POST or None, initial={"cut_off": held.cut_off, "version": held.version}),
        lambda **told: move_cut_off(by=request.user, period=held, **told),
        title=_("Đổi hạn gửi"),
        button=_("Lưu"),
        said=_("Đã đổi hạn gửi."),
        back=reverse("resolutions:periods"),
        lead=held.name,
        crumbs=_crumbs(),
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls due in the year of the context bar and the two after it, month by month."""
    year, today = request.context_bar.year_to, timezone.localdate()
    first, last = date(year, 1, 1), date(year + YEARS_AHEAD - 1, 12, 31)
    lines = [
        {"on": r.on, "words": r.words, "what": str(r.document), "url": reverse("resolutions:document", args=[r.document.pk])}
        for r in reviews_of(Document.objects.visible_to(request.user).reviewed(), first, last)
    ]
    cut_offs = ReportingPeriod.objects.visible_to(request.user).filter(cut_off__range=(first, last))
    lines += [
        {"on": p.cut_off, "words": _("Hạn gửi báo cáo"), "what": p.name, "url": reverse("resolutions:periods")}
        for p in cut_offs
    ]
    years: dict[int, list] = {y: [] for y in range(first.year, last.year + 1)}
    for line in sorted(lines, key=lambda line: line["on"]):
        years[line["on"].year].append(line | {"past": line["on"] < today})
    context = {
        "title": _("Lịch sơ kết, tổng kết và hạn báo cáo"),
        "crumbs": crumbs_of(),
        "years": [{"year": y, "lines": found} for y, found in years.items()],
    }
    return render(request, "resolutions/calendar.html", context)


def _crumbs() -> list[dict]:
    return [*crumbs_of(), {"label": _("Kỳ báo cáo chỉ tiêu"), "url": reverse("resolutions:periods")}]
