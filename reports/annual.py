"""The annual summary: the appendices an office files with its report, as declared sheets of one workbook."""

from dataclasses import replace
from datetime import date
from typing import BinaryIO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.recording import record_change
from reports.annual_answers import Answers
from reports.annual_host import Host, host_of
from reports.annual_levels import levels_by_kind
from reports.annual_list import recognised_models
from reports.annual_series import years_compared
from reports.annual_sources import sources
from reports.annual_units import units_by_field
from reports.dashboard_scope import Scope
from reports.workbook import Sheet, Signature, Workbook, write_workbook
from vietnamese.folding import fold


def annual_report(scope: Scope, *, made_on: date) -> Workbook:
    """The workbook of the scope's unit, years and geography, counting only what its viewer may see.

    Every figure is the roll-up engine's; where a sum of the rows would differ from it, DoesNotAddUp is raised.
    A paper for the file is Vietnamese whatever language its reader works in."""
    with translation.override("vi"):
        answers = Answers(scope)
        host = host_of(scope.within, scope.within.name if scope.within else "", made_on)
        made = [make(answers) for make in (units_by_field, levels_by_kind, recognised_models, years_compared)]
        left_out = [] if all(made) else [_("Phụ lục 3 dài quá một tệp để in: hãy lập theo từng tỉnh.")]
        sheets = [_dressed(sheet, scope, host, made_on) for sheet in made if sheet]
        sheets.append(
            replace(sources(answers, made_on=made_on, left_out=left_out), subtitles=[_asked(scope)])
        )
        return Workbook(title=_title(scope), sheets=sheets, author=host.letterhead.issuer)


def export_annual(scope: Scope, out: str | BinaryIO, *, made_on: date, by=None) -> Workbook:
    """Write the annual report to a path or binary file and note the export; return what was written."""
    report = annual_report(scope, made_on=made_on)
    write_workbook(report, out)
    subject = scope.within or by
    if subject is not None:
        asked = {"year_from": scope.year_from, "year_to": scope.year_to, "geography": scope.on.isoformat()}
        record_change(by=by, verb="export_annual", subject=subject, after=asked)
    return report


def file_name(scope: Scope) -> str:
    """ "tong-hop-tinh-cao-bang-2024.xlsx"."""
    return f"tong-hop-{slugify(fold(scope.name))}-{slugify(scope.period.replace('–', '-'))}.xlsx"


def _dressed(sheet: Sheet, scope: Scope, host: Host, made_on: date) -> Sheet:
    """The sheet with what all appendices share: letterhead, period, place in the report, signatures."""
    hint = _("(ký, ghi rõ họ tên)")
    return replace(
        sheet,
        label=sheet.name,
        attached_to=_("(kèm theo Báo cáo số ........-BC/%(symbol)s, ngày ..../..../%(year)s)")
        % {"symbol": host.symbol, "year": made_on.year},
        subtitles=[_asked(scope)],
        letterhead=host.letterhead,
        signatures=[Signature(_("NGƯỜI LẬP BIỂU"), hint), Signature(host.head, hint)],
        footer=_title(scope),
    )


def _title(scope: Scope) -> str:
    return _("Tổng hợp phong trào “Dân vận khéo” %(unit)s, %(years)s") % {
        "unit": scope.name,
        "years": scope.period,
    }


def _asked(scope: Scope) -> str:
    return f"{scope.name} - {scope.geography}"
