"""Files as people make them, the smallest that are whole: hostile ones are these with one thing changed."""

import io
import struct
import zipfile
import zlib
from functools import cache

from openpyxl import Workbook
from PIL import Image

from tests.intake.bad_files import saved
from tests.intake.workbooks import a_register

HEAD = ["STT", "Tên mô hình", "Xã", "Lĩnh vực", "Cấp đăng ký", "Loại", "Mới/duy trì"]
ROW = [1, "Thắp sáng đường quê", "Thị trấn Bảo Lạc", "Văn hóa - xã hội", "Cấp cơ sở", "Tập thể", "Mới"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def xlsx(*more: tuple) -> bytes:
    """A register that every door takes; `more` are further rows."""
    return saved(a_register(HEAD, [ROW, *more]))


def workbook(book: Workbook) -> bytes:
    return saved(book)


DOCX_MEMBERS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Biên bản họp thôn, 8% hộ đã góp công'
    "</w:t></w:r></w:p></w:body></w:document>",
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r2" Type="{OFFICE}/hyperlink" '
    'Target="https://example.gov.vn/" TargetMode="External"/></Relationships>',
    "word/styles.xml": f'<w:styles xmlns:w="{W}"/>',
    "word/settings.xml": f'<w:settings xmlns:w="{W}"/>',
    "word/header1.xml": f'<w:hdr xmlns:w="{W}"/>',
    "docProps/core.xml": "<c/>",
    "word/media/image1.png": "",
}


@cache
def docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in DOCX_MEMBERS.items():
            archive.writestr(name, text.encode() if text else png())
    return held.getvalue()


def pdf(
    catalogue: bytes = b"",
    more: bytes = b"",
    head: bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    tail: bytes = b"",
) -> bytes:
    """One empty page; `catalogue` goes into the catalogue's dictionary, `more` among the objects."""
    picture = zlib.compress(b"/JS /JavaScript <script> PK\x05\x06 in the pixels of a scan" * 20)
    objects = b"".join(
        (
            b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>\nendobj\n",
            b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
            b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /S 4 0 R >> >> >>\nendobj\n",
            b"4 0 obj\n<< /Type /XObject /Subtype /Image /Filter /FlateDecode /Length %d >>\nstream\n"
            % len(picture),
            picture,
            b"\nendstream\nendobj\n",
            more,
        )
    )
    body = head + objects
    return body + b"trailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF\n" % len(body) + tail


def segment(code: int, body: bytes) -> bytes:
    return bytes([0xFF, code]) + struct.pack(">H", len(body) + 2) + body


@cache
def drawn(form: str, mode: str, width: int, height: int) -> bytes:
    """A picture that any program opens, lighter towards its lower right corner."""
    picture = Image.new("L", (width, height))
    picture.putdata([(x + y) % 200 for y in range(height) for x in range(width)])
    out = io.BytesIO()
    picture.convert(mode).save(out, form)
    return out.getvalue()


def jpeg(*extra: bytes, width=64, height=48, parts=3, tail: bytes = b"", frames: int = 1) -> bytes:
    """A picture of 64 by 48 whose frame says another size where one is given, with the given segments before its frame."""
    made = drawn("JPEG", {1: "L", 3: "RGB", 4: "CMYK"}[parts], 64, 48)
    at = made.index(b"\xff\xc0")
    end = at + 2 + int.from_bytes(made[at + 2 : at + 4])
    frame = made[at : at + 5] + struct.pack(">HH", height, width) + made[at + 9 : end]
    return made[:at] + b"".join(extra) + frame * frames + made[end:] + tail


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


PNG = b"\x89PNG\r\n\x1a\n"


def png(*extra: bytes, width=8, height=6, depth=8, colour=2, tail: bytes = b"") -> bytes:
    """A picture without light, with the given chunks after its head; of one too large to be drawn the first lines."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    lines = height if width * height <= 25_000_000 else 6
    line = width * {0: 1, 2: 3}.get(colour, 1) if width * height <= 25_000_000 else 24
    pixels = zlib.compress((b"\0" + bytes(line)) * lines, 1)
    return PNG + head + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + tail
