"""Search everywhere."""

import pytest

from resolutions.recording import record_document
from tests.factories import a_registration
from tests.pages import text_of
from tests.recognition.test_decision_pages import a_decision


def hits(response) -> dict[str, list[str]]:
    return {group["key"]: [hit["title"] for hit in group["hits"]] for group in response.context["groups"]}


@pytest.fixture
def filled(cast):
    a_registration(cast["old-01330"], name="Thắp sáng đường quê")
    a_registration(cast["old-00994"], name="Thắp sáng đường quê Hà Giang")
    a_decision(cast, number="12-QĐ/BDVTU")
    record_document(
        by=None, kind="conclusion", number="43-KL/TW", issuer="Bộ Chính trị", title="Về công tác dân vận",
        issued_on=cast["new-04"].valid_from, entered_on=cast["new-04"].valid_from, unit=None,
    )  # fmt: skip
    return cast


@pytest.mark.parametrize(
    "asked, found",
    [
        ("thap sang", {"models": ["Thắp sáng đường quê"]}),
        ("CB-2024-00001", {"models": ["Thắp sáng đường quê"]}),
        ("bao lac", {"units": ["Xã Bảo Lạc", "Huyện Bảo Lạc", "Thị trấn Bảo Lạc"]}),
        ("minh ngoc", {}),
        ("12-qd/bdvtu", {"recognition": ["12-QĐ/BDVTU"]}),
        ("cong tac dan van", {"resolutions": ["43-KL/TW · Về công tác dân vận"]}),
        ("không có gì", {}),
        ("   ", {}),
        ("%", {}),
        ("\0", {}),
    ],
)
def test_everything_is_found_without_accents_inside_the_scope(filled, asked, found):
    response = filled.client("canbo_caobang").get("/tim-kiem/", {"q": asked})
    assert response.status_code == 200
    assert hits(response) == found


def test_exact_accents_come_first(cast):
    a_registration(cast["old-01330"], name="Nuôi bò vàng")
    a_registration(cast["old-01330"], name="Nuôi bơ vàng ươm")
    assert hits(cast.client("canbo_caobang").get("/tim-kiem/", {"q": "nuôi bò"})) == {
        "models": ["Nuôi bò vàng", "Nuôi bơ vàng ươm"]
    }


def test_nothing_found_says_what_to_try(cast):
    assert "Không tìm thấy gì" in text_of(cast.client("canbo_caobang").get("/tim-kiem/?q=khongco"))
