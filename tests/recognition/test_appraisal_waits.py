"""What waits for an appraiser is what a dossier read whole says of her; lists say of each how far it is."""

import pytest
from django.test import Client

from accounts.choices import Role
from models_registry.models import Attachment, Registration
from recognition.appraisal_notes import appraisal_notes
from recognition.appraisal_waits import waits_for
from recognition.checking import Finding, check_models
from recognition.concluding import conclude
from recognition.exemplary import choose_exemplary
from recognition.proposing import propose
from recognition.teams import change_team, form_team
from tests.casts import assigned
from tests.factories import a_registration
from tests.recognition.deciding import a_draft, recognised
from tests.recognition.offices import TODAY, Office, a_set_in_use, fresh, seen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(time_machine) -> Office:
    time_machine.move_to("2026-10-01 09:00+07:00")
    return Office()


def waiting(user) -> set[str]:
    found = Registration.objects.filter(waits_for(fresh(user)))
    return set(found.values_list("model__name", flat=True))


def told_whole(user, dossiers) -> set[str]:
    """The same, of each dossier read whole: her scores are waited for, or she is its head and nothing is concluded."""
    found = set()
    for held in dossiers:
        dossier = told(held)
        seat = dossier and dossier.seat_of(fresh(user))
        if not seat or seat.recused or not dossier.is_open:
            continue
        scores = dossier.criteria_set is not None and seat.is_waited_for
        if scores or (seat.member.is_head and dossier.conclusion is None):
            found.add(held.model.name)
    return found


def sit(team, head, *others) -> None:
    """From now on these people, the first as head."""
    change_team(by=None, team=team, version=team.version, name=team.name, members=[head, *others], head=head, on=TODAY)


def test_what_waits_for_each_is_what_the_dossiers_read_whole_say(office):
    people = {"head": office.head, "one": office.one, "two": office.two}
    names = ("Chưa ai chấm", "Một đã chấm", "Hồ sơ đổi", "Thêm giấy tờ", "Đã kết luận", "Kinh tế")
    held = {name: office.dossier(name, field="economy" if name == "Kinh tế" else "culture_society") for name in names}
    held["Của Hai"] = office.dossier("Của Hai", field="culture_society")
    Registration.objects.filter(pk=held["Của Hai"].pk).update(created_by=office.two)
    held["Chưa thẩm định"] = a_registration("new-01327", year=2026, level="province", name="Chưa thẩm định")
    for name in ("Một đã chấm", "Hồ sơ đổi", "Thêm giấy tờ"):
        office.score(office.one, held[name], 50, 30)
    for who in people.values():
        office.score(who, held["Đã kết luận"], 50, 30)
    conclude(
        by=fresh(office.head), registration=held["Đã kết luận"], outcome="exemplary", reason="", on=TODAY, entered_on=TODAY,
        seen=seen(held["Đã kết luận"]),
    )  # fmt: skip
    Registration.objects.filter(pk=held["Hồ sơ đổi"].pk).update(version=held["Hồ sơ đổi"].version + 1)
    Attachment.objects.create(
        registration=held["Thêm giấy tờ"], name="bien-ban.pdf", size=1, sha256="0", file="x.pdf", added_by=office.clerk
    )  # fmt: skip
    of_the_field = form_team(
        by=None, unit=office.province, year=2026, field="economy", name="Tổ kinh tế", members=[office.two], head=office.two, on=TODAY
    )

    before = {"Chưa ai chấm", "Hồ sơ đổi", "Thêm giấy tờ"}
    assert {who: waiting(user) for who, user in people.items()} == {
        "head": before | {"Một đã chấm", "Của Hai"}, "one": before | {"Của Hai"}, "two": before | {"Một đã chấm", "Kinh tế"},
    }  # fmt: skip
    for user in people.values():
        assert waiting(user) == told_whole(user, held.values())

    sit(office.team, office.head, office.two)
    sit(of_the_field, office.one)
    assert waiting(office.one) == {"Kinh tế"} == told_whole(office.one, held.values())
    assigned(office.two, Role.LEADER, "new-01327")
    assert waiting(office.two) == set() == told_whole(office.two, held.values())


def test_without_criteria_only_the_head_has_something_to_do(time_machine):
    time_machine.move_to("2026-10-01 09:00+07:00")
    office = Office(criteria=False)
    held = office.dossier()
    people = (office.head, office.one)
    assert [waiting(user) for user in people] == [{held.model.name}, set()] == [told_whole(u, [held]) for u in people]
    a_set_in_use(office.province)
    assert [waiting(user) for user in people] == [{held.model.name}] * 2 == [told_whole(u, [held]) for u in people]


def test_lists_say_of_each_how_far_its_appraisal_is_and_nothing_that_is_not_hers_to_see(office):
    first, second = office.dossier("Thứ nhất"), office.dossier("Thứ hai")
    for who in (office.head, office.one, office.two):
        office.score(who, first, 55, 35)
    office.score(office.one, second, 55, 35)
    conclude(
        by=fresh(office.head), registration=first, outcome="exemplary", reason="", on=TODAY, entered_on=TODAY, seen=seen(first)
    )
    notes = {}
    for who, address in ((office.approver, "/viec/quyet-dinh/"), (office.two, "/viec/tham-dinh/")):
        browser = Client()
        browser.force_login(fresh(who))
        rows = browser.get(address).context["rows"]
        notes[who.username] = [
            (row["registration"].model.name, row["note"]["state"] and row["note"]["state"]["label"], row["note"]["text"])
            for row in rows
        ]
    assert notes[office.approver.username] == [
        ("Thứ nhất", "Tiêu biểu", "90,00%"), ("Thứ hai", None, "Còn chờ điểm của Hà Thị Trưởng, Mã Thị Hai"),
    ]  # fmt: skip
    assert notes[office.two.username] == [("Thứ hai", "Chưa chấm", "1/3 người đã chấm")]
    page = browser.get(f"/cong-nhan/tham-dinh/{first.pk}/")
    assert page.context["next"] == second


def test_no_conclusion_is_named_to_whom_the_scores_are_hidden(office):
    """The clerk of the commune sees her registration and nothing of its appraisal before that is over."""
    held = office.dossier()
    office.score(office.one, held, 55, 35)
    row = Registration.objects.select_related("desk", "unit__parent__parent", "organisation").get(pk=held.pk)
    assert appraisal_notes(fresh(office.clerk), [row]) == {}


def test_who_draws_up_a_list_sees_how_each_was_appraised_what_it_is_proposed_for_and_how_it_was_found(office):
    held = office.dossier("Thứ nhất")
    office.dossier("Thứ hai")
    for who in (office.head, office.one, office.two):
        office.score(who, held, 30, 25)
    conclude(
        by=fresh(office.head), registration=held, outcome="not_met", reason="Chưa đủ minh chứng", on=TODAY, entered_on=TODAY,
        seen=seen(held),
    )  # fmt: skip
    _first, (found,) = recognised(office.province, 1, where="new-01327", number="1-QĐ/BTGDVTU", year=2025, level="province")
    choose_exemplary(by=None, registrations=[found], level="province", on=TODAY, entered_on=TODAY)
    propose(
        by=None, registrations=[found], level="province", form="bang_khen", granting_body="UBND tỉnh", on=TODAY, entered_on=TODAY
    )
    check_models(
        by=None, year=2026, findings=[Finding(found, "stopped", "Giải thể")], on=TODAY, entered_on=TODAY
    )
    browser = Client()
    browser.force_login(fresh(office.approver))

    def notes(kind, **more):
        draft = a_draft(office.province, kind)
        page = browser.post(f"/cong-nhan/{draft.pk}/danh-sach/", {"find": "1", "level": "province"} | more)
        told = {r.model.name: r.note and " ".join(filter(None, ((r.note["state"] or {}).get("label"), r.note["text"])))
                for r in page.context["candidates"]}  # fmt: skip
        return str(page.context["noted"]), told

    assert notes("recognition", year="2026") == (
        "Thẩm định", {
            "Thứ nhất": "Không đạt 55,00%",
            "Thứ hai": "Còn chờ điểm của Hà Thị Trưởng, Lục Văn Một, Mã Thị Hai",
        },
    )  # fmt: skip
    assert notes("commendation") == ("Đề nghị khen thưởng", {found.model.name: "Bằng khen, UBND tỉnh"})
    assert notes("revocation") == ("Kiểm tra gần nhất", {found.model.name: "2026: Đã dừng. Giải thể"})
