"""The workbook that came back, as rows: read by its hidden keys, opened as safely as any other file."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from audit.errors import DomainError
from intake.bounds import REQUEST, UnreadableWorkbook
from intake.reading import read_workbook
from intake.sheets import Sheet, Value
from intake.targets.layout import ANSWERS, COLUMN, COPIES_AT, ENTRY, KEY_AT, MOST_ROWS, RowKey
from models_registry.secrecy import is_marked_secret
from resolutions.choices import Answer
from resolutions.figures import read_figure
from resolutions.reporting import Contents
from vietnamese.folding import clean_line, clean_text, fold
from vietnamese.numbers import UnreadableNumber

_MEANT = {fold(str(label)): answer for answer, label in ANSWERS.items()}


@dataclass(frozen=True)
class SentRow:
    """A row of the file: its Excel number, whose report it is, the cells of entry and what they held when it was made."""

    number: int
    key: RowKey
    cells: tuple[Value, ...]
    copies: tuple[Value, ...]

    @property
    def is_edited(self) -> bool:
        return any(_plain(a) != _plain(b) for a, b in zip(self.cells, self.copies, strict=True))


def read_rows(data: bytes, file_name: str) -> list[SentRow]:
    """Every row that has a key, as the file holds them. Raises UnreadableWorkbook, in one sentence, for a file that is
    none of ours, mixes periods or is too long."""
    workbook = read_workbook(data, file_name, REQUEST)
    if is_marked_secret(file_name):
        raise UnreadableWorkbook(
            "secret", _("Tệp có dấu độ mật. Hệ thống này không được lưu bí mật nhà nước; không tải tệp này lên.")
        )
    rows = [row for sheet in workbook.sheets for row in _rows(sheet)]
    if not rows:
        raise UnreadableWorkbook(
            "no keys", _("Tệp này không phải biểu báo cáo chỉ tiêu của phần mềm. Hãy tải biểu của kỳ rồi ghi vào biểu ấy.")
        )
    if len(rows) > MOST_ROWS:
        raise UnreadableWorkbook("too long", _("Tệp có quá nhiều dòng chỉ tiêu; hãy tải lại biểu của kỳ."))
    if len({row.key.period for row in rows}) > 1:
        raise UnreadableWorkbook("periods", _("Tệp có dòng của nhiều kỳ báo cáo; mỗi tệp chỉ của một kỳ."))
    return rows


def contents_of(row: SentRow, figures_on: date | None) -> tuple[Contents | None, dict[str, str]]:
    """What the row says, or by cell of entry why it cannot be read."""
    cells, wrong = dict(zip(ENTRY, row.cells, strict=True)), {}
    answer = _MEANT.get(fold(_words(cells["answer"]))) if cells["answer"] is not None else Answer.NONE
    if cells["answer"] is not None and answer is None:
        wrong["answer"] = _("“%(text)s” không có trong danh sách trả lời.") % {"text": _words(cells["answer"])[:60]}
    is_written = any(cells[name] is not None for name in ("figure", "below"))
    figure = None
    if is_written and answer == Answer.NOT_APPLICABLE:
        wrong["figure"] = _("Đã chọn “Không áp dụng” mà vẫn có số liệu; hãy bỏ một trong hai.")
    elif is_written and answer == Answer.NONE and cells["answer"] is not None:
        wrong["figure"] = _("Đã chọn “Chưa báo cáo” mà vẫn có số liệu; hãy chọn “Có số liệu”.")
    elif is_written:
        try:
            figure = read_figure(_number(cells["figure"]), _number(cells["below"]))
        except UnreadableNumber as error:
            wrong["figure"] = str(error)
    elif answer == Answer.FIGURE:
        wrong["figure"] = _("Hãy ghi số liệu, hoặc chọn “Không áp dụng”.")
    if wrong:
        return None, wrong
    texts = {name: clean_text(_words(cells[name])) for name in ("narrative", "obstacles")}
    answer = Answer.FIGURE if figure is not None else answer
    return Contents(answer=answer, figure=figure, figures_on=figures_on, **texts), {}


def raises_refusal(error: DomainError) -> dict[str, str]:
    """By cell of entry what a deed refused; "" for what concerns the whole row."""
    return {one.field if one.field in ENTRY else "": one.sentence for one in getattr(error, "errors", [error])}


def _rows(sheet: Sheet):
    for at, values in enumerate(sheet.rows):
        key = RowKey.read(values[KEY_AT]) if len(values) > KEY_AT else None
        if key is not None:
            padded = [*values, *[None] * (COPIES_AT + len(ENTRY) - len(values))]
            cells = tuple(_emptied(padded[COLUMN[name]]) for name in ENTRY)
            copies = tuple(_emptied(padded[COPIES_AT + n]) for n in range(len(ENTRY)))
            yield SentRow(at + 1, key, cells, copies)


def _emptied(value: Value) -> Value:
    return None if isinstance(value, str) and not clean_text(value) else value


def _plain(value: Value) -> Value:
    return clean_text(value) if isinstance(value, str) else value


def _words(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _number(value: Value) -> Value:
    if isinstance(value, (datetime, date, time, timedelta)):
        raise UnreadableNumber(_("Ô này đang là ngày, giờ; hãy ghi lại số, ví dụ 21/21, trong ô dạng chữ."))
    return clean_line(value) if isinstance(value, str) else value
