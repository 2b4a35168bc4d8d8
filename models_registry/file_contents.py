"""What a file really is, told from its bytes: the name and the browser's word are not believed."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from audit.errors import DomainError
from models_registry.office_packages import OLD_OFFICE, office_kind, refuse_old_office
from models_registry.pdf_contents import check_pdf
from models_registry.photographs import without_metadata
from models_registry.redrawing import drawn_anew
from models_registry.unfit import UnfitFile

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHER_NAMES = {"jpeg": "jpg"}


def examined(name: str, file: BinaryIO) -> tuple[str, bytes]:
    """The key in TYPES that content and ending of the name agree on, and the bytes to keep: a picture drawn
    anew without its metadata, all else as it came. Raises DomainError with a sentence that names the file."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        return _examined(name, content)
    except UnfitFile as unfit:
        raise DomainError(unfit.sentence(name)) from unfit


def _examined(name: str, content: bytes) -> tuple[str, bytes]:
    if content.startswith(OLD_OFFICE):
        refuse_old_office(content)
    kind = _kind_by_head(content)
    if kind == "office":
        kind = office_kind(content)
    if kind is None:
        raise UnfitFile(
            _("“%(name)s” không phải tệp PDF, JPEG, PNG, Word (.docx) hay Excel (.xlsx) đọc được.")
        )
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind != _OTHER_NAMES.get(ending, ending):
        raise UnfitFile(
            _("“%(name)s” có nội dung là tệp .%(found)s; hãy đặt lại đuôi tên cho đúng."), found=kind
        )
    if kind == "pdf":
        check_pdf(content)
    return kind, drawn_anew(kind, without_metadata(kind, content))


def _kind_by_head(content: bytes) -> str | None:
    heads = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"PK\x03\x04": "office"}
    return next((kind for head, kind in heads.items() if content.startswith(head)), None)
