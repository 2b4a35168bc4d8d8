"""The lists of exemplary models and of proposals as workbooks: exactly the rows of the page, figures and texts as they are."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from audit.models import Event
from recognition.exemplary import choose_exemplary
from recognition.proposing import propose
from recognition.recognising import recognise, record_decision
from tests.casts import clerk
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
NOW = date(2025, 3, 20)


@pytest.fixture
def browser(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    country = a_small_country()
    rows = [
        a_registration("old-01327", name="=Đường hoa", content="Trồng hoa ven đường"),
        a_registration("old-01330", name="Chợ quê", kind="individual", field="culture_society"),
        a_registration("old-00994", name="Ở Hà Giang"),
    ]
    given = {"by": None, "level": "grassroots", "entered_on": NOW}
    for held in rows:
        decision = record_decision(
            by=None, number="1-QĐ", signed_on=date(2024, 11, 20), issuing_body="Ban", unit=held.unit, entered_on=NOW
        )
        recognise(by=None, decision=decision, registrations=[(held, "grassroots")])
        choose_exemplary(registrations=[held], on=date(2024, 12, 1), **given)
    propose(registrations=rows[::2], form="giay_khen", granting_body="UBND tỉnh", on=date(2024, 12, 5), **given)
    assert country
    found = Client()
    found.force_login(clerk("old-04"))
    return found


def table(response) -> list[tuple]:
    """The rows below the row of column numbers, up to the first empty one."""
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "STT")
    body = [row for row in rows[start + 1 :] if isinstance(row[0], int) and row[1] not in (None, 2, "(2)")]
    return [rows[start], *body]


def test_the_exemplary_of_the_page_go_into_the_file_and_text_stays_text(browser):
    response = browser.get("/bao-cao/tieu-bieu/?year=2024&within=old-04")
    day = table(response)[1][-1]
    assert [tuple(row[:-1]) for row in table(browser.get("/bao-cao/tieu-bieu/?year=2024&within=old-04"))] == [
        ("STT", "Tên mô hình, điển hình", "Nội dung", "Đơn vị", "Lĩnh vực", "Loại", "Cấp"),
        (1, "=Đường hoa", "Trồng hoa ven đường", "Xã Thượng Hà", "Kinh tế", "Tập thể", "Cấp cơ sở"),
        (2, "Chợ quê", None, "Xã Cô Ba", "Văn hóa - xã hội", "Cá nhân", "Cấp cơ sở"),
    ]
    assert getattr(day, "date", lambda: day)() == date(2024, 12, 1)
    assert [row[1] for row in table(browser.get("/bao-cao/tieu-bieu/?year=2024&kind=individual"))][1:] == ["Chợ quê"]
    assert Event.objects.filter(verb="export_chosen").count() == 3


def test_proposals_carry_form_and_body(browser):
    rows = table(browser.get("/bao-cao/de-nghi/?year=2024&within=old-04"))
    assert [row[1:2] + row[7:9] for row in rows] == [
        ("Tên mô hình, điển hình", "Hình thức", "Cơ quan khen thưởng"), ("=Đường hoa", "Giấy khen", "UBND tỉnh"),
    ]  # fmt: skip
    assert browser.get("/bao-cao/de-nghi/?year=2024&level=khong-co").status_code == 400
