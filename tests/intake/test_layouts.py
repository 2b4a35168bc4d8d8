"""Registers as other provinces lay them out: columns in another order, other names, groups, ticks, dittos."""

import io
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from intake.checking import Question, check
from intake.opening import open_register, proposed_mapping, table_of
from intake.refused import workbook_of_refused_rows
from tests.intake.bad_files import saved
from tests.intake.workbooks import a_register, save

HEAD = ["STT", "Tên mô hình", "Loại", "Huyện", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì"]
ROW = [1, "Tuyến đường hoa", "Tập thể", "Bảo Lạc", "Cô Ba", "VH-XH", "Cơ sở", "Mới"]


def judged(book, loaded_units, *, unit="old-04", year=2024, fixed=None, name="a.xlsx"):
    data = book if isinstance(book, bytes) else saved(book)
    _, registers = open_register(data, name)
    sheet, header = registers[0]
    table = table_of(sheet, header, proposed_mapping(header, loaded_units[unit]))
    question = Question(
        unit=loaded_units[unit],
        year=year,
        entered_on=date(2026, 1, 15),
        issuer="Ban Dân vận Tỉnh ủy",
        fixed=fixed or {},
    )
    return check(table, question)


def told(checked) -> list[tuple]:
    """Each row as it would go in, or its reasons."""
    found = []
    for row, entry in enumerate(checked.entries):
        if entry is None:
            found.append(tuple(checked.refusals.sentences(row)))
        else:
            found.append((entry.name, entry.kind, entry.unit.key, entry.field, entry.level, entry.phase))
    return found


FLOWERS = ("Tuyến đường hoa", "collective", "old-01330", "culture_society", "grassroots", "new")


def test_columns_in_another_order_under_other_names(loaded_units):
    head = [
        "Lĩnh vực",
        "Đăng ký cấp",
        "Địa chỉ",
        "Xã, phường, thị trấn",
        "Thuộc huyện",
        "Mô hình",
        "Tập thể/cá nhân",
        "Hình thức",
        "TT",
    ]
    row = [
        "vh - xh",
        "cấp xã",
        "xóm 5",
        "xã cô ba",
        "H. Bảo Lạc",
        "Tuyến đường hoa",
        "TẬP THỂ",
        "Đăng ký mới",
        1,
    ]
    checked = judged(a_register(head, [row]), loaded_units)
    assert told(checked) == [FLOWERS]
    assert checked.entries[0].details.place == "xóm 5"


def test_a_heading_of_two_rows_with_ticks_for_every_choice(loaded_units):
    head = [
        "STT",
        "Tên mô hình",
        "Loại",
        None,
        "Lĩnh vực",
        None,
        None,
        None,
        "Cấp đăng ký",
        None,
        None,
        "Hình thức",
        None,
        "Đơn vị",
    ]
    second = [
        None,
        None,
        "TT",
        "CN",
        "KT",
        "VHXH",
        "QPAN",
        "HTCT",
        "Xã",
        "Huyện",
        "Tỉnh",
        "Mới",
        "Duy trì",
        None,
    ]
    row = [
        1,
        "Tuyến đường hoa",
        "x",
        None,
        None,
        "X",
        None,
        None,
        "✓",
        None,
        None,
        1,
        None,
        "Xã Cô Ba, huyện Bảo Lạc",
    ]
    book = a_register(head, [row], second=second)
    assert told(judged(book, loaded_units)) == [FLOWERS]
    sheet = book.active
    for cells in ("A3:A4", "B3:B4", "C3:D3", "E3:H3", "I3:K3", "L3:M3", "N3:N4"):
        sheet.merge_cells(cells)
    assert told(judged(book, loaded_units)) == [FLOWERS]


def test_groups_give_what_has_no_column(loaded_units):
    head = ["STT", "Tên mô hình", "Loại", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì"]
    tail = ["Tập thể", "VH-XH", "Cơ sở", "Mới"]
    rows = [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", "HUYỆN BẢO LẠC"],
        [None, "Xã Cô Ba"],
        [1, "Tuyến đường hoa", *tail],
        [None, "Xã Thượng Hà"],
        [2, "Cộng đồng tự quản", *tail],
        ["II", "Thành phố Cao Bằng"],
        [None, "Phường Sông Hiến"],
        [3, "Ngày thứ Bảy vì dân", *tail],
        [None, "Tổng cộng", 3, None, None, None],
        [],
        [None, "NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG BAN"],
    ]
    checked = judged(a_register(head, rows), loaded_units)
    assert [(row[0], row[2]) for row in told(checked)] == [
        ("Tuyến đường hoa", "old-01330"),
        ("Cộng đồng tự quản", "old-01327"),
        ("Ngày thứ Bảy vì dân", "old-01267"),
    ]
    assert [(row.number, row.kind) for row in checked.table.skipped] == [
        (5, "group"),
        (6, "group"),
        (8, "group"),
        (10, "group"),
        (11, "group"),
        (13, "total"),
        (15, "other"),
    ]


def test_groups_of_fields_and_kinds(loaded_units):
    head = ["STT", "Tên mô hình", "Xã", "Cấp đăng ký", "Mới/duy trì"]
    rows = [
        ["A", "TẬP THỂ"],
        ["I", "Lĩnh vực văn hóa - xã hội"],
        [1, "Tuyến đường hoa", "Xã Cô Ba", "Cơ sở", "Mới"],
        ["II", "Lĩnh vực kinh tế"],
        [2, "Nuôi ong", "Xã Cô Ba", "Cơ sở", "Mới"],
        ["B", "CÁ NHÂN"],
        ["I", "Kinh tế"],
        [3, "Bà Mai trồng sả", "Xã Cô Ba", "Cơ sở", "Mới"],
    ]
    checked = judged(a_register(head, rows), loaded_units)
    assert [(r[0], r[1], r[3]) for r in told(checked)] == [
        ("Tuyến đường hoa", "collective", "culture_society"),
        ("Nuôi ong", "collective", "economy"),
        ("Bà Mai trồng sả", "individual", "economy"),
    ]


def test_dittos_and_merged_cells_speak_for_the_rows_below(loaded_units):
    rows = [
        ROW,
        [2, "Bếp ăn tình thương", "nt", "nt", "-", '"', "như trên", "-"],
        [3, "Tủ sách", "Tập thể", None, None, "VH-XH", "Cơ sở", "Mới"],
    ]
    book = a_register(HEAD, rows)
    book.active.merge_cells("D5:D6")
    book.active.merge_cells("E5:E6")
    checked = judged(book, loaded_units)
    assert [row[1:] for row in told(checked)[:2]] == [FLOWERS[1:]] * 2
    assert checked.states[:2] == ["good", "repaired"]


def test_money_in_millions_and_every_other_number(loaded_units):
    head = [*HEAD, "Kinh phí (triệu đồng)", "Số người tham gia", "Ngày công"]
    rows = [
        [*ROW, 1.5, "1.538", "08"],
        [2, "Khác", *ROW[2:], "2 tỷ", 316.0, None],
        [3, "Nữa", *ROW[2:], None, "1.53", None],
    ]
    checked = judged(a_register(head, rows), loaded_units)
    details = [entry.details for entry in checked.entries[:2]]
    assert [(d.money, d.participants, d.labour_days) for d in details] == [
        (1_500_000, 1538, 8),
        (2_000_000_000, 316, None),
    ]
    assert checked.refusals.sentences(2) == [
        "Số người tham gia: Không hiểu chắc số “1.53”. Viết dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ: 1.538 hoặc 72,5."
    ]


def test_recognition_by_a_decision_in_one_cell_and_levels_of_its_own(loaded_units):
    head = [*HEAD, "Cấp công nhận", "Số, ngày quyết định"]
    rows = [
        [*ROW, "Huyện", "Số 12-QĐ/TU ngày 5/10/2024"],
        [2, "Khác", *ROW[2:], None, "12-QĐ/TU"],
        [3, "Nữa", *ROW[2:], None, None],
        [4, "Và nữa", *ROW[2:], None, "12 - QĐ/TU, ngày 06 tháng 10 năm 2024"],
        [5, "Không có ngày", *ROW[2:], "Tỉnh", "99-QĐ/TU"],
        [6, "Gạch ngang", *ROW[2:], None, "-"],
    ]
    checked = judged(a_register(head, rows), loaded_units)
    assert {row: (r.level, r.number, r.signed_on) for row, r in checked.recognised.items()} == {
        0: ("district", "12-QĐ/TU", date(2024, 10, 5)),
        1: ("grassroots", "12-QĐ/TU", date(2024, 10, 5)),
    }
    assert checked.unrecorded.sentences(3) == [
        "Ngày quyết định: Quyết định số 12 - QĐ/TU đã có ngày 05/10/2024, dòng này ghi 06/10/2024: chưa ghi công nhận."
    ]
    assert checked.unrecorded.sentences(4) == ["Ngày quyết định: Thiếu ngày quyết định: chưa ghi công nhận."]
    assert checked.counts()["refused"] == 0


def test_what_a_sheet_never_says_is_fixed_once_for_the_file(loaded_units):
    head, row = HEAD[:6], ROW[:6]
    missing = judged(a_register(head, [row]), loaded_units)
    assert told(missing) == [
        (
            "Cấp đăng ký: Thiếu cấp đăng ký; ghi vào ô này rồi nhập lại.",
            "Mới / duy trì: Thiếu mới / duy trì; ghi vào ô này rồi nhập lại.",
        )
    ]
    assert told(
        judged(a_register(head, [row]), loaded_units, fixed={"level": "grassroots", "phase": "new"})
    ) == [FLOWERS]


def test_what_the_register_has_no_column_for_is_kept_in_the_notes(loaded_units):
    head = [*HEAD, "Xếp loại", "Khen thưởng", "Ghi chú"]
    checked = judged(
        a_register(head, [[*ROW, "Tốt", "Giấy khen", "=1+1 là chữ"]]), loaded_units, name="a.xlsx"
    )
    assert checked.entries[0].details.notes.splitlines()[-2:] == [
        "Điểm, xếp loại: Tốt",
        "Khen thưởng: Giấy khen",
    ]


@pytest.mark.parametrize(
    "district, commune, key, state",
    [
        ("Bảo Lạc", "Cô Ba", "old-01330", "good"),
        ("H. Bảo Lạc", "X. Cô Ba", "old-01330", "good"),
        ("Huyện Bảo Lạc", "Xã Bảo Lạc", "old-01321", "repaired"),
        ("Huyện Bảo Lạc", "TT Bảo Lạc", "old-01321", "good"),
        ("Huyện Bảo Lạc", None, "old-043", "good"),
        (None, "Huyện Bảo Lạc", "old-043", "good"),
        (None, "Tp. Cao Bằng", "old-040", "good"),
    ],
)
def test_a_unit_is_known_however_its_kind_is_written(loaded_units, district, commune, key, state):
    checked = judged(a_register(HEAD, [[*ROW[:3], district, commune, *ROW[5:]]]), loaded_units)
    assert (told(checked)[0][2], checked.states) == (key, [state])


@pytest.mark.parametrize(
    "text, key",
    [
        ("Xã Cô Ba", "old-01330"),
        ("Xã Cô Ba, huyện Bảo Lạc, tỉnh Cao Bằng", "old-01330"),
        ("Quang Trung - Hòa An", "old-01702"),
        ("Huyện Bảo Lạc", "old-043"),
        ("Tỉnh Cao Bằng", "old-04"),
        ("Bảo Lạc", "“Bảo Lạc” có thể là Thị trấn Bảo Lạc (Huyện Bảo Lạc), Huyện Bảo Lạc (Tỉnh Cao Bằng)"),
    ],
)
def test_one_column_for_the_unit_of_any_tier(loaded_units, text, key):
    head = [*HEAD[:3], "Đơn vị", *HEAD[5:]]
    checked = judged(a_register(head, [[*ROW[:3], text, *ROW[5:]]]), loaded_units)
    assert key in (told(checked)[0][2] if checked.entries[0] else told(checked)[0][0])


@pytest.mark.parametrize(
    "district, commune, sentence",
    [
        ("Bảo Lạc", "Xã Không Có Thật", "Xã: Không có “Xã Không Có Thật” trong Huyện Bảo Lạc."),
        ("Huyện Xa Lạ", "Xã Cô Ba", "Huyện: Không có “Huyện Xa Lạ” trong Tỉnh Cao Bằng."),
        ("Hạ Lang", "Cô Ba", "Có ở nơi khác: Xã Cô Ba (Huyện Bảo Lạc); xem lại cột huyện."),
        (None, "Hồng Việt", None),
        (
            None,
            "Quang Trung",
            "“Quang Trung” có thể là Xã Quang Trung (Huyện Trùng Khánh), Xã Quang Trung (Huyện Hòa An)",
        ),
        ("Bảo Lạc", "Xã Cô Bat", "Gần giống: Xã Cô Ba (Huyện Bảo Lạc)."),
        (None, None, "Xã: Thiếu tên đơn vị: ghi xã, phường hoặc huyện nơi đăng ký."),
    ],
)
def test_a_commune_is_found_inside_its_district_and_never_guessed(loaded_units, district, commune, sentence):
    checked = judged(a_register(HEAD, [[*ROW[:3], district, commune, *ROW[5:]]]), loaded_units)
    said = " ".join(checked.refusals.sentences(0))
    assert (sentence in said) if sentence else said == ""


def test_a_row_of_another_year_or_province_is_not_taken(loaded_units):
    head = [*HEAD, "Năm đăng ký", "Tỉnh"]
    rows = [
        [*ROW, 2024, "Cao Bằng"],
        [2, "Khác", *ROW[2:], 2023, "Tỉnh Cao Bằng"],
        [3, "Nữa", *ROW[2:], "2024", "Hà Giang"],
    ]
    checked = judged(a_register(head, rows), loaded_units)
    assert told(checked)[0] == FLOWERS
    assert checked.refusals.sentences(1) == [
        "Năm đăng ký: Dòng này của năm 2023, sổ đang nhập là năm 2024; nhập riêng từng năm."
    ]
    assert checked.refusals.sentences(2) == [
        "Tỉnh: “Hà Giang” không phải Tỉnh Cao Bằng; sổ này chỉ nhận đơn vị của Tỉnh Cao Bằng."
    ]


def test_the_new_geography_has_communes_under_the_province(loaded_units):
    name = next(u.name for u in loaded_units.values() if u.parent_id == loaded_units["new-04"].id)
    head = [HEAD[0], HEAD[1], HEAD[2], "Xã, phường", HEAD[5], HEAD[6], HEAD[7]]
    row = [1, "Tuyến đường hoa", "Tập thể", name, "VH-XH", "Cơ sở", "Mới"]
    checked = judged(a_register(head, [row]), loaded_units, unit="new-04", year=2026)
    assert checked.entries[0].unit.parent_id == loaded_units["new-04"].id
    district = judged(a_register(head, [[*row[:5], "Huyện", "Mới"]]), loaded_units, unit="new-04", year=2026)
    assert district.refusals.sentences(0) == [
        "Cấp đăng ký: Từ 01/7/2025 không còn cấp huyện; hãy chọn cấp cơ sở hoặc cấp tỉnh."
    ]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_same_register_as_xls_and_ods(loaded_units, truth, register_workbook, tmp_path, kind):
    if subprocess.run(["which", "soffice"], capture_output=True, check=False).returncode:
        pytest.skip("không có LibreOffice (no LibreOffice here)")
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--convert-to",
        kind,
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path, register_workbook("dirty-2024")], capture_output=True, check=True
    )
    data = (tmp_path / f"cao-bang-dirty-2024.{kind}").read_bytes()
    counts = judged(data, loaded_units, name=f"a.{kind}").counts()
    wanted = truth("dirty-2024")
    assert (counts["imported"], counts["refused"], counts["recognised"]) == (
        wanted["importable"],
        27,
        wanted["recognised"],
    )


@pytest.mark.parametrize("most_cells", [400_000, 0])
def test_a_text_like_a_formula_goes_back_as_a_text(loaded_units, monkeypatch, most_cells):
    """In the office's own layout, and where the values are laid out anew."""
    monkeypatch.setattr("intake.refused._MOST_CELLS", most_cells)
    book = a_register(HEAD, [[*ROW[:1], "=cmd|'/c calc'!A1", *ROW[2:5], "Không rõ", *ROW[6:]]])
    book.active.cell(4, 2).data_type = "s"
    workbook, registers = open_register(saved(book), "a.xlsx")
    checked = judged(book, loaded_units)
    back = load_workbook(io.BytesIO(workbook_of_refused_rows(workbook, *registers[0], checked))).active
    said = [(back.cell(4, column).value, back.cell(4, column).data_type) for column in (2, 9)]
    assert said[0] == ("=cmd|'/c calc'!A1", "s")
    assert said[1][0].startswith("Lĩnh vực: “Không rõ” không phải một trong")


def test_a_register_saved_to_disk_is_found_again(loaded_units, tmp_path):
    path = save(a_register(HEAD, [ROW]), tmp_path / "so.xlsx")
    assert told(judged(path.read_bytes(), loaded_units)) == [FLOWERS]
