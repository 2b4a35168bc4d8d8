"""One story in a real browser: a clerk signs in, enters a model, finds it, sees it counted and takes it away in Excel."""

import openpyxl
import pytest

from tests.browser.entering import enter_model
from tests.browser.test_accessibility import SCREENS, violations
from tests.casts import PASSWORD, clerk
from tests.factories import a_registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Thắp sáng đường quê xóm Nà Lỏng"


@pytest.fixture
def at_work(page, loaded_units):
    """The page, signed in through the sign-in form as Cao Bằng's clerk; the register holds one model of 2024."""
    clerk("old-04")
    a_registration("old-01321", name="Hũ gạo tình thương")
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("chi.hoa")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/")
    return page


def registered(page) -> str:
    """The dashboard's count of registrations of 2024."""
    page.goto("/?within=old-04&year=2024&geography=2024-12-31")
    tile = page.locator(".tile", has=page.get_by_text("Lượt đăng ký", exact=True))
    return tile.locator(".tile__figure").inner_text().split()[0]


def saved(page, control, folder):
    """The workbook that the link or button gives, opened."""
    with page.expect_download() as waiting:
        control.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return openpyxl.load_workbook(path, data_only=True)


def test_a_model_is_entered_found_counted_and_exported(at_work, tmp_path):
    page = at_work
    assert registered(page) == "1"

    page.goto("/mo-hinh/")
    page.get_by_role("link", name="Đăng ký mô hình").first.click()
    enter_model(page, name=NAME, year="2024", typed="hong tri", unit="Xã Hồng Trị", level="grassroots")

    page.goto("/mo-hinh/?within=old-04&year=2024")
    page.get_by_label("Tìm theo tên hoặc mã").fill("thap sang duong que")
    page.get_by_role("link", name="Hũ gạo tình thương").wait_for(state="detached")
    assert page.get_by_role("link", name=NAME).count() == 1
    book = saved(page, page.get_by_role("button", name="Xuất Excel"), tmp_path)
    values = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert NAME in values
    assert "Hũ gạo tình thương" not in values

    assert registered(page) == "2"

    page.goto("/bao-cao/nam/?within=old-04&year=2024&geography=2024-12-31")
    annual = saved(
        page,
        page.get_by_role("link", name="Xuất Excel"),
        tmp_path,
    )
    assert "Nguồn số liệu" in annual.sheetnames
    total = next(row for row in annual["Phụ lục 1"].iter_rows(values_only=True) if row[1] == "Tổng cộng")
    assert total[10:12] == (2, 0)


def test_text_kept_on_a_machine_is_offered_to_nobody_else(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill(NAME)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.goto("/mo-hinh/moi/")
    assert page.locator("#restore").is_visible()
    # The session ends without signing out, and a colleague sits down.
    page.context.clear_cookies()
    clerk("old-04", "anh.ba")
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên đăng nhập").fill("anh.ba")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/moi/")
    assert not page.locator("#restore").is_visible()


def test_what_was_typed_is_there_after_a_refusal(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill(NAME)
    page.get_by_role("button", name="Gửi").last.click()
    page.locator(".error-summary").wait_for()
    assert page.get_by_label("Tên mô hình, điển hình").input_value() == NAME


def test_a_draft_that_was_kept_is_not_said_to_have_been_cut_off(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill(NAME)
    page.get_by_role("button", name="Lưu nháp").click()
    page.get_by_text("Đã lưu nháp lúc").wait_for()
    assert not page.locator("#restore").is_visible()
    page.goto("/mo-hinh/moi/")
    assert not page.locator("#restore").is_visible()


def test_words_typed_right_before_leaving_are_in_the_draft(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill(NAME)
    with page.expect_response("**/nhap/luu/"):
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.goto("/mo-hinh/nhap/")
    assert page.get_by_role("link", name=NAME).count() == 1


def test_a_refused_form_kept_as_a_draft_is_not_offered_a_second_time(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill(NAME)
    page.get_by_role("button", name="Gửi").last.click()
    page.locator(".error-summary").wait_for()
    page.goto("/mo-hinh/moi/")
    assert not page.locator("#restore").is_visible()
    assert page.get_by_label("Tên mô hình, điển hình").input_value() == ""


def test_the_form_tells_of_a_near_name_once_the_unit_is_chosen_and_of_a_unit_that_did_not_stand_in_the_year(at_work):
    page = at_work
    page.goto("/mo-hinh/moi/")
    page.get_by_label("Tên mô hình, điển hình").fill("hu gao tinh thuong")
    page.get_by_label("Năm đăng ký").select_option("2026")
    page.get_by_label("Gõ tên đơn vị để tìm").press_sequentially("bao lac")
    page.get_by_role("radio", name="Xã Bảo Lạc").check()
    page.get_by_role("link", name="Hũ gạo tình thương").wait_for()
    page.get_by_label("Năm đăng ký").select_option("2024")
    page.get_by_text("chưa có trong năm 2024").wait_for()
    page.set_viewport_size(SCREENS["phone"])
    assert (violations(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 360)
    page.get_by_role("radio", name="Thị trấn Bảo Lạc").check()
    page.get_by_label("Năm đăng ký").select_option("2025")
    page.get_by_text("chưa có trong năm 2024").wait_for(state="detached")
    assert page.locator("input[name=unit]:checked").input_value() == "old-01321"
