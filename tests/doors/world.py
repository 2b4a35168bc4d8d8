"""A few units in both geographies, each with one record of every kind, and a mark in every text of every record."""

from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from audit.querysets import history_of
from intake.models import BatchState, ColumnMapping, ImportBatch
from models_registry.attachments import attach
from models_registry.choices import ActivityField, Level
from models_registry.models import RegistrationDraft, Tag
from models_registry.registration import edit, place_by_hand, register, withdraw
from models_registry.tagging import save_tag
from models_registry.tags_of_models import set_tags
from recognition.recognising import recognise, record_decision
from resolutions.choices import DocumentKind
from resolutions.recording import record_document
from tests import casts
from tests.doors.marks import mark, plain
from tests.doors.people import ADMINISTRATOR, PEOPLE, Person
from tests.doors.workbook import a_filled_register
from tests.factories import a_small_country, an_entry
from units.choices import Share, Tier
from units.models import Organisation, Succession, Unit
from units.placing import rebuild_placements
from vietnamese.folding import fold

PLANTED = [
    "old-04",
    "old-043",
    "old-01321",
    "old-01330",
    "old-042",
    "old-01291",
    "old-02",
    "old-0433",
    "old-013210",
    "old-00988",
    "old-08",
    "old-040",
    "new-04",
    "new-01321",
    "new-01327",
    "new-08",
    "new-00700",
    "new-013210",
]
NUMBER = {key: number for number, key in enumerate(PLANTED, 1)}
PROVINCES = ("old-04", "old-02", "old-08", "new-04", "new-08")
ENTERED_ON = date(2026, 2, 2)
LEVEL = {Tier.PROVINCE: Level.PROVINCE, Tier.DISTRICT: Level.DISTRICT, Tier.COMMUNE: Level.GRASSROOTS}
OF_A_REGISTRATION = [
    "name",
    "situation",
    "aims",
    "content",
    "results",
    "oldnote",
    "notes",
    "charge",
    "place",
    "forces",
    "file",
    "bytes",
    "clerk",
    "number",
    "issuer",
    "signer",
]
"""What stands in a unit's first registration, its papers, its history and its decision."""
OF_A_DOCUMENT = ["paper", "author", "title", "summary"]
KEPT_BY_WRITERS = ["upload", "imported", "cell", "cellresult", "counts", "heading"]
_MORE_UNITS = """
old-08 tinh Tỉnh Tuyên Quang -
old-040 tinh Tỉnh Cao Bằng Thượng -
old-0433 huyen Huyện Bảo Lạc Thượng old-02
old-013210 xa Xã Bảo Lạc Thượng old-0433
new-013210 xa Xã Bảo Lạc Thượng new-08
"""


class Browser(Client):
    """A client that keeps no copies of templates and their contexts: a third of the time of a page."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


class World:
    """`records[kind][unit key]` are the records, `seen_also[(number, kind)]` the units from which a mark is seen beside
    its own, `people` the accounts of `PEOPLE` by name."""

    def __init__(self):
        self.units = _country()
        self.records: dict[str, dict[str, object]] = {}
        self.seen_also: dict[tuple[int, str], set[str]] = {}
        self._tags()
        for key in PLANTED:
            self._plant(key)
        self._cross()
        self.events = {key: history_of(row).last().pk for key, row in self.records["registration"].items()}
        self.people = {person.name: _account(person) for person in [*PEOPLE, ADMINISTRATOR]}
        self._drafts()

    def client(self, person: Person | None) -> Browser:
        browser = Browser(raise_request_exception=False)
        if person is not None:
            browser.force_login(self.people[person.name])
        return browser

    def allows(self, person: Person | None, found: tuple[int, str]) -> bool:
        """Whether the person may meet the mark, by what is written of her in `people`."""
        number, kind = found
        if person is None:
            return False
        if kind == "draft":
            return list(self.people)[number - 900] == person.name
        unit = PLANTED[number - 1]
        if kind == "tag":
            return unit in person.tags
        if kind in KEPT_BY_WRITERS:
            return unit in person.writes
        if kind == "idle":
            return unit in person.keeps
        units = {unit} | self.seen_also.get(found, set())
        rights = person.sees
        if kind in OF_A_DOCUMENT:
            rights = rights | person.above
        if kind == "clerk":
            # Who wrote a paper down stands on the paper.
            rights = rights | person.keeps | person.above
        return bool(units & rights)

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

        def m(kind: str) -> str:
            return mark(number, kind)

        by = casts.person(f"nhap.{number}", Role.CLERK, unit, full_name=m("clerk"))
        idle = casts.person(f"ranh.{number}", Role.APPRAISER, unit, full_name=m("idle"))
        self._keep("user", key, by)
        self._keep("idle", key, idle)
        organisation = Organisation.objects.create(
            name=f"Trường {key}", folded_name=fold(f"Trường {key}"), kind="school", unit=unit
        )
        self._keep("organisation", key, organisation)
        year = 2024 if unit.scheme == "old" else 2026
        level = LEVEL[unit.tier] if unit.scheme == "old" or unit.tier != Tier.DISTRICT else Level.PROVINCE
        place = {"unit": unit, "year": year, "level": level}
        live = register(
            by=by, entered_on=ENTERED_ON,
            entry=an_entry(
                name=f"Tuyến đường {plain(number)} {m('name')}", situation=m("situation"), aims=m("aims"), content=m("content"),
                results=m("results"), notes=m("oldnote"), person_in_charge=m("charge"), place=m("place"), **place,
            ),
        )  # fmt: skip
        live = edit(
            by=by, registration=live, version=1, entered_on=ENTERED_ON,
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
            entered_on=ENTERED_ON,
        )
        self._keep("gone", key, withdraw(by=by, registration=gone, reason=m("reason"), on=ENTERED_ON))
        free = register(
            by=by,
            entry=an_entry(name=f"Tuyến đường {plain(number)} {m('free')}", **place),
            entered_on=ENTERED_ON,
        )
        self._keep("free", key, free)
        decision = record_decision(
            by=by, number=f"{plain(number)}-{m('number')}", signed_on=date(2026, 1, 20), issuing_body=m("issuer"), unit=unit,
            entered_on=ENTERED_ON, signer=m("signer"),
        )  # fmt: skip
        recognise(by=by, decision=decision, registrations=[(live, level)])
        self._keep("decision", key, decision)
        document = record_document(
            by=by, kind=DocumentKind.RESOLUTION, number=f"{number}-{m('paper')}", issuer=m("author"),
            issued_on=date(2026, 1, 5), title=f"{plain(number)} {m('title')}", summary=m("summary"), unit=unit, entered_on=ENTERED_ON,
        )  # fmt: skip
        self._keep("document", key, document)
        self._imports(key, year, by, m)

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
            by=None, entered_on=ENTERED_ON,
            entry=an_entry("old-01330", name=f"Chợ {mark(NUMBER['old-01330'], 'shared')}", year=2023,
                           notes=mark(NUMBER["old-01330"], "before")),
        )  # fmt: skip
        later = register(
            by=None, entered_on=ENTERED_ON, model=first.model,
            entry=an_entry(heir, name=first.model.name, year=2026, phase="maintained",
                           notes=mark(NUMBER["new-01327"], "after")),
        )  # fmt: skip
        self.seen_also[NUMBER["old-01330"], "shared"] = {"new-01327"}
        self._keep("first", "old-01330", first)
        self._keep("later", "new-01327", later)
        divided = self.records["registration"]["old-00988"]
        place_by_hand(by=None, registration=divided, unit=self.units["new-00700"])
        for kind in OF_A_REGISTRATION:
            self.seen_also[NUMBER["old-00988"], kind] = {"new-00700"}

    def _drafts(self) -> None:
        for number, (name, account) in enumerate(self.people.items(), 900):
            draft = RegistrationDraft.objects.create(
                owner=account, data={"name": mark(number, "draft"), "year": "2026"}
            )
            self._keep("draft", name, draft)


def _country() -> dict[str, Unit]:
    units = a_small_country()
    tiers = {2: Tier.PROVINCE, 3: Tier.DISTRICT, 4: Tier.DISTRICT, 5: Tier.COMMUNE, 6: Tier.COMMUNE}
    for position, line in enumerate(_MORE_UNITS.split("\n")[1:-1], 800):
        key, kind, *words, above = line.split()
        scheme, code = key.split("-")
        tier = Tier.PROVINCE if above == "-" else tiers[len(code)]
        units[key] = Unit.objects.create(
            key=key, code=code, scheme=scheme, tier=tier, kind=kind, name=" ".join(words), position=position,
            folded_name=fold(" ".join(words)), parent=units.get(above),
            valid_from=None if scheme == "old" else date(2025, 7, 1),
            valid_to=date(2025, 6, 30) if scheme == "old" else None,
        )  # fmt: skip
    for old, new in (("old-08", "new-08"), ("old-013210", "new-013210")):
        Succession.objects.create(
            predecessor=units[old], successor=units[new], share=Share.WHOLE, is_main=True
        )
    rebuild_placements()
    return units


def _province_key(unit: Unit) -> str:
    while unit.parent is not None:
        unit = unit.parent
    return unit.key


def _account(person: Person):
    """Sees what its assignment says; the name of each is its own and no mark."""
    return casts.person(
        person.name, person.role, person.unit or None, full_name=person.name, **person.columns
    )
