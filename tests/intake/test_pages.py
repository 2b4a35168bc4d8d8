"""The four steps as a clerk walks them, and who may not."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Event
from intake.models import BatchState, ColumnMapping, ImportBatch
from models_registry.models import MobilizationModel, Registration
from recognition.models import Decision, Recognition
from tests.casts import clerk, leader, outsider
from tests.factories import a_registration
from tests.intake.workbooks import a_register, save


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def hoa(loaded_units, client):
    user = clerk(loaded_units["old-04"])
    client.force_login(user)
    return user


def upload(client, path, unit, year=2024):
    with path.open("rb") as file:
        return client.post(reverse("intake:start"), {"file": file, "unit": unit.pk, "year": year})


def choices_of(response) -> dict:
    """What the columns page would send unchanged."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "remember"} | {"remember": "on"}


def to_preview(client, path, unit, year=2024) -> ImportBatch:
    upload(client, path, unit, year)
    batch = ImportBatch.objects.latest("created_at")
    page = client.get(reverse("intake:columns", args=[batch.pk]))
    answer = client.post(reverse("intake:columns", args=[batch.pk]), choices_of(page))
    assert answer.status_code == 302, answer.context["form"].errors
    return batch


def test_a_clerk_walks_the_four_steps(hoa, client, loaded_units, register_workbook):
    cao_bang = loaded_units["old-04"]
    answer = upload(client, register_workbook("dirty-2024"), cao_bang)
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("intake:columns", args=[batch.pk])
    page = client.get(answer.url)
    assert [(c["letter"], c["certainty"]["key"]) for c in page.context["columns"]] == [
        (letter, "ok") for letter in "ABCDEFGHIJKLMNO"
    ]
    assert page.context["missing"] == []
    answer = client.post(answer.url, choices_of(page))
    assert answer.url == reverse("intake:preview", args=[batch.pk])
    preview = client.get(answer.url)
    assert [tab["count"] for tab in preview.context["tabs"]][2:] == [8, 27]
    assert (preview.context["will_import"], preview.context["will_refuse"]) == (613, 27)
    assert len(preview.context["rows"]) == 27
    assert Registration.objects.count() == 0
    answer = client.post(answer.url)
    assert answer.url == reverse("intake:result", args=[batch.pk])
    result = client.get(answer.url)
    assert [tile["figure"] for tile in result.context["tiles"]] == ["613", "472", "8", "27"]
    assert result.context["undo"]["url"] == reverse("intake:undo", args=[batch.pk])
    assert Registration.objects.count() == 613
    assert [(reason["count"], reason["text"][:40]) for reason in result.context["reasons"]] == [
        (9, "Lĩnh vực: “…” không phải một trong: Kinh"),
        (7, "Xã: Không có “…” trong đơn vị cấp trên."),
        (6, "Tên mô hình, điển hình: Chưa có tên mô h"),
        (5, "Loại: Đánh dấu cả Tập thể và Cá nhân; ch"),
        (4, "Số quyết định: Ghi là được công nhận như"),
    ]
    assert (result.context["refused"], result.context["returned"]) == (27, 39)
    assert result.context["returned_words"] == (
        "27 dòng bị từ chối, 4 dòng chưa ghi được công nhận, 8 dòng trùng"
    )
    # What is said to have gone in is what its link lists, and nothing beside it.
    a_registration(loaded_units["old-01321"], name="Không phải từ tệp này")
    for tile, count in zip(result.context["tiles"][:2], ("613 đăng ký", "472 đăng ký"), strict=True):
        assert client.get(tile["url"]).context["count_label"] == count


def test_the_refused_rows_come_back_in_the_same_workbook(hoa, client, loaded_units, register_workbook, truth):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    client.post(reverse("intake:preview", args=[batch.pk]))
    answer = client.get(reverse("intake:refused", args=[batch.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Biểu 2024"]
    bad = truth("dirty-2024")["bad_rows"]
    fatal = {row["row"] for row in bad if row["fatal"]}
    repeated = {row["row"] for row in bad if row["problem"].startswith("duplicate")}
    undecided = {78, 603, 623, 654}
    shown = {
        n for n in range(10, 667) if not sheet.row_dimensions[n].hidden and sheet.cell(n, 1).data_type == "n"
    }
    assert {n for n in range(10, 667) if sheet.cell(n, 16).value} == fatal | repeated | undecided
    assert sheet["P6"].value == "Lý do không nhập được"
    assert shown & set(range(10, 667)) >= fatal
    assert sheet["P64"].value == "Loại: Đánh dấu cả Tập thể và Cá nhân; chỉ đánh dấu một ô."
    assert sheet["P76"].value.startswith("Lĩnh vực: “Nông nghiệp” không phải một trong: Kinh tế,")
    assert sheet["G76"].fill.fgColor.rgb == "00F8D7DA"
    assert sheet["P150"].value.startswith("Xã: Không có “Xã Không Có Thật” trong Huyện Bảo Lạc.")
    assert sheet["P108"].value == "Trùng với dòng 107 của tệp: cùng tên, đơn vị, năm và cấp."
    assert sheet["A4"].value == 'BIỂU TỔNG HỢP MÔ HÌNH, ĐIỂN HÌNH "DÂN VẬN KHÉO" NĂM 2024'
    assert "A4:O4" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_a_mended_workbook_sent_again_brings_only_what_was_missing(
    hoa, client, loaded_units, register_workbook, tmp_path
):
    cao_bang = loaded_units["old-04"]
    batch = to_preview(client, register_workbook("dirty-2024"), cao_bang)
    client.post(reverse("intake:preview", args=[batch.pk]))
    answer = client.get(reverse("intake:refused", args=[batch.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    book["Biểu 2024"]["G76"] = "Kinh tế"
    book.save(tmp_path / "mended.xlsx")
    again = to_preview(client, tmp_path / "mended.xlsx", cao_bang)
    client.post(reverse("intake:preview", args=[again.pk]))
    again.refresh_from_db()
    assert (again.counts["imported"], again.counts["refused"], again.counts["already_held"]) == (1, 26, 613)


def test_a_corrected_column_is_remembered_for_the_office(hoa, client, loaded_units, tmp_path):
    cao_bang = loaded_units["old-04"]
    rows = [["Tuyến đường hoa", "Tập thể", "Xã Cô Ba", "Kinh tế", "Cơ sở", "Mới", "12 hộ"]]
    head = ["Tên mô hình", "Loại", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì", "Cột lạ của tỉnh"]
    path = save(a_register(head, rows), tmp_path / "la.xlsx")
    upload(client, path, cao_bang)
    batch = ImportBatch.objects.get()
    page = client.get(reverse("intake:columns", args=[batch.pk]))
    assert page.context["columns"][6]["certainty"]["key"] == "no_data"
    client.post(reverse("intake:columns", args=[batch.pk]), choices_of(page) | {"column_6": "notes"})
    assert list(ColumnMapping.objects.values_list("heading", "key")) == [("cot la cua tinh", "notes")]
    upload(client, path, cao_bang)
    newest = ImportBatch.objects.latest("created_at")
    page = client.get(reverse("intake:columns", args=[newest.pk]))
    assert (page.context["columns"][6]["certainty"]["key"], newest.mapping["notes"]) == ("mended", 6)


def test_levels_of_registration_and_recognition_are_told_apart(hoa, client, loaded_units, register_workbook):
    upload(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    page = client.get(reverse("intake:columns", args=[ImportBatch.objects.get().pk]))
    offered = [str(label) for _key, label in page.context["columns"][0]["field"].field.choices]
    assert len(set(offered)) == len(offered)
    assert {"Cấp đăng ký: Cấp cơ sở", "Cấp công nhận: Cấp cơ sở", "Loại: Tập thể"} < set(offered)


def test_two_columns_cannot_be_the_same_thing(hoa, client, loaded_units, register_workbook):
    upload(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    address = reverse("intake:columns", args=[batch.pk])
    answer = client.post(address, choices_of(client.get(address)) | {"column_14": "name"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["column_14"] == [
        "Đã có cột “Tên mô hình, điển hình” đưa vào mục này."
    ]


SHORT = ["Tên mô hình", "Loại", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì"]
SHORT_ROW = ["Tuyến đường hoa", "Tập thể", "Xã Cô Ba", "Kinh tế", "Cơ sở", "Mới"]


@pytest.mark.parametrize(
    "without, sentence",
    [
        (0, "Chưa cột nào là “Tên mô hình, điển hình”: tìm cột ghi tên và chọn mục này cho nó."),
        (2, "Chưa cột nào cho biết đơn vị: chọn “Xã”, “Huyện” hoặc “Đơn vị” cho cột ghi nơi đăng ký; nếu tệp không có "
            "cột ấy thì thêm vào tệp rồi nộp lại."),
        (3, "Chưa cột nào là “Lĩnh vực”: chọn mục này cho cột ghi nó, hoặc chọn “Lĩnh vực của cả tệp” ở cuối trang."),
    ],
)  # fmt: skip
def test_a_missing_column_is_said_once_before_the_preview(
    hoa, client, loaded_units, tmp_path, without, sentence
):
    head, row = ([v for at, v in enumerate(line) if at != without] for line in (SHORT, SHORT_ROW))
    upload(client, save(a_register(head, [row, row]), tmp_path / "thieu.xlsx"), loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    address = reverse("intake:columns", args=[batch.pk])
    page = client.get(address)
    assert page.context["missing"] == [sentence]
    answer = client.post(address, choices_of(page))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (400, [sentence])
    for answer in (
        client.get(reverse("intake:preview", args=[batch.pk]), follow=True),
        client.post(reverse("intake:preview", args=[batch.pk]), follow=True),
    ):
        assert answer.redirect_chain == [(address, 302)]
        assert [str(message) for message in answer.context["messages"]] == [sentence]
    assert Registration.objects.count() == 0


def test_a_register_that_names_districts_alone_is_asked_about(hoa, client, loaded_units, tmp_path):
    head = ["Tên mô hình", "Loại", "Huyện", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì", "Nơi làm"]
    rows = [["Tuyến đường hoa", "Tập thể", "Huyện Bảo Lạc", "Kinh tế", "Cơ sở", "Mới", "Xã Cô Ba"]] * 2
    upload(client, save(a_register(head, rows), tmp_path / "so.xlsx"), loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    notes = client.get(reverse("intake:columns", args=[batch.pk])).context["notes"]
    assert [note for note in notes if note.startswith("Chưa cột nào là “Xã” hoặc “Đơn vị”")] == notes
    batch.mapping |= {"commune": 6}
    batch.save()
    assert client.get(reverse("intake:columns", args=[batch.pk])).context["notes"] == []


def test_a_column_nothing_named_is_pointed_at_and_the_register_goes_in(hoa, client, loaded_units, tmp_path):
    head = ["Nội dung đăng ký của cơ sở", *SHORT[1:]]
    path = save(a_register(head, [SHORT_ROW]), tmp_path / "la.xlsx")
    upload(client, path, loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    address = reverse("intake:columns", args=[batch.pk])
    sent = choices_of(client.get(address))
    assert sent["column_0"] != "name"
    answer = client.post(address, sent | {"column_0": "name"})
    assert answer.url == reverse("intake:preview", args=[batch.pk])
    client.post(answer.url)
    assert list(Registration.objects.values_list("model__name", flat=True)) == ["Tuyến đường hoa"]


def test_what_was_left_out_can_be_answered_for_the_whole_file(hoa, client, loaded_units, tmp_path):
    upload(client, save(a_register(SHORT, [SHORT_ROW]), tmp_path / "a.xlsx"), loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    address = reverse("intake:columns", args=[batch.pk])
    answer = client.post(address, choices_of(client.get(address)) | {"column_4": ""})
    assert answer.status_code == 400
    assert "fixed_level" in answer.context["form"].fields
    answer = client.post(address, choices_of(answer) | {"fixed_level": "province"})
    assert answer.url == reverse("intake:preview", args=[batch.pk])
    client.post(answer.url)
    assert Registration.objects.get().level == "province"


def test_what_the_group_rows_say_is_not_missing(hoa, client, loaded_units, tmp_path):
    head, row = ["STT", *SHORT[:2], *SHORT[3:]], [1, *SHORT_ROW[:2], *SHORT_ROW[3:]]
    path = save(a_register(head, [["I", "Xã Cô Ba"], row]), tmp_path / "nhom.xlsx")
    upload(client, path, loaded_units["old-04"])
    address = reverse("intake:columns", args=[ImportBatch.objects.get().pk])
    page = client.get(address)
    assert page.context["missing"] == []
    assert client.post(address, choices_of(page)).status_code == 302


def test_pressing_the_button_twice_imports_once(hoa, client, loaded_units, register_workbook):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    address = reverse("intake:preview", args=[batch.pk])
    client.post(address)
    assert client.post(address).url == reverse("intake:result", args=[batch.pk])
    assert Registration.objects.count() == 613


@pytest.mark.parametrize("deed", ["intake.importing.recognise_many", "intake.running.log_import"])
def test_an_import_that_breaks_in_the_middle_leaves_nothing(
    hoa, client, loaded_units, register_workbook, monkeypatch, deed
):
    """After the registrations, and after everything but its own row of the log."""

    def breaks(*args, **kwargs):
        raise RuntimeError("the disk is full")

    batch, before = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"]), _kept()
    with monkeypatch.context() as broken:
        broken.setattr(deed, breaks)
        with pytest.raises(RuntimeError):
            client.post(reverse("intake:preview", args=[batch.pk]))
    assert _kept() == before
    client.post(reverse("intake:preview", args=[batch.pk]))
    assert (Registration.objects.count(), Recognition.objects.count()) == (613, 472)


def _kept() -> list:
    counted = [
        model.objects.count() for model in (Registration, MobilizationModel, Decision, Recognition, Event)
    ]
    return [*counted, list(ImportBatch.objects.values_list("state", "counts"))]


def test_an_import_killed_after_its_commit_has_its_refused_rows_all_the_same(
    hoa, client, loaded_units, register_workbook, monkeypatch
):
    def killed(batch):
        raise KeyboardInterrupt

    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    monkeypatch.setattr("intake.running.drop_file", killed)
    with pytest.raises(KeyboardInterrupt):
        client.post(reverse("intake:preview", args=[batch.pk]))
    page = client.get(reverse("intake:result", args=[batch.pk]))
    assert (page.context["refused"], page.context["returned"]) == (27, 39)
    answer = client.get(page.context["refused_url"])
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Biểu 2024"]
    assert sheet["P64"].value == "Loại: Đánh dấu cả Tập thể và Cá nhân; chỉ đánh dấu một ô."


def test_an_import_is_undone_from_its_page_and_its_file_is_gone(
    hoa, client, loaded_units, register_workbook, settings
):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    client.post(reverse("intake:preview", args=[batch.pk]))
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(kept) == 1, "only the workbook that goes back is kept"
    client.post(reverse("intake:undo", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, Registration.objects.count()) == (BatchState.UNDONE, 0)
    page = client.get(reverse("intake:result", args=[batch.pk]))
    assert page.context["undone"]["by"] == "Nông Thị Hoa"
    assert page.context["title"] == "Lần nhập này đã được hoàn tác"
    assert "Xem các mô hình vừa vào sổ" not in page.content.decode()


def test_undoing_says_first_how_many_rows_go_out(hoa, client, loaded_units, register_workbook):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    client.post(reverse("intake:preview", args=[batch.pk]))
    page = client.get(reverse("intake:result", args=[batch.pk])).content.decode()
    assert "613 dòng sẽ ra khỏi sổ" in page
    opened = page.index('<details class="twice">')
    assert opened < page.index(reverse("intake:undo", args=[batch.pk])) < page.index("</details>", opened)


def test_an_upload_nobody_went_on_with_stands_in_no_list_but_its_owners_of_that_day(
    hoa, client, loaded_units, register_workbook
):
    def listed() -> list[str]:
        return [line["counts_label"] for line in client.get(reverse("intake:start")).context["imports"]]

    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    assert listed() == ["Chưa vào sổ; mở ra để làm tiếp."]
    client.force_login(clerk(loaded_units["old-04"], "chi.lan"))
    assert listed() == []
    client.force_login(hoa)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert listed() == []
    client.post(reverse("intake:preview", args=[batch.pk]))
    assert listed() == ["613 vào sổ, 8 trùng, 27 bị từ chối"]


@pytest.mark.parametrize(
    "content, sentence",
    [
        ("%PDF-1.7 ...", "Đây là tệp PDF, không phải sổ Excel. Nộp tệp Excel gốc của biểu này."),
        ("STT;Tên\n1;Đường hoa, ngõ sạch\n2;Ao cá, vườn cây",
         "Đây là tệp CSV (chữ ngăn cột bằng dấu chấm phẩy) đặt đuôi Excel, không phải sổ Excel. Mở bằng Excel, chọn Lưu "
         "thành (Save As) “Excel Workbook (.xlsx)” rồi nộp lại."),
        ("Kính gửi: Ban Dân vận\nTôi, đại diện cho xã, báo cáo:\nCó 3 mô hình.",
         "Đây là tệp chữ thường (văn bản không có cột), không phải sổ Excel. Nộp tệp Excel gốc của biểu này; nếu chỉ có bản "
         "chữ này thì chép vào một bảng Excel, mỗi mục một cột, lưu thành .xlsx rồi nộp."),
    ],
)  # fmt: skip
def test_an_unreadable_file_is_refused_in_words_beside_the_field(
    hoa, client, loaded_units, tmp_path, content, sentence
):
    path = tmp_path / "bieu.xlsx"
    path.write_text(content)
    answer = upload(client, path, loaded_units["old-04"])
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"] == [sentence]
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("step", ["columns", "preview", "result", "refused", "undo"])
def test_another_province_meets_no_trace_of_the_import(hoa, client, loaded_units, register_workbook, step):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    client.post(reverse("intake:preview", args=[batch.pk]))
    stranger = clerk(loaded_units["old-02"], "chi.lan")
    client.force_login(stranger)
    address = reverse(f"intake:{step}", args=[batch.pk])
    answer = client.post(address) if step == "undo" else client.get(address)
    assert answer.status_code == 404
    assert b"dirty" not in client.get(reverse("intake:start")).content
    assert Registration.objects.count() == 613


def test_who_does_not_register_does_not_import(client, loaded_units):
    for user in (leader(loaded_units["old-04"]), outsider()):
        client.force_login(user)
        assert client.get(reverse("intake:start")).status_code == 403


def test_a_clerk_cannot_fill_another_unit_s_register(hoa, client, loaded_units, register_workbook):
    answer = upload(client, register_workbook("dirty-2024"), loaded_units["old-02"])
    assert answer.status_code == 400
    assert "unit" in answer.context["form"].errors
    assert ImportBatch.objects.count() == 0


def test_a_district_clerk_brings_in_only_the_district(
    client, loaded_units, register_workbook, truth, time_machine
):
    time_machine.move_to("2025-06-02 09:00+07:00")  # while there were districts
    bao_lac = loaded_units["old-042"]
    client.force_login(clerk(bao_lac, "anh.son"))
    batch = to_preview(client, register_workbook(2024), bao_lac)
    client.post(reverse("intake:preview", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.counts["imported"] == truth(2024)["district"]["old-042"] == Registration.objects.count()
    assert batch.counts["refused"] == truth(2024)["rows"] - batch.counts["imported"]


def test_another_sheet_of_the_workbook_can_be_chosen(hoa, client, loaded_units, tmp_path):
    head = ["Tên mô hình", "Loại", "Xã", "Lĩnh vực", "Cấp đăng ký", "Mới/duy trì"]
    row = ["Tuyến đường hoa", "Tập thể", "Xã Cô Ba", "Kinh tế", "Cơ sở", "Mới"]
    book = a_register(head, [row, [*row[:5], "Duy trì"]])
    book.active.title = "Dài"
    short = book.create_sheet("Ngắn")
    for line in (head, row):
        short.append(line)
    upload(client, save(book, tmp_path / "hai.xlsx"), loaded_units["old-04"])
    batch = ImportBatch.objects.get()
    address = reverse("intake:columns", args=[batch.pk])
    page = client.get(address)
    assert "Tệp có 2 trang là sổ; chỉ trang “Dài”" in page.context["notes"][0]
    client.post(address, {"change_sheet": "1", "sheet": "Ngắn"})
    page = client.get(address)
    assert page.context["sheet_label"].startswith("Trang tính “Ngắn”, tiêu đề ở dòng 1, dữ liệu từ dòng 2")
    client.post(address, choices_of(page))
    client.post(reverse("intake:preview", args=[batch.pk]))
    assert Registration.objects.count() == 1


def test_strange_parameters_are_no_server_error(hoa, client, loaded_units, register_workbook):
    batch = to_preview(client, register_workbook("dirty-2024"), loaded_units["old-04"])
    preview = reverse("intake:preview", args=[batch.pk])
    for query in (
        "nhom=x",
        "page=0",
        "page=99999999999999999999",
        "page=-1",
        "page=%00",
        "nhom=%00",
        "page=1%C3%28",
        "page=²",
    ):
        assert client.get(f"{preview}?{query}").status_code == 404, query
    columns = reverse("intake:columns", args=[batch.pk])
    for data in ({"column_0": "\0"}, {"column_0": "x"}, {"issuer": "\0"}, {"issuer": "a" * 300}, {}):
        assert client.post(columns, data).status_code == 400, data
    assert client.post(columns, {"change_sheet": "1", "sheet": "\0"}).status_code == 302
    for data in (
        {"unit": "\0", "year": "x"},
        {"unit": "-1", "year": "9" * 40},
        {"year": "2.024"},
        {"file": "chữ"},
    ):
        assert client.post(reverse("intake:start"), data).status_code == 400, data
