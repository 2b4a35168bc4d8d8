"""The pages of "Công nhận", as tabs over its lists."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SECTIONS = (
    ("decisions", pgettext_lazy("số nhiều", "Quyết định"), "recognition:decisions"),
    ("appraisal", _("Hồ sơ thẩm định"), "recognition:to_appraise"),
    ("exemplary", _("Tiêu biểu"), "recognition:exemplary"),
    ("proposals", _("Đề nghị khen thưởng"), "recognition:proposals"),
    ("awards", pgettext_lazy("số nhiều", "Khen thưởng"), "recognition:awards"),
    ("checks", _("Kiểm tra hằng năm"), "recognition:checks"),
    ("survival", _("Duy trì sau công nhận"), "recognition:survival"),
    ("replication", _("Nhân rộng"), "recognition:replication"),
    ("ladder", _("Đối chiếu các bước"), "recognition:ladder"),
    ("teams", pgettext_lazy("số nhiều", "Tổ thẩm định"), "recognition:teams"),
    ("criteria", pgettext_lazy("số nhiều", "Bộ tiêu chí"), "recognition:criteria_sets"),
)


def section_tabs(request, here: str) -> list[dict]:
    """[{label, url, here}]; the unit and years looked at go along."""
    return [
        {"label": label, "url": request.context_bar.link(reverse(name)), "here": key == here}
        for key, label, name in SECTIONS
    ]
