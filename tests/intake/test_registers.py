"""The registers as offices send them, to every count of the truth beside them."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from models_registry.models import Registration
from recognition.models import Decision, Recognition

YEARS = (2020, 2021, 2022, 2023, 2024)


def run(path, year, **options) -> dict:
    """The counts in the last line of the command's output, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("import_register", str(path), unit="old-04", year=year, stdout=out, **options)
    except SystemExit as stop:
        status = stop.code
    return json.loads(out.getvalue().splitlines()[-1]) | {"status": status}


def counted(year) -> dict:
    """The register of the year, counted in Python from its rows."""
    rows = list(
        Registration.objects.filter(year=year).values_list(
            "field", "kind", "level", "phase", "unit__key", "unit__parent__key", "recognised_level"
        )
    )
    recognised = [row for row in rows if row[6]]
    return {
        "field": Counter(row[0] for row in rows),
        "kind": Counter(row[1] for row in rows),
        "level": Counter(row[2] for row in rows),
        "phase": Counter(row[3] for row in rows),
        "commune": Counter(row[4] for row in rows),
        "district": Counter(row[5] for row in rows),
        "recognised": len(recognised),
        "recognised_by_field": Counter(row[0] for row in recognised),
        "recognised_by_level": Counter(row[6] for row in recognised),
    }


def expected(truth: dict) -> dict:
    return {key: truth[key] for key in counted(1900)}


@pytest.mark.parametrize("year", YEARS)
def test_a_clean_register_goes_in_to_every_count(loaded_units, truth, register_workbook, year):
    told = run(register_workbook(year), year)
    assert told["status"] == 0
    assert (told["rows"], told["imported"], told["refused"], told["duplicates"]) == (
        truth(year)["rows"],
    ) * 2 + (0, 0)
    assert told["recognised"] == truth(year)["recognised"]
    assert counted(year) == expected(truth(year))


def test_the_faulty_register_goes_in_but_for_its_fatal_rows(loaded_units, truth, register_workbook, tmp_path):
    wanted = truth("dirty-2024")
    told = run(register_workbook("dirty-2024"), 2024, errors=str(tmp_path / "back.xlsx"))
    repeated = sum(row["problem"].startswith("duplicate") for row in wanted["bad_rows"])
    assert told == {
        "rows": wanted["rows"] + repeated,
        "imported": wanted["importable"],
        "repaired": told["repaired"],
        "duplicates": repeated,
        "already_held": 0,
        "refused": sum(row["fatal"] for row in wanted["bad_rows"]),
        "recognised": wanted["recognised"],
        "recognition_not_recorded": 4,
        "status": 1,
    }
    assert counted(2024) == expected(wanted)
    assert Recognition.objects.count() == wanted["recognised"]
    assert (
        Decision.objects.filter(issuing_body="Ban Dân vận Tỉnh ủy Cao Bằng").count()
        == Decision.objects.count()
    )
    assert Decision.objects.filter(signed_on__lt=date(2024, 10, 1)).count() == 0
