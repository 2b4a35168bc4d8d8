"""Many entries in one deed: what is new, what goes on with a model, what is there already."""

from uuid import uuid4

import pytest

from audit.models import Event
from models_registry.bulk import register_many
from models_registry.models import MobilizationModel, Registration
from tests.factories import a_registration, a_small_country, an_entry


@pytest.fixture
def country(db):
    return a_small_country()


def outcome(entries):
    return [
        (r.registration.model.code, r.repeated, r.continued) for r in register_many(by=None, entries=entries)
    ]


def test_new_names_get_codes_by_province_and_year_in_order(country):
    entries = [
        an_entry(country["old-01321"], name="Thắp sáng đường quê"),
        an_entry(country["old-00994"], name="Thắp sáng đường quê"),
        an_entry(country["old-01327"], name="Tuyến đường hoa", year=2023),
        an_entry(country["old-01330"], name="Tuyến đường hoa"),
    ]
    assert outcome(entries) == [
        ("CB-2024-00001", False, False),
        ("HG-2024-00001", False, False),
        ("CB-2023-00001", False, False),
        ("CB-2024-00002", False, False),
    ]


def test_the_same_entries_again_write_nothing(country):
    entries = [an_entry(country["old-01321"], name=f"Mô hình {n}") for n in range(3)]
    register_many(by=None, entries=entries)
    before = (Registration.objects.count(), MobilizationModel.objects.count(), Event.objects.count())
    assert [r.repeated for r in register_many(by=None, entries=entries)] == [True, True, True]
    assert (Registration.objects.count(), MobilizationModel.objects.count(), Event.objects.count()) == before


def test_a_name_twice_in_one_list_is_registered_once_however_it_is_spelt(country):
    entries = [
        an_entry(country["old-01321"], name="Tuyến đường hoa"),
        an_entry(country["old-01321"], name="TUYẾN  ĐƯỜNG HOA"),
    ]
    assert outcome(entries) == [("CB-2024-00001", False, False), ("CB-2024-00001", True, False)]


def test_one_model_at_two_levels_is_one_model_with_two_registrations(country):
    entries = [
        an_entry(country["old-01321"], name="Bến đò an toàn", level=level)
        for level in ("grassroots", "district")
    ]
    assert outcome(entries) == [("CB-2024-00001", False, False), ("CB-2024-00001", False, True)]
    assert (MobilizationModel.objects.count(), Registration.objects.count()) == (1, 2)


def test_a_maintained_model_goes_on_and_a_new_one_of_the_same_name_does_not(country):
    a_registration(country["old-01321"], name="Bến đò an toàn", year=2022)
    assert outcome(
        [
            an_entry(country["old-01321"], name="Bến đò an toàn", year=2023, phase="maintained"),
            an_entry(country["old-01321"], name="Bến đò an toàn", year=2024, phase="new"),
        ]
    ) == [("CB-2022-00001", False, True), ("CB-2024-00001", False, False)]


def test_after_a_merger_a_maintained_model_goes_on_from_the_commune_it_was_registered_in(country):
    a_registration(country["old-01330"], name="Bến đò an toàn", year=2024)
    entries = [
        an_entry(country["new-01327"], name="Bến đò an toàn", year=2026, phase="maintained"),
        an_entry(country["new-01321"], name="Bến đò an toàn", year=2026, phase="maintained"),
    ]
    assert outcome(entries) == [("CB-2024-00001", False, True), ("CB-2026-00001", False, False)]


def test_field_and_kind_of_the_model_are_those_of_its_last_registration(country):
    a_registration(country["old-01321"], name="Bến đò an toàn", year=2022, field="economy", kind="collective")
    a_registration(
        country["old-01321"], name="Bến đò an toàn", year=2023, phase="maintained", field="defence_security",
        kind="individual",
    )  # fmt: skip
    model = MobilizationModel.objects.get()
    assert (model.field, model.kind) == ("defence_security", "individual")
    assert list(model.registrations.order_by("year").values_list("field", flat=True)) == [
        "economy",
        "defence_security",
    ]


def test_each_registration_leaves_one_line_in_the_log_under_the_batch(country):
    batch = uuid4()
    register_many(
        by=None,
        entries=[an_entry(country["old-01321"], name=f"Mô hình {n}", participants=n) for n in range(3)],
        batch=batch,
    )
    lines = Event.objects.filter(batch=batch).order_by("id")
    assert [(e.verb, e.subject_text, e.after["unit"], e.after["participants"]) for e in lines] == [
        ("register", "Mô hình 0 (2024)", "old-01321", 0),
        ("register", "Mô hình 1 (2024)", "old-01321", 1),
        ("register", "Mô hình 2 (2024)", "old-01321", 2),
    ]


@pytest.mark.parametrize("size", [1, 5])
def test_the_number_of_queries_does_not_grow_with_the_number_of_entries(
    country, django_assert_num_queries, size
):
    entries = [an_entry(country["old-01321"], name=f"Mô hình {n}") for n in range(size)]
    with django_assert_num_queries(11):
        register_many(by=None, entries=entries)
