"""The dashboard's page: bounded queries, the person's own sight, markup that prints and reads aloud."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casts import PASSWORD, administrator, leader, outsider
from tests.factories import a_registration, a_small_country, a_unit
from units.choices import Tier
from units.placing import rebuild_placements


@pytest.fixture
def country(db):
    units = a_small_country()
    for key in ("old-01321", "old-01327", "old-01291"):
        a_registration(units[key], year=2024, name=f"Mô hình của {key}")
    return units


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_as_many_queries_for_three_districts_as_for_one(country, client):
    viewer = leader(country["old-04"])
    client.force_login(viewer)
    address = "/?within=old-04&year=2024&geography=2024-12-31"
    before = queries(client, address)
    for name in ("Huyện Hà Quảng", "Huyện Hòa An"):
        district = a_unit(Tier.DISTRICT, country["old-04"], name=name, valid_to=date(2025, 6, 30))
        for number in (1, 2, 3):
            commune = a_unit(Tier.COMMUNE, district, name=f"Xã {number}", valid_to=date(2025, 6, 30))
    rebuild_placements()
    a_registration(commune, year=2024)
    assert queries(client, address) == before <= 60
    assert "Huyện Hòa An" in client.get(address).content.decode()


def test_the_whole_country_takes_no_more_queries_than_a_province(country, client):
    client.force_login(administrator())
    assert queries(client, "/?year=2024") <= 30


def test_without_an_address_a_person_sees_the_own_unit_and_the_latest_year(country, client):
    client.force_login(leader(country["old-043"]))
    page = client.get("/").content.decode()
    assert "<h1>Huyện Bảo Lạc, năm 2024</h1>" in page


def test_a_unit_out_of_sight_is_not_there(country, client):
    client.force_login(leader(country["old-043"]))
    for key in ("old-04", "old-042", "old-02", "khong-co"):
        assert client.get(f"/?within={key}").status_code == 404


@pytest.mark.parametrize(
    "asked", ["year=abc", "year=99999", "geography=31/12/2024", "year_from=%00", "year=-1"]
)
def test_a_wrong_year_or_day_is_refused_in_words(country, client, asked):
    client.force_login(leader(country["old-04"]))
    assert client.get(f"/?{asked}").status_code in (400, 404)


def test_somebody_without_a_unit_is_told_what_to_do(country, client):
    client.force_login(outsider())
    page = client.get("/").content.decode()
    assert "Tài khoản chưa được giao đơn vị nào" in page
    assert "Mô hình của" not in page


def test_the_page_carries_no_style_and_no_script_of_its_own(country, client):
    client.force_login(administrator())
    page = client.get("/?year=2024").content.decode()
    assert not re.search(r"<[^>]+\sstyle\s*=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"\son\w+\s*=", page)


def test_ids_are_said_once(country, client):
    client.force_login(administrator())
    ids = re.findall(r'\sid="([^"]+)"', client.get("/?year=2024").content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_both_archipelagos_are_named_on_the_map_of_the_country(country, client):
    client.force_login(administrator())
    for day in ("2024-12-31", "2026-11-22"):
        page = client.get(f"/?year=2024&geography={day}").content.decode()
        for words in ("Quần đảo Hoàng Sa", "(TP Đà Nẵng)", "Quần đảo Trường Sa", "(Khánh Hòa)"):
            assert words in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1366, 360])
def test_the_page_has_no_barrier_and_stays_within_its_width(page, width):
    from axe_playwright_python.sync_playwright import Axe

    units = a_small_country()
    a_registration(units["old-01321"], year=2024)
    person = leader(units["old-04"])
    page.goto("/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.set_viewport_size({"width": width, "height": 768})
    page.goto("/?within=old-04&year=2024&geography=2024-12-31")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
