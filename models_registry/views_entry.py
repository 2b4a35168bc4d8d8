"""Entering a registration: the form, its drafts, and one deed when it is sent."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusing import why_not_register, why_registers_nowhere
from audit.errors import DomainError
from models_registry.attachments import attach, with_its_papers
from models_registry.choices import Level, Phase
from models_registry.continuing import next_year, values_to_continue
from models_registry.drafts import MOST, DraftNotKept, find_draft, keep_draft, raw_text
from models_registry.form_sections import sections_of
from models_registry.forms import EntryForm
from models_registry.models import Registration, RegistrationDraft
from models_registry.registration import NotAllowed, register
from models_registry.repeats import same_submission
from models_registry.unit_choosing import unit_picker, usual_unit
from models_registry.views_choices import (
    asked_year,
    entry_form,
    near_context,
    terms_context,
)
from vietnamese.dates import format_date


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The empty form or a draft of one's own; sent, it registers and goes to the new record."""
    _require_clerk(request)
    if request.method == "POST":
        return _sent(request, request.POST.get("draft", ""))
    draft_id = request.GET.get("nhap", "")
    draft = find_draft(request.user, draft_id)
    if draft_id and draft is None:
        messages.info(request, _("Bản nháp này không còn: đã gửi hoặc đã bỏ."))
    return _page(request, entry_form(request, initial=draft.data if draft else _usual(request)), draft=draft)


@require_http_methods(["GET", "HEAD", "POST"])
def continue_model(request: HttpRequest, pk: int) -> HttpResponse:
    """The form filled for the next year of a model that is registered already."""
    _require_clerk(request)
    last = get_object_or_404(
        Registration.objects.visible_to(request.user).select_related("model", "unit", "organisation"), pk=pk
    )
    if refusal := why_not_register(request.user, last.unit, last.organisation_id):
        raise PermissionDenied(refusal)
    if request.method == "POST":
        return _sent(request, request.POST.get("draft", ""))
    year = next_year(last)
    if last.organisation and last.organisation.valid_to and last.organisation.valid_to < date(year, 1, 1):
        said = _("%(organisation)s đã kết thúc ngày %(day)s: hãy chọn cơ quan kế tục, hoặc để là của đơn vị.")
        told = {"organisation": last.organisation.name, "day": format_date(last.organisation.valid_to)}
        messages.info(request, said % told)
    form = entry_form(request, initial=values_to_continue(last, year))
    return _page(request, form, title=_("Đăng ký tiếp năm %(year)s") % {"year": year})


@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps what is typed as a draft; says when."""
    _require_clerk(request)
    context = {"drafts_url": reverse("models_registry:drafts")}
    try:
        draft = _keep(request)
    except DraftNotKept as error:
        context |= {"refusal": error.sentence}
    else:
        if draft is None:
            return HttpResponse(status=204)
        context |= {"saved_at": _local(draft.saved_at), "draft": draft.pk}
    answer = render(request, "models_registry/_draft_status.html", context)
    if "refusal" in context:
        answer["X-Draft"] = "refused"  # app.js keeps the text on the person's machine
    return answer


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The person's own drafts, the last saved first."""
    shown = [
        {
            "name": str(draft),
            "saved_at": draft.saved_at,
            "url": f"{reverse('models_registry:create')}?nhap={draft.pk}",
            "delete_url": reverse("models_registry:drop_draft", args=[draft.pk]),
        }
        for draft in RegistrationDraft.objects.filter(owner=request.user)[:200]
    ]
    full = len(shown) >= MOST
    return render(
        request,
        "models_registry/drafts.html",
        {
            "drafts": shown,
            "most": MOST if full else 0,
            "empty_action": None if why_registers_nowhere(request.user) else _to_an_empty_form(),
            "context_bar": None,
        },
    )


@require_POST
def drop_draft(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(RegistrationDraft, pk=pk, owner=request.user).delete()
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("models_registry:drafts")


def _sent(request: HttpRequest, draft_id: str) -> HttpResponse:
    """What the pressed button asks: units, another model, keeping the draft, or registering."""
    if "find_unit" in request.POST:
        return _page(request, _unchecked(request), draft=find_draft(request.user, draft_id))
    if "same_model" in request.POST:
        return _page(request, _with_model(request), draft=find_draft(request.user, draft_id))
    if request.POST.get("deed") == "draft":
        return _page(request, _unchecked(request), **_keep_or_say(request))
    form = entry_form(request, request.POST, request.FILES)
    if form.is_valid():
        try:
            made = _register(request, form, find_draft(request.user, draft_id))
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            made = same_submission(by=request.user, entry=form.entry(), model=form.chosen_model)
            if made is None:
                form.take_refusals(refused)
        if made is not None:
            request.session["just_saved"] = {"pk": made.pk, "deed": "registered"}
            return redirect("models_registry:detail", pk=made.pk)
    # The draft keeps the text even when the page is closed over the errors.
    return _page(request, form, **_keep_or_say(request), status=422)


def _register(request, form: EntryForm, draft) -> Registration:
    with with_its_papers() as attached:
        made = register(
            by=request.user,
            entry=form.entry(),
            entered_on=timezone.localdate(),
            model=form.chosen_model,
            tags=tuple(form.cleaned_data.get("tags") or ()),
            draft=draft,
        )
        for upload in form.cleaned_data["files"]:
            attached.append(attach(by=request.user, registration=made, upload=upload))
    return made


def _page(request, form: EntryForm, *, draft=None, kept=False, title="", status=200) -> HttpResponse:
    year = asked_year(request.POST) if request.method == "POST" else form.year_asked()
    query = request.POST.get("unit_q", "") or str(form.initial.get("unit_q", ""))
    context = {
        "title": title or (form.chosen_model and _("Đăng ký tiếp mô hình")) or _("Đăng ký mô hình"),
        "lead": _("Phần 1 là bắt buộc, mất khoảng ba phút. Chữ đã gõ được lưu nháp tự động."),
        "crumbs": [{"label": _("Mô hình"), "url": reverse("models_registry:list")}],
        "form": form,
        "hidden_fields": form.hidden_fields(),
        "sections": sections_of(form),
        "picker": unit_picker(request.user, query=query, year=year, chosen=form.chosen_unit),
        "near_url": reverse("models_registry:near"),
        "terms_url": reverse("models_registry:campaign_terms"),
        "autosave_url": reverse("models_registry:autosave"),
        "cancel_url": reverse("models_registry:list"),
        "may_draft": True,
        "submit_label": _("Gửi"),
        "draft": draft.pk if draft else "",
        "answered": request.method == "POST" and ("kept" if kept else "shown"),
        "draft_saved": _("Đã lưu nháp lúc %(at)s") % {"at": f"{_local(draft.saved_at):%H:%M}"}
        if draft
        else "",
        "context_bar": None,
    }
    context |= near_context(request.user, form) | terms_context(form)
    return render(request, "models_registry/form.html", context, status=status)


def _usual(request) -> dict:
    year = timezone.localdate().year
    unit = usual_unit(request.user, year)
    return {
        "year": year,
        "level": Level.GRASSROOTS,
        "phase": Phase.NEW,
        "unit": unit.key if unit else "",
    }


def _unchecked(request) -> EntryForm:
    """The form with what was typed and nothing said about it yet."""
    names = [*EntryForm.base_fields, "unit_q"]
    return entry_form(request, initial=raw_text(request.POST, names))


def _with_model(request) -> EntryForm:
    """The form as the continuation of the model the person pointed at; or of none, when she took it back."""
    typed = raw_text(request.POST, [*EntryForm.base_fields, "unit_q"])
    typed["model"] = request.POST["same_model"]
    form = entry_form(request, initial=typed)
    model = form.chosen_model
    if model is None:
        return entry_form(request, initial=typed | {"model": "", "phase": Phase.NEW})
    same = {"name": model.name, "field": model.field, "kind": model.kind, "phase": Phase.MAINTAINED}
    if model.organisation_id:
        same["organisation"] = str(model.organisation_id)
    return entry_form(request, initial=typed | same)


def _keep(request) -> RegistrationDraft | None:
    data = raw_text(request.POST, [*(n for n in EntryForm.base_fields if n != "files"), "unit_q"])
    return keep_draft(owner=request.user, draft_id=request.POST.get("draft", ""), data=data)


def _keep_or_say(request) -> dict:
    """The draft as kept now; where it could not be, the words why, and the draft as it was kept before."""
    try:
        draft = _keep(request)
    except DraftNotKept as error:
        messages.error(request, error.sentence)
        return {"draft": find_draft(request.user, request.POST.get("draft", "")), "kept": False}
    return {"draft": draft, "kept": draft is not None}


def _local(moment):
    return timezone.localtime(moment)


def _to_an_empty_form() -> dict:
    return {"url": reverse("models_registry:create"), "label": _("Đăng ký mô hình")}


def _require_clerk(request) -> None:
    if refusal := why_registers_nowhere(request.user):
        raise PermissionDenied(refusal)
