"""The uploaded workbook between two steps: kept under a random name, read again each time, dropped when done."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from audit.errors import DomainError
from intake.bounds import UnreadableWorkbook
from intake.checking import Question
from intake.headers import Header
from intake.missing_columns import missing_columns, what_to_do
from intake.models import ImportBatch
from intake.opening import open_register, proposed_mapping, table_of
from intake.sheets import OfficeWorkbook, Sheet
from intake.tables import Table
from units.models import Unit

KEPT = timedelta(days=1)
"""How long an upload waits for whoever began it."""


@dataclass(frozen=True)
class Opened:
    """The batch's workbook with the sheet and header chosen, and every sheet that could have been."""

    workbook: OfficeWorkbook
    registers: list[tuple[Sheet, Header]]
    sheet: Sheet
    header: Header

    def table(self, batch: ImportBatch) -> Table:
        """The rows to judge. Raises DomainError with one sentence for each column without which all would be refused."""
        table = self.table_so_far(batch)
        missing = missing_columns(table, batch.mapping, batch.fixed, batch.unit)
        if table is None or missing:
            raise DomainError(" ".join(map(what_to_do, missing)))
        return table

    def table_so_far(self, batch: ImportBatch) -> Table | None:
        """The rows as the columns are known now; None while no column is the name."""
        return table_of(self.sheet, self.header, batch.mapping) if "name" in batch.mapping else None


def keep_upload(*, data: bytes, file_name: str, unit: Unit, year: int, by, registers) -> ImportBatch:
    """A new batch with its file stored and its columns proposed."""
    sheet, header = registers[0]
    batch = ImportBatch(
        unit=unit,
        year=year,
        file_name=file_name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        sheet=sheet.name[:120],
        mapping=proposed_mapping(header, unit),
        issuer=header.issuer[:200],
        by=by,
    )
    batch.file.save("register", ContentFile(data), save=False)
    batch.save(force_insert=True)
    return batch


def open_upload(batch: ImportBatch) -> Opened:
    """What was uploaded, read anew. Raises DomainError when it is kept no longer."""
    if not batch.file:
        raise DomainError(_("Tệp đã tải lên không còn được giữ; hãy chọn lại tệp."))
    try:
        with batch.file.open("rb") as stored:
            workbook, registers = open_register(stored.read(), batch.file_name)
    except FileNotFoundError as error:
        raise DomainError(_("Tệp đã tải lên không còn được giữ; hãy chọn lại tệp.")) from error
    except UnreadableWorkbook as error:
        raise DomainError(str(error)) from error
    sheet, header = next((pair for pair in registers if pair[0].name[:120] == batch.sheet), registers[0])
    return Opened(workbook, registers, sheet, header)


def question_of(batch: ImportBatch, by, entered_on) -> Question:
    return Question(
        unit=batch.unit, year=batch.year, entered_on=entered_on, by=by, issuer=batch.issuer, fixed=batch.fixed
    )


def drop_file(batch: ImportBatch) -> None:
    """Personal data is kept no longer than needed."""
    if batch.file:
        batch.file.delete(save=False)
        ImportBatch.objects.filter(pk=batch.pk).update(file="")


def drop_forgotten_uploads(now: datetime) -> None:
    """Files that nobody finished with within a day, or that a power cut kept from being dropped."""
    forgotten = ImportBatch.objects.filter(created_at__lt=now - KEPT).exclude(file="")
    for batch in forgotten[:50]:
        drop_file(batch)
