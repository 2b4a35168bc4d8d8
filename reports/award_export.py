"""Awards as an Excel file: exactly those of a list, in its order."""

from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from models_registry.choices import ActivityField
from recognition.choices import AwardForm, RecipientKind
from reports import workbook as w
from reports.export.register import RegisterColumn, write_register

CHUNK = 2000
_PATHS = (
    "recipient_name", "recipient_kind", "registration__model__code", "registration__model__name", "registration__unit__name",
    "registration__unit__parent__name", "registration__field", "registration__year", "form", "reason", "granting_body",
    "decision__number", "granted_on", "amount",
)  # fmt: skip


def export_awards(queryset: QuerySet, out: str | BinaryIO, *, title: str, subtitle: str = "") -> int:
    """Write the awards of the queryset, as it is ordered, to a path or binary file; return how many."""
    return write_register(
        out, award_columns(), award_rows(queryset), title=title, subtitle=subtitle, sheet_name=_("Khen thưởng")
    )


def award_rows(queryset: QuerySet) -> Iterator[list]:
    """The values of each award, numbered. Without a name of its own it is the model's people who were commended."""
    words = {
        _PATHS.index("recipient_kind"): _words(RecipientKind),
        _PATHS.index("registration__field"): _words(ActivityField),
        _PATHS.index("form"): _words(AwardForm),
    }
    name, model = _PATHS.index("recipient_name"), _PATHS.index("registration__model__name")
    for number, values in enumerate(queryset.values_list(*_PATHS).iterator(chunk_size=CHUNK), 1):
        row = list(values)
        for place, labels in words.items():
            row[place] = labels[row[place]]
        row[name] = row[name] or row[model]
        yield [number, *row]


def award_columns() -> list[RegisterColumn]:
    """The appendix of awards as offices keep it."""
    return [
        RegisterColumn(_("STT"), w.ORDINAL, 6),
        RegisterColumn(_("Tập thể, cá nhân, hộ gia đình"), w.TEXT, 32),
        RegisterColumn(_("Loại đối tượng"), w.CODE, 11),
        RegisterColumn(_("Mã"), w.CODE, 15),
        RegisterColumn(_("Tên mô hình, điển hình"), w.TEXT, 38),
        RegisterColumn(_("Đơn vị"), w.TEXT, 17),
        RegisterColumn(_("Thuộc"), w.TEXT, 17),
        RegisterColumn(_("Lĩnh vực"), w.TEXT, 16),
        RegisterColumn(_("Năm đăng ký"), w.YEAR, 7),
        RegisterColumn(_("Hình thức"), w.CODE, 13),
        RegisterColumn(_("Thành tích"), w.TEXT, 34),
        RegisterColumn(_("Cơ quan khen"), w.TEXT, 26),
        RegisterColumn(_("Số quyết định"), w.TEXT, 16),
        RegisterColumn(_("Ngày khen"), w.DATE, 12),
        RegisterColumn(_("Tiền thưởng (đồng)"), w.COUNT, 14),
    ]


def _words(choices) -> dict[str, str]:
    return {"": ""} | {value: str(label) for value, label in choices.choices}
