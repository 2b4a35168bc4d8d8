"""A disk that is full: what was acknowledged is there, what was not is refused in words, and nothing is half."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest

from tests.dandan.scratch import IMPORT, Product, succeeded

pytestmark = pytest.mark.slow
REFUSED = re.compile(r"50[37] .*(Máy chủ hết chỗ lưu|Hệ thống đang bận)")


@pytest.fixture
def small_disk():
    """`small_disk(kilobytes)`: a folder that holds no more."""
    mounted = []

    def make(kilobytes: int) -> Path:
        # Not in pytest's own folder, which every run closes again to the server's user.
        folder = Path(tempfile.mkdtemp(prefix="dandan-small-disk-"))
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        if (
            shutil.which("mount") is None
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            folder.rmdir()
            pytest.skip("không gắn được đĩa nhỏ ở đây, cần quyền root (a small disk cannot be mounted here)")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def cramped(fresh, small_disk):
    """A product whose database and papers stand on a disk of a few megabytes, and a stone that takes some of them."""
    if fresh.vendor == "sqlite":
        size = (fresh.folder / "dandan.sqlite3").stat().st_size // 1_000_000
        product = Product(small_disk((2 * size + 12) * 1024) / "var", "sqlite", like=fresh)
    else:
        product = Product(small_disk(6 * 1024) / "var", "postgresql", like=fresh)
    stone = product.folder.parent / "stone"
    stone.write_bytes(b"\0" * 3_000_000)
    yield product, stone
    product.drop()


def whole(product: Product, acknowledged: int) -> None:
    """Everything acknowledged is there once, each paper with its row and its bytes, the log unbroken."""
    counts = product.counts()
    assert counts["registrations"] == counts["models"] == counts.get("log: register", 0) == acknowledged
    assert counts["attachments"] == counts.get("log: attach", 0)
    papers = dict(product.rows("SELECT file, sha256 FROM models_registry_attachment"))
    assert papers == {name: digest for name, digest in product.files().items() if not name.startswith(".")}
    succeeded(product.manage("verify_log"))


def test_what_was_acknowledged_is_there_and_the_rest_is_refused_in_words(cramped):
    product, stone = cramped
    lines = product.do("fill_the_disk", "70").splitlines()
    told = lines.count("302")
    refused = [line for line in lines if line != "302"]
    assert told
    assert refused
    assert [line for line in refused if not REFUSED.match(line)] == []
    assert "507 Máy chủ hết chỗ lưu" in {line.partition(" · ")[0] for line in refused}
    whole(product, told)
    stone.unlink()
    again = product.do("fill_the_disk", "2").splitlines()
    assert again == ["302", "302"]
    whole(product, told + 2)


def test_an_import_for_which_there_is_no_room_brings_in_nothing(cramped):
    product, stone = cramped
    if product.vendor == "postgresql":
        pytest.skip("ở đây đĩa nhỏ chỉ giữ tệp (here the small disk holds the papers alone)")
    stone.write_bytes(b"\0" * (stone.stat().st_size + shutil.disk_usage(stone.parent).free - 200_000))
    before = product.rows("SELECT count(*) FROM models_registry_registration")
    run = product.manage(*IMPORT)
    assert (run.returncode, run.stderr.strip()) == (
        1,
        "CommandError: Đĩa của máy chủ đã đầy: chưa dòng nào được nhập.",
    )
    stone.unlink()
    assert product.rows("SELECT count(*) FROM models_registry_registration") == before
    assert product.rows("PRAGMA integrity_check") == [("ok",)]
    assert product.manage(*IMPORT).returncode == 1  # this register has rows that are refused
    assert product.rows("SELECT count(*) FROM models_registry_registration") == [(613,)]


def test_a_backup_for_which_there_is_no_room_says_so_and_leaves_no_file(filled, small_disk):
    disk = small_disk(300)
    run = filled.manage("backup", disk / "sao-luu.zip")
    assert run.returncode == 1
    assert re.fullmatch(r"CommandError: Không ghi được .*: .*\.\s*", run.stderr)
    assert [path for path in disk.iterdir() if path.stat().st_size] == []


def test_a_database_of_a_server_whose_disk_is_full_refuses_in_words(fresh, small_disk, tmp_path):
    """PostgreSQL's own files on the small disk: a tablespace of this machine's server."""
    if fresh.vendor != "postgresql":
        pytest.skip("cần PostgreSQL (PostgreSQL only)")
    disk = small_disk(60 * 1024)
    product = Product(tmp_path / "var", "postgresql", like=fresh)
    space, stone = f"small_{product._name}", disk / "stone"
    folder = disk / "space"
    folder.mkdir()
    try:
        shutil.chown(folder, "postgres")
        disk.chmod(0o755)
        product._on_server(f"CREATE TABLESPACE {space} LOCATION '{folder}'")
        product._on_server(f"ALTER DATABASE {product._name} SET TABLESPACE {space}")
    except (LookupError, PermissionError, psycopg2.Error) as error:
        product.drop()
        pytest.skip(f"máy chủ PostgreSQL không ở trên máy này (no tablespace can be made here): {error}")
    try:
        stone.write_bytes(b"\0" * (shutil.disk_usage(disk).free - 600_000))
        lines = product.do("fill_the_disk", "90").splitlines()
        refused = [line for line in lines if line != "302"]
        assert [line for line in refused if not REFUSED.match(line)] == []
        assert any(line.startswith("507") for line in refused)
        stone.unlink()
        whole(product, lines.count("302"))
        assert product.do("fill_the_disk", "1") == "302\n"
    finally:
        product.drop()
        product._on_server(f"DROP TABLESPACE {space}")
