"""What hangs on a planted document: a target, the unit's figures, a question, papers; each with a mark of its own."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from resolutions.accepting import accept
from resolutions.assigning import Part, assign_to
from resolutions.attaching import attach_evidence, attach_scan
from resolutions.choices import LinkKind, PeriodKind
from resolutions.explaining import ask_explanation
from resolutions.figures import Figure
from resolutions.inheriting import inherit
from resolutions.linking import add_task_group, link_documents, report_issued
from resolutions.periods import open_period
from resolutions.reporting import Contents, save_draft, submit
from resolutions.targeting import define_target
from resolutions.terms import Terms


def targets_of(by, unit, document, *, year: int, today: date, m) -> dict[str, object]:
    """The records by their kinds: the unit's own target given to it for two years, `given` with a report that waits, one
    that was accepted, one begun and a question, `quiet` with none; `half` is a period nobody has reported."""
    group = add_task_group(by=by, document=document, title=m("tasks"))
    scan = attach_scan(by=by, document=document, upload=_paper(m("copy")))
    report_issued(
        by=by, document=document, unit=unit, issuer_kind="authority", year_from=year, year_to=year, number=3, source=m("source")
    )
    target = define_target(
        by=by, document=document, task_group=group,
        terms=Terms(text=m("target"), kind="count_per_unit", value=Decimal(2), measured_in="cuộc",
                    road_map={year: Decimal(1), year + 1: Decimal(2)}),
    )  # fmt: skip
    for one in (year, year + 1):
        assign_to(by=by, target=target, parts=[Part(unit)], year=one)
    given, quiet = target.assignments.order_by("year")
    whole, half, nine, month = (
        open_period(by=by, kind=kind, name=f"{name} {m('period')}", starts_on=date(year, 1, 1), ends_on=ends_on,
                    cut_off=date(year + 1, 1, 10), unit=unit)
        for kind, name, ends_on in (
            (PeriodKind.YEAR, "Năm", date(year, 12, 31)), (PeriodKind.HALF_YEAR, "Nửa năm", date(year, 6, 30)),
            (PeriodKind.NINE_MONTHS, "Chín tháng", date(year, 9, 30)), (PeriodKind.MONTH, "Tháng", date(year, 1, 31)),
        )
    )  # fmt: skip
    told = {"by": by, "assignment": given, "on": today}
    contents = Contents(figure=Figure(Decimal(1)), narrative=m("reported"), obstacles=m("reported"))
    draft = save_draft(period=whole, contents=contents, **told)
    proof = attach_evidence(by=by, report=draft, upload=_paper(m("proof")))
    sent = submit(period=whole, version=draft.version, **told)
    other = submit(period=nine, contents=contents, **told)
    accepted = accept(by=None, report=other, version=other.version, on=today)
    begun = save_draft(period=month, contents=contents, **told)
    question = ask_explanation(by=None, assignment=given, question=m("asked"), on=today)
    return {
        "target": target, "given": given, "quiet": quiet, "period": whole, "half": half, "sent_report": sent,
        "accepted_report": accepted, "open_report": begun, "evidence": proof, "paper_scan": scan, "explanation": question,
    }  # fmt: skip


def across_units(records: dict[str, dict[str, object]]) -> None:
    """Every document carries out the first unit's, which few may read; what a province that ended had been given goes over
    to the one that took it over."""
    first, *others = records["document"].values()
    for document in others:
        link_documents(by=None, document=document, kind=LinkKind.CARRIES_OUT, other=first)
    inherit(by=None, target=records["target"]["old-08"], year=2025)


def _paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4\n%%EOF")
