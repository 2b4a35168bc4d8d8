"""Workbooks as somebody opens them: cells, formulas with their results, paper, and texts that stay texts."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports import workbook as w
from reports.workbook import Column, Letterhead, Row, Sheet, Signature, Total, Workbook, write_workbook
from reports.workbook_formulas import ratio_of, sum_of

SHEET = Sheet(
    name="Phụ lục 1",
    label="Phụ lục 1",
    title="KẾT QUẢ ĐĂNG KÝ\nNĂM 2024",
    attached_to="(kèm theo Báo cáo số 12-BC/BDVTU, ngày 05/02/2025)",
    letterhead=Letterhead("BAN DÂN VẬN", "TỈNH ỦY CAO BẰNG", w.PARTY, "Cao Bằng", date(2025, 2, 5)),
    measured_in="ĐVT: mô hình",
    columns=[
        Column("number", "STT", w.ORDINAL, 5),
        Column("code", "Mã", w.CODE, 10),
        Column("name", "Tên", w.TEXT, 30),
        Column("economy", "Kinh tế", w.COUNT, 9, ("Đăng ký",)),
        Column("society", "Văn hóa", w.COUNT, 9, ("Đăng ký",)),
        Column("all", "Cộng", w.COUNT, 9, ("Đăng ký",), sum_of("economy", "society")),
        Column("done", "Công nhận", w.COUNT, 9),
        Column("rate", "Tỷ lệ", w.SHARE, 9, formula=ratio_of("done", "all")),
        Column("day", "Ngày", w.DATE, 12),
    ],
    rows=[
        Row({"number": "I", "name": "Huyện Bảo Lạc"}, w.GROUP),
        Row({"number": 1, "code": "00123", "name": "=1+1", "economy": 1200, "society": 34, "done": 1000,
             "day": date(2024, 10, 15)}),
        Row({"number": 2, "code": "007", "name": "-khéo\x01 & <vận>\r\nhai dòng", "economy": 0, "society": 0, "done": 0}),
    ],
    total=Total("Tổng cộng", {"economy": 1200, "society": 34, "all": 1234, "done": 1000}, "name"),
    notes=["theo địa giới cũ."],
    signatures=[Signature("NGƯỜI LẬP BIỂU", "(ký, ghi rõ họ tên)"), Signature("TRƯỞNG BAN", "(ký, ghi rõ họ tên)")],
)  # fmt: skip


def written(*sheets) -> BytesIO:
    out = BytesIO()
    write_workbook(Workbook("Tổng hợp", sheets or (SHEET,), "BAN DÂN VẬN"), out)
    out.seek(0)
    return out


def table(sheet) -> list[list]:
    rows = list(sheet.iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[0] == "STT")
    return [list(row) for row in rows[first:]]


def test_the_table_stands_under_its_heading_with_formulas_and_a_total():
    sheet = load_workbook(written())["Phụ lục 1"]
    assert table(sheet)[:7] == [
        ["STT", "Mã", "Tên", "Đăng ký", None, None, "Công nhận", "Tỷ lệ", "Ngày"],
        [None, None, None, "Kinh tế", "Văn hóa", "Cộng", None, None, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        ["I", None, "Huyện Bảo Lạc", None, None, None, None, None, None],
        [1, "00123", "=1+1", 1200, 34, "=SUM(D13,E13)", 1000, '=IF(F13=0,"-",G13/F13)', _moment(2024, 10, 15)],
        [2, "007", "-khéo & <vận>\nhai dòng", 0, 0, "=SUM(D14,E14)", 0, '=IF(F14=0,"-",G14/F14)', None],
        [None, None, "Tổng cộng", "=SUM(D12:D14)", "=SUM(E12:E14)", "=SUM(D15,E15)", "=SUM(G12:G14)",
         '=IF(F15=0,"-",G15/F15)', None],
    ]  # fmt: skip


def test_the_results_of_formulas_stand_in_the_file():
    """Previews and readers of values never calculate."""
    sheet = load_workbook(written(), data_only=True)["Phụ lục 1"]
    assert [row[3:8] for row in table(sheet)[4:7]] == [
        [1200, 34, 1234, 1000, 1000 / 1234],
        [0, 0, 0, 0, "-"],
        [1200, 34, 1234, 1000, 1000 / 1234],
    ]


def test_letterhead_titles_and_signatures():
    sheet = load_workbook(written())["Phụ lục 1"]
    texts = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    head = {
        "TỈNH ỦY CAO BẰNG": (False, False, None), "BAN DÂN VẬN": (True, False, None), "*": (False, False, None),
        "ĐẢNG CỘNG SẢN VIỆT NAM": (True, False, "single"),
        "Cao Bằng, ngày 05 tháng 02 năm 2025": (False, True, None), "Phụ lục 1": (True, False, None),
        "KẾT QUẢ ĐĂNG KÝ\nNĂM 2024": (True, False, None),
        "(kèm theo Báo cáo số 12-BC/BDVTU, ngày 05/02/2025)": (False, True, None),
        "ĐVT: mô hình": (False, True, None), "Ghi chú: theo địa giới cũ.": (False, True, None),
        "NGƯỜI LẬP BIỂU": (True, False, None), "TRƯỞNG BAN": (True, False, None), "Tổng cộng": (True, False, None),
    }  # fmt: skip
    found = {text: (cell.font.b, cell.font.i, cell.font.u) for text, cell in texts.items() if text in head}
    assert found == head
    assert {cell.font.name for cell in texts.values()} == {"Times New Roman"}


def test_the_state_style_has_the_republic_and_its_motto():
    letterhead = replace(SHEET.letterhead, style=w.STATE, superior="", issuer="ỦY BAN MTTQ VIỆT NAM")
    sheet = load_workbook(written(replace(SHEET, letterhead=letterhead)))["Phụ lục 1"]
    assert [[cell for cell in row if cell] for row in sheet.iter_rows(max_row=3, values_only=True)] == [
        ["ỦY BAN MTTQ VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Độc lập - Tự do - Hạnh phúc"],
        ["Cao Bằng, ngày 05 tháng 02 năm 2025"],
    ]


def test_it_prints_on_a4_across_with_headings_on_each_page():
    sheet = load_workbook(written())["Phụ lục 1"]
    margins = sheet.page_margins
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
    assert sheet.print_title_rows == "$9:$11"
    assert sheet.print_area == "'Phụ lục 1'!$A$1:$I$23"
    assert [round(side * 25.4) for side in (margins.top, margins.bottom, margins.left, margins.right)] == [
        20,
        20,
        30,
        15,
    ]
    assert "&P/&N" in sheet.oddFooter.right.text


def test_a_short_sheet_is_one_page_and_a_long_one_is_not_squeezed():
    long = replace(
        SHEET, name="Dài", rows=[Row({"number": n}) for n in range(1, 80)], total=None, signatures=[]
    )
    book = load_workbook(written(SHEET, long))
    assert [sheet.page_setup.fitToHeight for sheet in book] == [1, 0]


def long_sheet(count, **changes):
    rows = [Row({"number": n, "economy": 1, "society": 0, "done": 0}) for n in range(1, count + 1)]
    # narrow enough to be drawn at full size in whatever letters the machine has
    columns = [replace(column, width=min(column.width, 18)) for column in SHEET.columns]
    total = Total("Tổng cộng", {"economy": count, "society": 0, "all": count, "done": 0}, "name")
    return replace(SHEET, name=f"{count} dòng", columns=columns, rows=rows, total=total, **changes)


def test_a_long_sheet_breaks_before_its_last_rows_where_its_signatures_would_stand_alone():
    sheets = load_workbook(written(*map(long_sheet, range(60, 86)))).worksheets
    found = []
    for sheet in sheets:
        total = next(row[2].row for row in sheet.iter_rows() if row[2].value == "Tổng cộng")
        found.append([total - page_break.id for page_break in sheet.row_breaks.brk])
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    # the row above the total goes with it; where the last page holds all, nothing is broken
    assert {tuple(breaks) for breaks in found} == {(), (2,)}


def test_a_long_sheet_without_signatures_is_not_broken_by_hand():
    sheet = load_workbook(written(long_sheet(80, signatures=[])))["80 dòng"]
    assert (list(sheet.row_breaks.brk), sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        [], 1, 0,
    )  # fmt: skip


@pytest.mark.skipif(shutil.which("soffice") is None, reason="không có LibreOffice (no LibreOffice here)")
@pytest.mark.slow
def test_libreoffice_prints_no_signature_alone(tmp_path):
    """Tables of every length around a page's end in one file; each last page holds a row and the total above the names."""
    sheets = [long_sheet(count) for count in range(60, 90)]
    path = tmp_path / "long.xlsx"
    path.write_bytes(written(*sheets).getvalue())
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "long.pdf"), "-"], check=True, capture_output=True
    )
    signed = [page for page in text.stdout.decode().split("\f") if "NGƯỜI LẬP BIỂU" in page]
    assert len(signed) == len(sheets)
    assert all("Tổng cộng" in page for page in signed)
    rows = [[line for line in page.splitlines() if re.match(r" *\d+ +1 ", line)] for page in signed]
    assert all(rows)


def test_texts_that_look_like_formulas_stay_texts_after_an_edit_too():
    sheet = load_workbook(written())["Phụ lục 1"]
    risky = [
        cell for row in sheet.iter_rows() for cell in row if cell.value in ("=1+1", "-khéo & <vận>\nhai dòng")
    ]
    assert [(cell.data_type, bool(cell.quotePrefix)) for cell in risky] == [("s", True), ("s", True)]


def test_figures_are_numbers_with_the_vietnamese_format():
    sheet = load_workbook(written())["Phụ lục 1"]
    assert [sheet[place].number_format for place in ("D13", "F13", "H13", "I13", "B13")] == [
        "[$-42A]#,##0", "[$-42A]#,##0", "[$-42A]0.0%", "dd/mm/yyyy", "@",
    ]  # fmt: skip


@pytest.mark.skipif(shutil.which("soffice") is None, reason="không có LibreOffice (no LibreOffice here)")
@pytest.mark.slow
def test_libreoffice_calculates_what_the_file_says(tmp_path):
    """The formulas are calculated anew from a copy without results."""
    said, bare = written(), tmp_path / "bare.xlsx"
    with zipfile.ZipFile(said) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            target.writestr(
                name, _without_results(source.read(name)) if "sheets/" in name else source.read(name)
            )
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    calculated = load_workbook(out / "bare.xlsx", data_only=True)["Phụ lục 1"]
    stored = load_workbook(said, data_only=True)["Phụ lục 1"]
    assert _rounded(table(calculated)[3:7]) == _rounded(table(stored)[3:7])


def _without_results(xml: bytes) -> bytes:
    return re.sub(rb'( t="str")?>(<f>[^<]*</f>)<v>[^<]*</v>', rb">\2<v></v>", xml)


def _rounded(rows):
    return [[round(cell, 12) if isinstance(cell, float) else cell for cell in row] for row in rows]


def _moment(*day):
    from datetime import datetime

    return datetime(*day)  # noqa: DTZ001 - Excel knows no zones
