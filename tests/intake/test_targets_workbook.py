"""The workbook of a unit's targets goes out, comes back, and nothing of anybody's is lost on the way."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.choices import Role
from audit.models import Event
from intake.bounds import UnreadableWorkbook
from intake.targets.layout import COLUMN, COPIES_AT, ENTRY, KEY_AT
from intake.targets.reading import read_rows
from intake.targets.rows import owed_for
from intake.targets.taking import REFUSED, SAVED, SENT, UNCHANGED, marked_copy, take_in
from intake.targets.template import HEADING, targets_workbook
from resolutions.accepting import accept
from resolutions.figures import read_figure
from resolutions.models import ProgressReport
from resolutions.reporting import Contents, save_draft, submit
from tests.casts import assigned, person
from tests.factories import a_small_country
from tests.resolutions.setting import a_document, a_target, the_year
from tests.resolutions.setting import given as give
from units.models import Organisation

ON = date(2026, 1, 20)
COMMUNE = "old-01327"
KINDS = (
    {"text": "=Tỷ lệ tập hợp", "kind": "rate_by_end", "value": Decimal(86)},
    {"text": "Làm việc với Mặt trận", "kind": "units_each_year", "value": Decimal(100)},
    {"text": "Giám sát", "kind": "count_per_unit", "value": Decimal(2), "measured_in": "nội dung"},
    {"text": "Chuyển đổi số", "kind": "qualitative", "value": None, "measured_in": "đánh giá"},
)


class Setting:
    """A commune that owes four reports, and the clerk of its district who writes them."""

    def __init__(self):
        self.units = a_small_country()
        self.unit, self.period = self.units[COMMUNE], the_year()
        document = a_document(self.units["old-04"])
        self.targets = [a_target(document, **kind) for kind in KINDS]
        self.given = [give(target, self.unit)[0] for target in self.targets]
        self.clerk = person("can.bo")
        assigned(self.clerk, Role.CLERK, "old-04")
        assigned(self.clerk, Role.CLERK, "new-04")

    def draft(self, at: int, figure: str, **texts) -> ProgressReport:
        held = self.report(at)
        return save_draft(
            by=self.clerk, assignment=self.given[at], period=self.period, on=ON, version=held.version if held else 0,
            contents=Contents(figure=read_figure(figure), **texts),
        )  # fmt: skip

    def report(self, at: int) -> ProgressReport | None:
        return self.given[at].reports.filter(period=self.period).first()

    def workbook(self) -> bytes:
        return targets_workbook(owed_for(self.clerk, self.unit, self.period), self.unit, self.period)

    def take(self, data: bytes, *, sending=False, by=None):
        return take_in(by=by or self.clerk, rows=read_rows(data, "bieu.xlsx"), sending=sending, on=ON)

    def reports(self) -> list:
        rows = ProgressReport.objects.order_by("assignment__target__position")
        return list(rows.values_list("assignment__target__position", "stage", "answer", "numerator", "denominator",
                                     "narrative", "obstacles", "version"))  # fmt: skip


def edited(data: bytes, *changes: tuple[int, str, object]) -> bytes:
    """The workbook with cells of entry changed: (row of the target from 0, name of the cell, value)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for at, name, value in changes:
        book.active.cell(HEADING + 1 + at, COLUMN[name] + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def states(taken) -> list[str]:
    return [one.state for one in taken]


@pytest.fixture
def setting(db):
    return Setting()


def test_only_cells_of_entry_of_open_reports_may_be_written_in_and_keys_are_hidden(setting):
    setting.draft(0, "45.799/53.000", narrative="=1+1 là chữ", obstacles="dòng một\ndòng hai")
    submit(by=setting.clerk, assignment=setting.given[1], period=setting.period, on=ON,
           contents=Contents(figure=read_figure("1/1")))  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(setting.workbook())).active
    assert page.protection.sheet
    open_cells = {(c.row - HEADING - 1, c.column - 1) for row in page.iter_rows() for c in row if not c.protection.locked}
    assert open_cells == {(at, COLUMN[name]) for at in (0, 2, 3) for name in ENTRY}
    first = [page.cell(HEADING + 1, COLUMN[name] + 1).value for name in ENTRY]
    assert first == ["Có số liệu", "45.799", "53.000", "=1+1 là chữ", "dòng một\ndòng hai"]
    assert page.cell(HEADING + 1, COLUMN["target"] + 1).data_type == "s"
    letters = [openpyxl.utils.get_column_letter(n + 1) for n in range(KEY_AT, COPIES_AT + len(ENTRY))]
    assert all(page.column_dimensions[letter].hidden for letter in letters)
    (offered,) = page.data_validations.dataValidation
    assert offered.formula1 == '"Có số liệu,Không áp dụng,Chưa báo cáo"'


def test_what_was_sent_for_the_year_before_stands_beside_each_row(setting):
    (before,) = give(setting.targets[0], setting.unit, year=2023)
    submit(by=setting.clerk, assignment=before, period=the_year(2023), on=ON, contents=Contents(figure=read_figure("19/21")))
    page = openpyxl.load_workbook(io.BytesIO(setting.workbook())).active
    assert [page.cell(HEADING + 1 + at, COLUMN["last"] + 1).value for at in range(4)] == ["19/21", None, None, None]


def test_a_unit_made_by_a_merger_sees_what_its_parts_sent(setting):
    parts = [setting.units[key] for key in ("old-01327", "old-01330")]
    for n, told in ((0, ("3/5", "2/7")), (1, ("1/1", None)), (3, ("1", "1"))):
        for assignment, figure in zip(give(setting.targets[n], *parts, year=2024), told, strict=True):
            told_of = {"figure": read_figure(figure)} if figure else {"answer": "not_applicable"}
            answer = Contents(narrative="Không có", **told_of)
            submit(by=None, assignment=assignment, period=setting.period, on=ON, contents=answer)
    for year, part in ((2024, parts[0]), (2023, parts[1])):
        (assignment,) = give(setting.targets[2], part, year=year)
        submit(by=None, assignment=assignment, period=the_year(year), on=ON, contents=Contents(figure=read_figure("2")))
    heir = setting.units["new-01327"]
    for target in setting.targets:
        give(target, heir, year=2025)
    owed = owed_for(setting.clerk, heir, the_year(2025))
    assert [one.last for one in owed] == [
        "5/12 (cộng các đơn vị hợp thành)", "Xã Thượng Hà: 1/1; Xã Cô Ba: Không áp dụng",
        "Xã Thượng Hà (Năm 2024): 2; Xã Cô Ba (Năm 2023): 2", "2 đơn vị hợp thành đều báo cáo: Đã thực hiện",
    ]  # fmt: skip


@pytest.mark.parametrize("sending", [False, True])
def test_a_file_without_an_edit_changes_nothing(setting, sending):
    setting.draft(0, "45.799/53.000", narrative="=1+1 là chữ", obstacles="dòng một\ndòng hai")
    sent = submit(by=setting.clerk, assignment=setting.given[1], period=setting.period, on=ON,
                  contents=Contents(figure=read_figure("1/1")))  # fmt: skip
    accept(by=None, report=sent, version=sent.version, on=ON)
    if sending:
        draft = setting.report(0)
        submit(by=setting.clerk, assignment=setting.given[0], period=setting.period, on=ON, version=draft.version)
    before, events = setting.reports(), Event.objects.count()
    assert states(setting.take(setting.workbook(), sending=sending)) == [UNCHANGED] * 4
    assert (setting.reports(), Event.objects.count()) == (before, events)


def test_what_is_written_in_becomes_drafts_or_is_sent(setting):
    data = edited(
        setting.workbook(),
        (0, "figure", "45.799/53.000"), (1, "figure", 0), (1, "below", 1),
        (2, "answer", "Không áp dụng"), (2, "narrative", "Không có đối tượng"),
    )  # fmt: skip
    events = Event.objects.count()
    assert states(setting.take(data)) == [SAVED, SAVED, SAVED, UNCHANGED]
    assert setting.reports() == [
        (1, "draft", "figure", Decimal(45799), Decimal(53000), "", "", 1),
        (2, "draft", "figure", Decimal(0), Decimal(1), "", "", 1),
        (3, "draft", "not_applicable", None, None, "Không có đối tượng", "", 1),
    ]
    assert Event.objects.count() == events + 3
    # The same file again: what it says stands already.
    assert states(setting.take(data)) == [UNCHANGED] * 4
    assert states(setting.take(setting.workbook(), sending=True)) == [SENT, SENT, SENT, UNCHANGED]
    assert {row[1] for row in setting.reports()} == {"submitted"}


def test_what_cannot_be_taken_goes_back_marked_and_the_rest_goes_in(setting):
    data = edited(
        setting.workbook(),
        (0, "figure", "9/10"), (1, "figure", "3/2"), (2, "answer", "Chắc là có"), (3, "figure", "1"),
        (3, "answer", "Không áp dụng"),
    )  # fmt: skip
    taken = setting.take(data, sending=True)
    assert states(taken) == [SENT, REFUSED, REFUSED, REFUSED]
    assert [one.wrong for one in taken[1:]] == [
        {"figure": "Số đơn vị thực hiện lớn hơn tổng số đơn vị; hãy xem lại."},
        {"answer": "“Chắc là có” không có trong danh sách trả lời."},
        {"figure": "Đã chọn “Không áp dụng” mà vẫn có số liệu; hãy bỏ một trong hai."},
    ]
    back = marked_copy(taken, setting.period, setting.clerk)
    page = openpyxl.load_workbook(io.BytesIO(back)).active
    remarks = [page.cell(HEADING + 1 + at, COLUMN["remark"] + 1).value for at in range(4)]
    assert remarks == [None, *(" ".join(one.wrong.values()) for one in taken[1:])]
    assert page.cell(HEADING + 2, COLUMN["figure"] + 1).value == "3/2"
    assert page.cell(HEADING + 2, COLUMN["figure"] + 1).fill.fgColor.rgb.endswith("F8D7DA")
    mended = edited(back, (1, "figure", "1/2"), (2, "answer", None), (3, "answer", "Có số liệu"), (3, "narrative", "Xong"))
    assert states(setting.take(mended, sending=True)) == [UNCHANGED, SENT, UNCHANGED, SENT]
    assert [row[:2] for row in setting.reports()] == [(1, "submitted"), (2, "submitted"), (4, "submitted")]


def test_rows_of_others_and_rows_twice_are_refused_and_say_so(setting):
    outsider = person("nguoi.ngoai")
    assigned(outsider, Role.CLERK, "old-02")
    data = edited(setting.workbook(), (0, "figure", "9/10"))
    taken = setting.take(data, by=outsider)
    assert {(one.state, *one.wrong.values()) for one in taken} == {
        (REFUSED, "Dòng này không phải chỉ tiêu mà anh/chị báo cáo.")
    }
    assert marked_copy(taken, setting.period, outsider) is None
    book = openpyxl.load_workbook(io.BytesIO(data))
    for at in range(1, COPIES_AT + len(ENTRY) + 1):
        book.active.cell(HEADING + 2, at).value = book.active.cell(HEADING + 1, at).value
    out = io.BytesIO()
    book.save(out)
    assert states(setting.take(out.getvalue())) == [SAVED, REFUSED, UNCHANGED, UNCHANGED]
    assert len(setting.reports()) == 1


def test_any_other_workbook_is_told_what_to_do(setting, register_workbook):
    data = register_workbook("dirty-2024").read_bytes()
    with pytest.raises(UnreadableWorkbook) as refused:
        read_rows(data, "so.xlsx")
    assert refused.value.reason == "no keys"


def test_the_doors_give_the_workbook_and_take_it_back(setting):
    client = Client()
    client.force_login(setting.clerk)
    asked = {"within": COMMUNE, "year": 2024, "geography": "2024-12-31"}
    page = client.get("/nhap/chi-tieu/", asked)
    (period,) = page.context["periods"]
    data = b"".join(client.get(period["url"]).streaming_content)
    told = Event.objects.get(verb="export_template")
    assert (told.subject_id, told.after) == (setting.unit.pk, {"period": "Năm 2024", "rows": 4})
    sent = edited(data, (0, "figure", "9/10"), (1, "figure", "x"))
    answer = client.post("/nhap/chi-tieu/", {"file": SimpleUploadedFile("bieu.xlsx", sent), "sending": "send"})
    assert answer.status_code == 200
    assert [tile["figure"] for tile in answer.context["tiles"]] == ["0", "1", "2", "1"]
    assert [line["row"] for line in answer.context["refused"]] == [HEADING + 2]
    assert 'href="data:application/vnd.openxmlformats' in answer.content.decode()
    refused = client.post("/nhap/chi-tieu/", {"file": SimpleUploadedFile("bieu.xlsx", b"khong phai excel"), "sending": "draft"})
    assert refused.status_code == 400
    assert Event.objects.filter(verb="refuse_import").count() == 1


def test_what_organisations_of_the_unit_owe_stands_after_the_unit_s_own(setting):
    from resolutions.assigning import Part, assign_to

    union = Organisation.objects.create(name="Hội Nông dân", folded_name="hoi", kind="farmers", unit=setting.unit)
    assign_to(by=None, target=setting.targets[0], parts=[Part(setting.unit, union)], year=2024)
    owed = owed_for(setting.clerk, setting.unit, setting.period)
    assert [one.assignment.organisation_id for one in owed] == [None, union.pk, None, None, None]


figures, words = st.sampled_from(["1/10", "2/10", "3/10"]), st.sampled_from(["Đã làm xong", "Thiếu kinh phí"])
# (figure, narrative, obstacles); in the file None is a cell left as it was.
said = st.tuples(figures, st.just("") | words, st.just("") | words)


class BothSides(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.none() | said, st.tuples(st.none() | figures, st.none() | words, st.none() | words), st.none() | said),
            min_size=2, max_size=2,
        )
    )  # fmt: skip
    def test_edits_on_both_sides_lose_nothing(self, drawn):
        """For each row: what stood before, what cells of the file were written over with, what the page was saved with
        meanwhile."""
        world = Setting()
        for at, (before, _file, _page) in enumerate(drawn):
            if before:
                write(world, at, before)
        changes = []
        for at, (_before, (figure, narrative, obstacles), _page) in enumerate(drawn):
            cells = dict(zip(("figure", "below"), figure.split("/"), strict=True)) if figure else {}
            cells |= {"narrative": narrative, "obstacles": obstacles}
            changes += [(at, name, value) for name, value in cells.items() if value is not None]
        sent = edited(world.workbook(), *changes)
        for at, (_before, _file, page) in enumerate(drawn):
            if page:
                write(world, at, page)
        held = [stands(world, at) for at in range(2)]
        taken = world.take(sent)
        for at, (before, file, page) in enumerate(drawn):
            was = before or ("", "", "")
            in_file = tuple(old if new is None else new for old, new in zip(was, file, strict=True))
            one, now = taken[at], stands(world, at)
            if in_file in (was, held[at]):
                assert (one.state, now) == (UNCHANGED, held[at])
            elif page and page != was:
                # Nothing of the page is written over, and the answer tells both.
                assert (one.state, now) == (REFUSED, held[at])
                told = " ".join(one.wrong.values())
                for mine, theirs, old in zip(in_file, held[at], was, strict=True):
                    if mine not in (theirs, old):
                        assert f"“{mine.split('/')[0]}”" in told
            else:
                assert (one.state, now) == (SAVED, in_file)


def write(world: Setting, at: int, told: tuple[str, str, str]) -> None:
    figure, narrative, obstacles = told
    world.draft(at, figure, narrative=narrative, obstacles=obstacles)


def stands(world: Setting, at: int) -> tuple[str, str, str]:
    report = world.report(at)
    if report is None:
        return ("", "", "")
    figure = "" if report.numerator is None else f"{report.numerator:.0f}/{report.denominator:.0f}"
    return (figure, report.narrative, report.obstacles)
