"""Papers and pictures of a registration."""

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.models import Event
from models_registry.file_contents import examined
from models_registry.models import Attachment
from models_registry.photographs import without_metadata
from models_registry.secrecy import is_marked_secret
from tests.factories import a_registration
from tests.pages import a_full_form, text_of
from tests.uploads.sound_files import chunk, jpeg, png, segment

PDF = b"%PDF-1.4\n%%EOF\n"


JPEG = jpeg()


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return held.getvalue()


def send(cast, *files: tuple[str, bytes], person="canbo_caobang", **values):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return cast.client(person).post("/mo-hinh/moi/", a_full_form(files=uploads, **values))


@pytest.mark.parametrize(
    "name, content",
    [
        ("Kế hoạch.pdf", PDF),
        ("ảnh.JPG", JPEG),
        ("anh.jpeg", JPEG),
        ("ảnh.png", png()),
        ("biên bản.docx", package("word/document.xml")),
        ("biểu.xlsx", package("xl/workbook.xml")),
        ("mật ong rừng.pdf", PDF),
    ],
)
def test_a_file_goes_in_under_a_random_name_with_its_checksum(cast, name, content):
    assert send(cast, (name, content)).status_code == 302
    row = Attachment.objects.get()
    stored = Path(row.file.path)
    assert stored.is_relative_to(settings.MEDIA_ROOT)
    assert len(stored.stem) == 32
    kept = stored.read_bytes()
    assert (row.name, row.size, row.sha256) == (name, len(kept), hashlib.sha256(kept).hexdigest())
    assert kept == content or name.lower().endswith(("jpg", "jpeg", "png"))
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == ["register", "attach"]


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("chạy.exe", b"MZ\x90\x00", "không phải tệp PDF"),
        ("trang.html", b"<html><script>", "không phải tệp PDF"),
        ("giả.pdf", b"<html>", "không phải tệp PDF"),
        ("ảnh.pdf", png(), "nội dung là tệp .png"),
        ("rỗng.pdf", b"", "rỗng"),
        ("to.png", png(width=10_000, height=10_000), "quá lớn (10000 × 10000 điểm ảnh)"),
        ("macro.docx", package("word/document.xml", "word/vbaProject.bin"), "có macro"),
        ("nén.docx", package("a.txt"), "không phải tệp PDF"),
        ("hỏng.docx", b"PK\x03\x04hong", "bị hỏng hoặc chưa tải lên đủ"),
        ("Công văn MẬT số 5.pdf", PDF, "mang dấu mật"),
        ("TỐI MẬT.pdf", PDF, "mang dấu mật"),
    ],
)
def test_what_is_not_an_allowed_file_is_refused_and_nothing_goes_in(cast, name, content, said):
    response = send(cast, (name, content), aims="Chữ còn nguyên")
    assert (response.status_code, Attachment.objects.count()) == (422, 0)
    assert said in text_of(response)
    assert "Chữ còn nguyên" in text_of(response)


def exif(order: bytes, turned: int) -> bytes:
    """What a telephone writes: how the picture is turned, and where it was taken."""
    sign = {b"II": "<", b"MM": ">"}[order]
    entries = struct.pack(f"{sign}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(
        f"{sign}HHII", 0x8825, 4, 1, 26
    )
    body = (
        order + struct.pack(f"{sign}HI", 42, 8) + struct.pack(f"{sign}H", 2) + entries + b"GPS 22.66N 106.25E"
    )
    return segment(0xE1, b"Exif\0\0" + body)


@pytest.mark.parametrize("order", [b"II", b"MM"])
def test_a_photograph_keeps_its_way_up_and_loses_where_it_was_taken(order):
    icc, words = segment(0xE2, b"ICC_PROFILE\0colours"), segment(0xFE, b"Nong Van A, xom Na Ra")
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='22,40N'/>")
    kept = without_metadata("jpg", jpeg(exif(order, 6), xmp, icc, words) + b"a film hung on behind")
    assert (b"GPS" in kept, b"Nong Van A" in kept, b"film" in kept) == (False, False, False)
    assert (b"ICC_PROFILE\0colours" in kept, b"JFIF" in kept, kept.endswith(b"\xff\xd9")) == (True,) * 3
    assert without_metadata("jpg", kept) == kept
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in kept


def test_a_picture_in_png_loses_its_words():
    kept = without_metadata("png", png(chunk(b"tEXt", b"Author\0Nong Van A"), chunk(b"eXIf", b"GPS")))
    assert kept == png()


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photograph_is_drawn_anew_upright_and_alike_each_time(turned):
    """Whatever way it was held, what was up is up; of the sent file's own bytes nothing is left to tell of a place."""
    photograph = Image.new("L", (64, 32), 60)
    photograph.paste(220, (0, 0, 32, 16))  # light in its upper left quarter, as one sees it
    told, sent = Image.Exif(), io.BytesIO()
    told[0x0112], told[0x010F] = turned, "Nokia"
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that lays it as the telephone did
    laid = photograph.transpose(back[turned]) if turned in back else photograph
    laid.save(sent, "JPEG", exif=told, quality=95)
    kind, kept = examined("anh.jpg", io.BytesIO(sent.getvalue()))
    with Image.open(io.BytesIO(kept)) as seen:
        assert (kind, seen.size, dict(seen.getexif())) == ("jpg", (64, 32), {})
        assert [seen.getpixel(at) // 100 for at in ((8, 4), (56, 4), (8, 28), (56, 28))] == [2, 0, 0, 0]
    assert (b"Nokia" in kept, b"Exif" in kept) == (False, False)
    assert examined("anh.jpg", io.BytesIO(sent.getvalue())) == (kind, kept)
    assert examined("anh.jpg", io.BytesIO(kept)) == (kind, kept)


@pytest.mark.parametrize("content", [
    JPEG[:20], png()[:-20], JPEG.replace(b"\xff\xda", b"\x00\x00"),
    # Sound to look at from outside, and no picture.
    JPEG.replace(b"\xff\xdb", b"\xff\xfe"),
    png()[:33] + chunk(b"IDAT", b"no pixels") + png()[-12:],
    png()[:33] + chunk(b"IDAT", zlib.compress(b"\0")) + png()[-12:],
])  # fmt: skip
def test_a_broken_picture_is_refused(cast, content):
    name = "hỏng.png" if content.startswith(b"\x89") else "hỏng.jpg"
    response = send(cast, (name, content))
    assert (response.status_code, Attachment.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["files"]


def test_a_file_too_large_is_refused(cast, monkeypatch):
    monkeypatch.setattr("models_registry.attachments.SIZE_LIMIT", 10)
    assert "lớn hơn 20 MB" in text_of(send(cast, ("a.pdf", PDF)))


@pytest.mark.parametrize(
    "text, secret",
    [
        ("MẬT", True),
        ("Công_văn_MẬT.pdf", True),
        ("tối mật", True),
        ("Tuyệt  Mật", True),
        ("MA\u0302\u0323T", True),
        ("mật ong", False),
        ("Nuôi ong lấy mật", False),
        ("MẬT ONG RỪNG", False),
        ("Bảo mật thông tin", False),
        ("", False),
    ],
)
def test_marks_of_secrecy_are_told_from_honey(text, secret):
    assert is_marked_secret(text) is secret


def test_a_file_is_handed_to_those_who_see_the_record_and_never_run(cast):
    send(cast, ("Kế hoạch.pdf", PDF))
    row = Attachment.objects.get()
    url = f"/mo-hinh/tai-lieu/{row.pk}/"
    response = cast.client("lanhdao_caobang").get(url)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for person in ("canbo_hagiang", "nguoi_la"):
        assert cast.client(person).get(url).status_code == 404


def test_files_are_added_when_correcting(cast):
    held = a_registration(cast["old-01330"])
    sent = {"name": held.model.name, "field": "economy", "kind": "collective", "level": "grassroots"}
    sent |= {"phase": "new", "version": 1, "files": [SimpleUploadedFile("a.pdf", PDF)]}
    page = text_of(cast.client("canbo_caobang").post(f"/mo-hinh/{held.pk}/sua/", sent, follow=True))
    assert "thêm tài liệu “a.pdf”" in page
