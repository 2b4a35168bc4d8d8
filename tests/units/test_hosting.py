"""Who runs the movement is data with dates: a province's own agency first, else the one that holds everywhere."""

from datetime import date

import pytest

from tests.factories import a_small_country
from units.hosting import host_agency
from units.models import HostAgency
from units.official import load_host_agencies


@pytest.fixture
def country(db):
    return a_small_country()


def test_the_agency_is_that_of_the_day(country):
    assert host_agency(country["old-04"], date(2025, 1, 31)).name == "Ban Dân vận"
    assert host_agency(country["old-043"], date(2025, 2, 1)).name == "Ban Tuyên giáo và Dân vận"
    assert host_agency(None, date(2020, 1, 1)).name == "Ban Dân vận"


def test_a_province_with_an_agency_of_its_own_keeps_it_and_its_neighbour_does_not(country):
    HostAgency.objects.create(
        unit=country["new-04"], name="Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Cao Bằng", symbol="MTTQ-BTT",
        style="state", valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assert host_agency(country["new-01321"], date(2026, 1, 1)).symbol == "MTTQ-BTT"
    assert host_agency(country["new-01321"], date(2025, 12, 31)).symbol == "BTGDV"
    assert host_agency(country["new-08"], date(2026, 1, 1)).symbol == "BTGDV"


def test_what_an_office_changed_is_not_loaded_over(country):
    HostAgency.objects.filter(symbol="BDV").update(name="Ban Dân vận Tỉnh ủy")
    assert load_host_agencies() == 0
    assert HostAgency.objects.filter(name="Ban Dân vận Tỉnh ủy").count() == 1
