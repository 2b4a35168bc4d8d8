"""axe finds nothing on any page, on a desk and on a phone; no page is wider than the phone."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from audit.recording import record_change
from models_registry.campaigns import LevelTerms, Plan, open_campaign
from models_registry.choices import Stage
from models_registry.models import Campaign, Registration
from recognition.appraising import save_scores
from recognition.checking import Finding, check_models
from recognition.concluding import conclude, draw_up_minutes
from recognition.exemplary import choose_exemplary
from recognition.models import AppraisalTeam, Conclusion, Decision, Minutes
from recognition.proposing import propose
from recognition.recognising import recognise, record_decision
from recognition.replicating import replicate
from recognition.self_assessing import save_self_assessment
from recognition.teams import form_team
from recognition.workflow import advance
from resolutions.explaining import ask_explanation
from tests.casts import PASSWORD, administrator, assigned, clerk
from tests.factories import a_registration, under_appraisal
from tests.recognition import deciding as decision
from tests.recognition.offices import a_set_in_use, answers_of, seen, stamp_for
from tests.resolutions.setting import a_document, a_target, accepted, given, sent
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ON = date(2026, 1, 15)
SCREENS = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 360, "height": 740}}
SCOPE = "?within=old-04&year=2024&geography=2024-12-31"


@pytest.fixture
def office(page, loaded_units, live_server):
    """The page, signed in as administrator, over a register of three models, one of them withdrawn-to-be."""
    page.registrations = [a_registration("old-01321", name=f"Mô hình {n}", participants=n) for n in (1, 2, 3)]
    after_recognition(page.registrations)
    plan = Plan(
        name="Đợt 2024", opens_on=date(2024, 1, 5), closed=["district"],
        levels=[LevelTerms(level="grassroots", deadline=date(2024, 3, 15), kinds=["collective"])],
    )  # fmt: skip
    province = loaded_units["old-04"]
    open_campaign(by=None, unit=province, year=2024, plan=plan, entered_on=date(2024, 1, 5))
    decision.signed(decision.a_draft(province, registrations=page.registrations[:2]))
    decision.a_draft(province, "commendation", page.registrations[:1], form="giay_khen", amount=500_000)
    # What is told in one long word must not widen the page of the log.
    record_change(by=None, verb="refuse_deed", subject_text="GET /quan-tri/danh-muc/co-quan/9223372036854775808/sua/")
    signed_in = administrator()
    appraised(signed_in, loaded_units["new-04"])
    client = Client()
    client.force_login(signed_in)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def after_recognition(registrations) -> None:
    """The first two recognised; the first chosen, proposed, checked a year later and replicated as the second."""
    first, second, _third = registrations
    decision = record_decision(
        by=None, number="1-QĐ/BDV", signed_on=date(2024, 11, 20), issuing_body="Ban Dân vận", unit=first.unit, entered_on=ON
    )
    given = {"by": None, "entered_on": ON}
    recognise(by=None, decision=decision, registrations=[(r, "grassroots") for r in (first, second)])
    at_a_level = {"registrations": [first], "level": "grassroots", "on": date(2024, 12, 1)}
    choose_exemplary(**at_a_level, **given)
    propose(**at_a_level, form="giay_khen", granting_body="UBND huyện Bảo Lạc", **given)
    check_models(year=2025, findings=[Finding(first, "weakened", "Thiếu kinh phí")], on=date(2025, 3, 1), **given)
    where = {"source": first.model, "unit": first.unit, "on": date(2025, 2, 1)}
    replicate(replica=second.model, **where, **given)
    replicate(replica_name="Tổ tự quản xóm Nà Lùng", **where, **given)
def appraised(by, province) -> None:
    """A team headed by the person before whom lie a dossier still to be scored, one concluded in minutes, and one more."""
    today = timezone.localdate()
    year = today.year
    a_set_in_use(province, year=year)
    assigned(by, Role.APPRAISER, province)
    team = form_team(by=None, unit=province, year=year, field="", name="Tổ chung", members=[by], head=by, on=today)
    for n in range(4):
        held = a_registration("new-01321", name=f"Hồ sơ {n}", year=year, level="province", results="Xong")
        advance(by=None, registration=held, step="start", on=today, entered_on=today)
        if n == 3:
            continue
        save_self_assessment(
            by=None, registration=held, answers=answers_of(50, 30, text="Có biên bản"), results="Xong", version=held.version,
            criteria_stamp=stamp_for(held), entered_on=today,
        )  # fmt: skip
        held = under_appraisal(held, today)
        if n:
            save_scores(by=by, registration=held, answers=answers_of(50, 30), note="", seen=seen(held), done=True)
            conclude(
                by=by, registration=held, outcome="exemplary", reason="", on=today, entered_on=today, seen=seen(held)
            )
        if n == 1:
            draw_up_minutes(
                by=by, team=team, registrations=[held], held_on=today, entered_on=today, place="", discussion="", present=[by],
                secretary=None,
            )  # fmt: skip


def addresses(registration) -> list[str]:
    """Every page a person opens, with something on it."""
    one = [registration.pk]
    chosen, proposal = registration.exemplary.get(), registration.proposals.get()
    model = [registration.model_id]
    link = registration.model.replications.first()
    return [
        reverse("dashboard") + SCOPE,
        reverse("dashboard"),
        reverse("models_registry:list") + SCOPE,
        reverse("models_registry:list") + SCOPE + "&search=khong+co",
        reverse("models_registry:create"),
        reverse("models_registry:drafts"),
        reverse("models_registry:detail", args=one),
        reverse("models_registry:edit", args=one),
        reverse("models_registry:withdraw", args=one),
        reverse("models_registry:model", args=[registration.model_id]),
        reverse("recognition:decisions"),
        reverse("recognition:create"),
        reverse("recognition:exemplary") + SCOPE,
        reverse("recognition:choose"),
        reverse("recognition:end_exemplary", args=[chosen.pk]),
        reverse("recognition:proposals") + SCOPE,
        reverse("recognition:propose"),
        reverse("recognition:withdraw_proposal", args=[proposal.pk]),
        reverse("recognition:checks") + SCOPE.replace("year=2024", "year=2025"),
        reverse("recognition:check_one", args=model),
        reverse("recognition:survival") + SCOPE,
        reverse("recognition:ladder") + SCOPE,
        reverse("recognition:replication") + SCOPE.replace("year=2024", "year=2025"),
        reverse("recognition:tree", args=model),
        reverse("recognition:add_replica", args=model),
        reverse("recognition:add_source", args=model),
        reverse("recognition:end_link", args=[link.pk]),
        reverse("recognition:step", args=[Registration.objects.filter(stage=Stage.ACCEPTED).first().pk, "start"]),
        reverse("models_registry:campaigns"),
        reverse("models_registry:open_campaign"),
        reverse("models_registry:campaign", args=[Campaign.objects.get().pk]),
        reverse("models_registry:change_campaign", args=[Campaign.objects.get().pk]),
        reverse("work:mine"),
        *appraisal_pages(),
        reverse("recognition:awards"),
        reverse("recognition:begin", args=["commendation"]),
        *decision_addresses(),
        reverse("intake:start"),
        reverse("intake:targets") + SCOPE,
        reverse("reports:annual") + SCOPE,
        reverse("search") + "?q=mo+hinh",
        reverse("resolutions:list"),
        *addresses_of_resolutions(),
        reverse("password_change"),
        reverse("account"),
        reverse("second_factor_setup"),
        reverse("recovery_codes"),
        reverse("people:list"),
        reverse("people:create"),
        reverse("people:person", args=[User.objects.get(username="quan.tri").pk]),
        reverse("log"),
        reverse("personal:start"),
        reverse("catalogues:organisations"),
        reverse("catalogues:create_organisation"),
        reverse("catalogues:tags"),
        reverse("catalogues:create_tag"),
        "/khong-co-trang-nay/",
    ]


QUEUES = ("tiep-nhan", "bat-dau", "tu-danh-gia")


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_of_one_s_own_work_puts_a_barrier_before_anyone(page, loaded_units, live_server, screen):
    """Queues with something in them, the errors of a bulk step, its report; as the province's clerk."""
    clerk_of_the_commune, province = clerk("new-01321", "xa"), clerk("new-04", "tinh")
    year = timezone.localdate().year
    for level in ("province", "province"):
        a_registration("new-01321", by=clerk_of_the_commune, year=year, level=level)
    a_registration("new-04", by=province, year=year, level="province")
    client = Client()
    client.force_login(province)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size(SCREENS[screen])
    found = {}

    def look(where: str) -> None:
        if barriers := violations(page):
            found[where] = barriers
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > SCREENS[screen]["width"]:
            found.setdefault(where, []).append(f"wider than the screen: {width}")

    for key in QUEUES:
        page.goto(reverse("work:queue", args=[key]))
        look(key)
    page.goto(reverse("work:queue", args=["tiep-nhan"]))
    page.get_by_role("button", name="Làm với các hồ sơ đã chọn").click()
    look("nothing chosen")
    page.locator("[data-row]").first.check()
    page.get_by_role("button", name="Làm với các hồ sơ đã chọn").click()
    page.get_by_role("heading", name="Kết quả: Tiếp nhận").wait_for()
    look("report")
    page.errors[:] = [line for line in page.errors if "422" not in line]
    assert found == {}


def appraisal_pages() -> list[str]:
    """With a criteria set in use, a team, a dossier scored and concluded, minutes, and one still to be assessed."""
    held, team, minutes = (m.objects.order_by("id").first() for m in (Conclusion, AppraisalTeam, Minutes))
    acting = Registration.objects.get(stage=Stage.IMPLEMENTING)
    judged = [held.registration_id]
    before_the_team = Registration.objects.filter(stage=Stage.UNDER_APPRAISAL).values_list("pk", flat=True)
    return [
        reverse("recognition:criteria_sets"),
        reverse("recognition:create_criteria"),
        reverse("recognition:criteria_set", args=[held.criteria_set_id]),
        reverse("recognition:teams"),
        reverse("recognition:create_team"),
        reverse("recognition:team", args=[team.pk]),
        reverse("recognition:edit_team", args=[team.pk]),
        reverse("recognition:create_minutes", args=[team.pk]),
        reverse("recognition:minutes", args=[minutes.pk]),
        reverse("recognition:to_appraise"),
        *(reverse("recognition:score", args=[pk]) for pk in before_the_team),
        reverse("recognition:conclude", args=judged),
        reverse("recognition:self_assess", args=[acting.pk]),
        reverse("models_registry:detail", args=judged),
    ]


def decision_addresses() -> list[str]:
    """Pages of a draft with a line, and of a signed decision."""
    draft, signed = Decision.objects.drafts().get(), Decision.objects.signed().order_by("id").last()
    parts = ["decision", "write", "list_more", "sign"]
    return [
        *(reverse(f"recognition:{part}", args=[draft.pk]) for part in parts),
        reverse("recognition:line", args=[draft.pk, draft.lines.first().pk]),
        reverse("recognition:decision", args=[signed.pk]),
        reverse("recognition:new_scan", args=[signed.pk]),
        reverse("recognition:begin", args=["amendment"]) + f"?of={signed.pk}",
    ]


def addresses_of_resolutions() -> list[str]:
    """A document with a target, a figure that is red, a report that waits and a question."""
    document = a_document(Unit.objects.get(key="old-04"))
    target = a_target(document)
    red, waiting, silent = given(target, *(Unit.objects.get(key=key) for key in ("old-01321", "old-01330", "old-043")))
    accepted(red, "12/21")
    report = sent(waiting, "3/4")
    question = ask_explanation(by=None, assignment=red, question="Vì sao?", on=date(2025, 1, 20))
    one, of_target, of_figure = [document.pk], [target.pk], [red.pk]
    return [
        *(reverse(f"resolutions:{name}") for name in ("create", "calendar", "periods", "open_period", "to_accept", "explanations")),
        *(reverse(f"resolutions:{name}", args=one) for name in ("document", "amend", "group", "link", "issued", "scan", "define")),
        *(reverse(f"resolutions:{name}", args=one) + SCOPE for name in ("results", "figures")),
        reverse("resolutions:target", args=of_target) + SCOPE,
        *(reverse(f"resolutions:{name}", args=of_target) for name in ("revise", "assign", "hand_on")),
        reverse("resolutions:assign_list", args=of_target) + "?year=2024&who=tier:district",
        *(reverse(f"resolutions:{name}", args=of_figure) for name in ("figure", "ask", "stop")),
        reverse("resolutions:write_report", args=[silent.pk, report.period_id]),
        reverse("resolutions:owed") + "?within=old-01321&year=2024",
        *(reverse(f"resolutions:{name}", args=[report.pk]) for name in ("report", "accept", "return")),
        reverse("resolutions:explain", args=[question.pk]),
        reverse("resolutions:move_cut_off", args=[report.period_id]),
    ]


def violations(page) -> list[str]:
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in Axe().run(page).response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_puts_a_barrier_before_anyone(office, screen):
    office.set_viewport_size(SCREENS[screen])
    found = {}
    for address in addresses(office.registrations[0]):
        office.goto(address)
        if barriers := violations(office):
            found[address] = barriers
        width = office.evaluate("document.documentElement.scrollWidth")
        if width > SCREENS[screen]["width"]:
            found.setdefault(address, []).append(f"wider than the screen: {width}")
    office.errors[:] = [line for line in office.errors if "404" not in line]
    assert found == {}


def test_the_sign_in_page_puts_no_barrier_before_anyone(page, loaded_units):
    page.goto(reverse("login"))
    assert violations(page) == []
    page.get_by_label("Tên đăng nhập").fill("khong-co")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
