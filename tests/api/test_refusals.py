"""Wrong and hostile questions: refused in words, never a fault of the server, never quietly answered."""

import json

import pytest

LISTS = ["units", "models", "registrations", "decisions"]
HOSTILE = [
    "page=1000000000", "page=0", "page=-1", "page=x", "page=%00", "page=99999999999999999999999",
    "page_size=0", "page_size=201", "page_size=100000", "page_size=1e3", "page_size=%FF",
    "within=%00", "within=khong-co", "within=old-04%00", "within=%F0%9F%92%A3", "within=" + "a" * 5000,
    "year=20x4", "year=99999999999", "year=2024.0", "year=%D9%A2%D9%A0%D9%A2%D9%A4", "year=-1",
    "search=%00", "search=%25%25", "search=" + "a" * 5000, "search=%ED%A0%80",
    "ordering=user__password", "ordering=-", "ordering=created_by__password", "ordering=?", "ordering=%00",
    "unit__name__contains=a", "_connector=OR", "_negated=1", "pk__in=1", "id__gt=0", "limit=5", "format=xml", "format=%00",
]  # fmt: skip
OF_REGISTRATIONS = [
    "field=sport", "field=economy%00", "level=central", "level=GRASSROOTS", "kind=1", "phase=old", "recognised=maybe",
    "recognised=True%00", "status=deleted", "year_from=2024&year_to=2020", "standing=lost", "standing=not_allocated",
    "tier=village", "geography=2024-13-01", "geography=31/12/2024", "recognised_level=x",
]  # fmt: skip
OF_ROLLUPS = [
    "measure=x", "measure=%00", "tier=x", "split=x", "split=user", "within=%00", "within=zz", "year=abcd", "year=0",
    "year_from=2000&year_to=2090", "year_from=2024&year_to=2020", "geography=x", "geography=0001-01-01",
    "geography=9999-12-31", "tier=district&geography=2026-01-01", "field=x", "level=%00", "measure=registered&split=role",
    "measure=people&split=field", "measure=people&field=economy", "unknown=1", "split=field&split=x",
]  # fmt: skip


def assert_refused(answer):
    assert 400 <= answer.status_code < 500, answer.content[:300]
    errors = answer.json()["errors"]
    assert errors
    for error in errors:
        assert set(error) == {"field", "message"}
        assert error["message"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_refuse_bad_parameters(register, people, asking, name):
    client = asking(people.province)
    for query in HOSTILE:
        assert_refused(client.get(f"/api/v1/{name}/?{query}"))


def test_registrations_and_models_refuse_values_outside_their_choices(register, people, asking):
    client = asking(people.province)
    for query in OF_REGISTRATIONS:
        assert_refused(client.get(f"/api/v1/registrations/?{query}"))
        assert_refused(client.get(f"/api/v1/models/?{query}"))


def test_rollups_refuse_bad_questions(register, people, asking):
    client = asking(people.province)
    for query in OF_ROLLUPS:
        assert_refused(client.get(f"/api/v1/rollups/?{query}"))


@pytest.mark.parametrize(
    "path",
    ["registrations/0/", "registrations/x/", "registrations/%00/", "registrations/1;/", "units/%00/", "units/OLD-04/",
     "models/999999999999999999/", "models/99999999999999999999999/", "decisions/-1/", "khong-co/", "registrations/1/xoa/"],
)  # fmt: skip
def test_addresses_that_are_nothing_are_not_found(register, people, asking, path):
    answer = asking(people.province).get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert_refused(answer)


@pytest.mark.parametrize("path", ["registrations/", "decisions/"])
@pytest.mark.parametrize(
    "body",
    [
        b"[null]", b'"x"', b"null", b"1", b"", b"{", b"\xff\xfe{}", b"{}", b'{"name": NaN}', b'{"year": 1e999}',
        b"[" * 900 + b"]" * 900, b'{"name":' + b"[" * 20000 + b"]" * 20000 + b"}",
        b'{"name": {"a": {"b": [1, 2]}}, "unit": {"key": "old-04"}, "number": ["x"]}',
        b'{"name": "a\\u0000b", "number": "a\\u0000b", "unit": "old-04\\u0000"}', b'{"name": "\\ud800"}',
        b'{"year": 99999999999999999999999999, "participants": "' + b"9" * 5000 + b'"}',
        b'{"created_by": 1, "state": "x", "status": "withdrawn", "__proto__": {}, "id": 1}',
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_read_are_refused(register, people, asking, path, body):
    client = asking(people.province)
    assert_refused(client.post(f"/api/v1/{path}", body, content_type="application/json"))


def test_a_body_of_another_type_or_size_is_refused(register, people, asking):
    client = asking(people.province)
    address = "/api/v1/registrations/"
    assert client.post(address, {"name": "x"}).status_code == 415
    huge = json.dumps({"name": "x" * (1024 * 1024 + 1)})
    assert client.post(address, huge, content_type="application/json").status_code == 413
    assert (
        client.put(f"{address}{register.roads.id}/", {}, content_type="application/json").status_code == 405
    )
    assert client.delete(f"{address}{register.roads.id}/").status_code == 405


def test_each_refusal_names_its_place_in_vietnamese(register, people, asking):
    client = asking(people.province)
    answer = client.get("/api/v1/registrations/?year=abc&field=x&nghiem=1")
    assert answer.json() == {
        "errors": [
            {"field": "nghiem", "message": "Không có tham số này."},
            {"field": "year", "message": "Năm phải là bốn chữ số, ví dụ 2024."},
            {"field": "field", "message": "“x” không phải một giá trị của mục này."},
        ]
    }


def test_a_database_that_does_not_answer_in_time_is_503(register, people, asking, monkeypatch):
    from django.db import OperationalError

    from api.registrations import Registrations

    def too_late(self, rows):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(Registrations, "with_parts", too_late)
    answer = asking(people.province).get("/api/v1/registrations/")
    assert answer.status_code == 503
    assert answer.json() == {
        "errors": [{"field": "", "message": "Cơ sở dữ liệu đang bận; hãy thử lại sau ít phút."}]
    }
