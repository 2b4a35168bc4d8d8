"""Whatever stands in an address where a number or a key belongs, no door falls over."""

import logging

import pytest
from django.test import Client

from tests.casts import administrator, clerk
from tests.doors.walking import doors
from tests.factories import a_small_country

pytestmark = pytest.mark.django_db
VALUES = ["-1", str(2**31), str(2**70), "%00", "abc", "٣", "a" * 3000, "%ff"]


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("who", [administrator, lambda: clerk("old-04")], ids=["administrator", "clerk"])
def test_no_part_of_any_address_makes_a_fault(who):
    a_small_country()
    browser, wrong, asked = Client(raise_request_exception=False), [], 0
    browser.force_login(who())
    for door in (door for door in doors() if door.parts):
        for value in VALUES:
            address = door.filled(dict.fromkeys(door.parts, value))
            for send in (browser.get, browser.post) if value in ("abc", str(2**70)) else (browser.get,):
                asked += 1
                if (status := send(address).status_code) >= 500:
                    wrong.append((status, address[:80]))
    assert asked > 500
    assert wrong == []
