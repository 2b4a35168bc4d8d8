"""Tokens for machines, sessions for people, and the description of the API."""

import base64

import pytest

from tests.casts import PASSWORD, clerk


def basic(username: str, password: str = PASSWORD) -> dict:
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


def test_a_token_is_taken_used_and_given_back(client, country):
    clerk("old-043", "canbo.baolac")
    taken = client.post("/api/v1/auth/token/", headers=basic("canbo.baolac"))
    assert taken.status_code == 200
    assert set(taken.json()) == {"expiry", "token"}
    token = {"Authorization": f"Token {taken.json()['token']}"}
    assert client.get("/api/v1/registrations/", headers=token).json()["count"] == 0
    assert client.post("/api/v1/auth/logout/", headers=token).status_code == 204
    assert client.get("/api/v1/registrations/", headers=token).status_code == 401


@pytest.mark.parametrize(
    ("username", "password"),
    [("canbo.baolac", "sai"), ("khong.co", PASSWORD), ("da.khoa", PASSWORD), ("canbo\0", "x"), ("", "")],
)
def test_every_wrong_sign_in_is_told_the_same(client, country, username, password):
    clerk("old-043", "canbo.baolac")
    closed = clerk("old-043", "da.khoa")
    closed.is_active = False
    closed.save()
    answer = client.post("/api/v1/auth/token/", headers=basic(username, password))
    assert (answer.status_code, answer.json()) == (
        401,
        {"errors": [{"field": "", "message": "Tên đăng nhập hoặc mật khẩu không đúng."}]},
    )


def test_a_token_dies_with_the_account(client, country):
    person = clerk("old-043", "canbo.baolac")
    taken = client.post("/api/v1/auth/token/", headers=basic("canbo.baolac")).json()
    person.is_active = False
    person.save()
    assert (
        client.get("/api/v1/units/", headers={"Authorization": f"Token {taken['token']}"}).status_code == 401
    )


def test_a_password_opens_no_other_door_than_the_token_s(client, country):
    clerk("old-043", "canbo.baolac")
    assert client.get("/api/v1/units/", headers=basic("canbo.baolac")).status_code == 401


def test_a_session_writes_only_with_its_csrf_token(people):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people.province)
    answer = client.post("/api/v1/registrations/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["field"] == ""


def test_the_description_is_for_people_signed_in_and_names_every_list(client, people, asking):
    assert client.get("/api/schema/").status_code == 401
    assert client.get("/api/docs/").status_code == 302
    signed_in = asking(people.district)
    schema = signed_in.get("/api/schema/", headers={"Accept": "application/json"}).json()
    assert set(schema["paths"]) == {
        *(f"/api/v1/{name}/{one}" for name in ("documents", "targets", "assignments", "progress-reports") for one in ("", "{id}/")),
        *(f"/api/v1/{name}/" for name in ("conclusions", "exemplary", "proposals", "awards", "yearly-checks")),
        "/api/v1/progress-reports/{id}/submit/", "/api/v1/progress/",
        "/api/v1/auth/logout/",
        "/api/v1/auth/token/",
        "/api/v1/decisions/",
        "/api/v1/decisions/{id}/",
        "/api/v1/decisions/{id}/lines/",
        "/api/v1/decisions/{id}/recognise/",
        "/api/v1/decisions/{id}/recognitions/",
        "/api/v1/models/",
        "/api/v1/models/{id}/",
        "/api/v1/registrations/",
        "/api/v1/registrations/{id}/",
        "/api/v1/registrations/{id}/steps/",
        "/api/v1/registrations/{id}/withdraw/",
        "/api/v1/rollups/",
        "/api/v1/units/",
        "/api/v1/units/{key}/",
    }
    page = signed_in.get("/api/docs/").content.decode()
    assert "<style" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_description_is_written_without_a_warning(db):
    from django.core.management import call_command

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
