"""Columns told by what stands in them."""

import pytest

from intake.headers import find_header
from intake.sheets import Sheet

COMMON = ["STT", "Tên mô hình", "Xã", "Lĩnh vực", "Cấp ĐK"]


def keys(headings, *rows):
    return [column.key for column in find_header(Sheet("Biểu", [headings, *rows])).columns]


def test_of_two_columns_headed_like_a_phase_the_one_that_holds_phases_is_it():
    assert keys(
        [*COMMON, "Hình thức (TT/CN)", "Mới/duy trì", "Số lượng tham gia"],
        [1, "Bến đò an toàn", "Sông Hiến", "KT", "Cấp huyện", "TT", "Duy trì", 30],
        [2, "Tuyến đường hoa", "Sông Hiến", "VH-XH", "Xã", "CN", "Mới", 40],
    ) == ["stt", "name", "commune", "field", "level", "kind", "phase", "participants"]


def test_a_column_that_nothing_names_is_taken_by_its_values_only_when_nearly_all_of_them_fit():
    names = ["Bến đò an toàn", "Tuyến đường hoa", "Thắp sáng đường quê"]
    for third, key in (("Cá nhân", "kind"), ("Bà Nông Thị Hoa", None)):
        values = ["Tập thể", "CN", third]
        rows = [[n, names[n], "Sông Hiến", "KT", "Xã", values[n]] for n in range(3)]
        assert keys([*COMMON, "Đối tượng"], *rows)[-1] == key


def test_a_column_its_heading_names_alone_keeps_its_name_whatever_is_typed_in_it():
    rows = [[1, "Bến đò an toàn", "Sông Hiến", "Nông nghiệp", "Xã"]]
    assert keys(COMMON, *rows) == ["stt", "name", "commune", "field", "level"]


@pytest.mark.parametrize("heading", ["Cấp ĐK", "Cấp đ.k", "CẤP ĐĂNG KÝ (xã/huyện/tỉnh)"])
def test_shortened_headings_are_known(heading):
    assert keys(["STT", "Tên mô hình", heading], [1, "Bến đò an toàn", "Xã"])[-1] == "level"
