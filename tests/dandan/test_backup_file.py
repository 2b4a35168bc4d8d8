"""The backup file: whole it opens, and anything else is refused by the name of what is wrong."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from audit.errors import DomainError
from dandan.keeping.archive import Writer, open_whole
from dandan.keeping.manifest import Facts, Manifest

CONTENT = {"database.sqlite3": b"SQLite " * 400, "files/attachments/2026/01/a.pdf": bytes(range(256)) * 9}


def made(path: Path, content=CONTENT) -> str:
    writer = Writer(path)
    for name, data in content.items():
        writer.add(name, io.BytesIO(data), packed=name.endswith("3"))
    facts = Facts(
        rows={"units_unit": 3}, migrations=[["units", "0001_initial"]], last_event=[1, "ab"], last_seal=None
    )
    return writer.seal(
        Manifest(
            made_at="2026-01-15T08:00:00+00:00", vendor="sqlite", server="3.40", database="database.sqlite3",
            facts=facts, parts=writer.parts,
        )
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "sao-luu.zip"
    made(path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as refused, open_whole(path):
        pass
    return refused.value.sentence


def rewritten(path: Path, change) -> None:
    """The same file as another ZIP program would leave it after `change(members)`."""
    with zipfile.ZipFile(path) as held:
        members, comment = [(i.filename, held.read(i)) for i in held.infolist()], held.comment
    with zipfile.ZipFile(path, "w") as again:
        for name, data in change(members):
            again.writestr(name, data)
        again.comment = comment


def test_a_whole_file_opens_and_gives_back_every_byte(path, tmp_path):
    with open_whole(path) as archive:
        for part in archive.manifest.parts:
            archive.extract(part, tmp_path / "out" / part.name)
        assert archive.manifest.facts.last_event == [1, "ab"]
    assert {
        p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in (tmp_path / "out").rglob("*.*")
    } == CONTENT


def test_its_fingerprint_is_what_was_printed_and_any_zip_program_reads_it(tmp_path):
    digest = made(tmp_path / "b.zip")
    with open_whole(tmp_path / "b.zip") as archive:
        assert archive.digest == digest
    with zipfile.ZipFile(tmp_path / "b.zip") as held:
        assert held.testzip() is None
        assert held.namelist() == [*CONTENT, "manifest.json"]


def test_nobody_else_on_the_computer_reads_it(path):
    assert path.stat().st_mode & 0o077 == 0


def test_a_flipped_bit_is_refused_wherever_it_is(path):
    whole, random_places = path.read_bytes(), random.Random(11)
    accepted = []
    for _ in range(400):
        place, bit = random_places.randrange(len(whole)), 1 << random_places.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            with open_whole(path):
                accepted.append((place, bit))
        except DomainError:
            continue
    assert accepted == []


@pytest.mark.parametrize("part", list(CONTENT))
def test_a_changed_part_is_named(path, part):
    rewritten(path, lambda members: [(n, d[:-1] + b"!" if n == part else d) for n, d in members])
    assert refusal(path) == f"sao-luu.zip bị hỏng: phần “{part}” không còn như lúc sao lưu."


def test_a_flipped_bit_in_a_part_names_the_part(path):
    whole = path.read_bytes()
    place = whole.index(bytes(range(256))) + 700
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
    assert refusal(path) == (
        "sao-luu.zip bị hỏng: phần “files/attachments/2026/01/a.pdf” không còn như lúc sao lưu."
    )


@pytest.mark.parametrize("part", [*CONTENT, "manifest.json"])
def test_a_missing_part_is_named(path, part):
    rewritten(path, lambda members: [(n, d) for n, d in members if n != part])
    assert refusal(path) == f"sao-luu.zip thiếu phần “{part}”."


def test_an_added_part_is_named(path):
    rewritten(path, lambda members: [*members, ("files/la.exe", b"MZ")])
    assert refusal(path) == "sao-luu.zip có phần lạ “files/la.exe” không thuộc bản sao lưu."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(path):
    rewritten(path, lambda members: [*members, members[1]])
    assert refusal(path) == "sao-luu.zip có hai phần cùng tên “files/attachments/2026/01/a.pdf”."


def test_parts_that_were_only_packed_anew_are_not_what_was_written(path):
    rewritten(path, lambda members: members)
    assert refusal(path) == "sao-luu.zip đã bị thay đổi sau khi sao lưu (phần mục lục của tệp)."


def test_a_file_cut_anywhere_is_refused(path):
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert refusal(path) in {
            "sao-luu.zip bị cắt, bị hỏng hoặc không phải là tệp sao lưu.",
            # Only the fingerprint at the very end is cut.
            "sao-luu.zip đã bị thay đổi sau khi sao lưu (phần mục lục của tệp).",
        }


def test_a_longer_file_is_refused(path):
    path.write_bytes(path.read_bytes() + b"\0")
    assert refusal(path).startswith("sao-luu.zip ")


@pytest.mark.parametrize("name", ["../a", "/etc/a", "files/../../a", "files\\..\\a", "C:/a", "files//a"])
def test_a_part_that_would_leave_its_folder_is_refused(tmp_path, name):
    path = tmp_path / "sao-luu.zip"
    made(path, {"database.sqlite3": b"x", name: b"y"})
    assert refusal(path).startswith("sao-luu.zip có phần mang tên không được phép")


@pytest.mark.parametrize("content", [b"", b"xin chao", b"PK\x05\x06" + b"\0" * 18])
def test_something_else_is_refused_in_words(tmp_path, content):
    path = tmp_path / "sao-luu.zip"
    path.write_bytes(content)
    assert refusal(path).startswith("sao-luu.zip ")


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert refusal(tmp_path / "khong-co.zip") == f"Không có tệp {tmp_path / 'khong-co.zip'}."
