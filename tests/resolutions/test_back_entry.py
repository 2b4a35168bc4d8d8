"""Finished years are written down at once: the same rules, one row of the log each, nothing half done."""

from datetime import date

import pytest

from accounts.choices import Role
from audit.errors import DomainError
from audit.models import Event
from resolutions.back_entry import PastReport, enter_past_reports
from resolutions.models import ProgressReport, ReportChange
from resolutions.rights import NotAllowed
from tests.casts import assigned, person
from tests.factories import a_small_country
from tests.resolutions.setting import TODAY, a_document, a_target, accepted, contents, given, the_year

ON = date(2025, 1, 8)


@pytest.fixture
def units(db):
    return a_small_country()


def entered(reports, *, by=None, on=ON, period=None):
    return enter_past_reports(by=by, period=period or the_year(), reports=reports, on=on, entered_on=TODAY)


def standing(assignments):
    for assignment in assignments:
        assignment.refresh_from_db()
    return [(a.answer, a.numerator, a.denominator, a.outcome, a.waiting) for a in assignments]


def test_what_is_entered_at_once_stands_as_what_walked_every_step(units):
    one, other = a_target(a_document(units["old-04"])), a_target(a_document(units["old-04"]))
    places = [unit for key, unit in units.items() if key.startswith("old-0") and unit.tier == "commune"][:3]
    walked, at_once = given(one, *places), given(other, *places)
    for assignment, figure in zip(walked, ("1/1", "0/1", None), strict=True):
        accepted(assignment, figure)
    made = entered([PastReport(a, contents(f)) for a, f in zip(at_once, ("1/1", "0/1", None), strict=True)])
    assert standing(at_once) == standing(walked)
    assert {(r.stage, r.submitted_on, r.accepted_on, r.version) for r in made} == {("accepted", ON, ON, 1)}
    told = Event.objects.filter(verb="enter_past")
    assert sorted(told.values_list("subject_id", flat=True)) == sorted(r.pk for r in made)
    assert told.values("batch").distinct().count() == 1
    assert ReportChange.objects.filter(report__in=made, stage_before="", stage="accepted").count() == 3


def test_one_broken_report_keeps_all_of_them_out_and_says_where(units):
    target = a_target(a_document(units["old-04"]))
    places = [unit for key, unit in units.items() if key.startswith("old-0") and unit.tier == "commune"][:3]
    first, second, third = given(target, *places)
    accepted(third, "1/1")
    before = ProgressReport.objects.count(), Event.objects.count()
    with pytest.raises(DomainError) as refused:
        entered([PastReport(first, contents("1/1")), PastReport(second, contents("3/2")), PastReport(third, contents("1/1"))])
    assert [error.sentence for error in refused.value.errors] == [
        f"{second.place}: Số đơn vị thực hiện lớn hơn tổng số đơn vị; hãy xem lại.",
        f"{third.place}: Kỳ này đã có báo cáo của chỉ tiêu.",
    ]
    assert (ProgressReport.objects.count(), Event.objects.count()) == before


def test_only_whoever_keeps_the_targets_and_only_for_a_year_that_is_over(units):
    target = a_target(a_document(units["old-04"]))
    (assignment,) = given(target, units["old-04"])
    leader = person("lanh.dao")
    assigned(leader, Role.LEADER, "old-04")
    with pytest.raises(NotAllowed):
        entered([PastReport(assignment, contents("1/1"))], by=leader)
    for on in (date(2024, 12, 31), date(2026, 2, 1)):
        with pytest.raises(DomainError):
            entered([PastReport(assignment, contents("1/1"))], on=on)
    assert not ProgressReport.objects.exists()
