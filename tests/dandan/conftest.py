import pytest

from tests.dandan.keeping_fixtures import backup, copy_of, filled, fresh, vendor  # noqa: F401
from tests.pages import Cast


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
