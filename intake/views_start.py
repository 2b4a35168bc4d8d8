"""First step: the file, and whose register of which year it is."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusing import why_registers_nowhere
from accounts.scoping import written_by
from intake.forms import UploadForm, unit_label
from intake.models import BatchState, ImportBatch
from intake.steps import steps
from intake.stored import KEPT, drop_forgotten_uploads, keep_upload
from vietnamese.folding import clean_line
from vietnamese.numbers import format_integer

_SHOWN = 10
_STATES = {
    BatchState.UPLOADED: {"key": "draft", "icon": "clock"},
    BatchState.IMPORTED: {"key": "ok", "icon": "ok"},
    BatchState.UNDONE: {"key": "no_data", "icon": "undo"},
}


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The upload form and the last imports of the person's units; a readable file goes on to its columns."""
    if refusal := why_registers_nowhere(request.user):
        raise PermissionDenied(refusal)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(request.user, *sent, initial={"year": timezone.localdate().year})
    if form.is_valid():
        drop_forgotten_uploads(timezone.now())
        batch = keep_upload(
            data=form.data_read,
            file_name=clean_line(PurePath(form.cleaned_data["file"].name).name),
            unit=form.cleaned_data["unit"],
            year=form.cleaned_data["year"],
            by=request.user,
            registers=form.opened[1],
        )
        return redirect("intake:columns", batch.pk)
    context = {
        "steps": steps(0),
        "form": form,
        "imports": [_line(batch) for batch in _listed(request.user)[:_SHOWN]],
        "limits": _("Tệp .xlsx, .xls hoặc .ods, không quá 10 MB, 20.000 dòng"),
    }
    return render(request, "intake/start.html", context, status=400 if form.errors else 200)


def batches_of(user):
    """Imports into registers of units for which the person may register; for an organisation of one, her own files."""
    found = ImportBatch.objects.select_related("unit", "by")
    written = written_by(user)
    if written.is_everything:
        return found
    return found.filter(Q(unit_id__in=written.unit_ids) | Q(unit_id__in=sorted(written.places), by=user))


def batch_or_404(request: HttpRequest, pk) -> ImportBatch:
    """One of them; another's looks like none."""
    return get_object_or_404(batches_of(request.user), pk=pk)


def _listed(user):
    """Imports, and what the person uploaded within the day and may go on with: what nobody went on with is none."""
    begun = Q(by=user, created_at__gte=timezone.now() - KEPT)
    return batches_of(user).filter(~Q(state=BatchState.UPLOADED) | begun)


def _line(batch: ImportBatch) -> dict:
    counts = batch.counts
    address = "intake:columns" if batch.state == BatchState.UPLOADED else "intake:result"
    label = (
        _("%(imported)s vào sổ, %(duplicates)s trùng, %(refused)s bị từ chối")
        % {name: format_integer(counts.get(name, 0)) for name in ("imported", "duplicates", "refused")}
        if counts
        else _("Chưa vào sổ; mở ra để làm tiếp.")
    )
    return {
        "url": reverse(address, args=[batch.pk]),
        "file_name": batch.file_name,
        "unit": unit_label(batch.unit),
        "year": batch.year,
        "at": batch.imported_at or batch.created_at,
        "by": batch.by.display_name if batch.by else _("Hệ thống"),
        "state": _STATES[batch.state] | {"label": BatchState(batch.state).label},
        "counts_label": label,
    }
