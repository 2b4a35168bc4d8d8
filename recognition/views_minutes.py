"""The minutes of a team's meeting: drawing them up, reading them, the Word file, the signed paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.errors import DomainError
from audit.looking import note_look
from audit.telling import story_of
from audit.verbs import DOWNLOAD_FILE
from models_registry.handing_out import closed
from models_registry.registration import NotAllowed
from recognition.concluding import attach_scan, concluded_dossiers, draw_up_minutes, may_draw_up
from recognition.dossier_lines import outcome_state, percent_in_words
from recognition.forms_concluding import MinutesForm, ScanForm
from recognition.models import AppraisalTeam, Minutes
from recognition.papers.minutes import minutes_document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
def create_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found = AppraisalTeam.objects.visible_to(request.user).select_related("unit")
    team = get_object_or_404(found, pk=min(pk, 2**62))
    if not may_draw_up(request.user, team):
        raise PermissionDenied(_("Biên bản do thành viên tổ thẩm định hoặc người duyệt của đơn vị lập."))
    dossiers = concluded_dossiers(team)
    today, page = timezone.localdate(), reverse("recognition:team", args=[pk])
    form = MinutesForm(request.POST if request.method == "POST" else None, team=team, dossiers=dossiers)
    form.initial = {"held_on": today, "present": list(form.users), "registrations": list(form.registrations)}
    if request.method == "POST" and form.is_valid():
        try:
            made = draw_up_minutes(by=request.user, team=team, entered_on=today, **form.meeting())
            messages.success(request, _("Đã lập biên bản; tải bản Word để ký, rồi tải bản quét lên đây."))
            return redirect("recognition:minutes", pk=made.pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {
        "title": _("Lập biên bản thẩm định"),
        "team": team,
        "form": form,
        "has_dossiers": bool(dossiers),
        "crumbs": [{"label": team.name, "url": page}],
        "cancel_url": page,
        "context_bar": None,
    }
    return render(request, "recognition/minutes_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting concluded; a POST brings the signed paper."""
    held = _held(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach_scan(by=request.user, minutes=held, upload=form.cleaned_data["scan"])
            messages.success(request, _("Đã lưu bản quét biên bản."))
            return redirect("recognition:minutes", pk=pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            form.add_error("scan", refused.sentence)
    lines = held.lines.select_related("registration__model", "registration__unit")
    context = {
        "title": str(held),
        "minutes": held,
        "present": list(held.present.order_by("full_name", "id")),
        "lines": [
            {"row": line, "percent": percent_in_words(line.percent), "outcome": outcome_state(line.outcome)}
            for line in lines
        ],
        "form": form if may_draw_up(request.user, held.team) else None,
        "crumbs": [{"label": held.team.name, "url": reverse("recognition:team", args=[held.team_id])}],
        "events": story_of(held),
        "context_bar": None,
    }
    return render(request, "recognition/minutes.html", context, status=422 if form.errors else 200)


@require_safe
def minutes_word(request: HttpRequest, pk: int) -> HttpResponse:
    held = _held(request, pk)
    note_look(by=request.user, verb=DOWNLOAD_FILE, subject=held, unit=held.team.unit)
    name = f"bien-ban-{held.team.year}-{held.held_on:%Y%m%d}-{held.pk}.docx"
    return FileResponse(minutes_document(held), as_attachment=True, filename=name, content_type=WORD)


@require_safe
def minutes_scan(request: HttpRequest, pk: int) -> FileResponse:
    held = _held(request, pk)
    if not held.scan:
        raise Http404
    note_look(by=request.user, verb=DOWNLOAD_FILE, subject=held, unit=held.team.unit)
    return closed(
        FileResponse(held.scan.open("rb"), as_attachment=True, filename=held.scan_name, content_type=held.scan_type)
    )


def _held(request, pk: int) -> Minutes:
    found = Minutes.objects.visible_to(request.user).select_related("team__unit", "chair", "secretary")
    return get_object_or_404(found, pk=min(pk, 2**62))
