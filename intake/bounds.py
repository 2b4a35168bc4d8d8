"""How large a workbook may be, and the one error that says it cannot be read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Limits checked before any parser sees the file (SECURITY.md, promise 5). Those of cells are of the whole file:
    filled, all that its sheets name (most of which may be only formatted), and filled where a font of
    TCVN3 or VNI makes us ask each cell for its own."""

    file_bytes: int = 10 * MEBIBYTE
    unpacked_bytes: int = 40 * MEBIBYTE
    members: int = 500
    columns: int = 100
    rows: int = 20_000
    blank_rows: int = 5_000
    shared_texts: int = 500_000
    merged_ranges: int = 200_000
    filled_cells: int = 1_000_000
    cells: int = 4_000_000
    old_font_cells: int = 100_000


REQUEST = Bounds()
"""For a file that a person sends to the server and waits for."""

COMMAND = Bounds(file_bytes=100 * MEBIBYTE, unpacked_bytes=800 * MEBIBYTE, rows=200_000, shared_texts=5_000_000,
                 filled_cells=20_000_000, cells=40_000_000, old_font_cells=5_000_000)  # fmt: skip
"""For ``manage.py import_register``, run by the administrator of the machine."""


class UnreadableWorkbook(ValueError):
    """The file cannot be taken; ``str()`` is a Vietnamese sentence that says why and what to do.

    ``reason`` is a short English key for logs and tests.
    """

    def __init__(self, reason: str, sentence: str):
        super().__init__(sentence)
        self.reason = reason


def too_many_cells(most: int) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "too many cells",
        _(
            "Tệp có quá nhiều ô (hơn %(count)s ô có dữ liệu, hoặc quá nhiều ô chỉ định dạng). Chỉ để lại các cột của sổ, "
            "hoặc chia thành nhiều tệp rồi nộp lại."
        )
        % {"count": f"{most:,}".replace(",", ".")},
    )
