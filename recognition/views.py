"""Decisions: their list, one of them with what it recognises, and writing down one of a finished year."""

from collections import Counter
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from accounts.deciding import may_decide, may_follow, may_offer, why_not_decide
from audit.telling import story_of
from models_registry.choices import ActivityField, Level
from models_registry.page_links import page_links, page_number
from recognition.choices import FIRST_KINDS, AwardForm, DecisionKind
from recognition.filters import DecisionFilter
from recognition.models import Decision, DecisionLine
from recognition.ordering import newest_first
from recognition.outcomes import corrections_of, sees_whole, what_it_did, with_outcomes
from recognition.papers.certificates import gives_certificates
from recognition.sections import section_tabs
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
SHOWN = ("search", "decision_kind", "state", "level", "field", "kind")
_CONTEXT = ("within", "year", "year_from", "year_to", "geography")
_COLUMNS = (
    ("number", "number", False),
    ("kind", "", False),
    ("signed_on", "signed_on", True),
    ("issuing_body", "", False),
    ("unit", "unit", False),
    ("recognised", "", True),
)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions signed in the context bar's years that concern its unit."""
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n not in (*_CONTEXT, "page")} | bar.parameters()
    filters = DecisionFilter.asked_by(request.user, asked)
    found = filters.qs
    if not asked.get("ordering"):
        found = found.order_by(*newest_first())
    counted = found.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404

    def url(**changes) -> str:
        held = {n: v for n, v in (asked | changes).items() if v not in (None, "")}
        return f"{request.path}?{urlencode(held)}"

    start = (page - 1) * PAGE_SIZE
    shown = list(found.with_sizes(request.user).with_fate().select_related("unit")[start : start + PAGE_SIZE])
    plain = {n: v for n, v in asked.items() if n in _CONTEXT}
    context = {
        "decisions": shown,
        "count_label": ngettext("%(n)s quyết định", "%(n)s quyết định", counted)
        % {"n": format_integer(counted)},
        "question": f"{bar.unit_name} · {bar.period_label}",
        "columns": _columns(asked.get("ordering", ""), url),
        "filters": [filters.form[name] for name in SHOWN],
        "filter_action": request.path,
        "carried": [(n, v) for n, v in asked.items() if n not in SHOWN and v],
        "chips": chips_of(filters, asked, url, SHOWN),
        "clear_url": f"{request.path}?{urlencode(plain)}",
        "pages": page_links(page, last, lambda number: url(page=number))
        | {"label": page_label(start, len(shown), counted)},
        "refusals": filters.refusals(),
        "tabs": section_tabs(request, "decisions"),
        "may_record": may_decide(request.user),
        "kinds": [{"key": kind.value, "label": kind.label} for kind in FIRST_KINDS],
        "empty_title": _("Chưa có quyết định nào"),
        "empty_text": _("Đổi năm hoặc đơn vị ở thanh phía trên, hoặc ghi một quyết định đã ban hành."),
        "empty_action": {"url": reverse("recognition:create"), "label": _("Ghi quyết định")}
        if may_decide(request.user)
        else None,
    }
    return render(
        request, "recognition/decision_list.html", context, status=400 if filters.refusals() else 200
    )


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision and those of its registrations that the person sees."""
    found = Decision.objects.visible_to(request.user).with_fate()
    held = get_object_or_404(found.select_related("unit", "created_by", "amends"), pk=pk)
    lines = DecisionLine.objects.visible_to(request.user).filter(decision=held)
    fields, levels, forms, total = Counter(), Counter(), Counter(), 0
    for field, level, form in lines.values_list("registration__field", "level", "form"):
        fields[field] += 1
        levels[level] += 1
        forms[form] += 1
        total += 1
    page, last = page_number(request.GET), max(1, -(-total // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    rows = lines.in_order().select_related("registration__model", "registration__unit__parent")
    shown = with_outcomes(held, list(rows[start : start + PAGE_SIZE]))
    writes = held.is_signed and not why_not_decide(request.user, held.unit, held.signed_on)
    offers = request.user.is_superuser or may_offer(request.user, held.unit)
    changed = Decision.objects.visible_to(request.user).filter(amends=held).order_by("id")
    whole = sees_whole(request.user, held)
    context = {
        "decision": held,
        "crumbs": [{"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:decisions")}],
        "lines": shown,
        "first_number": start,
        "pages": page_links(page, last, lambda number: f"{request.path}?page={number}")
        | {"label": page_label(start, len(shown), total)}
        if last > 1
        else None,
        "by_field": [
            {"key": key, "label": label, "figure": fields[key]}
            for key, label in ActivityField.choices
            if fields[key]
        ],
        "by_level": [{"label": label, "figure": levels[key]} for key, label in Level.choices if levels[key]]
        + [{"label": label, "figure": forms[key]} for key, label in AwardForm.choices if forms[key]],
        "total": total,
        "did": what_it_did(request.user, held),
        "changes": changed,
        "corrections": corrections_of([held, *changed]),
        "scans": list(held.scans.select_related("added_by")) if whole else [],
        # What was filed with the paper is named in its history too.
        "events": story_of(held) if whole else [],
        "is_draft": not held.is_signed,
        "may_add": writes and held.kind == DecisionKind.RECOGNITION and not held.is_annulled and not held.was_drafted,
        "may_edit": offers and not held.is_signed,
        "may_list": offers and not held.is_signed and held.kind != DecisionKind.ANNULMENT,
        "may_change": held.is_signed and not held.is_change and not held.is_annulled and may_follow(request.user, held.unit),
        "may_scan": writes,
        "may_print": whole,
        "has_certificates": held.is_signed and whole and total and gives_certificates(held) and not held.is_annulled,
        "just_saved": _just_saved(request, held),
    }
    return render(request, "recognition/decision_detail.html", context)


def require_decider(request) -> None:
    if not may_decide(request.user):
        raise PermissionDenied(
            _("Ghi quyết định là việc của người duyệt; người nhập liệu ghi bù quyết định của các năm đã xong.")
        )


def _columns(asked: str, url) -> list[dict]:
    labels = {
        "number": _("Số, ký hiệu"),
        "kind": _("Loại"),
        "signed_on": _("Ngày ký"),
        "issuing_body": _("Cơ quan ban hành"),
        "unit": _("Đơn vị"),
        "recognised": _("Số dòng trong danh sách"),
    }
    return [
        {
            "key": key,
            "label": labels[key],
            "numeric": numeric,
            "sort_url": url(ordering=f"-{sorting}" if asked == sorting else sorting) if sorting else "",
            "sorted": {sorting: "ascending", f"-{sorting}": "descending"}.get(asked, "") if sorting else "",
        }
        for key, sorting, numeric in _COLUMNS
    ]


def chips_of(filters, asked: dict, url, shown) -> list[dict]:
    """The conditions that narrow the list, each with the address that drops it."""
    chips = []
    for name in shown:
        value = asked.get(name)
        if value and not filters.form.errors.get(name):
            field = filters.form.fields[name]
            word = dict(getattr(field, "choices", ())).get(value, value)
            label = f"“{value}”" if name == "search" else f"{field.label}: {word}"
            chips.append({"label": label, "remove_url": url(**{name: None})})
    return chips


def page_label(start: int, shown: int, total: int) -> str:
    """ "51–100 trong 123" """
    return _("%(first)s–%(last)s trong %(all)s") % {
        "first": format_integer(start + 1 if shown else 0),
        "last": format_integer(start + shown),
        "all": format_integer(total),
    }


def _just_saved(request, held: Decision) -> dict | None:
    said = request.session.get("just_decided")
    if not said or said.get("pk") != held.pk:
        return None
    del request.session["just_decided"]
    if said.get("signed"):
        return {"title": _("Đã ký quyết định %(number)s.") % {"number": held.number}, "text": ""}
    if not said["recognised"]:
        return {"title": _("Đã ghi quyết định %(number)s.") % {"number": held.number}, "text": ""}
    text = _("Công nhận thêm %(n)s mô hình.") % {"n": format_integer(said["recognised"])}
    return {"title": _("Đã ghi vào sổ."), "text": text}
