"""The annual report over a small country: what each sheet says, and of whom."""

from datetime import date

import pytest

from accounts.scoping import SYSTEM
from models_registry.choices import ActivityField, Kind, Level, Phase
from recognition.listing import add_lines
from recognition.recognising import recognise, record_decision
from reports.annual import APPENDICES, annual_report, one_appendix
from reports.dashboard_scope import scope_of
from reports.roman import roman
from reports.workbook_table import lines
from tests.casts import clerk
from tests.factories import a_registration, a_small_country
from tests.recognition.deciding import a_draft, signed
from units.models import HostAgency
from units.official import load_host_agencies

THEN, NOW, MADE_ON = date(2024, 12, 31), date(2026, 1, 1), date(2026, 2, 5)


@pytest.fixture
def country(db):
    """Cao Bằng's register of 2024 and one of 2023; one registration stands at the province itself."""
    units = a_small_country()
    earlier = a_registration("old-01327", name="Đường hoa", year=2023)
    first = a_registration(
        "old-01327", name="Đường hoa", phase=Phase.MAINTAINED, participants=30, money=2_500_000
    )
    a_registration("old-01321", name="=Ao cá", kind=Kind.INDIVIDUAL, field=ActivityField.POLITICAL_SYSTEM)
    second = a_registration(
        "old-01291",
        name="Thắp sáng",
        phase=Phase.MAINTAINED,
        level=Level.DISTRICT,
        field=ActivityField.ECONOMY,
    )
    third = a_registration("old-04", name="Dân vận của tỉnh", level=Level.PROVINCE)
    a_registration("old-00988", name="Ở tỉnh khác")
    decision = record_decision(
        by=None, number="12-QĐ/BDVTU", signed_on=date(2024, 10, 15), issuing_body="Ban Dân vận", unit=units["old-04"],
        entered_on=MADE_ON,
    )  # fmt: skip
    pairs = [(first, Level.GRASSROOTS), (second, Level.DISTRICT), (third, Level.PROVINCE)]
    recognise(by=None, decision=decision, registrations=pairs)
    before = record_decision(
        by=None, number="7-QĐ/BDVTU", signed_on=date(2023, 10, 15), issuing_body="Ban Dân vận", unit=units["old-04"],
        entered_on=MADE_ON,
    )  # fmt: skip
    recognise(by=None, decision=before, registrations=[(earlier, Level.GRASSROOTS)])
    draft = a_draft(units["old-04"], "commendation", [first], form="giay_khen", reason="Có cách làm hay")
    add_lines(
        by=None, decision=draft, registrations=[first], form="bang_khen", recipient_kind="individual",
        recipient_name="Bà Nông Thị Mới",
    )  # fmt: skip
    draft.refresh_from_db()
    signed(draft, "9-QĐ/BDVTU", date(2024, 11, 20))
    return units


def report(units, key="old-04", on=THEN, viewer=SYSTEM, years=(2024, 2024)):
    scope = scope_of(viewer, units[key] if key else None, *years, on, today=MADE_ON)
    return {sheet.name: sheet for sheet in annual_report(scope, made_on=MADE_ON).sheets}


def values(sheet):
    return [[cell.value for cell in line.cells] for line in lines(sheet)]


def test_units_stand_by_field_with_what_the_province_itself_holds(country):
    assert values(report(country)["Phụ lục 1"]) == [
        [1, "Huyện Bảo Lạc", 1, 1, 0, 0, 0, 0, 1, 0, 2, 1, 0.5],
        [2, "Huyện Bảo Lâm", 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1.0],
        [3, "Trực thuộc Tỉnh Cao Bằng", 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1.0],
        [None, "Tổng cộng", 3, 3, 0, 0, 0, 0, 1, 0, 4, 3, 0.75],
    ]


def test_in_todays_geography_the_units_are_communes_and_the_total_is_the_same(country):
    assert [row[1:2] + row[10:12] for row in values(report(country, "new-04", NOW)["Phụ lục 1"])] == [
        ["Xã Bảo Lạc", 1, 0],
        ["Xã Cô Ba", 1, 1],
        ["Xã Bảo Lâm", 1, 1],
        ["Trực thuộc Tỉnh Cao Bằng", 1, 1],
        ["Tổng cộng", 4, 3],
    ]


def test_what_no_place_is_known_for_is_said_and_never_guessed(country):
    rows = values(report(country, "new-08", NOW)["Phụ lục 1"])
    assert [row[:2] + row[10:11] for row in rows] == [
        [1, "Xã Ngọc Đường", 0],
        [2, "Xã Minh Ngọc", 0],
        [3, "Chưa phân bổ", 1],
        [None, "Tổng cộng", 1],
    ]


def test_levels_stand_by_kind_and_phase(country):
    assert values(report(country)["Phụ lục 2"]) == [
        [1, "Cấp cơ sở", 2, 1, 1, 1, 1, 0, 1, 1, 0, 0.5],
        [2, "Cấp huyện", 1, 1, 0, 0, 1, 0, 1, 1, 0, 1.0],
        [3, "Cấp tỉnh", 1, 1, 0, 1, 0, 0, 1, 1, 0, 1.0],
        [None, "Tổng cộng", 4, 3, 1, 2, 2, 0, 3, 3, 0, 0.75],
    ]


def test_recognised_models_are_listed_under_their_unit_with_their_decision(country):
    day = date(2024, 10, 15)
    assert values(report(country)["Phụ lục 3"]) == [
        ["I", "Huyện Bảo Lạc: 1", None, None, None, None, None, None],
        [1, "Đường hoa", "Tập thể", "Xã Thượng Hà", "Kinh tế", "Cấp cơ sở", "12-QĐ/BDVTU", day],
        ["II", "Huyện Bảo Lâm: 1", None, None, None, None, None, None],
        [2, "Thắp sáng", "Tập thể", "Xã Đức Hạnh", "Kinh tế", "Cấp huyện", "12-QĐ/BDVTU", day],
        ["III", "Trực thuộc Tỉnh Cao Bằng: 1", None, None, None, None, None, None],
        [3, "Dân vận của tỉnh", "Tập thể", "Tỉnh Cao Bằng", "Kinh tế", "Cấp tỉnh", "12-QĐ/BDVTU", day],
    ]


def test_years_are_compared_and_the_period_says_what_it_counts(country):
    rows = {
        row[1]: row[3:]
        for row in values(report(country)["Phụ lục 4"])
        if row[0] in ("I", "II", "III", "IV", "V")
    }
    assert rows == {
        "Lượt đăng ký": [0, 0, 0, 1, 4, 5, 3, 3.0],
        "Lượt được công nhận": [0, 0, 0, 1, 3, 4, 2, 2.0],
        # 75% after 100% is 25 percentage points less
        "Tỷ lệ công nhận": ["-", "-", "-", 1.0, 0.75, 0.8, -25.0, None],
        # one model was registered in both years
        "Số mô hình, điển hình": [0, 0, 0, 1, 4, 4, 3, 3.0],
        "Số xã, phường, thị trấn có mô hình": [0, 0, 0, 1, 3, 3, 2, 2.0],
    }


def test_money_stands_in_millions_and_people_as_they_are(country):
    rows = {row[1]: row[2:9] for row in values(report(country)["Phụ lục 4"])}
    assert rows["Kinh phí huy động"] == ["triệu đồng", 0.0, 0.0, 0.0, 0.0, 2.5, 2.5]
    assert rows["Số người tham gia"] == ["người", 0, 0, 0, 0, 30, 30]


def test_each_unit_s_way_stands_beside_the_others_and_adds_up(country):
    sheet = report(country)["Phụ lục 5"]
    assert values(sheet) == [
        [1, "Huyện Bảo Lạc", 2, 2, 1, 1, 1, 1, 0, 0, 1, 0, 0.5],
        [2, "Huyện Bảo Lâm", 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1.0],
        [3, "Trực thuộc Tỉnh Cao Bằng", 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1.0],
        [None, "Tổng cộng", 4, 4, 3, 3, 3, 3, 0, 0, 1, 0, 0.75],
    ]
    sums = [cell.formula for cell in lines(sheet)[-1].cells[2:12]]
    assert all(sums)


def test_commendations_are_listed_with_what_who_and_by_which_decision(country):
    rows = values(report(country)["Phụ lục 6"])
    body, day = "Ban Dân vận Tỉnh ủy Cao Bằng", date(2024, 11, 20)
    assert rows == [
        ["I", "Huyện Bảo Lạc: 2", None, None, None, None, None, None],
        [1, "Đường hoa", "Có cách làm hay", "Xã Thượng Hà", "Giấy khen", body, "9-QĐ/BDVTU", day],
        [2, "Bà Nông Thị Mới", "Đường hoa", "Xã Thượng Hà", "Bằng khen", body, "9-QĐ/BDVTU", day],
    ]


def test_a_report_as_of_a_day_holds_what_had_happened_by_then_and_says_so(country):
    """Recognised on 15 October, commended on 20 November; entered in 2026, all of it."""
    scope = scope_of(SYSTEM, country["old-04"], 2024, 2024, THEN, today=MADE_ON, as_of=date(2024, 10, 31))
    sheets = {sheet.name: sheet for sheet in annual_report(scope, made_on=MADE_ON).sheets}
    assert values(sheets["Phụ lục 5"])[-1] == [None, "Tổng cộng", 4, 4, 3, 3, 3, 3, 0, 0, 0, 0, 0.75]
    assert values(sheets["Phụ lục 6"]) == []
    assert [row[1] for row in values(sheets["Phụ lục 3"]) if isinstance(row[0], int)] == [
        "Đường hoa", "Thắp sáng", "Dân vận của tỉnh",
    ]  # fmt: skip
    assert {row[9] for row in values(sheets["Nguồn số liệu"])} == {date(2024, 10, 31)}
    assert sheets["Phụ lục 1"].subtitles == ["Tỉnh Cao Bằng - Địa giới đến 30/06/2025 - số liệu tính đến ngày 31/10/2024"]
    before = scope.asking(as_of=date(2024, 10, 14))
    sheets = {sheet.name: sheet for sheet in annual_report(before, made_on=MADE_ON).sheets}
    assert values(sheets["Phụ lục 3"]) == []
    assert values(sheets["Phụ lục 5"])[-1][2:8] == [4, 4, 0, 0, 0, 0]


def test_every_figure_names_its_question_and_its_answer(country):
    sheet = report(country)["Nguồn số liệu"]
    rows = values(sheet)
    assert rows[0] == [
        1, "Phụ lục 1", "Lượt đăng ký", "Lĩnh vực", "", "Huyện", "Tỉnh Cao Bằng", "2024", THEN, MADE_ON, 4, "lượt",
    ]  # fmt: skip
    assert rows[2][1:6] == ["Phụ lục 2", "Lượt đăng ký", "Loại", "Cấp đăng ký: Cấp cơ sở", "Tỉnh"]
    assert {row[1] for row in rows} == {f"Phụ lục {n}" for n in range(1, 7)}
    assert "ngày 05/02/2026" in sheet.notes[0]


def test_a_period_of_years_is_one_report(country):
    sheet = report(country, years=(2023, 2024))["Phụ lục 1"]
    assert values(sheet)[-1][10:12] == [5, 4]
    assert sheet.title.endswith("GIAI ĐOẠN 2023–2024")


def test_the_letterhead_is_the_office_of_the_day_the_report_is_made(country):
    load_host_agencies()
    sheet = report(country)["Phụ lục 1"]
    head = sheet.letterhead
    assert (head.superior, head.issuer, head.place, head.day) == (
        "TỈNH ỦY CAO BẰNG", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "Cao Bằng", MADE_ON,
    )  # fmt: skip
    assert sheet.attached_to == "(kèm theo Báo cáo số ........-BC/BTGDVTU, ngày ..../..../2026)"


def test_a_state_body_that_hosts_the_movement_has_its_own_letterhead(country):
    HostAgency.objects.create(
        unit=country["old-04"], name="Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Cao Bằng", symbol="MTTQ-BTT",
        style="state", head_title="Chủ tịch",
    )  # fmt: skip
    sheet = report(country)["Phụ lục 1"]
    assert (sheet.letterhead.style, sheet.letterhead.superior, sheet.letterhead.issuer) == (
        "state", "", "BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM TỈNH CAO BẰNG",
    )  # fmt: skip
    assert sheet.attached_to == "(kèm theo Báo cáo số ........-BC/MTTQ-BTT, ngày ..../..../2026)"
    scope = scope_of(SYSTEM, country["old-04"], 2024, 2024, THEN, today=MADE_ON)
    alone = one_appendix(scope, "1", made_on=MADE_ON).sheets[0]
    assert [signature.office for signature in alone.signatures] == ["NGƯỜI LẬP BIỂU", "CHỦ TỊCH"]


def test_appendices_name_their_report_and_only_one_that_stands_alone_is_signed(country):
    load_host_agencies()
    named = "(kèm theo Báo cáo số ........-BC/BTGDVTU, ngày ..../..../2026)"
    assert [(s.name, s.label, s.attached_to, list(s.signatures)) for s in report(country).values()] == [
        *((f"Phụ lục {n}", f"Phụ lục {n}", named, []) for n in range(1, 7)),
        ("Nguồn số liệu", "", "", []),
    ]
    scope = scope_of(SYSTEM, country["old-04"], 2024, 2024, THEN, today=MADE_ON)
    for appendix in APPENDICES:
        (sheet,) = one_appendix(scope, appendix, made_on=MADE_ON).sheets
        assert (sheet.name, sheet.label, sheet.attached_to) == (f"Phụ lục {appendix}", "", "")
        assert [signature.office for signature in sheet.signatures] == ["NGƯỜI LẬP BIỂU", "TRƯỞNG BAN"]
        assert values(sheet) == values(report(country)[sheet.name])


@pytest.mark.parametrize("key", ["old-043", "old-01327", None])
def test_any_unit_has_a_report(country, key):
    """A district, a commune that has nothing below it, and the country."""
    first = values(report(country, key)["Phụ lục 1"])
    total = {"old-043": 2, "old-01327": 1, None: 5}[key]
    assert first[-1][10] == total


def test_a_report_counts_only_what_its_viewer_sees(country):
    """A commune's clerk who is given the report of the district: the other commune's records are nowhere in it."""
    sheets = report(country, "old-043", viewer=clerk("old-01327"))
    texts = {
        text for sheet in sheets.values() for row in values(sheet) for text in row if isinstance(text, str)
    }
    assert [row[1:2] + row[10:12] for row in values(sheets["Phụ lục 1"])] == [
        ["Thị trấn Bảo Lạc", 0, 0],
        ["Xã Thượng Hà", 1, 1],
        ["Xã Cô Ba", 0, 0],
        ["Tổng cộng", 1, 1],
    ]
    assert "Đường hoa" in texts
    assert "=Ao cá" not in texts


def test_roman_numerals():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 56, 99, 143)] == [
        "I", "IV", "IX", "XIV", "XL", "LVI", "XCIX", "CXLIII",
    ]  # fmt: skip
