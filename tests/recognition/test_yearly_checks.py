"""The life after recognition: the check of each year, who is not checked, and what became of them after some years."""

from datetime import date

import pytest
from django.test import Client

from audit.errors import DomainError, DomainErrors
from models_registry.registration import NotAllowed
from recognition.checking import Finding, check_models
from recognition.models import YearlyCheck
from recognition.recognising import recognise, record_decision
from recognition.unchecked import CHECKED, STOPPED, UNCHECKED, keep, recognised_models
from rollups.crossing import whole
from rollups.question import Question
from tests.casts import administrator, clerk, leader
from tests.factories import a_registration, a_small_country
from tests.pages import text_of
from units.choices import Tier

pytestmark = pytest.mark.django_db
NOW = date(2025, 3, 20)


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    return a_small_country()


def recognised(unit, year, **values):
    held = a_registration(unit, year=year, **values)
    decision = record_decision(
        by=None, number=f"{held.pk}-QĐ", signed_on=date(year, 11, 20), issuing_body="Ban Dân vận", unit=held.unit,
        entered_on=NOW,
    )  # fmt: skip
    recognise(by=None, decision=decision, registrations=[(held, "grassroots")])
    return held


def check(registration, year, state="working", reason="", by=None, on=None, seen=None):
    finding = Finding(registration, state, reason, seen)
    return check_models(by=by, year=year, findings=[finding], on=on or date(year, 3, 1), entered_on=NOW)[0]


def test_weakened_and_stopped_ask_for_a_reason_and_days_and_years_must_fit(country):
    held = recognised("old-01327", 2023, name="Đường hoa")
    never = a_registration("old-01327", name="Chưa ai công nhận")
    cases = [
        (lambda: check(held, 2025, "stopped"), "Đường hoa: hãy ghi lý do vì sao yếu đi hoặc đã dừng."),
        (lambda: check(held, 2025, "asleep"), "Đường hoa: hãy chọn tình trạng."),
        (lambda: check(held, 2022, on=date(2022, 3, 1)), "Đường hoa: được công nhận năm 2023, sau năm kiểm tra."),
        (lambda: check(held, 2023, on=date(2023, 3, 1)), "Đường hoa: được công nhận ngày 20/11/2023, sau ngày kiểm tra."),
        (lambda: check(never, 2025), "Chưa ai công nhận: chưa được công nhận nên không có gì để kiểm tra."),
        (lambda: check(held, 2025, on=date(2025, 3, 21)), "Ngày ở tương lai; hãy xem lại."),
        (lambda: check(held, 2025, on=date(2024, 12, 31)), "Ngày kiểm tra phải từ 01/01/2025."),
    ]
    for deed, sentence in cases:
        with pytest.raises(DomainError) as refused:
            deed()
        assert refused.value.sentence == sentence
    assert YearlyCheck.objects.count() == 0


def test_it_is_the_unit_s_clerk_who_checks(country):
    held = recognised("old-01327", 2023, name="Đường hoa")
    for by in (leader("old-01327"), clerk("old-01330", "nhap.khac")):
        with pytest.raises(NotAllowed, match="Đường hoa: việc kiểm tra là của người nhập liệu đơn vị."):
            check(held, 2025, by=by)
    assert check(held, 2025, by=clerk("old-043", "nhap.huyen")).by.username == "nhap.huyen"


def test_whoever_has_not_seen_the_check_of_the_year_does_not_replace_it(country):
    held = recognised("old-01327", 2023)
    first = check(held, 2025)
    with pytest.raises(DomainErrors, match="vừa được người khác kiểm tra; hãy xem lại trước khi ghi."):
        check(held, 2025, "stopped", "Giải thể")
    second = check(held, 2025, "stopped", "Giải thể", seen=first.pk)
    first.refresh_from_db()
    assert (first.replaced_at is not None, second.replaced_at) == (True, None)
    assert list(YearlyCheck.objects.standing()) == [second]


def test_the_unchecked_are_listed_and_never_taken_for_alive(country):
    names = {
        name: recognised("old-01327", year, name=name)
        for name, year in (("Chưa lần nào", 2023), ("Năm ngoái", 2022), ("Năm nay", 2023), ("Đã dừng", 2021))
    }
    recognised("old-00994", 2023, name="Ở Hà Giang")
    recognised("old-01327", 2025 - 1, name="Của năm ngoái")
    check(names["Năm ngoái"], 2024)
    check(names["Năm nay"], 2025)
    check(names["Đã dừng"], 2023, "stopped", "Giải thể")
    of_cao_bang = clerk("old-04")

    def group(key, year):
        found = keep(recognised_models(of_cao_bang, year=year, within=country["old-043"]), key, year)
        return sorted(r.model.name for r in found.select_related("model"))

    assert group(UNCHECKED, 2025) == ["Chưa lần nào", "Của năm ngoái", "Năm ngoái"]
    assert (group(CHECKED, 2025), group(STOPPED, 2025)) == (["Năm nay"], ["Đã dừng"])
    assert (group(UNCHECKED, 2024), group(CHECKED, 2024)) == (["Chưa lần nào", "Năm nay"], ["Năm ngoái"])


def test_a_model_recognised_again_is_asked_for_once_by_its_last_registration(country):
    first = recognised("old-01327", 2022)
    again = a_registration("old-01327", year=2024, phase="maintained", name=first.model.name)
    assert again.model_id == first.model_id
    assert [r.year for r in recognised_models(clerk("old-04"), year=2025)] == [2022]
    decision = first.recognitions.get().decision
    recognise(by=None, decision=decision, registrations=[(again, "grassroots")])
    assert [r.year for r in recognised_models(clerk("old-04", "b"), year=2025)] == [2024]
    assert [r.year for r in recognised_models(clerk("old-04", "c"), year=2023)] == [2022]


def test_a_commune_s_models_are_checked_on_one_page(country):
    one, two = (recognised("old-01327", 2023, name=name) for name in ("Đường hoa", "Chợ quê"))
    far = recognised("old-01330", 2023, name="Xã khác")
    browser = Client()
    browser.force_login(clerk("old-01327", "nhap.xa"))
    address = "/cong-nhan/kiem-tra/?year=2025&within=old-01327"
    page = browser.get(address)
    assert [r.model.name for r in page.context["rows"]] == ["Đường hoa", "Chợ quê"]
    sent = {
        "on": "10/03/2025", f"state-{one.pk}": "weakened", f"reason-{one.pk}": "Thiếu kinh phí",
        f"state-{two.pk}": "working", f"state-{far.pk}": "working",
    }  # fmt: skip
    refused = browser.post(address, sent | {f"reason-{one.pk}": ""})
    assert (refused.status_code, YearlyCheck.objects.count()) == (422, 0)
    assert "Đường hoa: hãy ghi lý do vì sao yếu đi hoặc đã dừng." in text_of(refused)
    page = browser.post(address, sent, follow=True)
    assert "Đã ghi kiểm tra 2 mô hình." in text_of(page)
    assert list(YearlyCheck.objects.order_by("registration__unit__position", "id").values_list("registration_id", "state", "reason")) == [
        (one.pk, "weakened", "Thiếu kinh phí"), (two.pk, "working", ""),
    ]  # fmt: skip
    assert page.context["rows"] == []
    shown = text_of(browser.get(f"/mo-hinh/{one.pk}/"))
    assert "Thiếu kinh phí" in shown
    again = {"year": "2025", "on": "12/03/2025", "state": "stopped", "reason": "Giải thể", "seen": ""}
    one_page = f"/cong-nhan/kiem-tra/{one.model_id}/"
    assert browser.post(one_page, again).status_code == 422
    again["seen"] = browser.get(one_page).context["form"]["seen"].value()
    assert browser.post(one_page, again).status_code == 302
    assert YearlyCheck.objects.standing().get(model=one.model).state == "stopped"


def test_readers_read_the_page_and_write_nothing(country):
    held = recognised("old-01327", 2023, name="Đường hoa")
    browser = Client()
    browser.force_login(leader("old-04"))
    page = browser.get("/cong-nhan/kiem-tra/?year=2025&within=old-01327")
    assert "Đường hoa" in text_of(page)
    assert "Ghi kiểm tra" not in text_of(page)
    sent = {"on": "10/03/2025", f"state-{held.pk}": "working"}
    assert browser.post("/cong-nhan/kiem-tra/?year=2025&within=old-01327", sent).status_code == 403
    assert browser.get(f"/cong-nhan/kiem-tra/{held.model_id}/").status_code == 403


@pytest.fixture
def cohort(country):
    """Eight models recognised in 2021, in two communes and two fields, and one of 2024, with their checks."""
    fates = [
        ("old-01327", "economy", {2022: "working", 2024: "working"}),
        ("old-01327", "economy", {2022: "replicated", 2024: "weakened"}),
        ("old-01327", "culture_society", {2022: "weakened", 2024: "stopped"}),
        ("old-01330", "economy", {2022: "stopped"}),
        ("old-01330", "economy", {2023: "stopped"}),
        ("old-01330", "culture_society", {2023: "working"}),
        ("old-01330", "culture_society", {2022: "stopped", 2024: "working"}),
        ("old-01330", "culture_society", {}),
    ]
    for n, (unit, field, checks) in enumerate(fates):
        held = recognised(unit, 2021, name=f"Mô hình {n}", field=field)
        for year, state in checks.items():
            check(held, year, state, "" if state in ("working", "replicated") else "Vì thế")
    recognised("old-01327", 2024, name="Của 2024")
    return country


def test_what_became_of_the_recognised_after_one_three_and_five_years(cohort):
    browser = Client()
    browser.force_login(leader("old-043"))
    page = browser.get("/cong-nhan/duy-tri/?year=2021&within=old-043&geography=2021-12-31")
    tables = {
        table["title"]: {line["name"]: line["horizons"] for line in table["lines"]} for table in page.context["tables"]
    }
    # alive, weakened, stopped, unknown after 1 and after 3 years; 2026 has not come.
    nothing = [0, 0, 0, 0]
    assert tables == {
        "Theo lĩnh vực": {
            "Kinh tế": [[2, 0, 1, 1], [1, 1, 2, 0], None],
            "Văn hóa - xã hội": [[0, 1, 1, 2], [1, 0, 1, 2], None],
            "Quốc phòng - an ninh": [nothing, nothing, None],
            "Xây dựng hệ thống chính trị": [nothing, nothing, None],
            "Tổng cộng": [[2, 1, 2, 3], [2, 1, 3, 2], None],
        },
        "Theo đơn vị": {
            "Xã Thượng Hà": [[2, 1, 0, 0], [1, 1, 1, 0], None],
            "Xã Cô Ba": [[0, 0, 2, 3], [1, 0, 2, 2], None],
            "Tổng cộng": [[2, 1, 2, 3], [2, 1, 3, 2], None],
        },
    }


def test_years_not_yet_due_are_left_out_of_a_horizon(cohort):
    """Of 2021 to 2024 only 2021 and 2022 are due after three years."""
    browser = Client()
    browser.force_login(leader("old-043"))
    page = browser.get("/cong-nhan/duy-tri/?year_from=2021&year_to=2024&within=old-043&geography=2024-12-31")
    assert [h["years"] for h in page.context["horizons"]] == ["công nhận 2021-2024", "công nhận 2021-2022", "chưa đến hạn"]
    assert [line["horizons"] for line in page.context["tables"][1]["lines"]][-1] == [[2, 1, 2, 4], [2, 1, 3, 2], None]


def test_checks_are_counted_by_the_year_they_are_of_where_the_model_stands(cohort):
    def counted(measure, split, year, **narrowed):
        asked = Question(
            measure=measure, tier=Tier.COMMUNE, year_from=year, year_to=year, on=date(2025, 3, 1), within=cohort["old-043"],
            split=split, narrowed=narrowed,
        )  # fmt: skip
        return whole(asked, administrator(f"{measure}{split}{year}"))

    assert counted("checked", "check_state", 2022) == {"working": 1, "replicated": 1, "weakened": 1, "stopped": 2}
    assert counted("checked", "field", 2022) == {"economy": 3, "culture_society": 2}
    assert counted("alive", "", 2022) == {"": 2}
    assert counted("checked", "kind", 2024, field="economy") == {"collective": 2}
