"""Two people at once, on a database where two can write at once."""

import threading
import uuid
from datetime import date

import pytest
from django.db import connection, connections

from intake.checking import Question
from intake.importing import ImportUnderWay, import_table, take_turn
from intake.opening import open_register, proposed_mapping, table_of
from models_registry.models import Registration
from units import official
from units.models import Unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def cao_bang(request):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: the second waits (PostgreSQL only)")
    request.getfixturevalue("loaded_units_for_good")
    return Unit.objects.get(key="old-04")


@pytest.fixture
def loaded_units_for_good(transactional_db, monkeypatch):
    rows = official._rows
    wanted = {"old-04", "new-04"}
    listed = list(rows("units.csv"))
    for level in ("district", "commune"):
        wanted |= {r["key"] for r in listed if r["level"] == level and r["parent_key"] in wanted}

    def some(name):
        for row in rows(name):
            if (
                name != "units_ceased.csv"
                and {row.get("key"), row.get("old_key"), row.get("new_key")} - {None} <= wanted
            ):
                yield row

    monkeypatch.setattr(official, "_rows", some)
    official.load_official_units()


def run(path, unit) -> dict:
    _, registers = open_register(path.read_bytes(), path.name)
    sheet, header = registers[0]
    table = table_of(sheet, header, proposed_mapping(header, unit))
    question = Question(unit=unit, year=2024, entered_on=date(2026, 1, 15), issuer=header.issuer)
    return import_table(table=table, question=question, batch=uuid.uuid4()).counts()


def test_of_two_imports_at_once_one_wins_and_the_other_gets_words(cao_bang, register_workbook, monkeypatch):
    path = register_workbook("dirty-2024")
    inside, release, said = threading.Event(), threading.Event(), []

    def slow_turn(province, year):
        take_turn(province, year)
        inside.set()
        assert release.wait(30)

    def first():
        try:
            said.append(run(path, cao_bang)["imported"])
        finally:
            connections.close_all()

    monkeypatch.setattr("intake.importing.take_turn", slow_turn)
    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(30)
    monkeypatch.setattr("intake.importing.take_turn", take_turn)
    with pytest.raises(ImportUnderWay, match="Đang có người nhập sổ của Tỉnh Cao Bằng năm 2024"):
        run(path, cao_bang)
    release.set()
    thread.join(60)
    assert said == [613]
    again = run(path, cao_bang)
    assert (again["imported"], again["already_held"]) == (0, 613)
    assert Registration.objects.count() == 613
