"""PDF as attachments: whole, without a password, without what runs by itself and without other files inside.

Nothing is drawn. Names are looked for outside streams and inside object streams, which are packed lists of the same; the
pictures of a scan are passed over."""

import re
import zlib

from django.utils.translation import gettext as _

from models_registry.unfit import UnfitFile, damaged, something_hung_on

_STREAM = re.compile(rb"stream\r?\n")
_END_STREAM = b"endstream"
_OBJECT_STREAM = re.compile(rb"/ObjStm\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_WITH_ESCAPES = re.compile(rb"/[^\s/<>\[\](){}%#]{0,60}#[0-9A-Fa-f]{2}[^\s/<>\[\](){}%]{0,120}")
# Long names are looked for in every byte: a comment that reads "stream" would otherwise hide what follows it. Short ones
# occur by chance in the pixels of a scan, so only where names stand.
_RUNS = re.compile(rb"/(JavaScript|Launch|RichMedia|ImportData|SubmitForm)(?![A-Za-z0-9])")
_RUNS_TOO = re.compile(rb"/(JS|Movie|GoToE|XFA)(?![A-Za-z0-9])")
_CARRIES = re.compile(rb"/(EmbeddedFiles?|Filespec|FileAttachment)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_PAGE = re.compile(rb"<(?:\?php|script|html|!doctype|svg|iframe)\b", re.IGNORECASE)
_ARCHIVE = re.compile(rb"PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
_UNPACKED_LIMIT = 20 * 1024 * 1024
_TAIL = 1024


def check_pdf(content: bytes) -> None:
    """Raises UnfitFile for what may not be kept."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise damaged()
    if len(content) - end > _TAIL or content[end + 5 :].strip(b"\0\r\n\t \x1a"):
        raise something_hung_on()
    _refuse_names(content)
    for found in _NAME_WITH_ESCAPES.finditer(content):
        name = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), found[0])
        _refuse_names(name)
        _refuse_short_names(name)
    for part in _readable(content):
        _refuse_names(part)
        _refuse_short_names(part)
        if _PAGE.search(part) or _ARCHIVE.search(part):
            raise something_hung_on()


def _refuse_names(part: bytes) -> None:
    if _LOCKED.search(part):
        raise UnfitFile(_("“%(name)s” có mật khẩu hoặc bị khóa; hãy bỏ khóa (in lại thành PDF) rồi gửi lại."))
    if _RUNS.search(part):
        raise _runs()
    if _CARRIES.search(part):
        raise something_hung_on()


def _refuse_short_names(part: bytes) -> None:
    if _RUNS_TOO.search(part):
        raise _runs()


def _runs() -> UnfitFile:
    return UnfitFile(
        _("“%(name)s” có mã tự chạy bên trong; hãy in lại thành PDF (Print to PDF) rồi gửi lại.")
    )


def _readable(content: bytes):
    """What is not a stream, and each object stream unpacked; all of it together at most 20 MiB unpacked."""
    at, left = 0, _UNPACKED_LIMIT
    while found := _STREAM.search(content, at):
        # A word that ends in "stream" may stand in text: only what follows a dictionary is one.
        end = content.find(_END_STREAM, found.end())
        yield content[at : found.start()]
        if end < 0:
            at = found.end()
            break
        if _OBJECT_STREAM.search(content, max(at, found.start() - 2000), found.start()):
            unpacked = _unpacked(content[found.end() : end], left)
            left -= len(unpacked)
            yield unpacked
        at = end + len(_END_STREAM)
    yield content[at:]


def _unpacked(data: bytes, left: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        unpacked = reader.decompress(data, max(1, left))
    except zlib.error:
        return data
    if reader.unconsumed_tail:
        raise UnfitFile(_("“%(name)s” bung ra quá lớn để xem xét; hãy in lại thành PDF rồi gửi lại."))
    return unpacked
