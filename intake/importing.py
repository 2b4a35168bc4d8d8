"""All good rows of a register into the register in one transaction, through the deeds that a form uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError
from intake.checking import DUPLICATE, GOOD, REPAIRED, Checked, Question, check
from intake.models import ImportTurn
from intake.tables import Table
from intake.withheld import decision_key
from models_registry.bulk import register_many
from models_registry.models import Registration
from models_registry.numbering import province_of
from recognition.choices import DecisionKind
from recognition.exemplary import choose_exemplary
from recognition.models import Decision
from recognition.numbered import Paper
from recognition.recognising import recognise_many, record_decisions
from units.models import Unit

_MANY = 5_000
ROWS_AT_ONCE = 20_000
"""Rows that are written by one call of the deeds, all of them in one transaction: bounds the memory of a long import."""


class ImportUnderWay(DomainError):
    """Somebody is importing into the same register at this moment."""


@contextmanager
def meeting_others(unit: Unit, year: int) -> Iterator[None]:
    """Within the block a database that stays locked by somebody else's writing is said in words."""
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error).lower():
            raise
        raise under_way(unit, year) from error


def under_way(unit: Unit, year: int) -> ImportUnderWay:
    return ImportUnderWay(
        _(
            "Đang có người nhập sổ của %(unit)s năm %(year)d. Đợi người đó xong rồi bấm lại; tệp của anh/chị vẫn được giữ."
        )
        % {"unit": unit.name, "year": year}
    )


@transaction.atomic
def import_table(*, table: Table, question: Question, batch: UUID) -> Checked:
    """What became of every row. Rows are judged again inside the lock, so a register that changed since the preview
    is met as it is. Raises ImportUnderWay while another import holds the same province and year."""
    take_turn(province_of(question.unit), question.year)
    checked = check(table, question)
    rows = checked.rows_in(GOOD, REPAIRED)
    decisions = _Decisions(question, batch)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[start : start + ROWS_AT_ONCE]
        answers = register_many(by=question.by, entries=[checked.entries[row] for row in part], batch=batch)
        registrations = {row: answer.registration for row, answer in zip(part, answers, strict=True)}
        for row, answer in zip(part, answers, strict=True):
            if answer.repeated:
                # Entered by a form between the check and the counters' lock.
                checked.states[row] = DUPLICATE
                checked.recognised.pop(row, None)
        _recognise(checked, registrations, decisions)
    held = {row: pk for row, pk in checked.held.items() if row in checked.recognised}
    _recognise(checked, _registrations(held), decisions)
    _choose(
        question,
        [
            (registration, checked.chosen[row].level, checked.chosen[row].on)
            for row, registration in _registrations({row: checked.held[row] for row in checked.chosen}).items()
        ],
        batch,
    )
    if len(rows) >= _MANY:
        transaction.on_commit(refresh_statistics)
    return checked


def take_turn(province: Unit, year: int) -> None:
    """Holds the province's register of the year until the transaction ends, or says that somebody else does."""
    try:
        with transaction.atomic(), _short_wait():
            ImportTurn.objects.bulk_create([ImportTurn(province=province, year=year)], ignore_conflicts=True)
            ImportTurn.objects.select_for_update().get(province=province, year=year)
    except OperationalError as error:
        raise under_way(province, year) from error


@contextmanager
def _short_wait() -> Iterator[None]:
    """Waits a second for another's lock, not for ever; a row not yet committed locks its key too, which no NOWAIT sees.
    SQLite has one writer anyway: there the lock is the transaction itself."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        yield
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def refresh_statistics() -> None:
    """After many rows: without fresh statistics and a vacuumed map the roll-ups leave their covering index."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (ANALYZE) models_registry_registration")
        else:
            cursor.execute("PRAGMA optimize")


def _registrations(held: dict[int, int]) -> dict[int, Registration]:
    rows_of = {pk: row for row, pk in held.items()}
    found, ids = {}, list(rows_of)
    for start in range(0, len(ids), _MANY):
        for registration in Registration.objects.filter(pk__in=ids[start : start + _MANY]):
            found[rows_of[registration.pk]] = registration
    return found


def _recognise(checked: Checked, registrations: dict[int, Registration], decisions: "_Decisions") -> None:
    """Records what the workbook says of the recognition of these rows, and which of them it marks as exemplary."""
    found = {row: checked.recognised[row] for row in registrations if row in checked.recognised}
    decisions.find_or_record(found.values())
    pairs = [(decisions[one], registrations[row], one.level) for row, one in found.items()]
    if not pairs:
        return
    question = decisions.question
    recognise_many(by=question.by, pairs=pairs, batch=decisions.batch)
    chosen = [(registrations[row], one.level, one.signed_on) for row, one in found.items() if one.exemplary]
    _choose(question, chosen, decisions.batch)


def _choose(question: Question, chosen: list[tuple[Registration, str, date]], batch: UUID) -> None:
    """Chooses the registrations as exemplary, each at its level from its day on."""
    together: dict[tuple, list[Registration]] = {}
    for registration, level, day in chosen:
        together.setdefault((level, day), []).append(registration)
    for (level, day), rows in together.items():
        choose_exemplary(
            by=question.by, registrations=rows, level=level, on=day, entered_on=question.entered_on, batch=batch
        )


class _Decisions:
    """The decisions that a workbook names, found in the register or written down."""

    def __init__(self, question: Question, batch: UUID):
        self.question, self.batch = question, batch
        rows = Decision.objects.filter(unit=question.unit, kind=DecisionKind.RECOGNITION).select_related("unit")
        self._held = {(d.issuing_key, d.number_key, d.term): d for d in rows}

    def __getitem__(self, found) -> Decision:
        return self._held[decision_key(found)]

    def find_or_record(self, named) -> None:
        """The first row that names a decision says when it was signed."""
        missing = {}
        for found in named:
            key = decision_key(found)
            if key not in self._held:
                missing.setdefault(key, Paper(found.number, found.signed_on, found.issuing_body))
        if missing:
            made = record_decisions(
                by=self.question.by, papers=list(missing.values()), unit=self.question.unit,
                entered_on=self.question.entered_on, batch=self.batch,
            )  # fmt: skip
            self._held.update(zip(missing, made, strict=True))
