"""The pages of resolutions, as the people of the offices go through them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from resolutions.accepting import return_
from resolutions.assigning import Part, assign_to
from resolutions.choices import Stage
from resolutions.explaining import answer, ask_explanation
from resolutions.linking import link_documents
from resolutions.models import Assignment, Document, Explanation, ProgressReport, Target
from resolutions.targeting import define_target
from resolutions.terms import Terms
from tests.factories import a_registration
from tests.pages import text_of
from tests.resolutions.setting import TODAY, a_document, a_target, accepted, given, sent, the_year
from units.models import Organisation

SCOPE = "?within=old-04&year=2024&geography=2024-12-31"


@pytest.fixture
def held(cast):
    """A province's resolution with one target, given to a commune of Bảo Lạc in 2024."""
    document = a_document(cast["old-04"])
    target = a_target(document)
    (assignment,) = given(target, cast["old-01330"])
    return document, target, assignment


def a_target_form(**values) -> dict:
    return {
        "text": "Đến năm 2025, 86% hộ nông dân là hội viên", "kind": "rate_by_end", "direction": "at_least", "value": "86%",
        "measured_in": "%", "recurrence": "by_date", "due_on": "31/12/2025", "road_map": "2023: 80\n2024: 83",
        "accumulation": "cumulative", "from_year": "2021",
    } | values  # fmt: skip


def test_a_document_is_corrected_grouped_linked_counted_and_scanned_on_its_pages(cast):
    document, older = a_document(cast["old-04"]), a_document(None, number="25-NQ/TW", issuer="Ban Chấp hành Trung ương")
    browser, page = cast.client("canbo_caobang"), f"/nghi-quyet/{document.pk}/"
    form = {"kind": "resolution", "number": document.number, "issued_on": "19/11/2021", "issuer": "Tỉnh ủy", "title": "Về dân vận khéo",
            "period_from": "2021", "period_to": "2025", "version": document.version}  # fmt: skip
    assert browser.post(page + "sua/", form).status_code == 302
    second = browser.post(page + "sua/", form | {"title": "Tên của người chậm"})
    assert second.status_code == 409
    assert "Về dân vận khéo" in text_of(second)
    assert "Tên của người chậm" in text_of(second)
    browser.post(page + "nhom/", {"title": "Đổi mới phương thức"})
    browser.post(page + "quan-he/", {"kind": "concretises", "other": "25 - nq/tw"})
    browser.post(page + "so-van-ban/", {"unit": "old-04", "issuer_kind": "party_committee", "year_from": "2009",
                                        "year_to": "2024", "number": "15.295"})  # fmt: skip
    scan = SimpleUploadedFile("nghi-quyet.pdf", b"%PDF-1.4\n%%EOF")
    assert browser.post(page + "ban-chup/", {"upload": scan}).status_code == 302
    shown = text_of(browser.get(page))
    for words in ("Về dân vận khéo", "Đổi mới phương thức", older.number, "15.295", "nghi-quyet.pdf"):
        assert words in shown
    assert browser.get(f"/nghi-quyet/ban-chup/{document.scans.get().pk}/")["Content-Disposition"].startswith("attachment")


def test_a_link_to_a_number_that_is_not_in_the_register_says_what_to_do(cast):
    document = a_document(cast["old-04"])
    answer = cast.client("canbo_caobang").post(
        f"/nghi-quyet/{document.pk}/quan-he/", {"kind": "concretises", "other": "99-NQ/TW"}
    )
    assert answer.status_code == 422
    assert "hãy ghi văn bản ấy vào sổ trước" in text_of(answer)


def test_a_target_is_set_and_changed_only_after_the_reports_it_touches_were_shown(cast, held):
    document, target, assignment = held
    accepted(assignment, "20/21")
    browser = cast.client("canbo_caobang")
    assert browser.post(f"/nghi-quyet/{document.pk}/chi-tieu/", a_target_form()).status_code == 302
    made = Target.objects.exclude(pk=target.pk).get()
    assert (made.latest.value, {s.year: s.value for s in made.latest.road_map.all()}) == (
        Decimal(86), {2023: Decimal(80), 2024: Decimal(83)},
    )  # fmt: skip
    change = a_target_form(
        text="Hằng năm 95% cấp ủy làm việc với Mặt trận", kind="units_each_year", value="95", recurrence="yearly", due_on="",
        road_map="", from_year="2024", reason="Theo Kết luận 12-KL/TU", version=1,
    )  # fmt: skip
    asked = browser.post(f"/nghi-quyet/chi-tieu/{target.pk}/sua/", change)
    assert asked.status_code == 200
    assert "1 báo cáo đã gửi" in text_of(asked)
    assert Target.objects.get(pk=target.pk).number == 1
    assert browser.post(f"/nghi-quyet/chi-tieu/{target.pk}/sua/", change | {"sure": "True"}).status_code == 302
    assert Target.objects.get(pk=target.pk).latest.value == 95
    late = browser.post(f"/nghi-quyet/chi-tieu/{target.pk}/sua/", change | {"sure": "True"})
    assert late.status_code == 409


def test_whom_a_rule_means_is_shown_before_it_is_carried_out(cast, held):
    _document, target, _assignment = held
    browser, page = cast.client("canbo_caobang"), f"/nghi-quyet/chi-tieu/{target.pk}/giao/"
    rule = {"tiers": ["district"], "year_from": "2023", "year_to": "2024"}
    shown = browser.post(page, rule)
    assert cast["old-042"].name in text_of(shown)
    assert target.assignments.count() == 1
    assert browser.post(page, rule | {"sure": "1"}).status_code == 302
    places = sorted(target.assignments.exclude(unit=cast["old-01330"]).values_list("year", "unit__key"))
    assert places == [(2023, "old-042"), (2023, "old-043"), (2024, "old-042"), (2024, "old-043")]


def test_values_are_given_by_list_and_the_parts_are_held_against_the_whole(cast):
    document = a_document(cast["old-04"])
    target = a_target(document, text="Huy động 100 tỷ", kind="amount", value=Decimal(100), measured_in="tỷ đồng")
    browser = cast.client("canbo_caobang")
    page, asked = f"/nghi-quyet/chi-tieu/{target.pk}/giao-danh-sach/", {"year": "2024", "who": "tier:district"}
    one, two = (f"{cast[key].pk}-0" for key in ("old-042", "old-043"))
    parts = asked | {f"give-{one}": "on", f"value-{one}": "60", f"give-{two}": "on", f"value-{two}": "30", "complete": "on"}
    refused = browser.post(page, parts)
    assert refused.status_code == 422
    assert "Các phần cộng lại là 90, khác với mức chung 100." in text_of(refused)
    assert browser.post(page, parts | {f"value-{two}": "40"}).status_code == 302
    assert dict(target.assignments.values_list("unit__key", "value")) == {"old-042": 60, "old-043": 40}
    assert "bằng mức chung 100" in text_of(browser.get(page, asked))


def test_a_unit_reports_and_the_office_returns_and_accepts(cast, held):
    _document, target, assignment = held
    period = the_year()
    unit, office = cast.client("canbo_baolac"), cast.client("canbo_caobang")
    owed = text_of(unit.get("/nghi-quyet/bao-cao/?within=old-01330&year=2024"))
    assert "Chưa báo cáo" in owed
    assert "Còn 1 báo cáo phải gửi" in owed
    page = f"/nghi-quyet/so-lieu/{assignment.pk}/ky/{period.pk}/"
    unit.post(page, {"answer": "figure", "figure": "20/21", "version": 0, "deed": "draft"})
    report = ProgressReport.objects.get()
    assert (report.stage, report.numerator, report.denominator) == (Stage.DRAFT, 20, 21)
    assert office.get(f"/nghi-quyet/bao-cao/{report.pk}/").status_code == 200  # the province's clerk writes for it too
    unit.post(page, {"answer": "figure", "figure": "20", "below": "21", "version": report.version, "deed": "submit"})
    report.refresh_from_db()
    assert report.stage == Stage.SUBMITTED
    assert target.text in text_of(office.get("/nghi-quyet/cho-duyet/"))
    office.post(f"/nghi-quyet/bao-cao/{report.pk}/tra-lai/", {"reason": "Thiếu một xã", "version": report.version})
    assert "Thiếu một xã" in text_of(unit.get(page))
    report.refresh_from_db()
    unit.post(page, {"answer": "figure", "figure": "21/21", "version": report.version, "deed": "submit"})
    report.refresh_from_db()
    assert office.post(f"/nghi-quyet/bao-cao/{report.pk}/duyet/", {"version": report.version}).status_code == 302
    assert Assignment.objects.get().outcome == "met"
    report.refresh_from_db()
    reopened = office.post(f"/nghi-quyet/bao-cao/{report.pk}/mo-lai/", {"reason": "Nhầm số", "version": report.version})
    assert reopened.status_code == 302
    assert Assignment.objects.get().outcome == ""


def test_many_reports_are_accepted_at_once_and_what_was_changed_meanwhile_waits(cast):
    target = a_target(a_document(cast["old-04"]), kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    (before,) = given(target, cast["old-042"], year=2023)
    accepted(before, "5")
    first, second, third = given(target, cast["old-042"], cast["old-043"], cast["old-01330"])
    office = cast.client("canbo_caobang")
    reports = [sent(one, figure) for one, figure in ((first, "2"), (second, "3"), (third, "1"))]
    lines = office.get("/nghi-quyet/cho-duyet/").context["lines"]
    assert [(line["figure"], line["before"]) for line in lines] == [("2", "5"), ("3", ""), ("1", "")]
    read = [f"{report.pk}:{report.version}" for report in reports]
    return_(by=cast.people["canbo_caobang"], report=reports[1], version=reports[1].version, on=TODAY, reason="Xem lại")
    answer = office.post("/nghi-quyet/cho-duyet/duyet/", {"reports": read}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == [
        "Đã duyệt 2 báo cáo.", f"{cast['old-043'].name}: Báo cáo vừa được người khác sửa; hãy xem lại trước khi duyệt.",
    ]  # fmt: skip
    assert [r.stage for r in ProgressReport.objects.filter(assignment__year=2024).order_by("id")] == [
        "accepted", "returned", "accepted",
    ]  # fmt: skip
    assert [a.outcome for a in target.assignments.in_year(2024).order_by("id")] == ["met", "", "short"]


def test_no_report_is_accepted_where_one_of_them_is_out_of_sight(cast, held):
    _document, _target, assignment = held
    (foreign,) = given(a_target(a_document(cast["old-02"])), cast["old-02"])
    reports = [sent(one, "1/1") for one in (assignment, foreign)]
    office = cast.client("canbo_caobang")
    for ticked, words in (([f"{r.pk}:{r.version}" for r in reports], "nằm ngoài phạm vi"), ([], "Hãy chọn ít nhất một")):
        refused = office.post("/nghi-quyet/cho-duyet/duyet/", {"reports": ticked})
        assert refused.status_code == 422
        assert words in text_of(refused)
    assert set(ProgressReport.objects.values_list("stage", flat=True)) == {"submitted"}


def test_a_report_is_filled_in_with_the_last_periods_and_says_so(cast, held):
    _document, target, _assignment = held
    (before,) = given(target, cast["old-01330"], year=2023)
    accepted(before, "19/21")
    held = target.assignments.get(year=2024)
    page = text_of(cast.client("canbo_baolac").get(f"/nghi-quyet/so-lieu/{held.pk}/ky/{the_year().pk}/"))
    assert "Đã điền sẵn theo kỳ trước (Năm 2023: 19/21)" in page
    assert 'value="19"' in page
    assert 'value="21"' in page


@pytest.mark.parametrize("told, box, words", [
    (("3/5", "2/7"), "5/12", "Đã điền sẵn tổng số liệu kỳ trước của các đơn vị hợp thành: "
     "Xã Thượng Hà (Năm 2024): 3/5; Xã Cô Ba (Năm 2024): 2/7. Hãy sửa lại cho kỳ này."),
    (("3/5", None), "", "Xã Thượng Hà (Năm 2024): 3/5; Xã Cô Ba (Năm 2024): Không áp dụng. Các số này không cộng được với nhau"),
    (("3/5",), "", "Kỳ trước các đơn vị hợp thành đã báo cáo: Xã Thượng Hà (Năm 2024): 3/5. Các số này không cộng được với nhau"),
    (("1/1", "1/1"), "", "Xã Thượng Hà (Năm 2024): 1/1; Xã Cô Ba (Năm 2024): 1/1. Các số này không cộng được với nhau"),
], ids=["added", "one has none", "one is silent", "each is itself what is counted"])  # fmt: skip
def test_a_unit_made_by_a_merger_begins_from_what_its_parts_said(cast, told, box, words):
    target = a_target(a_document(cast["old-04"]))
    parts = given(target, cast["old-01327"], cast["old-01330"], year=2024)
    for part, figure in zip(parts, told, strict=False):
        accepted(part, figure)
    (heir,) = given(target, cast["new-01327"], year=2025)
    page = cast.client("canbo_caobang").get(f"/nghi-quyet/so-lieu/{heir.pk}/ky/{the_year(2025).pk}/")
    assert words in text_of(page)
    form = page.context["form"]
    assert "/".join(filter(None, (str(form[name].value() or "") for name in ("figure", "below")))) == box


def test_figures_of_different_years_are_told_and_not_added(cast):
    target = a_target(a_document(cast["old-04"]), kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    for part, year, figure in (("old-01327", 2024, "5"), ("old-01330", 2023, "2")):
        accepted(given(target, cast[part], year=year)[0], figure)
    (heir,) = given(target, cast["new-01327"], year=2025)
    page = cast.client("canbo_caobang").get(f"/nghi-quyet/so-lieu/{heir.pk}/ky/{the_year(2025).pk}/")
    assert "Xã Thượng Hà (Năm 2024): 5; Xã Cô Ba (Năm 2023): 2. Các số này không cộng được với nhau" in text_of(page)
    assert page.context["form"]["figure"].value() is None


def test_a_unit_that_took_the_place_of_another_goes_on_with_its_words(cast):
    target = a_target(a_document(cast["old-04"]))
    accepted(given(target, cast["old-04"], year=2024)[0], "1/1", narrative="Đã ký quy chế")
    (heir,) = given(target, cast["new-04"], year=2025)
    page = cast.client("canbo_caobang").get(f"/nghi-quyet/so-lieu/{heir.pk}/ky/{the_year(2025).pk}/")
    assert "Đã điền sẵn theo kỳ trước của đơn vị cũ: Tỉnh Cao Bằng (Năm 2024): 1/1. Hãy sửa lại" in text_of(page)
    form = page.context["form"]
    assert [form[name].value() for name in ("figure", "below", "narrative")] == ["1", "1", "Đã ký quy chế"]


def test_zero_not_applicable_and_silence_are_three_things_to_read(cast):
    document = a_document(cast["old-04"])
    target = a_target(document, text="Mỗi đơn vị 2 cuộc giám sát", kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    zero, excused, _silent = given(target, cast["old-043"], cast["old-042"], cast["old-01330"])
    accepted(zero, "0")
    accepted(excused, None)
    page = cast.client("canbo_caobang").get(f"/nghi-quyet/{document.pk}/so-lieu/{SCOPE}")
    told = {line["assignment"].unit.key: (line["figure"], line["state"]["label"]) for line in page.context["lines"]}
    assert told == {
        "old-043": ("0", "Chưa đạt"), "old-042": ("", "Không áp dụng"), "old-01330": ("", "Chưa có số liệu"),
    }  # fmt: skip


def test_a_thing_done_or_not_is_told_in_words_and_not_as_a_one_or_a_zero(cast):
    target = a_target(a_document(cast["old-04"]), text="Hoàn thành chuyển đổi số", kind="qualitative", value=None, measured_in="đánh giá")
    first, second = given(target, cast["old-01330"], cast["old-042"])
    report = sent(first, "0", by=cast.people["canbo_baolac"], narrative="Đang làm")
    accepted(second, "1", narrative="Đã xong")
    office = cast.client("canbo_caobang")
    told = {line["report"].assignment.unit.key: line["figure"] for line in office.get("/nghi-quyet/cho-duyet/").context["lines"]}
    assert told == {"old-01330": "Chưa thực hiện"}
    assert "Chưa thực hiện" in text_of(office.get(f"/nghi-quyet/bao-cao/{report.pk}/"))
    listed = office.get(f"/nghi-quyet/{target.document_id}/so-lieu/{SCOPE}").context["lines"]
    assert {line["assignment"].unit.key: line["figure"] for line in listed} == {"old-01330": "", "old-042": "Đã thực hiện"}


def test_a_computed_figure_has_its_verdict_wherever_it_is_read_and_may_be_asked_about(cast):
    document, town, other = a_document(cast["old-04"]), cast["old-01321"], cast["old-01330"]
    target = a_target(
        document, text="Mỗi xã đăng ký 1 mô hình", kind="count_per_unit", value=Decimal(1), measured_in="mô hình",
        measure="registered",
    )  # fmt: skip
    for_town, for_other = given(target, town, other)
    a_registration(town, year=2024)
    boss = cast.client("lanhdao_caobang")
    whole = boss.get(f"/nghi-quyet/{document.pk}/ket-qua/{SCOPE}").context["lines"][0]
    assert (whole["figure"], whole["state"]["label"], whole["short"]) == ("1/2", "Chưa đạt", 1)
    listed = boss.get(whole["short_url"])
    assert [(one["assignment"].pk, one["figure"], one["state"]["label"], one["may_ask"]) for one in listed.context["lines"]] == [
        (for_other.pk, "0", "Chưa đạt", True)
    ]
    told = boss.get(f"/nghi-quyet/chi-tieu/{target.pk}/{SCOPE}")
    assert "<dt>Tính từ số liệu</dt><dd>Lượt đăng ký</dd>" in text_of(told)
    (failing,) = told.context["lists"]
    assert (failing["state"], [one.assignment.pk for one in failing["lines"]]) == ("short", [for_other.pk])
    page = text_of(boss.get(f"/nghi-quyet/so-lieu/{for_town.pk}/"))
    assert "Tính từ số liệu “Lượt đăng ký” trong phần mềm" in page
    (row,) = cast.client("canbo_baolac").get("/nghi-quyet/bao-cao/?within=old-01330&year=2024").context["rows"]
    assert (row["figure"], row["state"]["label"], row["measured"]) == ("0", "Chưa đạt", True)
    boss.post(f"/nghi-quyet/so-lieu/{for_other.pk}/hoi/", {"question": "Vì sao chưa đăng ký?", "due_on": ""})
    asked = Explanation.objects.get()
    assert (asked.verdict, asked.numerator, asked.denominator) == ("not_met", 0, None)
    # By unit it stands with the target that is reported, and so in the lists behind the numbers.
    typed = a_target(document)
    (silent,) = given(typed, other)
    page = boss.get(f"/nghi-quyet/{document.pk}/ket-qua/{SCOPE}")
    by_unit = {row["name"]: (row["reaching"], row["short"], row["silent"]) for row in page.context["units"] if row["completeness"]}
    assert by_unit == {"Huyện Bảo Lạc": (1, 1, 1)}
    behind = {
        state: [one["assignment"].pk for one in boss.get(page.context["whole"][f"{state}_url"]).context["lines"]]
        for state in ("reaching", "short", "silent")
    }
    assert behind == {"reaching": [for_town.pk], "short": [for_other.pk], "silent": [silent.pk]}


def test_a_target_page_names_who_falls_short_and_who_is_silent(cast):
    target = a_target(a_document(cast["old-04"]))
    for unit, figure in (("old-042", "21/21"), ("old-043", "12/21")):
        accepted(given(target, cast[unit])[0], figure)
    given(target, cast["old-01330"])
    page = cast.client("lanhdao_caobang").get(f"/nghi-quyet/chi-tieu/{target.pk}/{SCOPE}")
    assert [(one["state"], one["count"], [line.assignment.unit.key for line in one["lines"]]) for one in page.context["lists"]] == [
        ("short", 1, ["old-043"]), ("silent", 1, ["old-01330"]),
    ]  # fmt: skip
    followed = cast.client("lanhdao_caobang").get(page.context["lists"][0]["url"])
    assert [(line["assignment"].unit.key, line["figure"], line["share"]) for line in followed.context["lines"]] == [
        ("old-043", "12/21", "57,1%")
    ]


def test_a_target_and_those_that_concretise_it_lead_to_each_other(cast):
    above, below = a_document(cast["old-04"]), a_document(cast["old-04"], number="12-KH/HND", issuer="Hội Nông dân")
    link_documents(by=None, document=below, kind="concretises", other=above)
    parent = a_target(above, text="Đến năm 2025 tập hợp 86% nông dân")
    terms = Terms(text="Mỗi huyện hội 86%", kind="units_each_year", value=Decimal(100))
    child = define_target(by=None, document=below, terms=terms, parent=parent)
    accepted(given(child, cast["old-043"])[0], "12/21")
    browser = cast.client("lanhdao_caobang")
    page = browser.get(f"/nghi-quyet/chi-tieu/{parent.pk}/{SCOPE}")
    (line,) = page.context["children"]
    assert (line["text"], line["figure"], line["state"]["label"]) == ("Mỗi huyện hội 86%", "0/1", "Chưa đạt")
    assert "12-KH/HND" in text_of(page)
    assert parent.text in text_of(browser.get(line["url"]))


def test_a_year_for_which_nothing_was_given_leads_to_the_years_there_are(cast, held):
    document, target, assignment = held
    accepted(assignment, "20/21")
    given(target, cast["new-01327"], year=2025)
    browser = cast.client("lanhdao_caobang")
    page = browser.get(f"/nghi-quyet/{document.pk}/ket-qua/?year=2026")
    assert "Năm 2026 chưa giao chỉ tiêu nào của văn bản này" in text_of(page)
    assert [page.context[name]["label"] for name in ("action", "second")] == ["Xem năm 2024", "Xem năm 2025"]
    assert "Theo đơn vị" not in text_of(page)
    told = text_of(browser.get(f"/nghi-quyet/chi-tieu/{target.pk}/?year=2026"))
    assert "Chỉ tiêu này không giao cho năm 2026" in told
    owed = cast.client("canbo_baolac").get("/nghi-quyet/bao-cao/?within=new-01327&year=2026")
    assert owed.context["action"]["label"] == "Xem năm 2025"


def test_what_ended_units_still_hold_is_said_and_goes_to_their_heirs_all_at_once(cast):
    document = a_document(cast["old-04"])
    first, second = a_target(document), a_target(document)
    for target in (first, second):
        given(target, cast["old-01327"], cast["old-01330"], year=2025)
    office = cast.client("canbo_caobang")
    page = f"/nghi-quyet/chi-tieu/{first.pk}/"
    assert "2 nơi được giao đã kết thúc trong năm 2025" in text_of(office.get(page + "?year=2025"))
    assert "2 nơi đã kết thúc" in text_of(office.get(page + "ke-tuc/?year=2025"))
    assert office.post(page + "ke-tuc/", {"year": "2025", "every": "on"}).status_code == 302
    heirs = Assignment.objects.given().values_list("target_id", "unit__tier", "rule")
    assert set(heirs) == {(first.pk, "commune", "inherited"), (second.pk, "commune", "inherited")}
    assert "đã kết thúc trong năm 2025" not in text_of(office.get(page + "?year=2025"))


def test_two_people_at_one_report_see_both_figures(cast, held):
    _document, _target, assignment = held
    page = f"/nghi-quyet/so-lieu/{assignment.pk}/ky/{the_year().pk}/"
    first, second = cast.client("canbo_baolac"), cast.client("canbo_caobang")
    first.post(page, {"answer": "figure", "figure": "20/21", "version": 0, "deed": "draft"})
    overtaken = second.post(page, {"answer": "figure", "figure": "18/21", "version": 0, "deed": "draft"})
    assert overtaken.status_code == 409
    assert "20/21" in text_of(overtaken)
    assert 'value="18/21"' in text_of(overtaken)


def test_a_leader_asks_the_unit_answers_and_both_stay_with_the_figure(cast, held):
    _document, _target, assignment = held
    accepted(assignment, "12/21")
    leader, unit = cast.client("lanhdao_caobang"), cast.client("canbo_baolac")
    page = f"/nghi-quyet/so-lieu/{assignment.pk}/"
    assert "Yêu cầu giải trình" in text_of(leader.get(page))
    leader.post(page + "hoi/", {"question": "Vì sao mới 12 xã?", "due_on": ""})
    asked = Explanation.objects.get()
    assert "Vì sao mới 12 xã?" in text_of(unit.get("/nghi-quyet/giai-trinh/"))
    unit.post(f"/nghi-quyet/giai-trinh/{asked.pk}/", {"reply": "Chín xã thay bí thư"})
    seen = text_of(leader.get(page))
    assert "Vì sao mới 12 xã?" in seen
    assert "Chín xã thay bí thư" in seen
    assert "12/21" in seen
    assert "Chín xã thay bí thư" in text_of(leader.get("/nghi-quyet/giai-trinh/?state=asked"))


@pytest.mark.parametrize(
    ("person", "address", "words"),
    [
        ("lanhdao_caobang", "/nghi-quyet/{document}/sua/", "không được giao ghi văn bản"),
        ("canbo_baolac", "/nghi-quyet/chi-tieu/{target}/giao/", "không được giao ghi văn bản"),
        ("canbo_baolac", "/nghi-quyet/so-lieu/{assignment}/hoi/", "việc của lãnh đạo"),
        ("lanhdao_caobang", "/nghi-quyet/so-lieu/{assignment}/ky/{period}/", "việc của người nhập liệu"),
        ("canbo_baolac", "/nghi-quyet/bao-cao/{report}/duyet/", "việc của đơn vị giao chỉ tiêu"),
    ],
)
def test_who_may_not_is_told_whose_work_it_is(cast, held, person, address, words):
    document, target, assignment = held
    report = sent(assignment, "20/21")
    address = address.format(
        document=document.pk, target=target.pk, assignment=assignment.pk, report=report.pk, period=report.period_id
    )
    for page in (cast.client(person).get(address), cast.client(person).post(address, {"version": report.version})):
        assert page.status_code == 403
        assert words in text_of(page)


@pytest.mark.parametrize("address", ["{d}/", "{d}/ket-qua/", "{d}/so-lieu/", "chi-tieu/{t}/", "so-lieu/{a}/", "bao-cao/{r}/"])
def test_what_another_province_works_by_is_not_there(cast, held, address):
    document, target, assignment = held
    report = sent(assignment, "20/21")
    page = "/nghi-quyet/" + address.format(d=document.pk, t=target.pk, a=assignment.pk, r=report.pk)
    assert cast.client("canbo_caobang").get(page).status_code == 200
    assert cast.client("canbo_hagiang").get(page).status_code == 404


def test_the_results_list_red_first_and_every_number_leads_to_what_it_counts(cast):
    document = a_document(cast["old-04"])
    good, bad, quiet = (a_target(document, text=text) for text in ("Đạt rồi", "Chưa đạt đâu", "Im lặng"))
    for target, figure in ((good, "21/21"), (bad, "12/21")):
        accepted(given(target, cast["old-043"])[0], figure)
    given(quiet, cast["old-043"])
    answer = cast.client("lanhdao_caobang").get(f"/nghi-quyet/{document.pk}/ket-qua/{SCOPE}")
    lines = answer.context["lines"]
    assert [(line["text"], line["state"]["label"]) for line in lines] == [
        ("Chưa đạt đâu", "Chưa đạt"), ("Im lặng", "Chưa có số liệu (1)"), ("Đạt rồi", "Đạt"),
    ]  # fmt: skip
    assert [(line["completeness"], line["silent"]) for line in lines] == [("1/1", 0), ("0/1", 1), ("1/1", 0)]
    followed = cast.client("lanhdao_caobang").get(lines[0]["short_url"])
    assert [line["assignment"].target_id for line in followed.context["lines"]] == [bad.pk]
    units = {row["name"]: (row["reaching"], row["short"], row["silent"]) for row in answer.context["units"]}
    assert units[cast["old-043"].name] == (1, 1, 1)


def test_units_and_each_kind_of_organisation_lead_to_their_own_figures(cast):
    unit = cast["old-043"]
    women = Organisation.objects.create(name="Hội Phụ nữ", folded_name="hoi phu nu", kind="women", unit=unit)
    target = a_target(a_document(cast["old-04"]))
    assign_to(by=None, target=target, parts=[Part(unit), Part(unit, women)], year=2024)
    browser = cast.client("lanhdao_caobang")
    kinds = browser.get(f"/nghi-quyet/{target.document_id}/ket-qua/{SCOPE}").context["kinds"]
    behind = {
        kind["label"]: [(one["assignment"].organisation, one["assignment"].unit) for one in browser.get(line["all_url"]).context["lines"]]
        for kind in kinds
        for line in kind["lines"]
    }
    assert behind == {"Đơn vị hành chính": [(None, unit)], "Hội Liên hiệp Phụ nữ": [(women, unit)]}


def test_the_list_of_documents_says_what_falls_short(cast):
    document = a_document(cast["old-04"])
    for text, figure in (("Đạt rồi", "21/21"), ("Chưa đạt đâu", "12/21"), ("Im lặng", None)):
        (assignment,) = given(a_target(document, text=text), cast["old-043"])
        if figure:
            accepted(assignment, figure)
    (listed,) = cast.client("lanhdao_caobang").get("/nghi-quyet/").context["documents"]
    assert [badge["label"] for badge in listed.standing] == ["Chưa đạt: 1", "Chưa có số liệu: 1"]


def test_the_target_page_adds_parts_and_divides_last(cast):
    document = a_document(cast["old-04"])
    target = a_target(
        document, text="Hội viên", kind="rate_by_end", recurrence="by_date", due_on=date(2025, 12, 31), value=Decimal(86)
    )
    for unit, figure in zip(("old-042", "old-043", "old-01330"), ("1/10", "9/10", "90/100"), strict=True):
        accepted(given(target, cast[unit])[0], figure)
    answer = cast.client("lanhdao_caobang").get(f"/nghi-quyet/chi-tieu/{target.pk}/{SCOPE}")
    assert (answer.context["total"]["figure"], answer.context["total"]["share"]) == ("100/120", "83,3%")


def test_a_documents_reviews_and_last_days_stand_in_the_calendar(cast):
    a_document(cast["old-04"], issued_on=date(2021, 11, 19))
    the_year(2024)
    page = cast.client("canbo_baolac").get("/nghi-quyet/lich/?year=2024")
    told = [(y["year"], [(line["on"], line["words"]) for line in y["lines"]]) for y in page.context["years"]]
    assert told == [
        (2024, [(date(2024, 11, 19), "Sơ kết 3 năm")]),
        (2025, [(date(2025, 1, 10), "Hạn gửi báo cáo"), (date(2025, 12, 31), "Tổng kết giai đoạn")]),
        (2026, []),
    ]


def test_a_period_is_opened_and_its_last_day_moved(cast):
    browser = cast.client("quantri")
    form = {"kind": "year", "name": "Năm 2024", "starts_on": "01/01/2024", "ends_on": "31/12/2024", "cut_off": "10/01/2025", "unit": ""}
    assert browser.post("/nghi-quyet/ky/moi/", form).status_code == 302
    period = the_year()
    assert browser.post(f"/nghi-quyet/ky/{period.pk}/", {"cut_off": "20/01/2025", "version": period.version}).status_code == 302
    period.refresh_from_db()
    assert period.cut_off == date(2025, 1, 20)
    late = browser.post(f"/nghi-quyet/ky/{period.pk}/", {"cut_off": "25/01/2025", "version": date(2025, 1, 10).toordinal()})
    assert (late.status_code, late.context["form"].theirs) == (409, [("Hạn gửi", "20/01/2025")])
    assert cast.client("canbo_baolac").get(f"/nghi-quyet/ky/{period.pk}/").status_code == 403


def test_what_stands_in_nobodys_pages_is_counted_for_nobody(cast, held):
    """The province's clerk keeps the document; a stranger sees neither it nor anything of it."""
    document, _target, _assignment = held
    assert Document.objects.filter(pk=document.pk).exists()
    assert cast.client("nguoi_la").get(f"/nghi-quyet/{document.pk}/").status_code == 404


def waiting_of(browser) -> dict[str, tuple[int, str]]:
    """What the page of one's own work says of targets: how many, and where it leads."""
    found = browser.get("/viec/").context["waiting"]
    return {one["label"]: (one["total"], one["url"]) for one in found if one["total"]}


def test_what_waits_is_told_to_whoever_does_it(cast, held):
    _document, target, assignment = held
    given(target, cast["new-01327"], year=2025)
    with time_machine.travel(date(2026, 1, 20)):
        the_year(2025)
        report = sent(assignment, "12/21", by=cast.people["canbo_baolac"])
        ask_explanation(by=cast.people["lanhdao_caobang"], assignment=assignment, question="Vì sao?", on=date(2026, 1, 20))
        unit, office, boss = (cast.client(name) for name in ("canbo_baolac", "canbo_caobang", "lanhdao_caobang"))
        assert waiting_of(unit) == {
            "Yêu cầu giải trình chờ trả lời": (1, "/nghi-quyet/giai-trinh/?state=mine"),
            "Chỉ tiêu chưa gửi báo cáo": (1, "/nghi-quyet/bao-cao/?mine=owed"),
        }
        rows = unit.get("/nghi-quyet/bao-cao/?mine=owed").context["rows"]
        assert [(row["assignment"].unit.key, row["assignment"].year) for row in rows] == [("new-01327", 2025)]
        assert waiting_of(office) == {"Báo cáo chỉ tiêu chờ duyệt": (1, "/nghi-quyet/cho-duyet/")}
        assert waiting_of(boss) == {}
        Explanation.objects.update(due_on=date(2026, 1, 19))
        assert waiting_of(boss) == {"Giải trình quá hạn đơn vị chưa trả lời": (1, "/nghi-quyet/giai-trinh/?state=asked")}
        return_(by=cast.people["canbo_caobang"], report=report, version=report.version, on=date(2026, 1, 20), reason="Thiếu")
        answer(by=cast.people["canbo_baolac"], explanation=Explanation.objects.get(), reply="Đang làm", on=date(2026, 1, 20))
        assert waiting_of(unit)["Báo cáo chỉ tiêu bị trả lại"] == (1, "/nghi-quyet/bao-cao/?mine=returned")
        assert waiting_of(boss) == {"Giải trình mới nhận trong 14 ngày": (1, "/nghi-quyet/giai-trinh/?state=asked")}


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("", 22), ("{d}/", 28), ("{d}/ket-qua/", 28), ("{d}/so-lieu/", 23),
                                                   ("bao-cao/", 22), ("cho-duyet/", 18), ("giai-trinh/", 18)])  # fmt: skip
def test_a_page_costs_the_same_however_much_stands_on_it(cast, django_assert_num_queries, size, address, queries):
    document = a_document(cast["old-04"])
    for number in range(size):
        target = a_target(document, text=f"Chỉ tiêu {number}")
        (red, waiting) = given(target, cast["old-04"], cast["old-043"])
        accepted(red, "12/21")
        sent(waiting, "20/21")
        ask_explanation(by=cast.people["lanhdao_caobang"], assignment=red, question="Vì sao?", on=date(2026, 1, 20))
    browser = cast.client("canbo_caobang")
    page = "/nghi-quyet/" + address.format(d=document.pk) + SCOPE
    browser.get(page)
    with django_assert_num_queries(queries):
        assert browser.get(page).status_code == 200
