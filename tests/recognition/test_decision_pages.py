"""Decisions: writing them down, reading them."""

from datetime import date

import pytest

from recognition.models import Decision, Recognition
from recognition.recognising import record_decision
from tests.factories import a_registration
from tests.pages import text_of
from tests.recognition.deciding import a_draft

CREATE = "/cong-nhan/moi/"


def a_decision(cast, unit="old-04", **values) -> Decision:
    given = {"number": "1-QĐ/BDVTU", "issuing_body": "Ban Dân vận Tỉnh ủy", "signed_on": date(2024, 11, 20)}
    return record_decision(by=None, unit=cast[unit], entered_on=date(2026, 1, 15), **given | values)


def sent(*registrations, **values) -> dict:
    return {
        "number": "12-QĐ/BDVTU",
        "signed_on": "20/11/2024",
        "issuing_body": "Ban Dân vận Tỉnh ủy Cao Bằng",
        "signer": "Nông Văn B",
        "unit": "old-04",
        "level": "province",
        "registrations": [r.pk for r in registrations],
        "deed": "save",
    } | values


def test_a_decision_is_written_down_with_what_it_recognises(cast):
    chosen = [a_registration(cast[unit], name=f"Ở {unit}") for unit in ("old-01330", "old-01291")]
    other = a_registration(cast["old-01330"])
    page = text_of(cast.client("canbo_caobang").post(CREATE, sent(*chosen), follow=True))
    decision = Decision.objects.get()
    assert (decision.number, decision.signed_on, decision.unit, decision.back_entered) == (
        "12-QĐ/BDVTU", date(2024, 11, 20), cast["old-04"], True,
    )  # fmt: skip
    for row in (*chosen, other):
        row.refresh_from_db()
    assert [r.recognised_level for r in (*chosen, other)] == ["province", "province", ""]
    assert "Công nhận thêm 2 mô hình." in page
    assert "Công nhận 2 mô hình" in page
    detail = text_of(cast.client("canbo_caobang").get(f"/mo-hinh/{chosen[0].pk}/"))
    assert "ghi công nhận cấp tỉnh theo Quyết định 12-QĐ/BDVTU ngày 20/11/2024" in detail


def test_one_number_is_one_decision_and_the_text_is_kept(cast):
    a_decision(cast, number="12-QĐ/BDVTU", issuing_body="Ban Dân vận Tỉnh ủy Cao Bằng")
    registration = a_registration(cast["old-01330"])
    response = cast.client("canbo_caobang").post(CREATE, sent(registration, number=" 12 - qđ/bdvtu"))
    assert (response.status_code, Decision.objects.count(), Recognition.objects.count()) == (422, 1, 0)
    assert "đã có quyết định số" in text_of(response)
    assert "Nông Văn B" in text_of(response)
    assert f'value="{registration.pk}" data-row checked' in text_of(response)


def test_all_or_nothing(cast):
    """One registration that may not be recognised holds back the decision and the others."""
    good = a_registration(cast["old-01330"])
    late = a_registration(cast["old-01291"], year=2025, name="Năm sau")
    response = cast.client("canbo_caobang").post(CREATE, sent(good, late))
    assert (response.status_code, Decision.objects.count(), Recognition.objects.count()) == (422, 0, 0)
    assert "Năm sau đăng ký năm 2025, sau ngày ký quyết định." in text_of(response)


def test_a_foreign_registration_is_not_recognised(cast):
    foreign = a_registration(cast["old-00994"], name="Dấu riêng Hà Giang")
    response = cast.client("canbo_caobang").post(CREATE, sent(foreign), follow=True)
    foreign.refresh_from_db()
    assert (foreign.recognised_level, Recognition.objects.count()) == ("", 0)
    assert "Dấu riêng" not in text_of(response)


@pytest.mark.parametrize("unit", ["old-02", "new-08", "khong-co"])
def test_a_decision_of_a_foreign_unit_is_refused(cast, unit):
    response = cast.client("canbo_caobang").post(CREATE, sent(unit=unit))
    assert (response.status_code, Decision.objects.count()) == (422, 0)


def test_candidates_are_narrowed_and_what_was_ticked_stays(cast):
    ticked = a_registration(cast["old-01330"], name="Đã tích", field="economy")
    a_registration(cast["old-01330"], name="Nuôi bò", field="economy")
    a_registration(cast["old-01330"], name="Hát Then", field="culture_society")
    query = {"find": "1", "loc-field": "culture_society", "loc-year": "2024", "number": "7-QĐ/X"}
    response = cast.client("canbo_caobang").post(CREATE, sent(ticked, **query))
    assert [(r.model.name, r.is_chosen) for r in response.context["candidates"]] == [
        ("Đã tích", True),
        ("Hát Then", False),
    ]
    assert 'value="7-QĐ/X"' in text_of(response)
    assert Decision.objects.count() == 0


def test_from_a_record_one_comes_with_it_ticked(cast):
    registration = a_registration(cast["old-01330"])
    response = cast.client("canbo_caobang").get(f"{CREATE}?registration={registration.pk}")
    assert [(r.pk, r.is_chosen) for r in response.context["candidates"]] == [(registration.pk, True)]


def test_more_are_added_to_a_decision_once_each(cast):
    decision, registration = a_decision(cast), a_registration(cast["old-01330"])
    browser = cast.client("canbo_caobang")
    add = f"/cong-nhan/{decision.pk}/them/"
    assert browser.post(add, {"level": "province", "deed": "save"}).status_code == 422
    assert browser.post(add, {"level": "province", "registrations": [registration.pk]}).status_code == 302
    again = browser.post(add, {"level": "province", "registrations": [registration.pk]})
    assert (again.status_code, Recognition.objects.count()) == (422, 1)
    assert "đã được công nhận ở cấp này" in text_of(again)


def test_readers_read_and_strangers_find_nothing(cast):
    decision = a_decision(cast, number="99-QĐ/RIENG")
    url = f"/cong-nhan/{decision.pk}/"
    reader = cast.client("lanhdao_caobang")
    assert "99-QĐ/RIENG" in text_of(reader.get(url))
    assert "them/" not in text_of(reader.get(url))
    assert [reader.get(u).status_code for u in (CREATE, f"{url}them/")] == [403, 403]
    assert reader.post(CREATE, sent()).status_code == 403
    for stranger in ("canbo_hagiang", "nguoi_la"):
        browser = cast.client(stranger)
        assert [browser.get(u).status_code for u in (url, f"{url}them/")] == [404, 404]
        assert "99-QĐ/RIENG" not in text_of(browser.get("/cong-nhan/?year=2024"))
    assert Decision.objects.count() == 1


def test_the_list_counts_only_what_the_person_sees(cast):
    from recognition.recognising import recognise

    decision = a_decision(cast)
    rows = [a_registration(cast[unit]) for unit in ("old-01330", "old-01291")]
    recognise(by=None, decision=decision, registrations=[(r, "province") for r in rows])
    sizes = {}
    for person in ("canbo_caobang", "canbo_baolac"):
        response = cast.client(person).get("/cong-nhan/?year=2024")
        sizes[person] = [(d.number, d.size) for d in response.context["decisions"]]
    assert sizes == {"canbo_caobang": [("1-QĐ/BDVTU", 2)], "canbo_baolac": [("1-QĐ/BDVTU", 1)]}
    assert cast.client("canbo_baolac").get(f"/cong-nhan/{decision.pk}/").context["total"] == 1


def test_decisions_of_one_day_stand_by_number_and_days_from_the_last_back(cast):
    """However they were entered: 12 before 103, and a number without its zeros is where it belongs."""
    for number, day in (("103-QĐ/BDVTU", 20), ("12-QĐ/BDVTU", 20), ("009-QĐ/BDVTU", 20), ("7-QĐ/BDVTU", 19), ("QĐ 5", 20)):
        record_decision(
            by=None, number=number, signed_on=date(2024, 11, day), issuing_body="Ban Dân vận", signer="", unit=cast["old-04"],
            entered_on=date(2026, 1, 15),
        )  # fmt: skip
    draft = a_draft(cast["old-04"])
    browser = cast.client("canbo_caobang")

    def numbers(**asked) -> list[str]:
        page = browser.get("/cong-nhan/", {"within": "old-04", "year": 2024} | asked)
        return [row.number or row.about for row in page.context["decisions"]]

    of_the_day = ["009-QĐ/BDVTU", "12-QĐ/BDVTU", "103-QĐ/BDVTU", "QĐ 5"]
    assert numbers() == [draft.about, *of_the_day, "7-QĐ/BDVTU"]
    by_number = ["7-QĐ/BDVTU", "009-QĐ/BDVTU", "12-QĐ/BDVTU", "103-QĐ/BDVTU"]
    assert numbers(ordering="number", state="signed") == [*by_number, "QĐ 5"]
    assert numbers(ordering="-number", state="signed") == [*reversed(by_number), "QĐ 5"]
