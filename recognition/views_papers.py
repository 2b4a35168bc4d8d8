"""Papers of a decision handed out: the Word file, the certificates, the scan of the signed paper."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.deciding import why_not_decide
from audit.errors import DomainError
from audit.looking import note_look
from audit.verbs import DOWNLOAD_FILE
from models_registry.handing_out import closed, hand_out
from models_registry.registration import NotAllowed
from recognition.models import Decision, DecisionScan
from recognition.outcomes import sees_whole
from recognition.papers.certificates import certificates, gives_certificates
from recognition.papers.decision_paper import decision_paper
from recognition.scanning import attach_scan
from recognition.views_drafting import crumbs
from vietnamese.folding import fold

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision with its list, as a Word file; of a draft marked as such."""
    held = whole_decision(request, pk)
    return _word(request, held, decision_paper(held, today=timezone.localdate()), "quyet-dinh")


@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate for every line of the decision, in one Word file."""
    held = whole_decision(request, pk)
    if not gives_certificates(held):
        raise PermissionDenied(_("Loại quyết định này không có giấy chứng nhận."))
    return _word(request, held, certificates(held, today=timezone.localdate()), "giay-chung-nhan")


@require_safe
def scan(request: HttpRequest, pk: int) -> FileResponse:
    """One scan of a signed decision, newest or older."""
    seen = Decision.objects.visible_to(request.user).values("id")
    row = get_object_or_404(DecisionScan.objects.select_related("decision__unit"), pk=pk, decision_id__in=seen)
    if not sees_whole(request.user, row.decision):
        raise Http404
    return hand_out(request, row, of=row.decision, unit=row.decision.unit)


class ScanForm(forms.Form):
    scan = forms.FileField(
        label=gettext_lazy("Bản quét quyết định đã ký"),
        help_text=gettext_lazy("PDF, JPEG hoặc PNG, không quá 20 MB."),
        error_messages={"required": gettext_lazy("Hãy chọn tệp.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan of the signed decision; it takes the place of the one before, which is kept."""
    found = Decision.objects.visible_to(request.user).signed().select_related("unit")
    held = get_object_or_404(found, pk=pk)
    if refusal := why_not_decide(request.user, held.unit, held.signed_on):
        raise PermissionDenied(refusal)
    form, status = ScanForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                attach_scan(by=request.user, decision=held, upload=form.cleaned_data["scan"])
                return redirect("recognition:decision", pk=pk)
            except NotAllowed as refused:
                raise PermissionDenied(refused.sentence) from None
            except DomainError as refused:
                form.add_error("scan", refused.sentence)
    context = {
        "title": _("Bản quét quyết định"),
        "lead": str(held),
        "form": form,
        "crumbs": crumbs(held),
        "cancel_url": reverse("recognition:decision", args=[pk]),
        "context_bar": None,
    }
    return render(request, "recognition/scan_form.html", context, status=status)


def whole_decision(request: HttpRequest, pk: int) -> Decision:
    """The decision, for whoever may read every line of it: its papers name them all."""
    found = Decision.objects.visible_to(request.user).select_related("unit__parent", "amends")
    held = get_object_or_404(found, pk=pk)
    _require_whole(request.user, held)
    return held


def _require_whole(user, decision: Decision) -> None:
    if not sees_whole(user, decision):
        raise PermissionDenied(
            _("Danh sách kèm theo quyết định này có mô hình ngoài phạm vi của anh/chị; hãy lấy văn bản ở nơi ban hành.")
        )


def _word(request, held: Decision, content: bytes, what: str) -> HttpResponse:
    note_look(by=request.user, verb=DOWNLOAD_FILE, subject=held, subject_text=f"{what} · {held}", unit=held.unit)
    response = HttpResponse(content, content_type=DOCX)
    name = slugify(fold(held.number)) or f"du-thao-{held.pk}"
    response["Content-Disposition"] = f'attachment; filename="{what}-{name}.docx"'
    return closed(response)
