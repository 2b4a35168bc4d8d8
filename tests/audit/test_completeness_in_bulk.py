"""A register brought in by command: one row of the log for each record, all under one number; and every command says
what it leaves in the log."""

from collections import Counter

import pytest
from django.core.management import call_command, get_commands
from django.db import DatabaseError

from audit.models import Event
from intake.models import ImportBatch
from models_registry import bulk
from models_registry.models import MobilizationModel, Registration
from recognition.models import Decision, Recognition
from tests.audit.test_completeness import LOOKS

TELLS = {
    "import_register": "each record: here",
    "retention": "the counts: tests/dandan/test_personal_retention.py",
    "reset_second_factor": "the person: tests/accounts/test_second_factor.py",
    "changepassword": "the person: tests/accounts/test_administrators.py",
    "createsuperuser": "the administrator made: tests/accounts/test_administrators.py",
    "seed_demo": "the accounts, registers and targets made: tests/dandan/test_demo_accounts.py",
    "prepare_demo": "what seed_demo tells",
    "backup": "changes nothing",
    "restore": "the restore itself: tests/dandan/test_backup_restore.py",
    "move_to": "nothing: the rows moved keep their own log",
    "export_summary": "the export: tests/reports",
    "export_targets": "the export: tests/reports/test_targets_appendix.py",
    "check_ladder": "changes nothing",
    "send_digest": "no row of the register: that a letter went out stands in recognition_digestsent",
    "seal_log": "makes seals over the log",
    "verify_log": "changes nothing",
    "catalogues": "changes files of the program alone",
    "grant_application_role": "the database's own list of who may do what: no row changes",
    "load_units": "an official list: what it is stands in the program's own history",
}


def test_every_command_of_the_product_says_what_it_leaves_in_the_log():
    ours = {
        "accounts",
        "audit",
        "dandan",
        "intake",
        "models_registry",
        "recognition",
        "reports",
        "resolutions",
        "units",
    }
    assert {name for name, app in get_commands().items() if app in ours} == set(TELLS)


@pytest.fixture
def brought_in(loaded_units, register_workbook):
    def bring() -> None:
        with pytest.raises(SystemExit):  # some rows of this register are refused
            call_command(
                "import_register", str(register_workbook("dirty-2024")), unit="old-04", year=2024, verbosity=0
            )

    return bring


@pytest.mark.django_db
def test_each_record_of_an_import_has_one_row_and_all_bear_its_number(brought_in, capsys):
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    brought_in()
    rows = list(Event.objects.filter(id__gt=last).exclude(verb__in=LOOKS))
    told = Counter((row.verb, row.subject_id) for row in rows)
    expected = (
        [("register", pk) for pk in Registration.objects.values_list("id", flat=True)]
        + [("decide", pk) for pk in Decision.objects.values_list("id", flat=True)]
        + [("recognise", pk) for pk in Recognition.objects.values_list("registration_id", flat=True)]
    )
    of_the_file = [row for row in rows if row.verb not in ("register", "decide", "recognise")]
    assert Counter((row.verb, row.subject_id) for row in rows if row not in of_the_file) == Counter(expected)
    assert [row.verb for row in of_the_file] == ["import"]
    assert {row.batch for row in rows} == {ImportBatch.objects.get().id}
    assert max(told.values()) == 1


@pytest.mark.django_db
def test_a_log_that_fails_in_a_later_part_leaves_nothing_of_an_import(brought_in, monkeypatch, capsys):
    monkeypatch.setattr("intake.importing.ROWS_AT_ONCE", 200)
    parts, write = [], bulk.record_changes

    def failing(events) -> None:
        parts.append(1)
        if len(parts) == 3:
            raise DatabaseError("the log cannot be written")
        write(events)

    monkeypatch.setattr(bulk, "record_changes", failing)
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with pytest.raises(DatabaseError):
        brought_in()
    assert len(parts) == 3
    assert [
        model.objects.count()
        for model in (MobilizationModel, Registration, Decision, Recognition, ImportBatch)
    ] == [0, 0, 0, 0, 0]
    assert Event.objects.filter(id__gt=last).exclude(verb__in=LOOKS).count() == 0
