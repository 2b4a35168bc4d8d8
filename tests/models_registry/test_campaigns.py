"""Registration campaigns: who opens them, what they take at every door, and what their page tells to whom."""

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.scoping import seen_by
from audit.errors import DomainError, DomainErrors, Overtaken
from audit.models import Event
from models_registry.campaign_state import state_of
from models_registry.campaigns import LevelTerms, Plan, change_campaign, open_campaign, plan_of
from models_registry.models import Campaign, Registration
from models_registry.registration import NotAllowed, edit, register
from tests.casts import approver, clerk, leader, person
from tests.factories import a_registration, a_small_country, an_entry
from tests.pages import a_full_form, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2026-03-02 09:00+07:00")
    return a_small_country()


def a_plan(**values) -> Plan:
    levels = values.pop("levels", [LevelTerms(level="province", deadline=date(2026, 3, 15))])
    return Plan(**{"name": "Đợt 2026", "opens_on": date(2026, 1, 5), "levels": levels} | values)


def opened(country, by=None, key="new-04", year=2026, **values) -> Campaign:
    return open_campaign(by=by, unit=country[key], year=year, plan=a_plan(**values), entered_on=TODAY)


def refused(**values) -> list[tuple[str, str]]:
    country = values.pop("country")
    with pytest.raises(DomainErrors) as found:
        opened(country, **values)
    return [(error.field, error.sentence) for error in found.value.errors]


def test_the_province_s_approver_or_administrator_opens_one_campaign_a_year(country):
    keeper = person("quan.tri.tinh", Role.UNIT_ADMIN, "new-04")
    made = opened(country, keeper, guidance="Mỗi xã ít nhất một mô hình.")
    assert [(e.verb, e.subject_type, e.actor) for e in Event.objects.filter(subject_id=made.pk, verb="create", actor=keeper)] == [
        ("create", "models_registry.campaign", keeper)
    ]
    with pytest.raises(DomainError, match="Tỉnh Cao Bằng đã có đợt đăng ký của năm 2026."):
        opened(country, approver("new-04"))
    for stranger in (clerk("new-04", "tinh"), person("xa.duyet", Role.APPROVER, "new-01327"), approver("new-08", "khac")):
        with pytest.raises(NotAllowed, match="là việc của quản trị đơn vị hoặc người duyệt cấp tỉnh"):
            opened(country, stranger, year=2027)
    assert Campaign.objects.count() == 1


def test_a_level_s_days_are_in_order_and_belong_to_the_year(country):
    level = LevelTerms(
        level="province", deadline=date(2025, 12, 31), self_assess_by=date(2026, 9, 1), appraise_from=date(2026, 8, 1),
        appraise_to=date(2028, 1, 1),
    )  # fmt: skip
    assert refused(country=country, levels=[level]) == [
        ("province_deadline", "Ngày này trước ngày mở đợt (05/01/2026)."),
        ("province_appraise_to", "Ngày này quá xa năm 2026; hãy xem lại."),
        ("province_appraise_from", "Ngày này phải sau ngày của việc trước đó (01/09/2026)."),
    ]
    assert refused(country=country, name=" ", levels=[]) == [
        ("name", "Hãy ghi tên đợt đăng ký."),
        ("", "Hãy ghi ít nhất một cấp: hạn đăng ký, hoặc không nhận."),
    ]


def test_districts_are_asked_only_for_days_on_which_there_were_any(country, time_machine):
    time_machine.move_to("2025-03-02 09:00+07:00")
    good = LevelTerms(level="district", deadline=date(2025, 4, 30))
    late = LevelTerms(level="district", deadline=date(2025, 4, 30), self_assess_by=date(2025, 9, 30))
    asked = {"key": "old-04", "year": 2025, "opens_on": date(2025, 1, 5)}
    assert refused(country=country, levels=[late], **asked) == [
        ("district_self_assess_by", "Từ 01/7/2025 không còn cấp huyện: ngày này không dùng được cho cấp huyện.")
    ]
    assert refused(country=country, levels=[good], **asked | {"key": "new-04"}) == [
        ("district_taken", "Tỉnh Cao Bằng không có cấp huyện.")
    ]
    assert opened(country, levels=[good], **asked).levels.get().get_level_display() == "Cấp huyện"


def test_who_was_faster_is_said_and_a_change_tells_old_and_new(country):
    made = opened(country)
    plan = plan_of(made)
    changed = change_campaign(by=None, campaign=made, version=1, plan=a_plan(closed=["grassroots"]))
    assert (changed.version, changed.closed_levels) == (2, ["grassroots"])
    with pytest.raises(Overtaken):
        change_campaign(by=None, campaign=made, version=1, plan=plan)
    told = Event.objects.get(verb="edit", subject_id=made.pk)
    assert (told.before, told.after) == ({"closed_levels": ""}, {"closed_levels": "Cấp cơ sở"})
    assert change_campaign(by=None, campaign=made, version=2, plan=plan_of(changed)).version == 2


@pytest.fixture
def narrow(country):
    """At province level only collectives, of two fields; nothing at the grassroots."""
    level = LevelTerms(
        level="province", deadline=date(2026, 2, 20), kinds=["collective"], fields=["economy", "culture_society"]
    )
    return opened(country, levels=[level], closed=["grassroots"])


NOT_TAKEN = [
    ({"level": "grassroots"}, ("level", "“Đợt 2026” không nhận đăng ký cấp cơ sở.")),
    ({"kind": "individual"}, ("kind", "“Đợt 2026” ở cấp tỉnh chỉ nhận: tập thể.")),
    ({"field": "political_system"}, ("field", "“Đợt 2026” ở cấp tỉnh chỉ nhận: kinh tế, văn hóa - xã hội.")),
]


@pytest.mark.parametrize(("values", "said"), NOT_TAKEN, ids=["level", "kind", "field"])
def test_what_the_campaign_does_not_take_is_refused_at_every_door(narrow, values, said):
    by = clerk("new-01327", "xa")
    given = {"year": 2026, "level": "province", "kind": "collective", "field": "economy"} | values
    with pytest.raises(DomainErrors) as found:
        register(by=by, entry=an_entry("new-01327", **given), entered_on=TODAY)
    assert [(e.field, e.sentence) for e in found.value.errors] == [said]
    browser = Client()
    browser.force_login(by)
    form = browser.post("/mo-hinh/moi/", a_full_form(unit="new-01327", **given | {"year": "2026"}))
    assert (form.status_code, form.context["form"].errors[said[0]]) == (422, [said[1]])
    body = {"name": "Qua máy", "unit": "new-01327", "phase": "new"} | given
    answer = browser.post("/api/v1/registrations/", body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"errors": [{"field": said[0], "message": said[1]}]})
    assert Registration.objects.count() == 0


def test_an_import_refuses_the_rows_the_campaign_does_not_take_and_takes_the_others(narrow):
    from intake.checking import REFUSED, Question, check
    from intake.tables import Group, Table

    by = clerk("new-04", "tinh")
    cells = [
        ["Nhận", "Xã Cô Ba", "tập thể", "Kinh tế"],
        ["Không nhận", "Xã Cô Ba", "cá nhân", "Kinh tế"],
    ]
    table = Table({"name": 0, "commune": 1, "kind": 2, "field": 3}, numbers=[2, 3], cells=cells, groups=[Group(), Group()])
    question = Question(narrow.unit, 2026, TODAY, by=by, fixed={"level": "province", "phase": "new"})
    checked = check(table, question)
    assert [state == REFUSED for state in checked.states] == [False, True]
    assert checked.refusals.sentences(1) == ["Loại: “Đợt 2026” ở cấp tỉnh chỉ nhận: tập thể."]


def test_finished_years_and_other_provinces_are_not_bound_by_it(narrow, country):
    open_campaign(
        by=None, unit=country["old-04"], year=2024, entered_on=TODAY,
        plan=Plan(name="Đợt 2024", opens_on=date(2024, 1, 5), levels=[], closed=["grassroots"]),
    )  # fmt: skip
    assert a_registration("old-01327", year=2024, level="grassroots").pk
    assert a_registration("new-00700", year=2026, level="grassroots").pk


def test_what_was_taken_before_the_campaign_was_narrowed_is_still_corrected(country):
    made = opened(country)
    held = a_registration("new-01327", year=2026, level="province", kind="individual")
    change_campaign(
        by=None, campaign=made, version=1,
        plan=a_plan(levels=[LevelTerms(level="province", deadline=date(2026, 3, 15), kinds=["collective"])]),
    )  # fmt: skip
    held = edit(by=None, registration=held, version=1, changes={"notes": "Thêm"}, entered_on=TODAY)
    held = edit(by=None, registration=held, version=2, changes={"kind": "collective"}, entered_on=TODAY)
    with pytest.raises(DomainErrors, match="chỉ nhận: tập thể"):
        edit(by=None, registration=held, version=3, changes={"kind": "individual"}, entered_on=TODAY)


def test_late_ones_are_flagged_in_list_page_file_api_and_filter(narrow):
    late = a_registration("new-01327", year=2026, level="province", name="Gửi muộn")
    browser = Client()
    browser.force_login(clerk("new-04", "tinh"))
    address = "?year=2026&within=new-04"
    assert "Gửi sau hạn" in text_of(browser.get(f"/mo-hinh/{late.pk}/"))
    shown = [
        [r.model.name for r in browser.get(f"/mo-hinh/{address}&late={late}").context["registrations"]]
        for late in ("true", "false")
    ]
    assert shown == [["Gửi muộn"], []]
    answer = browser.get(f"/api/v1/registrations/{late.pk}/").json()
    assert (answer["is_late"], answer["stage"], answer["desk"]) == (
        True, "accepted", {"key": "new-04", "name": "Tỉnh Cao Bằng"},
    )  # fmt: skip


def test_the_page_tells_how_far_it_has_come_of_what_the_person_sees(country, django_assert_num_queries):
    made = opened(country, levels=[LevelTerms(level=level, deadline=date(2026, 3, 1)) for level in ("grassroots", "province")])
    a_registration("new-01327", year=2026, level="province", name="Một", registered_on=date(2026, 1, 10))
    a_registration("new-01327", year=2026, level="grassroots", name="Hai")
    a_registration("new-01327", year=2025, level="grassroots", name="Năm trước")
    a_registration("new-00700", year=2026, level="grassroots", name="Tỉnh khác")
    lead = leader("new-04")
    seen_by(leader("new-04", "ai.khac")).holds(0)  # the lists of units are read once a process
    with django_assert_num_queries(5):
        state = state_of(lead, made, TODAY)
    assert [(line.unit.key, dict(line.by_level), line.late) for line in state.lines] == [
        ("new-01321", {}, 0), ("new-01327", {"province": 1, "grassroots": 1}, 1), ("new-01290", {}, 0),
    ]  # fmt: skip
    assert [line.unit.key for line in state.silent] == ["new-01321", "new-01290"]
    of_a_commune = state_of(leader("new-01321", "xa.khac"), made, TODAY)
    assert ([line.unit.key for line in of_a_commune.lines], of_a_commune.total.total) == (["new-01321"], 0)


def test_everybody_in_the_province_reads_and_nobody_outside(country):
    made = opened(country)
    seen = {}
    for name, who in (
        ("xa", leader("new-01321", "xa")), ("khac", leader("new-08", "khac")), ("duyet", approver("new-04")),
    ):  # fmt: skip
        browser = Client()
        browser.force_login(who)
        addresses = (f"/mo-hinh/dot/{made.pk}/", f"/mo-hinh/dot/{made.pk}/sua/", "/mo-hinh/dot/moi/")
        seen[name] = [browser.get(url).status_code for url in addresses]
        assert ("Đợt 2026" in text_of(browser.get("/mo-hinh/dot/"))) is (name != "khac")
    assert seen == {"xa": [200, 403, 403], "khac": [404, 404, 403], "duyet": [200, 200, 200]}


def test_a_campaign_is_opened_and_changed_in_the_browser(country):
    browser = Client()
    browser.force_login(approver("new-04"))
    sent = {
        "unit": country["new-04"].pk, "year": "2026", "name": "Đợt một", "opens_on": "02/03/2026", "guidance": "",
        "grassroots_taken": "closed", "province_taken": "taken", "province_deadline": "",
    }  # fmt: skip
    again = browser.post("/mo-hinh/dot/moi/", sent)
    assert (again.status_code, again.context["form"].errors["province_deadline"]) == (
        422, ["Hãy ghi hạn đăng ký của cấp này."],
    )  # fmt: skip
    sent |= {"province_deadline": "31/03/2026", "province_kinds": ["collective"], "province_fields": []}
    made = Campaign.objects.get(pk=browser.post("/mo-hinh/dot/moi/", sent).url.split("/")[-2])
    assert plan_of(made) == Plan(
        name="Đợt một", opens_on=TODAY, closed=["grassroots"],
        levels=[LevelTerms(level="province", deadline=date(2026, 3, 31), kinds=["collective"])],
    )  # fmt: skip
    change = f"/mo-hinh/dot/{made.pk}/sua/"
    assert browser.post(change, sent | {"version": 1, "name": "Đợt hai"}).url == f"/mo-hinh/dot/{made.pk}/"
    overtaken = browser.post(change, sent | {"version": 1, "name": "Đợt ba"})
    assert (overtaken.status_code, overtaken.context["form"]["version"].value()) == (409, 2)


def test_the_entry_form_says_the_deadline_and_what_is_taken(narrow):
    browser = Client()
    browser.force_login(clerk("new-01327", "xa"))
    said = text_of(browser.get("/mo-hinh/chon/dot/?unit=new-01327&level=province&year=2026"))
    for sentence in (
        "Đã quá hạn đăng ký cấp tỉnh (ngày 20/02/2026): hồ sơ vẫn được nhận và ghi là gửi sau hạn.",
        "Chỉ nhận loại: tập thể.",
        "Chỉ nhận lĩnh vực: kinh tế, văn hóa - xã hội.",
    ):
        assert sentence in said
    assert "không nhận đăng ký cấp cơ sở" in text_of(browser.get("/mo-hinh/moi/"))
    assert text_of(browser.get("/mo-hinh/chon/dot/?unit=new-01327&level=province&year=2024")).strip() == ""
    assert text_of(browser.get("/mo-hinh/chon/dot/?unit=new-00700&level=province&year=2026")).strip() == ""
