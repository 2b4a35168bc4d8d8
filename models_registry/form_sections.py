"""The six short sections of the entry form, the compulsory few first, and how far each is filled."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

# (anchor, title, hint, rows of (how the row is drawn, names of its boxes))
SECTIONS = (
    (
        "mo-hinh",
        pgettext_lazy("số ít", "Mô hình"),
        gettext_lazy("Phần bắt buộc; các phần sau có thể bổ sung dần."),
        (
            ("", "name"),
            # Before the unit: which units there are, and what a campaign says of them, is told by the year and the level.
            ("pair", "year level"),
            ("unit", "unit"),
            ("", "organisation"),
            ("", "field"),
            ("", "kind"),
            ("", "phase"),
        ),
    ),
    (
        "noi-dung",
        gettext_lazy("Nội dung"),
        "",
        (("", "situation"), ("", "aims"), ("", "content"), ("", "place")),
    ),
    (
        "luc-luong",
        gettext_lazy("Lực lượng, người phụ trách"),
        "",
        (("", "forces"), ("pair", "person_in_charge work_phone"), ("", "participants")),
    ),
    (
        "nguon-luc",
        gettext_lazy("Thời gian, nguồn lực"),
        gettext_lazy("Số ghi kiểu Việt Nam: dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ."),
        (
            ("pair", "starts_on ends_on"),
            ("pair", "money labour_days"),
            ("", "registered_on"),
            ("", "resources"),
        ),
    ),
    (
        "ket-qua",
        gettext_lazy("Kết quả"),
        "",
        (("", "expected_results"), ("", "results"), ("", "sustainability")),
    ),
    (
        "tai-lieu",
        gettext_lazy("Tài liệu, ghi chú"),
        "",
        (("", "tags"), ("files", "files"), ("", "notes")),
    ),
)


def sections_of(form: forms.Form) -> list[dict]:
    """The sections as the page prints them: fields in rows, and the state of each; boxes the form has not are left out."""
    return [
        {"key": key, "title": title, "hint": hint, "rows": rows, "state": _state(form, rows)}
        for key, title, hint, layout in SECTIONS
        if (rows := _rows(form, layout))
    ]


def _rows(form, layout) -> list[dict]:
    rows = []
    for kind, names in layout:
        fields = [form[name] for name in names.split() if name in form.fields]
        if fields:
            rows.append({"kind": kind, "fields": fields})
    return rows


def _state(form, rows) -> dict:
    fields = [field for row in rows for field in row["fields"]]
    filled = [f for f in fields if f.value() not in (None, "", [])]
    if form.is_bound and any(f.errors for f in fields):
        return {"key": "error", "label": _("Cần xem lại"), "icon": "error"}
    required = [f for f in fields if f.field.required]
    if len(filled) == len(fields) or (required and all(f in filled for f in required)):
        return {"key": "done", "label": _("Đã đủ"), "icon": "ok"}
    if filled:
        return {"key": "partial", "label": _("Còn dở"), "icon": "half"}
    return {"key": "empty", "label": _("Chưa nhập"), "icon": "circle"}
