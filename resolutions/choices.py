"""The words of resolutions and targets: each list is closed, and says what its values mean where a label does not."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import Role

ASKING_ROLES = frozenset({Role.LEADER})
"""Who asks a unit to explain a figure."""


class DocumentKind(models.TextChoices):
    """The kinds of documents the work answers to, in the order offices name them."""

    RESOLUTION = "resolution", _("Nghị quyết")
    DIRECTIVE = "directive", _("Chỉ thị")
    CONCLUSION = "conclusion", _("Kết luận")
    SCHEME = "scheme", _("Đề án")
    DECISION = "decision", _("Quyết định")
    REGULATION = "regulation", _("Quy định")
    PLAN = "plan", _("Kế hoạch")
    GUIDANCE = "guidance", _("Hướng dẫn")
    PROGRAMME = "programme", _("Chương trình")
    REPORT = "report", _("Báo cáo")


class IssuerKind(models.TextChoices):
    """Who issues, as the yearly counts of documents are kept."""

    PARTY_COMMITTEE = "party_committee", _("Cấp ủy")
    MASS_MOBILIZATION = "mass_mobilization", _("Cơ quan dân vận của Đảng")
    FRONT = "front", _("Mặt trận Tổ quốc, tổ chức chính trị - xã hội")
    AUTHORITY = "authority", _("Chính quyền")
    OTHER = "other", _("Cơ quan khác")


class LinkKind(models.TextChoices):
    """What a document is to an older one."""

    CONCRETISES = "concretises", _("Cụ thể hóa")
    CARRIES_OUT = "carries_out", _("Triển khai thực hiện")
    REPLACES = "replaces", _("Thay thế")
    AMENDS = "amends", _("Sửa đổi, bổ sung")


class TargetKind(models.TextChoices):
    """What a target asks for, and so what a unit reports."""

    UNITS_EACH_YEAR = "units_each_year", _("Tỷ lệ đơn vị thực hiện hằng năm")
    """So many per cent of the units do it each year. A unit reports 1/1 or 0/1, or of its own units 20/21."""
    COUNT_PER_UNIT = "count_per_unit", _("Số lượng mỗi đơn vị mỗi năm")
    """Each unit does it so many times a year. A unit reports a number."""
    RATE_BY_END = "rate_by_end", _("Tỷ lệ đạt được đến cuối kỳ")
    """So many per cent by the end, such as members among those who could be. A unit reports both parts."""
    AMOUNT = "amount", _("Số tuyệt đối")
    """So much in all: works, money, people. A unit reports a number; parts are added."""
    YES_NO = "yes_no", _("Có / không")
    QUALITATIVE = "qualitative", _("Định tính, có thuyết minh")
    """Judged by the unit itself as done or not, with a narrative that says why."""


class Direction(models.TextChoices):
    AT_LEAST = "at_least", _("Từ … trở lên (≥)")
    AT_MOST = "at_most", _("Không quá … (≤)")
    EXACTLY = "exactly", _("Bằng … (=)")


class Recurrence(models.TextChoices):
    YEARLY = "yearly", _("Hằng năm")
    BY_DATE = "by_date", _("Đến một ngày")
    WHOLE_PERIOD = "whole_period", _("Cả giai đoạn")


class Aggregation(models.TextChoices):
    """How the figures of units become that of the whole. Percentages are never averaged."""

    RATIO = "ratio", _("Cộng tử số, cộng mẫu số, chia sau cùng")
    SUM = "sum", _("Cộng số thực hiện")
    UNITS_REACHING = "units_reaching", _("Đếm đơn vị đạt trên đơn vị được giao")


AGGREGATIONS_OF = {
    TargetKind.UNITS_EACH_YEAR: (Aggregation.UNITS_REACHING, Aggregation.RATIO),
    TargetKind.COUNT_PER_UNIT: (Aggregation.UNITS_REACHING, Aggregation.SUM),
    TargetKind.RATE_BY_END: (Aggregation.RATIO, Aggregation.UNITS_REACHING),
    TargetKind.AMOUNT: (Aggregation.SUM, Aggregation.UNITS_REACHING),
    TargetKind.YES_NO: (Aggregation.UNITS_REACHING,),
    TargetKind.QUALITATIVE: (Aggregation.UNITS_REACHING,),
}
"""How the figures of a kind may be added up, the usual way first."""


class Accumulation(models.TextChoices):
    """What the figures of several reports of one year are to each other."""

    CUMULATIVE = "cumulative", _("Lũy kế: báo cáo sau cùng thay các báo cáo trước")
    IN_PERIOD = "in_period", _("Trong kỳ: các báo cáo của năm cộng lại")


class AssignmentState(models.TextChoices):
    GIVEN = "given", _("Đang giao")
    PASSED_ON = "passed_on", _("Đã chuyển cho đơn vị kế tục")
    TAKEN_BACK = "taken_back", _("Đã thôi giao")


class Answer(models.TextChoices):
    """What a report says of its figure. Zero is a figure; no report at all is neither of these."""

    NONE = "", _("Chưa có số liệu")
    FIGURE = "figure", _("Có số liệu")
    NOT_APPLICABLE = "not_applicable", _("Không áp dụng")


class Outcome(models.TextChoices):
    """How an accepted figure stands to what was asked, whatever the day: the day makes a verdict of it."""

    NONE = "", _("Chưa có số liệu")
    EXCEEDED = "exceeded", _("Vượt")
    MET = "met", _("Đạt")
    SHORT = "short", _("Chưa tới mức giao, kịp lộ trình")
    BEHIND = "behind", _("Chưa tới mức giao, chậm lộ trình")
    NOT_APPLICABLE = "not_applicable", _("Không áp dụng")


REACHING = (Outcome.EXCEEDED, Outcome.MET)
FALLING_SHORT = (Outcome.SHORT, Outcome.BEHIND)


class Verdict(models.TextChoices):
    """The state of a target, worst first: the order in which lists show them. No data and not due are grey and never
    failing."""

    NOT_MET = "not_met", pgettext_lazy("đánh giá chỉ tiêu", "Chưa đạt")
    AT_RISK = "at_risk", pgettext_lazy("đánh giá chỉ tiêu", "Nguy cơ không đạt")
    NO_DATA = "no_data", pgettext_lazy("đánh giá chỉ tiêu", "Chưa có số liệu")
    MET = "met", pgettext_lazy("đánh giá chỉ tiêu", "Đạt")
    EXCEEDED = "exceeded", pgettext_lazy("đánh giá chỉ tiêu", "Vượt")
    NOT_DUE = "not_due", pgettext_lazy("đánh giá chỉ tiêu", "Chưa đến hạn")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("đánh giá chỉ tiêu", "Không áp dụng")


VERDICT_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
FAILING = frozenset({Verdict.NOT_MET, Verdict.AT_RISK})
"""What is drawn in red or amber, and may be asked about."""
GREY = frozenset({Verdict.NO_DATA, Verdict.NOT_DUE, Verdict.NOT_APPLICABLE})


class PeriodKind(models.TextChoices):
    MONTH = "month", _("Tháng")
    QUARTER = "quarter", _("Quý")
    HALF_YEAR = "half_year", _("6 tháng")
    NINE_MONTHS = "nine_months", _("9 tháng")
    YEAR = "year", _("Năm")
    THREE_YEARS = "three_years", _("3 năm")
    FIVE_YEARS = "five_years", _("5 năm")
    TEN_YEARS = "ten_years", _("10 năm")
    FIFTEEN_YEARS = "fifteen_years", _("15 năm")


class Stage(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", pgettext_lazy("báo cáo", "Đang soạn")
    SUBMITTED = "submitted", pgettext_lazy("báo cáo", "Đã gửi")
    RETURNED = "returned", pgettext_lazy("báo cáo", "Bị trả lại")
    ACCEPTED = "accepted", pgettext_lazy("báo cáo", "Đã duyệt")


WRITABLE = (Stage.DRAFT, Stage.RETURNED)
"""The stages in which the unit may change its report."""
