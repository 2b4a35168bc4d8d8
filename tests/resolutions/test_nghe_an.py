"""Nghệ An's resolution and scheme, whole, from a file: every target stands without code."""

from datetime import date
from decimal import Decimal

import pytest

from resolutions.encoding import NGHE_AN, assign_as_told, bring_in
from resolutions.models import Document, Target
from resolutions.progress import progress_of
from tests.casts import administrator
from tests.factories import a_small_country
from tests.resolutions.setting import TODAY, a_document
from units.models import Organisation

KINDS = ("farmers", "veterans", "women", "trade_union", "youth")


@pytest.fixture
def brought_in(db):
    units = a_small_country()
    province = units["old-04"]
    for kind in KINDS:
        Organisation.objects.create(name=kind, folded_name=kind, kind=kind, unit=province)
    return units, bring_in(by=None, path=NGHE_AN, unit=province, entered_on=TODAY)


def asked(number: str) -> list[tuple]:
    targets = Target.objects.with_versions().filter(document__number=number).order_by("position")
    return [
        (v.kind, v.direction, v.value, v.recurrence, v.due_on, v.responsible and v.responsible.kind)
        for v in (target.latest for target in targets)
    ]


def test_every_target_is_held_with_its_kind_value_and_day(brought_in):
    end = date(2025, 12, 31)
    rates = [("farmers", "86"), ("veterans", "98"), ("women", "75"), ("trade_union", "95"), ("youth", "72.5")]
    assert asked("04-NQ/TU") == [
        ("units_each_year", "at_least", Decimal(100), "yearly", None, None),
        ("units_each_year", "at_least", Decimal(100), "yearly", None, None),
        ("count_per_unit", "at_least", Decimal(2), "yearly", None, None),
        ("count_per_unit", "at_least", Decimal(2), "yearly", None, None),
        *(("rate_by_end", "at_least", Decimal(rate), "by_date", end, kind) for kind, rate in rates),
        ("qualitative", "at_least", None, "by_date", end, None),
    ]
    assert asked("07-ĐA/TU") == [
        ("units_each_year", "at_least", Decimal(100), "yearly", None, None),
        ("units_each_year", "at_least", Decimal(100), "yearly", None, None),
        ("count_per_unit", "at_least", Decimal(1), "yearly", None, None),
        ("rate_by_end", "at_least", Decimal(100), "yearly", None, None),
    ]
    resolution = Document.objects.get(number="04-NQ/TU")
    assert resolution.task_groups.count() == 6
    assert sorted(link.other.number for link in resolution.links.all()) == ["25-NQ/TW", "43-KL/TW"]


def test_each_is_given_to_whom_the_file_says_and_awaits_its_figures(brought_in):
    units, encoded = brought_in
    assign_as_told(by=None, encoded=encoded, within=units["old-04"], years=range(2022, 2026))
    targets = [target for target, _whom in encoded.targets]
    found = progress_of(targets, year=2024, viewer=administrator(), as_of=TODAY)
    everywhere, own = "0/7", "0/1"
    assert [p.completeness for p in found] == [everywhere] * 4 + [own] * 6 + [everywhere] * 4
    assert {p.verdict for p in found} == {"no_data", "not_due"}


def test_the_centres_documents_are_taken_as_they_stand(db):
    units = a_small_country()
    a_document(None, kind="conclusion", number="43-kl/tw", issuer="Ban bí thư", issued_on=date(2019, 1, 7))
    bring_in(by=None, path=NGHE_AN, unit=units["old-04"], entered_on=TODAY)
    numbers = Document.objects.filter(unit__isnull=True).order_by("issued_on").values_list("number", flat=True)
    assert list(numbers) == ["25-NQ/TW", "124-QĐ/TW", "43-kl/tw"]
