"""One step of one registration: its day and, where it asks for one, its reason."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError, Overtaken
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.views_detail import crumbs_of
from recognition.forms_steps import StepForm
from recognition.workflow import STEPS, advance, why_not


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    wanted = STEPS[step]
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related("model", "unit__parent__parent", "organisation", "desk"), pk=pk
    )
    if request.method != "POST" and (refusal := why_not(request.user, registration, wanted)):
        raise PermissionDenied(refusal)
    today = timezone.localdate()
    form = StepForm(
        request.POST or None, step=wanted, initial={"on": today, "version": registration.version}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                advance(by=request.user, registration=registration, step=step, entered_on=today, **form.cleaned_data)
                request.session["just_saved"] = {"pk": registration.pk, "deed": "advanced"}
                return redirect("models_registry:detail", pk=registration.pk)
            except Overtaken as overtaken:
                form.renew(overtaken)
                status = 409
            except NotAllowed as refused:
                raise PermissionDenied(refused.sentence) from None
            except DomainError as refused:
                form.add_error(refused.field or None, refused.sentence)
    page = reverse("models_registry:detail", args=[pk])
    context = {
        "title": _("%(step)s: %(code)s") % {"step": wanted.label, "code": registration.model.code},
        "registration": registration,
        "crumbs": [*crumbs_of(registration), {"label": registration.model.code, "url": page}],
        "form": form,
        "step": wanted,
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/step.html", context, status=status)
