"""The dashboard's value object: what it counts, for whom, and that every figure leads to exactly its records."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from models_registry.filters import RegistrationFilter
from models_registry.models import Registration
from reports.dashboard_attention import UnitGroup
from reports.dashboard_scope import scope_of
from reports.dashboards import dashboard
from reports.drawing.series import DataTable, Mark
from tests.casts import administrator, leader, outsider
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
OLD, NEW, TODAY = date(2024, 12, 31), date(2026, 11, 22), date(2026, 11, 22)


@pytest.fixture
def country():
    """Cao Bằng: 4 registrations in 2024 (one held by the province), 2 in 2023. Hà Giang: 3, two in a divided commune."""
    units = a_small_country()
    rows = [
        ("old-01321", 2024, "economy", "collective"),
        ("old-01327", 2024, "culture_society", "individual"),
        ("old-01291", 2024, "culture_society", "collective"),
        ("old-04", 2024, "political_system", "collective"),
        ("old-01321", 2023, "economy", "collective"),
        ("old-01330", 2023, "defence_security", "collective"),
        ("old-00988", 2024, "economy", "collective"),
        ("old-00988", 2024, "economy", "individual"),
        ("old-00994", 2024, "economy", "collective"),
    ]
    made = [
        a_registration(units[key], year=year, field=field, kind=kind,
                       level="province" if key == "old-04" else "grassroots")
        for key, year, field, kind in rows
    ]  # fmt: skip
    recognised = [made[0].id, made[1].id, made[4].id, made[6].id]
    Registration.objects.filter(id__in=recognised).update(recognised_level="grassroots")
    return units


def shown(viewer, within, *, years=(2024, 2024), on=OLD):
    return dashboard(scope_of(viewer, within, *years, on, today=TODAY))


def figures(board):
    """(label, address) of every figure that leads somewhere."""
    for chart in (board.fields, board.years):
        yield from ((str(mark), mark.href) for row in chart.table.rows for mark in row.cells if mark.href)
    yield from (
        (str(mark), mark.href)
        for table in board.breakdowns
        for row in table.rows
        for mark in row.cells
        if mark.href
    )
    yield from ((item.title.split()[0], item.url) for item in board.attention if item.url)
    for row in [*board.units.rows, board.units.total] if board.units else []:
        yield from (
            (label, address)
            for label, address in ((row.value_label, row.value_url), (row.part_label, row.part_url))
            if address
        )
    yield from (
        (tile.figure, tile.url) for tile in board.tiles if tile.unit
    )  # distinct models and the rate are not lists of records


def lines(board):
    return [(row.name, row.value_label, row.part_label, row.share_label) for row in board.units.rows]


def test_the_tiles_say_the_year_and_the_change_on_the_year_before(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    assert board.title == "Tỉnh Cao Bằng, năm 2024"
    assert [
        (tile.label, tile.figure, tile.change.direction, tile.change.label, tile.since)
        for tile in board.tiles
    ] == [
        ("Lượt đăng ký", "4", "up", "tăng 2 (100%)", "so với 2023"),
        ("Mô hình khác nhau", "4", "up", "tăng 2 (100%)", "so với 2023"),
        ("Được công nhận", "2", "up", "tăng 1 (100%)", "so với 2023"),
        ("Tỷ lệ công nhận", "50,0%", "same", "không đổi", "so với 2023"),
    ]


def test_five_years_stand_beside_each_other_and_are_added_up(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    assert [(row.label, *(str(mark) for mark in row.cells)) for row in board.years.table.rows] == [
        ("2020", "0", "0", "–"),
        ("2021", "0", "0", "–"),
        ("2022", "0", "0", "–"),
        ("2023", "2", "1", "50,0%"),
        ("2024", "4", "2", "50,0%"),
        ("2020–2024", "6", "3", "50,0%"),
    ]


def test_fields_by_year_keep_their_order(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    assert board.fields.table.heads == (
        "Năm", "Kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh", "Xây dựng hệ thống chính trị", "Cộng",
    )  # fmt: skip
    assert [(row.label, *(mark.value for mark in row.cells)) for row in board.fields.table.rows[-2:]] == [
        ("2023", 1, 0, 1, 0, 2),
        ("2024", 1, 2, 0, 1, 4),
    ]


def test_units_stand_in_official_order_with_what_the_province_holds_itself(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    assert lines(board) == [
        ("Huyện Bảo Lạc", "2", "2", "100%"),
        ("Huyện Bảo Lâm", "1", "0", "0,0%"),
        ("Trực thuộc Tỉnh Cao Bằng", "1", "0", "0,0%"),
    ]
    assert (board.units.total.value_label, board.units.total.part_label) == ("4", "2")
    assert [(row.percent, row.part_percent) for row in board.units.rows] == [(100, 100), (50, 0), (50, 0)]


def test_units_sort_by_a_figure_and_back_while_what_has_no_unit_stays_last(country):
    viewer = leader(country["old-04"])
    scope = scope_of(viewer, country["old-04"], 2024, 2024, OLD, today=TODAY)
    rising = dashboard(scope, "registered").units
    assert [row.name for row in rising.rows] == ["Huyện Bảo Lâm", "Huyện Bảo Lạc", "Trực thuộc Tỉnh Cao Bằng"]
    page = "/?within=old-04&year=2024&geography=2024-12-31"
    assert [(column.key, column.sorted, column.sort_url) for column in rising.columns] == [
        ("unit", "", f"{page}#don-vi"),
        ("registered", "ascending", f"{page}&ordering=-registered#don-vi"),
        ("recognised", "", f"{page}&ordering=-recognised#don-vi"),
        ("rate", "", f"{page}&ordering=-rate#don-vi"),
    ]
    assert dashboard(scope, "-rate").units.rows[0].name == "Huyện Bảo Lạc"
    assert dashboard(scope, "user__password").units.rows == dashboard(scope).units.rows


def test_a_district_leads_down_to_its_communes_and_a_commune_to_its_records(country):
    viewer = leader(country["old-04"])
    top = shown(viewer, country["old-04"])
    assert top.units.rows[0].url == "/?within=old-043&year=2024&geography=2024-12-31"
    district = shown(viewer, country["old-043"])
    assert [row[:2] for row in lines(district)] == [
        ("Thị trấn Bảo Lạc", "1"), ("Xã Thượng Hà", "1"), ("Xã Cô Ba", "0"),
    ]  # fmt: skip
    assert district.crumbs == [
        {"label": "Tỉnh Cao Bằng", "url": "/?within=old-04&year=2024&geography=2024-12-31"}
    ]
    commune = shown(viewer, country["old-01321"])
    assert commune.units is None
    assert commune.tiles[0].url == "/mo-hinh/?within=old-01321&year=2024&geography=2024-12-31"


def test_today_a_province_leads_straight_to_its_communes_and_the_divided_one_is_said(country):
    board = shown(leader(country["new-08"]), country["new-08"], on=NEW)
    assert lines(board) == [
        ("Xã Ngọc Đường", "0", "0", "–"),
        ("Xã Minh Ngọc", "1", "0", "0,0%"),
        ("Chưa phân bổ", "2", "1", "50,0%"),
    ]
    assert [item.title for item in board.attention] == [
        "1 xã, phường chưa đăng ký mô hình nào năm 2024", "2 lượt chưa phân bổ",
    ]  # fmt: skip


@pytest.mark.parametrize("on", [OLD, NEW])
@pytest.mark.parametrize("key", ["old-04", "new-08", "old-043", "old-00988", None])
def test_every_figure_leads_to_exactly_its_records(country, key, on):
    viewer = administrator()
    board = shown(viewer, country[key] if key else None, on=on)
    checked = 0
    for label, address in figures(board):
        parts = urlsplit(address)
        listed = RegistrationFilter.asked_by(viewer, QueryDict(parts.query))
        assert parts.path == "/mo-hinh/"
        assert listed.is_valid(), address
        assert str(listed.qs.count()) == label, address
        checked += 1
    assert checked > 10


def test_the_parts_of_the_table_add_up_to_its_total(country):
    for on in (OLD, NEW):
        for unit in (None, country["old-04"], country["new-08"], country["old-02"]):
            table = shown(administrator(f"quan.tri.{on}.{unit}"), unit, on=on).units
            assert sum(int(row.value_label) for row in table.rows) == int(table.total.value_label)


def test_silent_communes_are_named_under_their_district(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    assert [(item.title, item.groups) for item in board.attention if item.groups] == [
        (
            "1 xã, phường chưa đăng ký mô hình nào năm 2024",
            (UnitGroup("Huyện Bảo Lạc", (("Xã Cô Ba", "/?within=old-01330&year=2024&geography=2024-12-31"),)),),
        )
    ]  # fmt: skip


def test_a_unit_with_fewer_than_before_is_said_only_when_the_year_is_over(country):
    viewer = leader(country["old-02"])
    a_registration(country["old-00994"], year=2025)
    a_registration(country["new-00994"], year=2026)
    past = shown(viewer, country["old-02"], years=(2025, 2025))
    assert ("1 huyện, thành phố đăng ký ít hơn 2024", "Giảm nhiều nhất: Huyện Bắc Mê (−2).") in [
        (item.title, item.text) for item in past.attention
    ]
    running = shown(viewer, country["old-02"], years=(2026, 2026), on=NEW)
    assert not [item for item in running.attention if "ít hơn" in item.title]
    assert running.tiles[0].since == "so với cả năm 2025; năm nay chưa hết"


def test_a_period_counts_a_model_once_and_its_registrations_every_year(country):
    board = shown(leader(country["old-04"]), country["old-04"], years=(2023, 2024))
    assert board.title == "Tỉnh Cao Bằng, năm 2023–2024"
    assert [(tile.figure, tile.since) for tile in board.tiles] == [
        ("6", "năm 2021–2022 chưa có số liệu"),
        ("6", "năm 2021–2022 chưa có số liệu"),
        ("3", "năm 2021–2022 chưa có số liệu"),
        ("50,0%", "năm 2021–2022 chưa có số liệu"),
    ]
    first = Registration.objects.filter(year=2023, unit=country["old-01321"]).get()
    Registration.objects.filter(year=2024, unit=country["old-01321"]).update(model=first.model)
    again = shown(leader(country["old-04"], "ba.lan"), country["old-04"], years=(2023, 2024))
    assert [tile.figure for tile in again.tiles[:2]] == ["6", "5"]


def test_a_rate_of_nothing_is_compared_with_nothing(country):
    board = shown(leader(country["old-04"]), country["old-04"], years=(2025, 2025))
    assert [(tile.figure, tile.since) for tile in board.tiles] == [
        ("0", "so với 2024"),
        ("0", "so với 2024"),
        ("0", "so với 2024"),
        ("–", ""),
    ]


def test_a_breakdown_says_registered_recognised_and_the_rate(country):
    board = shown(leader(country["old-04"]), country["old-04"])
    kinds = next(table for table in board.breakdowns if table.caption == "Loại")
    asked = "/mo-hinh/?within=old-04&year=2024&geography=2024-12-31&kind="
    assert kinds.heads == ("Loại", "Đăng ký", "Công nhận", "Tỷ lệ")
    assert [(row.label, row.cells) for row in kinds.rows] == [
        ("Tập thể", (Mark(3, asked + "collective"), Mark(1, asked + "collective&recognised=true"),
                     Mark(1 / 3, text="33,3%"))),
        ("Cá nhân", (Mark(1, asked + "individual"), Mark(1, asked + "individual&recognised=true"),
                     Mark(1.0, text="100%"))),
    ]  # fmt: skip


def test_the_country_has_a_map_for_wide_pages_and_tiles_for_phones(country):
    board = shown(administrator(), None)
    assert board.title == "Cả nước, năm 2024"
    assert board.country.table == DataTable("Lượt đăng ký theo tỉnh, năm 2024", ())
    for drawing in (board.country.drawing, board.country.narrow):
        assert "/?within=old-04&amp;year=2024" in drawing
        assert "Cao Bằng: 4" in drawing
    assert shown(administrator("khac"), country["old-04"]).country is None


def test_nobody_is_counted_who_may_not_be_seen(country):
    district = leader(country["old-043"])
    board = shown(district, country["old-043"])
    assert board.tiles[0].figure == "2"
    assert board.crumbs == []
    assert scope_of(outsider(), None, 2024, 2024, OLD, today=TODAY) is None
