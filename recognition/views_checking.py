"""The yearly check: all models of a unit on one page, and the checks of one model."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.scoping import may_change, may_register
from audit.errors import DomainError
from models_registry.models import MobilizationModel, Registration
from models_registry.page_links import page_links, page_number
from models_registry.registration import NotAllowed
from models_registry.views_detail import crumbs_of
from recognition.carried_out import carried_out
from recognition.checking import Finding, check_models
from recognition.choices import CheckState
from recognition.forms_checking import CheckDayForm, CheckForm
from recognition.models import YearlyCheck
from recognition.sections import section_tabs
from recognition.unchecked import CHECKED, STOPPED, UNCHECKED, keep, recognised_models
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
GROUPS = {
    UNCHECKED: gettext_lazy("Chưa kiểm tra năm nay"),
    CHECKED: gettext_lazy("Đã kiểm tra"),
    STOPPED: gettext_lazy("Đã dừng từ trước"),
}
_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def checks(request: HttpRequest) -> HttpResponse:
    """The recognised models of the context bar's unit, checked or not in its last year; those found are written at once."""
    bar = request.context_bar
    year = bar.year_to
    found = recognised_models(request.user, year=year, within=bar.unit)
    group = request.GET.get("group", UNCHECKED)
    if group not in GROUPS:
        raise Http404
    form, status = CheckDayForm(request.POST or None, initial={"on": timezone.localdate()}), 200
    if request.method == "POST":
        if not may_register(request.user):
            raise PermissionDenied(_("Kiểm tra hằng năm là việc của người nhập liệu của đơn vị."))
        status = 422
        findings = _findings(request, found)
        if form.is_valid() and not findings:
            form.add_error(None, _("Hãy chọn tình trạng của ít nhất một mô hình."))
        if form.is_valid():
            try:
                rows = check_models(
                    by=request.user, year=year, findings=findings, on=form.cleaned_data["on"], entered_on=timezone.localdate()
                )
                request.session["just_checked"] = len(rows)
                return redirect(request.get_full_path())
            except NotAllowed as refused:
                raise PermissionDenied(refused.sentence) from None
            except DomainError as refused:
                form.take_refusals(refused)
    return render(request, "recognition/checks.html", _page(request, found, group, form), status=status)


def _findings(request, found) -> list[Finding]:
    """What was chosen for models that the person sees; boxes of others are left out."""
    chosen = {n.removeprefix("state-"): v for n, v in request.POST.items() if n.startswith("state-") and v}
    keys = {int(k) for k in chosen if k.isascii() and k.isdigit() and len(k) < 18}
    findings = []
    for row in found.filter(pk__in=keys).order_by("unit__position", "id"):
        seen = request.POST.get(f"seen-{row.pk}", "")
        findings.append(
            Finding(
                registration=row,
                state=chosen[str(row.pk)],
                reason=request.POST.get(f"reason-{row.pk}", ""),
                seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None,
            )
        )
    return findings


def _page(request, found, group: str, form) -> dict:
    bar, year = request.context_bar, request.context_bar.year_to
    here = keep(found, group, year)
    sizes = {key: keep(found, key, year).order_by().count() for key in GROUPS}
    page, last = page_number(request.GET), max(1, -(-sizes[group] // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    rows = list(here.select_related("model", "unit__parent").order_by("unit__position", "id")[start : start + PAGE_SIZE])
    held = YearlyCheck.objects.standing().filter(model_id__in=[r.model_id for r in rows], year__lte=year)
    last_checks = {c.model_id: c for c in held.order_by("year", "id")}
    for row in rows:
        row.check = last_checks.get(row.model_id)
        row.seen = row.check.pk if row.check and row.check.year == year else ""
        row.may_check = may_change(request.user, row)
        row.chosen = request.POST.get(f"state-{row.pk}", "")
        row.typed = request.POST.get(f"reason-{row.pk}", "")

    def url(**changes) -> str:
        return bar.link(request.path, **({"group": group} | changes))

    checked = request.session.pop("just_checked", None)
    return {
        "title": _("Kiểm tra hằng năm"),
        "lead": _("Mô hình đã công nhận các năm trước còn hoạt động không, năm %(year)s. Chưa kiểm tra thì chưa kết luận gì.")
        % {"year": year},
        "tabs": section_tabs(request, "checks"),
        "groups": [
            {"label": label, "count": sizes[key], "url": url(group=key), "here": key == group}
            for key, label in GROUPS.items()
        ],
        "rows": rows,
        "year": year,
        "form": form,
        "states": CheckState.choices,
        "may_check": any(row.may_check for row in rows) and group != STOPPED,
        "question": f"{bar.unit_name} · {year}",
        "pages": page_links(page, last, lambda number: url(page=number))
        | {
            "label": _("%(first)s–%(last)s trong %(all)s")
            % {
                "first": format_integer(start + 1 if rows else 0),
                "last": format_integer(start + len(rows)),
                "all": format_integer(sizes[group]),
            }
        },
        "just_saved": ngettext("Đã ghi kiểm tra %(n)s mô hình.", "Đã ghi kiểm tra %(n)s mô hình.", checked)
        % {"n": format_integer(checked)}
        if checked
        else "",
    }


@_ENTERING
def check_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The checks of one model, and one more; a year checked already is checked again, and keeps its former row."""
    today = timezone.localdate()
    held = get_object_or_404(MobilizationModel.objects.visible_to(request.user), pk=pk)
    seen = Registration.objects.visible_to(request.user).counted().recognised().filter(model=held)
    registration = seen.select_related("model", "unit__parent__parent").order_by("-year", "-id").first()
    if registration is None:
        raise PermissionDenied(_("Mô hình này chưa được công nhận nên không có gì để kiểm tra."))
    if not may_change(request.user, registration):
        raise PermissionDenied(_("Kiểm tra hằng năm là việc của người nhập liệu của đơn vị."))
    checks_of = list(held.yearly_checks.standing().select_related("by").order_by("-year"))
    years = list(range(today.year, min(registration.year, today.year) - 1, -1))
    of_this_year = next((c.pk for c in checks_of if c.year == today.year), None)
    first = {"year": today.year, "on": today, "seen": of_this_year}
    form, status = CheckForm(request.POST or None, years=years, initial=first), 200
    page = reverse("models_registry:detail", args=[registration.pk])
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            # Another year chosen than the one shown first: what the page showed of that year is what was seen.
            shown = {c.year: c.pk for c in checks_of}
            finding = Finding(
                registration=registration,
                state=given["state"],
                reason=given["reason"],
                seen=given["seen"] if given["year"] == today.year else shown.get(given["year"]),
            )
            told = {"by": request.user, "year": given["year"], "on": given["on"], "entered_on": today}
            if carried_out(form, lambda: check_models(findings=[finding], **told)):
                return redirect(page)
    context = {
        "title": _("Kiểm tra mô hình %(code)s") % {"code": held.code},
        "lead": held.name,
        "crumbs": [*crumbs_of(registration), {"label": held.code, "url": page}],
        "checks": checks_of,
        "form": form,
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/check_one.html", context, status=status)
