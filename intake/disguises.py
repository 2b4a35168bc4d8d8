"""What a file is when it is not a workbook, told from its first bytes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intake.bounds import UnreadableWorkbook
from intake.packages import corrupted

_SAVE_AS = gettext_noop("Mở bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (.xlsx)” rồi nộp lại.")


def not_a_workbook(data: bytes) -> UnreadableWorkbook:
    """The sentence that names what the file really is."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ")
    lower = head.lower()
    if head.startswith(b"%PDF"):
        return UnreadableWorkbook(
            "pdf", _("Đây là tệp PDF, không phải sổ Excel. Nộp tệp Excel gốc của biểu này.")
        )
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return UnreadableWorkbook(
            "picture", _("Đây là tệp ảnh, không phải sổ Excel. Nộp tệp Excel gốc của biểu này.")
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
        return UnreadableWorkbook(
            "xml 2003", _("Đây là bảng tính XML 2003, không phải sổ Excel.") + " " + _(_SAVE_AS)
        )
    if lower.startswith(b"<") and (b"<html" in lower or b"<table" in lower or b"<!doctype html" in lower):
        return UnreadableWorkbook(
            "html", _("Đây là trang web (HTML) đặt đuôi Excel, không phải sổ Excel thật.") + " " + _(_SAVE_AS)
        )
    if _is_text(data[:65536]):
        return UnreadableWorkbook(
            "text", _("Đây là tệp văn bản (CSV), không phải sổ Excel.") + " " + _(_SAVE_AS)
        )
    return corrupted()


def _is_text(start: bytes) -> bool:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return control == 0
