"""A small register of Cao Bằng, known to the row, and people who ask for it."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from models_registry.choices import ActivityField, Kind, Level, Phase
from models_registry.registration import withdraw
from recognition.recognising import recognise, record_decision
from tests.casts import administrator, clerk, leader
from tests.factories import a_registration, a_small_country

BAO_LAC, BAO_LAM = "old-043", "old-042"
TOWN = "old-01321"  # Thị trấn Bảo Lạc
FAR_COMMUNE = "old-01291"  # Xã Đức Hạnh, huyện Bảo Lâm


@pytest.fixture
def country(db):
    return a_small_country()


@pytest.fixture
def register(country):
    """Five registrations: two of the town of Bảo Lạc, one of the district itself, one withdrawn, one of Bảo Lâm whose
    name carries a mark that people of Bảo Lạc must never see."""
    roads = a_registration(
        TOWN, name="Đường hoa nông thôn", year=2023, field=ActivityField.CULTURE_SOCIETY, participants=40,
        money=5_000_000, work_phone="02063 870 123", situation="Đường làng trống",
    )  # fmt: skip
    saving = a_registration(
        TOWN, name="Tổ tiết kiệm vay vốn", year=2024, kind=Kind.INDIVIDUAL, phase=Phase.MAINTAINED
    )
    border = a_registration(
        BAO_LAC,
        name="Tự quản đường biên",
        year=2024,
        level=Level.DISTRICT,
        field=ActivityField.DEFENCE_SECURITY,
    )
    gone = a_registration(TOWN, name="Dường như đã rút", year=2024)
    foreign = a_registration(FAR_COMMUNE, name="DẤU-RIÊNG-BẢO-LÂM", year=2024, results="DẤU-RIÊNG-KẾT-QUẢ")
    withdraw(by=None, registration=gone, reason="Trùng", on=date(2024, 6, 1))
    decision = record_decision(
        by=None, number="12-QĐ/BTGDVTU", signed_on=date(2024, 11, 20), issuing_body="Ban Tuyên giáo và Dân vận",
        unit=country["old-04"], entered_on=date(2026, 1, 15),
    )  # fmt: skip
    recognise(
        by=None, decision=decision, registrations=[(border, Level.DISTRICT), (foreign, Level.GRASSROOTS)]
    )
    return SimpleNamespace(
        roads=roads,
        saving=saving,
        border=border,
        gone=gone,
        foreign=foreign,
        decision=decision,
        units=country,
    )


@pytest.fixture
def asking():
    """`asking(user)`: a client signed in as the person."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def people(country):
    return SimpleNamespace(
        admin=administrator(),
        province=clerk("old-04", "canbo.caobang"),
        district=clerk(BAO_LAC, "canbo.baolac"),
        leader=leader("old-04"),
    )


def names(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]
