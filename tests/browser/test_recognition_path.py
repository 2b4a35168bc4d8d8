"""One model's whole way in real browsers, each person at a desk of her own: from the commune's form to the signed decision."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from docx import Document

from accounts.choices import Role
from models_registry.models import Registration
from recognition.teams import form_team
from tests.browser.entering import enter_model
from tests.casts import PASSWORD, code_of, person
from tests.factories import a_registration, a_small_country
from tests.recognition.offices import a_set_in_use
from tests.recognition.papers_read import rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Thắp sáng đường quê xóm Nà Lỏng"
WHO = {
    "commune": ("xa.thuongha", Role.CLERK, "old-01327", "Nông Thị Xã"),
    "district": ("huyen.baolac", Role.CLERK, "old-043", "Lý Văn Huyện"),
    "approver": ("duyet.tinh", Role.APPROVER, "old-04", "Bế Thị Duyệt"),
    "head": ("to.truong", Role.APPRAISER, "old-04", "Hà Thị Trưởng"),
    "second": ("cham.hai", Role.APPRAISER, "old-04", "Mã Thị Hai"),
}


class Desk:
    """One person at a browser of her own."""

    def __init__(self, user, page):
        self.user, self.page = user, page

    def sign_in(self) -> "Desk":
        """As every morning: nobody stays signed in overnight."""
        self.page.context.clear_cookies()
        self.page.goto("/")
        self.page.get_by_label("Tên đăng nhập").fill(self.user.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.press("Đăng nhập")
        if self.page.get_by_label("Mã xác thực").count():
            self.page.get_by_label("Mã xác thực").fill(code_of(self.user))
            self.press("Tiếp tục")
        self.page.get_by_role("link", name="Tổng quan").first.wait_for()
        return self

    def open_task(self, queue: str) -> "Desk":
        """The model's page, by what waits for her on the first page."""
        self.page.goto("/")
        self.follow(queue)
        self.follow(NAME)
        self.page.get_by_role("heading", level=1, name=NAME).wait_for()
        return self

    def follow(self, label: str) -> None:
        self.page.locator("main").get_by_role("link", name=label).first.click()
        self.page.wait_for_load_state()

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()
        self.page.wait_for_load_state()

    def take(self, step: str) -> None:
        """The step of the workflow, from the model's page and back to it."""
        self.follow(step)
        self.press(step)
        self.page.get_by_role("heading", level=1, name=NAME).wait_for()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def word_file(self, label: str, folder: Path):
        with self.page.expect_download() as waiting:
            self.follow(label)
        path = folder / f"{self.user.username}-{waiting.value.suggested_filename}"
        waiting.value.save_as(path)
        return Document(path)


@pytest.fixture
def morning():
    """`morning("2025-03-10")`: it is now nine in the morning of that day, in Hà Nội."""
    with time_machine.travel("2025-03-03 09:00+07:00") as clock:
        yield lambda day: clock.move_to(f"{day} 09:00+07:00")


@pytest.fixture
def desks(morning, new_page):
    """The five people, each at her desk; the province has criteria and a team for 2025, and a register of one more model."""
    units = a_small_country()
    people = {who: person(*given[:3], full_name=given[3]) for who, given in WHO.items()}
    a_set_in_use(units["old-04"], year=2025)
    form_team(
        by=None, unit=units["old-04"], year=2025, field="", name="Tổ thẩm định chung",
        members=[people["head"], people["second"]], head=people["head"], on=date(2025, 3, 3),
    )  # fmt: skip
    a_registration("old-01330", name="Hũ gạo tình thương", year=2025, level="province")
    return {who: Desk(user, new_page()) for who, user in people.items()}


def mark(desk: Desk, one: str, two: str, text: str) -> None:
    """The boxes of the three criteria: two of points, one met; beside each a word."""
    page = desk.page
    for code, points in (("1", one), ("2", two)):
        page.get_by_label(f"Điểm mục {code}").fill(points)
    page.get_by_role("radiogroup", name="Mục 3").get_by_label("Đạt", exact=True).check()
    for code in ("1", "2", "3"):
        page.get_by_label(f"{text} mục {code}").fill(f"{text} {code} của {desk.user.full_name}")


def assess_itself(desk: Desk) -> None:
    desk.follow("Gửi tự đánh giá")
    mark(desk, "50", "30", "Minh chứng")
    desk.page.get_by_label("Kết quả đạt được").fill("Xong 12 tuyến đường")
    desk.press("Gửi tự đánh giá")
    desk.page.get_by_role("heading", level=1, name=NAME).wait_for()


def score(desk: Desk, one: str, two: str) -> None:
    mark(desk, one, two, "Nhận xét")
    desk.page.get_by_text(f"Tổng {int(one) + int(two)}/100 điểm").wait_for()
    desk.press("Chấm xong")
    desk.page.get_by_text("Đã chấm xong hồ sơ này.").wait_for()


def test_five_people_bring_a_model_from_the_form_to_a_signed_decision(desks, morning, tmp_path):
    commune, district, approver, head, second = desks.values()

    morning("2025-03-10")
    commune.sign_in().page.goto("/mo-hinh/moi/")
    enter_model(commune.page, name=NAME, year="2025", typed="thuong ha", unit="Xã Thượng Hà", level="province")
    assert "Hồ sơ đã gửi, đang chờ Huyện Bảo Lạc tiếp nhận." in commune.text()

    morning("2025-03-12")
    district.sign_in().open_task("Chờ tiếp nhận")
    assert district.page.get_by_role("link", name="Tiếp nhận", exact=True).count() == 0
    district.take("Chuyển cấp trên")
    assert "Chờ tiếp nhận, ở Tỉnh Cao Bằng." in district.text()

    morning("2025-03-17")
    approver.sign_in().open_task("Chờ tiếp nhận").take("Tiếp nhận")

    morning("2025-03-20")
    commune.sign_in().open_task("chờ bắt đầu thực hiện").take("Bắt đầu thực hiện")

    morning("2025-06-02")
    assess_itself(commune.sign_in().open_task("đến hạn thì tự đánh giá"))

    morning("2025-06-09")
    approver.sign_in().open_task("chờ đưa vào thẩm định").take("Đưa vào thẩm định")

    morning("2025-06-10")
    head.sign_in().open_task("chờ tôi chấm điểm").follow("Chấm điểm")
    score(head, "55", "35")
    second.sign_in().open_task("chờ tôi chấm điểm").follow("Chấm điểm")
    assert_hidden(second)
    score(second, "45", "25")
    assert "90,00%" in second.text()
    assert "70,00%" in second.text()

    minutes = conclude(head, tmp_path)
    assert any(NAME in cell for row in rows(minutes.tables[1]) for cell in row)

    morning("2025-06-20")
    paper = decide(approver.sign_in(), tmp_path)
    assert [row[1] for row in rows(paper.tables[-1]) if row[0].strip().isdigit()] == [NAME]

    found = Registration.objects.get(model__name=NAME)
    assert (found.stage, found.recognised_level) == ("recognised", "province")
    morning("2025-06-21")
    commune.sign_in().page.goto(f"/mo-hinh/{found.pk}/")
    assert "Được công nhận" in commune.text()
    assert "12-QĐ/BDVTU" in commune.text()
    assert "Bước: Chuyển cấp trên" in commune.text()
    not_hers = ("Lập quyết định thu hồi", "Chọn tiêu biểu", "Đang ở Tỉnh Cao Bằng")
    assert [words for words in not_hers if words in commune.text()] == []
    assert [recognised(desk) for desk in (commune, district.sign_in(), approver.sign_in())] == ["1", "1", "1"]


def recognised(desk: Desk) -> str:
    """The dashboard's count of what was recognised."""
    desk.page.goto("/?year=2025")
    tile = desk.page.locator(".tile", has=desk.page.get_by_text("Được công nhận", exact=True))
    return tile.locator(".tile__figure").inner_text().split()[0]


def assert_hidden(desk: Desk) -> None:
    said = desk.page.content()
    assert "Điểm của người khác chỉ xem được khi anh/chị đã chấm xong hồ sơ này." in said
    assert [mark for mark in ("90,00%", "Nhận xét 1 của Hà Thị Trưởng") if mark in said] == []


def conclude(desk: Desk, folder: Path):
    """The conclusion of the head, and the minutes as a Word file."""
    desk.page.reload()
    desk.follow("Kết luận")
    desk.page.get_by_role("radio", name="Tiêu biểu").check()
    desk.press("Ghi kết luận")
    desk.follow("Tổ thẩm định chung")
    desk.follow("Lập biên bản")
    desk.press("Lập biên bản")
    return desk.word_file("Tải bản Word", folder)


def decide(desk: Desk, folder: Path):
    """A decision drafted from what waits for one, signed, as a Word file."""
    page = desk.page
    page.goto("/")
    desk.follow("chờ quyết định")
    assert page.get_by_role("checkbox", name="Chọn Hũ gạo tình thương").count() == 0
    page.get_by_role("checkbox", name=f"Chọn {NAME}").check()
    desk.press("Soạn dự thảo với các hồ sơ đã chọn")
    assert page.get_by_role("checkbox", name=NAME).is_checked()
    desk.press("Lưu dự thảo")
    desk.follow("Ký quyết định")
    page.get_by_label("Số, ký hiệu").fill("12-QĐ/BDVTU")
    page.get_by_label("Người ký", exact=True).fill("Nông Văn B")
    desk.press("Ký quyết định")
    return desk.word_file("Tải văn bản (Word)", folder)
