"""The health page tells of a restore that nobody finished."""

import pytest

from dandan.keeping import unfinished


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
