"""The data rows of a register, told from group, total and signature rows, with what the groups above them say."""

import re
from dataclasses import dataclass, field

from intake.headers import Header, is_column_numbers, repeats_header
from intake.sheets import Sheet, Value
from intake.words import meaning
from vietnamese.folding import clean_line, fold

_ROMAN_OR_LETTER = re.compile(r"[IVXLC]{1,6}|[A-ZĐ]|[IVXLC]{1,6}\.\d+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+([.,]\d+)*")
_TOTAL = re.compile(
    r"^(tong cong|tong so)\b|^(tong|cong|cong chung|toan tinh)$|^(tong|cong) (toan|tinh|huyen|xa|phuong|thanh pho|thi xa|cap|muc)\b"
)
_UNIT_WORD = re.compile(r"^(xa|phuong|thi tran|huyen|thanh pho|thi xa|quan|tp|tx|tt|dac khu)\s")
_COMMUNE_WORD = re.compile(r"^(xa|phuong|thi tran|dac khu)\s")
_TITLE = re.compile(r"^(linh vuc|cap|loai)\s|^(tap the|ca nhan)$")
# What a real row says about itself beside its name; a group row has none of these.
_TELLING = ("field", "level", "phase", "kind", "commune", "unit", "organisation", "decision_number")
_TICKS = ("kind_", "field_", "level_", "phase_")


@dataclass(frozen=True)
class Group:
    """What the group rows above a row say: the unit's name and the values of field, level or kind."""

    district: str = ""
    commune: str = ""
    unit: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SkippedRow:
    """A row below the heading that is not data: ``kind`` is "group", "total", "numbers", "header" or "other"."""

    number: int
    kind: str
    text: str


@dataclass
class Table:
    """``numbers[i]`` is the Excel row of ``cells[i]``, and ``groups[i]`` what stands above it."""

    mapping: dict[str, int]
    money_unit: int = 1
    numbers: list[int] = field(default_factory=list)
    cells: list[list[Value]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    """Headings of columns about private persons, left out whatever they were chosen for."""

    def index_of(self, key: str) -> int | None:
        """The column index of the key; for a choice given by ticks ("kind") the first of its tick columns."""
        if key in self.mapping or not key:
            return self.mapping.get(key)
        return min((at for name, at in self.mapping.items() if name.startswith(f"{key}_")), default=None)

    def column(self, key: str) -> list[Value]:
        """The raw cells of the column, None throughout where the sheet has none."""
        index = self.mapping.get(key)
        if index is None:
            return [None] * len(self.cells)
        return [row[index] if index < len(row) else None for row in self.cells]


def read_table(sheet: Sheet, header: Header, mapping: dict[str, int]) -> Table:
    """The register's rows by this mapping of columns (the header's own, or a person's correction of it)."""
    money_at = mapping.get("money")
    money_unit = next((column.multiplier for column in header.columns if column.index == money_at), 1)
    table = Table(mapping, money_unit)
    group = Group()
    telling = [mapping[key] for key in _TELLING if key in mapping]
    telling += [index for key, index in mapping.items() if key.startswith(_TICKS)]
    stt, name = mapping.get("stt"), mapping["name"]
    for index in range(header.data_from, len(sheet.rows)):
        row = sheet.rows[index]
        if all(value is None for value in row):
            continue
        number = _cell(row, stt)
        told = sum(_cell(row, at) is not None for at in telling)
        words = sum(isinstance(_cell(row, at), str) for at in telling)
        if _is_data(number, _cell(row, name), told, words):
            table.numbers.append(index + 1)
            table.cells.append(row)
            table.groups.append(group)
            continue
        text = " ".join(clean_line(str(value)) for value in row if isinstance(value, str))
        kind = _kind_of(row, header, number, text, _text(_cell(row, name)) or text)
        if kind == "group":
            group = _entered(group, _group_text(row, stt))
        table.skipped.append(SkippedRow(index + 1, kind, text))
    return table


def _is_data(number: Value, name: Value, told: int, words_told: int) -> bool:
    numbered = isinstance(number, (int, float)) or bool(_NUMBER.fullmatch(_text(number)))
    words = fold(_text(name))
    if _TOTAL.match(words) and not numbered and words_told < 3:
        return False
    if numbered:
        # "1 | Xã Hưng Đạo | | |" heads a group; "1 | Tổ tự quản | | |" is a row with everything missing.
        return told > 0 or (name is not None and not _UNIT_WORD.match(words))
    if _ROMAN_OR_LETTER.fullmatch(_text(number)):
        return told >= 3
    return told >= 2 and (name is not None or told >= 3)


def _kind_of(row, header: Header, number: Value, text: str, name: str) -> str:
    if is_column_numbers(row):
        return "numbers"
    if repeats_header(header, row):
        return "header"
    if _TOTAL.match(fold(name)) or _TOTAL.match(fold(text)):
        return "total"
    words = fold(name)
    marked = _ROMAN_OR_LETTER.fullmatch(_text(number).rstrip(".")) is not None
    if words and (marked or _UNIT_WORD.match(words) or _TITLE.match(words) or _UNIT_WORD.match(fold(text))):
        return "group"
    return "other"


def _group_text(row: list[Value], stt: int | None) -> str:
    texts = [clean_line(value) for index, value in enumerate(row) if isinstance(value, str) and index != stt]
    if texts:
        return texts[0]
    # "I. HUYỆN BẢO LẠC" in the STT column itself, merged across.
    return re.sub(r"^\s*([IVXLC]+|[A-ZĐ]|\d+)\s*[.)-]\s*", "", _text(_cell(row, stt)))


def _entered(group: Group, text: str) -> Group:
    text = re.sub(r"^\s*([IVXLC]+|[A-ZĐ]|\d+)\s*[.)]\s*", "", text)
    values = dict(group.values)
    for subject in ("field", "kind"):
        if value := meaning(subject, text):
            values[subject] = value
            return Group(group.district, group.commune, group.unit, tuple(values.items()))
    words = fold(text)
    if words.startswith("cap ") and (value := meaning("level", text)):
        return Group(group.district, group.commune, group.unit, (*group.values, ("level", value)))
    if _COMMUNE_WORD.match(words):
        return Group(group.district, text, "", group.values)
    if _UNIT_WORD.match(words):
        return Group(text, "", "", group.values)
    return Group("", "", text, group.values)


def _cell(row: list[Value], index: int | None) -> Value:
    return row[index] if index is not None and index < len(row) else None


def _text(value: Value) -> str:
    return "" if value is None else clean_line(str(value))
