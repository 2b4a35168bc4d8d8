"""The page that shows every component once."""

import pytest
from django.urls import reverse

from tests.pages import Cast, text_of


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


def test_the_administrator_sees_every_component(cast):
    page = text_of(cast.client("quantri").get("/quan-tri/giao-dien/"))
    for words in ("Ô số liệu", "Bảng có thanh", "Nguy cơ không đạt", "Các bước"):
        assert words in page


@pytest.mark.parametrize("who", ["canbo_caobang", "lanhdao_caobang", "nguoi_la"])
def test_nobody_else_does(cast, who):
    answer = cast.client(who).get(reverse("style_page"))
    assert answer.status_code == 403
    assert "Ô số liệu" not in text_of(answer)


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(reverse("style_page")).status_code == 302
