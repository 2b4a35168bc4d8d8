"""A unit's report on one target for one period: kept while it is written, then sent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.secrecy import marked_secret
from resolutions.choices import WRITABLE, Answer, AssignmentState, Stage, TargetKind
from resolutions.figures import Figure
from resolutions.models import Assignment, ProgressReport, ReportChange, ReportingPeriod
from resolutions.rights import require_reporting
from resolutions.standing import settle
from vietnamese.folding import clean_text


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a report says. `figure` goes with the answer FIGURE alone; `figures_on` is the day it was so, by default the
    last of the period."""

    answer: str = Answer.NONE
    figure: Figure | None = None
    narrative: str = ""
    obstacles: str = ""
    figures_on: date | None = None

    def __post_init__(self):
        if self.figure is not None and self.answer == Answer.NONE:
            object.__setattr__(self, "answer", Answer.FIGURE)
        for name in ("narrative", "obstacles"):
            object.__setattr__(self, name, clean_text(getattr(self, name)))


@transaction.atomic
def save_draft(
    *, by, assignment: Assignment, period: ReportingPeriod, contents: Contents, on: date, version: int = 0
) -> ProgressReport:
    """The report of the assignment for the period, written or changed and not yet sent. `version` is the one the person
    saw, 0 where there was none: raises Overtaken when somebody was faster. What is wrong with the contents is refused
    here already (DomainErrors); only what is missing waits for the sending. NotAllowed outside the person's units."""
    held, report = _locked(by, assignment, period, version)
    return _write(by, held, report, period, contents, on)


@transaction.atomic
def submit(
    *,
    by,
    assignment: Assignment,
    period: ReportingPeriod,
    on: date,
    contents: Contents | None = None,
    version: int = 0,
) -> ProgressReport:
    """The report, sent on the day; `contents` are written first where they are given. Sent after the cut-off day it is
    taken and flagged (`is_late`). Raises as `save_draft`, and DomainErrors for what is still missing."""
    held, report = _locked(by, assignment, period, version)
    if contents is not None:
        report = _write(by, held, report, period, contents, on)
    answer, narrative = (report.answer, report.narrative) if report else (Answer.NONE, "")
    if missing := missing_from(held.target.version_in(held.year), answer, narrative):
        raise DomainErrors(missing)
    before = report.stage
    report.stage, report.submitted_on, report.submitted_by = Stage.SUBMITTED, on, by
    report.version += 1
    report.save()
    note_step(report, before=before, by=by, on=on)
    settle(held)
    record_change(by=by, verb="submit", subject=report, before={"stage": before}, after=told_of(report))
    return report


def missing_from(version, answer: str, narrative: str) -> list[DomainError]:
    """What a report on a target of that version still lacks before it can be sent."""
    if answer == Answer.NONE:
        return [DomainError(_("Hãy ghi số liệu, hoặc chọn “Không áp dụng”."), field="figure")]
    needs_words = answer == Answer.NOT_APPLICABLE or version.kind == TargetKind.QUALITATIVE
    if needs_words and not narrative:
        return [DomainError(_("Hãy thuyết minh kết quả, hoặc vì sao không áp dụng."), field="narrative")]
    return []


def note_step(report: ProgressReport, *, before: str, by, on: date, reason: str = "") -> None:
    """The row of the report's history; called by the deeds of reporting and accepting alone."""
    ReportChange.objects.create(
        report=report, stage_before=before, stage=report.stage, answer=report.answer, numerator=report.numerator,
        denominator=report.denominator, reason=reason, on=on, by=by,
    )  # fmt: skip


def told_of(report: ProgressReport) -> dict:
    """What the log keeps of a report at a step: stage, answer and figure as it is written, where there is one."""
    figure = _figure_text(report)
    return {"stage": report.stage, "answer": report.answer} | ({"figure": figure} if figure else {})


def _locked(by, assignment, period, version) -> tuple[Assignment, ProgressReport | None]:
    """The assignment, held until the deed is done (two people at once are seen one after the other), and the report as
    it now is. Raises where it is not the person's, not open, or not what she saw."""
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("target__document", "unit", "organisation")
        .get(pk=assignment.pk)
    )
    require_reporting(by, held)
    if held.state != AssignmentState.GIVEN:
        raise DomainError(_("Chỉ tiêu này không còn đang giao cho đơn vị."))
    if held.target.version_in(held.year).measure:
        raise DomainError(_("Chỉ tiêu này được tính từ số liệu đã có trong phần mềm, không nhập tay."))
    if period.ends_on.year != held.year:
        raise DomainError(
            _("Kỳ báo cáo này không thuộc năm %(year)s của chỉ tiêu.") % {"year": held.year}, field="period"
        )
    report = held.reports.select_related("period").filter(period=period).first()
    if (report.version if report else 0) != version:
        raise Overtaken(_("Báo cáo vừa được người khác sửa; hãy xem lại trước khi lưu."), report or held)
    if report is not None:
        report.assignment = held
        if report.stage not in WRITABLE:
            raise DomainError(
                _("Báo cáo đã duyệt thì không sửa; muốn sửa hãy đề nghị đơn vị giao chỉ tiêu mở lại.")
                if report.stage == Stage.ACCEPTED
                else _("Báo cáo đã gửi, đang chờ duyệt; muốn sửa hãy đề nghị trả lại.")
            )
    return held, report


def _write(by, held, report, period, contents: Contents, on: date) -> ProgressReport:
    if broken := refusals_of(held, period, contents, on):
        raise DomainErrors(broken)
    made = report is None
    report = report or ProgressReport(assignment=held, period=period, created_by=by, version=0)
    before = {} if made else _values(report)
    figure = contents.figure if contents.answer == Answer.FIGURE else None
    report.answer = contents.answer
    report.numerator = figure and figure.numerator
    report.denominator = figure and figure.denominator
    report.narrative, report.obstacles = contents.narrative, contents.obstacles
    report.figures_on = contents.figures_on or min(period.ends_on, on)
    old, new = difference(before, _values(report))
    if not made and not new:
        return report
    report.version += 1
    report.save()
    if made:
        note_step(report, before="", by=by, on=on)
    if made:
        new = {name: value for name, value in new.items() if value not in ("", None)}
    record_change(by=by, verb="save_report", subject=report, before=None if made else old, after=new)
    return report


def refusals_of(held: Assignment, period: ReportingPeriod, contents: Contents, on: date) -> list[DomainError]:
    """Every rule that the contents break, each naming its field."""
    version = held.target.version_in(held.year)
    broken = marked_secret({"narrative": contents.narrative, "obstacles": contents.obstacles})
    if contents.answer not in Answer.values:
        broken.append(DomainError(_("Hãy chọn có số liệu hay không áp dụng."), field="answer"))
    if contents.answer == Answer.FIGURE and contents.figure is None:
        broken.append(DomainError(_("Hãy ghi số liệu, hoặc chọn “Không áp dụng”."), field="figure"))
    if contents.figures_on is not None and contents.figures_on > on:
        broken.append(DomainError(_("Số liệu đến một ngày ở tương lai; hãy xem lại."), field="figures_on"))
    if contents.answer == Answer.FIGURE and contents.figure is not None:
        broken += _of_the_figure(version, held.value, contents.figure)
    return broken


def _of_the_figure(version, value: Decimal | None, figure: Figure) -> list[DomainError]:
    sentence, below = "", figure.denominator
    if figure.is_share:
        sentence = _("Hãy ghi hai số như 8.799/16.627: tỷ lệ phần trăm không cộng được với nơi khác.")
    elif version.is_share and below is None:
        sentence = _("Hãy ghi hai số, thực hiện trên tổng số, như 21/21.")
    elif version.kind == TargetKind.UNITS_EACH_YEAR and figure.numerator > below:
        sentence = _("Số đơn vị thực hiện lớn hơn tổng số đơn vị; hãy xem lại.")
    elif version.is_done_or_not and (figure.numerator not in (0, 1) or below not in (None, 1)):
        sentence = _("Hãy chọn có hoặc không.")
    elif version.kind == TargetKind.COUNT_PER_UNIT and below not in (None, version.value if value is None else value):
        sentence = _("Mẫu số khác với số lượng được giao; chỉ cần ghi số thực hiện.")
    elif version.kind == TargetKind.AMOUNT and value is not None and below not in (None, value):
        sentence = _("Mẫu số khác với mức đã giao; chỉ cần ghi số thực hiện.")
    return [DomainError(sentence, field="figure")] if sentence else []


def _values(report: ProgressReport) -> dict:
    return {"answer": report.answer, "figure": _figure_text(report), "narrative": report.narrative,
            "obstacles": report.obstacles, "figures_on": report.figures_on}  # fmt: skip


def _figure_text(report: ProgressReport) -> str:
    if report.numerator is None:
        return ""
    return str(Figure(Decimal(report.numerator), report.denominator))
