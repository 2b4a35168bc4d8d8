"""What waits for whom, one step with many, and the counts on every page."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.scoping import seen_by
from dandan.settings import CACHES
from models_registry.campaigns import LevelTerms, Plan, open_campaign
from models_registry.choices import Stage
from models_registry.models import Registration, RegistrationDraft, StageChange
from recognition.counting import sizes_of, waiting_in
from recognition.models import Decision
from recognition.queues import queues_of
from recognition.recognising import recognise, record_decision
from recognition.workflow import STEPS, advance
from tests.casts import administrator, approver, clerk, leader, person
from tests.factories import a_registration, a_small_country
from tests.pages import text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 10)
PLACED = {"year": 2026, "level": "province", "registered_on": date(2026, 1, 10), "results": "Đã xong"}
WAY = ("accept", "start", "self_assess", "take_up")


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2026-09-10 09:00+07:00")
    units = a_small_country()
    levels = [
        LevelTerms(level=level, deadline=date(2026, 3, 15), self_assess_by=day, appraise_to=date(2026, 9, 15))
        for level, day in (("grassroots", date(2026, 9, 14)), ("province", date(2026, 9, 1)))
    ]
    plan = Plan(name="Đợt 2026", opens_on=date(2026, 1, 5), levels=levels)
    open_campaign(by=None, unit=units["new-04"], year=2026, plan=plan, entered_on=TODAY)
    return units


def standing(by, steps: tuple[str, ...], unit="new-01327", **values) -> Registration:
    """A registration by that person, led so far by the system."""
    held = a_registration(unit, by=by, **PLACED | values)
    for step in steps:
        note = "Còn thiếu" if STEPS[step].note else ""
        advance(by=None, registration=held, step=step, on=date(2026, 2, 1), entered_on=TODAY, note=note)
        held.refresh_from_db()
    return held


def sizes(user) -> dict[str, tuple]:
    found = sizes_of(user, queues_of(user, TODAY), TODAY)
    return {one.queue.key: (one.total, one.overdue, one.soon) for one in found if one.total}


def test_each_role_has_what_is_hers_to_do(country):
    commune, other = clerk("new-01327", "xa"), clerk("new-01321", "xa.khac")
    standing(commune, ())
    standing(commune, ("return",))
    standing(commune, WAY[:1])
    standing(commune, WAY[:2])
    standing(commune, WAY[:3])
    standing(commune, WAY)
    standing(commune, (), level="grassroots")
    standing(commune, ("start",), level="grassroots")
    standing(other, (), unit="new-01321")
    RegistrationDraft.objects.create(owner=commune, data={"name": "Dở"})
    assert sizes(commune) == {
        "tra-lai": (1, 0, 0), "tu-danh-gia": (2, 1, 1), "bat-dau": (2, 1, 1), "ban-nhap": (1, 0, 0),
    }  # fmt: skip
    assert sizes(other) == {}
    assert sizes(clerk("new-04", "tinh")) == {"tiep-nhan": (2, 0, 0), "dua-vao-tham-dinh": (1, 0, 1)}
    assert sizes(approver("new-04")) == {
        "tiep-nhan": (2, 0, 0), "dua-vao-tham-dinh": (1, 0, 1), "quyet-dinh": (1, 0, 1),
    }  # fmt: skip
    assert sizes(person("tham.dinh", Role.APPRAISER, "new-04")) == {"dua-vao-tham-dinh": (1, 0, 1)}
    for nobody in (leader("new-04"), administrator(), approver("new-08", "khac")):
        assert sizes(nobody) == {}


def test_what_the_province_entered_for_a_commune_is_the_province_s_to_carry_on(country):
    province = clerk("new-04", "tinh")
    standing(province, ("start",))
    commune = clerk("new-01327", "xa")
    assert (sizes(province), sizes(commune)) == ({"tu-danh-gia": (1, 1, 0)}, {"tu-danh-gia": (1, 1, 0)})


def test_what_finished_years_left_accepted_waits_for_nobody(country):
    commune = clerk("new-01327", "xa")
    a_registration("new-01327", by=commune, year=2025)
    assert sizes(commune) == {}


def test_the_queries_are_few_however_much_waits(country, django_assert_num_queries):
    commune = clerk("new-01327", "xa")
    standing(commune, ())
    seen_by(leader("new-04")).holds(0)  # the lists of units are read once a process
    for _round in range(2):
        who = type(commune).objects.get(username="xa")
        with django_assert_num_queries(6):
            # assignments, the lists' edition, drafts, all sizes, the topbar's count
            queues = queues_of(who, TODAY)
            sizes_of(who, queues, TODAY)
            waiting_in(who, queues)
        for _more in range(3):
            standing(commune, WAY[:2])


def test_the_topbar_and_the_home_page_count_them_and_overdue_stand_first(country):
    commune = clerk("new-01327", "xa")
    standing(commune, ("return",))
    standing(commune, WAY[:2])
    browser = Client()
    browser.force_login(commune)
    home = browser.get("/")
    assert home.context["waiting"] == {"count": "2", "url": "/viec/", "drafts": 0}
    assert [(one["url"], one["total"], one["overdue"]) for one in home.context["mine"]] == [
        ("/viec/tu-danh-gia/", 1, "1 quá hạn"), ("/viec/tra-lai/", 1, ""),
    ]  # fmt: skip
    page = browser.get("/viec/tu-danh-gia/")
    assert [(row["due"]["on"], row["due"]["label"]) for row in page.context["rows"]] == [("01/09/2026", "Đã hết hạn")]


def test_the_record_s_own_page_says_by_which_day_its_part_is_to_be_done(country):
    commune = clerk("new-01327", "xa")
    browser = Client()
    browser.force_login(commune)
    told = {}
    for steps in (WAY[:2], WAY, ()):
        held = standing(commune, steps)
        card = next(c for c in browser.get(f"/mo-hinh/{held.pk}/").context["cards"]["above"] if "due" in c.context)
        due = card.context["due"]
        told[held.stage] = due and (str(due["what"]), due["on"], due["label"])
    assert told == {
        "implementing": ("Hạn tự đánh giá", date(2026, 9, 1), "Đã hết hạn"),
        "under_appraisal": ("Thẩm định đến ngày", date(2026, 9, 15), "Còn 5 ngày"),
        "submitted": None,
    }


def test_a_queue_lists_overdue_before_what_is_due_later(country):
    commune = clerk("new-01327", "xa")
    later = standing(commune, ("start",), level="grassroots")
    overdue = standing(commune, WAY[:2])
    browser = Client()
    browser.force_login(commune)
    rows = browser.get("/viec/tu-danh-gia/").context["rows"]
    assert [row["registration"].pk for row in rows] == [overdue.pk, later.pk]


def test_one_step_with_many_reports_each(country):
    commune, province = clerk("new-01327", "xa"), clerk("new-04", "tinh")
    ready = [standing(commune, ()) for _ in range(2)]
    done = standing(commune, WAY[:1])
    browser = Client()
    browser.force_login(province)
    sent = {
        "queue": "tiep-nhan", "step": "accept", "on": "10/09/2026", "note": "",
        "registrations": [r.pk for r in (*ready, done)],
    }  # fmt: skip
    answer = browser.post("/viec/buoc/", sent)
    assert answer.url == "/viec/ket-qua/"
    report = browser.get(answer.url)
    assert (report.context["moved"], report.context["left"]) == (2, 1)
    assert [(row["registration"].pk, row["refusal"]) for row in report.context["rows"]][0] == (
        done.pk, "Hồ sơ đang ở bước “Đã tiếp nhận” nên không làm được việc “Tiếp nhận”.",
    )  # fmt: skip
    assert {r.stage for r in Registration.objects.filter(pk__in=[r.pk for r in ready])} == {Stage.ACCEPTED}
    assert len(set(StageChange.objects.filter(by=province).values_list("batch"))) == 1


def test_a_bulk_step_with_something_foreign_or_nothing_moves_nothing(country):
    commune, province = clerk("new-01327", "xa"), clerk("new-04", "tinh")
    mine, foreign = standing(commune, ()), standing(None, (), unit="new-00700")
    browser = Client()
    browser.force_login(province)
    sent = {"queue": "tiep-nhan", "step": "accept", "on": "10/09/2026", "note": ""}
    told = {}
    for name, chosen, more in (
        ("foreign", [mine.pk, foreign.pk], {}), ("nothing", [], {}), ("no reason", [mine.pk], {"step": "return"}),
        ("not here", [mine.pk], {"step": "take_up"}), ("no day", [mine.pk], {"on": ""}),
    ):  # fmt: skip
        answer = browser.post("/viec/buoc/", sent | more | {"registrations": chosen})
        told[name] = (answer.status_code, [str(e) for errors in answer.context["form"].errors.values() for e in errors])
    assert told == {
        "foreign": (422, ["Có hồ sơ đã chọn nằm ngoài phạm vi của anh/chị; chưa làm với hồ sơ nào."]),
        "nothing": (422, ["Hãy chọn ít nhất một hồ sơ."]),
        "no reason": (422, ["Hãy ghi: lý do trả lại, cần hoàn thiện gì."]),
        "not here": (422, ["Việc này không làm được ở đây; hãy chọn lại."]),
        "no day": (422, ["Hãy ghi ngày diễn ra."]),
    }
    mine.refresh_from_db()
    assert mine.stage == Stage.SUBMITTED


def test_another_s_queue_is_refused_in_words(country):
    browser = Client()
    browser.force_login(leader("new-04"))
    answer = browser.get("/viec/tiep-nhan/")
    assert (answer.status_code, "Việc này không nằm trong phần việc được giao cho anh/chị." in text_of(answer)) == (403, True)
    assert browser.post("/viec/buoc/", {"queue": "tiep-nhan"}).status_code == 403
    assert "Không có việc nào chờ anh/chị" in text_of(browser.get("/viec/"))


def test_steps_are_taken_through_the_api_with_the_version_seen(country):
    commune, province = clerk("new-01327", "xa"), clerk("new-04", "tinh")
    held = standing(commune, ())
    browser = Client()
    browser.force_login(province)
    address = f"/api/v1/registrations/{held.pk}/"
    assert [step["step"] for step in browser.get(address).json()["open_steps"]] == ["accept", "return"]

    def send(**body):
        return browser.post(f"{address}steps/", body, content_type="application/json")

    wanted = {"step": "accept", "on": "2026-09-10", "version": held.version}
    assert send(**wanted | {"version": 99}).status_code == 409
    assert send(**wanted | {"step": "return"}).json() == {
        "errors": [{"field": "note", "message": "Hãy ghi: lý do trả lại, cần hoàn thiện gì."}]
    }
    answer = send(**wanted)
    assert (answer.status_code, answer.json()["stage"], answer.json()["stage_on"]) == (200, "accepted", "2026-09-10")
    assert send(**wanted).status_code == 400
    assert send(**wanted | {"step": "start"}).status_code == 200
    reader = Client()
    reader.force_login(leader("new-04"))
    assert reader.post(f"{address}steps/", wanted | {"step": "self_assess"}, content_type="application/json").status_code == 403


def test_under_a_queue_only_steps_are_offered_that_some_of_it_may_take(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    a_small_country()
    district = clerk("old-043", "huyen")
    browser = Client()
    browser.force_login(district)

    def offered():
        form = browser.get("/viec/tiep-nhan/").context["form"]
        return [key for key, _label in form.fields["step"].choices], form["step"].value()

    onward = a_registration("old-01327", by=clerk("old-01327", "xa"), year=2025, level="province")
    assert (onward.stage, offered()) == ("submitted", (["forward", "return"], "forward"))
    a_registration("old-01327", by=clerk("old-01327", "xa.hai"), year=2025, level="district")
    assert offered() == (["", "accept", "forward", "return"], "")


@pytest.fixture
def kept(settings):
    """What a process keeps while nothing happens is kept, as on a server."""
    settings.CACHES = CACHES
    caches["process"].clear()


def test_the_number_of_the_topbar_is_found_once_and_anew_after_each_deed(country, kept):
    by = clerk("new-01327", "xa")
    browser, numbers = Client(), []
    browser.force_login(by)

    def number() -> str:
        return browser.get(reverse("models_registry:drafts")).context["waiting"].get("count", "")

    numbers.append(number())
    held = standing(by, ("return",))
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            numbers.append(number())
        asked.append(sum('FROM "models_registry_registration"' in one["sql"] for one in statements))
    assert asked[0] - asked[1] == 1
    advance(by=by, registration=held, step="resubmit", on=date(2026, 2, 1), entered_on=TODAY)
    numbers.append(number())
    # A draft is in no log: it is counted as it is.
    RegistrationDraft.objects.create(owner=by, data={})
    numbers.append(number())
    assert numbers == ["", "1", "1", "", "1"]


def test_a_draft_begins_with_those_ticked_among_what_waits_for_a_decision(country):
    """Each at its own level, by the office they lie with; what was unticked or is decided meanwhile stays away."""
    commune, decider = clerk("new-01327", "xa"), approver("new-04")
    first, second, third, other = (standing(commune, WAY) for _ in range(4))
    browser = Client()
    browser.force_login(decider)
    assert 'name="draft"' in text_of(browser.get("/viec/quyet-dinh/"))
    sent = {"queue": "quyet-dinh", "draft": "1", "step": "", "on": "", "note": "", "registrations": [first.pk, second.pk, third.pk]}
    answer = browser.post("/viec/buoc/", sent)
    assert answer.status_code == 302
    a_decision_of(decider, country["new-04"], third)
    begun = browser.get(answer.url)
    assert "1 hồ sơ đã chọn không còn chờ quyết định nên không đưa vào danh sách." in text_of(begun)
    form = begun.context["form"]
    assert {name: form[name].value() for name in ("unit", "registrations", "about")} == {
        "unit": "new-04", "registrations": [first.pk, second.pk],
        "about": "về việc công nhận mô hình, điển hình “Dân vận khéo” năm 2026",
    }  # fmt: skip
    filled = {name: form[name].value() or "" for name in ("unit", "issuing_body", "about", "grounds", "signing_as")}
    late = browser.post(answer.url, filled | {"registrations": [first.pk, third.pk]})
    assert (late.status_code, Decision.objects.drafts().count()) == (422, 0)
    assert "Có mô hình đã chọn không còn chờ quyết định; hãy xem lại danh sách." in text_of(late)
    saved = browser.post(answer.url, filled | {"registrations": [first.pk]})
    draft = Decision.objects.drafts().get()
    assert saved.url == f"/cong-nhan/{draft.pk}/"
    assert [(line.registration, line.level) for line in draft.lines.all()] == [(first, "province")]
    assert other.stage == Stage.UNDER_APPRAISAL


def test_no_draft_begins_with_nothing_with_something_foreign_or_from_another_s_queue(country):
    commune, decider = clerk("new-01327", "xa"), approver("new-04")
    mine, foreign = standing(commune, WAY), standing(None, WAY[1:], unit="new-00700")
    browser = Client()
    browser.force_login(decider)
    told = {}
    for name, chosen in (("nothing", []), ("foreign", [mine.pk, foreign.pk])):
        answer = browser.post("/viec/buoc/", {"queue": "quyet-dinh", "draft": "1", "registrations": chosen})
        told[name] = (answer.status_code, [str(e) for errors in answer.context["form"].errors.values() for e in errors])
    assert told == {
        "nothing": (422, ["Hãy chọn ít nhất một hồ sơ."]),
        "foreign": (422, ["Có hồ sơ đã chọn nằm ngoài phạm vi của anh/chị; chưa làm với hồ sơ nào."]),
    }
    # An address written by hand offers nothing foreign either.
    by_hand = browser.get(f"/cong-nhan/du-thao/recognition/?registration={foreign.pk}")
    assert foreign.model.name not in text_of(by_hand)
    assert "registrations" not in by_hand.context["form"].fields
    # A queue in which nothing is decided has no such press.
    receiving = browser.post("/viec/buoc/", {"queue": "tiep-nhan", "draft": "1", "registrations": [mine.pk]})
    assert (receiving.status_code, Decision.objects.count()) == (422, 0)
    reader = Client()
    reader.force_login(commune)
    assert reader.post("/viec/buoc/", {"queue": "quyet-dinh", "draft": "1", "registrations": [mine.pk]}).status_code == 403


def a_decision_of(decider, unit, registration) -> None:
    """The registration, recognised meanwhile by another decision of the office."""
    decision = record_decision(
        by=decider, number="9-QĐ/BTGDVTU", signed_on=TODAY, issuing_body="Ban Tuyên giáo và Dân vận", signer="", unit=unit,
        entered_on=TODAY,
    )  # fmt: skip
    recognise(by=decider, decision=decision, registrations=[(registration, "province")])
