"""Reading one geography in another: what is exact, and what stays open."""

from datetime import date

import pytest

from tests.factories import a_small_country
from units.geography import geography_on
from units.models import Placement, Succession, Unit
from units.placing import candidates, rebuild_placements
from units.querysets import unit_ids_inside

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def country(db):
    return a_small_country()


def placed(key: str, day: date) -> tuple:
    place = Placement.objects.select_related("province", "district", "commune").get(
        unit__key=key, geography=geography_on(day)
    )
    return tuple(u and u.key for u in (place.province, place.district, place.commune))


def test_a_unit_stands_in_itself_in_its_own_geography(country):
    assert placed("old-01321", OLD) == ("old-04", "old-043", "old-01321")
    assert placed("old-043", OLD) == ("old-04", "old-043", None)
    assert placed("new-01321", NEW) == ("new-04", None, "new-01321")


def test_a_commune_that_went_over_whole_is_placed_exactly(country):
    assert placed("old-01327", NEW) == ("new-04", None, "new-01327")


def test_a_divided_commune_keeps_its_province_and_has_no_commune(country):
    assert placed("old-00988", NEW) == ("new-08", None, None)


def test_a_new_commune_reads_back_to_the_district_all_its_parts_came_from(country):
    assert placed("new-01327", OLD) == ("old-04", "old-043", None)
    assert placed("new-01321", OLD) == ("old-04", "old-043", "old-01321")


def test_a_province_made_of_several_has_no_one_place_before(country):
    old = Unit.objects.create(
        key="old-08", code="08", scheme="old", tier="province", kind="tinh", name="Tỉnh Tuyên Quang",
        folded_name="tinh tuyen quang", position=99, valid_to=OLD,
    )  # fmt: skip
    Succession.objects.create(predecessor=old, successor=country["new-08"], share="whole", is_main=True)
    rebuild_placements()
    assert placed("new-08", OLD) == (None, None, None)
    assert placed("old-08", NEW) == ("new-08", None, None)


def test_a_later_merger_is_followed_through_every_link_of_the_chain(country):
    merged = Unit.objects.create(
        key="sau-1", code="1", scheme="sau", tier="commune", kind="xa", name="Xã Mới", folded_name="xa moi",
        parent=country["new-04"], position=100, valid_from=date(2027, 1, 1),
    )  # fmt: skip
    for key in ("new-01321", "new-01327"):
        Unit.objects.filter(key=key).update(valid_to=date(2026, 12, 31))
        Succession.objects.create(predecessor=country[key], successor=merged, share="whole", is_main=True)
    rebuild_placements()
    assert placed("old-01330", date(2027, 1, 1)) == ("new-04", None, "sau-1")
    assert placed("old-01330", date(2026, 12, 31)) == ("new-04", None, "new-01327")
    assert placed("sau-1", OLD) == ("old-04", "old-043", None)


def test_inside_a_unit_stand_its_own_parts_and_what_became_of_them_but_no_neighbour(country):
    def inside(key):
        ids = unit_ids_inside(country[key])
        return set(Unit.objects.filter(id__in=ids).values_list("key", flat=True))

    assert inside("old-043") == {
        "old-043", "old-01321", "old-01327", "old-01330", "new-01321", "new-01327",
    }  # fmt: skip
    assert inside("new-00994") == {"new-00994", "old-00994"}
    # Both parts of the divided commune went to others; the one made of nothing else stands wholly inside it.
    assert inside("old-00988") == {"old-00988", "new-00700"}


def test_the_choices_for_a_divided_commune_are_the_communes_that_took_its_parts(country):
    assert [u.key for u in candidates(country["old-00988"], NEW)] == ["new-00700", "new-00994"]
    assert [u.key for u in candidates(country["old-01321"], NEW)] == ["new-01321"]
