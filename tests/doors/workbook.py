"""A register as an office would send it, with marks in its cells."""

import io

from intake.opening import open_register, proposed_mapping
from tests.intake.workbooks import a_register
from units.models import Unit


def a_filled_register(m, unit: Unit) -> tuple[bytes, str, dict]:
    """Its bytes, the name of its sheet and how its columns are read."""
    head = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Loại", "Cấp đăng ký", "Mới / duy trì", "Kết quả"]
    row = [1, f"Cầu mới {m('cell')}", unit.name, "Kinh tế", "Tập thể", "Cơ sở", "Mới", m("cellresult")]
    made = io.BytesIO()
    a_register(head, [row]).save(made)
    _, registers = open_register(made.getvalue(), "so.xlsx")
    sheet, header = registers[0]
    return made.getvalue(), sheet.name, proposed_mapping(header, unit)
