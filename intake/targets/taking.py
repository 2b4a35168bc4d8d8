"""Taking in a workbook of targets: checked as a whole, then each sound row saved or sent through the deeds of reporting.

A row that was not edited in the file changes nothing, whatever became of its report meanwhile. A row edited in the file whose
report was changed on the page as well is nobody's to overwrite: both are told, and the row waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from audit.errors import DomainError
from intake.bounds import UnreadableWorkbook
from intake.targets.layout import ENTRY, SHOWN
from intake.targets.reading import SentRow, contents_of, raises_refusal
from intake.targets.rows import Owed, cells_of, with_reports
from intake.targets.template import targets_workbook, worded
from resolutions.choices import Answer
from resolutions.models import Assignment, ReportingPeriod
from resolutions.reporting import Contents, missing_from, refusals_of, save_draft, submit

UNCHANGED, SAVED, SENT, REFUSED = "unchanged", "saved", "sent", "refused"
_LABELS = {key: label for key, label, _width in SHOWN}


@dataclass
class Taken:
    """What became of a row. `owed` is None where the person reports no such target."""

    row: SentRow
    owed: Owed | None
    state: str = UNCHANGED
    wrong: dict[str, str] = field(default_factory=dict)
    contents: Contents | None = None

    def refuse(self, wrong: dict[str, str]) -> None:
        self.state, self.wrong = REFUSED, wrong


def take_in(*, by, rows: Sequence[SentRow], sending: bool, on: date) -> list[Taken]:
    """Each row with what became of it, in the file's order; with `sending` every answered report that is still with the
    unit is sent. What is refused of one row keeps no other out."""
    period = ReportingPeriod.objects.visible_to(by).filter(pk=rows[0].key.period).first()
    if period is None:
        raise UnreadableWorkbook("period", _("Kỳ báo cáo của tệp này không còn; hãy tải lại biểu."))
    checked = check(by=by, rows=rows, period=period, sending=sending, on=on)
    for taken in checked:
        if taken.state in (SAVED, SENT):
            _do(by, taken, period, on)
    return checked


def check(*, by, rows: Sequence[SentRow], period: ReportingPeriod, sending: bool, on: date) -> list[Taken]:
    """What would become of each row; nothing is written. Thirteen statements at most however many rows."""
    ids = [row.key.assignment for row in rows]
    mine = Assignment.objects.reported_by(by).filter(pk__in=ids).order_by("id")
    held = {one.assignment.pk: one for one in with_reports(mine, period, viewer=by)}
    checked, seen = [], set()
    for row in rows:
        taken = Taken(row, held.get(row.key.assignment))
        if taken.owed is None:
            taken.refuse({"": _("Dòng này không phải chỉ tiêu mà anh/chị báo cáo.")})
        elif row.key.assignment in seen:
            taken.refuse({"": _("Chỉ tiêu này đã có ở một dòng trên; hãy bỏ dòng lặp lại.")})
        else:
            _judge(taken, period, sending, on)
        seen.add(row.key.assignment)
        checked.append(taken)
    return checked


def marked_copy(taken: Sequence[Taken], period: ReportingPeriod, by) -> bytes | None:
    """The same workbook going back: reports as they now stand, and in the rows that were refused what the person wrote,
    with what has to be mended. None where nothing was refused that she may see."""
    refused = {t.owed.assignment.pk: t for t in taken if t.owed is not None and t.state == REFUSED}
    if not refused:
        return None
    order = {t.owed.assignment.pk: n for n, t in reversed(list(enumerate(taken))) if t.owed is not None}
    mine = Assignment.objects.reported_by(by).filter(pk__in=order)
    owed = sorted(with_reports(mine, period, viewer=by), key=lambda one: order[one.assignment.pk])
    return targets_workbook(
        owed, owed[0].assignment.unit, period,
        typed={pk: one.row.cells for pk, one in refused.items()},
        wrong={pk: one.wrong for pk, one in refused.items()},
    )  # fmt: skip


def _judge(taken: Taken, period: ReportingPeriod, sending: bool, on: date) -> None:
    row, owed = taken.row, taken.owed
    report = owed.report
    if row.is_edited:
        contents, wrong = contents_of(row, report and report.figures_on)
        if wrong:
            return taken.refuse(wrong)
        if cells_of(contents) != owed.cells:
            if row.key.version != owed.version:
                return taken.refuse({"": _both_told(row, owed)} | dict.fromkeys(_differing(row, owed), ""))
            taken.contents, taken.state = contents, SAVED
    if sending and owed.is_open and (taken.contents or report):
        said = taken.contents or report
        taken.state = SENT if said.answer != Answer.NONE else taken.state
    if taken.contents is not None:
        broken = refusals_of(owed.assignment, period, taken.contents, on)
        if not broken and taken.state == SENT:
            broken = missing_from(owed.target_version, taken.contents.answer, taken.contents.narrative)
        if broken:
            taken.refuse({one.field if one.field in ENTRY else "": one.sentence for one in broken})
    return None


def _do(by, taken: Taken, period: ReportingPeriod, on: date) -> None:
    asked = {"by": by, "assignment": taken.owed.assignment, "period": period, "on": on, "version": taken.owed.version}
    try:
        if taken.state == SENT:
            submit(contents=taken.contents, **asked)
        else:
            save_draft(contents=taken.contents, **asked)
    except DomainError as error:
        taken.refuse(raises_refusal(error))


def _differing(row: SentRow, owed: Owed) -> list[str]:
    return [name for name, ours, theirs in zip(ENTRY, row.cells, worded(owed.cells), strict=True) if (ours or "") != theirs]


def _both_told(row: SentRow, owed: Owed) -> str:
    now = dict(zip(ENTRY, worded(owed.cells), strict=True))
    typed = dict(zip(ENTRY, row.cells, strict=True))
    told = [
        _("%(column)s: phần mềm ghi “%(held)s”, tệp ghi “%(typed)s”.")
        % {"column": _LABELS[name], "held": now[name][:200], "typed": str("" if typed[name] is None else typed[name])[:200]}
        for name in _differing(row, owed)
    ]
    return " ".join(
        [_("Báo cáo này vừa được sửa trên phần mềm trong lúc tệp ở ngoài."), *told,
         _("Nếu tệp đúng, gửi lại tệp có đánh dấu này; nếu không, giữ nguyên.")]
    )  # fmt: skip
