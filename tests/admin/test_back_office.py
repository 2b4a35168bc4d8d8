"""The back office: what it shows, what it refuses to write, and who gets in."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Assignment, User
from audit.models import Event
from audit.querysets import history_of
from models_registry.models import Registration, Tag
from tests.api.conftest import TOWN
from tests.casts import person, with_second_factor
from tests.pages import text_of
from units.models import Organisation

CHANGELISTS = [
    "accounts_assignment", "accounts_user", "audit_event", "models_registry_mobilizationmodel",
    "models_registry_registration", "models_registry_tag", "recognition_decision", "recognition_recognition",
    "recognition_exemplary", "recognition_proposal", "recognition_award", "recognition_yearlycheck", "recognition_conclusion",
    "units_formerunit", "units_geography", "units_organisation", "units_unit",
]  # fmt: skip
WRITTEN_BY_DEEDS = ["models_registry_mobilizationmodel", "models_registry_registration", "recognition_decision",
                    "recognition_recognition", "audit_event", "units_unit"]  # fmt: skip


@pytest.mark.parametrize("name", CHANGELISTS)
def test_every_changelist_opens_and_is_searched(register, people, asking, name):
    client = asking(people.admin)
    address = reverse(f"admin:{name}_changelist")
    assert client.get(address).status_code == 200
    for text in ("bảo lạc", "CB-2023", "%", "12-qđ"):
        assert client.get(address, {"q": text}).status_code == 200


@pytest.mark.parametrize("name", CHANGELISTS)
def test_an_address_no_database_can_answer_is_refused(register, people, asking, name):
    client = asking(people.admin)
    address = reverse(f"admin:{name}_changelist")
    for query in ("q=%00", "pk=%00", "within=%00", "%00=1", "unit__key=%00"):
        assert client.get(f"{address}?{query}").status_code == 400
    for query in (
        "within=khong-co",
        "p=1000000000",
        "o=99",
        "khong_co=1",
        "unit__khong__co=1",
        "id__in=x",
        "all=%FF",
    ):
        assert client.get(f"{address}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("name", WRITTEN_BY_DEEDS)
def test_what_deeds_write_is_only_read_here(register, people, asking, name):
    client = asking(people.admin)
    model = next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)
    row = model.objects.order_by("-pk").first()
    assert client.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200
    assert client.post(reverse(f"admin:{name}_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse(f"admin:{name}_add"), {}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_a_registration_leads_to_its_page_and_to_its_log(register, people, asking):
    client = asking(people.admin)
    shown = client.get(reverse("admin:models_registry_registration_change", args=[register.roads.pk]))
    assert f'href="{reverse("models_registry:detail", args=[register.roads.pk])}"' in shown.content.decode()
    log = client.get(
        reverse("admin:models_registry_registration_history", args=[register.roads.pk]), follow=True
    )
    assert [e.subject_id for e in log.context["cl"].result_list] == [register.roads.pk]


def test_the_register_is_searched_without_accents(register, people, asking):
    found = asking(people.admin).get(
        reverse("admin:models_registry_registration_changelist"), {"q": "DUONG hoa"}
    )
    assert list(found.context["cl"].result_list) == [register.roads]


def test_changelists_obey_the_scope(register, people, asking):
    from django.contrib.auth.models import Permission

    people.district.is_staff = True
    people.district.save()
    with_second_factor(people.district)
    people.district.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = asking(people.district)
    for name in ("registration", "mobilizationmodel"):
        page = client.get(reverse(f"admin:models_registry_{name}_changelist")).content.decode()
        assert "Đường hoa nông thôn" in page
        assert "DẤU-RIÊNG" not in page
    outside = reverse("admin:models_registry_registration_change", args=[register.foreign.pk])
    assert client.get(outside).status_code == 302
    for shut in ("audit_event", "accounts_user", "accounts_assignment"):
        assert client.get(reverse(f"admin:{shut}_changelist")).status_code == 403


def test_people_sign_in_at_the_one_page_and_strangers_are_turned_away(client, people, asking):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('login')}?next=/admin/"
    assert asking(people.leader).get("/admin/", follow=True).status_code == 403
    assert client.post("/admin/login/", {"username": "quan.tri", "password": "x"}).status_code == 302


def test_a_person_made_here_is_in_the_log_without_the_password(people, asking, country):
    client = asking(people.admin)
    sent = {
        "username": "can.bo.moi", "full_name": "Lý Thị Mai", "usable_password": "true",
        "password1": "Mot-mat-khau-dai-9", "password2": "Mot-mat-khau-dai-9",
        "assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert client.post(reverse("admin:accounts_user_add"), sent).status_code == 302
    made = User.objects.get(username="can.bo.moi")
    (event,) = history_of(made)
    assert (event.verb, event.actor, event.door) == ("create", people.admin, "admin")
    assert event.after["full_name"] == "Lý Thị Mai"
    assert "Mot-mat" not in str(event.after)


def test_an_address_of_reminders_is_taken_here_as_on_the_person_s_own_page(people, asking):
    client, mai = asking(people.admin), person("mai")
    address = reverse("admin:accounts_user_change", args=[mai.pk])
    sent = {
        "username": "mai", "full_name": mai.full_name, "is_active": "on", "seen_version": mai.version,
        "assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0,
    }  # fmt: skip
    private = client.post(address, sent | {"email": "mai@gmail.com"})
    assert private.context["adminform"].form.errors == {
        "email": ["Chỉ ghi thư công vụ của cơ quan; thư riêng thì không."]
    }
    assert User.objects.get(pk=mai.pk).email == ""
    assert client.post(address, sent | {"email": " Mai@CaoBang.gov.vn "}).status_code == 302
    assert User.objects.get(pk=mai.pk).email == "mai@caobang.gov.vn"


def test_an_assignment_given_and_ended_is_in_the_log(people, asking, country):
    client, mai = asking(people.admin), person("mai")
    sent = {
        "user": mai.pk,
        "role": "clerk",
        "unit": country[TOWN].pk,
        "valid_from": "01/02/2026",
        "valid_to": "",
    }
    assert client.post(reverse("admin:accounts_assignment_add"), sent).status_code == 302
    given = Assignment.objects.get(user=mai)
    address = reverse("admin:accounts_assignment_change", args=[given.pk])
    assert client.post(address, sent | {"valid_to": "31/03/2026", "seen_version": 1}).status_code == 302
    late = client.post(address, sent | {"valid_to": "30/06/2026", "seen_version": 1})
    assert (late.status_code, "Đến ngày: 31/03/2026" in text_of(late), 'value="30/06/2026"' in text_of(late)) == (
        200, True, True,
    )  # fmt: skip
    assert [(e.verb, e.before, e.after) for e in history_of(given)] == [
        ("edit", {"valid_to": None}, {"valid_to": "2026-03-31"}),
        ("create", None, {"role": "clerk", "unit": TOWN, "valid_from": "2026-02-01"}),
    ]
    assert (
        client.post(reverse("admin:accounts_assignment_delete", args=[given.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_an_organisation_and_a_tag_are_saved_to_be_found(people, asking, country):
    client, unit = asking(people.admin), country["old-04"]
    made = {"name": "Công an  tỉnh", "kind": "police", "unit": unit.pk, "valid_from": "", "valid_to": ""}
    assert client.post(reverse("admin:units_organisation_add"), made).status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.folded_name) == ("Công an tỉnh", "cong an tinh")
    tag = {"name": "Xây dựng nông thôn mới", "field": "economy", "unit": unit.pk, "valid_to": ""}
    assert client.post(reverse("admin:models_registry_tag_add"), tag).status_code == 302
    assert Tag.objects.get().folded_name == "xay dung nong thon moi"
    assert list(Event.objects.order_by("id").values_list("verb", "subject_text")) == [
        ("create", "Công an tỉnh"),
        ("create", "Xây dựng nông thôn mới"),
    ]


def test_a_name_taken_in_the_unit_is_refused_in_words(people, asking, country):
    client, unit = asking(people.admin), country["old-04"]
    made = {"name": "Công an tỉnh", "kind": "police", "unit": unit.pk, "valid_from": "", "valid_to": ""}
    client.post(reverse("admin:units_organisation_add"), made)
    answer = client.post(reverse("admin:units_organisation_add"), made | {"name": "CÔNG AN TỈNH"})
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert Organisation.objects.count() == 1


def test_a_changelist_costs_the_same_with_one_row_and_with_three(people, asking, country):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import a_registration

    client, address = asking(people.admin), reverse("admin:models_registry_registration_changelist")
    for number in (1, 2, 3):
        a_registration(TOWN)
        if number in (1, 3):
            with CaptureQueriesContext(connection) as run:
                client.get(address)
            assert len(run) == 11, [q["sql"][:100] for q in run]
    assert Registration.objects.count() == 3
