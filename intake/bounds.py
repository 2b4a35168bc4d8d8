"""How large a workbook may be, and the one error that says it cannot be read."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Limits checked before any parser sees the file (SECURITY.md, promise 5)."""

    file_bytes: int = 10 * MEBIBYTE
    unpacked_bytes: int = 40 * MEBIBYTE
    members: int = 500
    columns: int = 100
    rows: int = 20_000
    blank_rows: int = 5_000
    shared_texts: int = 500_000
    merged_ranges: int = 200_000


REQUEST = Bounds()
"""For a file that a person sends to the server and waits for."""

COMMAND = Bounds(file_bytes=100 * MEBIBYTE, unpacked_bytes=800 * MEBIBYTE, rows=200_000, shared_texts=5_000_000)
"""For ``manage.py import_register``, run by the administrator of the machine."""


class UnreadableWorkbook(ValueError):
    """The file cannot be taken; ``str()`` is a Vietnamese sentence that says why and what to do.

    ``reason`` is a short English key for logs and tests.
    """

    def __init__(self, reason: str, sentence: str):
        super().__init__(sentence)
        self.reason = reason
