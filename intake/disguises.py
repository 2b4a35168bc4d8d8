"""What a file is when it is not a workbook, told from its first bytes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intake.bounds import UnreadableWorkbook
from intake.packages import corrupted

_SAVE_AS = gettext_noop("Mở bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (.xlsx)” rồi nộp lại.")


_SIGNS = {"\t": gettext_noop("dấu tab"), ";": gettext_noop("dấu chấm phẩy"), ",": gettext_noop("dấu phẩy")}


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
        if separator := _separator(data[:65536]):
            said = _("Đây là tệp CSV (chữ ngăn cột bằng %(sign)s) đặt đuôi Excel, không phải sổ Excel.")
            return UnreadableWorkbook("csv", said % {"sign": _(_SIGNS[separator])} + " " + _(_SAVE_AS))
        return UnreadableWorkbook(
            "text",
            _(
                "Đây là tệp chữ thường (văn bản không có cột), không phải sổ Excel. Nộp tệp Excel gốc của biểu này; nếu "
                "chỉ có bản chữ này thì chép vào một bảng Excel, mỗi mục một cột, lưu thành .xlsx rồi nộp."
            ),
        )
    return corrupted()


def _is_text(start: bytes) -> bool:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return control == 0


def _separator(start: bytes) -> str:
    """The sign that parts the same number of columns on (nearly) every line; "" where the lines have no columns."""
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = [line for line in start.decode(encoding, "replace").splitlines() if line.strip()][:20]
    for sign in _SIGNS:
        counts = [line.count(sign) for line in lines]
        usual = max(counts, key=counts.count, default=0)
        if usual and counts.count(usual) * 4 >= len(counts) * 3:
            return sign
    return ""
