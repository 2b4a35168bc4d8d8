"""Files within every stated limit that try to take all memory or all time. Run as a program, one is read in a process of
its own, which prints how much memory the reading added, in MiB, and what it ended with."""

import io
import resource
import sys
import zipfile

from tests.intake.bad_files import SHEET, repacked, sheet_xml
from tests.uploads.hostile_others import object_stream
from tests.uploads.hostile_zips import bomb
from tests.uploads.sound_files import chunk, docx, jpeg, pdf, png, xlsx

MILLION = 1_000_000


def _sheet(body: bytes, after: bytes = b"") -> bytes:
    return repacked({SHEET: sheet_xml(body).replace(b"</worksheet>", after + b"</worksheet>")}, xlsx())


def _shared(item: bytes, size: int) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<sst xmlns="' + main + b'">' + item * (size // len(item)) + b"</sst>"
    return repacked({"xl/sharedStrings.xml": text}, xlsx())


def _rows(inner: bytes, count: int, columns: int, cell: bytes = b"<c>") -> bytes:
    line = (cell + inner + b"</c>") * columns + b"</row>"
    return b"".join(b'<row r="%d">' % n + line for n in range(1, count + 1))


WORKBOOKS = {
    "a bomb": lambda: bomb("xlsx"),
    "millions of empty shared texts": lambda: _shared(b"<si/>", 39 * MILLION),
    "one shared text of 39 MB": lambda: _shared(
        b"<si><t>" + b"a" * (38 * MILLION) + b"</t></si>", 39 * MILLION
    ),
    "as many numbers as fit": lambda: _sheet(_rows(b"<v>1</v>", 24_000, 100)),
    "longer than a register, and wide": lambda: _sheet(_rows(b"<v>1</v>", 26_000, 60)),
    "nine million empty cells": lambda: _sheet(b"<row>" + b"<c/>" * (9 * MILLION)),
    "errors in every cell": lambda: _sheet(_rows(b"<v>#N/A</v>", 20_000, 60, b'<c t="e">')),
    "a million merged ranges": lambda: _sheet(
        _rows(b"<v>1</v>", 5, 3), b"".join(b'<mergeCell ref="A%d:A20000"/>' % (n + 1) for n in range(MILLION))
    ),
    "one element with a million names": lambda: _sheet(
        b"<row " + b"".join(b'a%d="1" ' % n for n in range(MILLION)) + b"/>"
    ),
}
ATTACHMENTS = {
    "a bomb": ("a.docx", lambda: bomb("docx")),
    "relations of 100 MB": ("a.docx", lambda: _long_member("word/_rels/document.xml.rels", 100)),
    "hundreds of packed objects": ("a.pdf", lambda: pdf(more=object_stream(b" " * MILLION) * 300)),
    "escaped letters": ("a.pdf", lambda: pdf(more=b"#41" * (6 * MILLION))),
    "a picture of many marks": ("a.jpg", lambda: jpeg(*[b"\xff\xfe\x00\x02"] * (4 * MILLION))),
    "a drawing of many chunks": ("a.png", lambda: png(*[chunk(b"tEXt", b"")] * MILLION)),
}


def _long_member(name: str, megabytes: int) -> bytes:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx())) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for inner in old.namelist():
            if inner != name:
                new.writestr(inner, old.read(inner))
        with new.open(name, "w") as stream:
            stream.write(b"<Relationships>")
            for _ in range(megabytes):
                stream.write(b"<w:p/>" * (MILLION // 6))
    return held.getvalue()


def _added(deed) -> tuple[int, str]:
    """What the deed added to the highest this process ever held."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        end = deed()
    except Exception as refused:  # told by its name: the test knows which are refusals
        end = f"{type(refused).__name__}: {refused}"
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, end


def main(door: str, path: str, name: str) -> None:
    import django

    django.setup()
    from intake.reading import read_workbook
    from models_registry.file_contents import examined

    # What is loaded once and stays is no file's doing.
    read_workbook(xlsx(), "a.xlsx")
    examined("a.docx", io.BytesIO(docx()))
    if door == "import":
        with open(path, "rb") as file:
            data = file.read()
        added, end = _added(lambda: f"read: {len(read_workbook(data, name).sheets)} sheets")
    else:
        with open(path, "rb") as file:
            added, end = _added(lambda: f"kept: {examined(name, file)[0]}")
    sys.stdout.write(f"{added} {end}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
