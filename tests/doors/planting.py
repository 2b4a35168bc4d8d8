"""The records of the world, each with its marks: written through the product's own deeds, on the days of their units."""

from datetime import UTC, date, datetime

import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.choices import Role
from intake.models import BatchState, ColumnMapping, ImportBatch
from models_registry.attachments import attach
from models_registry.campaigns import LevelTerms, Plan, open_campaign
from models_registry.choices import ActivityField, Level
from models_registry.models import RegistrationDraft, Tag
from models_registry.registration import edit, place_by_hand, register, withdraw
from models_registry.tagging import save_tag
from models_registry.tags_of_models import set_tags
from recognition.checking import Finding, check_models
from recognition.drafting import draft_decision
from recognition.exemplary import choose_exemplary, end_exemplary
from recognition.listing import add_lines
from recognition.proposing import propose, withdraw_proposal
from recognition.recognising import recognise, record_decision
from recognition.replicating import replicate
from recognition.scanning import attach_scan
from recognition.signing import sign
from resolutions.choices import DocumentKind
from resolutions.recording import record_document
from tests import casts
from tests.doors.country import LEVEL, NUMBER, PLANTED, PROVINCES
from tests.doors.marks import OF_A_REGISTRATION, mark, plain
from tests.doors.planting_appraisal import plant_appraisals
from tests.doors.planting_targets import across_units, targets_of
from tests.doors.workbook import a_filled_register
from tests.factories import an_entry
from units.models import Organisation, Unit
from vietnamese.folding import fold

NAMESAKE = "Nông Thị Chung"
"""In charge of a registration of every unit: a report on one person is asked for by name."""
BEFORE, AFTER = date(2025, 3, 3), date(2026, 2, 2)
"""The days the records were entered: those of abolished units while they stood."""


class Records:
    """`records[kind][unit key]` are the records; `seen_also[(number, kind)]` the units from which a mark is seen beside
    its own."""

    def __init__(self, units: dict[str, Unit]):
        self.units = units
        self.records: dict[str, dict[str, object]] = {}
        self.seen_also: dict[tuple[int, str], set[str]] = {}
        self._tags()
        for key in PLANTED:
            with time_machine.travel(BEFORE if self.units[key].scheme == "old" else AFTER):
                self._plant(key)
        self._cross()
        self._school()
        self._campaigns()
        across_units(self.records)
        plant_appraisals(self)

    def _keep(self, kind: str, key: str, record) -> None:
        self.records.setdefault(kind, {})[key] = record

    def _tags(self) -> None:
        for key in PROVINCES:
            tag = Tag(
                name=mark(NUMBER[key], "tag"), field=ActivityField.ECONOMY, unit=self.units[key],
            )  # fmt: skip
            self._keep("tag", key, save_tag(by=None, tag=tag))

    def _plant(self, key: str) -> None:
        unit, number = self.units[key], NUMBER[key]
        year = 2024 if unit.scheme == "old" else 2025
        today = BEFORE if unit.scheme == "old" else AFTER

        def m(kind: str) -> str:
            return mark(number, kind)

        by = casts.person(f"nhap.{number}", full_name=m("clerk"))
        casts.assigned(by, Role.CLERK, unit)
        idle = casts.person(f"ranh.{number}", full_name=m("idle"))
        casts.assigned(idle, Role.APPRAISER, unit)
        self._keep("user", key, by)
        self._keep("idle", key, casts.with_second_factor(idle))
        organisation = Organisation.objects.create(
            name=f"Trường {key}", folded_name=fold(f"Trường {key}"), kind="school", unit=unit
        )
        self._keep("organisation", key, organisation)
        level = LEVEL[unit.tier]
        place = {"unit": unit, "year": year, "level": level}
        live = register(
            by=by, entered_on=today,
            entry=an_entry(
                name=f"Tuyến đường {plain(number)} {m('name')}", situation=m("situation"), aims=m("aims"), content=m("content"),
                results=m("results"), notes=m("oldnote"), person_in_charge=m("charge"), place=m("place"), **place,
            ),
        )  # fmt: skip
        live = edit(
            by=by, registration=live, version=1, entered_on=today,
            changes={"notes": m("notes"), "forces": m("forces")},
        )  # fmt: skip
        self._keep("registration", key, live)
        tag = self.records["tag"].get(_province_key(unit))
        if tag is not None:
            set_tags(by=by, registration=live, tags=[tag])
        paper = SimpleUploadedFile(f"{m('file')}.pdf", b"%PDF-1.4\n% " + m("bytes").encode() + b"\n%%EOF")
        self._keep("attachment", key, attach(by=by, registration=live, upload=paper))
        gone = register(
            by=by,
            entry=an_entry(name=f"Tuyến đường {plain(number)} {m('gone')}", **place),
            entered_on=today,
        )
        self._keep("gone", key, withdraw(by=by, registration=gone, reason=m("reason"), on=today))
        free = register(
            by=by,
            entry=an_entry(
                name=f"Tuyến đường {plain(number)} {m('free')}", person_in_charge=NAMESAKE, **place
            ),
            entered_on=today,
        )
        self._keep("free", key, free)
        decision = record_decision(
            by=by, number=f"{plain(number)}-{m('number')}", signed_on=date(year, 12, 20), issuing_body=m("issuer"), unit=unit,
            entered_on=today, signer=m("signer"),
        )  # fmt: skip
        recognise(by=by, decision=decision, registrations=[(live, level)])
        self._keep("decision", key, decision)
        # Before the award: what was awarded stays proposed until the award falls.
        self._after(key, live, level, m)
        given = draft_decision(
            by=by, kind="commendation", unit=unit, issuing_body=m("issuer"), about=plain(number), signer=m("signer")
        )
        add_lines(
            by=by, decision=given, registrations=[live], form="giay_khen", recipient_kind="individual", recipient_name=m("award"),
            reason=m("merit"),
        )  # fmt: skip
        sign(
            by=by, decision=given, number=f"{plain(number)}-{m('number')}", signed_on=date(year, 12, 21), entered_on=today,
            version=given.version + 1,
        )  # fmt: skip
        scan = SimpleUploadedFile(f"{m('scan')}.pdf", b"%PDF-1.4\n% " + m("scanbytes").encode() + b"\n%%EOF")
        attach_scan(by=by, decision=decision, upload=scan)
        drafted = draft_decision(
            by=by, kind="revocation", unit=unit, issuing_body="Huyện ủy", about=m("drafted"), grounds=m("grounds")
        )
        add_lines(by=by, decision=drafted, registrations=[live], level=level, reason=m("lined"))
        drafted.refresh_from_db()
        self._keep("drafted", key, drafted)
        amending = draft_decision(
            by=by, kind="amendment", unit=unit, amends=decision, issuing_body="Huyện ủy", about=m("drafted"), reason=m("grounds")
        )
        self._keep("amending", key, amending)
        document = record_document(
            by=by, kind=DocumentKind.RESOLUTION, number=f"{number}-{m('paper')}", issuer=m("author"),
            issued_on=date(year, 12, 5), title=f"{plain(number)} {m('title')}", summary=m("summary"), unit=unit, entered_on=today,
        )  # fmt: skip
        self._keep("document", key, document)
        for kind, record in targets_of(by, unit, document, year=year, today=today, m=m).items():
            self._keep(kind, key, record)
        self._imports(key, year, by, m)

    def _after(self, key: str, live, level: str, m) -> None:
        """What was chosen, proposed, checked and replicated of the first registration; of each also one that was ended."""
        year = live.year
        entered = {"by": None, "entered_on": BEFORE if live.unit.scheme == "old" else AFTER}
        for last in (False, True):
            day = date(year, 12, 24 if last else 21)
            (row,) = choose_exemplary(registrations=[live], level=level, on=day, **entered)
            (proposal,) = propose(
                registrations=[live], level=level, form="giay_khen", granting_body=m("grantor"), on=day, **entered
            )
            if not last:
                withdraw_proposal(proposal=proposal, on=day, reason=m("undone"), **entered)
                end_exemplary(exemplary=row, on=date(year, 12, 22), reason=m("ended"), **entered)
        self._keep("exemplary", key, row)
        self._keep("proposal", key, proposal)
        finding = Finding(live, "weakened", m("checked"))
        check_models(year=year, findings=[finding], on=date(year, 12, 28), **entered)
        link = replicate(
            source=live.model, unit=live.unit, replica_name=m("replica"), on=date(year, 12, 29), **entered
        )
        self._keep("replication", key, link)
        if key == "new-04":
            # At one level more, and chosen at none of it: what somebody entitled chooses.
            recognise(by=None, decision=self.records["decision"][key], registrations=[(live, Level.CENTRAL)])

    def _imports(self, key: str, year: int, by, m) -> None:
        waiting = ImportBatch(
            unit=self.units[key], year=year, file_name=f"{m('upload')}.xlsx", sha256="0" * 64, by=by,
        )  # fmt: skip
        content, waiting.sheet, waiting.mapping = a_filled_register(m, self.units[key])
        waiting.file.save("register", ContentFile(content), save=False)
        waiting.save(force_insert=True)
        done = ImportBatch(
            unit=self.units[key], year=year, file_name=f"{m('imported')}.xlsx", sha256="1" * 64, by=by,
            state=BatchState.IMPORTED, imported_at=timezone.now(), counts={"reasons": [[m("counts"), 1]], "returned": 1},
        )  # fmt: skip
        done.refused_file.save("refused", ContentFile(content), save=False)
        done.save(force_insert=True)
        # Files nobody finished with are dropped after a day.
        ImportBatch.objects.filter(pk=waiting.pk).update(created_at=datetime(2026, 3, 2, tzinfo=UTC))
        self._keep("waiting", key, waiting)
        self._keep("done", key, done)
        heading = ColumnMapping.objects.create(unit=self.units[key], heading=m("heading"), key="")
        self._keep("heading", key, heading)

    def _cross(self) -> None:
        """Decisions that recognise another unit's registration; a model with years in two units; one placed by hand."""
        town, far = self.records["free"]["old-01321"], self.records["free"]["old-01291"]
        recognise(
            by=None, decision=self.records["decision"]["old-04"],
            registrations=[(town, Level.PROVINCE), (far, Level.PROVINCE)],
        )  # fmt: skip
        recognise(
            by=None, decision=self.records["decision"]["old-042"], registrations=[(town, Level.DISTRICT)]
        )
        for key, units in (("old-04", {"old-01321", "old-01291"}), ("old-042", {"old-01321"})):
            for kind in ("number", "issuer", "signer", "clerk"):
                self.seen_also[NUMBER[key], kind] = units
        heir = self.units["new-01327"]
        first = register(
            by=None, entered_on=AFTER,
            entry=an_entry("old-01330", name=f"Chợ {mark(NUMBER['old-01330'], 'shared')}", year=2023,
                           notes=mark(NUMBER["old-01330"], "before")),
        )  # fmt: skip
        later = register(
            by=None, entered_on=AFTER, model=first.model,
            entry=an_entry(heir, name=first.model.name, year=2026, phase="maintained",
                           notes=mark(NUMBER["new-01327"], "after")),
        )  # fmt: skip
        self.seen_also[NUMBER["old-01330"], "shared"] = {"new-01327"}
        self._keep("first", "old-01330", first)
        self._keep("later", "new-01327", later)
        divided = self.records["registration"]["old-00988"]
        divided.refresh_from_db()
        place_by_hand(by=None, registration=divided, version=divided.version, unit=self.units["new-00700"])
        for kind in OF_A_REGISTRATION:
            self.seen_also[NUMBER["old-00988"], kind] = {"new-00700"}

    def _school(self) -> None:
        """What an organisation of a unit registered: its own people see that and nothing else."""
        key = "new-01327"
        school = self.records["organisation"][key]
        registered = register(
            by=None, entered_on=AFTER,
            entry=an_entry(key, name=f"Lớp học {mark(NUMBER[key], 'school')}", year=2025, organisation=school,
                           notes=mark(NUMBER[key], "schoolnotes")),
        )  # fmt: skip
        self._keep("school", key, registered)

    def _campaigns(self) -> None:
        """One of each province, after everything was registered; it asks nothing that the others would not bring."""
        for key in PROVINCES:
            year = 2024 if self.units[key].scheme == "old" else 2026
            plan = Plan(
                name=mark(NUMBER[key], "campaign"), opens_on=date(year, 1, 5), guidance=mark(NUMBER[key], "guidance"),
                levels=[LevelTerms(level=Level.PROVINCE, deadline=date(year, 3, 15))],
            )  # fmt: skip
            made = open_campaign(by=None, unit=self.units[key], year=year, plan=plan, entered_on=AFTER)
            self._keep("campaign", key, made)

    def draft_of(self, name: str, account, number: int) -> None:
        data = {"name": mark(number, "draft"), "year": "2026"}
        self._keep("draft", name, RegistrationDraft.objects.create(owner=account, data=data))


def _province_key(unit: Unit) -> str:
    while unit.parent is not None:
        unit = unit.parent
    return unit.key
