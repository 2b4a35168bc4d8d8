"""The registers as offices send them, to every count of the truth beside them."""

import json
from collections import Counter
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from intake.management.commands.import_register import Command
from intake.models import ImportBatch
from models_registry.models import Registration
from recognition.models import Decision, Recognition
from tests.casts import clerk
from tests.intake.workbooks import a_register, save

YEARS = (2020, 2021, 2022, 2023, 2024)


def run(path, year, **options) -> dict:
    """The counts in the last line of the command's output, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("import_register", str(path), unit="old-04", year=year, stdout=out, **options)
    except SystemExit as stop:
        status = stop.code
    return json.loads(out.getvalue().splitlines()[-1]) | {"status": status}


def counted(year) -> dict:
    """The register of the year, counted in Python from its rows."""
    rows = list(
        Registration.objects.filter(year=year).values_list(
            "field", "kind", "level", "phase", "unit__key", "unit__parent__key", "recognised_level"
        )
    )
    recognised = [row for row in rows if row[6]]
    return {
        "field": Counter(row[0] for row in rows),
        "kind": Counter(row[1] for row in rows),
        "level": Counter(row[2] for row in rows),
        "phase": Counter(row[3] for row in rows),
        "commune": Counter(row[4] for row in rows),
        "district": Counter(row[5] for row in rows),
        "recognised": len(recognised),
        "recognised_by_field": Counter(row[0] for row in recognised),
        "recognised_by_level": Counter(row[6] for row in recognised),
    }


def expected(truth: dict) -> dict:
    return {key: truth[key] for key in counted(1900)}


@pytest.mark.parametrize("year", YEARS)
def test_a_clean_register_goes_in_to_every_count(loaded_units, truth, register_workbook, year):
    told = run(register_workbook(year), year)
    assert told["status"] == 0
    assert (told["rows"], told["imported"], told["refused"], told["duplicates"]) == (
        truth(year)["rows"],
    ) * 2 + (0, 0)
    assert told["recognised"] == truth(year)["recognised"]
    assert counted(year) == expected(truth(year))


def test_a_long_register_written_part_by_part_goes_on_with_the_same_models(
    loaded_units, register_workbook, monkeypatch
):
    def models_of_both_years() -> tuple:
        for year in (2023, 2024):
            run(register_workbook(year), year)
        rows = Registration.objects.order_by("year", "id")
        return (
            list(rows.values_list("year", "level", "unit__key", "model__code", "recognised_level")),
            Counter(rows.values_list("model__code", flat=True)),
        )

    with transaction.atomic():
        at_once = models_of_both_years()
        transaction.set_rollback(True)
    monkeypatch.setattr("intake.importing.ROWS_AT_ONCE", 500)
    assert models_of_both_years() == at_once
    assert max(at_once[1].values()) == 2


@pytest.mark.parametrize("rows_at_once", [20_000, 90])
def test_the_faulty_register_goes_in_but_for_its_fatal_rows(
    loaded_units, truth, register_workbook, tmp_path, monkeypatch, rows_at_once
):
    monkeypatch.setattr("intake.importing.ROWS_AT_ONCE", rows_at_once)
    wanted = truth("dirty-2024")
    told = run(register_workbook("dirty-2024"), 2024, errors=str(tmp_path / "back.xlsx"))
    repeated = sum(row["problem"].startswith("duplicate") for row in wanted["bad_rows"])
    assert told == {
        "rows": wanted["rows"] + repeated,
        "imported": wanted["importable"],
        "repaired": told["repaired"],
        "duplicates": repeated,
        "already_held": 0,
        "refused": sum(row["fatal"] for row in wanted["bad_rows"]),
        "recognised": wanted["recognised"],
        "recognition_not_recorded": 4,
        "exemplary": 0,
        "status": 1,
    }
    assert counted(2024) == expected(wanted)
    assert Recognition.objects.count() == wanted["recognised"]
    assert (
        Decision.objects.filter(issuing_body="Ban Dân vận Tỉnh ủy Cao Bằng").count()
        == Decision.objects.count()
    )
    assert Decision.objects.filter(signed_on__lt=date(2024, 10, 1)).count() == 0


def test_an_import_killed_after_its_commit_has_its_refused_rows_all_the_same(
    loaded_units, register_workbook, tmp_path, monkeypatch, client
):
    """Killed before the first line of its report, the last thing it did being the commit."""

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Command, "_print", killed)
    with pytest.raises(KeyboardInterrupt):
        run(register_workbook("dirty-2024"), 2024, errors=str(tmp_path / "back.xlsx"))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["refused"], batch.counts["returned"]) == ("imported", 27, 39)
    client.force_login(clerk("old-04"))
    answer = client.get(reverse("intake:refused", args=[batch.pk]))
    stored = b"".join(answer.streaming_content)
    assert (tmp_path / "back.xlsx").read_bytes() == stored
    sheet = load_workbook(BytesIO(stored))["Biểu 2024"]
    assert sheet["P64"].value == "Loại: Đánh dấu cả Tập thể và Cá nhân; chỉ đánh dấu một ô."


def test_refused_rows_that_cannot_be_written_where_asked_keep_the_import_out(
    loaded_units, register_workbook, tmp_path
):
    with pytest.raises(CommandError, match="Không ghi được"):
        run(register_workbook("dirty-2024"), 2024, errors=str(tmp_path / "khong-co" / "back.xlsx"))
    assert (Registration.objects.count(), ImportBatch.objects.count()) == (0, 0)


def everything() -> dict:
    return {
        "registrations": list(Registration.objects.order_by("id").values()),
        "recognitions": list(Recognition.objects.order_by("id").values()),
        "decisions": list(Decision.objects.order_by("id").values()),
        "log": Event.objects.count(),
    }


def test_the_same_file_twice_changes_nothing(loaded_units, truth, register_workbook):
    run(register_workbook(2024), 2024)
    before = everything()
    told = run(register_workbook(2024), 2024)
    assert everything() == before
    assert told["status"] == 0
    assert (told["imported"], told["already_held"], told["recognised"]) == (0, truth(2024)["rows"], 0)


def test_a_dry_run_judges_and_writes_nothing(loaded_units, truth, register_workbook, tmp_path):
    told = run(register_workbook("dirty-2024"), 2024, dry_run=True, errors=str(tmp_path / "back.xlsx"))
    assert (told["imported"], told["status"]) == (truth("dirty-2024")["importable"], 1)
    assert (Registration.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert (tmp_path / "back.xlsx").exists()


def test_a_later_file_brings_the_recognitions_of_rows_that_are_there(
    loaded_units, register_workbook, tmp_path
):
    book = load_workbook(register_workbook("dirty-2024"))
    for row in book.active.iter_rows(min_row=10, max_row=666):
        for cell in row[11:14]:
            cell.value = None
    book.save(tmp_path / "spring.xlsx")
    spring = run(tmp_path / "spring.xlsx", 2024)
    assert (spring["imported"], spring["recognised"]) == (613, 0)
    autumn = run(register_workbook("dirty-2024"), 2024)
    assert (autumn["imported"], autumn["already_held"], autumn["recognised"]) == (0, 613, 472)
    assert Recognition.objects.count() == 472 == Registration.objects.exclude(recognised_level="").count()
    assert run(register_workbook("dirty-2024"), 2024)["recognised"] == 0


@pytest.mark.parametrize(
    "options, words",
    [
        ({"unit": "old-99"}, "Không có đơn vị old-99."),
        ({"path": "/khong/co.xlsx"}, "Không mở được"),
        ({"year": 1999}, None),
    ],
)
def test_a_wrong_question_is_refused_in_words(loaded_units, register_workbook, options, words):
    path = options.get("path") or str(register_workbook("dirty-2024"))
    arguments = {
        "unit": options.get("unit", "old-04"),
        "year": options.get("year", 2024),
        "stdout": StringIO(),
    }
    with pytest.raises((CommandError, SystemExit)) as stopped:
        call_command("import_register", path, **arguments)
    assert words is None or words in str(stopped.value)
    assert Registration.objects.count() == 0


def test_a_file_without_a_needed_column_is_refused_whole(loaded_units, tmp_path):
    head = ["Tên mô hình", "Loại", "Xã", "Cấp đăng ký", "Mới/duy trì"]
    rows = [["Tuyến đường hoa", "Tập thể", "Xã Cô Ba", "Cơ sở", "Mới"]] * 2
    with pytest.raises(CommandError) as stopped:
        run(save(a_register(head, rows), tmp_path / "so.xlsx"), 2024)
    assert str(stopped.value) == (
        "Trang “Sheet” không có cột “Lĩnh vực”: thêm cột vào tệp, hoặc nhập tệp ở trang Nhập từ Excel và chỉ ra cột ở bước 2."
    )
    assert Registration.objects.count() == 0


def test_a_file_with_a_stamp_of_secrecy_is_not_taken(loaded_units, register_workbook, tmp_path):
    book = load_workbook(register_workbook("dirty-2024"))
    book.active["O1"] = "MẬT"
    book.save(tmp_path / "so.xlsx")
    with pytest.raises(CommandError, match="dấu độ mật"):
        run(tmp_path / "so.xlsx", 2024)
