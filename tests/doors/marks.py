"""Marks: words planted in records, found again in the bytes of whatever a door hands out."""

import io
import re
import zipfile

_MARK = re.compile(r"qz(\d{3})([a-z]+)zq", re.IGNORECASE)

OF_A_REGISTRATION = [
    "name",
    "situation",
    "aims",
    "content",
    "results",
    "oldnote",
    "notes",
    "charge",
    "place",
    "forces",
    "file",
    "bytes",
    "clerk",
    "number",
    "issuer",
    "signer",
    "ended",
    "grantor",
    "undone",
    "checked",
    "replica",
    "selfsaid",
    "team",
    "award",
    "merit",
    "scan",
    "scanbytes",
]
"""What stands in a unit's first registration, its papers, its history, its decision and award, and its life after that."""
OF_A_DOCUMENT = ["paper", "author", "title", "summary", "target", "tasks", "copy", "period"]
"""What is read by whoever works by it: the people of the unit and of those below."""
OF_A_DRAFT = ["drafted", "grounds", "lined"]
"""What stands in a draft of a decision: for those alone who record the unit's decisions."""
KEPT_BY_WRITERS = ["upload", "imported", "cell", "cellresult", "counts", "heading"]
OF_A_CAMPAIGN = ["campaign", "guidance"]
OF_AN_APPRAISAL = ["score", "concluded"]
"""What is shown to the team and the approver alone."""
OF_A_PROVINCE = ["criteria", "draftcriteria"]
OF_A_SCHOOL = ["school", "schoolnotes"]


def mark(number: int, kind: str) -> str:
    """ "QZ007notesZQ": of unit 7, planted in the notes. No mark begins another, and nothing escapes its letters."""
    return f"QZ{number:03d}{kind}ZQ"


def plain(number: int) -> str:
    """A word that stands beside the marks of a unit and is none: what a person types to find them. A page says again
    what was typed, so a mark is never asked for by itself."""
    return f"don{number:03d}vi"


def marks_in(response) -> set[tuple[int, str]]:
    """(unit's number, kind) of every mark in the answer: its body, read as a person would (workbooks unpacked), and
    its headers, where file names stand."""
    found = _found("\n".join(f"{name}: {value}" for name, value in response.headers.items()))
    return found | _in_bytes(body_of(response))


def body_of(response) -> bytes:
    """The body, read once and kept: a file that streams is gone after the first reading. The client closes the answer
    itself; closing it here would close the test's connection on PostgreSQL, transaction and all."""
    if not hasattr(response, "read_body"):
        response.read_body = (
            b"".join(response.streaming_content)
            if getattr(response, "streaming", False)
            else response.content
        )
    return response.read_body


def _in_bytes(data: bytes) -> set[tuple[int, str]]:
    if data[:4] != b"PK\x03\x04":
        return _found(data.decode("utf-8", "replace"))
    found: set[tuple[int, str]] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            found |= _found(name) | _in_bytes(archive.read(name))
    return found


def _found(text: str) -> set[tuple[int, str]]:
    return {(int(number), kind.lower()) for number, kind in _MARK.findall(text)}
