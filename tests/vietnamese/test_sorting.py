import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from vietnamese.sorting import person_sort_key, sort_key


def test_letters_follow_the_vietnamese_alphabet():
    names = ["Ứng Hòa", "Ân Thi", "Ăn", "An Biên", "Đồng Xuân", "Duy Xuyên", "Êa", "Eo", "Ô Môn", "Ơ", "Ong"]
    assert sorted(names, key=sort_key) == [
        "An Biên",
        "Ăn",
        "Ân Thi",
        "Duy Xuyên",
        "Đồng Xuân",
        "Eo",
        "Êa",
        "Ong",
        "Ô Môn",
        "Ơ",
        "Ứng Hòa",
    ]


def test_tones_break_ties_only_after_every_letter():
    assert sorted(["má", "mà", "ma", "mạ", "mã", "mả", "mab"], key=sort_key) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "mab",
    ]
    assert sorted(["Hoa", "hoa", "Hóa a", "hoa b"], key=sort_key) == ["hoa", "Hoa", "Hóa a", "hoa b"]


def test_the_key_is_digits_of_a_fixed_width():
    assert sort_key("Bảo Lạc").isdigit()
    assert len(sort_key("Bảo Lạc")) == 4 * len("Bảo Lạc") + 2
    assert sort_key("Ba\u0309o") == sort_key("Bảo")


def test_people_stand_by_given_name_then_family_name():
    people = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Ân", "Bùi Văn An", "Đỗ Hoà", "Vũ Hoa", ""]
    assert sorted(people, key=person_sort_key) == [
        "",
        "Bùi Văn An",
        "Trần Thị An",
        "Lê Ân",
        "Nguyễn Văn Bình",
        "Vũ Hoa",
        "Đỗ Hoà",
    ]


def _unit_names() -> list[str]:
    for folder in (Path(settings.BASE_DIR) / "data" / "units", Path(settings.BASE_DIR) / "units" / "data"):
        if (folder / "units.csv").exists():
            with (folder / "units.csv").open(encoding="utf-8") as rows:
                return sorted({row["name"] for row in csv.DictReader(rows)})
    pytest.skip("the official unit list is not in the project")


@pytest.mark.django_db
def test_every_official_unit_name_stands_where_icu_puts_it():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL brings ICU's Vietnamese collation")
    names = _unit_names()
    with connection.cursor() as cursor:
        cursor.execute('SELECT name FROM unnest(%s) AS name ORDER BY name COLLATE "vi-x-icu"', [names])
        by_icu = [name for (name,) in cursor]
    assert sorted(names, key=sort_key) == by_icu
