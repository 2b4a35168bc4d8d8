"""Fourth step: what went in, the workbook of what did not, and the way back."""

from pathlib import PurePath

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.errors import DomainError
from audit.recording import record_change
from intake.forms import unit_label
from intake.importing import meeting_others
from intake.models import BatchState, ImportBatch
from intake.steps import steps
from intake.undoing import undo_import, why_not_undone
from intake.views_start import batch_or_404
from vietnamese.numbers import format_integer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def result(request: HttpRequest, pk) -> HttpResponse:
    """Counts, reasons, the refused rows and the undo of one import."""
    batch = batch_or_404(request, pk)
    if batch.state == BatchState.UPLOADED:
        return redirect("intake:preview", batch.pk)
    counts = batch.counts
    context = {
        "steps": steps(3),
        "title": _("Đã đưa %(count)s dòng vào sổ") % {"count": format_integer(counts.get("imported", 0))},
        "lead": _("%(file)s · %(unit)s · năm %(year)d · %(who)s, %(at)s")
        % {
            "file": batch.file_name,
            "unit": unit_label(batch.unit),
            "year": batch.year,
            "who": batch.by.display_name if batch.by else _("Hệ thống"),
            "at": timezone.localtime(batch.imported_at).strftime("%H:%M %d/%m/%Y"),
        },
        "tiles": _tiles(batch),
        "refused": counts.get("refused", 0),
        "returned": counts.get("returned", 0) if batch.refused_file else 0,
        "refused_url": reverse("intake:refused", args=[batch.pk]),
        "reasons": [{"text": text, "count": count} for text, count in counts.get("reasons", [])],
        "list_url": _list_url(batch, registered_in=batch.pk),
        "returned_words": _returned(counts),
        "dashboard_url": f"{reverse('dashboard')}?within={batch.unit.key}&year={batch.year}",
        "again_url": reverse("intake:start"),
    }
    if batch.state == BatchState.UNDONE:
        who = batch.undone_by.display_name if batch.undone_by else _("Hệ thống")
        context["title"] = _("Lần nhập này đã được hoàn tác")
        context["undone"] = {"by": who, "at": timezone.localtime(batch.undone_at)}
    elif refusal := why_not_undone(batch):
        context["undo"] = {"refusal": refusal}
    else:
        context["undo"] = {
            "url": reverse("intake:undo", args=[batch.pk]),
            "text": _(
                "Lấy lại mọi dòng lần nhập này đã đưa vào sổ; nhật ký vẫn giữ. Làm được khi chưa ai làm tiếp trên đó."
            ),
            "count": counts.get("imported", 0),
        }
    return render(request, "intake/result.html", context)


@require_POST
def undo(request: HttpRequest, pk) -> HttpResponse:
    batch = batch_or_404(request, pk)
    try:
        with meeting_others(batch.unit, batch.year):
            undo_import(batch=batch, by=request.user)
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect("intake:result", batch.pk)


@require_safe
def refused(request: HttpRequest, pk) -> FileResponse:
    """The workbook that goes back."""
    batch = batch_or_404(request, pk)
    if not batch.refused_file:
        raise Http404
    record_change(by=request.user, verb="download", subject_text=str(batch), batch=batch.id, unit=batch.unit)
    response = FileResponse(
        batch.refused_file.open("rb"),
        as_attachment=True,
        filename=f"{PurePath(batch.file_name).stem} - cần sửa.xlsx",
        content_type=_XLSX,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _list_url(batch: ImportBatch, **more) -> str:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('models_registry:list')}?within={batch.unit.key}&year={batch.year}{extra}"


def _returned(counts: dict) -> str:
    """What stands in the workbook that goes back, in words: "27 dòng bị từ chối, 4 dòng chưa ghi công nhận, 11 dòng trùng"."""
    parts = (
        (_("%(n)s dòng bị từ chối"), counts.get("refused")),
        (_("%(n)s dòng chưa ghi được công nhận"), counts.get("recognition_not_recorded")),
        (_("%(n)s dòng trùng"), counts.get("duplicates")),
    )
    told = [(text, number) for text, number in parts if number]
    if sum(number for _text, number in told) != counts.get("returned"):
        return ""  # a row may be there for two reasons
    return ", ".join(_sentence(text, number) for text, number in told)


def _tiles(batch: ImportBatch) -> list[dict]:
    counts = batch.counts
    here = reverse("intake:result", args=[batch.pk])
    undone = batch.state == BatchState.UNDONE  # then nothing of it is in any list
    return [
        {"label": label, "figure": format_integer(counts.get(name, 0)), "url": url, "since": since}
        for label, name, url, since in (
            (
                _("Vào sổ"),
                "imported",
                here if undone else _list_url(batch, registered_in=batch.pk),
                _sentence(_("%(n)s dòng đã được sửa"), counts.get("repaired")),
            ),
            (
                _("Đã công nhận"),
                "recognised",
                here if undone else _list_url(batch, recognised_in=batch.pk),
                " · ".join(
                    filter(
                        None,
                        (
                            _sentence(_("%(n)s tiêu biểu"), counts.get("exemplary")),
                            _sentence(_("%(n)s công nhận chưa ghi"), counts.get("recognition_not_recorded")),
                        ),
                    )
                ),
            ),
            (
                _("Trùng"),
                "duplicates",
                here,
                _sentence(_("%(n)s đã có trong sổ"), counts.get("already_held")),
            ),
            (_("Bị từ chối"), "refused", here, ""),
        )
    ]


def _sentence(text: str, number: int | None) -> str:
    return text % {"n": format_integer(number)} if number else ""
