"""Replication: links that make a tree, of many generations, and never a circle; nobody reads a name beyond her sight."""

from datetime import date

import pytest
from django.test import Client

from audit.errors import DomainError
from models_registry.registration import NotAllowed
from recognition.family import family_of
from recognition.models import Replication
from recognition.recognising import recognise, record_decision
from recognition.replicating import end_replication, replicate
from rollups.crossing import whole
from rollups.engine import rollup
from rollups.question import Question
from tests.casts import administrator, clerk, leader
from tests.factories import a_registration, a_small_country
from tests.pages import text_of
from units.choices import Tier

pytestmark = pytest.mark.django_db
NOW = date(2025, 3, 20)


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    return a_small_country()


def a_model(unit, name, year=2022):
    """A model recognised in the unit."""
    held = a_registration(unit, year=year, name=name)
    decision = record_decision(
        by=None, number=f"{held.pk}-QĐ", signed_on=date(year, 11, 20), issuing_body="Ban Dân vận", unit=held.unit,
        entered_on=NOW,
    )  # fmt: skip
    recognise(by=None, decision=decision, registrations=[(held, "grassroots")])
    return held.model


def link(source, replica=None, name="", by=None, unit=None, on=date(2024, 5, 1)):
    return replicate(
        by=by, source=source, replica=replica, replica_name=name, unit=unit or replica.unit, on=on, entered_on=NOW
    )


def drawn(node) -> tuple:
    return node.name, [drawn(child) for child in node.children]


def test_generations_of_replicas_are_one_tree_from_whichever_model_it_is_looked_at(country):
    a, b, c, d = (a_model(unit, name) for unit, name in zip(
        ("old-01327", "old-01330", "old-01321", "old-01291"), "ABCD", strict=True))  # fmt: skip
    link(a, b)
    link(b, c)
    link(b, name="Tổ tự quản xóm Nà Lùng", unit=country["old-01291"])
    link(a, d)
    tree = ("A", [("B", [("C", []), ("Tổ tự quản xóm Nà Lùng", [])]), ("D", [])])
    for model in (a, b, c, d):
        assert drawn(family_of(administrator(f"q{model.name}"), model)) == tree
    assert family_of(administrator("tat.ca"), a).size == 4




def test_a_circle_is_refused_and_so_is_a_second_source(country):
    a, b, c = (a_model("old-01327", name) for name in "ABC")
    link(a, b)
    link(b, c)
    cases = [
        (lambda: link(c, a), f"Mô hình gốc {c.code} chính là được nhân rộng từ {a.code}: ghi thêm liên kết này sẽ thành vòng tròn."),
        (lambda: link(b, b), "Mô hình không nhân rộng từ chính nó."),
        (lambda: link(c, b), f"Mô hình {b.code} đã được ghi là nhân rộng từ mô hình {a.code}."),
        (lambda: link(a, unit=country["old-01330"]), "Hãy ghi tên hoặc mã mô hình nhân rộng."),
        (lambda: link(a, c, unit=country["old-01330"]), f"Mô hình {c.code} không đăng ký ở Xã Cô Ba."),
        (lambda: link(a, name="X", unit=a.unit, on=date(2022, 11, 19)),
         "Mô hình gốc được công nhận ngày 20/11/2022, sau ngày nhân rộng; hãy xem lại ngày."),
        (lambda: link(a_registration("old-01327").model, name="X", unit=a.unit),
         "Mô hình gốc chưa được công nhận nên chưa nhân rộng được."),
    ]  # fmt: skip
    for deed, sentence in cases:
        with pytest.raises(DomainError) as refused:
            deed()
        assert refused.value.sentence == sentence
    end_replication(by=None, replication=Replication.objects.get(source=a), on=NOW, entered_on=NOW, reason="Ghi nhầm")
    link(c, a)
    assert drawn(family_of(administrator(), a)) == ("B", [("C", [("A", [])])])


def test_clerks_of_either_unit_write_the_link_and_nobody_else(country):
    source, replica = a_model("old-01327", "Gốc"), a_model("old-01291", "Nhánh")
    for by in (leader("old-04"), clerk("old-01330", "nhap.khac")):
        with pytest.raises(NotAllowed, match="Ghi nhân rộng là việc của người nhập liệu ở đơn vị của mô hình gốc hoặc nơi nhân rộng."):
            link(source, replica, by=by)
    row = link(source, replica, by=clerk("old-01291", "nhap.nhanh"))
    with pytest.raises(NotAllowed):
        end_replication(by=clerk("old-01330", "nhap.ba"), replication=row, on=NOW, entered_on=NOW, reason="Vì thế")
    end_replication(by=clerk("old-01327", "nhap.goc"), replication=row, on=NOW, entered_on=NOW, reason="Vì thế")
    link(source, name="Làm theo", unit=country["old-00994"], by=clerk("old-01327", "nhap.goc2"))


def test_names_beyond_one_s_sight_stay_out_of_the_tree(country):
    mine, theirs, grandchild = a_model("old-01327", "Của tôi"), a_model("old-01291", "Kín"), a_model("old-00994", "Kín nữa")
    link(mine, theirs)
    link(theirs, grandchild)
    by = clerk("old-01327", "nhap.xa")
    assert drawn(family_of(by, mine)) == ("Của tôi", [("Mô hình ngoài phạm vi xem", [])])
    far = clerk("old-00994", "nhap.minhngoc")
    assert drawn(family_of(far, grandchild)) == ("Mô hình ngoài phạm vi xem", [("Kín nữa", [])])
    browser = Client()
    browser.force_login(by)
    pages = [f"/cong-nhan/nhan-rong/{mine.pk}/", "/cong-nhan/nhan-rong/?year=2024", f"/mo-hinh/ma/{mine.pk}/"]
    assert not any("Kín" in text_of(browser.get(page, follow=True)) for page in pages)
    assert browser.get(f"/cong-nhan/nhan-rong/{theirs.pk}/").status_code == 404
    form = {"on": "01/05/2024", "replica": grandchild.code, "unit": "", "replica_name": ""}
    refused = browser.post(f"/cong-nhan/nhan-rong/{mine.pk}/them/", form)
    assert refused.status_code == 422
    assert "Không có mô hình mang mã này trong phạm vi của anh/chị." in text_of(refused)


def test_replicas_are_written_on_pages_by_code_or_by_unit_and_words(country):
    source, replica = a_model("old-01327", "Gốc"), a_model("old-01291", "Nhánh")
    browser = Client()
    browser.force_login(clerk("old-04", "nhap.tinh"))
    add = f"/cong-nhan/nhan-rong/{source.pk}/them/"
    found = browser.post(add, {"on": "01/05/2024", "find_unit": "1", "unit_q": "co ba"})
    assert "Xã Cô Ba" in text_of(found)
    assert Replication.objects.count() == 0
    empty = browser.post(add, {"on": "01/05/2024", "replica": "", "unit": "", "replica_name": "Tổ tự quản"})
    assert (empty.status_code, "Hãy chọn đơn vị nhân rộng, hoặc ghi mã mô hình." in text_of(empty)) == (422, True)
    by_words = {"on": "01/05/2024", "replica": "", "unit": "old-01330", "replica_name": "Tổ tự quản"}
    assert browser.post(add, by_words).status_code == 302
    assert browser.post(f"/cong-nhan/nhan-rong/{replica.pk}/goc/", {"source": source.code, "on": "02/05/2024"}).status_code == 302
    rows = Replication.objects.order_by("id").values_list("source", "replica", "replica_name", "unit__key", "happened_on")
    assert list(rows) == [
        (source.pk, None, "Tổ tự quản", "old-01330", date(2024, 5, 1)),
        (source.pk, replica.pk, "", "old-01291", date(2024, 5, 2)),
    ]
    page = browser.get(f"/cong-nhan/nhan-rong/{replica.pk}/")
    assert drawn(page.context["root"]) == ("Gốc", [("Tổ tự quản", []), ("Nhánh", [])])
    first = Replication.objects.order_by("id").first()
    assert browser.post(f"/cong-nhan/nhan-rong/lien-ket/{first.pk}/thoi/", {"on": "01/03/2025", "reason": "Không làm"}).status_code == 302
    assert drawn(browser.get(f"/cong-nhan/nhan-rong/{replica.pk}/").context["root"]) == ("Gốc", [("Nhánh", [])])


def test_replicas_count_where_they_are_and_the_replicated_where_they_were_registered(country):
    source, replica = a_model("old-01327", "Gốc"), a_model("old-01291", "Nhánh")
    link(source, replica)
    link(source, name="Tổ tự quản", unit=country["old-01330"])
    link(source, name="Năm khác", unit=country["old-01330"], on=date(2023, 5, 1))
    asked = Question(
        measure="replicas", tier=Tier.COMMUNE, year_from=2024, year_to=2024, on=date(2024, 12, 31), within=country["old-04"]
    )
    by = administrator()
    assert [(row.unit.key, row.total) for row in rollup(asked, by).rows if row.total] == [("old-01330", 1), ("old-01291", 1)]
    assert whole(asked.asking(split="field"), by) == {"economy": 2}
    assert whole(asked.asking(measure="replicated", year_from=2022, year_to=2022), by) == {"": 1}
