"""Nghệ An's Resolution 04-NQ/TU and Scheme 07-ĐA/TU in the demo: encoded whole, given for 2021-2025, reported for 2022-2024.

The documents and their targets are real. Every figure, and every road map, is invented, always the same, and says so where
it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from dandan.demo_figures import INVENTED, told
from resolutions.accepting import return_
from resolutions.back_entry import PastReport, enter_past_reports
from resolutions.choices import PeriodKind, TargetKind
from resolutions.encoding import NGHE_AN, Encoded, assign_as_told, bring_in
from resolutions.explaining import answer, ask_explanation
from resolutions.figures import read_figure
from resolutions.inheriting import inherit
from resolutions.models import Assignment, ReportingPeriod, Target
from resolutions.periods import open_period
from resolutions.reporting import Contents, save_draft, submit
from resolutions.targeting import revise_target
from resolutions.terms import terms_of
from units.choices import OrganisationKind, Tier
from units.models import Organisation, Unit
from units.organising import save_organisation

GIVEN, REPORTED = range(2021, 2026), range(2022, 2025)
COMPUTED, COMPUTED_FOR = NGHE_AN.parent / "cao-bang-minh-hoa.json", range(2020, 2025)
_ORGANISATIONS = {
    OrganisationKind.FRONT: "Ủy ban Mặt trận Tổ quốc",
    OrganisationKind.FARMERS: "Hội Nông dân",
    OrganisationKind.VETERANS: "Hội Cựu chiến binh",
    OrganisationKind.WOMEN: "Hội Liên hiệp Phụ nữ",
    OrganisationKind.TRADE_UNION: "Liên đoàn Lao động",
    OrganisationKind.YOUTH: "Đoàn Thanh niên",
}
_STEPS = {2022: 3, 2023: 2, 2024: 1, 2025: 0}
"""By year how many points below its end the invented road map of a rate stands."""
_SUPERVISION, _CRITICISM = 3, 4
_UNDER_WAY = {"old-415": "draft", "old-417": "waiting", "old-418": "returned"}
"""Districts whose report of the last year on supervision is not yet accepted: drafted, sent, sent back."""
_ASKED = {"old-416": "", "old-419": "Hai nội dung phản biện đã có kế hoạch, phải lùi sang quý I năm sau do thay đổi nhân sự."}
"""Districts asked why they did not criticise enough drafts, and what they answered."""


def seed_targets(path: Path, province: Unit) -> None:
    """Everything of it. Call it inside a transaction, once. The accounts of the province are there."""
    today = timezone.localdate()
    _make_organisations(province)
    encoded = bring_in(by=None, path=path, unit=province, entered_on=today)
    _draw_road_maps(encoded)
    assign_as_told(by=None, encoded=encoded, within=province, years=GIVEN)
    targets = [target for target, _whom in encoded.targets]
    for year in GIVEN:
        period = _the_year(year)
        if year in REPORTED:
            reports = list(_past(targets, year))
            enter_past_reports(by=None, period=period, reports=reports, on=date(year + 1, 1, 8), entered_on=today)
    for target in targets:
        inherit(by=None, target=target, year=GIVEN[-1])
    _leave_some_under_way(targets)
    _ask_for_explanations(targets)


def seed_computed_targets(path: Path, province: Unit) -> None:
    """A plan that says it is made up, with targets computed from the province's register. Once, inside a transaction."""
    encoded = bring_in(by=None, path=path, unit=province, entered_on=timezone.localdate())
    assign_as_told(by=None, encoded=encoded, within=province, years=COMPUTED_FOR)


def _make_organisations(province: Unit) -> None:
    standing = Unit.objects.inside(province).filter(tier__in=[Tier.PROVINCE, Tier.DISTRICT]).order_by("position")
    for unit in standing:
        for kind, name in _ORGANISATIONS.items():
            if not Organisation.objects.filter(unit=unit, kind=kind).exists():
                short = unit.name[0].lower() + unit.name[1:]
                save_organisation(by=None, organisation=Organisation(name=f"{name} {short}", kind=kind, unit=unit))


def _draw_road_maps(encoded: Encoded) -> None:
    for target, _whom in encoded.targets:
        latest = target.latest
        if latest.kind == TargetKind.RATE_BY_END and latest.due_on:
            steps = {year: latest.value - Decimal(below) for year, below in _STEPS.items()}
            revise_target(
                by=None, target=target, number=1, terms=replace(terms_of(latest), road_map=steps), from_year=GIVEN[0],
                reason="Thêm lộ trình từng năm để minh họa; văn bản không quy định các mức này.",
            )  # fmt: skip


def _the_year(year: int) -> ReportingPeriod:
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = ReportingPeriod.objects.filter(unit__isnull=True, starts_on=first, ends_on=last).first()
    return held or open_period(
        by=None, kind=PeriodKind.YEAR, name=f"Năm {year}", starts_on=first, ends_on=last,
        cut_off=date(year + 1, 1, 15), unit=None,
    )  # fmt: skip


def _past(targets: list[Target], year: int) -> Iterator[PastReport]:
    for target in Target.objects.with_versions().filter(pk__in=[t.pk for t in targets]).order_by("id"):
        for assignment in target.assignments.given().in_year(year).select_related("unit", "organisation"):
            assignment.target = target
            if not _is_under_way(assignment) and (contents := told(assignment)) is not None:
                yield PastReport(assignment, contents)


def _is_under_way(assignment: Assignment) -> bool:
    return _is(assignment.target, "04-NQ/TU", _SUPERVISION) and (
        assignment.year == REPORTED[-1] and assignment.unit.key in _UNDER_WAY
    )


def _leave_some_under_way(targets: list[Target]) -> None:
    clerk, approver = _person("canbo"), _person("duyet")
    target, year = _find(targets, _SUPERVISION), REPORTED[-1]
    period, on = _the_year(year), date(year + 1, 1, 14)
    figures = {"draft": "1", "waiting": "3", "returned": "20"}
    for assignment in target.assignments.in_year(year).filter(unit__key__in=_UNDER_WAY).order_by("unit__position"):
        stage = _UNDER_WAY[assignment.unit.key]
        contents = Contents(figure=read_figure(figures[stage]), narrative=INVENTED)
        write = save_draft if stage == "draft" else submit
        report = write(by=clerk, assignment=assignment, period=period, contents=contents, on=on)
        if stage == "returned":
            reason = "Số nội dung giám sát cao khác thường so với các huyện; đề nghị kiểm tra lại."
            return_(by=approver, report=report, version=report.version, on=on, reason=reason)


def _ask_for_explanations(targets: list[Target]) -> None:
    leader, clerk = _person("lanhdao"), _person("canbo")
    target, year = _find(targets, _CRITICISM), REPORTED[-1]
    asked_on, due_on = date(year + 1, 1, 20), date(year + 1, 1, 31)
    question = "Vì sao năm 2024 chưa phản biện đủ 2 nội dung? Huyện có biện pháp gì cho năm sau?"
    for assignment in target.assignments.in_year(year).filter(unit__key__in=_ASKED).order_by("unit__position"):
        asked = ask_explanation(by=leader, assignment=assignment, question=question, on=asked_on, due_on=due_on)
        if reply := _ASKED[assignment.unit.key]:
            answer(by=clerk, explanation=asked, reply=f"{reply} ({INVENTED})", on=date(year + 1, 1, 24))


def _find(targets: list[Target], position: int) -> Target:
    return next(target for target in targets if _is(target, "04-NQ/TU", position))


def _is(target: Target, number: str, position: int) -> bool:
    return target.document.number == number and target.position == position


def _person(office: str) -> User:
    return User.objects.get(username=f"{office}.nghean")
