"""How the workbook of a unit's targets is laid out: what a person sees, where she writes, and the hidden keys of each row.

Beside every cell that may be written in stands, hidden, a copy of what it held when the file was made: so that what was
edited in the file is known from what was edited on the page meanwhile."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from resolutions.choices import Answer

SHEET = "Chỉ tiêu"
ENTRY = ("answer", "figure", "below", "narrative", "obstacles")
"""The cells of a row that are written in, in their order."""
SHOWN = (
    # key, heading, width; `remark` is filled only in a file that goes back
    ("number", _("STT"), 5),
    ("target", _("Chỉ tiêu"), 48),
    ("place", _("Đơn vị báo cáo"), 24),
    ("measured_in", _("ĐVT"), 10),
    ("asked", _("Mức giao"), 12),
    ("last", _("Kỳ trước"), 22),
    ("answer", _("Trả lời"), 15),
    ("figure", _("Thực hiện"), 15),
    ("below", _("Trên tổng số"), 13),
    ("narrative", _("Kết quả, cách làm"), 40),
    ("obstacles", _("Khó khăn, vướng mắc"), 34),
    ("stage", _("Trạng thái"), 13),
    ("remark", _("Cần sửa"), 46),
)
COLUMN = {key: at for at, (key, _label, _width) in enumerate(SHOWN)}
KEY_AT = len(SHOWN)
COPIES_AT = KEY_AT + 1
ANSWERS = {Answer.FIGURE: Answer.FIGURE.label, Answer.NOT_APPLICABLE: Answer.NOT_APPLICABLE.label, Answer.NONE: _("Chưa báo cáo")}
"""What the drop-down offers. An empty cell is "not reported" too, unless a figure stands beside it."""
MOST_ROWS = 1000
_MARK = "chi-tieu-1"


@dataclass(frozen=True)
class RowKey:
    """Which report a row is: of an assignment, for a period, as it was when the file was made (0: there was none)."""

    assignment: int
    period: int
    version: int

    def __str__(self):
        return f"{_MARK}:{self.assignment}:{self.period}:{self.version}"

    @classmethod
    def read(cls, text: object) -> "RowKey | None":
        """None for what is no key of ours."""
        parts = text.split(":") if isinstance(text, str) else []
        if len(parts) != 4 or parts[0] != _MARK or not all(p.isascii() and p.isdigit() and len(p) < 18 for p in parts[1:]):
            return None
        return cls(*map(int, parts[1:]))
