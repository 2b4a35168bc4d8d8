"""Columns of many rows stored at once are what each row says, and no other column or row is touched."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.inserting import FEW
from audit.updating import update_many
from models_registry.models import Registration
from tests.audit.test_inserting import TRICKY, copies
from tests.factories import a_registration, a_unit
from units.choices import Tier

pytestmark = pytest.mark.django_db
TOLD = ["notes", "money", "registered_on", "desk", "is_late"]


@pytest.mark.parametrize("count", [3, FEW + 7], ids=["few", "many"])
def test_each_row_gets_its_own_values_and_keeps_the_rest(count):
    first = a_registration(a_unit(Tier.PROVINCE))
    rows = copies(first, count)
    Registration.objects.bulk_create(rows)
    before = {row["id"]: row for row in Registration.objects.values()}
    for n, row in enumerate(rows):
        row.notes, row.money = f"{TRICKY} {n}", 1_234_567 + n if n % 2 else None
        row.registered_on, row.desk = date(2024, 2, 1 + n % 28) if n % 3 else None, first.unit if n % 2 else None
        row.is_late, row.aims = bool(n % 2), "không được lưu"
    update_many(rows, TOLD)
    wanted = {
        row.pk: before[row.pk]
        | {"notes": row.notes, "money": row.money, "registered_on": row.registered_on, "desk_id": row.desk_id, "is_late": row.is_late}
        for row in rows
    } | {first.pk: before[first.pk]}
    assert {row["id"]: row for row in Registration.objects.values()} == wanted


def test_what_the_database_refuses_is_refused_and_nothing_is_stored():
    rows = copies(a_registration(a_unit(Tier.PROVINCE)), FEW + 7)
    Registration.objects.bulk_create(rows)
    for row in rows:
        row.notes, row.year = "đã sửa", 2023
    rows[-1].year = None
    with pytest.raises(IntegrityError), transaction.atomic():
        update_many(rows, ["notes", "year"])
    assert not Registration.objects.filter(notes="đã sửa").exists()


def test_nothing_to_store_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_many([], TOLD)
