"""Appraisal in the browser: what each person may open, fill in and see."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from accounts.choices import Role
from models_registry.campaigns import LevelTerms, Plan, open_campaign
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.criteria import create_set, edit_set, put_into_use
from recognition.forms_scoring import SeenForm
from recognition.models import AppraisalTeam, Conclusion, CriteriaSet, Minutes, ScoreSheet, SelfAssessment
from tests.casts import assigned, leader
from tests.pages import text_of
from tests.recognition.offices import HEADER, ITEMS, Office
from tests.recognition.offices import seen as state_of
from tests.recognition.test_criteria import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(time_machine):
    time_machine.move_to("2026-10-01 09:00+07:00")


@pytest.fixture
def office() -> Office:
    return Office()


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def filled(office, one="50", two="30", met="yes", letter="m") -> dict:
    boxes = {f"{letter}-{c.code}": said for c, said in zip(office.set.criteria.all(), (one, two, met), strict=True)}
    return boxes | {"criteria_stamp": office.set.stamp}


def seen(held) -> dict:
    return SeenForm.told(state_of(held))


def test_the_unit_saves_a_draft_and_sends_it_when_it_is_whole(office):
    held, unit = acting(), browser(office.clerk)
    page = f"/cong-nhan/ho-so/{held.pk}/tu-danh-gia/"
    assert f'href="{page}"' in text_of(unit.get(f"/mo-hinh/{held.pk}/"))
    sent = {"version": held.version, "results": "", "criteria_stamp": office.set.stamp, "m-1": "45,5", "t-1": "Có ảnh"}
    assert unit.post(page, sent | {"save": "1"}).status_code == 302
    assert "45,5" in text_of(unit.get(page))
    refused = unit.post(page, sent | {"send": "1"})
    assert (refused.status_code, "Bản tự đánh giá còn thiếu mục 2, 3." in text_of(refused)) == (422, True)
    texts = filled(office, "Có ảnh", "Biên bản", "Phiếu gửi ngày 10/02", letter="t")
    done = unit.post(page, {"version": held.version, "results": "Xong", "send": "1"} | filled(office) | texts, follow=True)
    held.refresh_from_db()
    assert (held.stage, held.results, SelfAssessment.objects.count()) == (Stage.SELF_ASSESSED, "Xong", 1)
    assert "Biên bản" in text_of(done)


def test_what_was_written_is_kept_though_it_cannot_be_sent(office):
    held, unit = acting(), browser(office.clerk)
    page = f"/cong-nhan/ho-so/{held.pk}/tu-danh-gia/"
    answer = unit.post(page, {"version": held.version, "criteria_stamp": office.set.stamp, "results": "Nửa chừng", "send": "1"})
    held.refresh_from_db()
    assert (answer.status_code, held.results, held.stage) == (422, "Nửa chừng", Stage.IMPLEMENTING)
    assert f'name="version" value="{held.version}"' in text_of(answer)


def test_an_appraiser_scores_sees_the_sum_and_is_told_what_is_missing(office):
    held, one = office.dossier(), browser(office.one)
    page = f"/cong-nhan/tham-dinh/{held.pk}/"
    assert "Chấm điểm" in text_of(one.get(f"/mo-hinh/{held.pk}/"))
    assert "Chưa chấm" in text_of(one.get("/cong-nhan/tham-dinh/"))
    assert "Có biên bản nghiệm thu" in text_of(one.get(page))
    assert "Đơn vị tự chấm 80/100 điểm · 80,00%" in text_of(one.get(page))
    assert "Tổng 80/100 điểm" in text_of(browser(office.clerk).get(f"/mo-hinh/{held.pk}/"))
    total = text_of(one.post(page + "tong/", seen(held) | filled(office, "30", "", "")))
    assert "Tổng 30/100 điểm" in total
    assert "30,00%" in total
    assert "còn mục 2, 3" in total
    assert ScoreSheet.objects.count() == 0
    refused = one.post(page, seen(held) | filled(office, "61", "", "") | {"done": "1"})
    assert (refused.status_code, "Mục 1: điểm từ 0 đến 60." in text_of(refused)) == (422, True)
    assert one.post(page, seen(held) | filled(office) | {"done": "1"}).status_code == 302
    after = text_of(one.get(page))
    assert "80,00%" in after
    assert "Đã chấm xong" in after


def corrected(office) -> None:
    """The second criterion is dropped and the thresholds stay: whoever filled in three boxes looks again."""
    edit_set(by=None, criteria_set=office.set, edition=office.set.edition, header=HEADER, items=ITEMS[::2])


def test_criteria_corrected_while_one_scores_are_looked_at_again_and_what_was_typed_stays(office):
    held, one = office.dossier(), browser(office.one)
    sent = seen(held) | filled(office) | {"t-1": "Đủ ảnh, đủ biên bản", "done": "1"}
    held.self_assessment.answers.all().delete()
    held.self_assessment.delete()
    corrected(office)
    answer = one.post(f"/cong-nhan/tham-dinh/{held.pk}/", sent)
    assert (answer.status_code, ScoreSheet.objects.count()) == (409, 0)
    page = text_of(answer)
    assert "Bộ tiêu chí vừa được sửa; hãy xem lại tiêu chí rồi gửi lại." in page
    assert [name in page for name in ('name="m-1"', 'name="m-2"', 'name="m-3"')] == [True, False, True]
    assert [typed in page for typed in ('value="50"', "Đủ ảnh, đủ biên bản")] == [True, True]
    office.set.refresh_from_db()
    assert f'name="criteria_stamp" value="{office.set.stamp}"' in page
    assert one.post(f"/cong-nhan/tham-dinh/{held.pk}/", sent | seen(held)).status_code == 302
    assert [line.criterion.code for line in ScoreSheet.objects.get().lines.order_by("criterion__position")] == ["1", "3"]


def test_criteria_corrected_while_the_unit_fills_them_in_are_looked_at_again_and_what_was_typed_stays(office):
    held, unit = acting(), browser(office.clerk)
    sent = {"version": held.version, "results": "Xong 12 tuyến", "save": "1", "t-1": "Có ảnh"} | filled(office)
    corrected(office)
    answer = unit.post(f"/cong-nhan/ho-so/{held.pk}/tu-danh-gia/", sent)
    held.refresh_from_db()
    assert (answer.status_code, SelfAssessment.objects.count(), held.results) == (409, 0, "")
    page = text_of(answer)
    assert [typed in page for typed in ("Bộ tiêu chí vừa được sửa", 'value="50"', "Có ảnh", "Xong 12 tuyến")] == [True] * 4
    office.set.refresh_from_db()
    again = unit.post(f"/cong-nhan/ho-so/{held.pk}/tu-danh-gia/", sent | {"criteria_stamp": office.set.stamp})
    assert (again.status_code, SelfAssessment.objects.get().answers.count()) == (302, 2)


def test_a_sum_asked_for_while_the_scores_were_on_their_way_is_answered_with_nothing(office):
    held = office.dossier()
    for user in (office.head, office.one, office.two):
        office.score(user, held, 50, 30)
    late = browser(office.two).post(f"/cong-nhan/tham-dinh/{held.pk}/tong/", seen(held) | filled(office))
    assert (late.status_code, late.content) == (204, b"")


def test_no_page_tells_another_s_scores_before_one_is_done(office):
    """Whoever is not done meets neither percent nor remark nor rank of the others, at any of the pages that could show them."""
    held = office.dossier()
    office.score(office.one, held, 43, 21)
    ScoreSheet.objects.update(note="Dấu riêng của người một")
    told = ("64,00%", "64.00", "Dấu riêng của người một")
    pages = (
        f"/cong-nhan/tham-dinh/{held.pk}/", "/cong-nhan/tham-dinh/", f"/cong-nhan/to-tham-dinh/{office.team.pk}/",
        f"/mo-hinh/{held.pk}/", f"/api/v1/registrations/{held.pk}/", "/cong-nhan/to-tham-dinh/",
    )  # fmt: skip
    people = {"two": office.two, "clerk": office.clerk, "leader": leader("new-04")}
    met = {
        (name, page, mark)
        for name, user in people.items()
        for page in pages
        for mark in told
        if mark in text_of(browser(user).get(page))
    }
    assert met == set()
    score = browser(office.two).get(pages[0])
    assert "Điểm của người khác chỉ xem được khi anh/chị đã chấm xong hồ sơ này." in text_of(score)
    office.score(office.two, held, 50, 30)
    assert told[0] in text_of(browser(office.two).get(pages[0]))
    assert told[0] in text_of(browser(office.approver).get(pages[0]))


def test_who_is_not_of_the_team_is_refused_in_words_and_a_stranger_finds_nothing(office):
    held = office.dossier()
    page = f"/cong-nhan/tham-dinh/{held.pk}/"
    for user, status, words in (
        (office.clerk, 403, "Chấm điểm là việc của thành viên Tổ thẩm định chung."),
        (leader("new-00700", "ngoai"), 404, ""),
    ):
        for answer in (browser(user).get(page), browser(user).post(page, seen(held) | filled(office) | {"done": "1"})):
            assert (answer.status_code, words in text_of(answer)) == (status, True)
    assert browser(office.one).get(page + "ket-luan/").status_code == 403
    assert ScoreSheet.objects.count() == 0


def test_a_recused_member_is_told_why_and_scores_nothing(office):
    assigned(office.one, Role.LEADER, "new-01327")
    held, one = office.dossier(), browser(office.one)
    page = f"/cong-nhan/tham-dinh/{held.pk}/"
    assert "nơi đăng ký mô hình, nên không chấm." in text_of(one.get(page))
    assert one.post(page, seen(held) | filled(office) | {"done": "1"}).status_code == 403


def test_a_stale_score_is_said_and_kept_by_one_press(office):
    held, one = office.dossier(), browser(office.one)
    office.score(office.one, held, 50, 30)
    Registration.objects.filter(pk=held.pk).update(version=held.version + 1)
    page = f"/cong-nhan/tham-dinh/{held.pk}/"
    assert "Hồ sơ đã thay đổi sau khi anh/chị chấm; điểm chưa được tính." in text_of(one.get(page))
    assert "Đã giữ điểm" in text_of(one.post(page + "giu-diem/", seen(held), follow=True))
    assert "điểm chưa được tính" not in text_of(one.get(page))


def test_the_head_concludes_and_the_minutes_hold_it(office):
    held = office.dossier()
    for user in (office.head, office.one, office.two):
        office.score(user, held, 50, 30)
    head = browser(office.head)
    page = f"/cong-nhan/tham-dinh/{held.pk}/ket-luan/"
    assert "80,00%" in text_of(head.get(page))
    sent = seen(held) | {"outcome": "recognised", "reason": "", "on": "01/10/2026"}
    refused = head.post(page, sent)
    assert (refused.status_code, "Kết luận khác với điểm thì phải ghi lý do." in text_of(refused)) == (422, True)
    assert head.post(page, sent | {"reason": "Chưa nhân rộng"}).status_code == 302
    assert (Conclusion.objects.get().outcome, Conclusion.objects.get().reason) == ("recognised", "Chưa nhân rộng")
    team = f"/cong-nhan/to-tham-dinh/{office.team.pk}/"
    assert "80,00%" in text_of(head.get(team))
    leading_to_it = (team, "/cong-nhan/tham-dinh/", f"/cong-nhan/tham-dinh/{held.pk}/")
    assert [f'href="{team}bien-ban/"' in head.get(a).content.decode() for a in leading_to_it] == [True] * 3
    meeting = {"held_on": "01/10/2026", "present": [office.head.pk, office.one.pk], "registrations": [held.pk]}
    assert head.post(team + "bien-ban/", meeting).status_code == 302
    minutes = Minutes.objects.get()
    shown = text_of(head.get(f"/cong-nhan/bien-ban/{minutes.pk}/"))
    assert ("Chưa nhân rộng" in shown, "Hà Thị Trưởng" in shown) == (True, True)
    # All that was concluded stands in minutes now.
    assert [f'href="{team}bien-ban/"' in head.get(a).content.decode() for a in leading_to_it[1:]] == [False, False]
    assert browser(leader("new-04")).get(f"/cong-nhan/bien-ban/{minutes.pk}/").status_code == 404


def test_criteria_are_drawn_up_copied_and_put_into_use_on_their_pages(office):
    keeper = browser(office.approver)
    sent = {
        "unit": "new-04", "year": "2027", "level": "province", "kind": "collective", "name": "Tiêu chí 2027", "source": "",
        "recognised_from": "50", "exemplary_from": "85,5", "joining": "median", "criteria-TOTAL_FORMS": "2",
        "criteria-INITIAL_FORMS": "0", "criteria-0-code": "2", "criteria-0-text": "Hai", "criteria-0-kind": "points",
        "criteria-0-max_points": "10", "criteria-0-position": "2", "criteria-1-code": "1", "criteria-1-text": "Một",
        "criteria-1-kind": "met", "criteria-1-position": "1",
    }  # fmt: skip
    more = keeper.post("/cong-nhan/tieu-chi/moi/", sent | {"more": "1"})
    assert (more.status_code, text_of(more).count('class="criterion"')) == (200, 7)
    assert keeper.post("/cong-nhan/tieu-chi/moi/", sent).status_code == 302
    made = CriteriaSet.objects.get(year=2027)
    assert ([c.code for c in made.criteria.all()], made.joining, str(made.exemplary_from)) == (["1", "2"], "median", "85.50")
    page = f"/cong-nhan/tieu-chi/{made.pk}/"
    assert browser(office.clerk).get(page).status_code == 404
    # Of two who correct it at once the second is told what it now says, and her rows stay.
    assert keeper.post(page + "sua/", sent | {"version": 1, "criteria-0-text": "Hai rưỡi"}).status_code == 302
    late = keeper.post(page + "sua/", sent | {"version": 1, "criteria-0-text": "Ba"})
    assert (late.status_code, late.context["form"]["version"].value()) == (409, 2)
    assert late.context["form"].theirs[-1] == (
        "Tiêu chí", "1. Một (tối đa 0, hệ số 1); 2. Hai rưỡi (tối đa 10, hệ số 1)",
    )  # fmt: skip
    assert 'value="Ba"' in text_of(late)
    assert [c.text for c in made.criteria.all()] == ["Một", "Hai rưỡi"]
    keeper.post(page + "ap-dung/")
    assert "Tiêu chí 2027" in text_of(browser(office.clerk).get("/cong-nhan/tieu-chi/"))
    assert browser(office.clerk).post(page + "sao-chep/", {"year": "2028"}).status_code == 403
    keeper.post(page + "sao-chep/", {"year": "2028", "level": "province", "kind": "collective"})
    assert CriteriaSet.objects.filter(year=2028, state="draft", copied_from=made).count() == 1


def test_a_demo_set_says_so_wherever_it_is_shown(office):
    CriteriaSet.objects.update(is_demo=True)
    label = "Bộ tiêu chí mẫu, dùng thử"
    held, other = office.dossier(), acting()
    for user, page in (
        (office.clerk, "/cong-nhan/tieu-chi/"), (office.clerk, f"/cong-nhan/tieu-chi/{office.set.pk}/"),
        (office.clerk, f"/cong-nhan/ho-so/{other.pk}/tu-danh-gia/"), (office.one, f"/cong-nhan/tham-dinh/{held.pk}/"),
    ):  # fmt: skip
        assert label in text_of(browser(user).get(page)), page


def test_a_team_is_formed_and_changed_on_its_pages(office):
    keeper = browser(office.approver)
    sent = {"unit": "new-04", "year": "2026", "field": "economy", "name": "Tổ kinh tế", "members": [office.one.pk]}
    refused = keeper.post("/cong-nhan/to-tham-dinh/moi/", sent | {"head": office.two.pk})
    assert (refused.status_code, "Hãy chọn tổ trưởng trong số các thành viên." in text_of(refused)) == (422, True)
    assert keeper.post("/cong-nhan/to-tham-dinh/moi/", sent | {"head": office.one.pk}).status_code == 302
    made = AppraisalTeam.objects.get(field="economy")
    page = f"/cong-nhan/to-tham-dinh/{made.pk}/"
    both = {"name": "Tổ kinh tế", "members": [office.one.pk, office.two.pk], "head": office.two.pk}
    assert keeper.post(page + "sua/", both | {"version": 1}).status_code == 302
    # Whoever still has the page of before is told who sits in it now, and what she chose stays chosen.
    late = keeper.post(page + "sua/", sent | {"name": "Tổ khác", "head": office.one.pk, "version": 1})
    form = late.context["form"]
    assert (late.status_code, form["name"].value(), form["version"].value()) == (409, "Tổ khác", 2)
    assert form.theirs == [
        ("Tên tổ", "Tổ kinh tế"),
        ("Thành viên", f"{office.two.display_name} (tổ trưởng), {office.one.display_name}"),
    ]
    assert [(m.user, m.is_head) for m in made.memberships.all()] == [(office.two, True), (office.one, False)]
    assert browser(office.one).get(page + "sua/").status_code == 403
    assert browser(office.one).get("/cong-nhan/to-tham-dinh/moi/").status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_lists_cost_the_same_however_many_dossiers(office, many, django_assert_num_queries):
    for n in range(many):
        held = office.dossier(f"Mô hình {n}")
        office.score(office.one, held, 50, 30)
    one = browser(office.one)
    for page in ("/cong-nhan/tham-dinh/", f"/cong-nhan/to-tham-dinh/{office.team.pk}/"):
        one.get(page)
    with django_assert_num_queries(QUERIES_OF_MINE):
        one.get("/cong-nhan/tham-dinh/")
    with django_assert_num_queries(QUERIES_OF_A_TEAM):
        one.get(f"/cong-nhan/to-tham-dinh/{office.team.pk}/")


QUERIES_OF_MINE, QUERIES_OF_A_TEAM = 30, 32


def test_the_minutes_as_a_word_file_hold_what_the_database_holds(office):
    names = ("Mô hình một", "Mô hình hai")
    # Of the individuals the same criteria in a set of their own: the paper names them once.
    alone = create_set(
        by=None, unit=office.province, year=2026, level="province", kind="individual", header=HEADER, items=ITEMS
    )
    put_into_use(by=None, criteria_set=alone)
    for name, kind in zip(names, ("collective", "individual"), strict=True):
        held = office.dossier(name, kind=kind)
        for user in (office.head, office.one, office.two):
            office.score(user, held, 50, 30)
        browser(office.head).post(
            f"/cong-nhan/tham-dinh/{held.pk}/ket-luan/", seen(held) | {"outcome": "exemplary", "reason": "", "on": "01/10/2026"}
        )
    meeting = {
        "held_on": "01/10/2026", "present": [office.head.pk, office.one.pk], "secretary": office.one.pk, "place": "Trụ sở",
        "registrations": [c.registration_id for c in Conclusion.objects.all()], "discussion": "Tổ nhất trí.",
    }  # fmt: skip
    browser(office.head).post(f"/cong-nhan/to-tham-dinh/{office.team.pk}/bien-ban/", meeting)
    made = Minutes.objects.get()
    answer = browser(office.one).get(f"/cong-nhan/bien-ban/{made.pk}/tep/")
    paper = Document(BytesIO(b"".join(answer.streaming_content)))
    text = "\n".join(p.text for p in paper.paragraphs)
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert rows[1:] == [["1\nđồng hạng", name, "Xã Cô Ba", "80,00", "Tiêu biểu"] for name in names]
    assert [line for line in text.splitlines() if "phiên bản" in line] == [
        "Tổ thẩm định đã xem xét 02 hồ sơ theo “Tiêu chí mô hình tập thể”, phiên bản 1. Kết quả như sau:"
    ]
    for said in ("BIÊN BẢN", "Chủ trì: Hà Thị Trưởng, tổ trưởng.", "02 hồ sơ đề nghị công nhận và chọn tiêu biểu.", "Tổ nhất trí."):
        assert said in text
    section = paper.sections[0]
    margins = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "bottom", "left", "right")]
    assert (margins, round(section.page_width.mm), paper.styles["Normal"].font.size.pt) == ([20, 20, 30, 15], 210, 14)


def test_the_campaign_of_the_year_says_who_appraises(office):
    plan = Plan(name="Đợt 2026", opens_on=date(2026, 1, 5), levels=[
        LevelTerms(level="province", deadline=date(2026, 4, 15), appraise_to=date(2026, 10, 10)),
    ])  # fmt: skip
    held = open_campaign(by=None, unit=office.province, year=2026, plan=plan, entered_on=date(2026, 1, 5))
    page = f"/mo-hinh/dot/{held.pk}/"
    told = text_of(browser(office.approver).get(page))
    assert "<dd>đến 10/10/2026</dd>" in told
    assert ("Tổ thẩm định chung" in told, "Hà Thị Trưởng (tổ trưởng), Lục Văn Một, Mã Thị Hai" in told) == (True, True)
    # Whoever sees nothing of the province's offices is not told of their teams.
    assert "Tổ thẩm định chung" not in text_of(browser(office.clerk).get(page))
