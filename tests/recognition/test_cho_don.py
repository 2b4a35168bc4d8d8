"""Chợ Đồn 2022, entered through the pages: 123 recognised = 69 + 54, 55 exemplary = 29 + 26, 18 proposed."""

from datetime import date

import pytest
from django.test import Client

from models_registry.models import Registration
from recognition.ladder import violations
from recognition.models import Decision
from rollups.crossing import cross
from rollups.engine import rollup
from rollups.question import Question
from tests.casts import administrator, clerk
from tests.factories import a_registration, a_unit
from tests.pages import text_of
from tests.recognition.papers_read import read, rows
from units.choices import Tier
from units.models import Geography
from units.placing import rebuild_placements

pytestmark = pytest.mark.django_db
COMMUNES = {"Xã Bằng Lãng": (30, 20), "Xã Nam Cường": (25, 24), "Thị trấn Bằng Lũng": (14, 10)}
"""Collective and individual models recognised in each: 69 and 54."""


@pytest.fixture
def district(db, time_machine):
    time_machine.move_to("2023-01-15 09:00+07:00")
    Geography.objects.create(starts_on=None, ends_on=None)
    province = a_unit(Tier.PROVINCE, name="Tỉnh Bắc Kạn")
    held = a_unit(Tier.DISTRICT, province, name="Huyện Chợ Đồn")
    held.communes = [a_unit(Tier.COMMUNE, held, name=name) for name in COMMUNES]
    rebuild_placements()
    return held


def registered(district) -> dict[str, list[Registration]]:
    found = {"collective": [], "individual": []}
    for commune, (collective, individual) in zip(district.communes, COMMUNES.values(), strict=True):
        for kind, n in (("collective", collective), ("individual", individual)):
            found[kind] += [
                a_registration(commune, year=2022, level="district", kind=kind, name=f"{commune.name} {kind} {number}")
                for number in range(n)
            ]
    return found


def test_the_figures_of_the_roll_up_are_those_entered(district):
    found = registered(district)
    browser, by = Client(), clerk(district, "nhap.chodon")
    browser.force_login(by)
    everything = found["collective"] + found["individual"]
    paper = {
        "number": "45-QĐ/HU", "signed_on": "15/11/2022", "issuing_body": "Huyện ủy Chợ Đồn", "unit": district.key,
        "level": "district", "registrations": [r.pk for r in everything],
    }  # fmt: skip
    assert browser.post("/cong-nhan/moi/", paper).status_code == 302
    assert annexed(browser) == {
        "heads": ["I. TẬP THỂ: 69", "II. CÁ NHÂN: 54", "Tổng cộng: 123 (tập thể: 69, cá nhân: 54)"],
        "numbers": list(range(1, 124)),
        "collective": sorted(r.model.name for r in found["collective"]),
        "individual": sorted(r.model.name for r in found["individual"]),
    }

    page = browser.get("/cong-nhan/tieu-bieu/chon/")
    assert len(page.context["candidates"]) == 123
    exemplary = found["collective"][:29] + found["individual"][:26]
    sent = {"level": "district", "on": "25/11/2022", "registrations": [r.pk for r in exemplary]}
    page = browser.post("/cong-nhan/tieu-bieu/chon/", sent, follow=True)
    assert "Đã ghi 55 mô hình." in text_of(page)
    assert "55 mô hình tiêu biểu" in text_of(page)
    assert len(browser.get("/cong-nhan/tieu-bieu/chon/").context["candidates"]) == 68

    page = browser.get("/cong-nhan/de-nghi/lap/")
    assert {r.pk for r in page.context["candidates"]} == {r.pk for r in exemplary}
    sent |= {"on": "30/11/2022", "form": "giay_khen", "granting_body": "Ủy ban nhân dân huyện Chợ Đồn"}
    sent["registrations"] = [r.pk for r in exemplary[:10] + exemplary[-8:]]
    page = browser.post("/cong-nhan/de-nghi/lap/", sent, follow=True)
    assert "18 đề nghị" in text_of(page)

    figures = {
        measure: [answer.of(kind=kind) for kind in ("collective", "individual")] + [answer.of()]
        for measure in ("registered", "recognised", "exemplary", "proposed")
        for answer in [cross(asked(measure, district), ["kind"], by)]
    }
    assert figures == {
        "registered": [69, 54, 123],
        "recognised": [69, 54, 123],
        "exemplary": [29, 26, 55],
        "proposed": [10, 8, 18],
    }
    by_commune = rollup(asked("exemplary", district), administrator())
    assert [(row.name, row.total) for row in by_commune.rows] == [
        ("Xã Bằng Lãng", 29 + 20), ("Xã Nam Cường", 6), ("Thị trấn Bằng Lũng", 0),
    ]  # fmt: skip
    assert by_commune.total.total == 55
    for on in (None, date(2022, 11, 15), date(2022, 11, 27), date(2022, 12, 31)):
        assert violations(viewer=by, on=on) == []
    assert "Các bước khớp nhau" in text_of(browser.get("/cong-nhan/doi-chieu/"))


def annexed(browser) -> dict:
    """The list of the printed decision, read back from its Word file."""
    answer = browser.get(f"/cong-nhan/{Decision.objects.get().pk}/van-ban/")
    table = rows(read(b"".join(answer)).tables[-1])[2:]
    printed = [(int(row[0]), row[1]) for row in table if len(row) > 1]
    return {
        "heads": [row[0] for row in table if len(row) == 1],
        "numbers": [number for number, _name in printed],
        "collective": sorted(name for _number, name in printed[:69]),
        "individual": sorted(name for _number, name in printed[69:]),
    }


def asked(measure, district) -> Question:
    return Question(
        measure=measure, tier=Tier.COMMUNE, year_from=2022, year_to=2022, on=date(2022, 12, 31), within=district
    )
