"""Phụ lục 2: registrations and recognitions by level, kind and phase."""

from django.utils.translation import gettext as _

from models_registry.choices import REGISTERING_LEVELS, Kind, Phase
from reports import workbook as w
from reports.annual_answers import Answers
from reports.workbook import Column, Row, Sheet, Total
from reports.workbook_formulas import ratio_of, sum_of

NAME = "Phụ lục 2"


def levels_by_kind(answers: Answers) -> Sheet:
    """A row a level of registration; recognitions stand at the level at which their model was registered."""
    rows = []
    for number, level in enumerate(REGISTERING_LEVELS, 1):
        figures = _figures(answers, {"level": level.value})
        cells = {key: n for key, n in figures.items() if "." in key}
        rows.append(Row({"number": number, "level": str(level.label)} | cells, given=figures))
    return Sheet(
        name=NAME,
        title=answers.titled(_("Kết quả đăng ký, công nhận mô hình “Dân vận khéo” theo cấp và loại")),
        columns=_columns(),
        rows=rows,
        total=Total(_("Tổng cộng"), _figures(answers, {})),
        measured_in=_("ĐVT: lượt đăng ký, lượt công nhận"),
    )


def _columns() -> list[Column]:
    registered, recognised = (_("Đăng ký"),), (_("Công nhận"),)
    kinds = [(key, str(label)) for key, label in Kind.choices]
    return [
        Column("number", _("STT"), w.ORDINAL, 5),
        Column("level", _("Cấp đăng ký"), w.TEXT, 18),
        Column(
            "registered", _("Tổng số"), w.COUNT, 9, registered, sum_of(*(f"kind.{k}" for k in Kind.values))
        ),
        *(Column(f"kind.{key}", label, w.COUNT, 9, (*registered, _("Theo loại"))) for key, label in kinds),
        *(
            Column(f"phase.{key}", str(label), w.COUNT, 9, (*registered, _("Theo tính chất")))
            for key, label in Phase.choices
        ),
        Column(
            "recognised", _("Tổng số"), w.COUNT, 9, recognised, sum_of(*(f"done.{k}" for k in Kind.values))
        ),
        *(Column(f"done.{key}", label, w.COUNT, 9, (*recognised, _("Theo loại"))) for key, label in kinds),
        Column("rate", _("Tỷ lệ công nhận"), w.SHARE, 10, (), ratio_of("recognised", "registered")),
    ]


def _figures(answers: Answers, narrowed: dict[str, str]) -> dict[str, int]:
    kinds = answers.whole(NAME, "registered", "kind", narrowed)
    phases = answers.whole(NAME, "registered", "phase", narrowed)
    done = answers.whole(NAME, "recognised", "kind", narrowed)
    return (
        {"registered": kinds.total, "recognised": done.total}
        | {f"kind.{key}": kinds.cells[key] for key in Kind.values}
        | {f"phase.{key}": phases.cells[key] for key in Phase.values}
        | {f"done.{key}": done.cells[key] for key in Kind.values}
    )
