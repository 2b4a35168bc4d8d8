"""Each door of the API gives a person what she may see and nothing else; outside is as if it were not there."""

import pytest

from models_registry.models import Registration
from recognition.models import Recognition
from tests.api.conftest import BAO_LAM, FAR_COMMUNE, names
from tests.casts import clerk, outsider
from tests.factories import a_registration

MARK = "DẤU-RIÊNG"
DOORS = [
    "/api/v1/registrations/?page_size=200",
    "/api/v1/registrations/?status=all",
    "/api/v1/registrations/?search=dau rieng",
    "/api/v1/registrations/?within=old-042",
    "/api/v1/models/",
    "/api/v1/models/?search=dau",
    "/api/v1/decisions/",
]


@pytest.mark.parametrize("door", DOORS)
def test_a_foreign_mark_is_on_no_list(register, people, asking, door):
    assert MARK in asking(people.province).get(door).content.decode() or "decisions" in door
    assert MARK not in asking(people.district).get(door).content.decode()


def test_a_record_outside_is_missing_in_the_same_words(register, people, asking):
    client = asking(people.district)
    missing = client.get("/api/v1/registrations/999999/")
    outside = client.get(f"/api/v1/registrations/{register.foreign.id}/")
    assert (outside.status_code, outside.content) == (missing.status_code, missing.content)
    assert missing.json() == {"errors": [{"field": "", "message": "Không tìm thấy."}]}
    assert client.get(f"/api/v1/models/{register.foreign.model_id}/").status_code == 404


def test_writing_outside_is_missing_and_changes_nothing(register, people, asking):
    client = asking(people.district)
    address = f"/api/v1/registrations/{register.foreign.id}/"
    body = {"version": 1, "notes": "x"}
    assert client.patch(address, body, content_type="application/json").status_code == 404
    reason = {"version": 1, "reason": "x"}
    assert client.post(address + "withdraw/", reason, content_type="application/json").status_code == 404
    register.foreign.refresh_from_db()
    assert (register.foreign.notes, register.foreign.status) == ("", "registered")


def test_a_foreign_unit_or_model_in_the_body_is_refused(register, people, asking):
    client = asking(people.district)
    body = {
        "name": "Chen vào", "unit": FAR_COMMUNE, "year": 2024, "level": "grassroots", "phase": "new",
        "kind": "collective", "field": "economy",
    }  # fmt: skip
    answer = client.post("/api/v1/registrations/", body, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["errors"] == [
        {"field": "", "message": "Anh/chị không được giao nhập liệu cho Xã Đức Hạnh."}
    ]
    body |= {"unit": "old-01321", "model": register.foreign.model_id}
    answer = client.post("/api/v1/registrations/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "model", "message": "Không có mô hình này."}]
    assert Registration.objects.filter(model__name="Chen vào").count() == 0


def test_a_decision_cannot_name_a_foreign_registration(register, people, asking):
    client = asking(people.district)
    lines = [
        {"registration": register.saving.id, "level": "grassroots"},
        {"registration": register.foreign.id, "level": "province"},
    ]
    body = {
        "number": "1-QĐ/HU", "signed_on": "2024-12-01", "issuing_body": "Huyện ủy Bảo Lạc", "unit": "old-043",
        "registrations": lines,
    }  # fmt: skip
    before = Recognition.objects.count()
    answer = client.post("/api/v1/decisions/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": "registrations.1.registration", "message": "Không có đăng ký này."}
    ]
    assert Recognition.objects.count() == before
    assert client.get("/api/v1/decisions/", {"search": "1-QĐ/HU"}).json()["count"] == 0


def test_figures_count_only_what_the_person_may_see(register, people, asking):
    asked = {"measure": "registered", "tier": "district", "year": "2024", "geography": "2024-12-31"}
    rows = asking(people.district).get("/api/v1/rollups/", asked).json()
    assert rows["total"]["total"] == 2
    assert next(r for r in rows["rows"] if r["unit"]["key"] == BAO_LAM)["total"] == 0
    (decision,) = asking(people.district).get("/api/v1/decisions/").json()["results"]
    assert decision["size"] == 1
    inside = asking(people.district).get(f"/api/v1/decisions/{decision['id']}/recognitions/")
    assert names(inside) == ["Tự quản đường biên"]


def test_somebody_without_a_unit_sees_nothing(register, asking):
    client = asking(outsider())
    for door in DOORS:
        assert client.get(door).json()["count"] == 0
    assert client.get("/api/v1/rollups/", {"year": "2024"}).json()["total"]["total"] == 0


def test_a_right_taken_away_ends_at_once(register, people, asking):
    client = asking(people.district)
    assert client.get("/api/v1/registrations/").json()["count"] == 3
    people.district.assignments.update(valid_from="2020-01-01", valid_to="2020-12-31")
    assert client.get("/api/v1/registrations/").json()["count"] == 0
    people.district.is_active = False
    people.district.save()
    assert client.get("/api/v1/registrations/").status_code == 401


def test_a_unit_whose_key_begins_alike_is_another_unit(register, asking, country):
    mine = clerk("old-01330", "gan.giong")
    a_registration("old-01330", name="Của mình", year=2024)
    assert names(asking(mine).get("/api/v1/registrations/")) == ["Của mình"]


@pytest.mark.parametrize(
    "door",
    ["", "units/", "models/", "registrations/", "registrations/1/", "decisions/", "rollups/", "khong-co/"],
)
def test_without_signing_in_every_door_is_shut(client, db, door):
    answer = client.get(f"/api/v1/{door}")
    assert (answer.status_code, answer.json()) == (
        401,
        {"errors": [{"field": "", "message": "Hãy đăng nhập."}]},
    )
