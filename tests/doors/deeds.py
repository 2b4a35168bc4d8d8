"""What may be sent to the doors that change something: for each a body that somebody entitled would succeed with, about
the records of one unit. A door that takes a body and is not here fails in words."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from intake.targets.layout import COLUMN
from intake.targets.rows import with_reports
from intake.targets.template import HEADING, targets_workbook
from tests.casts import PASSWORD, device_code
from tests.doors.country import LEVEL
from tests.doors.people import ADMINISTRATOR, CAO_BANG
from tests.doors.planting import NAMESAKE
from tests.doors.workbook import a_filled_register
from tests.doors.world import World
from tests.pages import a_full_form

NEW_PASSWORD = "Khac-Han-Mat-Khau-Cu-93"
SEEN, UNCHANGED = {"seen_version": 1}, {"version": 1}
"""What a form carries, in the back office and elsewhere, of a record nobody has changed yet."""


@dataclass(frozen=True)
class Deed:
    """`kind` is the kind of record whose number stands in the address, `made` the body about a unit's records; `of`
    the unit whose records it succeeds with; `mixed` the same body with a part of another unit's beside one's own."""

    route: str
    made: Callable[[World, str], dict]
    kind: str = ""
    of: str = "new-01327"
    by: str = "clerk.new-01327"
    """Somebody who may, by name."""
    mixed: Callable[[World, str, str], dict] | None = None
    method: str = "post"
    own: bool = False
    """About one's own account: nobody else's can be named."""
    led: bool = False
    """Done by the leader of the unit, who else only reads."""
    below: bool = False
    """About one's own unit, at a paper of a unit above that one works by."""

    @property
    def is_json(self) -> bool:
        return self.route.startswith("api/")

    def __str__(self):
        return f"{self.method} /{self.route}"


def _year(world: World, key: str) -> int:
    return world.records["free"][key].year


def _level(world: World, key: str) -> str:
    return LEVEL[world.units[key].tier]


def _form(world: World, key: str) -> dict:
    return a_full_form(
        unit=key, year=str(_year(world, key)), level=_level(world, key), name="Chuyện mới của làng"
    )


def _again(world: World, key: str) -> dict:
    """The next year of the unit's own model."""
    free = world.records["free"][key]
    return _form(world, key) | {"model": free.model_id, "phase": "maintained", "year": str(free.year + 1)}


def _version(kind: str, **more):
    return lambda world, key: more | {"version": world.records[kind][key].version}


def _edited(world: World, key: str) -> dict:
    held = world.records["free"][key]
    return _form(world, key) | {"version": held.version, "notes": "Sửa tay"}


def _decided(world: World, key: str) -> dict:
    return {
        "number": "99-QĐ/MỚI", "signed_on": "20/12/2025", "issuing_body": "Ban Tuyên giáo và Dân vận", "unit": key,
        "level": "central", "registrations": [world.records["free"][key].pk],
    }  # fmt: skip


def _drafted(world: World, key: str) -> dict:
    return {
        "unit": key, "issuing_body": "Huyện ủy", "about": "về việc mới", "grounds": "", "reason": "Lý do mới",
        "signing_as": "head",
    }  # fmt: skip


def _signed(world: World, key: str) -> dict:
    return {
        "number": "97-QĐ/MỚI", "signed_on": "28/12/2025", "issuing_body": "Huyện ủy", "signer": "Người ký",
        "version": world.records["drafted"][key].version,
    }  # fmt: skip


def _sent_decision(world: World, key: str) -> dict:
    return {
        "number": "98-QĐ/MỚI", "signed_on": "2025-12-20", "issuing_body": "Ban Tuyên giáo và Dân vận", "unit": key,
        "registrations": [_line(world, key)],
    }  # fmt: skip


def _line(world: World, key: str) -> dict:
    return {"registration": world.records["free"][key].pk, "level": "central"}


def _registered(world: World, key: str) -> dict:
    return {
        "name": "Chuyện mới gửi qua máy", "unit": key, "year": _year(world, key), "level": _level(world, key),
        "phase": "new", "kind": "collective", "field": "economy",
    }  # fmt: skip


def _uploaded(world: World, key: str) -> dict:
    content, _, _ = a_filled_register(lambda kind: f"Ô {kind}", world.units[key])
    file = SimpleUploadedFile("so-moi.xlsx", content)
    return {"file": file, "unit": world.units[key].pk, "year": _year(world, key)}


def _columns(world: World, key: str) -> dict:
    mapping = world.records["waiting"][key].mapping
    return {f"column_{index}": name for name, index in mapping.items()} | {
        "issuer": "Huyện ủy",
        "remember": "on",
    }


def _document(world: World, key: str) -> dict:
    return {
        "kind": "resolution", "number": "77-NQ/MỚI", "issued_on": "20/12/2025", "issuer": "Huyện ủy", "unit": key,
        "title": "Về việc mới", "summary": "",
    }  # fmt: skip


def _assigned(world: World, key: str) -> dict:
    return {"role": "clerk", "unit": key, "valid_from": "01/03/2026", "valid_to": ""}


def _new_person(world: World, key: str) -> dict:
    return _assigned(world, key) | {"full_name": "Người Mới", "username": "nguoi.moi"}


def _asked_about(world: World, key: str) -> dict:
    return {"name": NAMESAKE, "unit": key}


def _decision_with(world: World, mine: str, theirs: str) -> dict:
    both = [world.records["free"][key].pk for key in (mine, theirs)]
    return _decided(world, mine) | {"registrations": both}


def _sent_with(world: World, mine: str, theirs: str) -> dict:
    return _sent_decision(world, mine) | {"registrations": [_line(world, mine), _line(world, theirs)]}


def _bulk(world: World, *keys: str) -> dict:
    chosen = [world.records["free"][key].pk for key in keys]
    return {"queue": "bat-dau", "step": "start", "on": "01/03/2026", "note": "", "registrations": chosen}


def _campaign(world: World, key: str) -> dict:
    return {
        "unit": world.units[key].pk, "year": "2027", "name": "Đợt mới", "opens_on": "02/03/2026", "guidance": "",
        "grassroots_taken": "unsaid", "province_taken": "taken", "province_deadline": "28/02/2027", "version": 1,
    }  # fmt: skip


def _tag(world: World, key: str) -> dict:
    return {"name": "Nhãn mới", "field": "economy", "unit": world.units[key].pk, "valid_to": ""}


def _chosen(world: World, key: str) -> dict:
    return {"level": "central", "on": "30/12/2025", "registrations": [world.records["registration"][key].pk]}


def _proposed(world: World, key: str) -> dict:
    return {
        "level": _level(world, key), "on": "30/12/2025", "form": "co_thi_dua", "granting_body": "Chính phủ",
        "registrations": [world.records["registration"][key].pk],
    }  # fmt: skip


def _ended(world: World, key: str) -> dict:
    return {"on": "31/12/2025", "reason": "Không còn nữa"}


def _replicated(world: World, key: str) -> dict:
    return {"on": "01/03/2026", "replica": "", "unit": key, "replica_name": "Nơi làm theo mới"}


def _came_of(world: World, key: str) -> dict:
    return {"on": "01/03/2026", "source": world.records["registration"][key].model.code}


def _set_form(world: World, key: str) -> dict:
    return {
        "name": "Tiêu chí mới", "source": "", "recognised_from": "50", "exemplary_from": "85", "joining": "mean",
        "criteria-TOTAL_FORMS": "1", "criteria-INITIAL_FORMS": "0", "criteria-0-code": "1", "criteria-0-text": "Có kết quả",
        "criteria-0-kind": "points", "criteria-0-max_points": "10", "criteria-0-weight": "1", "save": "1",
    }  # fmt: skip


def _new_set(world: World, key: str) -> dict:
    return _set_form(world, key) | {"unit": key, "year": "2026", "level": "province", "kind": "collective"}


def _team_of(world: World, key: str) -> dict:
    member = world.records["idle"][key].pk
    return {"unit": key, "year": "2027", "field": "economy", "name": "Tổ mới", "members": [member], "head": member}


def _assessment(world: World, key: str) -> dict:
    held = _one(world, "acting", key)
    stamp = world.records["criteria"]["new-04"].stamp
    return {"version": held.version, "criteria_stamp": stamp, "results": "Đã xong", "save": "1"} | _marks_of(world, "t", "Có ảnh")


def _scores(world: World, key: str) -> dict:
    return _seen_of(world, "judged", key) | _marks_of(world, "m", "30") | {"done": "1"}


def _marks_of(world: World, letter: str, said: str) -> dict:
    rows = world.records["criteria"]["new-04"].criteria.all()
    return {f"{letter}-{c.code}": "yes" if letter == "m" and c.is_met_or_not else said for c in rows}


def _seen_of(world: World, kind: str, key: str) -> dict:
    held = _one(world, kind, key)
    return {"version": held.version, "files": held.attachments.count(), "criteria_stamp": world.records["criteria"]["new-04"].stamp}


def _one(world: World, kind: str, key: str):
    """The unit's record of the kind, else the one there is: the address then leads nowhere of hers anyway."""
    held = world.records[kind]
    return held.get(key) or next(iter(held.values()))


def _minutes(world: World, key: str) -> dict:
    chosen = _one(world, "settled", key).pk
    head = world.people["approver.new-01327"].pk
    return {"held_on": "02/03/2026", "present": [head], "registrations": [chosen], "place": "Trụ sở"}


def _scanned(world: World, key: str) -> dict:
    return {"scan": SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n%%EOF")}


def _target_form(world: World, key: str) -> dict:
    return {
        "text": "Chỉ tiêu mới", "kind": "count_per_unit", "direction": "at_least", "value": "3", "measured_in": "cuộc",
        "recurrence": "yearly", "accumulation": "cumulative", "from_year": "2025",
    }  # fmt: skip


def _listed(world: World, key: str) -> dict:
    unit = world.units[key]
    return {"year": "2026", "who": f"tier:{unit.tier}", f"give-{unit.pk}-0": "on", f"value-{unit.pk}-0": "5"}


def _filled_workbook(world: World, key: str) -> dict:
    """The unit's workbook of a period that nobody has reported, with one figure in it."""
    period = world.records["half"][key]
    owed = with_reports([world.records["given"][key]], period, viewer=world.people[ADMINISTRATOR.name])
    book = load_workbook(BytesIO(targets_workbook(owed, world.units[key], period)))
    book.active.cell(HEADING + 1, COLUMN["figure"] + 1).value = "2"
    out = BytesIO()
    book.save(out)
    return {"file": SimpleUploadedFile("bieu.xlsx", out.getvalue()), "sending": "draft"}


def _sent_report(world: World, key: str) -> dict:
    return {"assignment": world.records["given"][key].pk, "period": world.records["half"][key].pk, "numerator": 2}


def _read(world: World, key: str) -> str:
    report = world.records["sent_report"][key]
    return f"{report.pk}:{report.version}"


RESOLUTION_DEEDS = [
    Deed("nhap/chi-tieu/", _filled_workbook),
    Deed("api/v1/progress-reports/", _sent_report),
    Deed("api/v1/progress-reports/<pk>/", _version("open_report", numerator=2), kind="open_report", method="patch"),
    Deed("api/v1/progress-reports/<pk>/submit/", _version("open_report"), kind="open_report"),
    Deed("nghi-quyet/<pk>/sua/", lambda w, k: _document(w, k) | {"version": w.records["document"][k].version}, kind="document"),
    Deed("nghi-quyet/<pk>/nhom/", lambda w, k: {"title": "Nhóm mới"}, kind="document"),
    Deed("nghi-quyet/<pk>/quan-he/", lambda w, k: {"kind": "concretises", "other": w.records["document"]["new-04"].number},
         kind="document"),
    Deed("nghi-quyet/<pk>/so-van-ban/", lambda w, k: {"unit": k, "issuer_kind": "front", "year_from": "2020", "year_to": "2024",
                                                       "number": "15"}, kind="document", below=True),
    Deed("nghi-quyet/<pk>/ban-chup/", lambda w, k: {"upload": SimpleUploadedFile("moi.pdf", b"%PDF-1.4\n%%EOF")}, kind="document"),
    Deed("nghi-quyet/<pk>/chi-tieu/", _target_form, kind="document"),
    Deed("nghi-quyet/chi-tieu/<pk>/sua/",
         lambda w, k: _target_form(w, k) | {"version": w.records["target"][k].number, "reason": "Theo kết luận mới", "sure": "True"},
         kind="target"),
    Deed("nghi-quyet/chi-tieu/<pk>/giao/",
         lambda w, k: {"tiers": [w.units[k].tier], "year_from": "2027", "year_to": "2027", "sure": "1"}, kind="target"),
    Deed("nghi-quyet/chi-tieu/<pk>/giao-danh-sach/", _listed, kind="target"),
    Deed("nghi-quyet/chi-tieu/<pk>/ke-tuc/", lambda w, k: {"year": "2025"}, kind="target", of="old-04", by="clerk.new-04"),
    Deed("nghi-quyet/so-lieu/<pk>/thoi-giao/", lambda w, k: {"reason": "Giao nhầm"}, kind="quiet"),
    Deed("nghi-quyet/so-lieu/<pk>/hoi/", lambda w, k: {"question": "Vì sao chưa báo cáo?"}, kind="quiet", of="new-01321",
         by="leader.new-01321", led=True),
    Deed("nghi-quyet/so-lieu/<pk>/ky/<period>/", lambda w, k: {"answer": "figure", "figure": "2", "version": 0, "deed": "draft"},
         kind="given"),
    Deed("nghi-quyet/cho-duyet/duyet/", lambda w, k: {"reports": [_read(w, k)]},
         mixed=lambda w, m, t: {"reports": [_read(w, m), _read(w, t)]}),
    Deed("nghi-quyet/bao-cao/<pk>/duyet/", _version("sent_report"), kind="sent_report"),
    Deed("nghi-quyet/bao-cao/<pk>/tra-lai/", _version("sent_report", reason="Thiếu số liệu"), kind="sent_report"),
    Deed("nghi-quyet/bao-cao/<pk>/mo-lai/", _version("accepted_report", reason="Nhầm số"), kind="accepted_report"),
    Deed("nghi-quyet/giai-trinh/<pk>/", lambda w, k: {"reply": "Đang làm"}, kind="explanation"),
    Deed("nghi-quyet/ky/moi/", lambda w, k: {"kind": "quarter", "name": "Quý I", "starts_on": "01/01/2025", "ends_on": "31/03/2025",
                                             "cut_off": "10/04/2025", "unit": k}),
    Deed("nghi-quyet/ky/<pk>/", _version("period", cut_off="20/03/2026"), kind="period"),
]  # fmt: skip
"""Of resolutions; a report in the running year is accepted by somebody else than whoever sent it."""
DEEDS = [
    Deed("mo-hinh/moi/", _form, mixed=lambda w, m, t: _form(w, m) | {"model": w.records["free"][t].model_id}),
    Deed("mo-hinh/nhap/luu/", lambda w, k: {"name": "Nháp", "draft": _a_draft(w)}, own=True),
    Deed("mo-hinh/nhap/<pk>/bo/", lambda w, k: {}, kind="draft"),
    Deed("mo-hinh/<pk>/tiep/", _again, kind="free",
         mixed=lambda w, m, t: _again(w, m) | {"model": w.records["free"][t].model_id}),
    Deed("mo-hinh/<pk>/sua/", _edited, kind="free",
         mixed=lambda w, m, t: _edited(w, m) | {"tags": [_foreign_tag(w, m)]}),
    Deed("mo-hinh/<pk>/rut/", lambda w, k: {"reason": "Đăng ký nhầm", "version": w.records["free"][k].version},
         kind="free"),
    Deed("mo-hinh/<pk>/dia-gioi/", _version("free", unit="new-00994"), kind="free", of="old-00988", by="administrator"),
    Deed("cong-nhan/ho-so/<pk>/<step>/", lambda w, k: {"on": "01/03/2026"}, kind="free"),
    Deed("viec/buoc/", _bulk, mixed=_bulk),
    Deed("mo-hinh/dot/moi/", _campaign, of="new-04", by="approver.new-04"),
    Deed("mo-hinh/dot/<pk>/sua/", _campaign, kind="campaign", of="new-04", by="unit_admin.new-04"),
    Deed("api/v1/registrations/<pk>/steps/",
         lambda w, k: {"step": "start", "on": "2026-03-01", "version": w.records["free"][k].version}, kind="free"),
    Deed("cong-nhan/ho-so/<pk>/tu-danh-gia/", _assessment, kind="acting"),
    Deed("cong-nhan/tieu-chi/moi/", _new_set, of="new-04", by="approver.new-04"),
    Deed("cong-nhan/tieu-chi/<pk>/sua/", lambda w, k: _set_form(w, k) | UNCHANGED, kind="draft_criteria", of="new-04",
         by="unit_admin.new-04"),
    Deed("cong-nhan/tieu-chi/<pk>/ap-dung/", lambda w, k: {}, kind="draft_criteria", of="new-04", by="approver.new-04"),
    Deed("cong-nhan/tieu-chi/<pk>/sao-chep/", lambda w, k: {"year": "2027", "level": "grassroots", "kind": "collective"},
         kind="criteria", of="new-04", by="approver.new-04"),
    Deed("cong-nhan/to-tham-dinh/moi/", _team_of, of="new-04", by="approver.new-04"),
    Deed("cong-nhan/to-tham-dinh/<pk>/sua/", lambda w, k: _team_of(w, k) | UNCHANGED, kind="team", of="new-04", by="unit_admin.new-04"),
    Deed("cong-nhan/to-tham-dinh/<pk>/bien-ban/", _minutes, kind="own_team", by="approver.new-01327"),
    Deed("cong-nhan/tham-dinh/<pk>/", _scores, kind="judged", by="approver.new-01327"),
    Deed("cong-nhan/tham-dinh/<pk>/giu-diem/", lambda w, k: _seen_of(w, "stale", k), kind="stale", by="approver.new-01327"),
    Deed("cong-nhan/tham-dinh/<pk>/ket-luan/",
         lambda w, k: _seen_of(w, "scored", k) | {"outcome": "exemplary", "reason": "", "on": "02/03/2026"},
         kind="scored", by="approver.new-01327"),
    Deed("cong-nhan/bien-ban/<pk>/", _scanned, kind="minutes", by="approver.new-01327"),
    Deed("cong-nhan/moi/", _decided, mixed=_decision_with),
    Deed("cong-nhan/<pk>/them/", lambda w, k: {"level": "central", "registrations": [w.records["free"][k].pk]},
         kind="decision",
         mixed=lambda w, m, t: {"level": "central", "registrations": [w.records["free"][k].pk for k in (m, t)]}),
    Deed("cong-nhan/tieu-bieu/chon/", _chosen, of="new-04", by="clerk.new-04",
         mixed=lambda w, m, t: _chosen(w, m) | {"registrations": [w.records["registration"][k].pk for k in (m, t)]}),
    Deed("cong-nhan/tieu-bieu/<pk>/thoi/", _ended, kind="exemplary"),
    Deed("cong-nhan/de-nghi/lap/", _proposed,
         mixed=lambda w, m, t: _proposed(w, m) | {"registrations": [w.records["registration"][k].pk for k in (m, t)]}),
    Deed("cong-nhan/de-nghi/<pk>/rut/", _ended, kind="proposal"),
    Deed("cong-nhan/kiem-tra/",
         lambda w, k: {"on": "01/03/2026", f"state-{w.records['registration'][k].pk}": "working"}),
    Deed("cong-nhan/kiem-tra/<pk>/", lambda w, k: {"year": "2026", "on": "01/03/2026", "state": "working"}, kind="model"),
    Deed("cong-nhan/nhan-rong/<pk>/them/", _replicated, kind="model",
         mixed=lambda w, m, t: _replicated(w, m) | {"replica": w.records["registration"][t].model.code}),
    Deed("cong-nhan/nhan-rong/<pk>/goc/", lambda w, k: _came_of(w, "old-01330"), kind="model",
         mixed=lambda w, m, t: _came_of(w, t)),
    Deed("cong-nhan/nhan-rong/lien-ket/<pk>/thoi/", _ended, kind="replication"),
    # Its address names a kind of decision and nobody's record: with a body of her own it is her own draft.
    Deed("cong-nhan/du-thao/<kind>/", _drafted, kind="draftkind", below=True),
    Deed("cong-nhan/<pk>/sua/", _drafted, kind="drafted"),
    Deed("cong-nhan/<pk>/danh-sach/", lambda w, k: {"level": "central", "registrations": [w.records["free"][k].pk]},
         kind="drafted",
         mixed=lambda w, m, t: {"level": "central", "registrations": [w.records["free"][k].pk for k in (m, t)]}),
    Deed("cong-nhan/<pk>/dua-ra/", lambda w, k: {"level": "central", "registrations": [w.records["free"][k].pk]},
         kind="amending"),
    Deed("cong-nhan/<pk>/bo-dong/", lambda w, k: {"lines": [w.records["drafted"][k].lines.first().pk]}, kind="drafted"),
    Deed("cong-nhan/<pk>/dong/<line>/", lambda w, k: {"level": "province", "reason": "Lý do khác"}, kind="drafted"),
    Deed("cong-nhan/<pk>/ky/", _signed, kind="drafted"),
    Deed("cong-nhan/<pk>/bo/", lambda w, k: {}, kind="drafted"),
    Deed("cong-nhan/<pk>/ban-quet/", lambda w, k: {"scan": SimpleUploadedFile("moi.pdf", b"%PDF-1.4\n% moi\n%%EOF")},
         kind="decision"),
    Deed("nhap/", _uploaded),
    Deed("nhap/<pk>/cot/", _columns, kind="waiting"),
    Deed("nhap/<pk>/xem-truoc/", lambda w, k: {}, kind="waiting"),
    Deed("nhap/<pk>/hoan-tac/", lambda w, k: {}, kind="done"),
    Deed("nghi-quyet/moi/", _document),
    *RESOLUTION_DEEDS,
    Deed("tai-khoan/dang-xuat/", lambda w, k: {}, own=True),
    Deed("tai-khoan/dang-xuat-moi-noi/", lambda w, k: {}, own=True),
    Deed("tai-khoan/thu-cong-vu/", lambda w, k: {"email": "nguoi@caobang.gov.vn"}, own=True),
    Deed("tai-khoan/mat-khau/", lambda w, k: {"old_password": PASSWORD, "new_password1": NEW_PASSWORD,
                                               "new_password2": NEW_PASSWORD, "code": device_code()}, own=True),
    Deed("quan-tri/nguoi-dung/moi/", _new_person, by="unit_admin.new-01327"),
    Deed("quan-tri/nguoi-dung/<pk>/", lambda w, k: {"full_name": "Tên Khác", "is_active": "no"} | UNCHANGED, kind="idle",
         by="unit_admin.new-01327"),
    Deed("quan-tri/nguoi-dung/<pk>/phan-cong/", _assigned, kind="idle",
         mixed=lambda w, m, t: _assigned(w, t), by="unit_admin.new-01327"),
    Deed("quan-tri/nguoi-dung/<pk>/phan-cong/<assignment>/", lambda w, k: {"valid_to": "31/12/2026"} | UNCHANGED, kind="idle",
         by="unit_admin.new-01327"),
    Deed("quan-tri/nguoi-dung/<pk>/mat-khau/", lambda w, k: {}, kind="idle", by="unit_admin.new-01327"),
    Deed("quan-tri/nguoi-dung/<pk>/hai-buoc/", lambda w, k: {"reason": "Mất điện thoại"}, kind="idle",
         by="unit_admin.new-01327"),
    Deed("quan-tri/danh-muc/co-quan/moi/",
         lambda w, k: {"unit": k, "name": "Trường mới", "kind": "school", "valid_from": ""}, by="unit_admin.new-01327"),
    Deed("quan-tri/danh-muc/co-quan/<pk>/", lambda w, k: {"name": "Trường đổi tên", "kind": "school", "valid_from": ""} | UNCHANGED,
         kind="kept_organisation", by="unit_admin.new-01327"),
    Deed("quan-tri/danh-muc/co-quan/<pk>/ngay-cuoi/", lambda w, k: {"valid_to": "31/12/2026"} | UNCHANGED, kind="kept_organisation",
         by="unit_admin.new-01327"),
    Deed("quan-tri/danh-muc/tieu-linh-vuc/moi/",
         lambda w, k: {"unit": w.units[k].pk, "name": "Nhãn mới", "field": "economy"}, of="new-04", by="unit_admin.new-04"),
    Deed("quan-tri/danh-muc/tieu-linh-vuc/<pk>/", lambda w, k: {"name": "Nhãn đổi tên", "field": "economy"} | UNCHANGED,
         kind="kept_tag", of="new-04", by="unit_admin.new-04"),
    Deed("quan-tri/danh-muc/tieu-linh-vuc/<pk>/ngay-cuoi/", lambda w, k: {"valid_to": "31/12/2026"} | UNCHANGED, kind="kept_tag",
         of="new-04", by="unit_admin.new-04"),
    Deed("quan-tri/du-lieu-ca-nhan/dinh-chinh/",
         lambda w, k: _asked_about(w, k) | {"new_name": "Nông Thị Chúng", "reason": "Theo đơn"}, by="unit_admin.new-01327"),
    Deed("quan-tri/du-lieu-ca-nhan/an-danh/", lambda w, k: _asked_about(w, k) | {"reason": "Theo đơn", "sure": "on"},
         by="unit_admin.new-01327"),
    Deed("admin/models_registry/tag/add/", _tag, of="new-04", by="administrator"),
    Deed("admin/models_registry/tag/<object_id>/change/", lambda w, k: _tag(w, k) | SEEN, kind="tag", of="new-04", by="administrator"),
    Deed("admin/units/organisation/add/",
         lambda w, k: {"name": "Trường mới", "kind": "school", "unit": w.units[k].pk}, by="administrator"),
    Deed("admin/units/organisation/<object_id>/change/",
         lambda w, k: {"name": "Trường đổi tên", "kind": "school", "unit": w.units[k].pk} | SEEN, kind="organisation", by="administrator"),
    Deed("admin/units/hostagency/add/",
         lambda w, k: {"name": "Ban mới", "symbol": "BM", "head_title": "Trưởng ban", "style": "party",
                       "unit": w.units[k].pk, "valid_from": "01/03/2026"}, of="new-04", by="administrator"),
    Deed("admin/accounts/user/add/",
         lambda w, k: {"username": "them.moi", "full_name": "Thêm Mới", "usable_password": "true",
                       "password1": NEW_PASSWORD, "password2": NEW_PASSWORD} | _inline(), by="administrator"),
    Deed("admin/accounts/user/<object_id>/change/",
         lambda w, k: {"username": f"doi.{w.records['idle'][k].pk}", "full_name": "Đổi Tên", "is_active": "on"}
         | _inline() | SEEN, kind="idle", by="administrator"),
    Deed("admin/accounts/assignment/add/",
         lambda w, k: {"user": w.records["idle"][k].pk, "role": "clerk", "unit": w.units[k].pk,
                       "valid_from": "01/03/2026"}, by="administrator"),
    Deed("admin/accounts/assignment/<object_id>/change/",
         lambda w, k: {"user": w.records["idle"][k].pk, "role": "leader", "unit": w.units[k].pk,
                       "valid_from": "01/01/2020"} | SEEN, kind="assignment", by="administrator"),
    Deed("api/v1/registrations/", _registered,
         mixed=lambda w, m, t: _registered(w, m) | {"model": w.records["free"][t].model_id}),
    Deed("api/v1/registrations/<pk>/",
         lambda w, k: {"version": w.records["free"][k].version, "notes": "Sửa qua máy"}, kind="free", method="patch",
         mixed=lambda w, m, t: {"version": w.records["free"][m].version, "unit": t}),
    Deed("api/v1/registrations/<pk>/withdraw/",
         lambda w, k: {"version": w.records["free"][k].version, "reason": "Đăng ký nhầm"}, kind="free"),
    Deed("api/v1/decisions/", _sent_decision, mixed=_sent_with),
    Deed("api/v1/decisions/<pk>/recognise/", lambda w, k: {"registrations": [_line(w, k)]}, kind="decision",
         mixed=lambda w, m, t: {"registrations": [_line(w, m), _line(w, t)]}),
]  # fmt: skip
HARMLESS = {
    "cong-nhan/tham-dinh/<pk>/tong/": "adds up what is typed, for whoever scores the dossier",
    "": "the dashboard answers any method with its page",
    "healthz": "tells whether the database answers",
    "tai-khoan/dang-nhap/": "signing in: tests/accounts",
    "tai-khoan/dang-nhap/ma/": "the second step of signing in: tests/accounts",
    "tai-khoan/hai-buoc/": "one's own second factor: tests/accounts",
    "tai-khoan/hai-buoc/bo/": "one's own second factor: tests/accounts",
    "tai-khoan/hai-buoc/ma-du-phong/": "one's own recovery codes: tests/accounts",
    "tai-khoan/hai-buoc/ma-du-phong/tep/": "one's own recovery codes: tests/accounts",
    "tai-khoan/mat-khau/da-doi/": "a page of words",
    "tai-khoan/ngon-ngu/": "the language, kept in a cookie",
    "quan-tri/du-lieu-ca-nhan/": "a search whose words stay out of the address",
    "quan-tri/du-lieu-ca-nhan/tep/": "the same search as a file",
    "admin/": "the back office's pages that answer a POST as they answer a GET",
    "api/v1/auth/token/": "signing in: tests/api/test_sign_in.py",
    "api/v1/auth/logout/": "gives back the token that is shown",
}
"""Doors that take a POST and change no record of the register, with what they are."""


def _inline() -> dict:
    return {
        f"assignments-{name}": 0
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def _foreign_tag(world: World, mine: str) -> int:
    return world.records["tag"]["new-08" if mine in CAO_BANG else "new-04"].pk


def _a_draft(world: World) -> int:
    return next(iter(world.records["draft"].values())).pk
