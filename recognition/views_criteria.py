"""Criteria sets: the list, one set to read, and drawing up, correcting, copying and putting into use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people import NotYours
from audit.errors import DomainError, Overtaken
from audit.telling import story_of
from recognition.criteria import (
    copy_set,
    create_set,
    edit_set,
    is_named,
    keeps,
    kept_provinces,
    may_keep_criteria,
    put_into_use,
)
from recognition.forms_criteria import CopyForm, HeadForm, NewSetForm, row_errors, rows_of
from recognition.models import CriteriaSet
from recognition.sections import section_tabs
from vietnamese.numbers import format_points

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])
_MORE = 5


@require_safe
def criteria_sets(request: HttpRequest) -> HttpResponse:
    """Every set the person may read, by year; those in use first."""
    found = CriteriaSet.objects.visible_to(request.user).select_related("unit")
    order = {"in_use": 0, "draft": 1, "replaced": 2}
    sets = sorted(found[:400], key=lambda s: (-s.year, s.unit.position, s.level, s.kind, order[s.state], -s.version))
    context = {
        "sets": sets,
        "may_create": may_keep_criteria(request.user),
        "tabs": section_tabs(request, "criteria"),
        "context_bar": None,
    }
    return render(request, "recognition/criteria_list.html", context)


@require_safe
def criteria_set(request: HttpRequest, pk: int) -> HttpResponse:
    held = _held(request, pk)
    criteria = list(held.criteria.all())
    kept = keeps(request.user, held)
    named = is_named(held)
    copy = CopyForm(initial={"year": held.year + 1, "level": held.level, "kind": held.kind})
    context = {
        "set": held,
        "criteria": criteria,
        "total": format_points(sum(c.max_points * c.weight for c in criteria)),
        "crumbs": [_crumb()],
        "may_edit": kept and not named and (held.is_draft or held.is_in_use),
        "may_put_into_use": kept and held.is_draft,
        "may_copy": kept,
        "is_locked": named,
        "copy_form": copy,
        "next_year": held.year + 1,
        "events": story_of(held) if kept else [],
        "context_bar": None,
    }
    return render(request, "recognition/criteria_set.html", context)


@_ENTERING
def create_criteria(request: HttpRequest) -> HttpResponse:
    if not may_keep_criteria(request.user):
        raise PermissionDenied(_("Bộ tiêu chí do người quản trị hoặc người duyệt của tỉnh lập."))
    provinces = list(kept_provinces(request.user))
    start = {"year": timezone.localdate().year, "level": "province", "joining": "mean", "recognised_from": "50"}
    form = NewSetForm(request.POST or None, initial=start, provinces=provinces)
    rows = _rows(request, ())
    if _is_sent(request) and form.is_valid() and rows.is_valid():
        try:
            made = create_set(by=request.user, **form.place(), header=form.header(), items=rows.items())
            messages.success(request, _("Đã lập bộ tiêu chí; xem lại rồi bấm “Áp dụng”."))
            return redirect("recognition:criteria_set", pk=made.pk)
        except DomainError as refused:
            form.take_refusals(refused)
    return _form_page(request, form, rows, title=_("Lập bộ tiêu chí"), crumbs=[_crumb()], cancel=_crumb()["url"])


@_ENTERING
def edit_criteria(request: HttpRequest, pk: int) -> HttpResponse:
    held, status = _kept(request, pk), 0
    form = HeadForm(request.POST or None, initial=HeadForm.values_of(held))
    rows = _rows(request, list(held.criteria.all()))
    page = reverse("recognition:criteria_set", args=[pk])
    if _is_sent(request) and form.is_valid() and rows.is_valid():
        try:
            edit_set(
                by=request.user, criteria_set=held, edition=form.cleaned_data["version"], header=form.header(),
                items=rows.items(),
            )  # fmt: skip
            messages.success(request, _("Đã lưu bộ tiêu chí."))
            return redirect(page)
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            form.take_refusals(refused)
    crumbs = [_crumb(), {"label": held.name, "url": page}]
    return _form_page(request, form, rows, title=_("Sửa bộ tiêu chí"), crumbs=crumbs, cancel=page, status=status)


@require_POST
def use_criteria(request: HttpRequest, pk: int) -> HttpResponse:
    held = _kept(request, pk)
    try:
        put_into_use(by=request.user, criteria_set=held)
        messages.success(request, _("Bộ tiêu chí này được áp dụng từ bây giờ."))
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return redirect("recognition:criteria_set", pk=pk)


@require_POST
def copy_criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """Another year, level or kind with the same criteria; the same ones again are the next version."""
    held = _kept(request, pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("recognition:criteria_set", pk=pk)
    try:
        made = copy_set(by=request.user, criteria_set=held, **form.cleaned_data)
    except NotYours as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("recognition:criteria_set", pk=pk)
    messages.success(request, _("Đã sao chép thành bản đang soạn; xem lại rồi bấm “Áp dụng”."))
    return redirect("recognition:criteria_set", pk=made.pk)


def _held(request, pk: int) -> CriteriaSet:
    found = CriteriaSet.objects.visible_to(request.user).select_related("unit", "copied_from")
    return get_object_or_404(found, pk=min(pk, 2**62))


def _kept(request, pk: int) -> CriteriaSet:
    held = _held(request, pk)
    if not keeps(request.user, held):
        raise PermissionDenied(
            _("Bộ tiêu chí của %(unit)s do người quản trị hoặc người duyệt của tỉnh ấy giữ.") % {"unit": held.unit.name}
        )
    return held


def _rows(request, criteria):
    sent = request.POST if request.method == "POST" else None
    return rows_of(sent, criteria, _MORE if sent is not None and "more" in sent else 0)


def _is_sent(request) -> bool:
    return request.method == "POST" and "more" not in request.POST


def _form_page(request, form, rows, *, title: str, crumbs: list[dict], cancel: str, status: int = 0) -> HttpResponse:
    sent = _is_sent(request)
    if request.method == "POST" and not sent:
        form.errors.clear()
    wrong = row_errors(rows) if sent else []
    for error in wrong:
        form.add_error(None, error)
    context = {"title": title, "form": form, "rows": rows, "crumbs": crumbs, "cancel_url": cancel, "context_bar": None}
    return render(request, "recognition/criteria_form.html", context, status=status or (422 if sent and form.errors else 200))


def _crumb() -> dict:
    return {"label": pgettext("số nhiều", "Bộ tiêu chí"), "url": reverse("recognition:criteria_sets")}
