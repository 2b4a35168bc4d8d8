"""The same small register and people as the API's tests."""

from tests.api.conftest import asking, country, people, register  # noqa: F401
