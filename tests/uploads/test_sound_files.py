"""What is sound goes in, however unusual: a door that refuses everything would pass every other test."""

import io
import struct
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from PIL import Image, ImageChops, ImageStat

from intake.models import ImportBatch
from intake.reading import read_workbook
from models_registry.models import Attachment
from tests.dandan.scratch import ROOT
from tests.intake.bad_files import repacked
from tests.intake.workbooks import a_register
from tests.pages import Cast
from tests.uploads.hostile_zips import changed, dde_free_link, relation
from tests.uploads.sound_files import HEAD, ROW, chunk, docx, jpeg, pdf, png, saved, segment, xlsx
from tests.uploads.test_refused_files import attached, imported

OLD_XLS = ROOT / "tests/data/registers/old-font.xls"
BASES = {
    "xlsx": ("so.xlsx", xlsx()),
    "docx": ("bien-ban.docx", docx()),
    "pdf": ("to-trinh.pdf", pdf()),
    "jpeg": ("anh.jpg", jpeg()),
    "png": ("anh.png", png()),
    "xls": ("so.xls", OLD_XLS.read_bytes()),
}
SPEAKING = [
    "=cmd|'/c calc'!A1",
    "+84 912",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "<b>x</b>",
]


def texts_that_look_like_formulas() -> bytes:
    """The cells hold text, as an office's own export writes it."""
    book = a_register(HEAD, [[n, text, *ROW[2:]] for n, text in enumerate(SPEAKING, start=1)])
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    return saved(book)


def formatted_to_the_corner() -> bytes:
    book = a_register(HEAD, [ROW])
    book.active["XFD1048576"].font = Font(bold=True)
    return saved(book)


def large() -> bytes:
    """As many rows as a county's register of ten years."""
    return saved(a_register(HEAD, [[n, f"Mô hình số {n}", *ROW[2:]] for n in range(1, 8001)]))


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    for name in ("MEDIA_ROOT", "FILE_UPLOAD_TEMP_DIR"):
        (tmp_path / name).mkdir()
        setattr(settings, name, tmp_path / name)


PICTURE = (ROOT / "docs/huong-dan/hinh/tong-quan.jpg").read_bytes()
MOVING = (chunk(b"acTL", struct.pack(">II", 1, 0)), chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 8, 6, 0, 0, 1, 1, 0, 0)))
ATTACHED = {
    **{kind: BASES[kind] for kind in ("xlsx", "docx", "pdf", "jpeg", "png")},
    "a real photograph": ("Ảnh họp dân.JPG", PICTURE),
    "a register of the demo": ("so.xlsx", (ROOT / "data/demo/cao-bang-2023.xlsx").read_bytes()),
    "four colours": ("anh.jpg", jpeg(segment(0xEE, b"Adobe\0\x64\0\0\0\0\2"), parts=4)),
    "one colour": ("anh.jpeg", jpeg(parts=1)),
    "place and owner": ("anh.jpg", jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0 GPS 22.66N"))),
    "a film hung on": ("anh.jpg", jpeg(tail=b"\0\0\0\x18ftypmp42" + bytes(5000))),
    "a second picture hung on": ("anh.jpg", jpeg(tail=jpeg())),
    "25 million points": ("anh.png", png(width=5000, height=5000, colour=0)),
    "a moving picture": ("anh.png", png(*MOVING)),
    "a picture that tells of a program": ("anh.png", png(chunk(b"tEXt", b"Comment\0<?php system(1); ?>"))),
    "a scan whose pixels spell words": ("quet.pdf", pdf()),
    "a pdf that opens at a page": ("a.pdf", pdf(b"/OpenAction [3 0 R /FitH 800] /PageMode /UseNone")),
    "a pdf with a link": (
        "a.pdf",
        pdf(more=b"9 0 obj\n<< /A << /S /URI /URI (https://a.vn) >> >>\nendobj\n"),
    ),
    "a signed pdf": (
        "a.pdf",
        pdf(b"/AcroForm << /SigFlags 3 >>", b"9 0 obj\n<< /Type /Sig >>\nendobj\n%%EOF\n"),
    ),
    "a template on the own disk": (
        "a.docx",
        changed(
            "docx",
            "word/_rels/settings.xml.rels",
            relation("attachedTemplate", "file:///C:/Users/a/Normal.dotm"),
        ),
    ),
    "a picture on the web": (
        "a.docx",
        changed("docx", "word/_rels/document.xml.rels", relation("image", "https://a.vn/a.png")),
    ),
    "a table carried": ("a.docx", changed("docx", "word/embeddings/Bang.xlsx", xlsx())),
    "a link to another workbook": (
        "a.xlsx",
        changed("xlsx", "xl/externalLinks/externalLink1.xml", dde_free_link()),
    ),
    "words of the trade": ("nuôi ong lấy mật.pdf", pdf()),
    "honey in capitals": ("MẬT ONG RỪNG.pdf", pdf()),
    "kept secret, as people say": ("Cam kết bảo mật thông tin.docx", docx()),
    "a reserved word": ("CON.pdf", pdf()),
    "a name to the limit": ("a" * 240 + ".pdf", pdf()),
}
IMPORTED = {
    "xlsx": BASES["xlsx"],
    "an xls of before 2010": BASES["xls"],
    "a register of the demo": ("so.xlsx", (ROOT / "data/demo/cao-bang-2023.xlsx").read_bytes()),
    "texts that look like formulas": ("so.xlsx", texts_that_look_like_formulas),
    "formatted to the corner": ("so.xlsx", formatted_to_the_corner),
    "eight thousand rows": ("so.xlsx", large),
    "a link to another workbook": ("so.xlsx", changed("xlsx", "xl/externalLinks/externalLink1.xml", dde_free_link())),
    "blank letters behind": ("so.xlsx", xlsx() + b"\r\n"),
    "folders named": ("so.xlsx", repacked({"xl/media/": b""}, xlsx())),
    "honey": ("Sổ mật ong 2024.xlsx", xlsx()),
}  # fmt: skip


def same_picture(sent: bytes, kept: bytes) -> bool:
    """Whether one sees the same, but for what a second encoding of a JPEG rounds."""
    with Image.open(io.BytesIO(sent)) as one, Image.open(io.BytesIO(kept)) as other:
        if (one.size, one.mode, one.format) != (other.size, other.mode, other.format):
            return False
        return max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 1


def test_sound_files_are_attached(cast):
    send, wrong = attached(cast), {}
    for what, (name, content) in ATTACHED.items():
        (status, sentences), row = send([(name, content)]), Attachment.objects.order_by("id").last()
        if status != 302:
            wrong[what] = sentences
            continue
        path = Path(row.file.path)
        stored = path.read_bytes()
        told = b"GPS" in stored or b"<?php" in stored or b"ftypmp42" in stored
        is_picture = name.lower().endswith(("jpg", "jpeg", "png"))
        as_sent = same_picture(content, stored) if is_picture else stored == content
        if told or len(path.stem) != 32 or not as_sent:
            wrong[what] = stored[:40]
    assert (wrong, Attachment.objects.count()) == ({}, len(ATTACHED))


def test_sound_workbooks_go_on_to_their_columns(cast):
    send, wrong = imported(cast), {}
    for what, (name, content) in IMPORTED.items():
        status, sentences = send(name, content() if callable(content) else content)
        if (status, sentences) != (302, []) or not ImportBatch.objects.filter(file_name=name).exists():
            wrong[what] = (status, sentences)
    assert (wrong, ImportBatch.objects.count()) == ({}, len(IMPORTED))


def test_texts_that_look_like_formulas_stay_the_texts_they_are():
    (sheet,) = read_workbook(texts_that_look_like_formulas(), "a.xlsx").sheets
    assert [row[1] for row in sheet.rows[3:]] == SPEAKING


def test_an_empty_workbook_is_told_from_a_broken_one(cast):
    status, (sentence,) = imported(cast)("so.xlsx", saved(Workbook()))
    assert (status, "không có trang nào chứa dữ liệu" in sentence) == (400, True)
