"""A statement that runs too long is broken off, and whoever waits for it is told so."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from dandan.slow_statements import limit_statements
from models_registry import views_list
from tests.pages import text_of


def asleep(*args, **kwargs):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")


def gone(*args, **kwargs):
    raise OperationalError("FATAL: password authentication failed for user dandan at 10.1.2.3")


@pytest.fixture
def short(cast, settings):
    """A second for each statement of this connection."""
    if connection.vendor != "postgresql":
        pytest.skip("cần PostgreSQL (needs PostgreSQL)")
    settings.STATEMENT_TIMEOUT_SECONDS = 1
    limit_statements(connection)
    return cast  # the test's transaction takes the setting back with it


@pytest.mark.postgresql
@pytest.mark.parametrize("path", ["/mo-hinh/", "/api/v1/registrations/"])
def test_a_statement_that_runs_too_long_answers_503_in_words(short, monkeypatch, path):
    monkeypatch.setattr(views_list, "render", asleep)
    monkeypatch.setattr("api.paging.NumberedPages.paginate_queryset", asleep)
    answer = short.client("canbo_caobang").get(path)
    assert answer.status_code == 503
    words = text_of(answer)
    assert "hãy thử lại sau ít phút" in words or "rồi thử lại" in words
    assert "pg_sleep" not in words


def test_a_database_that_does_not_answer_is_a_page_in_words(cast, monkeypatch):
    monkeypatch.setattr(views_list, "render", gone)
    answer = cast.client("canbo_caobang").get("/mo-hinh/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Hãy thu hẹp đơn vị hoặc số năm, hoặc đợi ít phút rồi thử lại." in text_of(answer)
    assert "10.1.2.3" not in text_of(answer)


def test_so_is_one_that_is_gone_before_the_page_begins(cast, monkeypatch):
    monkeypatch.setattr("accounts.session_limits.SessionLimitsMiddleware._hold", gone)
    browser: Client = cast.client("canbo_caobang")
    browser.raise_request_exception = False
    answer = browser.get("/mo-hinh/")
    assert (answer.status_code, "10.1.2.3" in text_of(answer)) == (503, False)


def test_a_mistake_of_ours_is_still_a_500(cast, monkeypatch):
    monkeypatch.setattr(views_list, "render", lambda *a, **k: 1 / 0)
    browser = cast.client("canbo_caobang")
    browser.raise_request_exception = False
    assert browser.get("/mo-hinh/").status_code == 500
