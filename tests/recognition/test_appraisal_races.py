"""Two people at one criteria set or one dossier at the same moment, on two connections. PostgreSQL decides."""

import pytest

from recognition.appraising import save_scores
from recognition.criteria import copy_set, edit_set, put_into_use
from recognition.models import CriteriaSet, ScoreSheet, SelfAssessment
from recognition.self_assessing import save_self_assessment
from tests.factories import a_small_country
from tests.models_registry.test_races import _two_connections, at_once  # noqa: F401
from tests.recognition.offices import HEADER, ITEMS, TODAY, Office, a_set_in_use, answers_of, seen
from tests.recognition.test_criteria import acting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _autumn(time_machine):
    time_machine.move_to("2026-10-01 09:00+07:00", tick=True)


def test_of_two_versions_put_into_use_at_once_one_is_in_use():
    first = a_set_in_use(a_small_country()["new-04"])
    drafts = [copy_set(by=None, criteria_set=first, year=2026) for _ in range(2)]
    done, refused = at_once(lambda n: put_into_use(by=None, criteria_set=drafts[n]))
    assert (len(done), refused) == (2, [])
    assert sorted(CriteriaSet.objects.values_list("state", flat=True)) == ["in_use", "replaced", "replaced"]


def test_two_copies_at_once_get_two_versions():
    first = a_set_in_use(a_small_country()["new-04"])
    done, refused = at_once(lambda _: copy_set(by=None, criteria_set=first, year=2027))
    assert (sorted(s.version for s in done), refused) == ([1, 2], [])


def edited_first(either) -> bool:
    """Does both at once; one of them is refused in its own words. Whether that was the one who fills in."""
    done, refused = at_once(either)
    assert (len(done), len(refused)) == (1, 1)
    edited = refused[0].sentence == "Bộ tiêu chí vừa được sửa; hãy xem lại tiêu chí rồi gửi lại."
    assert edited or refused[0].sentence.startswith("Bộ tiêu chí này đã dùng để tự đánh giá hoặc chấm điểm")
    return edited


def test_a_set_is_either_edited_or_named_by_a_score_first():
    office = Office()
    held = office.dossier()
    looked_at = seen(held)
    # What was assessed names the set already; here the score alone shall.
    held.self_assessment.answers.all().delete()
    held.self_assessment.delete()

    def either(n):
        if n:
            return save_scores(by=office.one, registration=held, answers=answers_of(50, 30), note="", seen=looked_at, done=True)
        return edit_set(by=None, criteria_set=office.set, edition=office.set.edition, header=HEADER, items=ITEMS[:2])

    edited = edited_first(either)
    assert (ScoreSheet.objects.count(), office.set.criteria.count()) == ((0, 2) if edited else (1, 3))


def test_a_set_is_either_edited_or_named_by_a_self_assessment_first():
    office = Office()
    held = acting()

    def either(n):
        if n:
            return save_self_assessment(
                by=None, registration=held, answers=answers_of(50, 30), results="", version=held.version,
                criteria_stamp=office.set.stamp, entered_on=TODAY,
            )  # fmt: skip
        return edit_set(by=None, criteria_set=office.set, edition=office.set.edition, header=HEADER, items=ITEMS[:2])

    edited = edited_first(either)
    assert (SelfAssessment.objects.count(), office.set.criteria.count()) == ((0, 2) if edited else (1, 3))


def test_one_appraiser_s_two_sendings_leave_one_current_sheet():
    office = Office()
    held = office.dossier()
    looked_at = seen(held)
    at_once(
        lambda n: save_scores(
            by=office.one, registration=held, answers=answers_of(50 + n, 30), note="", seen=looked_at, done=True
        )
    )
    assert ScoreSheet.objects.filter(is_current=True).count() == 1
