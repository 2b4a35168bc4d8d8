"""The register as an Excel file: exactly the registrations of a list, in its order."""

from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from models_registry.choices import ActivityField, Kind, Level, Phase, Stage
from recognition.models import Recognition
from reports import workbook as w
from reports.export.register import RegisterColumn, write_register

CHUNK = 2000
_PATHS = (
    "model__code", "model__name", "kind", "unit__name", "unit__parent__name", "organisation__name", "person_in_charge",
    "field", "content", "aims", "year", "level", "phase", "stage", "stage_on", "is_late",
    "participants", "money", "labour_days", "results",
    "recognised_level", "decision_number", "recognised_on", "notes",
)  # fmt: skip
_PHONE_AT = _PATHS.index("person_in_charge") + 1


def export_registrations(
    queryset: QuerySet, out: str | BinaryIO, *, title: str, subtitle: str = "", with_phones: bool = False
) -> int:
    """Write the registrations of the queryset, as it is ordered, to a path or binary file; return how many.

    Telephone numbers stay out unless asked for: a file leaves the building more easily than a page."""
    columns, rows = register_columns(with_phones), register_rows(queryset, with_phones)
    return write_register(out, columns, rows, title=title, subtitle=subtitle, repeated_columns=3)


def register_rows(queryset: QuerySet, with_phones: bool = False) -> Iterator[tuple]:
    """The values of each registration, numbered; plain values, never objects: a fifth of the time and the memory.
    Choices are written as the words of their columns."""
    paths = _PATHS[:_PHONE_AT] + (("work_phone",) if with_phones else ()) + _PATHS[_PHONE_AT:]
    standing = Recognition.objects.standing()
    decision = standing.filter(registration=OuterRef("id"), level=OuterRef("recognised_level"))
    found = queryset.annotate(decision_number=Subquery(decision.values("decision__number")[:1])).values_list(
        *paths
    )
    for number, values in enumerate(found.iterator(chunk_size=CHUNK), 1):
        yield number, *values


def _words(choices) -> dict[str, str]:
    return {"": ""} | {value: str(label) for value, label in choices.choices}


def register_columns(with_phones: bool = False) -> list[RegisterColumn]:
    """The columns of the register as offices keep it."""
    columns = [
        RegisterColumn(_("STT"), w.ORDINAL, 6),
        RegisterColumn(_("Mã"), w.CODE, 15),
        RegisterColumn(_("Tên mô hình, điển hình"), w.TEXT, 42),
        RegisterColumn(_("Loại"), w.CODE, 8, _words(Kind)),
        RegisterColumn(_("Đơn vị"), w.TEXT, 17),
        RegisterColumn(_("Thuộc"), w.TEXT, 17),
        RegisterColumn(_("Cơ quan, tổ chức"), w.TEXT, 15),
        RegisterColumn(_("Người phụ trách"), w.TEXT, 15),
        RegisterColumn(_("Lĩnh vực"), w.TEXT, 14, _words(ActivityField)),
        RegisterColumn(_("Nội dung, cách làm"), w.TEXT, 34),
        RegisterColumn(_("Mục tiêu, chỉ tiêu"), w.TEXT, 26),
        RegisterColumn(_("Năm đăng ký"), w.YEAR, 7),
        RegisterColumn(_("Cấp đăng ký"), w.CODE, 9, _words(Level)),
        RegisterColumn(_("Mới / duy trì"), w.CODE, 10, _words(Phase)),
        RegisterColumn(_("Tiến độ"), w.TEXT, 13, _words(Stage)),
        RegisterColumn(_("Ngày chuyển bước"), w.DATE, 12),
        RegisterColumn(_("Gửi sau hạn"), w.CODE, 9, {True: _("sau hạn"), False: ""}),
        RegisterColumn(_("Số người tham gia"), w.COUNT, 9),
        RegisterColumn(_("Kinh phí huy động (đồng)"), w.COUNT, 15),
        RegisterColumn(_("Ngày công"), w.COUNT, 8),
        RegisterColumn(_("Kết quả"), w.TEXT, 26),
        RegisterColumn(_("Cấp công nhận"), w.CODE, 9, _words(Level)),
        RegisterColumn(_("Số quyết định"), w.TEXT, 16),
        RegisterColumn(_("Ngày quyết định"), w.DATE, 12),
        RegisterColumn(_("Ghi chú"), w.TEXT, 16),
    ]
    if with_phones:
        columns.insert(_PHONE_AT + 1, RegisterColumn(_("Điện thoại"), w.CODE, 16))
    return columns
