"""Whole answers of the API, value by value."""

from datetime import date

from recognition.checking import Finding, check_models
from recognition.exemplary import choose_exemplary
from recognition.proposing import propose
from tests.api.conftest import BAO_LAC, TOWN


def test_a_registration_in_the_list_is_told_without_its_telephone(register, people, asking):
    answer = asking(people.province).get("/api/v1/registrations/", {"search": "duong hoa"})
    assert answer.json() == {
        "count": 1,
        "next": None,
        "results": [
            {
                "id": register.roads.id,
                "model": register.roads.model_id,
                "code": "CB-2023-00001",
                "name": "Đường hoa nông thôn",
                "year": 2023,
                "level": "grassroots",
                "phase": "new",
                "kind": "collective",
                "field": "culture_society",
                "unit": {"key": TOWN, "name": "Thị trấn Bảo Lạc"},
                "organisation": None,
                "status": "registered",
                "stage": "accepted",
                "stage_on": None,
                "desk": {"key": TOWN, "name": "Thị trấn Bảo Lạc"},
                "is_late": False,
                "registered_on": None,
                "person_in_charge": "",
                "participants": 40,
                "money": 5_000_000,
                "labour_days": None,
                "starts_on": None,
                "ends_on": None,
                "results": "",
                "recognised": False,
                "recognised_level": "",
                "recognised_on": None,
                "back_entered": False,
                "version": 1,
            }
        ],
    }


def test_a_registration_itself_tells_everything(register, people, asking):
    whole = asking(people.province).get(f"/api/v1/registrations/{register.roads.id}/").json()
    assert (whole["work_phone"], whole["situation"], whole["attachments"]) == (
        "02063 870 123",
        "Đường làng trống",
        [],
    )
    recognised = asking(people.province).get(f"/api/v1/registrations/{register.border.id}/").json()
    assert recognised["recognitions"] == [
        {
            "level": "district",
            "recognised_on": "2024-11-20",
            "decision": {
                "id": register.decision.id,
                "number": "12-QĐ/BTGDVTU",
                "signed_on": "2024-11-20",
                "issuing_body": "Ban Tuyên giáo và Dân vận",
            },
        }
    ]


def test_a_unit_with_what_became_of_it(people, asking):
    answer = asking(people.district).get(f"/api/v1/units/{TOWN}/")
    assert answer.json() == {
        "key": TOWN,
        "name": "Thị trấn Bảo Lạc",
        "kind": "thi-tran",
        "tier": "commune",
        "code": "01321",
        "parent": {"key": BAO_LAC, "name": "Huyện Bảo Lạc"},
        "valid_from": None,
        "valid_to": "2025-06-30",
        "organisations": [],
        "became": [{"unit": {"key": "new-01321", "name": "Xã Bảo Lạc"}, "share": "whole", "is_main": True}],
        "came_from": [],
    }


def test_units_are_those_of_a_day_inside_a_unit(people, asking):
    client = asking(people.district)
    districts = client.get("/api/v1/units/", {"within": "old-04", "tier": "district"}).json()
    assert [u["name"] for u in districts["results"]] == ["Huyện Bảo Lạc", "Huyện Bảo Lâm"]
    today = client.get("/api/v1/units/", {"within": "new-04", "search": "bao lac"}).json()
    assert [(u["key"], u["name"]) for u in today["results"]] == [("new-01321", "Xã Bảo Lạc")]
    assert client.get("/api/v1/units/", {"search": "bao lac"}).json() == today


def test_a_model_with_its_years(register, people, asking):
    answer = asking(people.province).get(f"/api/v1/models/{register.border.model_id}/").json()
    answer.pop("created_at")
    assert answer == {
        "id": register.border.model_id,
        "code": register.border.model.code,
        "name": "Tự quản đường biên",
        "kind": "collective",
        "field": "defence_security",
        "unit": {"key": BAO_LAC, "name": "Huyện Bảo Lạc"},
        "organisation": None,
        "tags": [],
        "registrations": [
            {
                "id": register.border.id,
                "year": 2024,
                "level": "district",
                "phase": "new",
                "status": "registered",
                "recognised_level": "district",
                "recognised_on": "2024-11-20",
            }
        ],
    }


def test_a_decision_and_what_it_recognises(register, people, asking):
    client = asking(people.province)
    assert client.get("/api/v1/decisions/").json() == {
        "count": 1,
        "next": None,
        "results": [
            {
                "id": register.decision.id,
                "number": "12-QĐ/BTGDVTU",
                "signed_on": "2024-11-20",
                "issuing_body": "Ban Tuyên giáo và Dân vận",
                "signer": "",
                "kind": "recognition",
                "state": "signed",
                "about": "",
                "reason": "",
                "amends": None,
                "is_annulled": False,
                "term": "2020-2025",
                "unit": {"key": "old-04", "name": "Tỉnh Cao Bằng"},
                "back_entered": True,
                "size": 2,
            }
        ],
    }
    inside = client.get(f"/api/v1/decisions/{register.decision.id}/recognitions/").json()["results"]
    assert [(r["name"], r["level"], r["unit"]["key"]) for r in inside] == [
        ("Tự quản đường biên", "district", BAO_LAC),
        ("DẤU-RIÊNG-BẢO-LÂM", "grassroots", "old-01291"),
    ]
    lines = client.get(f"/api/v1/decisions/{register.decision.id}/lines/").json()["results"]
    assert [(r["name"], r["change"], r["level"], r["form"]) for r in lines] == [
        ("Tự quản đường biên", "add", "district", ""),
        ("DẤU-RIÊNG-BẢO-LÂM", "add", "grassroots", ""),
    ]


def test_a_roll_up_in_its_agreed_shape(register, people, asking):
    asked = {
        "measure": "registered", "tier": "district", "within": "old-04", "split": "field", "year": "2024",
        "geography": "2024-12-31",
    }  # fmt: skip
    answer = asking(people.province).get("/api/v1/rollups/", asked).json()
    assert answer["question"] == {
        "measure": "registered",
        "tier": "district",
        "within": {"key": "old-04", "name": "Tỉnh Cao Bằng"},
        "split": "field",
        "year_from": 2024,
        "year_to": 2024,
        "geography": "2024-12-31",
        "narrowed": {},
        "as_of": None,
        "known_by": None,
    }
    assert answer["columns"] == [
        {"key": "economy", "label": "Kinh tế"},
        {"key": "culture_society", "label": "Văn hóa - xã hội"},
        {"key": "defence_security", "label": "Quốc phòng - an ninh"},
        {"key": "political_system", "label": "Xây dựng hệ thống chính trị"},
    ]

    def line(economy=0, culture_society=0, defence_security=0):
        cells = {
            "economy": economy,
            "culture_society": culture_society,
            "defence_security": defence_security,
            "political_system": 0,
        }
        return {"cells": cells, "total": sum(cells.values())}

    rows = {row["unit"]["key"]: row for row in answer["rows"]}
    assert rows[BAO_LAC] == {
        "unit": {"key": BAO_LAC, "name": "Huyện Bảo Lạc"},
        **line(economy=1, defence_security=1),
    }
    assert rows["old-042"] == {"unit": {"key": "old-042", "name": "Huyện Bảo Lâm"}, **line(economy=1)}
    assert len(answer["rows"]) == 2
    assert answer["held_above"] == line()
    assert answer["not_allocated"] == line()
    assert answer["total"] == line(economy=2, defence_security=1)


def test_a_rate_keeps_both_its_parts(register, people, asking):
    asked = {
        "measure": "recognition_rate", "tier": "province", "within": "old-04", "year": "2024",
        "geography": "2024-12-31",
    }  # fmt: skip
    answer = asking(people.province).get("/api/v1/rollups/", asked).json()
    assert answer["columns"] == []
    assert answer["rows"] == [
        {
            "unit": {"key": "old-04", "name": "Tỉnh Cao Bằng"},
            "cells": {},
            "total": {"numerator": 2, "denominator": 3, "value": 2 / 3},
        }
    ]
    assert answer["held_above"] == {"cells": {}, "total": {"numerator": 0, "denominator": 0, "value": None}}


def test_the_health_page_needs_no_sign_in_and_tells_no_secret(client, country, monkeypatch):
    # The suite's own PostgreSQL does not wait for the disk, and the page would say so.
    monkeypatch.setattr("dandan.durability._MUST_BE_ON", ())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "database", "units"}
    assert answer.json()["status"] == "ok"
    assert answer.json()["units"] == len(country)


def test_a_database_that_does_not_answer_is_said_without_telling_more(client, db, monkeypatch):
    from django.db import OperationalError

    from units.models import Unit

    def gone(*args, **kwargs):
        raise OperationalError("FATAL: password authentication failed for user dandan at 10.1.2.3")

    monkeypatch.setattr(Unit.objects, "count", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "unavailable", "message": "Cơ sở dữ liệu không trả lời."},
    )


def test_the_first_address_names_every_list(people, asking):
    answer = asking(people.district).get("/api/v1/").json()
    assert set(answer) == {
        "units", "models", "registrations", "decisions", "documents", "targets", "assignments", "progress-reports",
        "rollups", "progress", "conclusions", "exemplary", "proposals", "awards", "yearly-checks",
    }  # fmt: skip
    # What targets have come to is asked of a document: without one it says what to name.
    questions = {"progress": 400}
    for name, address in answer.items():
        assert asking(people.district).get(address).status_code == questions.get(name, 200)


def test_what_became_of_the_recognised_is_listed_and_narrowed(register, people, asking):
    given = {"by": None, "on": date(2024, 12, 1), "entered_on": date(2026, 1, 15)}
    choose_exemplary(registrations=[register.border], level="district", **given)
    propose(registrations=[register.border], level="district", form="giay_khen", granting_body="UBND huyện", **given)
    check_models(year=2024, findings=[Finding(register.foreign, "stopped", "Giải thể")], **given)
    whose = {"registration": register.border.id, "code": register.border.model.code, "name": "Tự quản đường biên", "year": 2024}
    client = asking(people.province)
    (chosen,) = client.get("/api/v1/exemplary/", {"year": "2024", "level": "district"}).json()["results"]
    (proposed,) = client.get("/api/v1/proposals/", {"within": BAO_LAC}).json()["results"]
    (checked,) = client.get("/api/v1/yearly-checks/", {"state": "stopped"}).json()["results"]
    kept = [(n, chosen[n]) for n in whose], (chosen["level"], chosen["happened_on"], chosen["ended_on"], chosen["back_entered"])
    assert kept == (list(whose.items()), ("district", "2024-12-01", None, True))
    assert (proposed["form"], proposed["granting_body"], proposed["is_awarded"]) == ("giay_khen", "UBND huyện", False)
    assert (checked["registration"], checked["reason"]) == (register.foreign.id, "Giải thể")
    # Who sees one of the two districts reads of that one alone.
    sizes = {n: asking(people.district).get(f"/api/v1/{n}/").json()["count"] for n in ("exemplary", "proposals", "yearly-checks", "awards")}
    assert sizes == {"exemplary": 1, "proposals": 1, "yearly-checks": 0, "awards": 0}
    assert client.get("/api/v1/exemplary/", {"level": "province"}).json()["count"] == 0
    assert client.get("/api/v1/yearly-checks/", {"state": "x"}).status_code == 400
