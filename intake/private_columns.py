"""Columns about a private person that no register needs: never read, never stored, and the office is told so.

Law 91/2025/QH15 asks for no more than is needed; of a citizen's birth, papers, ethnicity, religion or opinion the register
has no field anywhere."""

import re

from django.utils.translation import gettext as _

from intake.headers import HeadedColumn, Header
from vietnamese.folding import fold

# Anywhere in a heading: "Ngày sinh người phụ trách" is a day of birth and not a person in charge.
_WITHIN = re.compile(
    r"\b(ngay( thang)?( nam)? sinh|nam sinh|sinh nam|sinh ngay|cccd|cmnd|cmtnd|can cuoc|chung minh( nhan dan| thu)|"
    r"so dinh danh|ma dinh danh ca nhan|ho chieu|so tai khoan|bao hiem xa hoi|bhxh|bhyt|birth date|date of birth|passport)\b"
)
# As the whole heading only: "Nội dung công tác dân tộc, tôn giáo" is a text about work.
_WHOLE = {
    "dan toc", "thanh phan dan toc", "nguoi dan toc", "ton giao", "thanh phan ton giao", "dan toc ton giao", "gioi tinh",
    "nam nu", "que quan", "noi sinh", "chinh kien", "quan diem chinh tri", "y kien ca nhan", "tinh trang hon nhan",
    "tinh trang suc khoe", "ethnicity", "religion", "gender",
}  # fmt: skip


def is_private(*texts: str | None) -> bool:
    """Whether any of a heading's texts names such a column."""
    folded = [fold(text) for text in texts if text]
    return any(_WITHIN.search(text) or text in _WHOLE for text in folded)


def private_columns(header: Header) -> list[HeadedColumn]:
    return [column for column in header.columns if is_private(column.heading, *column.heading.split(" / "))]


def without_private(header: Header, mapping: dict[str, int]) -> dict[str, int]:
    """The mapping without such columns, though somebody chose one of them for a field."""
    private = {column.index for column in private_columns(header)}
    return {key: index for key, index in mapping.items() if index not in private}


def said(headings: list[str]) -> str:
    """What the office is told about columns left out; "" where there are none."""
    if not headings:
        return ""
    return _(
        "Không đọc và không lưu cột %(names)s: sổ không giữ ngày sinh, số giấy tờ, dân tộc, tôn giáo hay ý kiến của người "
        "dân."
    ) % {"names": ", ".join(f"“{heading}”" for heading in headings)}
