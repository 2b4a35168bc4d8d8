"""The register stream: what goes in is what every reader takes out, however the values look."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from models_registry.choices import Kind
from reports import workbook as w
from reports.export import register, row_stream
from reports.export.register import RegisterColumn, write_register
from reports.export.row_stream import LONGEST, letters

COLUMNS = [
    RegisterColumn("STT", w.ORDINAL, 6),
    RegisterColumn("Mã", w.CODE, 14),
    RegisterColumn("Tên", w.TEXT, 40),
    RegisterColumn("Số người", w.COUNT, 10),
    RegisterColumn("Ngày", w.DATE, 12),
]


def written(rows, columns=COLUMNS, **options) -> io.BytesIO:
    out = io.BytesIO()
    write_register(out, columns, rows, title="SỔ ĐĂNG KÝ", subtitle="Tỉnh Cao Bằng", **options)
    return out


def opened(rows, columns=COLUMNS):
    return load_workbook(written(rows, columns)).active


def values(rows, columns=COLUMNS):
    return [list(row) for row in opened(rows, columns).iter_rows(min_row=5, values_only=True)]


def test_text_stays_text_numbers_numbers_and_dates_dates():
    rows = [
        (1, "00123", "Thắp sáng đường quê", 316, date(2024, 10, 6)),
        (2, "007", "=1+1", None, None),
        (3, "+84", "@SUM(A1)", 0, date(1999, 1, 31)),
        (4, "", "-khéo", 10**12, None),
    ]
    assert values(rows) == [
        [1, "00123", "Thắp sáng đường quê", 316, _moment(2024, 10, 6)],
        [2, "007", "=1+1", None, None],
        [3, "+84", "@SUM(A1)", 0, _moment(1999, 1, 31)],
        [4, None, "-khéo", 10**12, None],
    ]


def test_a_text_like_a_formula_stays_one_after_somebody_edits_it():
    sheet = opened([(1, "a", "=1+1", 1, None), (2, "a", "Bình thường", 1, None)])
    assert [(cell.data_type, bool(cell.quotePrefix)) for cell in sheet["C"][4:]] == [
        ("s", True),
        ("s", False),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a & b <c> \"d\" 'e'", "a & b <c> \"d\" 'e'"),
        ("hai\r\ndòng", "hai\ndòng"),
        ("một\x00hai\x0bba\x1f", "mộthaiba"),
        ("\ud800 lẻ \uffff", " lẻ "),
        ("_x000D_", "_x005F_x000D_"),  # Excel reads this back as _x000D_; openpyxl shows it as it is stored
        ("50% %s {0}", "50% %s {0}"),
        ("  đầu và cuối ", "  đầu và cuối "),
        ("dòng một\n- gạch đầu dòng", "dòng một\n- gạch đầu dòng"),
        ("Ở 🌾", "Ở 🌾"),
        ("\x01", ""),
        ("x" * 40_000, "x" * (LONGEST - 1) + "…"),
    ],
)
def test_any_text_comes_back_as_it_was_or_cleaned(text, read):
    assert values([(1, "a", text, 1, None)]) == [[1, "a", read, 1, None]]


def test_rarer_values_are_written_as_what_they_are():
    late = datetime(2024, 10, 5, 20, 0, tzinfo=UTC)  # already the 6th in Việt Nam
    rows = [(Decimal("1.5"), Kind.COLLECTIVE, gettext_lazy("Xã"), True, late), (1, "a", "b", 2.5, None)]
    assert values(rows) == [[1.5, "collective", "Xã", "True", _moment(2024, 10, 6)], [1, "a", "b", 2.5, None]]


def test_the_sheet_has_its_titles_heading_filter_and_paper():
    sheet = opened([(n, "a", "b", n, None) for n in range(1, 4)])
    assert [[cell for cell in row if cell] for row in sheet.iter_rows(max_row=4, values_only=True)] == [
        ["SỔ ĐĂNG KÝ"],
        ["Tỉnh Cao Bằng"],
        [],
        ["STT", "Mã", "Tên", "Số người", "Ngày"],
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A5", "A4:E7", "$4:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert [sheet.column_dimensions[letter].width for letter in "ABCDE"] == [6, 14, 40, 10, 12]
    assert sheet["A4"].font.b
    assert {sheet["C5"].font.name, sheet["A1"].font.name} == {"Times New Roman"}
    assert (sheet["D5"].number_format, sheet["E5"].number_format) == ("[$-42A]#,##0", "dd/mm/yyyy")


def test_a_row_is_as_high_as_its_longest_text_needs():
    rows = [(1, "a", "ngắn", 1, None), (2, "a", "chữ " * 30, 1, None), (3, "a", "hai\ndòng", 1, None),
            (4, "a", "<" * 9000, 1, None)]  # fmt: skip
    sheet = opened(rows)
    assert [sheet.row_dimensions[n].height for n in range(5, 9)] == [None, 47.25, 31.5, 409.5]


def test_a_wide_register_prints_on_two_pages_across_with_its_first_columns_on_both():
    sheet = load_workbook(written([(1, "a", "b", 1, None)], repeated_columns=3)).active
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$C", "$4:$4")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)


def test_no_rows_at_all_still_make_a_sheet():
    assert values([]) == []
    assert opened([])["A4"].value == "STT"


def test_every_row_is_there_for_another_reader_too():
    rows = [(n, f"{n:05d}", f"Mô hình {n}", n * 2, date(2024, 1, 1 + n % 28)) for n in range(1, 2001)]
    out = written(iter(rows))
    out.seek(0)
    read = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()
    assert [tuple(row) for row in read[4:]] == rows


@pytest.mark.parametrize("kept", [3, 5000])
def test_values_that_come_again_and_again_are_written_each_time_as_they_are(monkeypatch, kept):
    monkeypatch.setattr(row_stream, "_MOST_KNOWN", kept)
    texts = ["=1+1", "a & b", "", None, " hai ", "dòng\nkhác", "x" * 300, "Xã", "<b>"]
    rows = [
        (n, texts[n % 9], texts[n % 7], [None, 0, 7][n % 3], [None, date(2024, 10, 6)][n % 2]) for n in range(1, 1201)
    ]
    sheet = opened(rows)
    assert [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)] == [
        [n, code or None, name or None, people, day and _moment(2024, 10, 6)] for n, code, name, people, day in rows
    ]
    formulas = [n for n in range(1, 1201) if n % 9 == 0]
    assert [cell.row - 4 for cell in sheet["B"][4:] if cell.quotePrefix] == formulas
    # A code of 300 letters in a column 14 wide, a name of 300 in one 40 wide, a line break; else one line.
    needed = {6: (22, 7), 5: (2, 2)}
    lines = [max(needed.get(n % 9, (1, 1))[0], needed.get(n % 7, (1, 1))[1]) for n in range(1, 1201)]
    expected = [min(n * 15.75, 409.5) if n > 1 else None for n in lines]
    assert [sheet.row_dimensions[n + 4].height for n in range(1, 1201)] == expected


def test_words_stand_for_the_values_of_a_column():
    columns = [*COLUMNS[:2], RegisterColumn("Loại", w.CODE, 8, {"": "", "collective": "Tập thể"}), *COLUMNS[3:]]
    rows = [(n, "a", ["collective", ""][n % 2], n, None) for n in range(1, 5)]
    assert [row[2] for row in values(rows, columns)] == [None, "Tập thể", None, "Tập thể"]


def test_rows_beyond_one_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(register, "ROWS_A_SHEET", 300)
    out = io.BytesIO()
    rows = [(n, "a", "b", n, None) for n in range(1, 602)]
    assert write_register(out, COLUMNS, iter(rows), title="SỔ") == 601
    book = load_workbook(out)
    assert book.sheetnames == ["Sổ đăng ký", "Sổ đăng ký (2)", "Sổ đăng ký (3)"]
    assert [[row[0] for row in sheet.iter_rows(min_row=5, values_only=True)] for sheet in book] == [
        list(range(1, 301)), list(range(301, 601)), [601],
    ]  # fmt: skip
    assert [sheet["A4"].value for sheet in book] == ["STT", "STT", "STT"]


def test_it_can_be_written_where_one_cannot_go_back():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.held = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.held += data
            return len(data)

    pipe = Pipe()
    write_register(pipe, COLUMNS, [(1, "a", "b", 2, None)], title="SỔ")
    assert load_workbook(io.BytesIO(bytes(pipe.held))).active["C5"].value == "b"


def test_a_row_of_another_length_is_refused():
    with pytest.raises((ValueError, TypeError)):
        written([(1, "a", "b", 2)])


def test_column_letters():
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def _moment(*day):
    return datetime(*day)  # noqa: DTZ001 - Excel knows no zones
