"""From SQLite to PostgreSQL by one command: equal on both sides, or nothing."""

import shutil

import psycopg2
import pytest

from tests.dandan.keeping_fixtures import SUITE, a_filled_product, a_fresh_product
from tests.dandan.scratch import IMPORT, Product, succeeded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgresql,
    pytest.mark.skipif(
        SUITE != "postgresql" or shutil.which("pg_dump") is None,
        reason="cần PostgreSQL và pg_dump (needs PostgreSQL and pg_dump)",
    ),
]


@pytest.fixture
def there(tmp_path):
    product = Product(tmp_path / "there", "postgresql")
    yield product
    product.drop()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    """Where one moves from, whichever database the suite runs on."""
    fresh = a_fresh_product(tmp_path_factory.mktemp("fresh") / "var", "sqlite")
    return a_filled_product(tmp_path_factory.mktemp("filled") / "var", fresh)


@pytest.fixture
def here(on_sqlite, copy_of):
    return copy_of(on_sqlite)


def test_everything_moves_and_work_goes_on_there(here, there):
    before = here.counts()
    told = succeeded(here.manage("move_to", there.url)).splitlines()
    assert told[-2].startswith("Đã chuyển ")
    assert "hai bên bằng nhau: " in told[-2]
    assert here.counts() == before
    assert there.counts() == before | {"log: move": 1}
    shutil.copytree(here.files_folder, there.files_folder, dirs_exist_ok=True)
    assert succeeded(there.manage("verify_log")).startswith("Nhật ký còn nguyên")
    # Numbers go on where they stopped, the log refuses changes, and the same register is known to be in.
    there.do("enter", "2")
    assert there.counts()["registrations"] == before["registrations"] + 2
    with pytest.raises(psycopg2.Error, match="Nhật ký chỉ được ghi thêm"):
        there.rows("DELETE FROM audit_event")
    there.manage(*IMPORT)
    assert there.counts()["registrations"] == before["registrations"] + 2
    succeeded(there.manage("backup", there.folder / "sau.zip"))


def test_a_place_with_work_in_it_is_refused(here, there):
    succeeded(here.manage("move_to", there.url))
    before = there.counts()
    run = here.manage("move_to", there.url)
    assert run.stderr == (
        "CommandError: Cơ sở dữ liệu mới đang có dữ liệu; hãy chuyển vào một cơ sở dữ liệu trống.\n"
    )
    assert there.counts() == before


def test_a_text_that_postgresql_does_not_take_stops_it_whole(here, there):
    here.write("UPDATE models_registry_registration SET notes = 'a' || char(0) || 'b' WHERE id = 600")
    run = here.manage("move_to", there.url)
    assert run.stderr == (
        "CommandError: Bảng models_registry_registration có ký tự mà PostgreSQL không nhận.\n"
    )
    assert there.counts()["registrations"] == there.counts()["models"] == 0


def test_another_address_is_refused_in_words(here):
    for url in ("sqlite:///khac.sqlite3", "khong phai dia chi", ""):
        run = here.manage("move_to", url)
        assert run.stderr == "CommandError: Chỉ chuyển được sang PostgreSQL (postgres://…).\n"
