""" "Tổng hợp" on the changelists: the engine's own figures, each leading to the records behind it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from models_registry.models import Registration
from rollups.engine import rollup
from rollups.question import read_question
from tests.api.conftest import BAO_LAC
from tests.casts import with_second_factor

SUMMARIES = [
    "models_registry_registration", "models_registry_mobilizationmodel", "recognition_decision",
    "recognition_recognition", "recognition_exemplary", "recognition_proposal", "recognition_award", "recognition_yearlycheck",
    "recognition_conclusion", "resolutions_document", "units_unit", "units_organisation", "accounts_user",
    "accounts_assignment",
]  # fmt: skip
ASKED = {"within": "old-04", "tier": "district", "year": "2024", "geography": "2024-12-31"}


@pytest.mark.parametrize("name", SUMMARIES)
def test_each_changelist_offers_its_summary(register, people, asking, name):
    client = asking(people.admin)
    address = reverse(f"admin:{name}_summary")
    assert (
        f'<a href="{address}">Tổng hợp</a>'
        in client.get(reverse(f"admin:{name}_changelist")).content.decode()
    )
    for asked in ({}, ASKED):
        assert client.get(address, asked).status_code == 200


def test_the_table_is_the_engine_s_answer(register, people, asking):
    from datetime import date

    asked = ASKED | {"measure": "registered", "split": "level"}
    page = asking(people.admin).get(reverse("admin:models_registry_registration_summary"), asked)
    answer = rollup(read_question(asked, today=date(2026, 1, 1)), people.admin)
    shown = [[cell.text for cell in row.cells] for row in page.context["rows"]]
    lines = [*answer.rows, answer.total]
    assert shown == [[*(str(line.cells[c.key]) for c in answer.columns), str(line.total)] for line in lines]
    assert [row.name for row in page.context["rows"]] == [*(line.name for line in answer.rows), "Tổng cộng"]
    assert shown[-1] == ["2", "1", "0", "3"]


def test_it_opens_on_the_last_year_that_has_figures(register, people, asking):
    page = asking(people.admin).get(reverse("admin:models_registry_registration_summary"))
    last = max(Registration.objects.values_list("year", flat=True))
    assert (page.context["question"].year_from, page.context["question"].year_to) == (last, last)
    assert page.context["rows"][-1].cells[-1].text == str(
        Registration.objects.counted().filter(year=last).count()
    )


def test_every_number_leads_to_as_many_records(register, people, asking):
    client = asking(people.admin)
    for measure, split in (
        ("registered", "field"),
        ("recognised", "recognised_level"),
        ("registered", "year"),
        ("appraised", "field"),
        ("accepted", "level"),
    ):
        period = {k: v for k, v in ASKED.items() if k != "year"} | {"year_from": "2023", "year_to": "2024"}
        page = client.get(
            reverse("admin:models_registry_registration_summary"),
            period | {"measure": measure, "split": split},
        )
        links = [(c.text, c.url) for row in page.context["rows"] for c in row.cells if c.url]
        assert len(links) >= 5
        for text, url in links:
            listed = client.get(url.replace(reverse("models_registry:list"), "/api/v1/registrations/"))
            assert (url, listed.json()["count"]) == (url, int(text))


def test_one_goes_down_from_province_to_district_to_commune_and_up_again(register, people, asking):
    client, address = asking(people.admin), reverse("admin:models_registry_registration_summary")
    page = client.get(address, {"year": "2024", "geography": "2024-12-31"})
    province = next(row for row in page.context["rows"] if row.name == "Tỉnh Cao Bằng")
    districts = client.get(address + province.url)
    bao_lac = next(row for row in districts.context["rows"] if row.name == "Huyện Bảo Lạc")
    communes = client.get(address + bao_lac.url)
    rows = {row.name: row for row in communes.context["rows"]}
    assert rows["Thị trấn Bảo Lạc"].cells[0].text == "1"
    assert rows["Trực thuộc cấp trên"].cells[0].text == "1"
    assert rows["Tổng cộng"].cells[0].text == "2"
    assert rows["Thị trấn Bảo Lạc"].url == ""
    assert [name for name, _ in communes.context["way_up"]] == ["Cả nước", "Tỉnh Cao Bằng"]
    held = client.get(
        rows["Trực thuộc cấp trên"]
        .cells[0]
        .url.replace(reverse("models_registry:list"), "/api/v1/registrations/")
    ).json()
    assert [r["name"] for r in held["results"]] == ["Tự quản đường biên"]


def test_people_are_counted_by_unit_and_role(register, people, asking):
    client = asking(people.admin)
    asked = {
        "within": "old-04",
        "tier": "district",
        "split": "role",
        "geography": "2024-12-31",
        "year": "2024",
    }
    page = client.get(reverse("admin:accounts_user_summary"), asked)
    rows = {row.name: [cell.text for cell in row.cells] for row in page.context["rows"]}
    assert [c.key for c in page.context["columns"]] == [
        "clerk",
        "appraiser",
        "approver",
        "leader",
        "unit_admin",
    ]
    assert rows["Huyện Bảo Lạc"] == ["1", "0", "0", "0", "0", "1"]
    assert rows["Trực thuộc cấp trên"] == ["1", "0", "0", "1", "0", "2"]
    assert rows["Tổng cộng"] == ["2", "0", "0", "1", "0", "3"]
    clerk = next(r for r in page.context["rows"] if r.name == "Huyện Bảo Lạc").cells[0]
    found = client.get(clerk.url).context["cl"].result_list
    assert [(a.user, a.role, a.unit.key) for a in found] == [(people.district, "clerk", BAO_LAC)]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"measure": "people"}, "Bảng này không có số liệu đó."),
        ({"split": "role"}, "Bảng này không chia theo cách đó."),
        ({"within": "zz"}, "Không có đơn vị mang mã “zz”."),
        ({"year": "x"}, "Năm phải là bốn chữ số, ví dụ 2024."),
        (
            {"tier": "district", "geography": "2026-01-01"},
            "Địa giới ngày này không có cấp huyện; hãy chọn cấp tỉnh hoặc cấp xã.",
        ),
    ],
)
def test_a_wrong_question_is_answered_in_words(register, people, asking, asked, sentence):
    page = asking(people.admin).get(reverse("admin:models_registry_registration_summary"), asked)
    assert (page.status_code, page.context["errors"]) == (400, [sentence])
    assert re.search(r'<select name="measure">', page.content.decode())


def test_a_summary_counts_only_what_its_reader_may_see(register, people, asking):
    from django.contrib.auth.models import Permission

    people.district.is_staff = True
    people.district.save()
    with_second_factor(people.district)
    people.district.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    page = asking(people.district).get(reverse("admin:models_registry_registration_summary"), ASKED)
    rows = {row.name: row.cells[0].text for row in page.context["rows"]}
    assert (rows["Huyện Bảo Lâm"], rows["Huyện Bảo Lạc"], rows["Tổng cộng"]) == ("0", "2", "2")
    assert asking(people.leader).get(reverse("admin:accounts_user_summary")).status_code == 302


def test_the_form_asks_the_same_again(register, people, asking):
    page = asking(people.admin).get(
        reverse("admin:models_registry_registration_summary"), ASKED | {"split": "kind"}
    )
    chosen = re.findall(r'<option value="([^"]*)" selected>', unescape(page.content.decode()))
    assert chosen == ["registered", "district", "kind", "old-04", "2024-12-31"]
