"""A server starts only with settings of its own, and Django's own list of mistakes finds none in them."""

import os
import subprocess
import sys

import pytest

from tests.dandan.scratch import ROOT

WHOLE = {
    "LOCAL": "0",
    "DATABASE_URL": "postgres://dandan@127.0.0.1:5432/none",
    "SECRET_KEY": "k9-Qw7zT4vX1mB8nR5cJ2hL6pS3dF0gYaEuIoKtMxWbVqNrZ-fH1y",
    "ALLOWED_HOSTS": "dandan.example.gov.vn",
}  # fmt: skip


def started(folder, command=("check", "--deploy", "--fail-level", "WARNING"), **changes):
    """manage.py as a server would run it, with nothing of this process's own settings."""
    known = {"PATH", "HOME", "LANG", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name in known} | WHOLE
    environment |= {"VAR_DIR": str(folder), "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "dandan.settings"}
    environment |= changes
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, text=True, capture_output=True, check=False,
        env={name: value for name, value in environment.items() if value is not None},
    )  # fmt: skip


def test_production_settings_have_none_of_the_known_mistakes(tmp_path):
    run = started(tmp_path)
    assert (run.returncode, "no issues" in run.stdout) == (0, True), run.stdout + run.stderr
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"SECRET_KEY": None}, "Chưa đặt SECRET_KEY"),
        ({"SECRET_KEY": ""}, "Chưa đặt SECRET_KEY"),
        ({"ALLOWED_HOSTS": None}, "Chưa đặt ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "Chưa đặt ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "Chưa đặt DATABASE_URL"),
        ({"DEBUG": "1"}, "DEBUG chỉ dùng trên máy riêng"),
    ],
)
def test_a_server_without_its_settings_refuses_to_start_and_says_which(tmp_path, changes, said):
    run = started(tmp_path, **changes)
    assert run.returncode != 0
    assert said in run.stderr


def test_cookies_of_a_server_travel_over_https_alone_and_belong_to_its_host(tmp_path):
    names = ("SESSION", "CSRF", "LANGUAGE")
    shown = "; ".join(
        f"print(s.{n}_COOKIE_NAME, s.{n}_COOKIE_SECURE, s.{n}_COOKIE_HTTPONLY, s.{n}_COOKIE_SAMESITE)"
        for n in names
    )
    shown += (
        "; print(s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_SSL_REDIRECT, *{s.CACHES[n]['BACKEND'] for n in ('default', 'limits')})"
    )
    run = started(tmp_path, ("shell", "-v", "0", "-c", f"from django.conf import settings as s; {shown}"))
    assert run.stdout.splitlines()[-4:] == [
        "__Host-sessionid True True Lax",
        "__Host-csrftoken True True Lax",
        "__Host-language True True Lax",
        "True True django.core.cache.backends.db.DatabaseCache",
    ], run.stderr
