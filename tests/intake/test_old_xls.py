"""Registers of before 2010: .xls, typed in TCVN3."""

from pathlib import Path

import pytest

from intake.bounds import UnreadableWorkbook
from intake.reading import read_workbook

# Thirty invented rows in .VnTime, saved as .xls by LibreOffice.
OLD = Path(__file__).parent.parent / "data/registers/old-font.xls"


def test_an_xls_typed_in_tcvn3_is_read_in_unicode():
    (sheet,) = read_workbook(OLD.read_bytes(), "so.xls").sheets
    assert sheet.rows[2] == [
        "STT", "Tên mô hình", "Loại", "Huyện", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì", "Ghi chú",
    ]  # fmt: skip
    assert sheet.rows[3] == [
        1, "“Vận động hộ nghèo đăng ký thoát nghèo bền vững giai đoạn 4” tại thôn 22", "Tập thể",
        "Thành phố Cao Bằng", "Phường Sông Hiến", "Kinh tế", "Cấp huyện", "Duy trì", None,
    ]  # fmt: skip
    assert len(sheet.old_fonts) == 207


@pytest.mark.parametrize("kept", [600, 4_000, 9_000, 12_000])
def test_a_cut_xls_gets_one_clear_sentence(kept):
    with pytest.raises(UnreadableWorkbook):
        read_workbook(OLD.read_bytes()[:kept], "so.xls")
