"""The health page tells of a restore that nobody finished, and of a server that may lose what it acknowledged."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from dandan import durability
from dandan.keeping import unfinished


@pytest.fixture(autouse=True)
def _a_safe_server(monkeypatch):
    """The suite's own PostgreSQL does not wait for the disk."""
    monkeypatch.setattr(durability, "_MUST_BE_ON", ())


@pytest.mark.django_db
def test_an_interrupted_restore_is_told_without_signing_in(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert client.get("/healthz").json()["status"] == "ok"
    unfinished.side().mkdir()
    unfinished.write(unfinished.Journal(id="a", added=[], replaced=[], obsolete=[], event={}))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "attention")
    assert answer.json()["message"] == "Lần phục hồi trước chưa xong; hãy chạy manage.py restore --finish."
    unfinished.close()
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.django_db
def test_a_server_that_may_lose_what_it_acknowledged_is_told_of(client, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's settings are the product's own (PostgreSQL only)")
    monkeypatch.setattr(durability, "_MUST_BE_ON", ("synchronous_commit",))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        assert client.get("/healthz").json()["status"] == "ok"
        assert run_checks(databases=["default"], tags=["database"]) == []
        cursor.execute("SET LOCAL synchronous_commit = off")
    answer = client.get("/healthz").json()
    assert answer["status"] == "attention"
    assert answer["message"] == (
        "Máy chủ PostgreSQL đang tắt synchronous_commit: mất điện có thể mất số liệu đã báo là đã lưu. "
        "Bật lại trong postgresql.conf."
    )
    assert [found.id for found in run_checks(databases=["default"], tags=["database"])] == ["dandan.W001"]
