"""Correcting, withdrawing and placing a registration: load for this person, form, deed, back to the record."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusing import why_not_register
from audit.errors import DomainError, Overtaken
from audit.looking import note_look
from audit.verbs import VIEW_PERSONAL
from models_registry.attachments import attach, with_its_papers
from models_registry.comparing import texts_that_differ
from models_registry.form_sections import sections_of
from models_registry.forms import EditForm, PlaceForm, WithdrawForm
from models_registry.models import Registration
from models_registry.placing import choices_of_place, geography_in_question
from models_registry.registration import NotAllowed, edit, place_by_hand, withdraw
from models_registry.tags_of_models import set_tags
from models_registry.views_detail import crumbs_of, files_of

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def edit_registration(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of what may change. When somebody else was faster: both texts, nothing lost, 409."""
    registration = _to_change(request, pk)
    if request.method != "POST":
        if registration.work_phone:
            note_look(by=request.user, verb=VIEW_PERSONAL, subject=registration)
        return _edit_page(request, registration, EditForm(of=registration))
    form = EditForm(request.POST, request.FILES, of=registration)
    if not form.is_valid():
        return _edit_page(request, registration, form, status=422)
    try:
        with with_its_papers() as attached:
            held = edit(
                by=request.user,
                registration=registration,
                version=form.cleaned_data["version"],
                changes=form.changes(),
                name=form.cleaned_data["name"],
                entered_on=timezone.localdate(),
            )
            if "tags" in form.fields:
                set_tags(by=request.user, registration=held, tags=form.cleaned_data["tags"])
            for upload in form.cleaned_data["files"]:
                attached.append(attach(by=request.user, registration=held, upload=upload))
    except Overtaken as overtaken:
        return _overtaken(request, overtaken.current, form)
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        form.take_refusals(refused)
        return _edit_page(request, registration, form, status=422)
    return _done(request, registration, "edited")


@_ENTERING
def withdraw_registration(request: HttpRequest, pk: int) -> HttpResponse:
    registration, status = _to_change(request, pk), 200
    form = WithdrawForm(request.POST or None, initial={"version": registration.version})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(
                by=request.user,
                registration=registration,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
                version=form.cleaned_data["version"],
            )
            return _done(request, registration, "withdrawn")
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            form.add_error(refused.field or None, refused.sentence)
    return _small_page(request, "withdraw", registration, {"form": form}, status)


@_ENTERING
def place_registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Choosing one of the communes that took part of a divided one."""
    registration, status = _to_change(request, pk), 200
    places = choices_of_place(registration)
    if not places:
        return redirect("models_registry:detail", pk=pk)
    held = registration.hand_unit.key if registration.hand_unit else None
    form = PlaceForm(request.POST or None, places=places, initial={"unit": held, "version": registration.version})
    if request.method == "POST" and form.is_valid():
        try:
            place_by_hand(by=request.user, registration=registration, **form.cleaned_data)
            return _done(request, registration, "placed")
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            form.add_error(refused.field or None, refused.sentence)
    context = {
        "form": form,
        "geography_label": str(geography_in_question()),
        "explanation": _("%(unit)s được chia về %(places)s; không tự suy ra được mô hình này nay ở xã nào.")
        % {"unit": registration.unit.name, "places": ", ".join(unit.name for unit in places)},
    }
    return _small_page(request, "place", registration, context, status)


def _to_change(request, pk: int) -> Registration:
    """The registration for this person: 404 outside her scope, 403 where she only reads."""
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related("model", "unit__parent__parent", "organisation", "hand_unit"), pk=pk
    )
    if refusal := why_not_register(request.user, registration.unit, registration.organisation_id):
        raise PermissionDenied(refusal)
    return registration


def _done(request, registration, deed: str) -> HttpResponse:
    request.session["just_saved"] = {"pk": registration.pk, "deed": deed}
    return redirect("models_registry:detail", pk=registration.pk)


def _edit_page(request, registration, form, *, conflict=None, status=200) -> HttpResponse:
    context = {
        "title": _("Sửa đăng ký năm %(year)s") % {"year": registration.year},
        "lead": f"{registration.model.code} · {registration.unit.name}",
        "crumbs": [
            *crumbs_of(registration),
            {
                "label": registration.model.code,
                "url": reverse("models_registry:detail", args=[registration.pk]),
            },
        ],
        "form": form,
        "hidden_fields": form.hidden_fields(),
        "sections": sections_of(form),
        "cancel_url": reverse("models_registry:detail", args=[registration.pk]),
        "may_draft": False,
        "submit_label": _("Lưu thay đổi"),
        "attachments": files_of(registration),
        "conflict": conflict,
        "context_bar": None,
    }
    return render(request, "models_registry/form.html", context, status=status)


def _overtaken(request, current: Registration, form: EditForm) -> HttpResponse:
    """The page with both texts. It carries the new version: sending again is a choice made with open eyes."""
    typed = form.changes() | {"name": form.cleaned_data["name"]}
    if "tags" in form.cleaned_data:
        typed["tags"] = sorted(tag.name for tag in form.cleaned_data["tags"])
    conflict = texts_that_differ(current, typed)
    data = form.data.copy()
    data["version"] = current.version
    return _edit_page(request, current, EditForm(data, of=current), conflict=conflict, status=409)


def _small_page(request, name: str, registration, context: dict, status: int = 200) -> HttpResponse:
    form = context["form"]
    context |= {
        "registration": registration,
        "cancel_url": reverse("models_registry:detail", args=[registration.pk]),
        "crumbs": crumbs_of(registration),
        "context_bar": None,
    }
    if form.is_bound and form.errors and status == 200:
        status = 422
    return render(request, f"models_registry/{name}.html", context, status=status)
