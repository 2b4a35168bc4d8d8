"""The columns a register may have, and the headings offices give them: one table, in the order people see it."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.words import meaning
from models_registry.choices import ActivityField, Kind, Level, Phase
from vietnamese.folding import fold


@dataclass(frozen=True)
class Column:
    """``headings`` are folded; one of two words or more is also found at the start of or inside a longer heading."""

    key: str
    label: str | Promise
    headings: tuple[str, ...]
    shape: str = "text"  # text, choice, tick, integer, amount, date


REASON_HEADING = _("Lý do không nhập được")
COLUMNS = (
    Column("stt", _("STT"), ("stt", "tt", "so tt", "so thu tu")),
    Column("code", _("Mã mô hình"), ("ma", "ma so", "ma mo hinh", "ma so mo hinh")),
    Column(
        "name",
        _("Tên mô hình, điển hình"),
        (
            "ten mo hinh", "ten dien hinh", "mo hinh", "mo hinh dien hinh", "ten goi mo hinh", "ten goi", "ten",
            "mo hinh tieu bieu", "dien hinh tieu bieu", "mo hinh dien hinh tieu bieu",
        ),  # fmt: skip
    ),
    Column(
        "kind",
        _("Loại"),
        ("loai", "loai mo hinh", "loai hinh", "tap the ca nhan", "tap the hay ca nhan"),
        "choice",
    ),
    Column("kind_collective", Kind.COLLECTIVE.label, (), "tick"),
    Column("kind_individual", Kind.INDIVIDUAL.label, (), "tick"),
    Column("province", _("Tỉnh"), ("tinh", "tinh thanh pho", "thuoc tinh")),
    Column(
        "district",
        _("Huyện"),
        (
            "huyen",
            "huyen thanh pho",
            "huyen thi xa thanh pho",
            "huyen thi xa",
            "quan huyen",
            "thuoc huyen",
            "don vi huyen",
        ),
    ),
    Column(
        "commune",
        _("Xã"),
        (
            "xa",
            "xa phuong",
            "xa phuong thi tran",
            "xa phuong dac khu",
            "xa thi tran",
            "don vi xa",
            "phuong xa",
            "thuoc xa",
        ),
    ),
    Column(
        "unit",
        _("Đơn vị"),
        (
            "don vi",
            "ten don vi",
            "don vi dang ky",
            "don vi thuc hien",
            "don vi va dia chi",
            "don vi dia chi",
            "dia phuong",
            "dia phuong don vi",
            "co quan don vi",
            "noi dang ky",
            "dia ban",
        ),
    ),
    Column(
        "organisation", _("Cơ quan, tổ chức"), ("co quan to chuc", "to chuc", "co quan", "to chuc dang ky")
    ),
    Column(
        "address",
        _("Địa bàn, địa chỉ"),
        (
            "dia chi",
            "dia diem",
            "dia ban thuc hien",
            "noi thuc hien",
            "thon xom",
            "thon",
            "xom",
            "dia ban doi tuong",
        ),
    ),
    Column("field", _("Lĩnh vực"), ("linh vuc", "thuoc linh vuc", "linh vuc dang ky"), "choice"),
    *(Column(f"field_{value}", label, (), "tick") for value, label in ActivityField.choices),
    Column(
        "level",
        _("Cấp đăng ký"),
        ("cap dang ky", "cap", "dang ky cap", "cap quan ly", "dang ky o cap"),
        "choice",
    ),
    *(Column(f"level_{value}", label, (), "tick") for value, label in Level.choices),
    Column(
        "phase",
        _("Mới / duy trì"),
        (
            "dang ky moi duy tri",
            "moi duy tri",
            "moi hay duy tri",
            "hinh thuc dang ky",
            "loai dang ky",
            "hinh thuc",
            "dang ky",
            "tinh trang",
            "tinh trang dang ky",
        ),
        "choice",
    ),
    *(Column(f"phase_{value}", label, (), "tick") for value, label in Phase.choices),
    Column("year", _("Năm đăng ký"), ("nam", "nam dang ky", "nam thuc hien")),
    Column("registered_on", _("Ngày đăng ký"), ("ngay dang ky", "thoi gian dang ky"), "date"),
    Column(
        "participants",
        _("Số người tham gia"),
        (
            "so nguoi tham gia",
            "so nguoi",
            "nguoi tham gia",
            "so luong nguoi tham gia",
            "so luong tham gia",
            "so luot nguoi tham gia",
        ),
        "integer",
    ),
    Column(
        "money",
        _("Kinh phí huy động"),
        (
            "kinh phi",
            "kinh phi huy dong",
            "tong kinh phi",
            "so tien",
            "kinh phi thuc hien",
            "tien huy dong",
            "so tien huy dong",
        ),
        "amount",
    ),
    Column(
        "labour_days", _("Ngày công huy động"), ("ngay cong", "so ngay cong", "ngay cong huy dong"), "integer"
    ),
    Column(
        "recognised",
        _("Được công nhận"),
        ("cong nhan", "duoc cong nhan", "da duoc cong nhan", "da cong nhan", "ket qua cong nhan"),
        "tick",
    ),
    Column(
        "recognised_level",
        _("Cấp công nhận"),
        ("cap cong nhan", "cong nhan cap", "duoc cong nhan cap", "cong nhan o cap"),
        "choice",
    ),
    *(Column(f"recognised_level_{value}", label, (), "tick") for value, label in Level.choices),
    Column(
        "decision_number",
        _("Số quyết định"),
        (
            "so quyet dinh",
            "quyet dinh so",
            "so qd",
            "qd so",
            "quyet dinh",
            "quyet dinh cong nhan",
            "so ky hieu quyet dinh",
            "so va ngay quyet dinh",
            "so ngay quyet dinh",
            "so va ky hieu quyet dinh",
        ),
    ),
    Column(
        "decision_date",
        _("Ngày quyết định"),
        (
            "ngay quyet dinh",
            "ngay qd",
            "ngay ky",
            "ngay ban hanh",
            "ngay ky quyet dinh",
            "ngay thang quyet dinh",
        ),
        "date",
    ),
    Column(
        "issuing_body",
        _("Cơ quan ban hành"),
        ("co quan ban hanh", "co quan cong nhan", "noi ban hanh", "don vi ban hanh", "co quan ra quyet dinh"),
    ),
    Column(
        "person_in_charge",
        _("Người phụ trách"),
        (
            "nguoi phu trach",
            "nguoi dai dien",
            "dai dien",
            "ho ten nguoi phu trach",
            "ho va ten nguoi phu trach",
            "phu trach",
        ),
    ),
    Column(
        "work_phone", _("Điện thoại cơ quan"), ("dien thoai", "so dien thoai", "sdt", "dien thoai lien he")
    ),
    Column("situation", _("Đặc điểm tình hình, lý do"), ("dac diem tinh hinh", "ly do", "su can thiet")),
    Column("aims", _("Mục tiêu, tiêu chí"), ("muc tieu", "chi tieu", "muc tieu tieu chi", "tieu chi")),
    Column(
        "content",
        _("Nội dung, cách làm"),
        (
            "noi dung",
            "noi dung cach lam",
            "noi dung va chi tieu",
            "tom tat noi dung",
            "noi dung thuc hien",
            "cach lam",
        ),
    ),
    Column("forces", _("Lực lượng"), ("luc luong", "luc luong tham gia", "luc luong chu tri")),
    Column("results", _("Kết quả"), ("ket qua", "ket qua thuc hien", "ket qua dat duoc", "hieu qua")),
    Column(
        "rating", _("Điểm, xếp loại"), ("diem", "xep loai", "diem xep loai", "ket qua xep loai", "danh gia")
    ),
    # A list of exemplary models calls their names so; a column of marks is headed by the word alone.
    Column("exemplary", _("Tiêu biểu"), ("tieu bieu", "la tieu bieu", "chon tieu bieu", "duoc chon tieu bieu"), "tick"),
    Column(
        "award", _("Khen thưởng"), ("khen thuong", "hinh thuc khen thuong", "khen", "de nghi khen thuong")
    ),
    Column("replicated", _("Nhân rộng tại"), ("nhan rong", "nhan rong tai", "noi nhan rong")),
    Column("sustainability", _("Khả năng duy trì, nhân rộng"), ("kha nang duy tri", "kha nang nhan rong")),
    Column("notes", _("Ghi chú"), ("ghi chu", "gc")),
    # Written by us into a workbook that goes back; read again it says nothing.
    Column("refusal_reason", REASON_HEADING, ("ly do khong nhap duoc",)),
)
BY_KEY = {column.key: column for column in COLUMNS}
_EXACT = {heading: column.key for column in COLUMNS for heading in column.headings}
# Longest first: "kinh phi huy dong" is tried before "kinh phi".
_LONG = sorted((heading for heading in _EXACT if " " in heading), key=len, reverse=True)
_BRACKETS = re.compile(r"\([^)]*\)")
_TAIL = re.compile(r"\b(nam )?20\d\d\b")
# As office headings shorten them.
_SHORT = {
    "dk": "dang ky",
    "qd": "quyet dinh",
    "sl": "so luong",
    "tg": "tham gia",
    "kp": "kinh phi",
    "lv": "linh vuc",
}
_TICK_GROUPS = ("kind", "field", "level", "phase", "recognised_level")


def column_of_heading(path: tuple[str, ...]) -> str | None:
    """The column that a heading means: its texts from the top row down, ("Loại", "Tập thể") → kind_collective."""
    texts = [text for text in path if text and text.strip()]
    if not texts:
        return None
    top, last = texts[0], texts[-1]
    if len(texts) > 1:
        group = _single(top)
        if found := _tick_column(group, last) or _part_of_decision(group, last):
            return found
        return _single(last) or _alone(last) or _single(" ".join(texts)) or group
    return _single(last) or _alone(last)


def multiplier_of_heading(path: tuple[str, ...]) -> int:
    """How many đồng one unit of the column is: 10**6 under "Kinh phí (triệu đồng)"."""
    words = fold(" ".join(path))
    for unit, size in (
        ("ty dong", 10**9),
        ("trieu", 10**6),
        ("nghin", 10**3),
        ("ngan dong", 10**3),
        ("1000", 10**3),
    ):
        if unit in words:
            return size
    return 1


def full_label(column: Column) -> str:
    """The label among all others: levels of registration and of recognition are named alike."""
    group = next((g for g in _TICK_GROUPS if column.key.startswith(f"{g}_")), None)
    return f"{BY_KEY[group].label}: {column.label}" if group else str(column.label)


def _single(text: str) -> str | None:
    words = fold(_BRACKETS.sub(" ", text)) or fold(text)
    words = " ".join(_SHORT.get(word, word) for word in _TAIL.sub(" ", words).split())
    if words in _EXACT:
        return _EXACT[words]
    for heading in _LONG:
        if words.startswith(heading + " "):
            return _EXACT[heading]
    padded = f" {words} "
    return next((_EXACT[heading] for heading in _LONG if f" {heading} " in padded), None)


def _tick_column(group: str | None, text: str) -> str | None:
    if group == "recognised":
        group = "recognised_level"
    if group not in _TICK_GROUPS:
        return None
    value = meaning(group.removeprefix("recognised_"), text)
    return f"{group}_{value}" if value else None


def _part_of_decision(group: str | None, text: str) -> str | None:
    if group not in ("decision_number", "recognised"):
        return None
    words = fold(text).split()
    if "ngay" in words and "so" not in words:
        return "decision_date"
    if "so" in words:
        return "decision_number"
    return "issuing_body" if words[:2] == ["co", "quan"] else None


def _alone(text: str) -> str | None:
    """A tick column without a group above it: "Tập thể", "Kinh tế", "Duy trì"; never a level, which looks like a unit."""
    for subject in ("kind", "field", "phase"):
        if value := meaning(subject, text):
            return f"{subject}_{value}"
    return None
