"""An import taken back leaves the register as it was, unless somebody built on it."""

import uuid
from datetime import date

import pytest

from audit.errors import DomainError
from audit.models import Event
from intake.checking import Question
from intake.importing import import_table
from intake.models import BatchState, ImportBatch
from intake.opening import open_register, proposed_mapping, table_of
from intake.undoing import undo_import, why_not_undone
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import withdraw
from recognition.checking import Finding, check_models
from recognition.models import Decision, Recognition
from tests.casts import clerk, leader

ENTERED_ON = date(2026, 1, 15)


def imported(path, unit, year, by=None) -> ImportBatch:
    data = path.read_bytes()
    _, registers = open_register(data, path.name)
    sheet, header = registers[0]
    table = table_of(sheet, header, proposed_mapping(header, unit))
    question = Question(unit=unit, year=year, entered_on=ENTERED_ON, by=by, issuer=header.issuer)
    batch = ImportBatch(id=uuid.uuid4(), unit=unit, year=year, file_name=path.name, sha256="0" * 64, by=by)
    checked = import_table(table=table, question=question, batch=batch.id)
    batch.state, batch.counts = BatchState.IMPORTED, checked.counts()
    batch.save(force_insert=True)
    return batch


def rows() -> dict:
    return {
        "models": sorted(MobilizationModel.objects.values_list("id", "field", "kind")),
        "registrations": sorted(
            Registration.objects.values_list("id", "recognised_level", "recognised_on", "version")
        ),
        "decisions": sorted(Decision.objects.values_list("id", flat=True)),
        "recognitions": sorted(Recognition.objects.values_list("id", flat=True)),
    }


def test_an_undone_import_leaves_the_register_as_before_and_the_log_longer(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    by = clerk(cao_bang)
    imported(register_workbook(2023), cao_bang, 2023, by)
    before, events = rows(), Event.objects.count()
    batch = imported(register_workbook("dirty-2024"), cao_bang, 2024, by)
    assert rows() != before
    undone = undo_import(batch=batch, by=by)
    assert rows() == before
    assert (undone.state, undone.undone_by) == (BatchState.UNDONE, by)
    assert Event.objects.filter(batch=batch.id, verb="take_back").count() == batch.counts["imported"] + (
        Event.objects.filter(batch=batch.id, verb="decide").count()
    )
    assert Event.objects.count() > events
    with pytest.raises(DomainError, match="đã được hoàn tác"):
        undo_import(batch=batch, by=by)


def test_an_undone_file_goes_in_again(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    first = imported(register_workbook("dirty-2024"), cao_bang, 2024)
    undo_import(batch=first, by=None)
    assert imported(register_workbook("dirty-2024"), cao_bang, 2024).counts == first.counts


def test_what_somebody_built_on_is_not_undone(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    by = clerk(cao_bang)
    batch = imported(register_workbook("dirty-2024"), cao_bang, 2024, by)
    plain = Registration.objects.filter(recognised_level="").select_related("model").first()
    withdraw(by=by, registration=plain, reason="Nhập nhầm xã", on=ENTERED_ON)
    before = rows()
    assert why_not_undone(batch) == f"“{plain}” đã được Nông Thị Hoa làm tiếp sau lần nhập này."
    with pytest.raises(DomainError, match="làm tiếp"):
        undo_import(batch=batch, by=by)
    assert rows() == before


def test_what_was_checked_after_the_import_is_not_undone(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    batch = imported(register_workbook(2023), cao_bang, 2023)
    held = Recognition.objects.select_related("registration__model").first().registration
    check_models(by=None, year=2025, findings=[Finding(held, "working")], on=date(2025, 3, 1), entered_on=ENTERED_ON)
    before = rows()
    with pytest.raises(DomainError, match=f"“{held.model.name}” đã được chọn tiêu biểu, kiểm tra hoặc nhân rộng"):
        undo_import(batch=batch, by=None)
    assert rows() == before


def test_a_register_continued_the_next_year_is_not_undone(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    first = imported(register_workbook(2020), cao_bang, 2020)
    imported(register_workbook(2021), cao_bang, 2021)
    assert "đã được đăng ký tiếp năm 2021" in why_not_undone(first)


def test_only_who_may_enter_there_may_undo(loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    batch = imported(register_workbook("dirty-2024"), cao_bang, 2024)
    before = rows()
    with pytest.raises(DomainError, match="không được giao ghi quyết định của Tỉnh Cao Bằng"):
        undo_import(batch=batch, by=leader(cao_bang))
    assert rows() == before
