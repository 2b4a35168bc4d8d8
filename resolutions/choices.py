from django.db import models
from django.utils.translation import gettext_lazy as _


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
