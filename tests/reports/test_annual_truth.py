"""The annual workbook of Cao Bằng, opened and held against the truth of its registers."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

FIELDS = ("economy", "culture_society", "defence_security", "political_system")


@pytest.fixture
def imported(loaded_units, register_workbook):
    for year in (2023, 2024):
        call_command("import_register", str(register_workbook(year)), unit="old-04", year=year)
    return loaded_units


def exported(tmp_path, *options) -> dict[str, list[list]]:
    """The tables of the written workbook, heading rows left out, as somebody reads them: results, not formulas."""
    out = tmp_path / "tong-hop.xlsx"
    call_command("export_summary", "--year", "2024", "--out", str(out), *options)
    tables = {}
    for sheet in load_workbook(out, data_only=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        first = next(n for n, row in enumerate(rows) if row[0] == "(1)") + 1
        last = next(
            (n for n, row in enumerate(rows) if n > first and str(row[0]).startswith("Ghi chú")), len(rows)
        )
        tables[sheet.title] = rows[first:last]
    return tables


@pytest.mark.slow
def test_every_figure_is_the_truth_in_both_geographies(imported, truth, tmp_path):
    was, before = truth(2024), truth(2023)
    tables = exported(tmp_path, "--unit", "old-04")

    units = {row[1]: row[2:] for row in tables["Phụ lục 1"] if row[1]}
    names = {unit.key: unit.name for unit in imported.values()}
    assert {name: row[8] for name, row in units.items() if name != "Tổng cộng"} == {
        names[key]: count for key, count in was["district"].items()
    }
    total = units["Tổng cộng"]
    assert dict(zip(FIELDS, total[0:8:2], strict=True)) == was["field"]
    assert dict(zip(FIELDS, total[1:8:2], strict=True)) == was["recognised_by_field"]
    assert total[8:] == [was["rows"], was["recognised"], was["recognised"] / was["rows"]]

    levels = {row[1]: row[2:] for row in tables["Phụ lục 2"] if row[1]}
    order = ["Cấp cơ sở", "Cấp huyện", "Cấp tỉnh"]
    keys = ["grassroots", "district", "province"]
    assert [levels[name][0] for name in order] == [was["level"][key] for key in keys]
    assert [levels[name][6] for name in order] == [was["recognised_by_level"][key] for key in keys]
    assert levels["Tổng cộng"][1:6] == [
        was["kind"]["collective"], was["kind"]["individual"], was["phase"]["new"], was["phase"]["maintained"], 0,
    ]  # fmt: skip

    listed = [row for row in tables["Phụ lục 3"] if isinstance(row[0], int)]
    assert [row[0] for row in listed] == list(range(1, was["recognised"] + 1))
    assert all(row[6] and row[7] for row in listed)

    years = {row[1]: row[3:] for row in tables["Phụ lục 4"] if row[0] in ("I", "II")}
    assert years["Lượt đăng ký"][3:7] == [
        before["rows"], was["rows"], before["rows"] + was["rows"], was["rows"] - before["rows"],
    ]  # fmt: skip
    assert years["Lượt được công nhận"][3:5] == [before["recognised"], was["recognised"]]

    today = exported(tmp_path, "--unit", "new-04", "--geography", "2026-01-01")
    rows = {row[1]: row[2:] for row in today["Phụ lục 1"] if row[1]}
    assert len(rows) == 56 + 1
    assert rows["Tổng cộng"] == total


def test_a_wrong_question_is_said_in_one_sentence(loaded_units, tmp_path):
    for options, sentence in (
        (("--unit", "old-99", "--year", "2024"), "Không có đơn vị mang mã “old-99”."),
        (("--unit", "old-04", "--year", "hai"), "Năm ghi dạng 2024 hoặc 2020-2024, ngày của địa giới ghi dạng 2024-12-31."),
        (("--unit", "old-04", "--year", "2024", "--geography", "1/1"),
         "Năm ghi dạng 2024 hoặc 2020-2024, ngày của địa giới ghi dạng 2024-12-31."),
    ):  # fmt: skip
        with pytest.raises(CommandError) as told:
            call_command("export_summary", *options, "--out", str(tmp_path / "x.xlsx"))
        assert str(told.value) == sentence
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command(
            "export_summary", "--unit", "old-04", "--year", "2024", "--out", str(tmp_path / "a/b.xlsx")
        )
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_is_made_as_of_a_day(imported, truth, tmp_path):
    tables = exported(tmp_path, "--unit", "old-04", "--as-of", "2024-06-30")
    total = next(row for row in tables["Phụ lục 5"] if row[1] == "Tổng cộng")
    assert (total[2], total[7], total[12]) == (truth(2024)["rows"], 0, 0)
    for day in ("6/30/2024", "2999-01-01"):
        with pytest.raises(CommandError, match="Ngày tính số liệu"):
            exported(tmp_path, "--unit", "old-04", "--as-of", day)


def test_an_abolished_unit_is_reported_as_it_stood(loaded_units, tmp_path):
    out = tmp_path / "tong-hop.xlsx"
    call_command("export_summary", "--unit", "old-04", "--year", "2026", "--out", str(out))
    rows = load_workbook(out)["Nguồn số liệu"].iter_rows(values_only=True)
    days = {row[8].date() for row in rows if isinstance(row[0], int)}
    assert days == {date(2025, 6, 30)}
