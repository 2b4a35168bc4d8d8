"""The head of a page on paper is of the day that the page is about, not of the day it is printed."""

import re
from datetime import date

import pytest
import time_machine

from tests.factories import a_registration
from tests.pages import Cast, text_of
from units.models import UnitName


@pytest.fixture
def cast(db):
    with time_machine.travel(date(2026, 3, 2)):
        yield Cast()


def head_of(response) -> list[str]:
    """The two sides of the printed head, in one line each, without the moment of printing."""
    inner = re.search(r'<div class="print-header">(.*?)</div>\s*</div></div>', text_of(response), re.DOTALL)[
        1
    ]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " | ", inner))
    return [part.strip() for part in text.split("|") if part.strip() and "In lúc" not in part]


def test_a_record_of_2023_has_the_agency_and_the_unit_names_of_2023(cast):
    UnitName.objects.create(unit=cast["old-01330"], name="Xã Cô Ba cũ", valid_to=date(2023, 12, 31))
    old = a_registration(cast["old-01330"], name="Đường hoa", year=2023)
    browser = cast.client("canbo_caobang")
    assert head_of(browser.get(f"/mo-hinh/{old.pk}/")) == [
        "Ban Dân vận", "Xã Cô Ba cũ, Huyện Bảo Lạc, Tỉnh Cao Bằng", "Năm 2023",
    ]  # fmt: skip
    recent = a_registration(cast["new-01321"], name="Đường hoa", year=2026)
    assert head_of(browser.get(f"/mo-hinh/{recent.pk}/"))[::2] == ["Ban Tuyên giáo và Dân vận", "Năm 2026"]


def test_the_year_of_the_change_is_told_by_the_day_of_registration(cast):
    early = a_registration(cast["old-01330"], name="Sớm", year=2025, registered_on=date(2025, 1, 20))
    late = a_registration(cast["old-01330"], name="Muộn", year=2025)
    browser = cast.client("canbo_caobang")
    assert [head_of(browser.get(f"/mo-hinh/{r.pk}/"))[0] for r in (early, late)] == [
        "Ban Dân vận", "Ban Tuyên giáo và Dân vận",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/mo-hinh/", "/bao-cao/nam/"])
def test_a_list_or_report_of_2023_is_headed_by_the_agency_of_2023(cast, address):
    a_registration(cast["old-01330"], name="Đường hoa", year=2023)
    browser = cast.client("canbo_caobang")
    assert head_of(browser.get(f"{address}?within=old-04&year=2023")) == [
        "Ban Dân vận", "Tỉnh Cao Bằng", "Năm 2023", "Địa giới đến 30/6/2025",
    ]  # fmt: skip
    assert head_of(browser.get(f"{address}?within=new-04&year=2026"))[0] == "Ban Tuyên giáo và Dân vận"
