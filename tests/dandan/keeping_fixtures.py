"""Products to back up and to kill. Made once for all tests that copy them."""

import os
import shutil

import pytest

from tests.dandan.scratch import IMPORT, Product, succeeded

# Each suite tries the database it runs on: what the one showed, the other need not show again.
SUITE = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"


@pytest.fixture(scope="session")
def vendor(request):
    """The suite's; a module that begins from the other asks for it by an indirect parameter."""
    if SUITE == "postgresql" and (shutil.which("pg_dump") is None or shutil.which("pg_restore") is None):
        pytest.skip("không có pg_dump: apt-get install postgresql-client (no PostgreSQL programs here)")
    return getattr(request, "param", SUITE)


@pytest.fixture(scope="session")
def fresh(vendor, tmp_path_factory):
    """A product with units and nothing else. Not to be changed: take a copy."""
    product = Product(tmp_path_factory.mktemp("fresh") / "var", vendor)
    product.do("prepare")
    yield product
    product.drop()


@pytest.fixture(scope="session")
def filled(fresh, tmp_path_factory):
    """A product with a year's register, a workbook of refused rows, seven papers and a sealed log. Not to be
    changed: take a copy."""
    product = Product(tmp_path_factory.mktemp("filled") / "var", fresh.vendor, like=fresh)
    assert product.manage(*IMPORT).returncode == 1  # this register has rows that are refused
    product.do("attach_files", "7")
    assert product.manage("seal_log").returncode == 0
    yield product
    product.drop()


@pytest.fixture(scope="session")
def backup(filled, tmp_path_factory):
    """The first backup of `filled`."""
    path = tmp_path_factory.mktemp("backup") / "sao-luu.zip"
    succeeded(filled.manage("backup", path))
    return path


@pytest.fixture
def copy_of(tmp_path):
    """`copy_of(product)`: one like it that a test may change."""
    made = []

    def copy(product: Product) -> Product:
        made.append(Product(tmp_path / f"copy{len(made)}", product.vendor, like=product))
        return made[-1]

    yield copy
    for product in made:
        product.drop()
