from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recognition import scoring


class DecisionKind(models.TextChoices):
    """What a decision does. Amendment and annulment point at the decision they change."""

    RECOGNITION = "recognition", pgettext_lazy("mục chính", "Công nhận")
    COMMENDATION = "commendation", pgettext_lazy("loại quyết định", "Khen thưởng")
    REVOCATION = "revocation", pgettext_lazy("loại quyết định", "Thu hồi công nhận")
    AMENDMENT = "amendment", pgettext_lazy("loại quyết định", "Sửa đổi, bổ sung")
    ANNULMENT = "annulment", pgettext_lazy("loại quyết định", "Hủy bỏ")


CHANGING_KINDS = frozenset({DecisionKind.AMENDMENT, DecisionKind.ANNULMENT})
"""Decisions about another decision."""
FIRST_KINDS = (DecisionKind.RECOGNITION, DecisionKind.COMMENDATION, DecisionKind.REVOCATION)
"""Decisions about models; only these are amended and annulled."""


class DecisionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("trạng thái quyết định", "Dự thảo")
    SIGNED = "signed", pgettext_lazy("trạng thái quyết định", "Đã ký")


class LineChange(models.TextChoices):
    """What a line does to the list: an amendment also takes lines off the first decision's."""

    ADD = "add", _("Bổ sung")
    REMOVE = "remove", _("Đưa ra khỏi danh sách")


class SigningAs(models.TextChoices):
    """In whose name a paper is signed; printed with a slash by Party bodies, with dots by state bodies."""

    HEAD = "head", _("Người đứng đầu ký")
    ON_BEHALF = "on_behalf", _("Thay mặt tập thể (T/M)")
    DEPUTY = "deputy", _("Cấp phó ký thay (K/T)")
    BY_ORDER = "by_order", _("Thừa lệnh (T/L)")


class AwardForm(models.TextChoices):
    """Forms of commendation, the highest last but for what is none of them."""

    CERTIFICATE = "giay_khen", _("Giấy khen")
    MERIT = "bang_khen", _("Bằng khen")
    FLAG = "co_thi_dua", _("Cờ thi đua")
    MEDAL = "ky_niem_chuong", _("Kỷ niệm chương")
    OTHER = "other", pgettext_lazy("hình thức khen thưởng", "Hình thức khác")


class RecipientKind(models.TextChoices):
    COLLECTIVE = "collective", _("Tập thể")
    INDIVIDUAL = "individual", _("Cá nhân")
    HOUSEHOLD = "household", _("Hộ gia đình")


class CheckState(models.TextChoices):
    """What a yearly check finds of a recognised model."""

    WORKING = "working", _("Còn hoạt động")
    REPLICATED = "replicated", _("Còn hoạt động, đã nhân rộng")
    WEAKENED = "weakened", _("Yếu đi")
    STOPPED = "stopped", _("Đã dừng")


ALIVE_STATES = frozenset({CheckState.WORKING, CheckState.REPLICATED})
REASONED_STATES = frozenset({CheckState.WEAKENED, CheckState.STOPPED})
"""Found so only with a reason."""


class Fate(models.TextChoices):
    """What is known of a recognised model some years later. Without a check nothing is known."""

    ALIVE = "alive", _("Còn hoạt động")
    WEAKENED = "weakened", _("Yếu đi")
    STOPPED = "stopped", _("Đã dừng")
    UNKNOWN = "unknown", _("Chưa rõ")


class SetState(models.TextChoices):
    """A criteria set on its way: one set at most is in use for a province, year, level and kind."""

    DRAFT = "draft", _("Đang soạn")
    IN_USE = "in_use", _("Đang áp dụng")
    REPLACED = "replaced", _("Đã thay bằng phiên bản sau")


class CriterionKind(models.TextChoices):
    POINTS = "points", _("Chấm điểm")
    MET = "met", _("Đạt / không đạt")


class Joining(models.TextChoices):
    """How several appraisers' percentages become one."""

    MEAN = scoring.Joining.MEAN.value, _("Trung bình cộng")
    MEDIAN = scoring.Joining.MEDIAN.value, _("Trung vị")


class Outcome(models.TextChoices):
    """What a team proposes of a dossier."""

    EXEMPLARY = scoring.Outcome.EXEMPLARY.value, _("Tiêu biểu")
    RECOGNISED = scoring.Outcome.RECOGNISED.value, _("Đề nghị công nhận")
    NOT_MET = scoring.Outcome.NOT_MET.value, _("Không đạt")


class SheetState(models.TextChoices):
    DRAFT = "draft", _("Đang chấm")
    DONE = "done", _("Đã chấm xong")
