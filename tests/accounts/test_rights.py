"""Who may do what: every role and every deed, told in words where it is refused."""

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.deciding import why_not_decide
from accounts.models import Assignment, User
from accounts.people import NotYours, assign, may_keep_account, may_keep_people
from accounts.refusing import why_not_register, why_registers_nowhere
from accounts.scoping import may_act_for, seen_by, sees_unit, written_by
from audit.errors import DomainError, DomainErrors
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import NotAllowed, register
from recognition.models import Decision, Recognition
from recognition.recognising import recognise, record_decision
from tests.casts import administrator, approver, assigned, clerk, person
from tests.factories import a_registration, a_small_country, an_entry, under_appraisal
from tests.pages import a_full_form, text_of
from units.models import Organisation

NOW = "2026-03-02 09:00+07:00"
ENDED = "Huyện Bảo Lạc đã kết thúc ngày 30/06/2025: anh/chị xem được hồ sơ cũ"


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def units(db):
    return a_small_country()


@pytest.fixture
def school(units) -> Organisation:
    return Organisation.objects.create(
        name="Trường THCS Bảo Lạc", folded_name="truong thcs bao lac", kind="school", unit=units["new-01321"]
    )


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def again(user) -> User:
    """The person as the next request finds her."""
    return User.objects.get(pk=user.pk)


def a_decision(by, unit, *, signed_on=date(2024, 11, 20), number="12-QĐ/TU") -> Decision:
    return record_decision(
        by=by,
        number=number,
        signed_on=signed_on,
        issuing_body="Tỉnh ủy",
        unit=unit,
        entered_on=date(2026, 3, 2),
    )


# --- role × deed ----------------------------------------------------------------------------------------------

THIS_YEAR, LAST_YEAR = date(2026, 2, 1), date(2025, 12, 31)
MAY = {
    # sees, registers, records a decision of this year, of a finished one, keeps people
    Role.CLERK: (True, True, False, True, False),
    Role.APPRAISER: (True, False, False, False, False),
    Role.APPROVER: (True, False, True, True, False),
    Role.LEADER: (True, False, False, False, False),
    Role.UNIT_ADMIN: (True, False, False, False, True),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_does_its_own_deeds_and_no_other(units, role):
    held = person("ai.do", role, "new-04")
    unit = units["new-04"]
    assert (
        sees_unit(held, units["old-01330"]),
        not why_not_register(held, units["old-01330"]),
        not why_not_decide(held, unit, THIS_YEAR),
        not why_not_decide(held, unit, LAST_YEAR),
        may_keep_people(held),
    ) == MAY[role]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLERK])
def test_who_only_reads_is_told_so_in_words(units, role):
    held = person("ai.do", role, "new-04")
    words = f"Vai trò {role.label} ở Tỉnh Cao Bằng không nhập hay sửa đăng ký"
    assert words in why_not_register(held, units["old-01330"])
    assert words in text_of(browser_of(held).get("/mo-hinh/moi/"))
    assert words in text_of(browser_of(held).get("/nhap/"))
    there = a_registration("old-01330")
    page = browser_of(held).get(f"/mo-hinh/{there.pk}/")
    assert (words in text_of(page), f"/mo-hinh/{there.pk}/sua/" in text_of(page)) == (True, False)
    refused = browser_of(held).post(f"/mo-hinh/{there.pk}/sua/", {"name": "Khác"})
    assert (refused.status_code, words in text_of(refused)) == (403, True)


def test_the_system_s_administrator_does_everything_a_closed_account_nothing(units):
    admin = administrator()
    assert not why_not_register(admin, units["old-043"])
    assert not why_not_decide(admin, units["new-08"], THIS_YEAR)
    admin.is_active = False
    assert seen_by(admin).is_empty
    assert written_by(admin).is_empty
    assert why_not_decide(admin, units["new-08"], THIS_YEAR)
    assert why_not_register(admin, units["old-043"])


def test_roles_held_together_add_up(units):
    held = clerk("new-04")
    assigned(held, Role.APPROVER, "new-04")
    assert not why_not_register(held, units["new-01327"])
    assert not why_not_decide(held, units["new-04"], THIS_YEAR)


# --- decisions ------------------------------------------------------------------------------------------------


def test_an_approver_decides_for_his_own_unit_alone(units):
    held = approver("new-04")
    assert "Người duyệt chỉ ghi quyết định của chính đơn vị mình" in why_not_decide(
        held, units["new-01327"], THIS_YEAR
    )
    with pytest.raises(NotAllowed):
        a_decision(held, units["new-08"], signed_on=THIS_YEAR)
    there = under_appraisal(a_registration("new-01327", year=2026), THIS_YEAR)
    elsewhere = under_appraisal(a_registration("new-00700", year=2026), THIS_YEAR)
    decision = a_decision(held, units["new-04"], signed_on=THIS_YEAR)
    assert len(recognise(by=held, decision=decision, registrations=[(there, "province")])) == 1
    with pytest.raises(DomainErrors, match="ngoài phạm vi"):
        recognise(by=held, decision=decision, registrations=[(elsewhere, "province")])
    assert (Recognition.objects.count(), decision.back_entered) == (1, False)


def test_a_clerk_enters_finished_years_and_no_running_one(units):
    held = clerk("new-04")
    done, running = a_registration("old-01330", year=2024), a_registration("new-01327", year=2026)
    decision = a_decision(held, units["old-04"], signed_on=LAST_YEAR)
    recognise(by=held, decision=decision, registrations=[(done, "province")])
    with pytest.raises(NotAllowed, match="chỉ ghi bù quyết định ký trước 01/01/2026"):
        a_decision(held, units["new-04"], signed_on=date(2026, 1, 1), number="13-QĐ/TU")
    with pytest.raises(DomainErrors, match="năm đang chạy do người duyệt công nhận"):
        recognise(by=held, decision=decision, registrations=[(running, "province")])
    assert (Recognition.objects.count(), decision.back_entered) == (1, True)


def test_who_enters_a_registration_does_not_recognise_it_in_the_running_year(units):
    held = clerk("new-04")
    assigned(held, Role.APPROVER, "new-04")
    for who in (held, administrator()):
        own = under_appraisal(a_registration("new-01327", year=2026, by=who), THIS_YEAR)
        decision = a_decision(None, units["new-04"], signed_on=THIS_YEAR, number=f"{own.pk}-QĐ/TU")
        with pytest.raises(DomainErrors, match="người nhập không tự công nhận"):
            recognise(by=again(who), decision=decision, registrations=[(own, "province")])
        # Another approver may, and a command of whoever holds the server.
        recognise(by=None, decision=decision, registrations=[(own, "province")])
    other = under_appraisal(a_registration("new-01327", year=2026), THIS_YEAR)
    recognise(by=held, decision=decision, registrations=[(other, "province")])


def test_history_may_be_recognised_by_who_entered_it(units):
    held = clerk("new-04")
    own = a_registration("old-01330", year=2024, by=held)
    recognise(by=held, decision=a_decision(held, units["old-04"]), registrations=[(own, "province")])
    assert Recognition.objects.count() == 1


def test_the_form_offers_what_may_be_recognised_and_says_why_not(units):
    held, there = clerk("new-04"), under_appraisal(a_registration("new-01327", year=2026), THIS_YEAR)
    browser = browser_of(held)
    assert "Ghi công nhận" not in text_of(browser.get(f"/mo-hinh/{there.pk}/"))
    sent = {
        "number": "15-QĐ/TU", "signed_on": "01/02/2026", "issuing_body": "Tỉnh ủy", "unit": "new-04",
        "level": "province", "registrations": [there.pk],
    }  # fmt: skip
    answer = browser.post("/cong-nhan/moi/", sent)
    assert (answer.status_code, "người duyệt của Tỉnh Cao Bằng ghi" in text_of(answer)) == (403, True)
    assert 'value="15-QĐ/TU"' in text_of(answer)
    assert (Decision.objects.count(), Recognition.objects.count()) == (0, 0)
    deciding = browser_of(approver("new-04"))
    assert "Ghi công nhận" in text_of(deciding.get(f"/mo-hinh/{there.pk}/"))
    assert deciding.post("/cong-nhan/moi/", sent).status_code == 302
    assert Recognition.objects.get().registration == there


def test_the_api_applies_the_same_rule(units):
    there = under_appraisal(a_registration("new-01327", year=2026), THIS_YEAR)
    body = {
        "number": "16-QĐ/TU", "signed_on": "2026-02-01", "issuing_body": "Tỉnh ủy", "unit": "new-04",
        "registrations": [{"registration": there.pk, "level": "province"}],
    }  # fmt: skip
    answer = browser_of(clerk("new-04")).post("/api/v1/decisions/", body, content_type="application/json")
    assert (answer.status_code, "người duyệt" in answer.json()["errors"][0]["message"]) == (403, True)
    assert Decision.objects.count() == 0
    answer = browser_of(approver("new-04")).post("/api/v1/decisions/", body, content_type="application/json")
    assert (answer.status_code, Recognition.objects.count()) == (201, 1)


# --- one organisation -----------------------------------------------------------------------------------------


@pytest.fixture
def of_the_school(school) -> User:
    held = person("co.giao")
    assigned(held, Role.CLERK, "new-01321", organisation=school)
    return held


def test_an_organisation_s_clerk_sees_and_writes_its_registrations_alone(units, school, of_the_school):
    own = a_registration("new-01321", year=2026, organisation=school, name="Của trường")
    a_registration("new-01321", year=2026, name="CỦA XÃ")
    browser = browser_of(of_the_school)
    listed = browser.get("/mo-hinh/?year=2026")
    assert [r.pk for r in listed.context["registrations"]] == [own.pk]
    assert "CỦA XÃ" not in text_of(listed) + text_of(browser.get("/?year=2026"))
    assert list(MobilizationModel.objects.visible_to(of_the_school)) == [own.model]
    sent = a_full_form(unit="new-01321", year="2026", name="Một mô hình khác")
    refused = browser.post("/mo-hinh/moi/", sent)
    assert (refused.status_code, Registration.objects.count()) == (422, 2)
    made = browser.post("/mo-hinh/moi/", sent | {"organisation": school.pk})
    assert (made.status_code, Registration.objects.latest("id").organisation) == (302, school)


def test_an_organisation_s_clerk_is_refused_by_the_deed_too(units, school, of_the_school):
    with pytest.raises(NotAllowed, match="chỉ nhập liệu cho Trường THCS Bảo Lạc"):
        register(by=of_the_school, entry=an_entry("new-01321", year=2026), entered_on=date(2026, 3, 2))
    theirs = a_registration("new-01321", year=2026, name="Của xã")
    with pytest.raises(NotAllowed):
        register(
            by=of_the_school, model=theirs.model, entered_on=date(2026, 3, 2),
            entry=an_entry("new-01321", year=2025, organisation=school),
        )  # fmt: skip
    assert browser_of(of_the_school).get(f"/mo-hinh/{theirs.pk}/").status_code == 404
    assert why_not_decide(of_the_school, units["new-01321"], LAST_YEAR)


def test_an_organisation_is_the_unit_s_own_and_decides_nothing(units, school):
    admin, held = administrator(), person("ai.do")
    given = {"by": admin, "user": held, "valid_from": date(2026, 1, 1), "organisation": school}
    with pytest.raises(DomainError, match="Trường THCS Bảo Lạc không thuộc Xã Cô Ba"):
        assign(role=Role.CLERK, unit=units["new-01327"], **given)
    with pytest.raises(DomainError, match="Duyệt là việc của cả đơn vị"):
        assign(role=Role.APPROVER, unit=units["new-01321"], **given)
    assert Assignment.objects.count() == 0


# --- seeing more than one enters ------------------------------------------------------------------------------


def test_what_one_may_look_at_besides_is_never_written(units):
    held = person("ai.do")
    assigned(held, Role.CLERK, "new-01327", views_unit=units["new-04"])
    there = a_registration("new-01321", year=2026)
    browser = browser_of(held)
    page = browser.get(f"/mo-hinh/{there.pk}/")
    assert (page.status_code, f"/mo-hinh/{there.pk}/sua/" in text_of(page)) == (200, False)
    assert browser.get(f"/mo-hinh/{there.pk}/sua/").status_code == 403
    assert browser.get(f"/mo-hinh/{a_registration('new-00700', year=2026).pk}/").status_code == 404
    assert written_by(held).units == {units["new-01327"].id, units["old-01327"].id, units["old-01330"].id}


def test_a_view_is_given_within_what_the_giver_sees(units):
    keeper, held = person("quan.tri.xa", Role.UNIT_ADMIN, "new-01327"), person("ai.do")
    given = {"by": keeper, "user": held, "role": Role.CLERK, "unit": units["new-01327"]}
    with pytest.raises(NotYours, match="nằm ngoài phạm vi anh/chị được xem"):
        assign(valid_from=date(2026, 1, 1), views_unit=units["new-04"], **given)
    assign(valid_from=date(2026, 1, 1), views_unit=units["old-01330"], **given)
    assert may_keep_account(keeper, held)
    held.assignments.update(views_unit=units["new-04"])
    assert not may_keep_account(keeper, held)


def test_the_page_offers_both_pickers_and_keeps_what_is_chosen(units, school):
    keeper = person("quan.tri.xa", Role.UNIT_ADMIN, "new-01321")
    browser = browser_of(keeper)
    assert text_of(browser.get("/quan-tri/nguoi-dung/co-quan/?unit=new-01321")).count("<option") == 2
    options = browser.get("/quan-tri/nguoi-dung/don-vi-xem/?views_unit_q=bao+lac").context["options"]
    assert [one["key"] for one in options] == ["new-01321", "old-01321"]
    sent = {
        "full_name": "Lý Thị Mai", "username": "co.mai", "role": "clerk", "unit": "new-01321",
        "organisation": school.pk, "views_unit": "old-01321", "valid_from": "02/03/2026", "valid_to": "31/03/2026",
    }  # fmt: skip
    assert browser.post("/quan-tri/nguoi-dung/moi/", sent | {"views_unit": "new-04"}).context["form"].errors
    browser.post("/quan-tri/nguoi-dung/moi/", sent)
    held = Assignment.objects.get(user__username="co.mai")
    assert (held.organisation, held.views_unit) == (school, units["old-01321"])
    page = text_of(browser.get(f"/quan-tri/nguoi-dung/{held.user_id}/"))
    for note in (
        "Chỉ cho Trường THCS Bảo Lạc",
        "Được xem cả Thị trấn Bảo Lạc",
        "Tạm giao đến hết ngày 31/03/2026",
    ):
        assert note in page


# --- succession -----------------------------------------------------------------------------------------------


def test_an_abolished_unit_is_read_and_no_longer_written(units):
    held = person("can.bo.cu")
    assigned(held, Role.CLERK, "old-043")
    old, new = a_registration("old-01330"), a_registration("new-01327", year=2026, name="SAU NGÀY ẤY")
    browser = browser_of(held)
    page = text_of(browser.get(f"/mo-hinh/{old.pk}/"))
    assert ENDED in page
    for deed in ("sua", "rut", "tiep"):
        assert f"/mo-hinh/{old.pk}/{deed}/" not in page
        refused = browser.get(f"/mo-hinh/{old.pk}/{deed}/")
        assert (refused.status_code, ENDED in text_of(refused)) == (403, True)
    # What its successors registered since is theirs.
    assert browser.get(f"/mo-hinh/{new.pk}/").status_code == 404
    assert "SAU NGÀY ẤY" not in text_of(browser.get("/mo-hinh/?year=2026"))
    assert ENDED in why_registers_nowhere(held)
    assert ENDED in why_not_decide(held, units["old-043"], LAST_YEAR)
    assert not may_act_for(held, units["old-043"], frozenset({Role.CLERK}))


def test_the_successor_s_staff_write_what_went_into_it_whole(units):
    held = person("can.bo.moi")
    assigned(held, Role.CLERK, "new-01327")
    for key, may in (("old-01330", True), ("old-01327", True), ("old-01321", False), ("old-043", False)):
        assert (key, not why_not_register(held, units[key])) == (key, may)
    # A commune divided between two is neither's alone.
    beside = person("can.bo.khac")
    assigned(beside, Role.CLERK, "new-00994")
    assert why_not_register(beside, units["old-00988"])
    assert not why_not_register(beside, units["old-00994"])


def test_while_a_unit_stands_its_staff_write(units, time_machine):
    held = person("can.bo.cu")
    assigned(held, Role.CLERK, "old-043")
    for moment, may in (("2025-06-30 23:00+07:00", True), ("2025-07-01 00:30+07:00", False)):
        time_machine.move_to(moment)
        assert why_not_register(again(held), units["old-01330"]) is not may


# --- rights that end ------------------------------------------------------------------------------------------


def test_a_deputy_acts_in_the_period_and_is_told_until_when(units, time_machine):
    held = person("tam.quyen")
    assigned(held, Role.CLERK, "new-01327", valid_from=date(2026, 3, 10), valid_to=date(2026, 3, 20))
    browser, may = browser_of(held), {}
    for day in (9, 10, 20, 21):
        time_machine.move_to(f"2026-03-{day:02d} 09:00+07:00")
        browser.force_login(again(held))
        may[day] = browser.get("/mo-hinh/moi/").status_code
        said = "tạm giao đến hết ngày 20/03/2026" in text_of(browser.get("/mo-hinh/"))
        assert said is (may[day] == 200)
    assert may == {9: 403, 10: 200, 20: 200, 21: 403}


def test_a_right_removed_dies_on_the_next_request(units):
    """A page left open, an export link, a token."""
    from knox.models import get_token_model

    held, there = clerk("new-04"), a_registration("new-01327", year=2026)
    browser, machine = browser_of(held), Client()
    _row, token = get_token_model().objects.create(held)
    export = browser.get("/mo-hinh/?year=2026").context["export_url"]
    asking = {"HTTP_AUTHORIZATION": f"Token {token}"}

    def answers() -> tuple:
        page = browser.post(f"/mo-hinh/{there.pk}/rut/", {"reason": ""}).status_code
        listed = machine.get("/api/v1/registrations/?year=2026", **asking).json()["count"]
        return page, browser.get(export).status_code, listed

    assert answers() == (422, 200, 1)
    held.assignments.update(valid_to=date(2026, 3, 1))
    page, exported, listed = answers()
    assert (page, exported != 200, listed) == (404, True, 0)
    assert Registration.objects.get().status == "registered"
