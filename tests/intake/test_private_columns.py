"""Birth dates, papers, ethnicity and religion of private persons come no further than the file they stand in."""

import io

import pytest
from django.apps import apps
from django.urls import reverse
from openpyxl import load_workbook

from intake.columns import column_of_heading
from intake.models import ImportBatch
from intake.private_columns import is_private
from models_registry.models import Registration
from tests.casts import clerk
from tests.factories import a_small_country
from tests.intake.test_pages import choices_of, upload
from tests.intake.workbooks import a_register, save
from tests.pages import text_of

HEAD = [
    "STT", "Tên mô hình", "Xã", "Lĩnh vực", "Loại", "Cấp đăng ký", "Mới/duy trì", "Người phụ trách",
    "Ngày sinh người phụ trách", "Số CCCD", "Dân tộc", "Tôn giáo", "Ghi chú",
]  # fmt: skip
SECRETS = ("17/04/1979", "004179001234", "Người-Tày", "Tôn-giáo-nào-đó")
ROW = [
    1,
    "Đường hoa",
    "Xã Cô Ba",
    "Kinh tế",
    "Tập thể",
    "Cơ sở",
    "Mới",
    "Triệu Thị Mùi",
    *SECRETS,
    "ghi chú thường",
]
WRONG = [2, "Mô hình thiếu xã", "Xã Không Có", "Kinh tế", "Tập thể", "Cơ sở", "Mới", "Lý Sơn", *SECRETS, ""]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def batch(db, client, tmp_path):
    units = a_small_country()
    client.force_login(clerk(units["old-04"]))
    upload(client, save(a_register(HEAD, [ROW, WRONG]), tmp_path / "so.xlsx"), units["old-04"])
    return ImportBatch.objects.get()


def everything_stored() -> str:
    return "\n".join(
        str(value)
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        for value in row
    )


def test_such_columns_are_dropped_and_the_pages_say_so(batch, client):
    said = (
        "Không đọc và không lưu cột “Ngày sinh người phụ trách”, “Số CCCD”, “Dân tộc”, “Tôn giáo”: sổ không giữ ngày sinh, "
        "số giấy tờ, dân tộc, tôn giáo hay ý kiến của người dân."
    )
    page = client.get(reverse("intake:columns", args=[batch.pk]))
    assert said in text_of(page)
    assert [secret for secret in SECRETS if secret in text_of(page)] == []
    client.post(page.request["PATH_INFO"], choices_of(page))
    preview = client.get(reverse("intake:preview", args=[batch.pk]))
    assert said in text_of(preview)
    assert [secret for secret in SECRETS if secret in text_of(preview)] == []
    client.post(reverse("intake:preview", args=[batch.pk]))
    held = Registration.objects.get()
    assert (held.person_in_charge, held.notes) == ("Triệu Thị Mùi", "ghi chú thường")
    assert [secret for secret in SECRETS if secret in everything_stored()] == []
    back = b"".join(client.get(reverse("intake:refused", args=[batch.pk])).streaming_content)
    cells = {c.value for row in load_workbook(io.BytesIO(back)).active.iter_rows() for c in row}
    assert cells & set(SECRETS) == set()
    assert "Mô hình thiếu xã" in cells


def test_chosen_for_a_field_by_hand_it_is_left_out_all_the_same(batch, client):
    page = client.get(reverse("intake:columns", args=[batch.pk]))
    sent = choices_of(page)
    name = next(n for n, value in sent.items() if value == "notes")
    other = page.context["columns"][9]["field"].html_name
    client.post(page.request["PATH_INFO"], sent | {name: "", other: "notes"})
    client.post(reverse("intake:preview", args=[batch.pk]))
    assert Registration.objects.get().notes == ""


@pytest.mark.parametrize(
    ("heading", "private"),
    [
        ("Ngày sinh", True), ("Ngày, tháng, năm sinh", True), ("Năm sinh", True), ("CCCD", True),
        ("Số CMND/CCCD", True), ("Số căn cước công dân", True), ("Dân tộc", True), ("DÂN TỘC", True), ("Tôn giáo", True),
        ("Dân tộc, tôn giáo", True), ("Số định danh cá nhân", True), ("Quê quán", True), ("Chính kiến", True),
        ("Nội dung công tác dân tộc, tôn giáo", False), ("Ngày đăng ký", False), ("Người phụ trách", False),
        ("Điện thoại", False), ("Nội dung", False), ("Ý kiến của Ban Dân vận", False), ("Số người tham gia", False),
        ("Năm đăng ký", False),
    ],
)  # fmt: skip
def test_what_is_private_is_told_from_what_is_work(heading, private):
    assert is_private(heading) == private


def test_no_column_of_a_register_is_private_and_no_private_heading_names_one():
    from intake.columns import COLUMNS

    assert [c.key for c in COLUMNS if is_private(str(c.label), *c.headings)] == []
    assert column_of_heading(("Dân tộc",)) is None
    assert column_of_heading(("Số CCCD",)) is None
