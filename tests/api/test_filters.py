"""The same filters as the pages': what each keeps, and the order."""

import pytest

from tests.api.conftest import BAO_LAC, TOWN, names

ROADS, SAVING, BORDER, GONE, FOREIGN = (
    "Đường hoa nông thôn",
    "Tổ tiết kiệm vay vốn",
    "Tự quản đường biên",
    "Dường như đã rút",
    "DẤU-RIÊNG-BẢO-LÂM",
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [FOREIGN, BORDER, SAVING, ROADS]),
        ({"within": BAO_LAC}, [BORDER, SAVING, ROADS]),
        ({"within": TOWN}, [SAVING, ROADS]),
        ({"within": "new-01321"}, [SAVING, ROADS]),
        ({"year": "2023"}, [ROADS]),
        ({"year_from": "2024", "year_to": "2025"}, [FOREIGN, BORDER, SAVING]),
        ({"year_to": "2023"}, [ROADS]),
        ({"field": "defence_security"}, [BORDER]),
        ({"level": "district"}, [BORDER]),
        ({"kind": "individual"}, [SAVING]),
        ({"phase": "maintained"}, [SAVING]),
        ({"recognised": "true"}, [FOREIGN, BORDER]),
        ({"recognised": "false"}, [SAVING, ROADS]),
        ({"recognised_level": "district"}, [BORDER]),
        ({"recognised_level": "none"}, [SAVING, ROADS]),
        ({"status": "withdrawn"}, [GONE]),
        ({"status": "all", "search": "duong"}, [GONE, BORDER, ROADS]),
        ({"search": "ĐƯỜNG", "status": "all"}, [BORDER, ROADS, GONE]),
        ({"search": "cb 2023"}, [ROADS]),
        ({"search": "tiet kiem", "year": "2023"}, []),
        ({"ordering": "year"}, [ROADS, FOREIGN, BORDER, SAVING]),
        ({"ordering": "-participants"}, [ROADS, FOREIGN, BORDER, SAVING]),
        ({"ordering": "name"}, [FOREIGN, ROADS, SAVING, BORDER]),
        ({"ordering": "unit,-year"}, [BORDER, SAVING, ROADS, FOREIGN]),
        ({"standing": "held_above", "tier": "commune", "geography": "2024-12-31"}, [BORDER]),
        ({"reached": "accepted"}, [FOREIGN, BORDER, SAVING, ROADS]),
        ({"reached": "recognised"}, [FOREIGN, BORDER]),
        ({"reached": "awarded"}, []),
        ({"as_of": "2023-12-31"}, [ROADS]),
        ({"recognised": "true", "as_of": "2023-12-31"}, []),
        ({"standing": "not_allocated", "tier": "commune", "geography": "2024-12-31"}, []),
    ],
)
def test_registrations_by_each_filter(register, people, asking, asked, found):
    assert names(asking(people.province).get("/api/v1/registrations/", asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [FOREIGN, BORDER, SAVING, ROADS]),
        ({"within": TOWN}, [SAVING, ROADS]),
        ({"year": "2024", "kind": "collective"}, [FOREIGN, BORDER]),
        ({"search": "duong"}, [BORDER, ROADS]),
        ({"recognised": "true", "ordering": "id"}, [BORDER, FOREIGN]),
        ({"status": "withdrawn"}, [GONE]),
    ],
)
def test_models_by_what_their_registrations_answer(register, people, asking, asked, found):
    assert names(asking(people.province).get("/api/v1/models/", asked)) == found


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 1),
        ({"search": "12 qd"}, 1),
        ({"search": "12-qd/btg"}, 1),
        ({"search": "tuyên giáo"}, 1),
        ({"search": "13-QĐ"}, 0),
        ({"year": "2024"}, 1),
        ({"year_to": "2023"}, 0),
        ({"within": BAO_LAC}, 1),
        ({"within": "old-02"}, 0),
        ({"level": "district"}, 1),
        ({"level": "province"}, 0),
        ({"field": "economy"}, 1),
        ({"field": "political_system"}, 0),
    ],
)
def test_decisions_by_each_filter(register, people, asking, asked, count):
    assert asking(people.province).get("/api/v1/decisions/", asked).json()["count"] == count


def test_a_single_year_goes_before_two_ends_in_both_lists(register, people, asking):
    asked = {"year": "2024", "year_from": "2020", "year_to": "2023"}
    client = asking(people.province)
    for address in ("/api/v1/registrations/", "/api/v1/decisions/"):
        both = client.get(address, asked).json()
        assert both["count"] > 0
        assert both == client.get(address, {"year": "2024"}).json()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, []),
        ({"geography": "2024-12-31"}, ["old-01327"]),
        ({"year": "2025"}, ["old-01327"]),
        ({"within": "old-043"}, ["old-01327"]),
        ({"within": "old-04"}, ["old-01327"]),
        ({"within": "new-04"}, []),
    ],
)
def test_units_are_searched_as_of_today_unless_a_day_is_given(register, people, asking, asked, found):
    """docs/api.md tells this with the same commune: Thượng Hà was merged away on 1 July 2025."""
    answer = asking(people.province).get("/api/v1/units/", {"search": "thuong ha"} | asked).json()
    assert [unit["key"] for unit in answer["results"]] == found


def test_pages_are_walked_by_next(register, people, asking):
    client = asking(people.province)
    first = client.get("/api/v1/registrations/", {"page_size": 3}).json()
    second = client.get(first["next"]).json()
    assert [r["name"] for r in first["results"] + second["results"]] == [FOREIGN, BORDER, SAVING, ROADS]
    assert (first["count"], second["count"], second["next"]) == (4, 4, None)


@pytest.mark.parametrize("split", ["field", "level", "kind", "phase", "year"])
def test_a_figure_of_the_roll_up_is_the_count_of_the_list_behind_it(register, people, asking, split):
    client = asking(people.province)
    period = {"within": "old-04", "year_from": "2023", "year_to": "2024"}
    asked = {"measure": "registered", "tier": "district", "geography": "2024-12-31", "split": split}
    total = client.get("/api/v1/rollups/", period | asked).json()["total"]
    for key, figure in total["cells"].items():
        narrowed = {k: v for k, v in period.items() if split != "year" or k == "within"} | {split: key}
        assert client.get("/api/v1/registrations/", narrowed).json()["count"] == figure
    assert client.get("/api/v1/registrations/", period).json()["count"] == total["total"] == 4
