"""The unit's assessment of its own model: a form that keeps what was filled in, and sends it with the step."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError, Overtaken
from models_registry.attachments import attach
from models_registry.choices import Stage
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.views_detail import crumbs_of, files_of
from recognition.criteria import set_for
from recognition.forms_scoring import SelfAssessmentForm
from recognition.models import SelfAssessment
from recognition.self_assessing import save_self_assessment, stored_answers
from recognition.workflow import STEPS, advance, why_not


@require_http_methods(["GET", "HEAD", "POST"])
def self_assess(request: HttpRequest, pk: int) -> HttpResponse:
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related("model", "unit__parent__parent", "organisation", "desk"), pk=pk
    )
    if request.method != "POST" and (refusal := why_not(request.user, registration, STEPS["self_assess"])):
        raise PermissionDenied(refusal)
    form = _form(request, registration)
    if request.method != "POST":
        return _page(request, registration, form)
    if not form.is_valid():
        return _page(request, registration, form, status=422)
    try:
        with transaction.atomic():
            held = _saved(request, registration, form)
            if "send" in request.POST:
                return _sent(request, held, form)
        return _done(request, registration, "self_assessment_saved")
    except Overtaken as overtaken:
        return _overtaken(request, overtaken)
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        form.take_refusals(refused)
        return _page(request, registration, form, status=422)


def _overtaken(request, overtaken: Overtaken) -> HttpResponse:
    """The dossier, or the criteria, changed meanwhile: what was typed stays, beside what is there now."""
    form = _form(request, overtaken.current)
    form.is_valid()
    form.data = form.data.copy()
    form.data["version"], form.data["criteria_stamp"] = form.initial["version"], form.initial["criteria_stamp"]
    form.add_error(None, overtaken.sentence)
    return _page(request, overtaken.current, form, status=409)


def _saved(request, registration: Registration, form: SelfAssessmentForm) -> Registration:
    held = save_self_assessment(
        by=request.user,
        registration=registration,
        answers=form.answers(),
        results=form.cleaned_data["results"],
        version=form.cleaned_data["version"],
        criteria_stamp=form.cleaned_data["criteria_stamp"],
        entered_on=timezone.localdate(),
    )
    for upload in form.cleaned_data["files"]:
        attach(by=request.user, registration=held, upload=upload)
    return held


def _sent(request, held: Registration, form: SelfAssessmentForm) -> HttpResponse:
    """What was written is kept though the step is refused: it is a savepoint of its own."""
    today = timezone.localdate()
    try:
        with transaction.atomic():
            advance(
                by=request.user,
                registration=held,
                step="self_assess",
                on=form.cleaned_data["on"] or today,
                entered_on=today,
            )
    except DomainError as refused:
        form.data = form.data.copy()
        form.data["version"] = held.version
        form.take_refusals(refused)
        return _page(request, held, form, status=422, is_kept=True)
    return _done(request, held, "advanced")


def _form(request, registration: Registration) -> SelfAssessmentForm:
    applying = set_for(registration)
    mine = SelfAssessment.objects.filter(registration=registration).first()
    return SelfAssessmentForm(
        request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
        criteria=list(applying.criteria.all()) if applying else [],
        answers=stored_answers(mine) if mine else {},
        text_label=_("Minh chứng"),
        initial={
            "results": registration.results,
            "version": registration.version,
            "criteria_stamp": applying.stamp if applying else "",
            "on": timezone.localdate(),
        },
    )


def _page(request, registration: Registration, form, *, status: int = 200, is_kept: bool = False) -> HttpResponse:
    page = reverse("models_registry:detail", args=[registration.pk])
    context = {
        "title": _("Tự đánh giá: %(code)s") % {"code": registration.model.code},
        "registration": registration,
        "criteria_set": set_for(registration),
        "form": form,
        "attachments": files_of(registration),
        "is_kept": is_kept,
        "may_send": registration.stage == Stage.IMPLEMENTING,
        "crumbs": [*crumbs_of(registration), {"label": registration.model.code, "url": page}],
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/self_assessment.html", context, status=status)


def _done(request, registration: Registration, deed: str) -> HttpResponse:
    request.session["just_saved"] = {"pk": registration.pk, "deed": deed}
    return redirect("models_registry:detail", pk=registration.pk)
