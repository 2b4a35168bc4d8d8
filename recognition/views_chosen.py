"""The lists of what was chosen as exemplary and of what was proposed for commendation."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from models_registry.page_links import page_links, page_number
from recognition.filters_chosen import ExemplaryFilter, ProposalFilter
from recognition.offices import may_choose, why_not_choose
from recognition.sections import section_tabs
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
_CONTEXT = ("within", "year", "year_from", "year_to", "geography")


@require_safe
def exemplary_list(request: HttpRequest) -> HttpResponse:
    """Exemplary registrations of the context bar's unit and years."""
    context = _listed(request, ExemplaryFilter, "reports:exemplary_export")
    n = context.pop("counted")
    context |= {
        "title": _("Mô hình tiêu biểu"),
        "lead": _("Chọn trong số đã được công nhận ở cùng cấp; thôi thì ghi ngày và lý do, không xóa."),
        "count_label": ngettext("%(n)s mô hình tiêu biểu", "%(n)s mô hình tiêu biểu", n) % {"n": format_integer(n)},
        "tabs": section_tabs(request, "exemplary"),
        "action": {"url": reverse("recognition:choose"), "label": _("Chọn tiêu biểu")},
        "end_url_name": "recognition:end_exemplary",
        "end_label": _("Thôi tiêu biểu"),
        "empty_title": _("Chưa có mô hình tiêu biểu nào"),
        "empty_text": _("Đổi năm hoặc đơn vị ở thanh phía trên, hoặc chọn trong số đã được công nhận."),
    }
    return _page(request, context)


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals for commendation of the context bar's unit and years."""
    context = _listed(request, ProposalFilter, "reports:proposals_export")
    n = context.pop("counted")
    context |= {
        "title": _("Đề nghị khen thưởng"),
        "lead": _("Lập từ danh sách tiêu biểu ở cùng cấp; rút thì ghi ngày và lý do, không xóa."),
        "count_label": ngettext("%(n)s đề nghị", "%(n)s đề nghị", n) % {"n": format_integer(n)},
        "tabs": section_tabs(request, "proposals"),
        "action": {"url": reverse("recognition:propose"), "label": _("Lập đề nghị")},
        "end_url_name": "recognition:withdraw_proposal",
        "end_label": _("Rút đề nghị"),
        "with_award": True,
        "empty_title": _("Chưa có đề nghị khen thưởng nào"),
        "empty_text": _("Đổi năm hoặc đơn vị ở thanh phía trên, hoặc lập đề nghị từ danh sách tiêu biểu."),
    }
    return _page(request, context)


def _page(request, context: dict) -> HttpResponse:
    context["may_choose"] = may_choose(request.user)
    context["empty_action"] = context["action"] if context["may_choose"] else None
    context["just_saved"] = request.session.pop("just_chosen", None)
    return render(request, "recognition/chosen_list.html", context, status=400 if context["refusals"] else 200)


def _listed(request, filterset, export_name: str) -> dict:
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n not in (*_CONTEXT, "page")} | bar.parameters()
    filters = filterset.asked_by(request.user, asked)
    found = filters.qs
    counted = found.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404

    def query(**changes) -> str:
        return urlencode({n: v for n, v in (asked | changes).items() if v not in (None, "")})

    start = (page - 1) * PAGE_SIZE
    rows = found.select_related(
        "registration__model", "registration__unit__parent__parent", "registration__organisation", "unit"
    )
    shown = list(rows[start : start + PAGE_SIZE])
    for row in shown:
        row.may_end = row.ended_on is None and not why_not_choose(
            request.user, registration=row.registration, level=row.level, on=row.happened_on
        )
    label = _("%(first)s–%(last)s trong %(all)s") % {
        "first": format_integer(start + 1 if shown else 0),
        "last": format_integer(start + len(shown)),
        "all": format_integer(counted),
    }
    plain = {n: v for n, v in asked.items() if n in _CONTEXT}
    return {
        "rows": shown,
        "counted": counted,
        "first_number": start,
        "question": f"{bar.unit_name} · {bar.period_label}",
        "filters": [filters.form[name] for name in filterset.shown],
        "filter_action": request.path,
        "carried": [(n, v) for n, v in asked.items() if n not in filterset.shown and v],
        "chips": [
            {"label": words, "remove_url": f"{request.path}?{query(**{name: None})}"}
            for name, words in filters.narrowed_by()
        ],
        "clear_url": f"{request.path}?{urlencode(plain)}",
        "pages": page_links(page, last, lambda number: f"{request.path}?{query(page=number)}") | {"label": label},
        "export_url": _export_url(export_name, query()),
        "refusals": filters.refusals(),
    }


def _export_url(name: str, query: str) -> str:
    try:
        return f"{reverse(name)}?{query}"
    except NoReverseMatch:
        return ""
