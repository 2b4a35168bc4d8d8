"""The report that a person has a right to: every place where she occurs, on a page and as a workbook."""

from typing import BinaryIO

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.verbs import label
from dandan.personal_data.places import TEXTS, Places
from models_registry.wording import label_of
from reports import workbook as w
from reports.export.register import RegisterColumn, write_register
from vietnamese.dates import format_date

LOG_SHOWN = 200


def sections(found: Places) -> list[dict]:
    """[{title, note, rows [{text, where, url}]}] of what was found; kinds without a place are left out. `note` says what
    making the person anonymous does there."""
    replacing = found.replacing
    gone = _("Ẩn danh sẽ thay tên bằng “(đã ẩn danh)”.")
    made = [
        (
            _("Người phụ trách"),
            _("Ẩn danh sẽ thay tên và bỏ số điện thoại."),
            [
                _registration(r, f"{r.person_in_charge} · {r.work_phone or _('không ghi số')}")
                for r in found.in_charge
            ],
        ),
        (_("Tên mô hình, điển hình"), gone, [_model(m) for m in found.models]),
        (
            _("Trong nội dung hồ sơ"),
            gone,
            [
                _registration(r, ", ".join(label_of(n) for n in TEXTS if getattr(r, n) in replacing))
                for r in found.texts
            ],
        ),
        (
            _("Tài khoản"),
            _("Chỉ ẩn danh được tài khoản đã khóa."),
            [
                {
                    "text": u.display_name,
                    "where": " · ".join(
                        filter(None, (u.username, u.email, _("đang dùng") if u.is_active else _("đã khóa")))
                    ),
                    "url": reverse("people:person", args=[u.pk]),
                }
                for u in found.users
            ],
        ),
        (
            _("Bản nháp"),
            gone,
            [{"text": str(d), "where": d.owner.display_name, "url": ""} for d in found.drafts],
        ),
        (
            _("Tên tệp kèm theo"),
            _("Ẩn danh thay tên tệp; nội dung tệp phải mở ra xem và thay bằng bản khác."),
            [_registration(f.registration, f.name) for f in found.files],
        ),
        (
            _("Tên bảng tính đã nhập"),
            gone,
            [{"text": b.file_name, "where": str(b.unit), "url": ""} for b in found.file_names],
        ),
        (
            _("Bảng tính đang giữ (tải lên, dòng bị từ chối)"),
            _("Ẩn danh sẽ xóa cả tệp đang giữ."),
            [{"text": b.file_name, "where": str(b.unit), "url": ""} for b in found.workbooks],
        ),
        (
            _("Ý kiến, lý do, ghi chú khác"),
            _("Ẩn danh thay tên trong từng mục."),
            [
                {
                    "text": " ".join(getattr(named.row, name) for name in named.columns),
                    "where": f"{named.row._meta.verbose_name} · {named.row}",
                    "url": "",
                }
                for named in found.others
            ],
        ),
        (
            _("Người ký quyết định"),
            _("Giữ nguyên: tên người ký thuộc văn bản của cơ quan."),
            [
                {
                    "text": d.signer,
                    "where": d.number,
                    "url": reverse("recognition:decision", args=[d.pk]),
                }
                for d in found.decisions
            ],
        ),
        (
            _("Nhật ký"),
            _("Ẩn danh thay tên trong từng dòng; dòng vẫn còn và vẫn kiểm được."),
            [
                {
                    "text": label(e.verb),
                    "where": f"{timezone.localtime(e.at):%H:%M %d/%m/%Y} · {e.subject_text}",
                    "url": "",
                }
                for e in found.log[:LOG_SHOWN]
            ],
        ),
    ]
    return [{"title": title, "note": note, "rows": rows} for title, note, rows in made if rows]


def write_report(found: Places, out: str | BinaryIO) -> int:
    """The same as a workbook, one row a place; answers how many."""
    columns = [
        RegisterColumn(_("STT"), w.ORDINAL, 6),
        RegisterColumn(_("Nơi có dữ liệu"), w.TEXT, 30),
        RegisterColumn(_("Ghi gì"), w.TEXT, 50),
        RegisterColumn(_("Hồ sơ, nơi giữ"), w.TEXT, 50),
    ]
    told = [(part["title"], row["text"], row["where"]) for part in sections(found) for row in part["rows"]]
    rows = [[number, *row] for number, row in enumerate(told, 1)]
    made = _("Lập ngày %(day)s") % {"day": format_date(timezone.localdate())}
    title = _("DỮ LIỆU CÁ NHÂN ĐANG GIỮ VỀ %(name)s") % {"name": found.person.name.upper()}
    return write_register(out, columns, rows, title=title, subtitle=made, sheet_name=_("Dữ liệu cá nhân"))


def _registration(registration, text: str) -> dict:
    return {
        "text": text,
        "where": f"{registration.model.code} · {registration}",
        "url": reverse("models_registry:detail", args=[registration.pk]),
    }


def _model(model) -> dict:
    return {"text": model.name, "where": model.code, "url": reverse("models_registry:model", args=[model.pk])}
