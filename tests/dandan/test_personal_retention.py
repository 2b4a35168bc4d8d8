"""Nothing personal is kept longer than the table says; a dry run counts and changes nothing."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from knox.models import AuthToken

from audit.models import Event
from dandan.personal_data.retention import RULES
from intake.models import ImportBatch
from models_registry.models import Registration, RegistrationDraft
from tests.casts import clerk
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def kept():
    """Of each kind one over its time and one still within."""
    units = a_small_country()
    hoa = clerk("old-04")
    with time_machine.travel(NOW, tick=False):
        for days, year, name in ((366, 2023, "old"), (89, 2024, "new")):
            then = NOW - timedelta(days=days)
            draft = RegistrationDraft.objects.create(owner=hoa, data={"name": name})
            RegistrationDraft.objects.filter(pk=draft.pk).update(saved_at=then)
            batch = ImportBatch(unit=units["old-04"], year=2024, file_name=name, sha256="0", by=hoa)
            batch.refused_file.save("r", ContentFile(b"x"), save=False)
            batch.save(force_insert=True)
            ImportBatch.objects.filter(pk=batch.pk).update(created_at=then)
            a_registration("old-01330", name=name, year=year, person_in_charge="Bà Mùi", work_phone="0206 1")
            attempt = AccessAttempt.objects.create(
                username=name, ip_address="10.0.0.1", failures_since_start=1
            )
            AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=then)
            entry = AccessLog.objects.create(username=name, ip_address="10.0.0.1")
            AccessLog.objects.filter(pk=entry.pk).update(attempt_time=then)
            late = NOW + timedelta(hours=-1 if name == "old" else 1)
            Session.objects.create(session_key=name, session_data="", expire_date=late)
            token, _key = AuthToken.objects.create(user=hoa)
            AuthToken.objects.filter(pk=token.pk).update(expiry=late)
    return hoa


def state() -> dict:
    return {
        "drafts": sorted(d["name"] for d in RegistrationDraft.objects.values_list("data", flat=True)),
        "workbooks": sorted(ImportBatch.objects.exclude(refused_file="").values_list("file_name", flat=True)),
        "phones": sorted(Registration.objects.exclude(work_phone="").values_list("model__name", flat=True)),
        "names": sorted(
            Registration.objects.exclude(person_in_charge="").values_list("model__name", flat=True)
        ),
        "sessions": sorted(Session.objects.values_list("session_key", flat=True)),
        "tokens": AuthToken.objects.count(),
        "attempts": sorted(AccessAttempt.objects.values_list("username", flat=True)),
        "places": sorted(AccessLog.objects.values_list("username", flat=True)),
    }


def run(*args) -> str:
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("retention", *args, stdout=out)
    return out.getvalue()


def test_a_dry_run_counts_and_changes_nothing(kept):
    before, rows = state(), Event.objects.count()
    said = run("--dry-run")
    assert [int(line.split()[0]) for line in said.splitlines()[:-1]] == [1] * len(RULES)
    assert "1  Số điện thoại người phụ trách (3 năm sau ngày cuối của năm đăng ký)" in said
    assert said.splitlines()[-1] == "Chưa xóa gì (--dry-run)."
    assert (state(), Event.objects.count()) == (before, rows)


def test_what_is_over_goes_what_is_not_stays_and_one_row_says_so(kept):
    rows = Event.objects.count()
    run()
    assert state() == {
        "drafts": ["new"], "workbooks": ["new"], "phones": ["new"], "names": ["new", "old"], "sessions": ["new"], "tokens": 1,
        "attempts": ["new"], "places": ["new"],
    }  # fmt: skip
    told = Event.objects.get(verb="retention")
    assert told.after == {rule.key: 1 for rule in RULES}
    assert Event.objects.count() == rows + 1
    run()
    assert Event.objects.count() == rows + 1


def test_every_rule_of_the_code_stands_in_the_table_for_people():
    from pathlib import Path

    table = (Path(__file__).parents[2] / "docs/personal-data.md").read_text(encoding="utf-8")
    assert [
        str(rule.what) for rule in RULES if f"| {rule.what} | {rule.term} | {rule.basis} |" not in table
    ] == []
    assert timezone.is_aware(NOW)
