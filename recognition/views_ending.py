"""Ending one selection as exemplary, or withdrawing one proposal: a day and a reason."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from models_registry.views_detail import crumbs_of
from recognition.carried_out import carried_out
from recognition.exemplary import end_exemplary
from recognition.forms_chosen import EndForm
from recognition.models import Exemplary, Proposal
from recognition.offices import why_not_choose
from recognition.proposing import withdraw_proposal

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def end_chosen(request: HttpRequest, pk: int) -> HttpResponse:
    return _ending(
        request,
        _held(request, Exemplary, pk),
        lambda row, **given: end_exemplary(by=request.user, exemplary=row, **given),
        title=_("Thôi là mô hình tiêu biểu"),
        submit=_("Thôi tiêu biểu"),
        warning=_("Đề nghị khen thưởng còn hiệu lực của mô hình ở cấp này cũng thôi từ ngày ấy. Việc đã ghi vẫn còn trong sổ."),
    )


@_ENTERING
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    return _ending(
        request,
        _held(request, Proposal, pk),
        lambda row, **given: withdraw_proposal(by=request.user, proposal=row, **given),
        title=_("Rút đề nghị khen thưởng"),
        submit=_("Rút đề nghị"),
        warning=_("Đề nghị đã rút vẫn còn trong sổ kèm lý do, nhưng không còn được tính."),
    )


def _held(request, kind, pk: int):
    found = kind.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("registration__model", "registration__unit__parent__parent", "registration__organisation", "unit"),
        pk=pk,
    )


def _ending(request, row, deed, *, title: str, submit: str, warning: str) -> HttpResponse:
    registration, today = row.registration, timezone.localdate()
    refusal = why_not_choose(request.user, registration=registration, level=row.level, on=row.happened_on)
    if request.method != "POST" and refusal:
        raise PermissionDenied(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": refusal})
    form, status = EndForm(request.POST or None, initial={"on": today}), 200
    page = reverse("models_registry:detail", args=[registration.pk])
    if request.method == "POST":
        status = 422
        if form.is_valid() and carried_out(form, lambda: deed(row, entered_on=today, **form.cleaned_data)):
            return redirect(page)
    context = {
        "title": title,
        "lead": registration.model.name,
        "facts": f"{registration.model.code} · {registration.unit.name} · {registration.year} · {row.get_level_display()}",
        "warning": warning,
        "crumbs": [*crumbs_of(registration), {"label": registration.model.code, "url": page}],
        "form": form,
        "submit_label": submit,
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/ending.html", context, status=status)
