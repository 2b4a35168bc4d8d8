"""How often a person may ask for what costs much, told in words; an office at its usual work never meets it."""

import logging
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from knox.models import AuthToken

from accounts.request_rates import PersonRate
from dandan.limited_pages import SCOPES
from dandan.settings import REQUEST_LIMITS as RATES
from tests.casts import clerk, outsider
from tests.pages import text_of

EXPORT = "/bao-cao/so-dang-ky/"


@pytest.fixture(autouse=True)
def few(settings):
    """Three of each kind a minute, counted from nothing."""
    settings.REQUEST_LIMITS = dict.fromkeys(RATES, "3/min")
    caches["limits"].clear()
    return settings


@pytest.mark.parametrize(
    "path",
    [
        EXPORT,
        "/bao-cao/nam/tep/",
        "/",
        "/bao-cao/nam/",
        "/tim-kiem/?q=duong",
        "/mo-hinh/?search=duong",
        "/mo-hinh/chon/don-vi/?q=bao",
    ],
)
def test_a_costly_page_asked_for_too_often_answers_429_in_words(cast, path, time_machine):
    time_machine.move_to("2026-03-02 08:00:00+07:00", tick=False)
    browser = cast.client("canbo_caobang")
    assert [browser.get(path).status_code < 300 for _ in range(3)] == [True] * 3
    refused = browser.get(path)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Anh/chị gửi quá nhiều yêu cầu trong một phút. Hãy đợi 60 giây rồi thử lại." in text_of(refused)
    assert cast.client("lanhdao_caobang").get(path).status_code == 200
    time_machine.shift(61)
    assert browser.get(path).status_code == 200


def test_a_workbook_sent_too_often_is_not_even_read(cast, monkeypatch):
    browser = cast.client("canbo_caobang")
    assert [browser.post("/nhap/", {}).status_code for _ in range(4)] == [400, 400, 400, 429]
    assert browser.get("/nhap/").status_code == 200


def test_the_api_answers_429_in_its_own_shape_by_session_and_by_token(cast, client):
    browser = cast.client("canbo_caobang")
    token = AuthToken.objects.create(cast.people["canbo_caobang"])[1]
    for _ in range(3):
        assert browser.get("/api/v1/units/").status_code == 200
    for refused in (
        browser.get("/api/v1/units/"),
        client.get("/api/v1/units/", HTTP_AUTHORIZATION=f"Token {token}"),
    ):
        assert (refused.status_code, int(refused["Retry-After"]) in range(1, 61)) == (429, True)
        (error,) = refused.json()["errors"]
        assert error["message"].startswith("Anh/chị gửi quá nhiều yêu cầu trong một phút. Hãy đợi ")


def test_roll_ups_are_counted_together_on_pages_and_in_the_api(cast, settings):
    settings.REQUEST_LIMITS = RATES | {"rollup": "3/min"}
    browser = cast.client("canbo_caobang")
    for path in (
        "/",
        "/bao-cao/nam/",
        "/api/v1/rollups/?measure=registered&tier=province&within=old-04&year=2024",
    ):
        assert browser.get(path).status_code == 200
    assert (
        browser.get("/api/v1/rollups/?measure=registered&tier=province&within=old-04&year=2024").status_code
        == 429
    )
    assert browser.get("/api/v1/units/").status_code == 200


def test_the_log_hears_once_of_a_flood(cast, caplog):
    browser = cast.client("canbo_caobang")
    with caplog.at_level(logging.WARNING, "accounts.request_rates"):
        answers = [browser.get(EXPORT).status_code for _ in range(20)]
    assert answers.count(429) == 17
    assert [r.name for r in caplog.records].count("accounts.request_rates") == 1


def test_twenty_people_of_an_office_export_at_once(cast, settings):
    settings.REQUEST_LIMITS = RATES
    for number in range(20):
        browser = cast.client("canbo_caobang")
        browser.force_login(clerk("old-04", f"can.bo.{number}"))
        assert [browser.get(path).status_code for path in ("/", EXPORT, "/bao-cao/nam/tep/")] == [200] * 3


def test_every_page_that_gives_a_workbook_or_sums_up_is_limited(cast):
    """By the names in the URLconf; those limited by name must exist."""
    names = set()

    def walk(patterns, prefix=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                names.add(f"{prefix}{pattern.name}")
            else:
                walk(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)

    walk(get_resolver().url_patterns)
    assert set(SCOPES) - names == set()
    assert {name for name in names if "xlsx" in name or "workbook" in name} - set(SCOPES) == set()


def test_nobody_in_particular_is_not_counted(rf: RequestFactory):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert all(PersonRate("export").allow_request(request, None) for _ in range(9))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_requests_sent_at_once_are_each_counted_in_the_store_all_workers_share(settings, rf):
    if connection.vendor != "postgresql":
        pytest.skip("cần PostgreSQL (needs PostgreSQL)")
    store = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "request_limits"}
    settings.CACHES = settings.CACHES | {"limits": store}
    settings.LIMITS_IN_DATABASE = True
    call_command("createcachetable", verbosity=0)
    call_command("createcachetable", verbosity=0)
    person, barrier, passed = outsider(), threading.Barrier(8), []

    def ask():
        request = rf.get("/")
        request.user = person
        barrier.wait()
        passed.append(PersonRate("export").allow_request(request, None))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(passed) == [False] * 5 + [True] * 3
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE request_limits")
