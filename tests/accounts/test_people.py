"""Who keeps whose account: only inside one's own units, never a higher one's, and nobody sees a password."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.people import NotYours, assign, edit_person, give_new_password, may_keep_account, set_last_day
from audit.models import Event
from audit.querysets import history_of
from tests.casts import PASSWORD, person, with_second_factor
from tests.pages import text_of

LIST, NEW = "/quan-tri/nguoi-dung/", "/quan-tri/nguoi-dung/moi/"
TODAY = "22/11/2026"


@pytest.fixture
def keeper(cast) -> User:
    """The administrator of the district of Bảo Lạc."""
    return person("quantri.baolac", Role.UNIT_ADMIN, "old-043", full_name="Đàm Văn Lợi")


@pytest.fixture
def keeping(keeper) -> Client:
    browser = Client()
    browser.force_login(keeper)
    return browser


def a_new_person(**values) -> dict:
    return {
        "full_name": "Lý Thị Mai", "username": "canbo.coba", "role": "clerk", "unit": "old-01330",
        "valid_from": TODAY, "valid_to": "",
    } | values  # fmt: skip


def names(response) -> list[str]:
    return [one.username for one in response.context["people"]]


def test_the_list_holds_the_people_of_one_s_units(cast, keeper, keeping):
    assert names(keeping.get(LIST)) == ["canbo.baolac", "quantri.baolac"]
    assert names(keeping.get(LIST, {"search": "văn lợi"})) == ["quantri.baolac"]
    everybody = names(cast.client("quantri").get(LIST))
    assert everybody == sorted(User.objects.values_list("username", flat=True))


@pytest.mark.parametrize("name", ["canbo_caobang", "lanhdao_caobang", "canbo_baolac", "nguoi_la"])
def test_others_keep_nobody(cast, name):
    browser, someone = cast.client(name), cast.people["canbo_baolac"].pk
    for address in (LIST, NEW, f"{LIST}don-vi/?unit_q=co", f"{LIST}{someone}/", f"{LIST}{someone}/mat-khau/"):
        assert browser.get(address).status_code == 403
    assert "Quản trị" not in [place["label"] for place in browser.get("/mo-hinh/").context["nav"]]


def test_a_person_is_made_with_a_password_told_once(cast, keeper, keeping):
    told = keeping.post(NEW, a_new_person())
    password = told.context["password"]
    assert (told.status_code, password in text_of(told)) == (200, True)
    assert "no-store" in told["Cache-Control"]
    made = User.objects.get(username="canbo.coba")
    assert (made.full_name, made.must_change_password, made.check_password(password)) == (
        "Lý Thị Mai", True, True,
    )  # fmt: skip
    held = made.assignments.get()
    assert (held.role, held.unit.key, held.valid_from, held.valid_to) == (
        "clerk", "old-01330", date(2026, 11, 22), None,
    )  # fmt: skip
    assert password not in text_of(keeping.get(f"{LIST}{made.pk}/"))
    events = list(Event.objects.exclude(verb="sign_in").order_by("id"))
    assert [(e.verb, e.subject_type, e.actor_id) for e in events] == [
        ("create", "accounts.user", keeper.pk),
        ("create", "accounts.assignment", keeper.pk),
    ]
    assert password not in str([(e.before, e.after) for e in events])


@pytest.mark.parametrize(
    "values, words",
    [
        ({"unit": "old-042"}, "Hãy chọn đơn vị trong phạm vi anh/chị quản trị."),
        ({"unit": "old-04"}, "Hãy chọn đơn vị trong phạm vi anh/chị quản trị."),
        ({"unit": "khong-co"}, "Hãy chọn đơn vị trong phạm vi anh/chị quản trị."),
        ({"username": "Canbo.Baolac"}, "Tên đăng nhập này đã có người dùng."),
        ({"username": "cán bộ"}, "Tên đăng nhập chỉ gồm chữ không dấu, chữ số và . _ -, ví dụ canbo.baolac."),
        ({"valid_to": "01/11/2026"}, "Ngày cuối phải từ ngày bắt đầu trở đi."),
        ({"valid_from": "hôm nay"}, "hôm nay"),
        ({"role": "system_admin"}, "system_admin"),
        ({"full_name": "   "}, "Trường này là bắt buộc."),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(cast, keeping, values, words):
    before = User.objects.count(), Assignment.objects.count()
    answer = keeping.post(NEW, a_new_person(**values))
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert (User.objects.count(), Assignment.objects.count()) == before


def test_units_are_found_by_typing_with_and_without_a_script(cast, keeping):
    options = keeping.get(f"{LIST}don-vi/", {"unit_q": "co ba"}).context["options"]
    assert [one["key"] for one in options] == ["new-01327", "old-01330"]
    assert keeping.get(f"{LIST}don-vi/", {"unit_q": "duc hanh"}).context["options"] == []
    page = keeping.post(NEW, a_new_person(unit="", unit_q="co ba", find_unit="1"))
    assert [one["key"] for one in page.context["picker"]["options"]] == ["new-01327", "old-01330"]
    assert not page.context["form"].errors
    assert 'value="Lý Thị Mai"' in text_of(page)


def test_a_person_outside_is_not_there(cast, keeping):
    for name in ("canbo_caobang", "canbo_hagiang", "nguoi_la", "quantri"):
        stranger = cast.people[name].pk
        for address in ("", "phan-cong/", "mat-khau/"):
            assert keeping.get(f"{LIST}{stranger}/{address}").status_code == 404
            assert keeping.post(f"{LIST}{stranger}/{address}", a_new_person()).status_code == 404
    assert keeping.get(f"{LIST}{2**70}/").status_code == 404


def test_renaming_and_closing(cast, keeper, keeping):
    held = cast.people["canbo_baolac"]
    address = reverse("people:person", args=[held.pk])
    assert keeping.post(address, {"full_name": "Lý Văn Sơn", "is_active": "no", "version": 1}).url == address
    assert [(e.before, e.after) for e in history_of(held)] == [
        ({"full_name": "Nông Thị Hoa", "is_active": True}, {"full_name": "Lý Văn Sơn", "is_active": False})
    ]
    browser = Client()
    answer = browser.post("/tai-khoan/dang-nhap/", {"username": held.username, "password": PASSWORD})
    assert answer.status_code == 200


def test_where_reminders_go_is_written_by_oneself_or_the_keeper_and_never_a_private_address(cast, keeper, keeping):
    held, browser = cast.people["canbo_baolac"], cast.client("canbo_baolac")
    assert browser.post("/tai-khoan/thu-cong-vu/", {"email": " Hoa.NT@caobang.gov.vn "}).url == "/tai-khoan/"
    assert 'value="hoa.nt@caobang.gov.vn"' in browser.get("/tai-khoan/").content.decode()
    refused = browser.post("/tai-khoan/thu-cong-vu/", {"email": "hoa@gmail.com"})
    assert (refused.status_code, refused.context["form"].errors) == (
        422, {"email": ["Chỉ ghi thư công vụ của cơ quan; thư riêng thì không."]}
    )  # fmt: skip
    assert browser.post("/tai-khoan/thu-cong-vu/", {"email": "hoa"}).status_code == 422
    address = reverse("people:person", args=[held.pk])
    sent = {"full_name": held.full_name, "is_active": "yes", "email": "bts@caobang.gov.vn"}
    sent["version"] = User.objects.get(pk=held.pk).version
    assert keeping.post(address, sent).url == address
    assert User.objects.get(pk=held.pk).email == "bts@caobang.gov.vn"
    sent["version"] += 1
    assert keeping.post(address, sent | {"email": "hoa@yahoo.com.vn"}).status_code == 422
    assert browser.post("/tai-khoan/thu-cong-vu/", {"email": ""}).url == "/tai-khoan/"
    # Told that it changed, by whom, and never which it is.
    assert [(e.actor_name, e.after) for e in history_of(held)] == [
        (held.display_name, {"reminder_address": ""}),
        (keeper.display_name, {"reminder_address": "***"}),
        (held.display_name, {"reminder_address": "***"}),
    ]
    assert User.objects.get(pk=held.pk).email == ""


def test_the_slower_of_two_administrators_sees_what_the_other_saved_and_keeps_his_text(cast, keeper, keeping):
    held = cast.people["canbo_baolac"]
    row = held.assignments.get(unit__key="new-01327")
    edit_person(by=cast.people["quantri"], user=held, version=1, full_name="Lý Văn Sơn", is_active=True)
    set_last_day(by=cast.people["quantri"], assignment=row, version=1, valid_to=date(2027, 1, 31))
    for address, sent, theirs in (
        (reverse("people:person", args=[held.pk]), {"full_name": "Nông Thị Huê", "is_active": "no"},
         [("Họ và tên", "Lý Văn Sơn"), ("Tài khoản", "Đang dùng")]),
        (reverse("people:last_day", args=[held.pk, row.pk]), {"valid_to": "31/12/2026"},
         [("Đến hết ngày", "31/01/2027")]),
    ):  # fmt: skip
        answer = keeping.post(address, sent | {"version": 1})
        form = answer.context["form"]
        assert (answer.status_code, form.theirs) == (409, theirs)
        assert "vừa được người khác sửa; hãy xem lại trước khi lưu." in text_of(answer)
        assert {name: form[name].value() for name in sent} == sent
        held.refresh_from_db(), row.refresh_from_db()
        assert (held.full_name, held.is_active, row.valid_to) == ("Lý Văn Sơn", True, date(2027, 1, 31))
    # Sent again after looking, it is saved.
    assert keeping.post(address, sent | {"version": form["version"].value()}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == date(2026, 12, 31)


def test_a_new_password_is_told_once_and_kept_nowhere(cast, keeper, keeping):
    held = cast.people["canbo_baolac"]
    address = reverse("people:new_password", args=[held.pk])
    assert keeping.get(address).status_code == 200
    password = keeping.post(address).context["password"]
    held.refresh_from_db()
    assert (held.must_change_password, held.check_password(password)) == (True, True)
    (event,) = history_of(held)
    assert (event.verb, event.actor, event.after) == ("password_given", keeper, {"password": "***"})


def test_an_account_that_reaches_beyond_is_not_one_s_to_open(cast, keeper, keeping):
    """A password given for such an account would open what its keeper has no right to."""
    held = cast.people["canbo_baolac"]
    Assignment.objects.create(user=held, role=Role.LEADER, unit=cast["old-04"], valid_from=date(2027, 1, 1))
    before = User.objects.get(pk=held.pk).password
    assert keeping.post(f"{LIST}{held.pk}/mat-khau/").status_code == 403
    answer = keeping.post(f"{LIST}{held.pk}/", {"full_name": "Khác", "is_active": "no"})
    assert answer.status_code == 403
    for deed in (give_new_password, lambda **who: edit_person(**who, version=1, full_name="Khác", is_active=False)):
        with pytest.raises(NotYours):
            deed(by=keeper, user=held)
    held.refresh_from_db()
    assert (held.password, held.is_active, held.full_name) == (before, True, "Nông Thị Hoa")
    shown = keeping.get(f"{LIST}{held.pk}/")
    assert (shown.context["form"], "Tỉnh Cao Bằng" in text_of(shown)) == (None, False)


def test_nobody_raises_himself(cast, keeper, keeping):
    assert not may_keep_account(keeper, keeper)
    with pytest.raises(NotYours):
        assign(by=keeper, user=keeper, role=Role.APPROVER, unit=cast["new-01327"], valid_from=date(2026, 1, 1))
    sent = {"role": "approver", "unit": "new-01327", "valid_from": TODAY, "valid_to": ""}
    assert "Không tự phân công cho mình" in text_of(keeping.post(f"{LIST}{keeper.pk}/phan-cong/", sent))
    assert [a.role for a in keeper.assignments.all()] == ["unit_admin"] * 3


def test_a_superuser_or_a_back_office_account_is_never_a_unit_s_to_keep(cast, keeper):
    for columns in ({"is_staff": True}, {"is_superuser": True}):
        held = person(f"ai.{len(columns)}.{next(iter(columns))}", Role.CLERK, "old-043", **columns)
        assert not may_keep_account(keeper, held)


def test_a_deputy_acts_between_two_days(cast, keeper, keeping, time_machine):
    held = with_second_factor(cast.people["canbo_baolac"])
    today = timezone.localdate()
    sent = {
        "role": "unit_admin", "unit": "new-01327",
        "valid_from": today.strftime("%d/%m/%Y"),
        "valid_to": (today + timedelta(days=6)).strftime("%d/%m/%Y"),
    }  # fmt: skip
    assert keeping.post(f"{LIST}{held.pk}/phan-cong/", sent).url == f"{LIST}{held.pk}/"
    assert "đã giữ vai trò ấy" in text_of(keeping.post(f"{LIST}{held.pk}/phan-cong/", sent))
    seen = []
    for days in (0, 6, 7):
        time_machine.move_to(timezone.make_aware(datetime.combine(today + timedelta(days=days), time(9))))
        seen.append(cast.client("canbo_baolac").get(LIST).status_code)
    assert seen == [200, 200, 403]


def test_an_assignment_is_ended_by_its_last_day(cast, keeper, keeping):
    held = cast.people["canbo_baolac"]
    row = held.assignments.get(unit__key="new-01327")
    address = reverse("people:last_day", args=[held.pk, row.pk])
    assert keeping.get(address).status_code == 200
    assert "Ngày cuối phải từ ngày bắt đầu" in text_of(keeping.post(address, {"valid_to": "30/06/2025", "version": 1}))
    assert keeping.post(address, {"valid_to": "31/12/2025", "version": 1}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == date(2025, 12, 31)
    assert [(e.verb, e.before, e.after) for e in history_of(row)] == [
        ("edit", {"valid_to": None}, {"valid_to": "2025-12-31"})
    ]
    other = cast.people["canbo_caobang"].assignments.get(unit__key="new-04")
    for pk in (held.pk, other.user_id):
        assert keeping.post(f"{LIST}{pk}/phan-cong/{other.pk}/", {"valid_to": ""}).status_code == 404
    with pytest.raises(NotYours):
        set_last_day(by=keeper, assignment=other, version=1, valid_to=date(2025, 1, 1))


def test_the_rights_of_a_keeper_end_with_his_assignment(cast, keeper, keeping):
    keeper.assignments.update(valid_to=date(2026, 1, 1))
    assert keeping.get(LIST).status_code == 403
    with pytest.raises(NotYours):
        give_new_password(by=User.objects.get(pk=keeper.pk), user=cast.people["canbo_baolac"])


def test_the_back_office_gives_passwords_through_the_same_page(cast):
    held = cast.people["canbo_baolac"]
    answer = cast.client("quantri").post(
        f"/admin/accounts/user/{held.pk}/password/", {"password1": "x", "password2": "x"}
    )
    assert answer.url == reverse("people:new_password", args=[held.pk])


def test_the_back_office_has_no_door_of_its_own_to_change_a_password(cast):
    held = cast.people["quantri"]
    sent = {
        "old_password": PASSWORD,
        "new_password1": "Mua dong lanh 2027",
        "new_password2": "Mua dong lanh 2027",
    }
    answer = cast.client("quantri").post("/admin/password_change/", sent)
    assert answer.url == "/tai-khoan/mat-khau/"
    held.refresh_from_db()
    assert held.check_password(PASSWORD)


def test_the_list_costs_the_same_for_many(cast, keeping):
    with CaptureQueriesContext(connection) as few:
        keeping.get(LIST)
    for n in range(60):
        person(f"can.bo.{n}", Role.CLERK, "old-01330")
    with CaptureQueriesContext(connection) as many:
        page = keeping.get(LIST)
    assert len(many) == len(few) <= 18
    assert (len(names(page)), page.context["count_label"]) == (50, "62 người")
    assert len(names(keeping.get(LIST, {"page": 2}))) == 12
    for page in ("0", "3", "x", "9" * 30):
        assert keeping.get(LIST, {"page": page}).status_code == 404
