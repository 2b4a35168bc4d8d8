"""The report's page, its file and the register's file, at their addresses."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from audit.models import Event
from models_registry.choices import ActivityField, Level
from recognition.recognising import recognise, record_decision
from tests.casts import administrator, assigned, clerk, leader, outsider, person
from tests.factories import a_registration, a_small_country
from units.models import Organisation


@pytest.fixture
def country(db):
    units = a_small_country()
    first = a_registration("old-01327", name="Thắp sáng đường quê", work_phone="0206 3851 234", participants=1316,
                           person_in_charge="Nông Thị Hoa", content="=HYPERLINK(1)")  # fmt: skip
    a_registration("old-01321", name="Ao cá Bác Hồ", field=ActivityField.POLITICAL_SYSTEM)
    a_registration("old-00988", name="Ở tỉnh khác")
    decision = record_decision(
        by=None, number="12-QĐ/BDVTU", signed_on=date(2024, 10, 15), issuing_body="Ban Dân vận", unit=units["old-04"],
        entered_on=date(2026, 1, 1),
    )  # fmt: skip
    recognise(by=None, decision=decision, registrations=[(first, Level.GRASSROOTS)])
    return units


def workbook_of(response):
    assert response.status_code == 200
    assert (
        response.headers["Content-Type"]
        == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    return load_workbook(BytesIO(b"".join(response.streaming_content)), data_only=True)


def test_the_page_shows_what_the_file_holds(client, country):
    client.force_login(leader("old-04"))
    page = client.get(reverse("reports:annual"), {"within": "old-04", "year": "2024"})
    shown = page.context["sheets"]
    assert [sheet["number"] for sheet in shown] == [
        "Phụ lục 1", "Phụ lục 2", "Phụ lục 3", "Phụ lục 4", "Phụ lục 5", "Phụ lục 6", "Nguồn số liệu",
    ]  # fmt: skip
    assert [cell["text"] for cell in shown[0]["rows"][-1]["cells"]] == [
        "", "Tổng cộng", "1", "1", "0", "0", "0", "0", "1", "0", "2", "1", "50,0%",
    ]  # fmt: skip
    book = workbook_of(client.get(page.context["export_url"]))
    assert book.sheetnames == [sheet["number"] for sheet in shown]


def test_the_file_is_named_for_its_question_and_noted(client, country):
    client.force_login(leader("old-04"))
    answer = client.get(reverse("reports:annual_export"), {"within": "old-04", "year": "2024"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tong-hop-tinh-cao-bang-2024.xlsx"'
    assert list(
        Event.objects.filter(verb="export_annual").values_list("actor__username", "subject_text")
    ) == [("ong.binh", "Tỉnh Cao Bằng")]


def test_one_appendix_can_be_taken_away_as_a_paper_of_its_own(client, country):
    client.force_login(leader("old-04"))
    page = client.get(reverse("reports:annual"), {"within": "old-04", "year": "2024"})
    urls = {sheet["number"]: sheet["alone_url"] for sheet in page.context["sheets"]}
    assert urls["Nguồn số liệu"] == ""
    answer = client.get(urls["Phụ lục 2"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bieu-2-tinh-cao-bang-2024.xlsx"'
    book = workbook_of(answer)
    assert book.sheetnames == ["Phụ lục 2"]
    assert "NGƯỜI LẬP BIỂU" in {cell.value for row in book["Phụ lục 2"] for cell in row}
    assert Event.objects.get(verb="export_annual").after["appendix"] == "2"
    assert client.get(reverse("reports:annual_export"), {"bieu": "9"}).status_code == 404


def test_a_change_of_a_rate_is_shown_in_percentage_points_and_stays_a_number(client, country):
    client.force_login(leader("old-04"))
    a_registration("old-01321", name="Năm trước", year=2023)
    page = client.get(reverse("reports:annual"), {"within": "old-04", "year": "2024"})
    shown = next(row for row in page.context["sheets"][3]["rows"] if row["cells"][0]["text"] == "III")
    # 2023: none of one was recognised; 2024: one of two
    assert [cell["text"] for cell in shown["cells"][6:]] == ["0,0%", "50,0%", "33,3%", "+50,0 điểm %", ""]
    sheet = workbook_of(client.get(page.context["export_url"]))["Phụ lục 4"]
    cell = next(row for row in sheet.iter_rows() if row[0].value == "III")[9]
    assert (cell.value, cell.number_format) == (
        50.0, '[$-42A]+0.0" điểm %";-0.0" điểm %";0.0" điểm %"',
    )  # fmt: skip


def test_a_person_without_a_unit_is_shown_an_empty_page(client, country):
    client.force_login(outsider())
    for name in ("reports:annual", "reports:annual_export"):
        page = client.get(reverse(name))
        assert (page.status_code, page.context["sheets"], page.context["export_url"]) == (200, [], "")


@pytest.mark.parametrize("name", ["reports:annual", "reports:annual_export", "reports:register_export"])
def test_a_unit_out_of_sight_is_not_there(client, country, name):
    client.force_login(clerk("old-04"))
    assert client.get(reverse(name), {"within": "old-02", "year": "2024"}).status_code == 404


def test_the_register_file_holds_what_the_list_shows(client, country):
    client.force_login(clerk("old-04"))
    answer = client.get(
        reverse("reports:register_export"), {"within": "old-04", "year": "2024", "ordering": "name"}
    )
    rows = [list(row) for row in workbook_of(answer).active.iter_rows(min_row=4, values_only=True)]
    assert [row[:14] + row[17:18] + row[20:24] for row in rows] == [
        ["STT", "Mã", "Tên mô hình, điển hình", "Loại", "Đơn vị", "Thuộc", "Cơ quan, tổ chức", "Người phụ trách",
         "Lĩnh vực", "Nội dung, cách làm", "Mục tiêu, chỉ tiêu", "Năm đăng ký", "Cấp đăng ký", "Mới / duy trì",
         "Số người tham gia", "Kết quả", "Cấp công nhận", "Số quyết định", "Ngày quyết định"],
        [1, "CB-2024-00002", "Ao cá Bác Hồ", "Tập thể", "Thị trấn Bảo Lạc", "Huyện Bảo Lạc", None, None,
         "Xây dựng hệ thống chính trị", None, None, 2024, "Cấp cơ sở", "Đăng ký mới", None, None, None, None, None],
        [2, "CB-2024-00001", "Thắp sáng đường quê", "Tập thể", "Xã Thượng Hà", "Huyện Bảo Lạc", None, "Nông Thị Hoa",
         "Kinh tế", "=HYPERLINK(1)", None, 2024, "Cấp cơ sở", "Đăng ký mới", 1316, None, "Cấp cơ sở", "12-QĐ/BDVTU",
         _moment(2024, 10, 15)],
    ]  # fmt: skip


def test_the_register_file_obeys_the_filters_and_holds_no_telephone(client, country):
    client.force_login(administrator())
    asked = {"year": "2024", "search": "thap sang"}
    book = workbook_of(client.get(reverse("reports:register_export"), asked))
    cells = [str(cell) for row in book.active.iter_rows(min_row=5, values_only=True) for cell in row if cell]
    assert "Thắp sáng đường quê" in cells
    assert "Ao cá Bác Hồ" not in cells
    assert not [cell for cell in cells if "3851" in cell]
    (event,) = Event.objects.filter(verb="export")
    assert (event.after["rows"], event.after["search"]) == (1, "thap sang")


def test_the_register_file_of_one_organisation_s_clerk_holds_its_records_alone(client, country):
    """The bar names the whole commune; the file must not."""
    school = Organisation.objects.create(
        name="Trường Cô Ba", folded_name="truong co ba", kind="school", unit=country["new-01327"]
    )
    a_registration("new-01327", name="Của xã", year=2026)
    a_registration("new-01327", name="Của trường", year=2026, organisation=school)
    teacher = person("co.giao")
    assigned(teacher, Role.CLERK, country["new-01327"], organisation=school)
    client.force_login(teacher)
    answer = client.get(reverse("reports:register_export"), {"within": "new-01327", "year": "2026"})
    rows = list(workbook_of(answer).active.iter_rows(min_row=5, values_only=True))
    assert [row[2] for row in rows] == ["Của trường"]


def test_a_wrong_filter_is_said_and_nothing_is_written(client, country):
    client.force_login(administrator())
    answer = client.get(reverse("reports:register_export"), {"year": "2024", "field": "sports"})
    assert answer.status_code == 400
    assert answer.content.decode() == "“sports” không phải một giá trị của mục này."


def test_the_register_is_read_in_the_same_few_queries_however_long_it_is(
    client, country, django_assert_num_queries
):
    client.force_login(administrator())
    url = reverse("reports:register_export")
    workbook_of(client.get(url, {"year": "2024"}))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        workbook_of(client.get(url, {"year": "2024"}))
    for n in range(20):
        a_registration("old-01330", name=f"Thêm {n}")
    with django_assert_num_queries(len(few)):
        workbook_of(client.get(url, {"year": "2024"}))


def _moment(*day):
    from datetime import datetime

    return datetime(*day)  # noqa: DTZ001 - Excel knows no zones
