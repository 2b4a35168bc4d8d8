"""The appendix of targets: cells as the pages' figures, numbers as numbers, and only for those who see the document."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.choices import Role
from audit.models import Event
from reports.targets_appendix import TargetsAsked, targets_appendix
from reports.workbook import write_workbook
from resolutions.linking import add_task_group
from resolutions.targeting import define_target
from resolutions.terms import Terms
from tests.casts import administrator, assigned, person
from tests.factories import a_small_country
from tests.resolutions.setting import a_document, a_target, accepted, given
from units.models import Organisation

COMMUNES = ("old-01321", "old-01327", "old-01330")
ON = date(2025, 6, 1)


@pytest.fixture
def units(db):
    return a_small_country()


@pytest.fixture
def document(units):
    """Four targets: a rate with a road map, "100%" with a silent unit, one that starts like a formula, one that nobody has."""
    province = units["old-04"]
    held = a_document(province, number="04-NQ/TU")
    women = Organisation.objects.create(name="Hội Phụ nữ tỉnh", folded_name="hoi", kind="women", unit=province)
    group = add_task_group(by=None, document=held, title="Nhóm thứ nhất")
    rate = define_target(
        by=None, document=held, task_group=group,
        terms=Terms(text="Tỷ lệ tập hợp", kind="rate_by_end", value=Decimal("72.5"), recurrence="by_date",
                    due_on=date(2025, 12, 31), responsible=women, road_map={2024: Decimal("71.5")}),
    )  # fmt: skip
    every = a_target(held, text="100% cấp ủy làm việc với Mặt trận")
    works = a_target(held, text="=1+1 công trình", kind="amount", value=Decimal(10), measured_in="việc")
    a_target(held, text="Hoàn thành chuyển đổi số", kind="qualitative", value=None, measured_in="đánh giá")
    communes = [units[key] for key in COMMUNES]
    for assignment, figure in zip(given(rate, *communes), ("1/10", "9/10", "90/100"), strict=True):
        accepted(assignment, figure)
    for assignment, figure in zip(given(every, *communes), ("1/1", "1/1"), strict=False):
        accepted(assignment, figure)
    for assignment, figure in zip(given(works, *communes), ("4", "2", "1"), strict=True):
        accepted(assignment, figure)
    return held


def cells_of(book: openpyxl.Workbook, sheet: str) -> list[list]:
    """The rows under the row of column numbers, as far as they are ruled."""
    rows = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    first = next(n for n, row in enumerate(rows) if row[0] == "(1)") + 1
    return [row for row in rows[first:] if row[0] in (None, "I", "II") or isinstance(row[0], int)]


def written(document, viewer, **asked) -> bytes:
    out = BytesIO()
    write_workbook(targets_appendix(TargetsAsked(document, 2024, viewer, ON, **asked)), out)
    return out.getvalue()


def test_each_cell_is_the_figure_of_the_pages(document):
    book = openpyxl.load_workbook(BytesIO(written(document, administrator())), data_only=True)
    assert cells_of(book, "Phụ lục")[:6] == [
        ["I", "Nhóm thứ nhất", None, None, None, None, None, None, None, None, None],
        [1, "Tỷ lệ tập hợp", "%", 72.5, 71.5, 100, 120, 100 / 120, "Vượt", "3/3", "Hội Phụ nữ tỉnh"],
        ["II", "Chỉ tiêu khác", *[None] * 9],
        [2, "100% cấp ủy làm việc với Mặt trận", "%", 100, 100, 2, 3, None, "Chưa có số liệu (1)", "2/3", None],
        [3, "=1+1 công trình", "việc", 10, 10, 7, 10, 0.7, "Chưa đạt", "3/3", None],
        [4, "Hoàn thành chuyển đổi số", "đánh giá", None, None, None, None, None, "Không áp dụng", "0/0", None],
    ]  # fmt: skip
    assert [row[:2] + row[7:12] for row in cells_of(book, "Nguồn số liệu")[:2]] == [
        [1, "Tỷ lệ tập hợp", 3, 3, 0, 0, 0],
        [2, "100% cấp ủy làm việc với Mặt trận", 3, 2, 0, 1, 0],
    ]


def test_numbers_are_numbers_texts_are_texts_and_the_paper_is_the_office_s(document):
    book = openpyxl.load_workbook(BytesIO(written(document, administrator())))
    sheet = book["Phụ lục"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    by_text = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    formula_like = by_text["=1+1 công trình"]
    assert formula_like[1].data_type == "s"
    assert (formula_like[5].data_type, formula_like[7].data_type) == ("n", "f")
    assert by_text["Tỷ lệ tập hợp"][3].number_format.endswith("#,##0.0#")
    # "2/3" must never be read as the second of March.
    assert by_text["100% cấp ủy làm việc với Mặt trận"][9].data_type == "s"


def test_a_unit_is_answered_for_itself_and_an_outsider_finds_nothing(units, document):
    clerk, outsider = person("can.bo"), person("nguoi.ngoai")
    assigned(clerk, Role.CLERK, "old-01327")
    assigned(outsider, Role.CLERK, "old-02")
    book = openpyxl.load_workbook(BytesIO(written(document, clerk, within=units["old-01327"])), data_only=True)
    assert cells_of(book, "Phụ lục")[1][5:10] == [9, 10, 0.9, "Vượt", "1/1"]
    client = Client()
    client.force_login(outsider)
    assert client.get(f"/bao-cao/chi-tieu/{document.pk}/tep/").status_code == 404
    assert not Event.objects.filter(verb="export_targets").exists()


def test_the_door_gives_the_file_and_notes_who_took_it(document):
    client, viewer = Client(), administrator()
    client.force_login(viewer)
    answer = client.get(f"/bao-cao/chi-tieu/{document.pk}/tep/", {"within": "old-04", "year": 2024, "geography": "2024-12-31"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="chi-tieu-04-nq-tu-tinh-cao-bang-2024.xlsx"'
    openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    told = Event.objects.get(verb="export_targets")
    assert (told.actor, told.subject_id, told.after) == (viewer, document.pk, {"year": 2024, "within": "old-04"})


def test_the_command_finds_the_document_by_its_number(document, tmp_path):
    file = tmp_path / "phu-luc.xlsx"
    call_command("export_targets", document="04-nq/tu", year=2024, out=str(file), verbosity=0)
    book = openpyxl.load_workbook(file, data_only=True)
    assert book.sheetnames == ["Phụ lục", "Nguồn số liệu"]
    assert cells_of(book, "Phụ lục")[1][5:7] == [100, 120]
    for wrong in ({"document": "99-NQ/TU"}, {"unit": "old-99999"}, {"year": 24}):
        with pytest.raises(CommandError):
            call_command("export_targets", **{"document": "04-NQ/TU", "year": 2024, "out": str(file)} | wrong)
