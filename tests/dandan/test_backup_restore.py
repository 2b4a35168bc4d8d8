"""Backup and restore by their commands, on a database and a folder of files of their own."""

import json
import zipfile

import pytest

from tests.dandan.scratch import Product, succeeded

pytestmark = pytest.mark.slow


def complaint(run) -> str:
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stderr.strip().removeprefix("CommandError: ")


def without(counts: dict, *verbs: str) -> dict:
    return {name: n for name, n in counts.items() if name not in {f"log: {verb}" for verb in verbs}}


def test_everything_comes_back(filled, fresh, backup, copy_of):
    target = copy_of(fresh)
    told = succeeded(target.manage("restore", backup))
    assert "số dòng của từng bảng khớp" in told
    assert told.splitlines()[-1] == "Nhật ký còn nguyên."
    assert without(target.counts(), "backup", "restore") == without(filled.counts(), "backup")
    assert target.files() == filled.files()
    papers, refused = 7, 1
    assert len(target.files()) == papers + refused


def test_the_manifest_says_what_is_inside(filled, backup):
    with zipfile.ZipFile(backup) as held:
        manifest = json.loads(held.read("manifest.json"))
        assert sorted(part["name"] for part in manifest["parts"]) == sorted(
            set(held.namelist()) - {"manifest.json"}
        )
    counts, rows = filled.counts(), manifest["facts"]["rows"]
    assert rows["models_registry_registration"] == counts["registrations"] == 613
    assert (
        rows["audit_event"]
        == sum(n for name, n in counts.items() if name.startswith("log:")) - counts["log: backup"]
    )
    assert manifest["facts"]["last_event"] == list(
        filled.rows("SELECT id, digest FROM audit_event WHERE verb = 'attach' ORDER BY id DESC LIMIT 1")[0]
    )
    assert manifest["facts"]["last_seal"] == list(filled.rows("SELECT last_id, digest FROM audit_seal")[0])
    assert ["audit", "0002_digests_and_seals"] in manifest["facts"]["migrations"]
    assert (manifest["vendor"], manifest["absent_files"]) == (filled.vendor, [])


def test_the_log_tells_of_both_and_still_refuses_changes(fresh, backup, copy_of):
    target = copy_of(fresh)
    succeeded(target.manage("restore", backup))
    ((text, after),) = target.rows("SELECT subject_text, after FROM audit_event WHERE verb = 'restore'")
    after = json.loads(after) if isinstance(after, str) else after
    assert (text, sorted(after)) == ("sao-luu.zip", ["last_event", "last_seal", "made_at", "sha256"])
    with pytest.raises(Exception, match="Nhật ký chỉ được ghi thêm"):
        target.rows("DELETE FROM audit_event")
    assert succeeded(target.manage("verify_log")).startswith("Nhật ký còn nguyên")


def test_no_way_in_is_kept(filled, backup, copy_of):
    """A session in a backup would open the door again after everybody was signed out."""
    signed_in = copy_of(filled)
    succeeded(
        signed_in.manage(
            "shell",
            "-c",
            "from django.contrib.sessions.backends.db import SessionStore as S; s = S(); s['a'] = 1; s.save()",
        )
    )
    ((key,),) = signed_in.rows("SELECT session_key FROM django_session")
    path = backup.with_name("phien.zip")
    succeeded(signed_in.manage("backup", path))
    with zipfile.ZipFile(path) as held:
        assert all(key.encode() not in held.read(name) for name in held.namelist())
    succeeded(signed_in.manage("restore", path, "--replace"))
    assert signed_in.rows("SELECT count(*) FROM django_session") == [(0,)]


def test_a_place_with_work_in_it_is_not_overwritten_unasked(filled, backup, copy_of):
    target = copy_of(filled)
    before = target.counts(), target.files()
    assert complaint(target.manage("restore", backup)) == (
        "Ở đây đang có dữ liệu (613 đăng ký, 1 người dùng, 8 tệp): không ghi đè. "
        "Thêm --replace để thay toàn bộ bằng bản sao."
    )
    assert (target.counts(), target.files()) == before


def test_replacing_leaves_nothing_of_what_was_there(fresh, filled, backup, copy_of):
    target = copy_of(filled)
    empty = backup.with_name("trong.zip")
    succeeded(copy_of(fresh).manage("backup", empty))
    kept, changed = sorted(target.files())[:2]
    (target.files_folder / changed).write_bytes(b"khac")
    (target.files_folder / "attachments/rieng.pdf").write_bytes(b"khong co trong ban sao")
    succeeded(target.manage("restore", backup, "--replace"))
    assert target.files() == filled.files()
    succeeded(target.manage("restore", empty, "--replace"))
    assert (target.files(), target.counts()["registrations"]) == ({}, 0)


@pytest.mark.parametrize("damage", ["bit", "cut", "missing", "added"])
def test_a_damaged_backup_touches_nothing(fresh, backup, copy_of, tmp_path, damage):
    target, broken = copy_of(fresh), tmp_path / "hong.zip"
    whole = backup.read_bytes()
    if damage == "bit":
        place = len(whole) // 10  # the database stands first
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    elif damage == "cut":
        broken.write_bytes(whole[: len(whole) // 2])
    else:
        with zipfile.ZipFile(backup) as held, zipfile.ZipFile(broken, "w") as again:
            again.comment = held.comment
            for info in held.infolist()[1 if damage == "missing" else 0 :]:
                again.writestr(info.filename, held.read(info))
            if damage == "added":
                again.writestr("files/la.pdf", b"%PDF")
    before = target.counts(), target.files()
    database = "database.sqlite3" if fresh.vendor == "sqlite" else "database.pgdump"
    sentences = {
        "bit": f"hong.zip bị hỏng: phần “{database}” không còn như lúc sao lưu.",
        "cut": "hong.zip bị cắt, bị hỏng hoặc không phải là tệp sao lưu.",
        "missing": f"hong.zip thiếu phần “{database}”.",
        "added": "hong.zip có phần lạ “files/la.pdf” không thuộc bản sao lưu.",
    }
    assert complaint(target.manage("restore", broken, "--replace")) == sentences[damage]
    assert (target.counts(), target.files()) == before


def test_a_backup_of_the_other_kind_of_database_is_refused(vendor, backup, tmp_path):
    if vendor == "sqlite":
        pytest.skip("the other way round is the same sentence")
    target = Product(tmp_path / "other", "sqlite")
    assert complaint(target.manage("restore", backup)) == (
        "Bản sao là của PostgreSQL, cơ sở dữ liệu ở đây là SQLite: không phục hồi thẳng được."
    )


def test_a_backup_of_an_older_release_is_brought_up_to_this_one(fresh, copy_of, tmp_path):
    old = copy_of(fresh)
    succeeded(old.manage("migrate", "audit", "0001"))
    succeeded(old.manage("backup", tmp_path / "cu.zip"))
    target = copy_of(fresh)
    assert succeeded(target.manage("restore", tmp_path / "cu.zip")).splitlines()[-1] == "Nhật ký còn nguyên."
    assert target.rows("SELECT verb, length(digest) FROM audit_event") == [("restore", 64)]
    assert succeeded(target.manage("migrate", "--check")) == ""


def test_a_backup_of_another_release_is_refused_by_the_step_that_is_unknown_here(fresh, copy_of, tmp_path):
    newer = copy_of(fresh)
    newer.write(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('units', '0099_later', '2026-01-15 08:00:00')"
    )
    succeeded(newer.manage("backup", tmp_path / "moi.zip"))
    assert complaint(copy_of(fresh).manage("restore", tmp_path / "moi.zip")) == (
        "Bản sao được tạo bởi một phiên bản khác của phần mềm (bước units.0099_later); hãy cài phiên bản đó trước."
    )


def test_a_paper_lost_from_the_disk_is_told_when_backing_up(filled, backup, copy_of):
    source = copy_of(filled)
    lost, spoilt, *_ = sorted(source.files())
    (source.files_folder / lost).unlink()
    (source.files_folder / spoilt).write_bytes(b"%PDF khac")
    run = source.manage("backup", backup.with_name("mat.zip"))
    succeeded(run)
    assert run.stderr.strip().splitlines() == [
        f"Lưu ý: tệp “{name}” có trong sổ nhưng trên đĩa không còn nguyên." for name in (lost, spoilt)
    ]


def test_a_folder_gets_a_file_named_for_the_moment_and_none_is_overwritten(filled, backup, tmp_path):
    succeeded(filled.manage("backup", tmp_path / "ban-sao"))
    (path,) = (tmp_path / "ban-sao").iterdir()
    assert path.name.startswith("dandan-")
    assert complaint(filled.manage("backup", backup)) == f"Đã có tệp {backup}; hãy chọn tên khác."
    assert complaint(
        filled.manage("backup", tmp_path / "khong" / ".." / "ban-sao" / path.name / "x.zip")
    ).startswith("Không ghi được ")


def test_without_the_programs_of_postgresql_it_says_what_to_install(filled, tmp_path):
    if filled.vendor == "sqlite":
        pytest.skip("SQLite needs no program")
    run = filled.manage("backup", tmp_path / "a.zip", PATH=str(tmp_path))
    assert complaint(run) == "Máy này chưa có chương trình pg_dump. Cài gói postgresql-client rồi chạy lại."
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_read_any_more_is_set_aside_and_replaced(filled, backup, copy_of):
    if filled.vendor != "sqlite":
        pytest.skip("a file of SQLite")
    target = copy_of(filled)
    (target.folder / "dandan.sqlite3").write_bytes(b"khong phai co so du lieu " * 1000)
    assert complaint(target.manage("restore", backup)) == (
        "Cơ sở dữ liệu ở đây không đọc được; thêm --replace để thay bằng bản sao."
    )
    succeeded(target.manage("restore", backup, "--replace"))
    assert target.counts()["registrations"] == 613
    assert len(list(target.folder.glob("dandan.sqlite3.hong-*"))) == 1


def test_a_backup_under_load_holds_every_row_acknowledged_before_it_and_every_paper_of_its_rows(
    fresh,
    copy_of,
    tmp_path,
):
    busy = copy_of(fresh)
    writer = busy.start("-m", "tests.dandan.keeping_deeds", "write_on")
    try:
        last_before = [int(writer.stdout.readline()) for _ in range(5)][-1]
        run = busy.manage("backup", tmp_path / "ban.zip")
        told = succeeded(run)
    finally:
        writer.kill()
        writer.communicate()
    assert run.stderr == "", told
    calm = copy_of(fresh)
    succeeded(calm.manage("restore", tmp_path / "ban.zip"))
    counts = calm.counts()
    assert counts["registrations"] >= last_before
    assert counts["registrations"] == counts["models"] == counts["log: register"]
    assert 0 <= counts["registrations"] - counts["attachments"] <= 1
    papers = dict(calm.rows("SELECT file, sha256 FROM models_registry_attachment"))
    assert papers.items() <= calm.files().items()
