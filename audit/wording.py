"""What changed, in words: labels of fields, words for choices, names for keys, Vietnamese dates and numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.models import Event
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

SHORT = 300
"""A text longer than this is cut in a list; the record's own history shows it whole."""
_PLAIN_NUMBERS = {
    "year", "year_from", "year_to", "version", "period_from", "period_to", "from_year", "baseline_year", "position",
}  # fmt: skip
# What deeds tell of that is no field of the record.
LABELS = {
    "name": gettext_lazy("Tên"),
    "code": gettext_lazy("Mã"),
    "size": gettext_lazy("Cỡ tệp (byte)"),
    "sha256": gettext_lazy("Dấu kiểm của tệp"),
    "tags": gettext_lazy("Tiểu lĩnh vực"),
    "decision": gettext_lazy("Theo quyết định"),
    "lines": gettext_lazy("Số dòng danh sách"),
    "lines_added": gettext_lazy("Thêm vào danh sách"),
    "line_edited": gettext_lazy("Sửa dòng"),
    "lines_removed": gettext_lazy("Bỏ khỏi danh sách"),
    "on": gettext_lazy("Ngày"),
    "step": gettext_lazy("Bước"),
    "password": gettext_lazy("Mật khẩu"),
    "reminder_address": gettext_lazy("Thư công vụ"),
    "sessions": gettext_lazy("Phiên đăng nhập"),
    "second_factor": gettext_lazy("Xác thực hai bước"),
    "recovery_codes": gettext_lazy("Mã dự phòng"),
    "recovery_codes_left": gettext_lazy("Số mã dự phòng còn lại"),
    "rows": gettext_lazy("Số dòng"),
    "question": gettext_lazy("Điều kiện lọc"),
    "imported": gettext_lazy("Số dòng vào sổ"),
    "duplicates": gettext_lazy("Số dòng trùng"),
    "refused": gettext_lazy("Số dòng bị từ chối"),
    "recognised": gettext_lazy("Công nhận"),
    "unit": gettext_lazy("Đơn vị"),
    "within": gettext_lazy("Trong đơn vị"),
    "criteria": gettext_lazy("Các tiêu chí"),
    "answers": gettext_lazy("Trả lời từng tiêu chí"),
    "members": gettext_lazy("Thành viên"),
    "year": gettext_lazy("Năm"),
    "year_from": gettext_lazy("Từ năm"),
    "year_to": gettext_lazy("Đến năm"),
    "geography": gettext_lazy("Địa giới ngày"),
    "search": gettext_lazy("Chữ tìm"),
    "field": gettext_lazy("Lĩnh vực"),
    "level": gettext_lazy("Cấp đăng ký"),
    "grassroots_terms": gettext_lazy("Cấp cơ sở"),
    "district_terms": gettext_lazy("Cấp huyện"),
    "province_terms": gettext_lazy("Cấp tỉnh"),
    "kind": gettext_lazy("Loại"),
    "phase": gettext_lazy("Mới / duy trì"),
    "status": gettext_lazy("Trạng thái"),
    "ordering": gettext_lazy("Sắp xếp"),
    "phones": gettext_lazy("Kèm số điện thoại"),
    "person": gettext_lazy("Người"),
    "places": gettext_lazy("Số chỗ"),
    "redactions": gettext_lazy("Dấu kiểm của danh sách dòng đã ẩn danh"),
    "registrations": gettext_lazy("Số đăng ký"),
    "models": gettext_lazy("Số mô hình"),
    "phones_dropped": gettext_lazy("Số điện thoại đã bỏ"),
    "tokens": gettext_lazy("Mã truy cập API đã hết hạn"),
    "sign_in_failures": gettext_lazy("Số dòng đăng nhập sai"),
    "sign_in_places": gettext_lazy("Số địa chỉ máy đã đăng nhập"),
    "drafts": gettext_lazy("Số bản nháp"),
    "files": gettext_lazy("Số tệp"),
    "file_names": gettext_lazy("Số tên tệp"),
    "other_texts": gettext_lazy("Số ý kiến, lý do, ghi chú khác"),
    "workbooks": gettext_lazy("Số bảng tính nhập"),
    "log_rows": gettext_lazy("Số dòng nhật ký"),
    "decisions": pgettext_lazy("số lượng", "Số quyết định"),
    "documents": gettext_lazy("Số văn bản"),
    "link": gettext_lazy("Quan hệ"),
    "other": gettext_lazy("Với văn bản"),
    "issued": gettext_lazy("Số văn bản đã ban hành"),
    "issuer_kind": gettext_lazy("Loại cơ quan ban hành"),
    "task_group": gettext_lazy("Nhóm nhiệm vụ, giải pháp"),
    "from_year": gettext_lazy("Áp dụng từ năm"),
    "text": gettext_lazy("Nội dung chỉ tiêu"),
    "direction": gettext_lazy("Chiều"),
    "value": gettext_lazy("Mục tiêu"),
    "recurrence": gettext_lazy("Thời hạn"),
    "due_on": gettext_lazy("Phải đạt trước hết ngày"),
    "measured_in": gettext_lazy("Đơn vị tính"),
    "baseline": gettext_lazy("Mức ban đầu"),
    "baseline_year": gettext_lazy("Năm của mức ban đầu"),
    "responsible": gettext_lazy("Đơn vị chịu trách nhiệm"),
    "aggregation": gettext_lazy("Cách tổng hợp"),
    "accumulation": gettext_lazy("Số liệu các kỳ trong năm"),
    "measure": gettext_lazy("Tính từ số liệu"),
    "road_map": gettext_lazy("Lộ trình"),
    "reports": gettext_lazy("Số báo cáo chịu ảnh hưởng"),
    "assignments": gettext_lazy("Số lượt giao mới"),
    "changed": gettext_lazy("Số lượt giao đổi mức"),
    "rule": gettext_lazy("Giao theo"),
    "values": gettext_lazy("Mức giao riêng"),
    "passed_on": gettext_lazy("Số lượt chuyển đi"),
    "units": gettext_lazy("Số đơn vị nhận"),
    "organisation": gettext_lazy("Cơ quan, tổ chức"),
    "figure": gettext_lazy("Thực hiện"),
    "position": gettext_lazy("Thứ tự"),
    "users": gettext_lazy("Số tài khoản"),
}

_in_words: dict[str, Callable[[str], str]] = {}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def declare_words(name: str, in_words: Callable[[str], str]) -> None:
    """How the values of something that deeds tell of are said, where it is no field of the record; declared by the app
    whose deeds tell it."""
    _in_words[name] = in_words


class Wording:
    """Words for these events; names of what keys point to are read once, a query for each kind of record."""

    def __init__(self, events: Iterable[Event]):
        wanted: dict[type[models.Model], set] = defaultdict(set)
        for event in events:
            for name, value in [*(event.before or {}).items(), *(event.after or {}).items()]:
                target = _target(event.subject_type, name)
                if target is not None and isinstance(value, (int, str)) and value != "":
                    wanted[target].add(value)
        self._names = {target: _names(target, values) for target, values in wanted.items()}

    def changes(self, event: Event, *, whole: bool = False) -> list[dict[str, str]]:
        """[{label, before, after}] of one event; `before` is "" where there was none to tell."""
        before, after = event.before or {}, event.after or {}
        changes = []
        for name in [*after, *(n for n in before if n not in after)]:
            if event.before is None and _is_empty(after[name]):
                # What a new record left empty is no news.
                continue
            old = self.value(event.subject_type, name, before[name]) if name in before else ""
            new = self.value(event.subject_type, name, after[name]) if name in after else _("(không còn)")
            changes.append(
                {
                    "label": label_of(event.subject_type, name),
                    "before": old if whole else _cut(old),
                    "after": new if whole else _cut(new),
                }
            )
        return changes

    def value(self, subject_type: str, name: str, value: Any) -> str:
        """The value as a page prints it; "(trống)" for none, so that a sentence stays a sentence."""
        if _is_empty(value):
            return _("(trống)")
        if value == "***":
            return _("(không ghi lại)")
        target, field = _target(subject_type, name), _field(subject_type, name)
        if target is not None:
            return self._names.get(target, {}).get(value, str(value))
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field is None and name in _in_words:
            return _in_words[name](value)
        if isinstance(value, int):
            return str(value) if name in _PLAIN_NUMBERS else format_integer(value)
        if isinstance(value, list):
            return ", ".join(self.value("", name, part) for part in value)
        if isinstance(value, dict):
            return "; ".join(f"{label_of('', n)}: {self.value('', n, v)}" for n, v in value.items())
        return _day(str(value)) if _may_be_day(field) else str(value)


def label_of(subject_type: str, name: str) -> str:
    """The field's name as forms and sheets call it."""
    field = _field(subject_type, name)
    if field is not None and (name not in LABELS or not _unnamed(field)):
        return str(field.verbose_name)
    return str(LABELS.get(name, name.replace("_", " ")))


def kind_label(subject_type: str) -> str:
    """ "Đăng ký" for models_registry.registration; "" for a deed that concerns no record."""
    model = _model(subject_type)
    return str(model._meta.verbose_name) if model is not None else ""


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type) if subject_type else None
    except (LookupError, ValueError):
        return None


def _field(subject_type: str, name: str):
    model = _model(subject_type)
    try:
        field = model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None
    return field if hasattr(field, "verbose_name") else None


def _unnamed(field) -> bool:
    return str(field.verbose_name) == field.name.replace("_", " ")


def _target(subject_type: str, name: str) -> type[models.Model] | None:
    field = _field(subject_type, name)
    return field.related_model if field is not None and field.many_to_one else None


def _names(target: type[models.Model], values: set) -> dict:
    keyed = {v for v in values if isinstance(v, str)}
    found = {}
    if keyed and any(field.name == "key" for field in target._meta.concrete_fields):
        found = {row.key: str(row) for row in target._default_manager.filter(key__in=keyed)}
    numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    if numbers:
        found |= {row.pk: str(row) for row in target._default_manager.filter(pk__in=numbers)}
    return found


def _may_be_day(field) -> bool:
    return field is None or isinstance(field, (models.DateField, models.DateTimeField))


def _day(text: str) -> str:
    try:
        if len(text) == 10:
            return format_date(date.fromisoformat(text))
        moment = parse_datetime(text)
    except ValueError:
        return text
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")
    return text


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
