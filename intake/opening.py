"""From a workbook to a table ready to be checked: which sheet, which columns, as this office has taught us."""

from django.utils.translation import gettext as _

from intake.bounds import REQUEST, Bounds, UnreadableWorkbook
from intake.columns import BY_KEY
from intake.filling import fill_merged_cells
from intake.headers import Header, find_header
from intake.models import ColumnMapping
from intake.private_columns import private_columns, without_private
from intake.reading import read_workbook
from intake.sheets import OfficeWorkbook, Sheet
from intake.tables import Table, read_table
from models_registry.secrecy import is_marked_secret
from units.models import Unit

_STAMPED_ROWS = 10


def open_register(
    data: bytes, file_name: str, bounds: Bounds = REQUEST
) -> tuple[OfficeWorkbook, list[tuple[Sheet, Header]]]:
    """The workbook and its sheets that look like a register, the longest first; where none has a column of names, those
    that look like one but for it. UnreadableWorkbook where none does."""
    workbook = read_workbook(data, file_name, bounds)
    _refuse_secrets(workbook, file_name)
    found = [(sheet, header) for sheet in workbook.sheets if (header := find_header(sheet))] or [
        (sheet, header) for sheet in workbook.sheets if (header := find_header(sheet, nameless=True))
    ]
    if not found:
        raise UnreadableWorkbook(
            "no header",
            _(
                "Không tìm thấy hàng tiêu đề của sổ (cần có cột tên mô hình và ít nhất hai cột quen thuộc khác)."
            ),
        )
    return workbook, sorted(found, key=lambda pair: -len(pair[0].rows))


def _refuse_secrets(workbook: OfficeWorkbook, file_name: str) -> None:
    """A stamp stands in the file's name, on its tab or in the rows above a heading."""
    for sheet in workbook.sheets:
        header = find_header(sheet, nameless=True)
        above = sheet.rows[: header.first_row if header else _STAMPED_ROWS]
        texts = [file_name, sheet.name, *(value for row in above for value in row if isinstance(value, str))]
        if any(map(is_marked_secret, texts)):
            raise UnreadableWorkbook(
                "secret",
                _("Tệp có dấu độ mật. Hệ thống này không được lưu bí mật nhà nước; không tải tệp này lên."),
            )


def proposed_mapping(header: Header, unit: Unit) -> dict[str, int]:
    """Canonical key → column index: what people of this office (or one above it) said before, then the headings."""
    learnt: dict[str, str] = {}
    for above in _upwards(unit):
        for row in ColumnMapping.objects.filter(unit=above):
            learnt.setdefault(row.heading, row.key)
    mapping: dict[str, int] = {}
    for column in header.columns:
        if (key := learnt.get(column.signature[:300])) and key in BY_KEY:
            mapping.setdefault(key, column.index)
    for column in header.columns:
        if column.signature[:300] not in learnt and column.key and column.key != "refusal_reason":
            mapping.setdefault(column.key, column.index)
    return without_private(header, mapping)


def remember_mapping(header: Header, mapping: dict[str, int], unit: Unit) -> None:
    """Keeps what a person chose wherever it differs from what the heading alone says."""
    chosen = {index: key for key, index in mapping.items()}
    own = header.mapping()
    for column in header.columns:
        key = chosen.get(column.index, "")
        heading = column.signature[:300]
        if column.key == "refusal_reason":
            continue
        if key != (column.key or "") or own.get(column.key) not in (None, column.index):
            ColumnMapping.objects.update_or_create(unit=unit, heading=heading, defaults={"key": key})
        else:
            ColumnMapping.objects.filter(unit=unit, heading=heading).delete()


def table_of(sheet: Sheet, header: Header, mapping: dict[str, int]) -> Table:
    """The data rows, with what is merged down filled in."""
    mapping = without_private(header, mapping)
    fill_merged_cells(sheet, mapping, header.data_from)
    table = read_table(sheet, header, mapping)
    table.private = [column.heading for column in private_columns(header)]
    return table


def _upwards(unit: Unit) -> list[Unit]:
    chain = [unit]
    while chain[-1].parent_id:
        chain.append(chain[-1].parent)
    return chain
