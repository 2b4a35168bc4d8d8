"""The back office and the API's page in a real browser: the content policy switches nothing off (the `page` fixture
fails on any error in the console)."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.conftest import TOWN
from tests.casts import administrator
from tests.factories import a_registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(page, country, live_server):
    """The page, signed in as the administrator of a register with one registration."""
    registration = a_registration(TOWN, name="Đường hoa")
    client = Client()
    client.force_login(administrator())
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.registration = registration
    return page


def test_back_office_pages_have_no_error_in_the_console(office):
    for address in (
        reverse("admin:index"),
        reverse("admin:models_registry_registration_changelist"),
        reverse("admin:models_registry_registration_change", args=[office.registration.pk]),
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_assignment_add"),
        reverse("admin:units_unit_changelist"),
        reverse("admin:audit_event_changelist"),
    ):
        office.goto(address)
        assert office.locator("#content").is_visible()


def test_a_unit_is_chosen_by_typing_without_accents(office):
    office.goto(reverse("admin:accounts_assignment_add"))
    office.locator("#id_unit + .select2").click()
    office.locator(".select2-search__field").fill("bao lac")
    office.locator(".select2-results__option", has_text="Bảo Lạc").first.click()
    assert "Bảo Lạc" in office.locator("#id_unit + .select2").inner_text()


def test_the_summary_is_asked_again_by_its_form(office):
    office.goto(reverse("admin:models_registry_registration_changelist"))
    office.get_by_role("link", name="Tổng hợp").click()
    office.select_option("select[name=within]", "old-04")
    office.select_option("select[name=split]", "level")
    office.fill("input[name=year_from]", "2024")
    office.fill("input[name=year_to]", "2024")
    office.click("input[type=submit]")
    assert office.locator("tr.total td").all_inner_texts() == ["1", "0", "0", "1"]


def test_the_description_of_the_api_opens_and_is_tried(office):
    office.goto(reverse("api:docs"))
    office.get_by_text("/api/v1/rollups/").first.wait_for()
    office.get_by_text("/api/v1/rollups/").first.click()
    office.get_by_role("button", name="Try it out").click()
    office.get_by_role("button", name="Execute").click()
    office.get_by_text("not_allocated").first.wait_for()
