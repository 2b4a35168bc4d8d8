"""manage.py import_register FILE --unit old-04 --year 2024 [--dry-run] [--errors OUT.xlsx]"""

import hashlib
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.errors import DomainError, is_for_want_of_room
from intake.bounds import COMMAND, UnreadableWorkbook
from intake.checking import Question, check
from intake.columns import BY_KEY
from intake.importing import import_table
from intake.missing_columns import missing_columns
from intake.models import ImportBatch
from intake.opening import open_register, proposed_mapping, table_of
from intake.refused import workbook_of_refused_rows
from intake.running import log_import, settle
from intake.stored import Opened
from units.models import Unit


class Command(BaseCommand):
    help = "Imports an office workbook into the register. The last line of the output is the counts as JSON."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--unit", required=True, help="key of the unit whose register this is, such as old-04"
        )
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument(
            "--issuer", default="", help="the body whose decisions are meant where no column says"
        )
        parser.add_argument(
            "--sheet", default="", help="the sheet to take; the longest register where not given"
        )
        parser.add_argument("--dry-run", action="store_true", help="judge every row, write nothing")
        parser.add_argument("--errors", help="write the workbook of refused rows here")

    def handle(self, *args, **options):
        path = Path(options["file"])
        unit = Unit.objects.filter(key=options["unit"]).first()
        if unit is None:
            raise CommandError(f"Không có đơn vị {options['unit']}.")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được {path}: {error.strerror}.") from error
        try:
            workbook, registers = open_register(data, path.name, COMMAND)
            sheet, header = self._sheet(registers, options["sheet"])
            mapping = proposed_mapping(header, unit)
            question = Question(
                unit=unit,
                year=options["year"],
                entered_on=timezone.localdate(),
                issuer=options["issuer"] or header.issuer,
            )
            table = table_of(sheet, header, mapping) if "name" in mapping else None
            if absent := missing_columns(table, mapping, question.fixed, unit):
                labels = ", ".join(f"“{BY_KEY[key].label}”" for key in absent)
                raise CommandError(
                    f"Trang “{sheet.name}” không có cột {labels}: thêm cột vào tệp, hoặc nhập tệp ở trang Nhập từ Excel "
                    "và chỉ ra cột ở bước 2."
                )
            opened = Opened(workbook, registers, sheet, header)
            if options["dry_run"]:
                checked = check(table, question)
                self._write_errors(options["errors"], opened, checked, None)
            else:
                checked = self._import(path, data, opened, mapping, table, question, options["errors"])
        except (UnreadableWorkbook, DomainError) as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            if not is_for_want_of_room(error):
                raise
            raise CommandError("Đĩa của máy chủ đã đầy: chưa dòng nào được nhập.") from error
        if len(registers) > 1:
            self.stdout.write(f"Lưu ý: tệp có {len(registers)} trang là sổ; chỉ nhập trang “{sheet.name}”.")
        if header.year and header.year != options["year"]:
            self.stdout.write(f"Lưu ý: tiêu đề của tệp ghi năm {header.year}.")
        self._print(checked)
        counts = checked.counts()
        self.stdout.write(json.dumps(counts, ensure_ascii=False))
        if counts["imported"] + counts["already_held"] != counts["rows"]:
            sys.exit(1)

    def _sheet(self, registers, name: str):
        for sheet, header in registers:
            if name in ("", sheet.name):
                return sheet, header
        names = ", ".join(sheet.name for sheet, _header in registers)
        raise CommandError(f"Không có trang “{name}” là sổ; các trang là sổ: {names}.")

    def _write_errors(self, path, opened, checked, back):
        if path:
            back = back or workbook_of_refused_rows(opened.workbook, opened.sheet, opened.header, checked)
            try:
                Path(path).write_bytes(back)
            except OSError as error:
                raise CommandError(f"Không ghi được {path}: {error.strerror}.") from error

    @transaction.atomic
    def _import(self, path, data, opened, mapping, table, question, errors):
        batch = ImportBatch(
            unit=question.unit,
            year=question.year,
            file_name=path.name[:200],
            sha256=hashlib.sha256(data).hexdigest(),
            sheet=opened.sheet.name[:120],
            mapping=mapping,
            issuer=question.issuer,
        )
        checked = import_table(table=table, question=question, batch=batch.id)
        # Before the commit: an import that went in has its refused rows, in the place asked for and on its page.
        self._write_errors(errors, opened, checked, settle(batch, opened, checked))
        batch.save(force_insert=True)
        log_import(batch, None)
        return checked

    def _print(self, checked):
        for row, number in enumerate(checked.table.numbers):
            for kind, findings in (
                ("từ chối", checked.refusals),
                ("đã sửa", checked.repairs),
                ("chưa ghi công nhận", checked.unrecorded),
            ):
                for line in findings.sentences(row):
                    self.stdout.write(f"Dòng {number}: {kind}: {line}")
            if row in checked.repeats and row not in checked.held:
                self.stdout.write(f"Dòng {number}: trùng: {checked.repeats[row]}")
        if checked.held:
            self.stdout.write(f"{len(checked.held)} dòng đã có trong sổ, không ghi lại.")
