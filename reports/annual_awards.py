"""Phụ lục 6: the commendations granted in the years of the report, under the unit they stand in."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from textwrap import shorten

from django.utils.translation import gettext as _

from recognition.choices import AwardForm
from recognition.measures import awards, awards_on
from reports import workbook as w
from reports.annual_answers import Answers
from reports.annual_places import LONGEST_LIST, place_in, rows_under_units
from reports.dashboard_scope import Scope
from reports.workbook import Column, Sheet
from vietnamese.numbers import format_integer

NAME = "Phụ lục 6"
LONGEST_CONTENT = 300
"""Characters of a model's own description where the decision says nothing of what was done."""
_FORMS = dict(AwardForm.choices)


@dataclass(frozen=True, slots=True)
class _Awarded:
    name: str
    content: str
    unit: str
    form: str
    body: str
    decision: str
    day: date


def awards_granted(answers: Answers) -> Sheet | None:
    """A row an award; None where the list would be longer than LONGEST_LIST. Raises DoesNotAddUp where a group holds another
    number than the roll-up says."""
    counts = answers.by_unit(NAME, "awards")
    if counts.total.total > LONGEST_LIST:
        return None
    return Sheet(
        name=NAME,
        title=answers.titled(_("Danh sách mô hình, điển hình “Dân vận khéo” được khen thưởng")),
        columns=[
            Column("number", _("STT"), w.ORDINAL, 6),
            Column("name", _("Tên mô hình, điển hình"), w.TEXT, 34),
            Column("content", _("Nội dung"), w.TEXT, 38),
            Column("unit", _("Đơn vị"), w.TEXT, 19),
            Column("form", _("Hình thức"), w.CODE, 13),
            Column("body", _("Cơ quan khen"), w.TEXT, 22),
            Column("decision", _("Số quyết định"), w.CODE, 17),
            Column("day", _("Ngày"), w.DATE, 12),
        ],
        rows=list(rows_under_units(answers, counts, _by_place(answers.scope), asdict)),
        notes=[
            _("Tổng cộng %(count)s lượt khen, tính theo năm ra quyết định khen.") % {"count": format_integer(counts.total.total)}
            if counts.total.total
            else _("Không có lượt khen nào, tính theo năm ra quyết định khen.")
        ],
    )


def _by_place(scope: Scope) -> dict[int | str, list[_Awarded]]:
    place, found = place_in(scope), defaultdict(list)
    held = awards_on(scope.viewer, scope.as_of) if scope.as_of else awards(scope.viewer)
    held = held.registered_in(scope.year_from, scope.year_to)
    if scope.within is not None:
        held = held.inside(scope.within)
    rows = held.order_by("registration__unit__position", "granted_on", "id").values_list(
        "recipient_name", "registration__model__name", "reason", "registration__content", "registration__unit_id",
        "registration__hand_unit_id", "registration__unit__name", "registration__unit__tier",
        "registration__organisation__name", "form", "granting_body", "decision__number", "granted_on",
    )  # fmt: skip
    for recipient, model, reason, content, unit, hand, unit_name, tier, organisation, form, body, number, day in rows:
        # A person or household is named, and then the model is what they were commended for.
        told = reason or (model if recipient else shorten(content, LONGEST_CONTENT, placeholder="…"))
        found[place(unit, hand, tier)].append(
            _Awarded(recipient or model, told, organisation or unit_name, str(_FORMS[form]), body, number, day)
        )
    return found
