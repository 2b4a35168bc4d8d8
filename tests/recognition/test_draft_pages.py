"""From a draft to a signature in the browser, and what can be done from there."""

import errno
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from audit.errors import DomainError
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.models import Award, Decision, Recognition
from recognition.recognising import recognise, record_decision
from recognition.scanning import attach_scan
from tests.casts import approver, clerk
from tests.factories import a_registration, a_small_country, under_appraisal
from tests.pages import text_of
from tests.recognition.deciding import a_draft, recognised, signed
from tests.recognition.papers_read import read, rows


def pdf(mark: str) -> bytes:
    return b"%PDF-1.4\n% " + mark.encode() + b"\n%%EOF"


def text(**values) -> dict:
    return {
        "unit": "old-04",
        "issuing_body": "Ban Dân vận Tỉnh ủy Cao Bằng",
        "about": "về việc công nhận",
        "grounds": "- Căn cứ quy chế;",
        "signing_as": "head",
    } | values


def signature(draft, **values) -> dict:
    draft.refresh_from_db()
    return {
        "number": "12-QĐ/BDVTU",
        "signed_on": "20/11/2024",
        "issuing_body": "Ban Dân vận Tỉnh ủy Cao Bằng",
        "signer": "Nông Văn B",
        "version": draft.version,
    } | values


def test_a_draft_is_begun_listed_printed_and_signed(cast):
    browser = cast.client("canbo_caobang")
    held = [a_registration(cast["old-01330"], name=f"Mô hình {n}") for n in (1, 2, 3)]
    begun = browser.get("/cong-nhan/du-thao/recognition/?within=old-04&year=2024")
    assert "về việc công nhận mô hình, điển hình “Dân vận khéo” năm 2024" in text_of(begun)
    # The office of that year; the next one begins with the province's last year.
    bodies = [browser.get(f"/cong-nhan/du-thao/recognition/?within=old-04&year={year}").context["form"] for year in (2024, 2025)]
    assert [form["issuing_body"].value() for form in bodies] == [
        "Ban Dân vận Tỉnh ủy Cao Bằng", "Ban Tuyên giáo và Dân vận Tỉnh ủy Cao Bằng",
    ]  # fmt: skip
    assert browser.post("/cong-nhan/du-thao/recognition/", text()).status_code == 302
    draft = Decision.objects.get()
    url = f"/cong-nhan/{draft.pk}/"
    page = browser.get(f"{url}danh-sach/?within=old-04&year=2024")
    assert [r.model.name for r in page.context["candidates"]] == ["Mô hình 1", "Mô hình 2", "Mô hình 3"]
    browser.post(f"{url}danh-sach/", {"level": "province", "registrations": [r.pk for r in held]})
    browser.post(f"{url}bo-dong/", {"lines": [draft.lines.get(registration=held[2]).pk]})
    page = text_of(browser.get(url))
    assert "Mô hình 2" in page
    assert "Mô hình 3" not in page
    printed = read(browser.get(f"{url}van-ban/").content)
    assert rows(printed.tables[0])[0][0].endswith("DỰ THẢO")
    assert Recognition.objects.count() == 0
    done = browser.post(f"{url}ky/", signature(draft), follow=True)
    assert "Đã ký quyết định 12-QĐ/BDVTU." in text_of(done)
    assert "Đã công nhận 2 mô hình." in text_of(done)
    for row in held:
        row.refresh_from_db()
    assert [r.recognised_level for r in held] == ["province", "province", ""]
    again = browser.post(f"{url}ky/", signature(draft))
    assert again.status_code == 403
    assert "Quyết định đã ký không sửa được nữa" in text_of(again)


def test_a_signature_over_a_draft_changed_meanwhile_is_asked_again(cast):
    draft = a_draft(cast["old-04"], registrations=[a_registration(cast["old-01330"])])
    response = cast.client("canbo_caobang").post(f"/cong-nhan/{draft.pk}/ky/", signature(draft, version=1))
    assert (response.status_code, Recognition.objects.count()) == (409, 0)
    assert "Dự thảo vừa được người khác sửa" in text_of(response)
    assert "12-QĐ/BDVTU" in text_of(response)


def test_what_cannot_be_carried_out_is_named_and_nothing_is_written(cast):
    held = a_registration(cast["old-01330"], name="Đã công nhận rồi")
    signed(a_draft(cast["old-04"], registrations=[held]))
    draft = a_draft(cast["old-04"], registrations=[held])
    response = cast.client("canbo_caobang").post(f"/cong-nhan/{draft.pk}/ky/", signature(draft))
    assert response.status_code == 422
    assert "Đã công nhận rồi: đã được công nhận ở cấp này." in text_of(response)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_recognition_is_revoked_from_the_model_s_own_page(cast):
    _decision, (held,) = recognised(cast["old-04"], 1)
    browser = cast.client("canbo_caobang")
    begin = f"/cong-nhan/du-thao/revocation/?registration={held.pk}&level=province"
    assert begin.replace("&", "&amp;") in text_of(browser.get(f"/mo-hinh/{held.pk}/"))
    page = browser.get(begin)
    assert [(str(box.data["value"]), box.data["selected"]) for box in page.context["form"]["registrations"]] == [(str(held.pk), True)]
    browser.post(begin, text(about="về việc thu hồi", reason="Không còn hoạt động", registrations=[held.pk]))
    draft = Decision.objects.drafts().get()
    assert [(line.registration_id, line.level) for line in draft.lines.all()] == [(held.pk, "province")]
    browser.post(f"/cong-nhan/{draft.pk}/ky/", signature(draft, number="13-QĐ/BDVTU", signed_on="20/12/2024"))
    held.refresh_from_db()
    assert (held.stage, held.recognised_level) == (Stage.REVOKED, "")
    page = text_of(browser.get(f"/mo-hinh/{held.pk}/"))
    assert "Bị thu hồi ngày 20/12/2024 theo Quyết định 13-QĐ/BDVTU: Không còn hoạt động" in page
    assert "thu hồi công nhận cấp tỉnh theo Quyết định 13-QĐ/BDVTU. Lý do: Không còn hoạt động" in page


def test_awards_are_listed_filtered_and_exported_as_shown(cast):
    _decision, held = recognised(cast["old-04"])
    draft = a_draft(cast["old-04"], "commendation", held[:1], form="bang_khen", amount=1_500_000)
    browser = cast.client("canbo_caobang")
    browser.post(
        f"/cong-nhan/{draft.pk}/danh-sach/",
        {"form": "giay_khen", "recipient_kind": "individual", "recipient_name": "Nông Văn Tám", "amount": "800.000",
         "registrations": [held[1].pk]},
    )  # fmt: skip
    browser.post(f"/cong-nhan/{draft.pk}/ky/", signature(draft, number="7-QĐ/BDVTU", signed_on="25/12/2024"))
    assert Award.objects.count() == 2
    page = browser.get("/cong-nhan/khen-thuong/?within=old-04&year=2024&form_of_award=giay_khen")
    assert [award.recipient_name for award in page.context["awards"]] == ["Nông Văn Tám"]
    file = browser.get(page.context["export_url"])
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    assert [[cell.value for cell in row][1:3] + [row[9].value, row[14].value] for row in sheet.iter_rows(min_row=5)] == [
        ["Nông Văn Tám", "Cá nhân", "Giấy khen", 800_000]
    ]
    seen = text_of(cast.client("canbo_hagiang").get("/cong-nhan/khen-thuong/?year=2024"))
    assert "Nông Văn Tám" not in seen


def test_amending_and_annulling_begin_at_the_decision_and_are_told_on_it(cast):
    first, held = recognised(cast["old-04"])
    browser = cast.client("canbo_caobang")
    browser.post(f"/cong-nhan/du-thao/amendment/?of={first.pk}", text(reason="Ghi sai tên", new_signer="Nông Văn B"))
    draft = Decision.objects.drafts().get()
    page = browser.get(f"/cong-nhan/{draft.pk}/dua-ra/")
    assert {r.pk for r in page.context["candidates"]} == {r.pk for r in held}
    browser.post(f"/cong-nhan/{draft.pk}/dua-ra/", {"level": "province", "registrations": [held[0].pk]})
    browser.post(f"/cong-nhan/{draft.pk}/ky/", signature(draft, number="2-QĐ/BDVTU", signed_on="01/12/2024"))
    page = text_of(browser.get(f"/cong-nhan/{first.pk}/"))
    assert "Được sửa đổi, bổ sung bởi" in page
    assert "Chấm dứt 01/12/2024 theo 2-QĐ/BDVTU" in page
    assert "theo Quyết định 2-QĐ/BDVTU" in page
    browser.post(f"/cong-nhan/du-thao/annulment/?of={first.pk}", text(reason="Sai thẩm quyền"))
    draft = Decision.objects.drafts().get()
    browser.post(f"/cong-nhan/{draft.pk}/ky/", signature(draft, number="3-QĐ/BDVTU", signed_on="05/12/2024"))
    assert "Bị hủy bỏ bởi" in text_of(browser.get(f"/cong-nhan/{first.pk}/"))
    assert Recognition.objects.standing().count() == 0
    assert browser.get(f"/cong-nhan/du-thao/amendment/?of={first.pk}").status_code == 403


def test_a_scan_is_kept_with_the_ones_before_it(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    decision, _held = recognised(cast["old-04"])
    browser = cast.client("canbo_caobang")
    for name in ("ban-1.pdf", "ban-2.pdf"):
        response = browser.post(f"/cong-nhan/{decision.pk}/ban-quet/", {"scan": SimpleUploadedFile(name, pdf(name))})
        assert response.status_code == 302
    assert [row.name for row in decision.scans.all()] == ["ban-2.pdf", "ban-1.pdf"]
    for row in decision.scans.all():
        given = browser.get(f"/cong-nhan/ban-quet/{row.pk}/")
        assert given["Content-Disposition"].startswith("attachment")
        assert given["X-Content-Type-Options"] == "nosniff"
        assert b"".join(given.streaming_content) == pdf(row.name)
        assert cast.client("canbo_hagiang").get(f"/cong-nhan/ban-quet/{row.pk}/").status_code == 404
    refused = browser.post(f"/cong-nhan/{decision.pk}/ban-quet/", {"scan": SimpleUploadedFile("x.pdf", b"khong phai pdf")})
    assert (refused.status_code, decision.scans.count()) == (422, 2)


def test_papers_that_name_what_the_person_may_not_see_are_not_hers(cast):
    hers, other = a_registration(cast["old-01330"]), a_registration(cast["old-01291"], name="Ở huyện khác")
    decision = signed(a_draft(cast["old-04"], registrations=[hers, other]))
    browser = cast.client("canbo_baolac")
    assert browser.get(f"/cong-nhan/{decision.pk}/").status_code == 200
    for part in ("van-ban", "giay-chung-nhan"):
        response = browser.get(f"/cong-nhan/{decision.pk}/{part}/")
        assert response.status_code == 403
        assert "Ở huyện khác" not in text_of(response)
        assert cast.client("lanhdao_caobang").get(f"/cong-nhan/{decision.pk}/{part}/").status_code == 200


def test_nothing_comes_into_a_list_that_was_signed(cast):
    decision, _held = recognised(cast["old-04"], 1)
    other = a_registration(cast["old-01330"], name="Đến sau")
    browser = cast.client("canbo_caobang")
    add = f"/cong-nhan/{decision.pk}/them/"
    assert add not in text_of(browser.get(f"/cong-nhan/{decision.pk}/"))
    for answer in (browser.get(add), browser.post(add, {"level": "province", "registrations": [other.pk]})):
        assert answer.status_code == 403
        assert "đã ký cùng danh sách của nó" in text_of(answer)
    with pytest.raises(DomainError, match="phải có quyết định sửa đổi, bổ sung"):
        recognise(by=None, decision=decision, registrations=[(other, "province")])
    assert (decision.lines.count(), Recognition.objects.count()) == (1, 1)


def test_what_was_written_down_once_takes_more_even_with_its_scan(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    browser = cast.client("canbo_caobang")
    decision = record_decision(
        by=None, number="5-QĐ/BDVTU", signed_on=date(2024, 11, 20), issuing_body="Ban Dân vận", unit=cast["old-04"],
        entered_on=date(2026, 1, 15),
    )  # fmt: skip
    browser.post(f"/cong-nhan/{decision.pk}/ban-quet/", {"scan": SimpleUploadedFile("a.pdf", pdf("a"))})
    late = a_registration(cast["old-01330"])
    browser.post(f"/cong-nhan/{decision.pk}/them/", {"level": "province", "registrations": [late.pk]})
    assert [line.registration for line in decision.lines.all()] == [late]


def test_of_the_running_year_only_what_is_under_appraisal_is_offered(cast):
    this_year = timezone.localdate().year
    for name in ("Mới đăng ký", "Đang thẩm định"):
        a_registration(cast["new-01327"], name=name, year=this_year, level="province")
    a_registration(cast["new-01327"], name="Năm trước", year=this_year - 1, level="province")
    under_appraisal(Registration.objects.get(model__name="Đang thẩm định"))
    draft = a_draft(cast["new-04"])
    browser = Client()
    browser.force_login(approver("new-04"))
    page = browser.get(f"/cong-nhan/{draft.pk}/danh-sach/?within=new-04&year={this_year}")
    assert {r.model.name for r in page.context["candidates"]} == {"Đang thẩm định"}
    page = browser.post(f"/cong-nhan/{draft.pk}/danh-sach/?within=new-04", {"find": "1", "level": "province"})
    assert {r.model.name for r in page.context["candidates"]} == {"Đang thẩm định", "Năm trước"}


def test_a_draft_is_no_page_for_readers_and_strangers(cast):
    draft = a_draft(cast["old-04"], registrations=[a_registration(cast["old-01330"])])
    for person in ("lanhdao_caobang", "canbo_baolac", "canbo_hagiang", "nguoi_la"):
        browser = cast.client(person)
        for part in ("", "sua/", "danh-sach/", "ky/", "van-ban/"):
            assert browser.get(f"/cong-nhan/{draft.pk}/{part}").status_code == 404
        for part in ("ky/", "bo/", "bo-dong/"):
            assert browser.post(f"/cong-nhan/{draft.pk}/{part}", signature(draft)).status_code == 404
    assert Decision.objects.drafts().count() == 1


def test_the_list_shows_drafts_first_with_their_state_and_is_narrowed_by_kind(cast):
    recognised(cast["old-04"])
    a_draft(cast["old-04"], "commendation", [])
    browser = cast.client("canbo_caobang")
    page = browser.get("/cong-nhan/?within=old-04&year=2024")
    assert [(d.kind, d.state, d.size) for d in page.context["decisions"]] == [
        ("commendation", "draft", 0), ("recognition", "signed", 2),
    ]  # fmt: skip
    narrowed = browser.get("/cong-nhan/?within=old-04&year=2024&decision_kind=recognition&state=signed")
    assert [d.kind for d in narrowed.context["decisions"]] == ["recognition"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_as_many_queries_for_many_rows_as_for_one(cast, count, django_assert_num_queries):
    decision, held = recognised(cast["old-04"], count)
    signed(a_draft(cast["old-04"], "commendation", held, form="giay_khen"), "2-QĐ/BDVTU", date(2024, 12, 1))
    browser = cast.client("canbo_caobang")
    for url, queries in ((f"/cong-nhan/{decision.pk}/", 31), ("/cong-nhan/khen-thuong/?within=old-04&year=2024", 20)):
        with django_assert_num_queries(queries):
            assert browser.get(url).status_code == 200


def test_the_paper_of_an_office_that_is_no_more_is_changed_by_the_one_that_took_over_and_says_whose_it_was(db, time_machine):
    units = a_small_country()
    first, (held, _other) = recognised(units["old-04"])
    by_another = record_decision(
        by=None, number="88/QĐ-UBND", signed_on=date(2024, 10, 10), issuing_body="Ủy ban nhân dân tỉnh Cao Bằng", signer="",
        unit=units["old-04"], entered_on=date(2026, 1, 15),
    )  # fmt: skip
    time_machine.move_to("2026-03-02 09:00+07:00")
    decider, office, stranger = Client(), Client(), Client()
    decider.force_login(approver("new-04"))
    office.force_login(clerk("new-04"))
    stranger.force_login(approver("new-08", "la"))

    def begun(browser, of, year) -> tuple[str, str]:
        page = browser.get(f"/cong-nhan/du-thao/amendment/?of={of.pk}&year={year}")
        return tuple(page.context["form"][name].value() for name in ("unit", "issuing_body"))

    now, then = "Ban Tuyên giáo và Dân vận Tỉnh ủy Cao Bằng", "Ban Dân vận Tỉnh ủy Cao Bằng"
    assert {
        "who signs today": [begun(decider, first, year) for year in (2024, 2026)],
        "who writes down what was signed": [begun(office, first, year) for year in (2024, 2026)],
        "of another body": [begun(office, by_another, 2024)],
    } == {
        "who signs today": [("new-04", now), ("new-04", now)],
        "who writes down what was signed": [("old-04", then), ("new-04", now)],
        "of another body": [("old-04", "Ủy ban nhân dân tỉnh Cao Bằng")],
    }
    assert stranger.get(f"/cong-nhan/du-thao/amendment/?of={first.pk}").status_code == 404
    address = f"/cong-nhan/du-thao/amendment/?of={first.pk}"
    assert address.replace("&", "&amp;") in text_of(decider.get(f"/cong-nhan/{first.pk}/"))
    page = text_of(decider.get(address))
    of_whom = f"Quyết định {first.number} ngày 20/11/2024 của {then}, Tỉnh Cao Bằng (đến 30/06/2025): về việc recognition"
    assert of_whom in page
    assert f"về việc sửa đổi, bổ sung Quyết định số {first.number} ngày 20/11/2024 của {then}" in page

    decider.post(address, text(unit="new-04", issuing_body=now, reason="Ghi sai tên"))
    draft = Decision.objects.drafts().get()
    decider.post(f"/cong-nhan/{draft.pk}/dua-ra/", {"level": "province", "registrations": [held.pk]})
    decider.post(
        f"/cong-nhan/{draft.pk}/ky/",
        signature(draft, number="5-QĐ/BTGDVTU", signed_on="02/03/2026", issuing_body=now),
    )
    held.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.number, draft.unit.key, held.stage) == ("5-QĐ/BTGDVTU", "new-04", Stage.REVOKED)


def test_a_disk_that_is_full_leaves_no_beginning_of_a_scan(cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    decision, _held = recognised(cast["old-04"])

    def half(storage, name, content):
        path = Path(storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read()[:4])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    with pytest.raises(OSError, match="No space left"):
        attach_scan(by=None, decision=decision, upload=SimpleUploadedFile("ban.pdf", pdf("x")))
    decision.refresh_from_db()
    assert ([p for p in tmp_path.rglob("*") if p.is_file()], decision.scans.count(), decision.version) == ([], 0, 3)
