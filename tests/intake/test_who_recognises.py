"""A register of the running year by file: registrations go in, recognitions are the approver's to record, and it is said."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.choices import Role
from accounts.scoping import SYSTEM
from audit.errors import DomainError
from intake.bounds import COMMAND
from intake.checking import Question
from intake.columns import column_of_heading
from intake.importing import import_table
from intake.opening import open_register, proposed_mapping, table_of
from intake.refused import row_reasons
from models_registry.models import Registration
from recognition.drafting import edit_draft
from recognition.ladder import violations
from recognition.models import Decision, Exemplary, Recognition
from recognition.proposing import propose
from recognition.recognising import recognise_many
from recognition.taking_back import built_upon, take_back
from tests.casts import approver, assigned, clerk, person
from tests.factories import a_registration, a_small_country, under_appraisal
from tests.intake.workbooks import a_register, save
from tests.recognition.deciding import a_draft, signed
from units.models import Organisation

HEAD = [
    "Tên mô hình", "Loại", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì", "Công nhận", "Số quyết định",
    "Ngày quyết định", "Cơ quan ban hành",
]  # fmt: skip
NAME = "Tuyến đường hoa"


@pytest.fixture
def units(db, time_machine):
    time_machine.move_to("2026-12-02 09:00+07:00")
    return a_small_country()


@pytest.fixture
def brought_in(units, tmp_path):
    """`brought_in(by, year)`: what became of a register with one recognised row, of Xã Cô Ba."""

    def importing(by, year: int, day: str, names=(NAME,), marks=None, batch=None, recognised="x", level="Cơ sở"):
        rows = [
            [name, "Tập thể", "Xã Cô Ba", "Kinh tế", level, "Mới", recognised, "12-QĐ/TU", day, "Tỉnh ủy"]
            for name in names
        ]
        if marks:
            rows = [[*row, mark] for row, mark in zip(rows, marks, strict=True)]
        path = save(a_register([*HEAD, "Tiêu biểu"] if marks else HEAD, rows), tmp_path / f"{uuid4()}.xlsx")
        workbook, registers = open_register(path.read_bytes(), path.name, COMMAND)
        sheet, header = registers[0]
        unit = units["old-04" if year < 2025 else "new-04"]
        table = table_of(sheet, header, proposed_mapping(header, unit))
        question = Question(unit=unit, year=year, entered_on=date(2026, 12, 2), by=by, issuer=header.issuer)
        return import_table(table=table, question=question, batch=batch or uuid4())

    return importing


def counts(checked) -> tuple:
    found = checked.counts()
    return tuple(found[name] for name in ("imported", "recognised", "recognition_not_recorded", "refused"))


def test_a_finished_year_goes_in_with_its_recognitions(units, brought_in):
    assert counts(brought_in(clerk("new-04"), 2024, "20/11/2024")) == (1, 1, 0, 0)
    assert (Recognition.objects.count(), Decision.objects.get().unit.key) == (1, "old-04")


def test_of_the_running_year_the_recognitions_are_reported_and_not_recorded(units, brought_in):
    held = clerk("new-04")
    checked = brought_in(held, 2026, "20/11/2026")
    assert counts(checked) == (1, 0, 1, 0)
    assert (Registration.objects.count(), Decision.objects.count(), Recognition.objects.count()) == (1, 0, 0)
    (reason,) = row_reasons(checked).values()
    assert reason == (
        "Số quyết định: Chưa ghi công nhận: quyết định ký ngày 20/11/2026 là của năm đang chạy: người nhập liệu chỉ ghi bù quyết định "
        "ký trước 01/01/2026; quyết định này do người duyệt của Tỉnh Cao Bằng ghi."
    )
    # Brought in again, nothing is new, and what is still not recorded is said again.
    again = brought_in(held, 2026, "20/11/2026")
    assert counts(again) == (0, 0, 1, 0)
    assert Registration.objects.count() == 1


def test_who_brings_it_in_does_not_approve_it_even_as_an_approver(units, brought_in):
    both = clerk("new-04")
    assigned(both, Role.APPROVER, "new-04")
    checked = brought_in(both, 2026, "20/11/2026")
    assert counts(checked) == (1, 0, 1, 0)
    assert "người nhập không tự công nhận" in next(iter(row_reasons(checked).values()))


def test_another_s_registrations_are_recognised_by_file_where_one_approves(units, brought_in):
    under_appraisal(a_registration("new-01327", year=2026, name=NAME))
    both = approver("new-04")
    assigned(both, Role.CLERK, "new-04")
    assert counts(brought_in(both, 2026, "20/11/2026")) == (0, 1, 0, 0)
    assert Recognition.objects.get().registration.model.name == NAME


def test_an_organisation_s_clerk_brings_in_nothing_of_the_unit(units, brought_in):
    school = Organisation.objects.create(
        name="Trường THCS Cô Ba", folded_name="truong thcs co ba", kind="school", unit=units["new-01327"]
    )
    held = person("co.giao")
    assigned(held, Role.CLERK, "new-01327", organisation=school)
    checked = brought_in(held, 2026, "20/11/2026")
    assert counts(checked) == (0, 0, 0, 1)
    assert "chỉ được giao nhập liệu cho cơ quan, tổ chức của mình" in next(
        iter(row_reasons(checked).values())
    )
    assert Registration.objects.count() == 0


def test_what_was_not_appraised_is_not_recognised_by_file_either(units, brought_in):
    a_registration("new-01327", year=2026, name=NAME)
    both = approver("new-04")
    assigned(both, Role.CLERK, "new-04")
    checked = brought_in(both, 2026, "20/11/2026")
    assert counts(checked) == (0, 0, 1, 0)
    (reason,) = row_reasons(checked).values()
    assert reason == (
        "Đã có trong sổ năm 2026: cùng tên, đơn vị và cấp.\n"
        "Số quyết định: Chưa ghi công nhận: đang ở bước “Đã tiếp nhận”, chưa qua thẩm định; năm đang chạy chỉ công nhận hồ sơ "
        "đang thẩm định, năm đã xong mới ghi bù."
    )


def test_a_command_of_whoever_holds_the_server_records_finished_years(units, brought_in):
    assert counts(brought_in(None, 2024, "20/11/2024")) == (1, 1, 0, 0)
    assert counts(brought_in(None, 2026, "20/11/2026")) == (1, 0, 1, 0)


def test_into_a_decision_signed_with_its_list_or_annulled_nothing_comes_by_file(units, brought_in):
    """Each row says so; the registrations go in, and rows of other decisions are recognised."""
    held = a_registration("old-01330", year=2024, name="Đã có")
    draft = a_draft(units["old-04"], registrations=[held], level="grassroots")
    edit_draft(by=None, decision=draft, issuing_body="Tỉnh ủy", about="về việc công nhận")
    first = signed(draft, "12-QĐ/TU", date(2024, 11, 20))
    names = (NAME, "Chợ quê")
    checked = brought_in(clerk("new-04"), 2024, "20/11/2024", names)
    assert counts(checked) == (2, 0, 2, 0)
    assert set(row_reasons(checked).values()) == {
        "Số quyết định: Chưa ghi công nhận: quyết định 12-QĐ/TU đã ký cùng danh sách của nó; muốn thêm mô hình phải có quyết định "
        "sửa đổi, bổ sung."
    }
    assert [line.registration_id for line in first.lines.all()] == [held.pk]
    # The deed itself takes none either.
    other = Registration.objects.get(model__name=NAME)
    with pytest.raises(DomainError, match="đã ký cùng danh sách của nó"):
        recognise_many(by=None, pairs=[(first, other, "grassroots")])
    signed(a_draft(units["old-04"], "annulment", amends=first, reason="Sai"), "13-QĐ/TU", date(2024, 12, 1))
    checked = brought_in(clerk("new-04", "hai"), 2024, "20/11/2024", names)
    assert counts(checked) == (0, 0, 2, 0)
    assert "đã bị hủy bỏ bởi Quyết định 13-QĐ/TU" in next(iter(row_reasons(checked).values()))


def test_a_decision_of_before_the_appraisal_is_said_in_its_row(units, brought_in):
    under_appraisal(a_registration("new-01327", year=2026, name=NAME), on=date(2026, 11, 25))
    both = approver("new-04")
    assigned(both, Role.CLERK, "new-04")
    checked = brought_in(both, 2026, "20/11/2026")
    assert counts(checked) == (0, 0, 1, 0)
    assert "đưa vào thẩm định ngày 25/11/2026, sau ngày ký quyết định" in next(iter(row_reasons(checked).values()))


def test_a_finished_year_s_marks_of_exemplary_models_go_in_with_their_recognition_and_out_with_the_import(units, brought_in):
    by, batch = clerk("new-04"), uuid4()
    checked = brought_in(by, 2024, "20/11/2024", ("Một", "Hai", "Ba"), ("x", "", "có lẽ"), batch)
    assert (counts(checked), checked.counts()["exemplary"]) == ((3, 3, 0, 0), 1)
    (chosen,) = Exemplary.objects.all()
    assert (chosen.registration.model.name, chosen.level, chosen.happened_on, chosen.back_entered) == (
        "Một", "grassroots", date(2024, 11, 20), True,
    )  # fmt: skip
    assert checked.repairs.sentences(2)[-1] == "Tiêu biểu: Không rõ “có lẽ” là tiêu biểu hay không: chưa ghi tiêu biểu."
    assert violations(viewer=SYSTEM) == []
    # Taken back whole, unless somebody proposed what it chose.
    assert once_proposed(chosen, batch) == "“Một” đã được chọn tiêu biểu, kiểm tra hoặc nhân rộng sau lần nhập này."
    assert take_back(by=by, batch=batch) == 3
    assert (Exemplary.objects.count(), Recognition.objects.count()) == (0, 0)


def once_proposed(chosen: Exemplary, batch) -> str:
    """Why the batch could not be taken back if what it chose were proposed; it is not."""
    with transaction.atomic():
        propose(
            by=None, registrations=[chosen.registration], level="grassroots", form="giay_khen", granting_body="UBND",
            on=date(2024, 12, 1), entered_on=date(2026, 12, 2),
        )  # fmt: skip
        said = built_upon(batch)
        transaction.set_rollback(True)
    return said


def test_a_mark_without_its_recognition_or_of_the_running_year_is_said_and_not_recorded(units, brought_in):
    unrecognised = brought_in(clerk("new-04"), 2024, "20/11/2024", ("Một",), ("x",), recognised="")
    assert unrecognised.repairs.sentences(0)[-1] == "Tiêu biểu: Chưa ghi công nhận nên chưa ghi tiêu biểu."
    under_appraisal(a_registration("new-01327", year=2026, name=NAME))
    both = approver("new-04")
    assigned(both, Role.CLERK, "new-04")
    checked = brought_in(both, 2026, "20/11/2026", (NAME,), ("x",))
    assert checked.repairs.sentences(0)[-1] == "Tiêu biểu: Năm đang chạy thì chọn tiêu biểu ở mục Công nhận: chưa ghi tiêu biểu."
    assert (Recognition.objects.count(), Exemplary.objects.count()) == (1, 0)


def test_of_what_the_register_holds_as_recognised_the_mark_is_recorded_or_it_is_said_why_not(units, brought_in):
    by, batch = clerk("new-04"), uuid4()
    names = ("Một", "Hai", "Ba", "Bốn")
    brought_in(by, 2024, "20/11/2024", names, ("", "x", "", ""))
    ended = Recognition.objects.get(registration__model__name="Ba")
    revoked = signed(
        a_draft(units["old-04"], "revocation", [ended.registration], level="grassroots", reason="Sai"), "13-QĐ/TU", date(2024, 12, 1)
    )
    checked = brought_in(by, 2024, "20/11/2024", names, ("x", "x", "x", "có lẽ"), batch)
    again = "Đã có trong sổ năm 2024: cùng tên, đơn vị và cấp.\n"
    assert list(row_reasons(checked).values()) == [
        again + "Đã ghi thêm là tiêu biểu từ ngày được công nhận (20/11/2024).",
        again + "Tiêu biểu: Sổ đã ghi là tiêu biểu từ ngày 20/11/2024.",
        again + "Tiêu biểu: Chưa ghi công nhận nên chưa ghi tiêu biểu.",
        again + "Tiêu biểu: Không rõ “có lẽ” là tiêu biểu hay không: chưa ghi tiêu biểu.",
    ]
    assert (counts(checked), checked.counts()["exemplary"]) == ((0, 0, 0, 0), 1)
    chosen = Exemplary.objects.order_by("registration__model__name").values_list("registration__model__name", "happened_on")
    assert list(chosen) == [("Hai", date(2024, 11, 20)), ("Một", date(2024, 11, 20))]
    assert (violations(viewer=SYSTEM), revoked.is_signed) == ([], True)
    # Taken back with its import, unless somebody built on it.
    one = Exemplary.objects.get(registration__model__name="Một")
    assert once_proposed(one, batch) == "“Một” đã được chọn tiêu biểu, kiểm tra hoặc nhân rộng sau lần nhập này."
    assert take_back(by=by, batch=batch) == 0
    assert [row.registration.model.name for row in Exemplary.objects.all()] == ["Hai"]


def test_another_office_s_mark_of_what_the_register_holds_is_said_to_be_its_own(units, brought_in):
    brought_in(clerk("new-04"), 2024, "20/11/2024", ("Một",), ("",))
    Recognition.objects.update(level="province")
    Registration.objects.update(level="province")
    commune = clerk("new-01327", "xa")
    checked = brought_in(commune, 2024, "20/11/2024", ("Một",), ("x",), level="Tỉnh")
    assert list(row_reasons(checked).values()) == [
        "Đã có trong sổ năm 2024: cùng tên, đơn vị và cấp.\n"
        "Tiêu biểu: Chọn tiêu biểu ở cấp này là việc của Tỉnh Cao Bằng: chưa ghi tiêu biểu."
    ]
    assert Exemplary.objects.count() == 0


def test_a_list_of_exemplary_models_is_read_by_its_names():
    assert [column_of_heading((text,)) for text in ("Tiêu biểu", "Mô hình tiêu biểu", "Tên mô hình tiêu biểu", "Là tiêu biểu")] == [
        "exemplary", "name", "name", "exemplary",
    ]  # fmt: skip
