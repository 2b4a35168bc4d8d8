"""The importer on one of the demo registers, against saving its rows one by one, history and audit in both; and once
on a register as long as the command takes, in one piece."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.recording import record_change
from bench.figures import Figure, by_turns, peak_memory_mb, seconds
from bench.generator import LARGE_PROVINCE
from bench.large_workbook import YEAR, write_large_workbook
from intake.bounds import COMMAND
from intake.checking import Question, check
from intake.importing import import_table
from intake.opening import open_register, proposed_mapping, table_of
from models_registry.bulk import recorded, search_text
from models_registry.choices import Stage
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import register
from models_registry.staging import STAGE_FIELDS, move
from recognition.models import Decision, DecisionLine, Recognition
from recognition.numbering import committee_term
from units.models import Unit
from vietnamese.folding import fold
from vietnamese.paper_numbers import number_key

LONGEST = 160_000
"""Rows of the long register: a large province's; the command takes up to 200,000."""
WORKBOOK = Path(settings.BASE_DIR) / "data/demo/cao-bang-2024.xlsx"


class _Undone(Exception):
    """Ends a measured transaction without keeping its rows."""


def measure(times: int) -> Iterator[Figure]:
    times = min(times, 3)
    unit = Unit.objects.get(key="old-04")
    question = Question(
        unit=unit, year=2024, entered_on=date(2025, 1, 15), issuer="Ban Dân vận Tỉnh ủy Cao Bằng"
    )
    data = WORKBOOK.read_bytes()
    table = _table(data, unit)
    checked = check(table, question)
    rows = f"{len(table.numbers):,} rows"

    def whole():
        import_table(table=_table(data, unit), question=question, batch=uuid4())

    def saved_one_by_one():
        _save_each(checked, question)

    def registered_one_by_one():
        for entry in checked.entries:
            if entry is not None:
                register(by=None, entry=entry, entered_on=question.entered_on)

    with CaptureQueriesContext(connection) as asked:
        _undone(whole)
    for against, name in (
        (saved_one_by_one, "plain save() a row"),
        (registered_one_by_one, "the form's deed a row"),
    ):
        ours, slow = by_turns(lambda: _undone(whole), lambda against=against: _undone(against), times)
        yield Figure(f"import: {rows}, file to register", ours, slow, name, len(asked), peak_memory_mb())
    yield _one_long_register()


def _one_long_register() -> Figure:
    unit = Unit.objects.get(key=LARGE_PROVINCE)
    question = Question(
        unit=unit, year=YEAR, entered_on=date(2025, 1, 15), issuer="Ban Dân vận Thành ủy Hà Nội"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.xlsx"
        write_large_workbook(path, min(LONGEST, Registration.objects.count()))
        data = path.read_bytes()
    found = {}

    def whole():
        found["checked"] = import_table(table=_table(data, unit), question=question, batch=uuid4())

    with CaptureQueriesContext(connection) as asked:
        taken = seconds(lambda: _undone(whole))
    counts = found["checked"].counts()
    note = f"{len(data) / 1024 / 1024:.1f} MB, {counts['imported']:,} rows in, {counts['imported'] / taken:,.0f} rows a second"
    return Figure(
        "import: one long register, file to register",
        [taken],
        queries=len(asked),
        peak_mb=peak_memory_mb(),
        note=note,
    )


def _table(data: bytes, unit: Unit):
    _, registers = open_register(data, WORKBOOK.name, COMMAND)
    sheet, header = registers[0]
    return table_of(sheet, header, proposed_mapping(header, unit))


def _undone(work) -> None:
    try:
        with transaction.atomic():
            work()
            raise _Undone
    except _Undone:
        pass


def _save_each(checked, question: Question) -> None:
    """What a loop over rows does: find or make the model, save the registration, its step and recognition, a line of the
    decision's list and of the log each, which are the rows an import leaves. No row is judged here: reading and
    checking are not counted for it."""
    for row, entry in enumerate(checked.entries):
        if entry is None:
            continue
        model = MobilizationModel.objects.filter(unit=entry.unit, folded_name=entry.folded_name).first()
        if model is None:
            model = MobilizationModel.objects.create(
                code=f"X-{row}", name=entry.name, folded_name=entry.folded_name, kind=entry.kind, field=entry.field,
                unit=entry.unit,
            )  # fmt: skip
        registration = Registration(
            model=model, year=entry.year, level=entry.level, phase=entry.phase, kind=entry.kind, field=entry.field,
            unit=entry.unit, participants=entry.details.participants, money=entry.details.money,
            search_text=search_text(model),
        )  # fmt: skip
        registration.save()
        record_change(by=None, verb="register", subject=registration, after=recorded(registration))
        found = checked.recognised.get(row)
        if found is None:
            continue
        decision, made = Decision.objects.get_or_create(
            number_key=number_key(found.number), issuing_key=fold(found.issuing_body), term=committee_term(found.signed_on),
            unit=question.unit, kind="recognition",
            defaults={"number": found.number, "signed_on": found.signed_on, "issuing_body": found.issuing_body},
        )  # fmt: skip
        if made:
            record_change(by=None, verb="decide", subject=decision)
        recognition = Recognition.objects.create(
            decision=decision, registration=registration, level=found.level, recognised_on=found.signed_on
        )
        DecisionLine.objects.create(decision=decision, registration=registration, level=found.level)
        step = move(
            by=None, registration=registration, step="back_enter", to=Stage.RECOGNISED, on=found.signed_on, desk=entry.unit
        )
        step.save()
        registration.recognised_level, registration.recognised_on = found.level, found.signed_on
        registration.save(update_fields=[*STAGE_FIELDS, "recognised_level", "recognised_on"])
        record_change(by=None, verb="recognise", subject=recognition)
