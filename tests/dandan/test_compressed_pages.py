"""Over a slow line pages are short; files, compressed in themselves, come as they are and say how long they are."""

import gzip

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def test_a_page_is_compressed_for_whoever_takes_it_and_says_the_same(client):
    plain = client.get(reverse("login"))
    short = client.get(reverse("login"), **TAKES)
    assert (plain.headers.get("Content-Encoding"), short.headers["Content-Encoding"]) == (None, "gzip")
    assert "Accept-Encoding" in short.headers["Vary"]
    page = gzip.decompress(short.content).decode()
    told = plain.content.decode()
    assert (page.count("<input"), page.split("<title>")[1].split("</title>")[0]) == (
        told.count("<input"), told.split("<title>")[1].split("</title>")[0]
    )  # fmt: skip
    assert len(short.content) < len(plain.content)
    # The length of the same page differs, so that nobody learns its form token by trying.
    assert len({len(client.get(reverse("login"), **TAKES).content) for _ in range(12)}) > 1


def test_answers_of_the_api_are_compressed_too(cast):
    answer = cast.client("canbo_caobang").get("/api/v1/units/", **TAKES)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(answer.content).startswith(b'{"count":')


def test_a_workbook_is_not_compressed_twice(cast):
    answer = cast.client("canbo_caobang").get(reverse("reports:register_export"), **TAKES)
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "Content-Encoding" not in answer.headers
