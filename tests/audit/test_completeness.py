"""Every deed at every door leaves exactly one row of the log for each record it changed, or it leaves nothing at all."""

import logging

import pytest
from django.apps import apps
from django.db import transaction

from audit.models import Event
from tests.doors.conftest import world  # noqa: F401  the world of the doors, with somebody entitled for each deed
from tests.doors.deeds import DEEDS
from tests.doors.people import ADMINISTRATOR, PEOPLE
from tests.doors.state import differing, tables, whole_state
from tests.doors.test_writing import address_of, send
from tests.doors.walking import doors

pytestmark = pytest.mark.django_db
TOLD = {
    "accounts_assignment", "accounts_user", "models_registry_campaign", "models_registry_registration",
    "models_registry_tag", "recognition_appraisalteam", "recognition_award", "recognition_conclusion",
    "recognition_criteriaset", "recognition_decision", "recognition_exemplary", "recognition_minutes",
    "recognition_proposal", "recognition_replication", "recognition_scoresheet", "recognition_selfassessment",
    "recognition_yearlycheck", "resolutions_document", "resolutions_explanation", "resolutions_progressreport",
    "resolutions_reportingperiod", "resolutions_target", "units_hostagency", "units_organisation",
}  # fmt: skip
"""Tables whose every changed row has its own row of the log."""
NOT_TOLD = {
    "accounts_user_groups": "groups are not used: rights come from assignments",
    "accounts_user_user_permissions": "not used either",
    "auth_group": "not used",
    "auth_group_permissions": "not used",
    "audit_redaction": "what stands in a row of the log for personal data taken out, and names that row",
    "audit_seal": "made over the log itself, and printed",
    "intake_columnmapping": "how an office heads its columns, learnt again at the next import",
    "intake_importbatch": "a file on its way; what it brings in is told row by row under its number",
    "intake_importturn": "the row at which two imports meet",
    "knox_authtoken": "a sign-in, told as one",
    "models_registry_attachment": "told as the registration's: attach",
    "models_registry_campaignlevel": "told as its campaign's: create, edit",
    "models_registry_stagechange": "told as the registration's: advance, recognise, withdraw",
    "models_registry_codecounter": "the last number given out",
    "models_registry_mobilizationmodel": "told as its registration's: register, edit, rectify",
    "models_registry_mobilizationmodel_tags": "told as the registration's: tag",
    "models_registry_registrationdraft": "a draft is no record: docs/decisions/003",
    "recognition_digestsent": "that a reminder went out on a day, written by the daily command",
    "resolutions_assignment": "told as the target's: assign, inherit, take_back_target; its figure as the report's",
    "resolutions_documentlink": "told as the document's: link",
    "resolutions_documentscan": "told as the document's: attach",
    "resolutions_evidence": "told as the report's: attach",
    "resolutions_inheritancenotice": "told as the target's: inherit",
    "resolutions_issuedcount": "told as the document's: report_issued",
    "resolutions_reportchange": "the report's own history, told as the report's",
    "resolutions_roadmapstep": "told as the target's: define, revise",
    "resolutions_targetversion": "told as the target's: define, revise",
    "resolutions_taskgroup": "told as the document's: group_tasks",
    "recognition_decisionline": "told as the decision's: draft, edit_draft, sign; of a signed one as the registration's",
    "recognition_decisionscan": "told as the decision's: attach",
    "recognition_recognition": "told as the registration's: recognise, revoke, reinstate",
    "units_edition": "the word that stands for the units, changed by the database",
    "recognition_criterion": "told as its set's: create, edit",
    "recognition_minutes_present": "told as the minutes': draw_up",
    "recognition_minutesline": "told as the minutes': draw_up",
    "recognition_scoreline": "told as the sheet's, without the points: whoever reads the log may still have to score",
    "recognition_selfanswer": "told as the self-assessment's: self_assess",
    "recognition_teammember": "told as the team's: create, edit",
    "units_formerunit": "an official list, written by a command",
    "units_geography": "worked out from the units",
    "units_placement": "worked out from the units",
    "units_succession": "an official list, written by a command",
    "units_unit": "an official list, written by a command",
    "units_unitname": "an official list, written by a command",
}
"""Tables whose rows have none, with the reason."""
PARTS = {
    "resolutions.document": {"documentlink", "documentscan", "issuedcount", "taskgroup"},
    "resolutions.target": {"assignment", "inheritancenotice"},
}
"""Records told of where nothing but a part of theirs was written, with the tables of the parts."""
NOT_RECORDS = (
    "mfa_",
    "socialaccount_",
    "account_",
    "axes_",
    "accounts_secondstep",
    "django_cache",
    "accounts_trusted",
)
"""Beginnings of tables of signing in: what happens there is told as a sign-in, tests/accounts."""
LOOKS = {"report_personal", "look", "download", "export", "export_log", "export_targets", "export_template"}
"""Verbs that tell who read, and of no change."""


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_every_table_is_told_of_or_says_why_not():
    unsaid = [t for t in tables() if t not in TOLD | set(NOT_TOLD) and not t.startswith(NOT_RECORDS)]
    assert unsaid == [], f"say in TOLD or NOT_TOLD of {__file__} how the log tells of {unsaid}"


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_each_changed_record_has_one_row(world, deed):  # noqa: F811
    with transaction.atomic():
        client, address, before, last = _ready(world, deed)
        response = send(client, deed, address, deed.made(world, deed.of))
        assert response.status_code in (200, 201, 302)
        after, events = whole_state(), list(Event.objects.filter(id__gt=last).exclude(verb__in=LOOKS))
        transaction.set_rollback(True)
    assert differing(before, after) or deed.route == "tai-khoan/dang-xuat/"
    changed = {(_label(table), pk) for table in TOLD for pk in _changed(before[table], after[table])}
    told = [(e.subject_type, e.subject_id) for e in events if e.subject_id is not None]
    assert {one for one in told if told.count(one) > 1} == set()
    assert changed - set(told) == set()
    parts = {table.partition("_")[2] for table in differing(before, after)}
    unchanged = {one for one in set(told) - changed if one[0] != "accounts.user" and not PARTS.get(one[0], set()) & parts}
    assert unchanged == set() or deed.own
    if len(told) > 1 and deed.route.startswith("nhap/"):
        assert len({e.batch for e in events}) == 1
        assert events[0].batch is not None


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_where_the_log_cannot_be_written_nothing_is(world, deed, monkeypatch):  # noqa: F811
    def refuse(*args, **kwargs):
        raise RuntimeError("the log is full")

    with transaction.atomic():
        client, address, before, _last = _ready(world, deed)
        with monkeypatch.context() as broken:
            broken.setattr(Event, "save", refuse)
            broken.setattr("audit.recording.insert_many", refuse)
            response = send(client, deed, address, deed.made(world, deed.of))
        left = set(differing(before, whole_state()))
        transaction.set_rollback(True)
    if response.status_code == 500:
        assert left == set()
    else:
        assert left <= set(NOT_TOLD), "written without its row of the log"


def _ready(world, deed):  # noqa: F811
    client = world.client(next(one for one in [*PEOPLE, ADMINISTRATOR] if one.name == deed.by))
    if deed.kind == "draft":
        door = next(door for door in doors() if door.route == deed.route)
        address = door.filled({"pk": world.records["draft"][deed.by].pk})
    else:
        address = address_of(world, deed, deed.of)
    return (
        client,
        address,
        whole_state(),
        Event.objects.order_by("-id").values_list("id", flat=True).first() or 0,
    )


def _label(table: str) -> str:
    return next(m._meta.label_lower for m in apps.get_models() if m._meta.db_table == table)


def _changed(before: list, after: list) -> set[int]:
    """Keys of rows that came, went or are no longer the same."""
    return {row[0] for row in set(before) ^ set(after)}
