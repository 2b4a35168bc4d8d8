"""What became of the recognised after some years, and what breaks the ladder: two pages to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from models_registry.choices import ActivityField
from recognition.choices import Fate
from recognition.ladder import violations
from recognition.measures import HORIZONS
from recognition.sections import section_tabs
from recognition.survival import survival, tier_below
from rollups.question import Question
from rollups.summary_table import HELD_ABOVE, NOT_ALLOCATED, tiers_of
from units.choices import Tier
from vietnamese.numbers import format_integer

NAMED_AT_MOST = 500
_SHORT = {
    Fate.ALIVE: gettext_lazy("Còn"),
    Fate.WEAKENED: gettext_lazy("Yếu"),
    Fate.STOPPED: gettext_lazy("Dừng"),
    Fate.UNKNOWN: gettext_lazy("Chưa rõ"),
}
"""Twelve columns stand side by side: their headings are a word each."""


@require_safe
def survival_page(request: HttpRequest) -> HttpResponse:
    """By field and by unit, of the models recognised in the context bar's years."""
    bar = request.context_bar
    asked = Question(
        measure="recognised_models",
        tier=Tier.PROVINCE,
        year_from=bar.year_from,
        year_to=bar.year_to,
        on=bar.on,
        within=bar.unit,
    )
    asked = asked.asking(tier=tier_below(bar.unit, tiers_of(asked)))
    found = survival(viewer=request.user, question=asked, today=timezone.localdate())
    apart = {HELD_ABOVE: _("Trực thuộc cấp trên"), NOT_ALLOCATED: _("Chưa phân bổ")}
    names = dict(ActivityField.choices)
    for line in (*found.by_field, *found.by_unit):
        line.name = _("Tổng cộng") if line.is_total else line.name or apart.get(line.key) or names.get(line.key, "")
    context = {
        "title": _("Duy trì sau công nhận"),
        "lead": _("Mô hình được công nhận thì 1, 3 và 5 năm sau ra sao, theo kiểm tra hằng năm. Không kiểm tra là chưa rõ."),
        "tabs": section_tabs(request, "survival"),
        "question": f"{bar.unit_name} · {bar.period_label}",
        "horizons": [{"label": _("Sau %(n)s năm") % {"n": n}, "years": _years(asked, found.years[n])} for n in HORIZONS],
        "fates": [{"label": label, "short": _SHORT[key]} for key, label in Fate.choices],
        "tables": [
            {"title": _("Theo lĩnh vực"), "first": _("Lĩnh vực"), "lines": _lines(found.by_field)},
            {"title": _("Theo đơn vị"), "first": _("Đơn vị"), "lines": _lines(found.by_unit)},
        ],
    }
    return render(request, "recognition/survival.html", context)


def _years(asked: Question, last: int | None) -> str:
    if last is None:
        return _("chưa đến hạn")
    if last == asked.year_from:
        return _("công nhận năm %(year)s") % {"year": last}
    return _("công nhận %(first)s-%(last)s") % {"first": asked.year_from, "last": last}


def _lines(lines) -> list[dict]:
    return [
        {"name": line.name, "is_total": line.is_total, "horizons": [line.of(n) for n in HORIZONS]} for line in lines
    ]


@require_safe
def ladder_page(request: HttpRequest) -> HttpResponse:
    """Each record of the context bar's unit that stands on a rung without the one below, on any day."""
    bar = request.context_bar
    found = violations(viewer=request.user, unit=bar.unit)
    n = len(found)
    context = {
        "title": _("Đối chiếu các bước"),
        "lead": _(
            "Đăng ký, công nhận, tiêu biểu, đề nghị khen thưởng, khen thưởng: bước sau phải nằm trong bước trước, ở cùng cấp,"
            " vào mọi ngày."
        ),
        "tabs": section_tabs(request, "ladder"),
        "question": bar.unit_name,
        "violations": found[:NAMED_AT_MOST],
        "count_label": ngettext("%(n)s hồ sơ cần xem lại", "%(n)s hồ sơ cần xem lại", n) % {"n": format_integer(n)},
        "more": max(0, n - NAMED_AT_MOST),
    }
    return render(request, "recognition/ladder.html", context)
