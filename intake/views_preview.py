"""Third step: every row judged before anything is written, then the one button that writes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from openpyxl.utils import get_column_letter

from accounts.scoping import sees_unit
from audit.errors import DomainError
from intake.checking import DUPLICATE, GOOD, REFUSED, REPAIRED, Checked, check
from intake.choosing import CHOICES
from intake.findings import in_words
from intake.forms import unit_label
from intake.kept_checks import checked_once
from intake.models import BatchState, ImportBatch
from intake.private_columns import said
from intake.running import run_import
from intake.steps import steps
from intake.stored import open_upload, question_of
from intake.values import shown
from intake.views_start import batch_or_404
from models_registry.views_list import page_links
from vietnamese.dates import format_date
from vietnamese.folding import clean_line
from vietnamese.numbers import format_integer

_PAGE = 50
TABS = {
    "vao": ((GOOD,), "ok", "ok"),
    "sua": ((REPAIRED,), "mended", "edit"),
    "trung": ((DUPLICATE,), "no_data", "copy"),
    "tu-choi": ((REFUSED,), "refused", "error"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk) -> HttpResponse:
    """The rows by what becomes of them; sent, the good ones go in and the result follows."""
    batch = batch_or_404(request, pk)
    if batch.state != BatchState.UPLOADED:
        return redirect("intake:result", batch.pk)
    try:
        if request.method == "POST":
            run_import(batch=batch, by=request.user, entered_on=timezone.localdate())
            return redirect("intake:result", batch.pk)
        checked = _checked(request.user, batch)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect(
            "intake:start" if not batch.file else "intake:columns", *([batch.pk] if batch.file else [])
        )
    return render(request, "intake/preview.html", _context(request, batch, checked))


def _checked(by, batch: ImportBatch) -> Checked:
    """What would become of every row; read and judged once for the pages of one preview."""
    day = timezone.localdate()

    def judge() -> Checked:
        return check(open_upload(batch).table(batch), question_of(batch, by, day))

    return checked_once(batch, by, day, judge) if batch.file else judge()


def _context(request: HttpRequest, batch: ImportBatch, checked: Checked) -> dict:
    counts = checked.counts()
    sizes = {name: len(checked.rows_in(*states)) for name, (states, _key, _icon) in TABS.items()}
    here = request.GET.get("nhom") or next((n for n in ("tu-choi", "sua", "trung", "vao") if sizes[n]), "vao")
    if here not in TABS:
        raise Http404
    address = reverse("intake:preview", args=[batch.pk])
    rows, pages = _page(
        checked.rows_in(*TABS[here][0]),
        request.GET.get("page", "1"),
        lambda n: f"{address}?nhom={here}&page={n}",
    )
    labels = {"vao": _("Vào được"), "sua": _("Đã sửa"), "trung": _("Trùng"), "tu-choi": _("Bị từ chối")}
    return {
        "steps": steps(2),
        "file_name": batch.file_name,
        "question": _("%(unit)s · năm %(year)d") % {"unit": unit_label(batch.unit), "year": batch.year},
        "tabs": [
            {
                "label": labels[name],
                "count": sizes[name],
                "url": f"{address}?nhom={name}",
                "here": name == here,
                "state": {"key": key, "label": labels[name], "icon": icon},
            }
            for name, (_states, key, icon) in TABS.items()
        ],
        "rows": [_row(row, batch, checked, request.user) for row in rows],
        "pages": pages,
        "empty_text": "",
        "private": said(checked.table.private),
        # A register's recognitions may be all that is new about rows it holds already.
        "will_import": counts["imported"] or counts["recognised"] or counts["exemplary"],
        "will_refuse": counts["refused"],
        "back_url": reverse("intake:columns", args=[batch.pk]),
    }


def _page(rows: list[int], asked: str, address: Callable[[int], str]) -> tuple[list[int], dict]:
    last = max(1, -(-len(rows) // _PAGE))
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:6]) <= last:
        raise Http404
    number = int(asked)
    first = (number - 1) * _PAGE
    label = _("%(first)s–%(last)s trong %(all)s") % {
        "first": format_integer(min(first + 1, len(rows))),
        "last": format_integer(min(first + _PAGE, len(rows))),
        "all": format_integer(len(rows)),
    }
    return rows[first : first + _PAGE], page_links(number, last, address) | {"label": label}


def _row(row: int, batch: ImportBatch, checked: Checked, user) -> dict:
    entry, table = checked.entries[row], checked.table
    if entry is not None:
        said = {
            "name": entry.name,
            "unit": entry.unit.name,
            "field_key": entry.field,
            "field": CHOICES["field"](entry.field).label,
            "level": CHOICES["level"](entry.level).label,
        }
    else:
        said = {key: _source(table, row, key) for key in ("name", "field", "level")}
        said["unit"] = (
            _source(table, row, "commune") or _source(table, row, "unit") or _source(table, row, "district")
        )
    notes = [
        {"cell": _cell(table, row, finding.column), "text": in_words(finding)}
        for findings in (checked.refusals, checked.unrecorded, checked.repairs)
        for finding in findings.of(row)
    ]
    if row in checked.repeats:
        notes.append({"cell": str(table.numbers[row]), "text": checked.repeats[row]})
    if row in checked.recognised and row in checked.held:
        notes.append(
            {
                "cell": "",
                "text": _("Ghi thêm công nhận theo quyết định %(n)s.")
                % {"n": checked.recognised[row].number},
            }
        )
    if row in checked.chosen:
        text = _("Ghi thêm là tiêu biểu từ ngày được công nhận (%(day)s).")
        notes.append({"cell": "", "text": text % {"day": format_date(checked.chosen[row].on)}})
    link = None
    if row in checked.held and sees_unit(user, entry.unit):
        link = {
            "url": reverse("models_registry:detail", args=[checked.held[row]]),
            "label": _("Xem bản đã có trong sổ"),
        }
    return said | {"number": table.numbers[row], "notes": notes, "link": link}


def _source(table, row: int, key: str) -> str:
    index = table.mapping.get(key)
    cells = table.cells[row]
    return clean_line(shown(cells[index])) if index is not None and index < len(cells) else ""


def _cell(table, row: int, key: str) -> str:
    index = table.index_of(key)
    return f"{get_column_letter(index + 1) if index is not None else ''}{table.numbers[row]}"
