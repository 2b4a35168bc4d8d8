"""What resolutions count for the one roll-up engine: documents, targets given, how their figures stand, reports.

An assignment is counted at its unit (an organisation's at the unit it belongs to) in its year; a report likewise."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import seen_by
from models_registry.choices import Level
from resolutions.choices import FALLING_SHORT, REACHING, Answer, DocumentKind, IssuerKind, Outcome, Stage
from resolutions.models import Assignment, Document, IssuedCount, ProgressReport
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import Counting, Measure, Ratio, decided_by, declare


def counted_documents(viewer):
    return Document.objects.of_units_seen_by(viewer).as_counted()


def counted_issued(viewer):
    return IssuedCount.objects.visible_to(viewer).as_counted()


@decided_by(seen_by)
def counted_assignments(viewer):
    return Assignment.objects.visible_to(viewer).given().as_counted()


def counted_reports(viewer):
    return ProgressReport.objects.visible_to(viewer).of_given().as_counted()


declare_dimension(Dimension("target", "target_id", pgettext_lazy("số ít", "Chỉ tiêu")))
declare_dimension(Dimension("outcome", "outcome", _("So với mức giao"), Outcome.choices))
declare_dimension(Dimension("issuer_kind", "issuer_kind", _("Loại cơ quan ban hành"), IssuerKind.choices))
declare_dimension(Dimension("document_level", "applies_to", _("Cấp thực hiện"), Level.choices))
declare_dimension(Dimension("document_kind", "kind", _("Loại văn bản"), DocumentKind.choices))

_TARGETS = pgettext_lazy("đơn vị tính", "lượt giao chỉ tiêu")
_REPORTS = pgettext_lazy("đơn vị tính", "báo cáo")
_PAPERS = pgettext_lazy("đơn vị tính", "văn bản")

declare(Measure("documents_issued", _("Văn bản đã ghi vào sổ"), _PAPERS, counted_documents))
declare(
    Measure(
        "documents_reported", _("Văn bản ban hành theo số báo cáo"), _PAPERS, counted_issued, Counting.SUM, "number"
    )
)
ASSIGNED = Measure("targets_assigned", _("Chỉ tiêu được giao"), _TARGETS, counted_assignments)
REPORTED = Measure(
    "targets_reported", _("Chỉ tiêu có số liệu"), _TARGETS, counted_assignments, where=Q(answer=Answer.FIGURE)
)
for measure in (
    ASSIGNED,
    REPORTED,
    Measure(
        "targets_reaching", _("Chỉ tiêu đạt mức giao"), _TARGETS, counted_assignments, where=Q(outcome__in=REACHING)
    ),
    Measure(
        "targets_short", _("Chỉ tiêu chưa tới mức giao"), _TARGETS, counted_assignments, where=Q(outcome__in=FALLING_SHORT)
    ),
    Measure(
        "targets_silent", _("Chỉ tiêu chưa có số liệu"), _TARGETS, counted_assignments, where=Q(answer=Answer.NONE)
    ),
    Ratio("targets_reaching_rate", _("Tỷ lệ chỉ tiêu đạt"), numerator="targets_reaching", denominator="targets_assigned"),
    Ratio("targets_reported_rate", _("Tỷ lệ có số liệu"), numerator="targets_reported", denominator="targets_assigned"),
    Measure(
        "reports_sent",
        _("Báo cáo đã gửi"),
        _REPORTS,
        counted_reports,
        where=Q(stage__in=[Stage.SUBMITTED, Stage.ACCEPTED]),
    ),
    Measure("reports_accepted", _("Báo cáo đã duyệt"), _REPORTS, counted_reports, where=Q(stage=Stage.ACCEPTED)),
):
    declare(measure)
