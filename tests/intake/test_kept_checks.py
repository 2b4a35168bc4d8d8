"""A preview judges its register once; what could change the judgement has it judged anew."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from intake import kept_checks, views_preview
from intake.models import ImportBatch
from models_registry.models import Registration
from tests.casts import clerk
from tests.factories import a_registration
from tests.intake.test_pages import SHORT, SHORT_ROW, to_preview
from tests.intake.workbooks import a_register, save


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    kept_checks._kept.clear()


@pytest.fixture
def judged(monkeypatch):
    """The batches judged for a preview, in order."""
    found, check = [], views_preview.check

    def counted(table, question):
        found.append(question.by.username)
        return check(table, question)

    monkeypatch.setattr(views_preview, "check", counted)
    return found


@pytest.fixture
def batch(client, loaded_units, tmp_path):
    client.force_login(clerk(loaded_units["old-04"], "chi.hoa"))
    rows = [[f"Mô hình {n}", *SHORT_ROW[1:]] for n in range(120)]
    return to_preview(client, save(a_register(SHORT, rows), tmp_path / "dai.xlsx"), loaded_units["old-04"])


def test_turning_pages_judges_once_and_writes_nothing(client, batch, judged):
    address = reverse("intake:preview", args=[batch.pk])
    names = [
        [row["name"] for row in client.get(f"{address}?nhom=vao&page={page}").context["rows"]]
        for page in (1, 2, 3, 1)
    ]
    assert [len(part) for part in names] == [50, 50, 20, 50]
    assert names[0] == names[3] == [f"Mô hình {n}" for n in range(50)]
    assert judged == ["chi.hoa"]
    assert (Registration.objects.count(), ImportBatch.objects.get().state) == (0, "uploaded")


def test_other_columns_another_record_another_person_or_time_judge_anew(client, batch, judged, loaded_units):
    address = reverse("intake:preview", args=[batch.pk])
    client.get(address)
    batch.fixed = {"level": "province"}
    batch.save(update_fields=["fixed"])
    client.get(address)
    assert judged == ["chi.hoa"] * 2
    a_registration("old-01330", name="Mô hình 7", year=2024)
    page = client.get(f"{address}?nhom=trung")
    assert ([row["name"] for row in page.context["rows"]], judged) == (["Mô hình 7"], ["chi.hoa"] * 3)
    nam = clerk(loaded_units["old-04"], "anh.nam")
    client.force_login(nam)
    client.get(address)
    assert judged == ["chi.hoa"] * 3 + ["anh.nam"]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client.force_login(nam)
        client.get(address)
    assert judged == ["chi.hoa"] * 3 + ["anh.nam"] * 2


def test_what_is_kept_is_bounded(client, batch, judged, monkeypatch):
    monkeypatch.setattr(kept_checks, "ROWS", 119)
    for _ in range(2):
        client.get(reverse("intake:preview", args=[batch.pk]))
    assert (len(judged), len(kept_checks._kept)) == (2, 0)


def test_a_preview_of_another_province_is_nobody_elses(client, batch, judged, loaded_units):
    client.get(reverse("intake:preview", args=[batch.pk]))
    client.force_login(clerk(loaded_units["old-02"], "chi.lan"))
    assert client.get(reverse("intake:preview", args=[batch.pk])).status_code == 404
