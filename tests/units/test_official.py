"""The official lists as they stand in the database, against the counts their README gives."""

from datetime import date

import pytest
from django.test import TestCase

from units.geography import geography_of_unit, geography_on, names_on
from units.models import FormerUnit, Geography, Placement, Succession, Unit, UnitName
from units.official import load_official_units


def counts_on(day):
    return {
        tier: Unit.objects.valid_on(day).at_tier(tier).count() for tier in ("province", "district", "commune")
    }


@pytest.mark.slow
class TestOfficialLists(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_official_units()  # once for all of them: it takes seconds

    def test_all_lists_are_loaded_whole_and_a_second_loading_writes_nothing(self):
        assert Unit.objects.count() == 14_149
        assert Succession.objects.count() == 14_281
        assert FormerUnit.objects.count() == 859
        assert UnitName.objects.count() == 52
        assert counts_on(date(2025, 6, 30)) == {"province": 63, "district": 696, "commune": 10_035}
        assert counts_on(date(2025, 7, 1)) == {"province": 34, "district": 0, "commune": 3_321}
        assert load_official_units() == {
            "units": 0,
            "names": 0,
            "successions": 0,
            "former_units": 0,
            "host_agencies": 0,
        }

    def test_every_old_commune_has_its_province_today_and_the_441_divided_ones_no_commune(self):
        today = geography_on(date(2026, 11, 22))
        old = Placement.objects.filter(geography=today, unit__scheme="old", unit__tier="commune")
        assert old.filter(province=None).count() == 0
        assert old.filter(commune=None).count() == 441
        assert old.exclude(commune=None).count() == 9_594

    def test_every_new_commune_has_its_old_province_and_297_have_no_one_old_district(self):
        before = geography_on(date(2025, 6, 30))
        new = Placement.objects.filter(geography=before, unit__scheme="new", unit__tier="commune")
        assert new.filter(province=None).count() == 0
        assert new.filter(district=None).count() == 297

    def test_an_island_district_without_communes_reads_as_its_special_zone_today(self):
        hoang_sa = Placement.objects.get(unit__key="old-498", geography=geography_on(date(2026, 1, 1)))
        assert hoang_sa.commune.name == "Đặc khu Hoàng Sa"
        back = Placement.objects.get(unit=hoang_sa.commune, geography=geography_on(date(2025, 6, 30)))
        assert (back.district.key, back.commune) == ("old-498", None)

    def test_a_name_is_that_of_the_day_it_is_asked_for(self):
        dong_nai = Unit.objects.get(key="new-75")
        assert names_on([dong_nai], date(2026, 4, 29)) == {dong_nai.id: "Tỉnh Đồng Nai"}
        assert names_on([dong_nai], date(2026, 4, 30)) == {dong_nai.id: "Thành phố Đồng Nai"}
        assert (dong_nai.name, dong_nai.kind) == ("Thành phố Đồng Nai", "thanh-pho")
        hue = Unit.objects.get(key="old-46")
        assert names_on([hue], date(2024, 12, 31)) == {hue.id: "Tỉnh Thừa Thiên Huế"}
        assert names_on([hue], date(2025, 1, 1)) == {hue.id: "Thành phố Huế"}

    def test_no_unit_stands_longer_than_the_one_it_belongs_to(self):
        parts = Unit.objects.exclude(parent=None).values_list(
            "valid_from", "valid_to", "parent__valid_from", "parent__valid_to"
        )
        assert {(a == c, b == d) for a, b, c, d in parts} == {(True, True)}

    def test_every_day_falls_in_one_geography_and_a_unit_in_that_of_its_last_day(self):
        spans = [(g.starts_on, g.ends_on) for g in Geography.objects.all()]
        assert spans == [
            (None, date(2025, 6, 30)),
            (date(2025, 7, 1), None),
        ]
        assert geography_of_unit(Unit.objects.get(key="old-04")).ends_on == date(2025, 6, 30)
        assert geography_of_unit(Unit.objects.get(key="new-04")).ends_on is None

    def test_a_commune_is_found_without_marks_inside_its_province_only(self):
        cao_bang = Unit.objects.get(key="old-04")
        found = Unit.objects.inside(cao_bang).matching("bao lac").values_list("key", flat=True)
        assert list(found) == ["old-043", "old-01321", "new-01321"]
