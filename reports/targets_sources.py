"""The sheet that says how each figure of the appendix of targets came about."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from reports import workbook as w
from reports.workbook import Column, Row, Sheet
from resolutions.progress import Progress
from rollups.measures import catalogue
from vietnamese.dates import format_date

NAME = "Nguồn số liệu"


def sources(progress: Sequence[Progress], *, made_on: date) -> Sheet:
    """A row a target in the document's order."""
    return Sheet(
        name=NAME,
        title=_("Nguồn số liệu"),
        columns=[
            Column("number", _("STT"), w.ORDINAL, 5),
            Column("target", _("Chỉ tiêu"), w.TEXT, 40),
            Column("kind", _("Loại chỉ tiêu"), w.TEXT, 22),
            Column("aggregation", _("Cách tổng hợp"), w.TEXT, 22),
            Column("accumulation", _("Số liệu các kỳ trong năm"), w.TEXT, 24),
            Column("from", _("Số liệu lấy từ"), w.TEXT, 20),
            Column("due", _("Hạn"), w.DATE, 12),
            Column("assigned", _("Số đơn vị được giao"), w.COUNT, 9),
            Column("reported", _("Có số liệu"), w.COUNT, 9),
            Column("excused", _("Không áp dụng"), w.COUNT, 9),
            Column("silent", _("Chưa có số liệu"), w.COUNT, 9),
            Column("waiting", _("Chờ duyệt"), w.COUNT, 9),
        ],
        rows=[_row(number, one) for number, one in enumerate(progress, 1)],
        notes=[_("Lập ngày %(day)s.") % {"day": format_date(made_on)}],
    )


def _row(number: int, one: Progress) -> Row:
    version, tally = one.version, one.tally
    return Row(
        {
            "number": number,
            "target": version.text,
            "kind": version.get_kind_display(),
            "aggregation": version.get_aggregation_display(),
            "accumulation": version.get_accumulation_display(),
            "from": str(catalogue()[version.measure].label) if version.measure else _("Báo cáo của đơn vị"),
            "due": one.due_on,
            "assigned": tally.assigned,
            "reported": tally.reported,
            "excused": tally.not_applicable,
            "silent": tally.silent,
            "waiting": tally.waiting,
        }
    )
