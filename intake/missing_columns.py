"""What a register must say somewhere: in a column, in tick columns, in its group rows or once for the whole file."""

from django.utils.translation import gettext as _

from intake.choosing import CHOICES
from intake.columns import BY_KEY
from intake.tables import Group, Table
from units.choices import Tier
from units.models import Unit

_UNIT_COLUMNS = ("commune", "unit", "district")


def missing_columns(
    table: Table | None, mapping: dict[str, int], fixed: dict[str, str], unit: Unit
) -> list[str]:
    """Keys of what nothing in the sheet says for any row, so that every row would be refused for the same reason.

    `table` is None while no column is the name. A commune's own register need not name the commune."""
    found = [] if "name" in mapping else ["name"]
    doubtful = doubtful_columns(mapping, fixed)
    if unit.tier == Tier.COMMUNE and "unit" in doubtful:
        doubtful.remove("unit")
    groups = table.groups if table else []
    return found + [key for key in doubtful if not any(_says(group, key) for group in groups)]


def doubtful_columns(mapping: dict[str, int], fixed: dict[str, str]) -> list[str]:
    """Keys of what no column gives and the group rows would have to: worth asking a person."""
    found = [] if any(key in mapping for key in _UNIT_COLUMNS) else ["unit"]
    for subject, choice in CHOICES.items():
        ticks = any(f"{subject}_{value}" in mapping for value in choice.values)
        if subject not in mapping and not ticks and subject not in fixed:
            found.append(subject)
    return found


def only_districts(table: Table | None, mapping: dict[str, int]) -> bool:
    """Whether districts are all that is told of where a row belongs: right for a register of districts' own models, and
    else the sign of a commune column that was not recognised."""
    groups = table.groups if table else []
    below = any(key in mapping for key in ("commune", "unit")) or any(g.commune or g.unit for g in groups)
    return not below and ("district" in mapping or any(g.district for g in groups))


def what_to_do(key: str) -> str:
    """The sentence on the page of columns that names what is missing and how to give it."""
    words = {"column": BY_KEY[key].label}
    if key == "name":
        return _("Chưa cột nào là “%(column)s”: tìm cột ghi tên và chọn mục này cho nó.") % words
    if key == "unit":
        return _(
            "Chưa cột nào cho biết đơn vị: chọn “Xã”, “Huyện” hoặc “Đơn vị” cho cột ghi nơi đăng ký; nếu tệp không có "
            "cột ấy thì thêm vào tệp rồi nộp lại."
        )
    return (
        _(
            "Chưa cột nào là “%(column)s”: chọn mục này cho cột ghi nó, hoặc chọn “%(column)s của cả tệp” ở cuối trang."
        )
        % words
    )


def _says(group: Group, key: str) -> bool:
    if key == "unit":
        return bool(group.district or group.commune or group.unit)
    return key in dict(group.values)
