"""Every hostile or broken file at every door: a sentence a person understands, and nothing kept."""

import hashlib
import re
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from audit.models import Event
from intake.models import ImportBatch
from models_registry.models import Attachment, MobilizationModel, Registration
from tests.intake.bad_files import BAD_FILES
from tests.pages import Cast, a_full_form
from tests.uploads import hostile_others, hostile_zips

_ENGLISH = re.compile(r"Error|Exception|Traceback|None|%\(|\berrno\b|[a-z]_[a-z]+\(", re.IGNORECASE)
_VIETNAMESE = re.compile(
    "[ạảãàáâậầấẩẫăắằặẳẵđêềếểễệôồốổỗộơờớởỡợưừứửữựủũùúụĩìíịỉỹỳýỵỷéèẻẽẹóòỏõọ]", re.IGNORECASE
)


@cache
def family(name: str) -> dict[str, tuple[str, bytes]]:
    made = {
        "xlsx": lambda: {n: v for n, v in hostile_zips.of_both().items() if n.startswith("xlsx")},
        "docx": lambda: {n: v for n, v in hostile_zips.of_both().items() if n.startswith("docx")},
        "carriers": hostile_zips.of_attachments,
        "pdf": hostile_others.pdfs,
        "pictures": hostile_others.pictures,
        "others": hostile_others.others,
        "names": hostile_others.badly_named,
        "workbooks": lambda: {n: (file, make) for n, (file, make, _reason) in BAD_FILES.items()},
    }[name]()
    return {what: (file, make() if callable(make) else make) for what, (file, make) in made.items()}


ATTACHED = ("xlsx", "docx", "carriers", "pdf", "pictures", "others", "names")
IMPORTED = ("xlsx", "docx", "pdf", "pictures", "others", "names", "workbooks")


def unclear(sentences: list[str]) -> bool:
    """Whether somebody in an office could not act on it."""
    return not sentences or any(
        len(s) < 20 or not s.endswith(".") or _ENGLISH.search(s) or not _VIETNAMESE.search(s)
        for s in sentences
    )


def kept() -> dict:
    """Everything a refused file could have left behind."""
    root, passing = Path(product.MEDIA_ROOT), Path(product.FILE_UPLOAD_TEMP_DIR)
    return {
        "files": sorted(str(p) for p in (*root.rglob("*"), *passing.rglob("*")) if p.is_file()),
        "rows": {m.__name__: m.objects.count() for m in (Attachment, ImportBatch, MobilizationModel, Registration)},
        "log": sorted(Event.objects.exclude(verb__startswith="refuse").values_list("id", flat=True)),
    }  # fmt: skip


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    for name in ("MEDIA_ROOT", "FILE_UPLOAD_TEMP_DIR"):
        (tmp_path / name).mkdir()
        setattr(settings, name, tmp_path / name)


def test_the_files_are_many_and_all_different():
    digests = {
        (name, hashlib.sha256(content).hexdigest())
        for group in (*ATTACHED, "workbooks")
        for name, content in family(group).values()
    }
    assert len(digests) >= 330


def _upload(name: str, content: bytes) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", content)
    upload.name = name  # what a hostile client writes is not tidied by the test's own class
    return upload


def attached(cast) -> callable:
    """`send(files)`: up to ten in one form; its status and its sentences, one a refused file."""
    browser, numbers = cast.client("canbo_caobang"), count(1)

    def send(files: list[tuple[str, bytes]]) -> tuple[int, list[str]]:
        # The same form sent twice is one record: what a file did must not hide behind that.
        form = a_full_form(name=f"Mô hình thứ {next(numbers)}", files=[_upload(*file) for file in files])
        answer = browser.post("/mo-hinh/moi/", form)
        form = (answer.context or {}).get("form")
        return answer.status_code, list(form.errors.get("files", [])) if form else []

    return send


def imported(cast) -> callable:
    browser = cast.client("canbo_caobang")

    def send(name: str, content: bytes) -> tuple[int, list[str]]:
        answer = browser.post(
            "/nhap/", {"file": _upload(name, content), "unit": cast["old-04"].pk, "year": "2024"}
        )
        form = (answer.context or {}).get("form")
        return answer.status_code, form.errors.get("file", []) if form else []

    return send


@pytest.mark.parametrize("group", ATTACHED)
def test_no_hostile_file_is_attached(cast, group):
    send, wrong, before = attached(cast), {}, kept()
    names, files = list(family(group)), list(family(group).values())
    for start in range(0, len(files), 10):
        status, sentences = send(files[start : start + 10])
        if (status, len(sentences)) == (422, len(files[start : start + 10])) and not unclear(sentences):
            continue
        # One of the ten is no refusal, or not in words: which?
        for what, file in zip(names[start : start + 10], files[start : start + 10], strict=True):
            status, sentences = send([file])
            if (status, len(sentences)) != (422, 1) or unclear(sentences):
                wrong[what] = (status, sentences)
    assert (wrong, kept()) == ({}, before)


@pytest.mark.parametrize("group", IMPORTED)
def test_no_hostile_file_is_imported(cast, group):
    send, wrong, before = imported(cast), {}, kept()
    for what, (name, content) in family(group).items():
        status, sentences = send(name, content)
        if status != 400 or unclear(sentences):
            wrong[what] = (status, sentences)
    assert (wrong, kept()) == ({}, before)


@pytest.mark.parametrize("group", ["xlsx", "others", "workbooks"])
def test_the_command_refuses_them_in_a_sentence(cast, group, tmp_path):
    wrong, before = {}, kept()
    for what, (name, content) in family(group).items():
        if what in {"xlsx: a bomb", "xlsx: 2,500 members", "a bomb", "too many rows"}:
            continue  # the machine's administrator may load larger files
        path = tmp_path / name
        path.write_bytes(content)
        try:
            call_command("import_register", str(path), unit="old-04", year=2024)
        except CommandError as refusal:
            if not unclear([str(refusal)]):
                continue
            wrong[what] = str(refusal)
        else:
            wrong[what] = "imported"
    assert (wrong, kept()) == ({}, before)


@pytest.mark.parametrize("base", ["xlsx", "docx", "pdf", "jpeg", "png", "xls"])
def test_a_flipped_bit_is_refused_in_words_or_changes_nothing_that_matters(cast, base):
    from tests.uploads import test_sound_files

    name, content = test_sound_files.BASES[base]
    attach, load = attached(cast), imported(cast)
    for seed in range(8):
        damaged = hostile_zips.flipped(content, seed)
        for refused, (status, sentences) in (
            (422, attach([(name, damaged)])),
            (400, load(name, damaged)),
        ):
            assert status in (refused, 302), (seed, status)
            assert status == 302 or not unclear(sentences), (seed, sentences)
