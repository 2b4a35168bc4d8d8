"""The annual summary: the appendices an office files with its report, as declared sheets of one workbook."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import BinaryIO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.recording import record_change
from reports.annual_answers import Answers
from reports.annual_awards import awards_granted
from reports.annual_host import Host, host_of
from reports.annual_levels import levels_by_kind
from reports.annual_list import recognised_models
from reports.annual_series import years_compared
from reports.annual_sources import sources
from reports.annual_steps import steps_by_unit
from reports.annual_units import units_by_field
from reports.dashboard_scope import Scope
from reports.workbook import Sheet, Signature, Workbook, write_workbook
from vietnamese.dates import format_date
from vietnamese.folding import fold

_APPENDICES = {
    "1": units_by_field,
    "2": levels_by_kind,
    "3": recognised_models,
    "4": years_compared,
    "5": steps_by_unit,
    "6": awards_granted,
}
APPENDICES = tuple(_APPENDICES)
"""The numbers by which one appendix is asked for alone."""


def annual_report(scope: Scope, *, made_on: date) -> Workbook:
    """The workbook of the scope's unit, years and geography, counting only what its viewer may see.

    Every figure is the roll-up engine's; where a sum of the rows would differ from it, DoesNotAddUp is raised.
    A paper for the file is Vietnamese whatever language its reader works in. The report itself is signed, so its
    appendices name it and carry no signatures (DOMAIN.md, appendix tables)."""
    with translation.override("vi"):
        answers, host = Answers(scope), _host(scope, made_on)
        made = [make(answers) for make in _APPENDICES.values()]
        left_out = [
            _("Phụ lục %(number)s dài quá một tệp để in: hãy lập theo từng tỉnh.") % {"number": number}
            for number, sheet in zip(APPENDICES, made, strict=True)
            if sheet is None
        ]
        sheets = [_attached(_dressed(sheet, scope, host), host, made_on) for sheet in made if sheet]
        sheets.append(
            replace(sources(answers, made_on=made_on, left_out=left_out), subtitles=[_asked(scope)])
        )
        return Workbook(title=_title(scope), sheets=sheets, author=host.letterhead.issuer)


def one_appendix(scope: Scope, appendix: str, *, made_on: date) -> Workbook | None:
    """One of APPENDICES as a paper of its own, named after no report and with room for its signatures; None where it
    would be longer than a file to print."""
    with translation.override("vi"):
        host = _host(scope, made_on)
        sheet = _APPENDICES[appendix](Answers(scope))
        if sheet is None:
            return None
        return Workbook(
            title=_title(scope),
            sheets=[_signed(_dressed(sheet, scope, host), host)],
            author=host.letterhead.issuer,
        )


def export_annual(
    scope: Scope, out: str | BinaryIO, *, made_on: date, by=None, appendix: str = ""
) -> Workbook | None:
    """Write the annual report, or one appendix alone, to a path or binary file and note the export; return what was
    written, None where the appendix is too long to print."""
    make = partial(one_appendix, appendix=appendix) if appendix else annual_report
    report = make(scope, made_on=made_on)
    if report is None:
        return None
    write_workbook(report, out)
    subject = scope.within or by
    if subject is not None:
        asked = {"year_from": scope.year_from, "year_to": scope.year_to, "geography": scope.on.isoformat()}
        if scope.as_of:
            asked["as_of"] = scope.as_of.isoformat()
        alone = {"appendix": appendix} if appendix else {}
        record_change(by=by, verb="export_annual", subject=subject, after=asked | alone)
    return report


def file_name(scope: Scope, appendix: str = "") -> str:
    """ "tong-hop-tinh-cao-bang-2024.xlsx", "bieu-2-tinh-cao-bang-2024.xlsx"."""
    what = f"bieu-{appendix}" if appendix else "tong-hop"
    day = f"-den-{scope.as_of.isoformat()}" if scope.as_of else ""
    return f"{what}-{slugify(fold(scope.name))}-{slugify(scope.period.replace('–', '-'))}{day}.xlsx"


def _host(scope: Scope, made_on: date) -> Host:
    return host_of(scope.within, scope.within.name if scope.within else "", made_on)


def _dressed(sheet: Sheet, scope: Scope, host: Host) -> Sheet:
    """The sheet with what all appendices share: letterhead, what was asked, the line at the foot."""
    return replace(sheet, subtitles=[_asked(scope)], letterhead=host.letterhead, footer=_title(scope))


def _attached(sheet: Sheet, host: Host, made_on: date) -> Sheet:
    named = _("(kèm theo Báo cáo số ........-BC/%(symbol)s, ngày ..../..../%(year)s)")
    return replace(sheet, label=sheet.name, attached_to=named % {"symbol": host.symbol, "year": made_on.year})


def _signed(sheet: Sheet, host: Host) -> Sheet:
    hint = _("(ký, ghi rõ họ tên)")
    return replace(sheet, signatures=[Signature(_("NGƯỜI LẬP BIỂU"), hint), Signature(host.head, hint)])


def _title(scope: Scope) -> str:
    return _("Tổng hợp phong trào “Dân vận khéo” %(unit)s, %(years)s") % {
        "unit": scope.name,
        "years": scope.period,
    }


def _asked(scope: Scope) -> str:
    asked = f"{scope.name} - {scope.geography}"
    if scope.as_of is None:
        return asked
    return _("%(asked)s - số liệu tính đến ngày %(day)s") % {"asked": asked, "day": format_date(scope.as_of)}
