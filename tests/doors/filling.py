"""How the parts of an address are filled: with whose record of which kind. A part nobody has told of fails in words."""

import re
from urllib.parse import quote
from uuid import UUID

from django.contrib.contenttypes.models import ContentType

from models_registry.models import Registration
from tests.doors.country import PLANTED
from tests.doors.walking import Door
from tests.doors.world import World

# Where the route begins like this, its part of that name is a record of this kind; the first that fits is taken.
KINDS = [
    ("mo-hinh/nhap/<pk>/", "pk", "draft"),
    ("mo-hinh/tai-lieu/<pk>/", "pk", "attachment"),
    ("mo-hinh/ma/<pk>/", "pk", "model"),
    ("mo-hinh/dot/<pk>/", "pk", "campaign"),
    ("mo-hinh/<pk>/", "pk", "registration school"),
    ("cong-nhan/ho-so/<pk>/", "pk", "registration free"),
    ("cong-nhan/ho-so/<pk>/<step>/", "step", "step"),
    ("cong-nhan/du-thao/<kind>/", "kind", "draftkind"),
    ("cong-nhan/ban-quet/<pk>/", "pk", "scan"),
    ("cong-nhan/<pk>/dua-ra/", "pk", "amending"),
    ("cong-nhan/<pk>/dong/<line>/", "pk", "drafted"),
    ("cong-nhan/<pk>/dong/<line>/", "line", "line"),
    *[(f"cong-nhan/<pk>/{part}/", "pk", "drafted") for part in ("sua", "danh-sach", "bo-dong", "ky", "bo")],
    ("cong-nhan/<pk>/", "pk", "decision drafted"),
    ("cong-nhan/tieu-chi/<pk>/", "pk", "criteria"),
    ("cong-nhan/to-tham-dinh/<pk>/", "pk", "team"),
    ("cong-nhan/tham-dinh/<pk>/", "pk", "registration judged scored"),
    ("cong-nhan/bien-ban/<pk>/", "pk", "minutes"),
    ("cong-nhan/tieu-bieu/<pk>/", "pk", "exemplary"),
    ("cong-nhan/de-nghi/<pk>/", "pk", "proposal"),
    ("cong-nhan/kiem-tra/<pk>/", "pk", "model"),
    ("cong-nhan/nhan-rong/lien-ket/<pk>/", "pk", "replication"),
    ("cong-nhan/nhan-rong/<pk>/", "pk", "model"),
    ("viec/<key>/", "key", "queue"),
    ("nhap/<pk>/", "pk", "waiting done"),
    ("nhap/chi-tieu/<pk>/", "pk", "period"),
    ("nghi-quyet/ky/<pk>/", "pk", "period"),
    ("nghi-quyet/bao-cao/<pk>/", "pk", "sent_report accepted_report"),
    ("nghi-quyet/minh-chung/<pk>/", "pk", "evidence"),
    ("nghi-quyet/ban-chup/<pk>/", "pk", "paper_scan"),
    ("nghi-quyet/giai-trinh/<pk>/", "pk", "explanation"),
    ("nghi-quyet/so-lieu/<pk>/", "pk", "given quiet"),
    ("nghi-quyet/so-lieu/<pk>/ky/<period>/", "period", "half"),
    ("nghi-quyet/chi-tieu/<pk>/", "pk", "target"),
    ("nghi-quyet/<pk>/", "pk", "document"),
    ("bao-cao/chi-tieu/<pk>/", "pk", "document"),
    ("quan-tri/nguoi-dung/<pk>/", "pk", "idle user"),
    ("quan-tri/nguoi-dung/<pk>/phan-cong/<assignment>/", "assignment", "assignment"),
    ("quan-tri/danh-muc/co-quan/<pk>/", "pk", "kept_organisation"),
    ("quan-tri/danh-muc/tieu-linh-vuc/<pk>/", "pk", "kept_tag"),
    ("admin/audit/event/<object_id>/", "object_id", "event"),
    ("admin/models_registry/registration/<object_id>/", "object_id", "registration"),
    ("admin/models_registry/mobilizationmodel/<object_id>/", "object_id", "model"),
    ("admin/models_registry/tag/<object_id>/", "object_id", "tag"),
    ("admin/recognition/decision/<object_id>/", "object_id", "decision"),
    ("admin/recognition/recognition/<object_id>/", "object_id", "recognition"),
    ("admin/recognition/exemplary/<object_id>/", "object_id", "exemplary"),
    ("admin/recognition/proposal/<object_id>/", "object_id", "proposal"),
    ("admin/recognition/award/<object_id>/", "object_id", "award"),
    ("admin/recognition/yearlycheck/<object_id>/", "object_id", "check"),
    ("admin/recognition/conclusion/<object_id>/", "object_id", "conclusion"),
    ("admin/resolutions/document/<object_id>/", "object_id", "document"),
    ("admin/intake/importbatch/<object_id>/", "object_id", "waiting"),
    ("admin/intake/columnmapping/<object_id>/", "object_id", "heading"),
    ("admin/units/unit/<object_id>/", "object_id", "unit"),
    ("admin/units/organisation/<object_id>/", "object_id", "organisation"),
    ("admin/units/", "object_id", "missing"),
    ("admin/accounts/user/<object_id>/", "object_id", "idle"),
    ("admin/accounts/user/<id>/", "id", "idle"),
    ("admin/accounts/assignment/<object_id>/", "object_id", "assignment"),
    ("admin/r/<content_type_id>/", "content_type_id", "content type"),
    ("admin/r/<content_type_id>/<object_id>/", "object_id", "registration"),
    ("admin/<app_label>/", "app_label", "app"),
    ("admin/<url>", "url", "missing"),
    ("api/v1/units/<key>/", "key", "unit key"),
    ("api/v1/models/<pk>/", "pk", "model"),
    ("api/v1/registrations/<pk>/", "pk", "registration gone free school"),
    ("api/v1/decisions/<pk>/", "pk", "decision"),
    ("api/v1/documents/<pk>/", "pk", "document"),
    ("api/v1/targets/<pk>/", "pk", "target"),
    ("api/v1/assignments/<pk>/", "pk", "given quiet"),
    ("api/v1/progress-reports/<pk>/", "pk", "sent_report accepted_report open_report"),
    ("api/<anything>/", "anything", "missing"),
]
SHOWN_BY = {
    "school": "school", "campaign": "campaign",
    "registration": "name", "gone": "gone", "free": "free", "model": "name", "attachment": "file",
    "decision": "number", "scan": "scanbytes", "drafted": "drafted", "amending": "drafted", "line": "drafted",
    "recognition": "name", "document": "title", "waiting": "upload", "done": "imported",
    "heading": "heading", "idle": "idle", "user": "idle", "assignment": "idle", "event": "name", "tag": "tag",
    "kept_organisation": "idle", "kept_tag": "idle", "exemplary": "name", "proposal": "name", "replication": "replica",
    "award": "award", "check": "checked", "conclusion": "concluded",
    "criteria": "criteria", "draft_criteria": "draftcriteria", "team": "team", "minutes": "minutes",
    "acting": "judged", "judged": "judged", "scored": "judged", "stale": "judged", "settled": "judged", "own_team": "team",
    "period": "period", "half": "period", "sent_report": "reported", "accepted_report": "reported", "open_report": "reported",
    "evidence": "proof",
    "paper_scan": "copy", "explanation": "asked", "given": "reported", "quiet": "reported", "target": "target",
}  # fmt: skip
"""The mark by which a record of the kind may be seen at all; a kind that is not here is open to everybody."""
OF_SOME_UNITS = ("criteria", "draft_criteria", "acting", "judged", "scored", "stale", "settled", "own_team")
"""Kinds of which only some units hold a record; another unit's address then leads nowhere."""
NO_NUMBER, NO_UUID = 987_654_321, UUID(int=0)
MISSING = {
    "draft": NO_NUMBER,
    "waiting": NO_UUID,
    "done": NO_UUID,
    "unit key": "old-99999",
    "queue": "khong-co",
    "content type": 9999,
}


class DoNotKnow(AssertionError):
    """A door nobody has told how to knock at."""


def kinds_of(door: Door) -> dict[str, list[str]]:
    """For each part of the route the kinds of records that fill it."""
    found = {}
    for part in door.parts:
        kinds = next((k for begins, name, k in KINDS if name == part and door.route.startswith(begins)), None)
        if kinds is None:
            raise DoNotKnow(f"say how to fill <{part}> of {door} in KINDS of tests/doors/filling.py")
        found[part] = ["content type"] if kinds == "content type" else (
            [kinds] if kinds == "unit key" else kinds.split()
        )  # fmt: skip
    return found


def value_of(world: World, kind: str, key: str) -> object:
    """What stands in the address for the unit's record of the kind."""
    records = world.records
    if kind == "unit key":
        return key
    if kind == "unit":
        return world.units[key].pk
    if kind == "step":
        return "start"
    if kind == "queue":
        return "bat-dau"
    if kind == "draftkind":
        return "commendation"
    if kind == "scan":
        return records["decision"][key].scans.first().pk
    if kind == "line":
        return records["drafted"][key].lines.first().pk
    if kind == "app":
        return "models_registry"
    if kind == "content type":
        return ContentType.objects.get_for_model(Registration).pk
    if kind == "model":
        return records["registration"][key].model_id
    if kind == "recognition":
        return records["registration"][key].recognitions.first().pk
    if kind == "award":
        return records["registration"][key].awards.first().pk
    if kind == "check":
        return records["registration"][key].yearly_checks.first().pk
    if kind == "conclusion":
        return records["registration"][key].conclusion.pk
    if kind == "assignment":
        return records["idle"][key].assignments.first().pk
    if kind == "event":
        return world.events[key]
    if kind == "draft":
        return records["draft"][list(world.people)[PLANTED.index(key) % len(world.people)]].pk
    if kind in ("tag", "kept_tag", "campaign", *OF_SOME_UNITS) and key not in records[
        "tag" if kind == "campaign" else kind.removeprefix("kept_")
    ]:
        return NO_NUMBER
    kind = kind.removeprefix("kept_")
    return NO_NUMBER if kind == "missing" else records[kind][key].pk


def without_number(text: str, address: str, value: object) -> str:
    """The answer as it would be for any record: its address, the form's token and the page's nonce taken out."""
    path = address.partition("?")[0]
    for written in (path, quote(path, safe=""), quote(path), f"subject_id={value}"):
        text = text.replace(written, "#")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r'"X-CSRFToken": ?"[^"]*"|nonce="[^"]*"', "", text)
