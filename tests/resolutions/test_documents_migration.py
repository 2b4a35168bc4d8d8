"""Documents written down by the release before keep every value; their number is compared anew, forward and back."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from resolutions.models import Document

_migration = import_module("resolutions.migrations.0002_documents_with_period_and_one_key_of_numbers")
_EDITOR = SimpleNamespace(connection=connection)
"""All that a data migration asks of the editor: which database is migrated."""
WRITTEN = [("04-NQ/TU", "04-NQ/TU"), ("4-NQ/TU", "4-NQ/TU"), (" 12 - KL / TU", "12-KL/TU"), ("07/QÐ", "07/QĐ")]


@pytest.fixture
def before(db):
    """As the release before kept them: two numbers that are one by the new key among them."""
    for number, key in WRITTEN:
        Document.objects.create(
            kind="resolution", number=number, number_key=key, issuer="Tỉnh ủy", issuer_key="tinh uy",
            issued_on=date(2021, 11, 19), year=0, title="Về công tác dân vận", search_text="",
        )  # fmt: skip


def keys() -> list[tuple]:
    return list(Document.objects.order_by("id").values_list("number", "number_key", "year"))


def test_keys_are_those_of_decisions_and_nothing_is_lost(before):
    _migration._fill(apps, _EDITOR)
    assert keys() == [
        ("04-NQ/TU", "04-NQ/TU", 2021),  # the one beside it has that key: both stay
        ("4-NQ/TU", "4-NQ/TU", 2021),
        (" 12 - KL / TU", "12-KL/TU", 2021),
        ("07/QÐ", "7/QĐ", 2021),
    ]
    _migration._put_back(apps, _EDITOR)
    assert [key for _number, key, _year in keys()] == [key for _number, key in WRITTEN]
