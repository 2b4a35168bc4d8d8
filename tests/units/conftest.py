import pytest

from tests.pages import Cast


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
