"""The made-up country of the tests is placed as the official lists would place it."""

import pytest

from tests.factories import a_small_country
from units.models import Placement

pytestmark = pytest.mark.django_db


def test_a_divided_commune_keeps_its_province_and_loses_its_commune():
    country = a_small_country()
    placed = Placement.objects.get(unit=country["old-00988"], geography__ends_on=None)
    assert (placed.province, placed.district, placed.commune) == (country["new-08"], None, None)
    whole = Placement.objects.get(unit=country["old-01330"], geography__ends_on=None)
    assert (whole.province, whole.commune) == (country["new-04"], country["new-01327"])
