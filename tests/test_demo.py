"""The demo database, made as run.py makes it, gives the published figures at every door and harms no other database."""

from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from audit.models import Event
from dandan.demo import ACCOUNTS
from models_registry.models import Registration
from resolutions.models import ProgressReport, Target
from resolutions.progress import progress_of
from tests.casts import person
from tests.truth_at_doors import in_the_annual_workbook, in_the_list_s_excel, on_the_dashboard, told_of

YEARS = (2020, 2021, 2022, 2023, 2024)
EVERY_COUNT = (
    "importable", "recognised", "field", "kind", "level", "phase", "district", "commune", "recognised_by_field", "recognised_by_level",
)  # fmt: skip
THEN, NOW = "2024-12-31", "2026-01-01"


def prepare() -> str:
    out = StringIO()
    call_command("prepare_demo", "--port", "8765", stdout=out)
    return out.getvalue()


class Office:
    """The doors as one person opens them."""

    def __init__(self, username: str):
        self.client = Client()
        self.client.force_login(User.objects.get(username=username))

    def rollup(self, **asked) -> dict:
        answer = self.client.get("/api/v1/rollups/", {"within": "old-04", "geography": THEN} | asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def by_unit(self, **asked) -> dict[str, int]:
        """Counts that are not zero by unit; what stands on no unit must be nothing."""
        answer = self.rollup(**asked)
        assert answer["not_allocated"]["total"] == 0
        return {row["unit"]["key"]: row["total"] for row in answer["rows"] if row["total"]}

    def by(self, split: str, **asked) -> dict[str, int]:
        cells = self.rollup(tier="province", split=split, **asked)["total"]["cells"]
        return {key: n for key, n in cells.items() if n}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_gives_the_published_figures_at_every_door(truth, tmp_path):
    said = prepare()
    assert "http://127.0.0.1:8765" in said
    assert all(name in said for name, *_ in ACCOUNTS)
    office = Office("lanhdao.caobang")

    by_hand = in_the_list_s_excel(office.client, range(YEARS[0], YEARS[-1] + 1))
    assert sorted(by_hand) == list(YEARS)
    for year in YEARS:
        wanted = truth(year)
        assert told_of(on_the_dashboard(office.client, year), *EVERY_COUNT) == told_of(wanted, *EVERY_COUNT)
        assert told_of(by_hand[year], *EVERY_COUNT) == told_of(wanted, *EVERY_COUNT)
        in_workbook = in_the_annual_workbook(office.client, year)
        assert in_workbook == told_of(wanted, *in_workbook)
        for split in ("field", "kind", "level", "phase"):
            assert office.by(split, measure="registered", year=year) == wanted[split]
        for split in ("field", "level"):
            assert office.by(split, measure="recognised", year=year) == wanted[f"recognised_by_{split}"]
        assert office.by_unit(measure="registered", tier="commune", year=year) == wanted["commune"]
        assert office.by_unit(measure="registered", tier="district", year=year) == wanted["district"]
        for measure, total in (("registered", wanted["importable"]), ("recognised", wanted["recognised"])):
            today = office.rollup(measure=measure, tier="province", within="new-04", geography=NOW, year=year)
            assert [(row["unit"]["key"], row["total"]) for row in today["rows"]] == [("new-04", total)]

    whole = {"year_from": 2020, "year_to": 2024, "tier": "province"}
    assert office.rollup(measure="registered", **whole)["total"]["total"] == 13_268
    assert office.rollup(measure="recognised", **whole)["total"]["total"] == 10_295

    # The targets of the made-up plan are the register's own figures, and nobody typed them.
    plan = Target.objects.filter(document__number="01-KH/MINH-HOA")
    boss = User.objects.get(username="lanhdao.caobang")
    computed = progress_of(plan, year=2024, viewer=boss, as_of=date(2025, 6, 1))
    assert [(one.sums.numerator, one.sums.denominator) for one in computed] == [(2825, 0), (2211, 2825)]
    assert ProgressReport.objects.filter(assignment__target__in=plan).count() == 0

    page = office.client.get("/", {"within": "old-04", "geography": THEN, "year_from": 2020, "year_to": 2024})
    assert "13.268" in page.content.decode()
    assert "10.295" in page.content.decode()

    file = tmp_path / "bieu.xlsx"
    call_command(
        "export_summary", "--unit", "old-04", "--year", "2024", "--out", str(file), stdout=StringIO()
    )
    book = openpyxl.load_workbook(file, data_only=True)
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {truth(2024)["importable"], truth(2024)["recognised"]} <= values

    before = (Event.objects.count(), Registration.objects.count(), User.objects.count())
    prepare()
    assert (Event.objects.count(), Registration.objects.count(), User.objects.count()) == before

    # Who is given a district counts the district alone, also when asking for the whole province.
    alone = Office("canbo.baolac").rollup(measure="registered", tier="district", year=2024)
    assert alone["total"]["total"] == truth(2024)["district"]["old-043"]


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["prepare_demo", "seed_demo"])
def test_a_database_with_real_people_is_left_alone(command, loaded_units):
    person("nguoi.that")
    with pytest.raises(CommandError):
        call_command(command, stdout=StringIO())
    assert list(User.objects.values_list("username", flat=True)) == ["nguoi.that"]
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_an_interrupted_demo_is_finished_and_not_begun_again(all_units, monkeypatch):
    from dandan import demo

    first = dict(list(demo.REGISTERS.items())[:1])
    monkeypatch.setattr(demo, "REGISTERS", first)
    monkeypatch.setattr(demo, "RESOLUTIONS", {})
    prepare()
    accounts = list(User.objects.order_by("id").values_list("id", "password"))
    # As if the machine had stopped after the accounts: the mark is there, the register's is not.
    monkeypatch.setattr(demo, "_REGISTER_IN", "another_verb")
    prepare()
    assert list(User.objects.order_by("id").values_list("id", "password")) == accounts
    assert Registration.objects.count() == 2404
