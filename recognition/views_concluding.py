"""The conclusion on a dossier by the head of its team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError, Overtaken
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from recognition.appraising import dossier_of
from recognition.concluding import conclude, why_not_conclude
from recognition.dossier_lines import percent_in_words, seats_in_words, verdict_in_words
from recognition.forms_concluding import ConclusionForm


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    registration, dossier = _asked(request, pk)
    refusal = why_not_conclude(request.user, dossier)
    if dossier is None or (refusal and request.method != "POST"):
        raise PermissionDenied(refusal)
    said, held = dossier.verdict, dossier.conclusion
    start = {
        "outcome": held.outcome if held else said.outcome,
        "reason": held.reason if held else "",
        "on": timezone.localdate(),
    } | ConclusionForm.told(dossier.state)
    form, status = ConclusionForm(request.POST if request.method == "POST" else None, initial=start), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                conclude(
                    by=request.user,
                    registration=registration,
                    outcome=form.cleaned_data["outcome"],
                    reason=form.cleaned_data["reason"],
                    on=form.cleaned_data["on"],
                    entered_on=timezone.localdate(),
                    seen=form.seen(),
                )
                messages.success(request, _("Đã ghi kết luận của tổ thẩm định."))
                return redirect("recognition:score", pk=pk)
            except Overtaken as overtaken:
                registration, dossier = _asked(request, pk)
                form.renew(dossier.state, overtaken.sentence)
                status = 409
            except NotAllowed as refused:
                raise PermissionDenied(refused.sentence) from None
            except DomainError as refused:
                for error in getattr(refused, "errors", [refused]):
                    form.add_error(error.field if error.field in form.fields else None, error.sentence)
        elif refusal:
            raise PermissionDenied(refusal)
    return _page(request, registration, dossier, form, status)


def _asked(request, pk: int):
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related("model", "unit__parent__parent", "organisation", "desk"), pk=min(pk, 2**62)
    )
    return registration, dossier_of(registration)


def _page(request, registration, dossier, form, status: int) -> HttpResponse:
    page = reverse("recognition:score", args=[registration.pk])
    thresholds = dossier.criteria_set
    context = {
        "title": _("Kết luận: %(code)s") % {"code": registration.model.code},
        "registration": registration,
        "dossier": dossier,
        "form": form,
        "seats": seats_in_words(dossier),
        "verdict": verdict_in_words(dossier),
        "recognised_from": percent_in_words(thresholds.recognised_from) if thresholds else "",
        "exemplary_from": percent_in_words(thresholds.exemplary_from) if thresholds and thresholds.exemplary_from else "",
        "crumbs": [
            {"label": dossier.team.name, "url": reverse("recognition:team", args=[dossier.team.pk])},
            {"label": registration.model.code, "url": page},
        ],
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/conclusion.html", context, status=status)
