"""Papers and pictures of a registration."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from models_registry.models import Attachment
from models_registry.secrecy import is_marked_secret
from tests.factories import a_registration
from tests.pages import a_full_form, text_of

PDF = b"%PDF-1.4\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08"
    + struct.pack(">HH", 600, 800)
    + b"\x01\x01\x11\x00\xff\xd9"
)


def png(width=800, height=600) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    )


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
    assert (row.name, row.size, row.sha256) == (name, len(content), hashlib.sha256(content).hexdigest())
    stored = Path(row.file.path)
    assert stored.is_relative_to(settings.MEDIA_ROOT)
    assert len(stored.stem) == 32
    assert stored.read_bytes() == content
    assert list(Event.objects.values_list("verb", flat=True)) == ["register", "attach"]


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("chạy.exe", b"MZ\x90\x00", "không phải tệp PDF"),
        ("trang.html", b"<html><script>", "không phải tệp PDF"),
        ("giả.pdf", b"<html>", "không phải tệp PDF"),
        ("ảnh.pdf", png(), "nội dung là tệp .png"),
        ("rỗng.pdf", b"", "rỗng"),
        ("to.png", png(10_000, 10_000), "không phải tệp PDF"),
        ("macro.docx", package("word/document.xml", "word/vbaProject.bin"), "không phải tệp PDF"),
        ("nén.docx", package("a.txt"), "không phải tệp PDF"),
        ("hỏng.docx", b"PK\x03\x04hong", "không phải tệp PDF"),
        ("Công văn MẬT số 5.pdf", PDF, "mang dấu mật"),
        ("TỐI MẬT.pdf", PDF, "mang dấu mật"),
    ],
)
def test_what_is_not_an_allowed_file_is_refused_and_nothing_goes_in(cast, name, content, said):
    response = send(cast, (name, content), aims="Chữ còn nguyên")
    assert (response.status_code, Attachment.objects.count()) == (422, 0)
    assert said in text_of(response)
    assert "Chữ còn nguyên" in text_of(response)


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
