"""The doors of the workbook of targets: out for a period, back in, and what became of each row."""

import base64
from io import BytesIO
from pathlib import PurePath

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal_log import note_refused_file
from accounts.refusing import why_registers_nowhere
from audit.recording import record_change
from intake.bounds import MEBIBYTE, REQUEST, UnreadableWorkbook
from intake.targets.reading import read_rows
from intake.targets.rows import owed_for
from intake.targets.taking import REFUSED, SAVED, SENT, UNCHANGED, Taken, marked_copy, take_in
from intake.targets.template import targets_workbook
from resolutions.models import ReportingPeriod
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, fold
from vietnamese.numbers import format_integer

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FilledWorkbookForm(forms.Form):
    """The workbook that comes back; `rows` is what was read of it."""

    file = forms.FileField(
        label=gettext_lazy("Biểu đã ghi"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp cần nhập.")},
    )
    sending = forms.ChoiceField(
        label=gettext_lazy("Làm gì với các báo cáo"),
        choices=[("draft", gettext_lazy("Lưu nháp")), ("send", gettext_lazy("Gửi luôn"))],
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.file_name = clean_line(PurePath(file.name).name)
        try:
            if file.size > REQUEST.file_bytes:
                size = REQUEST.file_bytes // MEBIBYTE
                raise UnreadableWorkbook("oversized", _("Tệp lớn quá %(size)d MB.") % {"size": size})
            self.rows = read_rows(file.read(), self.file_name)
        except UnreadableWorkbook as error:
            note_refused_file(verb="refuse_import", sentence=str(error), name=self.file_name)
            raise forms.ValidationError(str(error), code=error.reason) from error
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The periods of the unit and year of the context bar, each with its workbook; a filled one is taken in at once."""
    if refusal := why_registers_nowhere(request.user):
        raise PermissionDenied(refusal)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FilledWorkbookForm(*sent)
    if form.is_valid():
        sending = form.cleaned_data["sending"] == "send"
        try:
            taken = take_in(by=request.user, rows=form.rows, sending=sending, on=timezone.localdate())
            return _result(request, form, taken)
        except UnreadableWorkbook as error:
            form.add_error("file", str(error))
    bar = request.context_bar
    periods = _periods(request) if bar.unit else []
    context = {
        "form": form,
        "unit": bar.unit_name,
        "year": bar.year_to,
        "has_unit": bar.unit is not None,
        "periods": [
            {"name": p.name, "cut_off": p.cut_off, "url": bar.link(reverse("intake:targets_export", args=[p.pk]))}
            for p in periods
        ],
        "limits": _("Tệp .xlsx, .xls hoặc .ods, không quá 10 MB"),
    }
    return render(request, "intake/targets.html", context, status=400 if form.errors else 200)


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of the context bar's unit for the period, filled with what stands."""
    if refusal := why_registers_nowhere(request.user):
        raise PermissionDenied(refusal)
    unit = request.context_bar.unit
    if unit is None:
        return start(request)
    period = get_object_or_404(ReportingPeriod.objects.open_to(unit), pk=pk)
    owed = owed_for(request.user, unit, period)
    record_change(by=request.user, verb="export_template", subject=unit, after={"period": period.name, "rows": len(owed)})
    name = slugify(fold(f"{unit.name} {period.name}"))
    out = BytesIO(targets_workbook(owed, unit, period))
    return FileResponse(out, as_attachment=True, filename=f"bao-cao-chi-tieu-{name}.xlsx", content_type=_XLSX)


def _periods(request: HttpRequest):
    bar = request.context_bar
    return ReportingPeriod.objects.open_to(bar.unit).in_year(bar.year_to).order_by("ends_on", "id")


def _result(request: HttpRequest, form: FilledWorkbookForm, taken: list[Taken]) -> HttpResponse:
    """The page of what became of the rows. The marked workbook goes along inside it: nothing of it is kept here."""
    period = ReportingPeriod.objects.get(pk=form.rows[0].key.period)
    copy = marked_copy(taken, period, request.user)
    counts = {state: len([t for t in taken if t.state == state]) for state in (SAVED, SENT, UNCHANGED, REFUSED)}
    labels = {SAVED: _("Đã lưu nháp"), SENT: _("Đã gửi"), UNCHANGED: _("Không thay đổi"), REFUSED: _("Cần sửa")}
    context = {
        "title": _("Đã đọc biểu: %(period)s") % {"period": period.name},
        "lead": _("%(file)s · hạn gửi %(day)s") % {"file": form.file_name, "day": format_date(period.cut_off)},
        "tiles": [{"label": labels[s], "figure": format_integer(n), "url": "", "since": ""} for s, n in counts.items()],
        "refused": [_line(one) for one in taken if one.state == REFUSED],
        "copy": base64.b64encode(copy).decode() if copy else "",
        "copy_type": _XLSX,
        "copy_name": f"{PurePath(form.file_name).stem} - {_('cần sửa')}.xlsx",
        "again_url": reverse("intake:targets"),
    }
    nothing_taken = counts[REFUSED] and not counts[SAVED] + counts[SENT]
    return render(request, "intake/targets_result.html", context, status=422 if nothing_taken else 200)


def _line(one: Taken) -> dict:
    return {
        "row": one.row.number,
        "target": one.owed.target_version.text if one.owed else "",
        "sentences": [sentence for sentence in dict.fromkeys(one.wrong.values()) if sentence],
    }
