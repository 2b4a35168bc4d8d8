"""Opening workbooks: what is refused and in which words, and that what is read is where a person sees it."""

import datetime
import time
import tracemalloc

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from intake.bounds import Bounds, UnreadableWorkbook
from intake.reading import read_workbook
from tests.intake.bad_files import BAD_FILES, SHEET, repacked, saved, sheet_xml, with_sheet

GREEDY = (
    "a bomb",
    "six hundred members",
    "cells from corner to corner",
    "a far cell in disguise",
    "an xls with a far row",
    "an ods with a far cell",
    "entities in the sheet",
)


def read(book: Workbook):
    return read_workbook(saved(book), "a.xlsx").sheets


def made(name: str) -> tuple[bytes, str]:
    file_name, content, _ = BAD_FILES[name]
    return (content() if callable(content) else content), file_name


def refusal_of(data: bytes, file_name: str) -> UnreadableWorkbook:
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_workbook(data, file_name)
    return refusal.value


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(name):
    file = made(name)
    started = time.process_time()
    refusal = refusal_of(*file)
    assert refusal.reason == BAD_FILES[name][2]
    assert str(refusal).rstrip().endswith((".", ")."))
    assert time.process_time() - started < 3


@pytest.mark.parametrize("name", GREEDY)
def test_a_file_made_to_take_all_memory_takes_little(name):
    file = made(name)
    tracemalloc.start()
    refusal_of(*file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * 1024 * 1024


def test_rows_and_columns_keep_the_numbers_a_person_sees():
    book = Workbook()
    sheet = book.active
    sheet["C4"], sheet["D6"] = "tên", 12
    (found,) = read(book)
    assert found.rows[3] == [None, None, "tên", None]
    assert found.rows[5] == [None, None, None, 12]
    assert len(found.rows) == 6


def test_values_come_as_they_are():
    book = Workbook()
    sheet = book.active
    sheet.append(["=1", 1.5, 3, True, datetime.date(2024, 10, 9), "08", None, "a_x000D_b"])
    sheet["A1"].data_type = "s"
    sheet["I1"] = "#N/A"
    (found,) = read(book)
    assert found.rows[0] == ["=1", 1.5, 3, True, datetime.date(2024, 10, 9), "08", None, "a\rb", "#N/A"]


def test_a_column_formatted_to_the_last_row_costs_nothing():
    book = Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"].font = Font(bold=True)
    started = time.process_time()
    assert read(book)[0].rows == [["x"]]
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "cell, bounds",
    [
        (b"<c><v>1</v></c>", Bounds(filled_cells=11)),
        (b"<c><is><t>a</t></is></c>", Bounds(filled_cells=11)),
        (b"<c/>", Bounds(cells=11)),
    ],
)
def test_more_cells_than_a_register_has_are_refused_before_they_are_laid_out(cell, bounds, monkeypatch):
    data = repacked({SHEET: sheet_xml((b"<row>" + cell * 4 + b"</row>") * 3)})
    monkeypatch.setattr("intake.reading.CalamineWorkbook", None)
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(data, "a.xlsx", bounds)
    assert refused.value.reason == "too many cells"


def test_a_stray_cell_far_below_does_not_take_the_rows_above_with_it():
    body = b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>9</v></c></row>'
    (found,) = read_workbook(with_sheet(body), "a.xlsx").sheets
    assert found.rows == [[None], [1]]


def test_a_dimension_that_lies_loses_no_row():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 6))
    xml = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    (found,) = read_workbook(repacked({SHEET: xml}), "a.xlsx").sheets
    assert [row[0] for row in found.rows] == [1, 2, 3, 4, 5]


def test_hidden_and_empty_sheets_are_left_out():
    book = Workbook()
    book.active.title = "Trống"
    book.create_sheet("Biểu")["A1"] = "x"
    book.create_sheet("Nháp")["A1"] = "y"
    book["Nháp"].sheet_state = "hidden"
    assert [sheet.name for sheet in read(book)] == ["Biểu"]


def test_cells_typed_in_tcvn3_and_vni_are_read_by_their_font():
    book = Workbook()
    sheet = book.active
    for row, (text, font) in enumerate(
        [("D©n vËn khÐo", ".VnTime"), ("d©n vËn", ".VnTimeH"), ("Daân vaän", "VNI-Times"), ("D©n", "Arial")],
        start=1,
    ):
        sheet.cell(row, 1, text).font = Font(name=font)
    (found,) = read(book)
    assert [row[0] for row in found.rows] == ["Dân vận khéo", "DÂN VẬN", "Dân vận", "D©n"]
    assert found.old_fonts == {(1, 1), (2, 1), (3, 1)}


def test_unicode_typed_into_cells_of_an_old_font_stays_as_it_was_typed():
    """On a computer without the font nobody sees that the cell names one."""
    columns = {
        "Tên": ["Thắp sáng đường quê", "Xóm sạch"],  # the column's own letters tell
        "Xã": ["Xóm", "Cá nhân"],  # nothing tells but the column beside
    }
    old = {"Tên": ["Th¾p s¸ng ®\xadêng quª", "Xãm s¹ch"], "Xã": ["B¶o L¹c", "Duy tr×"]}
    for typed, meant in (
        (columns, [["Thắp sáng đường quê", "Xóm"], ["Xóm sạch", "Cá nhân"]]),
        (old, [["Thắp sáng đường quê", "Bảo Lạc"], ["Xóm sạch", "Duy trì"]]),
        ({"Tên": columns["Tên"], "Loại": old["Xã"]}, [["Thắp sáng đường quê", "Bảo Lạc"], ["Xóm sạch", "Duy trì"]]),
    ):
        book = Workbook()
        for column, texts in enumerate(typed.values(), 1):
            for row, text in enumerate(texts, 1):
                book.active.cell(row, column, text).font = Font(name=".VnTime")
        assert read(book)[0].rows == meant


def test_a_formula_that_was_never_calculated_is_noticed():
    book = Workbook()
    book.active["A1"], book.active["B1"] = "x", "=1+1"
    assert read(book)[0].uncalculated
    plain = Workbook()
    plain.active["A1"] = "x"
    assert not read(plain)[0].uncalculated
