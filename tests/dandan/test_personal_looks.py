"""Looking at personal data is an event: once a person, record and day. Files leave without numbers unless asked."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from openpyxl import load_workbook

from audit.models import Event
from audit.sealing import verify_log
from intake.models import ImportBatch
from models_registry import taking_back
from models_registry.models import Attachment
from tests.casts import administrator, clerk, leader
from tests.factories import a_registration, a_small_country
from tests.pages import text_of

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PHONE = "0206 3850 123"


@pytest.fixture
def units():
    return a_small_country()


@pytest.fixture
def held(units):
    return a_registration("old-01330", name="Đường hoa", person_in_charge="Triệu Thị Mùi", work_phone=PHONE)


def looks(verb="view_personal") -> list[tuple]:
    return list(
        Event.objects.filter(verb=verb).order_by("id").values_list("actor__username", "subject_id", "unit_id")
    )


def test_opening_a_record_with_a_number_is_one_row_a_person_and_day(client, units, held):
    hoa, binh, at = clerk("old-04"), leader("old-04"), f"/mo-hinh/{held.pk}/"
    told = ("chi.hoa", held.pk, units["old-01330"].pk)
    with time_machine.travel(datetime(2026, 3, 5, 23, 50, tzinfo=HANOI), tick=False) as clock:
        client.force_login(hoa)
        for _n in range(3):
            assert PHONE in text_of(client.get(at))
        client.get(f"{at}sua/")
        assert looks() == [told]
        clock.move_to(datetime(2026, 3, 6, 0, 10, tzinfo=HANOI))
        client.force_login(hoa)
        client.get(at)
        assert looks() == [told, told]
        client.force_login(binh)
        client.get(at)
    assert looks() == [told, told, ("ong.binh", *told[1:])]
    assert verify_log() is None


def test_a_record_without_a_number_and_a_stranger_leave_none(client, units, held):
    plain = a_registration("old-01330", name="Không số", person_in_charge="Lý Văn Sơn")
    client.force_login(clerk("old-02", "chi.lan"))
    assert client.get(f"/mo-hinh/{held.pk}/").status_code == 404
    client.force_login(clerk("old-04"))
    client.get(f"/mo-hinh/{plain.pk}/")
    client.get("/mo-hinh/?year=2024")
    assert looks() == []


def test_the_api_tells_of_it_too_and_the_back_office_does_not_show_it(client, units, held):
    boss = administrator()
    client.force_login(boss)
    assert client.get(f"/api/v1/registrations/{held.pk}/").json()["work_phone"] == PHONE
    client.get(f"/api/v1/registrations/{held.pk}/")
    assert [row[:2] for row in looks()] == [("quan.tri", held.pk)]
    assert PHONE not in text_of(client.get("/api/v1/registrations/"))
    assert PHONE not in text_of(client.get(f"/admin/models_registry/registration/{held.pk}/change/"))


def test_the_history_of_a_record_is_not_filled_with_looks(client, units, held):
    client.force_login(clerk("old-04"))
    client.get(f"/mo-hinh/{held.pk}/")
    events = client.get(f"/mo-hinh/{held.pk}/").context["events"]
    assert [event["sentence"] for event in events] == ["đăng ký năm 2024"]


def test_who_only_looked_does_not_keep_an_import_from_being_undone(client, units):
    from uuid import uuid4

    from models_registry.bulk import register_many
    from tests.factories import an_entry

    batch = uuid4()
    (made,) = register_many(by=None, entries=[an_entry("old-01330", work_phone=PHONE)], batch=batch)
    client.force_login(clerk("old-04"))
    client.get(f"/mo-hinh/{made.registration.pk}/")
    assert (len(looks()), taking_back.built_upon(batch)) == (1, "")


def test_a_downloaded_paper_is_told_by_its_name(client, units, held):
    hoa = clerk("old-04")
    rows = []
    for name in ("đơn.pdf", "ảnh.pdf"):
        row = Attachment(
            registration=held,
            name=name,
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
            added_by=hoa,
        )
        row.file.save("x.pdf", ContentFile(b"%PDF"), save=False)
        row.save()
        rows.append(row)
    client.force_login(hoa)
    for row in [rows[0], rows[0], rows[1]]:
        b"".join(client.get(f"/mo-hinh/tai-lieu/{row.pk}/").streaming_content)
    told = Event.objects.filter(verb="download_file").order_by("id").values_list("subject_text", "unit_id")
    assert list(told) == [
        ("đơn.pdf · Đường hoa (2024)", units["old-01330"].pk),
        ("ảnh.pdf · Đường hoa (2024)", units["old-01330"].pk),
    ]


def cells(response) -> str:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return str([[cell.value for cell in row] for row in book.active.iter_rows()])


def test_numbers_go_into_a_file_only_where_asked_and_the_log_says_so(client, units, held):
    client.force_login(clerk("old-04"))
    address = "/bao-cao/so-dang-ky/"
    assert PHONE not in cells(client.get(address, {"year": 2024}))
    assert PHONE not in cells(client.get(address, {"year": 2024, "phones": "no"}))
    assert PHONE in cells(client.get(address, {"year": 2024, "phones": "1"}))
    told = Event.objects.filter(verb="export").order_by("id").values_list("after", flat=True)
    assert [(after["rows"], after["phones"]) for after in told] == [(1, False), (1, False), (1, True)]
    page = text_of(client.get("/mo-hinh/?year=2024"))
    assert 'name="phones" value="1"> kèm số điện thoại (ghi vào nhật ký)' in page


def test_the_workbook_of_refused_rows_is_told_at_each_download(client, units):
    hoa = clerk("old-04")
    batch = ImportBatch(
        unit=units["old-04"], year=2024, file_name="so.xlsx", sha256="0", by=hoa, state="imported"
    )
    batch.refused_file.save("r", ContentFile(b"x"), save=False)
    batch.save(force_insert=True)
    client.force_login(hoa)
    b"".join(client.get(f"/nhap/{batch.pk}/can-sua.xlsx").streaming_content)
    assert Event.objects.get(verb="download").unit_id == units["old-04"].pk
