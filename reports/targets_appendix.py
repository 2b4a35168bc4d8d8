"""The appendix of a document's targets for a year: what was asked, what was done, how it is judged, who answers for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.recording import record_change
from reports import workbook as w
from reports.annual_host import Host, host_of
from reports.roman import roman
from reports.targets_sources import sources
from reports.workbook import Column, Row, Sheet, Workbook, write_workbook
from reports.workbook_formulas import ratio_of
from resolutions.choices import Recurrence
from resolutions.models import Document, Target
from resolutions.progress import Progress, progress_of
from units.geography import names_on
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import fold

NAME = "Phụ lục"


@dataclass(frozen=True)
class TargetsAsked:
    """Whose targets, of which year, for which units, as the viewer sees them, judged on a day."""

    document: Document
    year: int
    viewer: object
    as_of: date
    within: Unit | None = None

    @property
    def place(self) -> str:
        """The unit's name as it was at the end of the year, or on its own last day."""
        if self.within is None:
            return _("Cả nước")
        day = min(self.within.valid_to or date.max, date(self.year, 12, 31))
        return names_on([self.within], day)[self.within.id]

    def progress(self) -> list[Progress]:
        """In the document's order."""
        targets = Target.objects.visible_to(self.viewer).of(self.document).with_versions().order_by("position")
        asked = {"year": self.year, "viewer": self.viewer, "as_of": self.as_of, "within": self.within}
        return progress_of(targets, **asked)


def targets_appendix(asked: TargetsAsked) -> Workbook:
    """The appendix and the sheet of its sources; figures are those of the pages. Vietnamese whoever reads it."""
    with translation.override("vi"):
        progress, host = asked.progress(), _host(asked)
        return Workbook(
            title=_title(asked.document),
            sheets=[_sheet(asked, progress, host), sources(progress, made_on=asked.as_of)],
            author=host.letterhead.issuer,
        )


def export_targets(asked: TargetsAsked, out: str | BinaryIO, *, by=None) -> Workbook:
    """Writes the appendix to a path or binary file, and notes who took it."""
    made = targets_appendix(asked)
    write_workbook(made, out)
    after = {"year": asked.year, "within": asked.within and asked.within.key}
    record_change(by=by, verb="export_targets", subject=asked.document, after=after)
    return made


def file_name(asked: TargetsAsked) -> str:
    """ "chi-tieu-04-nq-tu-tinh-nghe-an-2024.xlsx"."""
    number = slugify(fold(asked.document.number.replace("/", "-")))
    return f"chi-tieu-{number}-{slugify(fold(asked.place))}-{asked.year}.xlsx"


def _sheet(asked: TargetsAsked, progress: Sequence[Progress], host: Host) -> Sheet:
    attached = _("(kèm theo Báo cáo số ........-BC/%(symbol)s, ngày ..../..../%(year)s)")
    return Sheet(
        name=NAME,
        title=_title(asked.document),
        label=NAME,
        attached_to=attached % {"symbol": host.symbol, "year": asked.as_of.year},
        subtitles=[_("%(place)s - Năm %(year)s") % {"place": asked.place, "year": asked.year}],
        letterhead=host.letterhead,
        columns=_columns(),
        rows=list(_rows(progress)),
        notes=[
            _("Tỷ lệ là tổng số thực hiện chia cho tổng số của các đơn vị, không phải bình quân các tỷ lệ."),
            _("Chỉ tiêu đếm đơn vị: thực hiện là số đơn vị đạt, trên số đơn vị được tính; còn đơn vị chưa báo cáo thì chưa có tỷ lệ."),
            _("Chỉ tính báo cáo đã duyệt đến ngày %(day)s. Đã báo cáo: số đơn vị đã trả lời trên số đơn vị được giao.")
            % {"day": format_date(asked.as_of)},
        ],
        footer=_title(asked.document),
    )  # fmt: skip


def _columns() -> list[Column]:
    done = (_("Thực hiện"),)
    return [
        Column("number", _("STT"), w.ORDINAL, 5),
        Column("target", _("Chỉ tiêu"), w.TEXT, 44),
        Column("measured_in", _("ĐVT"), w.CODE, 10),
        Column("goal", _("Mục tiêu giai đoạn"), w.COUNT, 10),
        Column("plan", _("Kế hoạch năm"), w.COUNT, 10),
        Column("done", _("Đã làm được"), w.COUNT, 11, done),
        Column("of", _("Trên tổng số"), w.COUNT, 11, done),
        Column("share", _("Tỷ lệ %"), w.SHARE, 9),
        Column("verdict", _("Đánh giá"), w.TEXT, 16),
        Column("reported", _("Đã báo cáo"), w.CODE, 10),
        Column("responsible", _("Đơn vị chịu trách nhiệm"), w.TEXT, 22),
    ]


def _rows(progress: Sequence[Progress]) -> Iterator[Row]:
    """The targets under their groups of tasks, these numbered I, II, III in the order they are met."""
    grouped = any(one.target.task_group_id for one in progress)
    met: dict[int | None, str] = {}
    last: tuple = ()
    for number, one in enumerate(progress, 1):
        group = one.target.task_group
        if grouped and last != (one.target.task_group_id,):
            numeral = met.setdefault(one.target.task_group_id, roman(len(met) + 1))
            yield Row({"number": numeral, "target": group.title if group else _("Chỉ tiêu khác")}, look=w.GROUP)
        last = (one.target.task_group_id,)
        yield _row(number, one)


def _row(number: int, one: Progress) -> Row:
    version = one.version
    cells = {
        "number": number,
        "target": version.text,
        "measured_in": version.measured_in,
        "goal": plain(version.value),
        "plan": plain(_plan(one)),
        "verdict": one.verdict_label,
        "reported": one.completeness,
        "responsible": version.responsible.name if version.responsible else "",
    }
    if one.tally.reported:
        cells |= {"done": plain(one.numerator), "of": plain(one.denominator)}
        if one.share_text:
            cells["share"] = ratio_of("done", "of")
    kinds = {key: w.DECIMAL for key, value in cells.items() if isinstance(value, float)}
    return Row(cells, kinds=kinds)


def _plan(one: Progress) -> Decimal | None:
    """What was asked for of this year: the step of the road map, the value of every year, or of the last one; for parts of
    an amount what they were given. None where the document says nothing of the year."""
    if one.step is not None:
        return one.step
    if one.version.recurrence == Recurrence.YEARLY or one.year >= one.due_on.year:
        return one.version.value if one.version.is_share else _own(one)
    return None


def _own(one: Progress) -> Decimal | None:
    return one.version.value if one.whole or one.asked is None else one.asked


def plain(number: Decimal | None) -> int | float | None:
    """As a spreadsheet adds it up: whole where it is."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _title(document: Document) -> str:
    return _("Kết quả thực hiện chỉ tiêu của %(kind)s số %(number)s") % {
        "kind": document.get_kind_display(),
        "number": document.number,
    }


def _host(asked: TargetsAsked) -> Host:
    unit = asked.within or asked.document.unit
    return host_of(unit, asked.place if asked.within else (unit.name if unit else ""), asked.as_of)
