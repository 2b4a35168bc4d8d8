"""The counts of a register of Cao Bằng as each door tells them, in the shape of its truth file: what a person reads on the
dashboard and its drill-down, in the annual workbook, and in the list taken away as Excel."""

import io
from collections import Counter, defaultdict

from openpyxl import load_workbook

from models_registry.choices import ActivityField, Kind, Level, Phase
from units.models import Unit

_SPLITS = {"field": ActivityField, "level": Level, "kind": Kind, "phase": Phase}
_ASKED = {"within": "old-04", "geography": "2024-12-31"}


def told_of(truth: dict, *keys: str) -> dict:
    """What the truth says of these, where a door is asked for less than all."""
    return {key: truth[key] for key in keys}


def on_the_dashboard(client, year: int) -> dict:
    """Totals, splits and districts as the page of the province prints them; communes as those of its districts do."""
    board = client.get("/", _ASKED | {"year": year}).context["dashboard"]
    tiles = [tile.figure for tile in board.tiles]
    told = {"importable": _number(tiles[0]), "recognised": _number(tiles[2])}
    for split, table in zip(("field", "level", "kind", "phase"), board.breakdowns, strict=True):
        keys = {str(label): value for value, label in _SPLITS[split].choices}
        told[split] = _some({keys[row.label]: _number(str(row.cells[0])) for row in table.rows})
        told[f"recognised_by_{split}"] = _some({keys[row.label]: _number(str(row.cells[1])) for row in table.rows})
    told["district"], told["commune"] = _rows(board, "old-04"), {}
    for district in told["district"]:
        below = client.get("/", _ASKED | {"within": district, "year": year}).context["dashboard"]
        told["commune"] |= _rows(below, district)
    assert _number(board.units.total.value_label) == told["importable"]
    return told


def in_the_annual_workbook(client, year: int) -> dict:
    """Appendices 1 and 2, each taken away by itself."""
    first, second = ({row[1]: row[2:] for row in _appendix(client, year, number)} for number in (1, 2))
    total, keys = first.pop("Tổng cộng"), {str(label): value for value, label in Level.choices}
    names = _keys_inside("old-04")
    kinds_and_phases = second.pop("Tổng cộng")
    return {
        "importable": total[8],
        "recognised": total[9],
        "field": dict(zip(ActivityField.values, total[0:8:2], strict=True)),
        "recognised_by_field": dict(zip(ActivityField.values, total[1:8:2], strict=True)),
        "district": _some({names[name]: row[8] for name, row in first.items()}),
        "level": _some({keys[name]: row[0] for name, row in second.items()}),
        "recognised_by_level": _some({keys[name]: row[6] for name, row in second.items()}),
        "kind": dict(zip(Kind.values, kinds_and_phases[1:3], strict=True)),
        "phase": _some(dict(zip(Phase.values, kinds_and_phases[3:6], strict=True))),
    }


def in_the_list_s_excel(client, years: range) -> dict[int, dict]:
    """Every row of the register's file counted by hand, by year."""
    asked = _ASKED | {"year_from": years[0], "year_to": years[-1]}
    heads, rows = None, defaultdict(list)
    for row in _sheet(client.get("/bao-cao/so-dang-ky/", asked)).iter_rows(values_only=True):
        if heads is not None:
            rows[row[heads["Năm đăng ký"]]].append(row)
        elif row[:1] == ("STT",):
            heads = {label: place for place, label in enumerate(row)}
    columns = {"field": "Lĩnh vực", "level": "Cấp đăng ký", "kind": "Loại", "phase": "Mới / duy trì"}
    communes = {(unit.name, unit.parent.name): unit for unit in _units_inside("old-04")}
    found = {}
    for year, held in rows.items():
        recognised = [row for row in held if row[heads["Số quyết định"]]]
        told = {"importable": len(held), "recognised": len(recognised)}
        for split, label in columns.items():
            keys = {str(label): value for value, label in _SPLITS[split].choices}
            told[split] = dict(Counter(keys[row[heads[label]]] for row in held))
            told[f"recognised_by_{split}"] = dict(Counter(keys[row[heads[label]]] for row in recognised))
        places = [communes[row[heads["Đơn vị"]], row[heads["Thuộc"]]] for row in held]
        told["commune"] = dict(Counter(unit.key for unit in places))
        told["district"] = dict(Counter(unit.parent.key for unit in places))
        found[year] = told
    return found


def _appendix(client, year: int, number: int):
    asked = _ASKED | {"year": year, "bieu": number}
    rows = list(_sheet(client.get("/bao-cao/nam/tep/", asked)).iter_rows(values_only=True))
    first = next(at for at, row in enumerate(rows) if row[0] == "(1)") + 1
    last = next(at for at, row in enumerate(rows) if row[1] == "Tổng cộng")
    return rows[first : last + 1]


def _sheet(answer):
    assert answer.status_code == 200
    file = io.BytesIO(b"".join(answer.streaming_content))
    return load_workbook(file, data_only=True, read_only=True).worksheets[0]


def _rows(board, above: str) -> dict[str, int]:
    names = _keys_inside(above)
    return _some({names[row.name]: _number(row.value_label) for row in board.units.rows})


def _keys_inside(above: str) -> dict[str, str]:
    return dict(Unit.objects.filter(parent__key=above).values_list("name", "key"))


def _units_inside(province: str):
    return Unit.objects.filter(parent__parent__key=province).select_related("parent")


def _number(text: str) -> int:
    return int(text.replace(".", ""))


def _some(counts: dict) -> dict:
    """Truth files leave zeros out."""
    return {key: count for key, count in counts.items() if count}
