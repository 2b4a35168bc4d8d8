"""Writing through the API is the register's own deeds: their rules, their versions, their log."""

from audit.querysets import history_of
from models_registry.models import Registration
from recognition.models import Decision
from tests.api.conftest import TOWN

NEW = {
    "name": "Bể nước sạch liên gia", "unit": TOWN, "year": 2024, "level": "grassroots", "phase": "new",
    "kind": "collective", "field": "economy", "participants": 25, "money": 12_000_000, "registered_on": "2024-03-01",
}  # fmt: skip


def send(client, method, address, body):
    return getattr(client, method)(address, body, content_type="application/json")


def test_a_registration_sent_is_the_one_read_back(register, people, asking):
    client = asking(people.district)
    answer = send(client, "post", "/api/v1/registrations/", NEW)
    assert answer.status_code == 201
    made = answer.json()
    assert client.get(f"/api/v1/registrations/{made['id']}/").json() == made
    assert {k: made[k] for k in NEW if k != "unit"} == {k: v for k, v in NEW.items() if k != "unit"}
    assert made["unit"] == {"key": TOWN, "name": "Thị trấn Bảo Lạc"}
    (event,) = history_of(Registration.objects.get(pk=made["id"]))
    assert (event.verb, event.actor_name, event.door) == ("register", "Nông Thị Hoa", "api")


def test_the_same_sent_twice_is_registered_once(register, people, asking):
    client = asking(people.district)
    send(client, "post", "/api/v1/registrations/", NEW)
    again = send(client, "post", "/api/v1/registrations/", NEW)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (400, "name")
    assert Registration.objects.filter(model__name=NEW["name"]).count() == 1


def test_the_register_s_rules_speak_through_the_api(register, people, asking):
    client = asking(people.district)
    answer = send(
        client, "post", "/api/v1/registrations/", NEW | {"registered_on": "2030-01-01", "participants": -1}
    )
    assert answer.status_code == 400
    assert [e["field"] for e in answer.json()["errors"]] == ["registered_on", "participants"]


def test_an_edit_carries_its_version_and_the_second_is_told_what_is_there_now(register, people, asking):
    address = f"/api/v1/registrations/{register.roads.id}/"
    first = send(asking(people.district), "patch", address, {"version": 1, "notes": "Đã trồng 2 km"})
    assert (first.status_code, first.json()["version"], first.json()["notes"]) == (200, 2, "Đã trồng 2 km")
    second = send(asking(people.province), "patch", address, {"version": 1, "notes": "Đã trồng 3 km"})
    assert second.status_code == 409
    assert second.json()["errors"] == [
        {"field": "", "message": "Hồ sơ vừa được người khác sửa; hãy xem lại trước khi lưu."}
    ]
    assert second.json()["current"]["notes"] == "Đã trồng 2 km"
    register.roads.refresh_from_db()
    assert (register.roads.notes, register.roads.version) == ("Đã trồng 2 km", 2)


def test_a_name_changed_through_another_year_is_told_and_not_put_back(register, people, asking):
    roads, client = register.roads, asking(people.district)
    again = NEW | {"name": roads.model.name, "unit": roads.unit.key, "year": roads.year + 1, "phase": "maintained"}
    later = send(client, "post", "/api/v1/registrations/", again | {"model": roads.model_id}).json()
    renamed = send(client, "patch", f"/api/v1/registrations/{later['id']}/", {"version": 1, "name": "Đường cờ"})
    assert renamed.status_code == 200
    late = send(client, "patch", f"/api/v1/registrations/{roads.id}/", {"version": 1, "name": roads.model.name})
    assert (late.status_code, late.json()["current"]["name"], late.json()["current"]["version"]) == (409, "Đường cờ", 2)
    roads.model.refresh_from_db()
    assert roads.model.name == "Đường cờ"


def test_an_edit_without_a_version_or_of_what_is_not_edited_is_refused(register, people, asking):
    client, address = asking(people.district), f"/api/v1/registrations/{register.roads.id}/"
    assert send(client, "patch", address, {"notes": "x"}).json()["errors"][0]["field"] == "version"
    for name in ("unit", "year", "status", "recognised_level", "created_by", "hand_unit", "code"):
        answer = send(client, "patch", address, {"version": 1, name: "x"})
        assert answer.status_code == 400
        assert answer.json()["errors"] == [{"field": name, "message": "Không nhận mục này."}]


def test_a_leader_reads_and_does_not_write(register, people, asking):
    client = asking(people.leader)
    assert client.get("/api/v1/registrations/").json()["count"] == 4
    assert send(client, "post", "/api/v1/registrations/", NEW).status_code == 403
    address = f"/api/v1/registrations/{register.roads.id}/"
    assert send(client, "patch", address, {"version": 1, "notes": "x"}).status_code == 403
    assert send(client, "post", address + "withdraw/", {"version": 1, "reason": "x"}).status_code == 403


def test_withdrawing_needs_a_reason_and_leaves_the_record(register, people, asking):
    client, address = asking(people.district), f"/api/v1/registrations/{register.roads.id}/"
    refused = send(client, "post", address + "withdraw/", {"version": 1, "reason": " "})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "reason")
    gone = send(client, "post", address + "withdraw/", {"version": 1, "reason": "Đăng ký nhầm đơn vị"}).json()
    assert (gone["status"], gone["withdrawal_reason"]) == ("withdrawn", "Đăng ký nhầm đơn vị")
    assert client.get(address).json() == gone


def test_what_changed_meanwhile_is_not_withdrawn(register, people, asking):
    client, address = asking(people.district), f"/api/v1/registrations/{register.roads.id}/"
    send(client, "patch", address, {"version": 1, "notes": "Vẫn làm tốt"})
    answer = send(client, "post", address + "withdraw/", {"version": 1, "reason": "Không làm nữa"})
    assert (answer.status_code, answer.json()["current"]["notes"]) == (409, "Vẫn làm tốt")
    assert client.get(address).json()["status"] == "registered"


def test_a_decision_recognises_in_one_deed_and_its_number_is_taken(register, people, asking):
    client = asking(people.province)
    body = {
        "number": "01-QĐ/BTGDVTU", "signed_on": "2024-12-01", "issuing_body": "Ban Tuyên giáo và Dân vận",
        "unit": "old-04", "registrations": [{"registration": register.saving.id, "level": "province"}],
    }  # fmt: skip
    answer = send(client, "post", "/api/v1/decisions/", body)
    assert (answer.status_code, answer.json()["size"]) == (201, 1)
    register.saving.refresh_from_db()
    assert register.saving.recognised_level == "province"
    again = send(client, "post", "/api/v1/decisions/", body | {"number": " 1 - qđ/btgdvtu"})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (400, "number")
    twice = send(
        client,
        "post",
        f"/api/v1/decisions/{answer.json()['id']}/recognise/",
        {"registrations": body["registrations"]},
    )
    assert twice.status_code == 400
    assert "đã được công nhận ở cấp này" in twice.json()["errors"][0]["message"]


def test_a_decision_whose_models_are_refused_is_not_written(register, people, asking):
    body = {
        "number": "77-QĐ/BTGDVTU", "signed_on": "2024-12-01", "issuing_body": "Ban Tuyên giáo và Dân vận",
        "unit": "old-04", "registrations": [{"registration": register.gone.id, "level": "province"}],
    }  # fmt: skip
    assert send(asking(people.province), "post", "/api/v1/decisions/", body).status_code == 400
    assert Decision.objects.filter(number="77-QĐ/BTGDVTU").count() == 0
