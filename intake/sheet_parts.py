"""Which member of an .xlsx holds which sheet, in the workbook's order."""

import posixpath
from xml.parsers.expat import ParserCreate

from django.utils.translation import gettext as _

from intake.bounds import UnreadableWorkbook


def sheet_parts(members: dict[str, bytes]) -> list[str]:
    """Names of the sheets' members in workbook order ("" for a sheet without one), or UnreadableWorkbook when the
    package is some other document."""
    names = {name.casefold() for name in members}
    if "word/document.xml" in names or any(name.startswith("ppt/") for name in names):
        raise UnreadableWorkbook("not a workbook", _("Đây là tệp Word hoặc PowerPoint, không phải sổ Excel."))
    if "xl/workbook.bin" in names:
        raise UnreadableWorkbook(
            "xlsb",
            _("Sổ nhị phân (.xlsb) không đọc được. Lưu lại thành “Excel Workbook (.xlsx)” rồi nộp lại."),
        )
    workbook = _main_part(members)
    if workbook not in members:
        raise UnreadableWorkbook("not a workbook", _("Tệp nén này không phải sổ Excel."))
    folder, base = posixpath.split(workbook)
    targets = _relations(members.get(f"{folder}/_rels/{base}.rels", b""), folder)
    ids: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            ids.append(next((v for k, v in attributes.items() if k.endswith(":id")), ""))

    _parse(members[workbook], start)
    return [targets.get(identifier, "") for identifier in ids]


def _main_part(members: dict[str, bytes]) -> str:
    for target in _relations(members.get("_rels/.rels", b""), "", ending="/officeDocument").values():
        return target
    return "xl/workbook.xml"


def _relations(xml: bytes, folder: str, ending: str = "") -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attributes.get("Type", "").endswith(ending):
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[attributes.get("Id", "")] = whole.lstrip("/")

    if xml:
        _parse(xml, start)
    return found


def _parse(xml: bytes, start) -> None:
    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
