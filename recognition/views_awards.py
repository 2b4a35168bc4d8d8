"""Awards: what was granted in the context bar's years to the models of its unit."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from models_registry.page_links import page_links, page_number
from recognition.filters import AwardFilter
from recognition.sections import section_tabs
from recognition.views import chips_of, page_label
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
SHOWN = ("search", "form_of_award", "recipient_kind", "field")
_CONTEXT = ("within", "year", "year_from", "year_to", "geography")


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Standing awards, newest first, and the same as a file."""
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n not in (*_CONTEXT, "page")} | bar.parameters()
    filters = AwardFilter.asked_by(request.user, asked)
    found = filters.qs
    counted = found.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404

    def url(**changes) -> str:
        held = {n: v for n, v in (asked | changes).items() if v not in (None, "")}
        return f"{request.path}?{urlencode(held)}"

    start = (page - 1) * PAGE_SIZE
    shown = list(
        found.select_related("registration__model", "registration__unit__parent", "decision")[start : start + PAGE_SIZE]
    )
    context = {
        "tabs": section_tabs(request, "awards"),
        "awards": shown,
        "first_number": start,
        "count_label": ngettext("%(n)s lượt khen thưởng", "%(n)s lượt khen thưởng", counted)
        % {"n": format_integer(counted)},
        "question": f"{bar.unit_name} · {bar.period_label}",
        "crumbs": [{"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:decisions")}],
        "filters": [filters.form[name] for name in SHOWN],
        "filter_action": request.path,
        "carried": [(n, v) for n, v in asked.items() if n not in SHOWN and v],
        "chips": chips_of(filters, asked, url, SHOWN),
        "clear_url": f"{request.path}?{urlencode({n: v for n, v in asked.items() if n in _CONTEXT})}",
        "pages": page_links(page, last, lambda number: url(page=number))
        | {"label": page_label(start, len(shown), counted)},
        "export_url": _export_url(asked),
        "refusals": filters.refusals(),
        "empty_title": _("Chưa có khen thưởng nào"),
        "empty_text": _("Khen thưởng được ghi khi ký quyết định khen thưởng; hãy đổi năm hoặc đơn vị ở thanh phía trên."),
    }
    return render(request, "recognition/award_list.html", context, status=400 if filters.refusals() else 200)


def _export_url(asked: dict) -> str:
    try:
        return f"{reverse('reports:award_export')}?{urlencode({n: v for n, v in asked.items() if v})}"
    except NoReverseMatch:
        return ""
