"""Second step: what each column is, mended by choosing and remembered for the office."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from openpyxl.utils import get_column_letter

from audit.errors import DomainError
from intake.forms import ColumnsForm
from intake.missing_columns import missing_columns, only_districts, what_to_do
from intake.models import BatchState, ImportBatch
from intake.opening import proposed_mapping, remember_mapping
from intake.private_columns import is_private, private_columns, said
from intake.steps import steps
from intake.stored import Opened, open_upload
from intake.values import shown
from intake.views_start import batch_or_404
from vietnamese.folding import clean_line

_SAMPLES, _SAMPLE_LENGTH = 3, 60


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk) -> HttpResponse:
    """The columns as they were recognised; sent, the choices are kept and the preview follows."""
    batch = batch_or_404(request, pk)
    if batch.state != BatchState.UPLOADED:
        return redirect("intake:result", batch.pk)
    try:
        opened = open_upload(batch)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("intake:start")
    if request.method == "POST" and "change_sheet" in request.POST:
        return _other_sheet(request, batch, opened)
    form = ColumnsForm(
        opened.header,
        batch.mapping,
        batch.fixed,
        request.POST if request.method == "POST" else None,
        initial={"issuer": batch.issuer, "remember": True},
    )
    if request.method == "POST" and form.is_valid():
        batch.mapping, batch.fixed, batch.issuer = (
            form.mapping(),
            form.fixed(),
            clean_line(form.cleaned_data["issuer"]),
        )
        batch.save(update_fields=["mapping", "fixed", "issuer"])
        if form.cleaned_data["remember"]:
            remember_mapping(opened.header, batch.mapping, batch.unit)
        missing = missing_columns(opened.table_so_far(batch), batch.mapping, batch.fixed, batch.unit)
        if not missing:
            return redirect("intake:preview", batch.pk)
        # Built again: what was just left out may be answered for the whole file.
        form = ColumnsForm(opened.header, batch.mapping, batch.fixed, request.POST)
        for key in missing:
            form.add_error(None, what_to_do(key))
    return render(
        request, "intake/columns.html", _context(batch, opened, form), status=400 if form.errors else 200
    )


def _other_sheet(request: HttpRequest, batch: ImportBatch, opened: Opened) -> HttpResponse:
    wanted = request.POST.get("sheet", "")
    for sheet, header in opened.registers:
        if sheet.name == wanted:
            batch.sheet, batch.mapping = sheet.name[:120], proposed_mapping(header, batch.unit)
            batch.issuer = header.issuer[:200] or batch.issuer
            batch.save(update_fields=["sheet", "mapping", "issuer"])
    return redirect("intake:columns", batch.pk)


def _context(batch: ImportBatch, opened: Opened, form: ColumnsForm) -> dict:
    header = opened.header
    table = opened.table_so_far(batch)
    missing = [] if form.errors else missing_columns(table, batch.mapping, batch.fixed, batch.unit)
    rows = table.cells if table and table.cells else opened.sheet.rows[header.data_from :]
    data_from = table.numbers[0] if table and table.numbers else header.data_from + 1
    return {
        "steps": steps(1),
        "file_name": batch.file_name,
        "sheet_label": _sheet_label(opened.sheet.name, header.first_row + 1, header.last_row + 1, data_from),
        "columns": [_column(column, rows, batch, form) for column in header.columns],
        "missing": [what_to_do(key) for key in missing],
        "notes": [*_notes(batch, opened), *_places(table, batch)],
        "form": form,
        "whole_file": [form["issuer"], *(form[name] for name in form.fixed_names)],
        "sheet_form": _sheet_form(opened),
        "remember": form["remember"],
        "back_url": reverse("intake:start"),
    }


def _sheet_label(sheet: str, first: int, last: int, data: int) -> str:
    told = {"sheet": sheet, "first": first, "last": last, "data": data}
    if first == last:
        return _("Trang tính “%(sheet)s”, tiêu đề ở dòng %(first)d, dữ liệu từ dòng %(data)d") % told
    return _("Trang tính “%(sheet)s”, tiêu đề ở dòng %(first)d–%(last)d, dữ liệu từ dòng %(data)d") % told


def _notes(batch: ImportBatch, opened: Opened) -> list[str]:
    """What a person should know before going on."""
    found = []
    if opened.header.year and opened.header.year != batch.year:
        found.append(
            _("Tiêu đề của tệp ghi năm %(title)d, còn sổ đang chọn là năm %(year)d.")
            % {"title": opened.header.year, "year": batch.year}
        )
    if private := said([column.heading for column in private_columns(opened.header)]):
        found.append(private)
    if len(opened.registers) > 1:
        found.append(
            _(
                "Tệp có %(count)d trang là sổ; chỉ trang “%(sheet)s” được nhập lần này. Nộp lại tệp để nhập trang khác."
            )
            % {"count": len(opened.registers), "sheet": opened.sheet.name}
        )
    if opened.sheet.uncalculated:
        found.append(
            _("Tệp có công thức chưa tính; mở bằng Excel, lưu lại rồi nộp lại để không mất giá trị.")
        )
    if opened.sheet.old_fonts:
        found.append(
            _("%(count)d ô gõ bằng phông TCVN3 hoặc VNI đã được chuyển sang Unicode.")
            % {"count": len(opened.sheet.old_fonts)}
        )
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, unit=batch.unit, year=batch.year, state=BatchState.IMPORTED
    )
    if same.exists():
        found.append(_("Đúng tệp này đã được nhập; nhập lại không làm số liệu thay đổi."))
    return found


def _places(table, batch: ImportBatch) -> list[str]:
    if not only_districts(table, batch.mapping):
        return []
    return [
        _("Chưa cột nào là “Xã” hoặc “Đơn vị”: mọi dòng sẽ được ghi cho huyện. Nếu tệp có cột ghi xã, hãy chọn mục “Xã” cho cột ấy.")
    ]


def _column(column, rows: list[list], batch: ImportBatch, form: ColumnsForm) -> dict:
    samples = []
    for row in [] if is_private(column.heading, *column.heading.split(" / ")) else rows:
        value = row[column.index] if column.index < len(row) else None
        if value is not None and clean_line(shown(value)):
            samples.append(clean_line(shown(value))[:_SAMPLE_LENGTH])
        if len(samples) == _SAMPLES:
            break
    chosen = next((key for key, index in batch.mapping.items() if index == column.index), None)
    if chosen is None:
        certainty = {"key": "no_data", "label": _("Bỏ qua"), "icon": "dash"}
    elif chosen == column.key:
        certainty = {"key": "ok", "label": _("Nhận ra"), "icon": "ok"}
    else:
        certainty = {"key": "mended", "label": _("Theo lần trước"), "icon": "edit"}
    return {
        "letter": get_column_letter(column.index + 1),
        "heading": column.heading,
        "samples": samples,
        "field": form.column_field(column.index),
        "certainty": certainty,
    }


def _sheet_form(opened: Opened) -> forms.Form | None:
    if len(opened.registers) < 2:
        return None
    names = [(sheet.name, sheet.name) for sheet, _header in opened.registers]
    form = forms.Form(initial={"sheet": opened.sheet.name})
    form.fields["sheet"] = forms.ChoiceField(choices=names, label=_("Trang tính"), required=False)
    return form
