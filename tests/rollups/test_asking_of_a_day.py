"""A question asked as of a day: how an address says it, what is refused, and that no kept statement mixes days."""

from datetime import date

import pytest

from audit.errors import DomainError, DomainErrors
from rollups.crossing import cross, wholes
from rollups.engine import rollup
from rollups.question import Question, read_question
from tests.casts import administrator
from tests.factories import a_registration, a_small_country

TODAY = date(2026, 3, 1)
JUNE = date(2025, 6, 30)


def refused(**asked):
    with pytest.raises(DomainErrors) as caught:
        read_question(asked, today=TODAY)
    return [(error.field, error.sentence) for error in caught.value.errors]


@pytest.mark.django_db
def test_the_days_stand_in_an_address_and_are_read_from_it():
    asked = {"measure": "registered", "as_of": "2025-06-30", "known_by": "2025-08-31"}
    question = read_question(asked, today=TODAY)
    assert (question.as_of, question.known_by) == (JUNE, date(2025, 8, 31))
    # Left open, years and geography are those of the day asked about.
    assert (question.year_from, question.year_to, question.on) == (2025, 2025, JUNE)
    assert read_question(question.as_parameters(), today=TODAY) == question
    assert "as_of" not in read_question({}, today=TODAY).as_parameters()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["6/30/2025", "30/6/25", "30.6.2025", "2025-06-31", "20250630", "2025-W26-1", "hôm qua", "1900-01-01", "2025-06-30\0"]
)
@pytest.mark.parametrize("name", ["as_of", "known_by"])
def test_what_is_no_day_is_refused(name, text):
    both = {"as_of": "2025-06-30"} | {name: text}
    assert (name, "Ngày tính số liệu ghi dạng 30/06/2025, trong địa chỉ là 2025-06-30.") in refused(**both)


@pytest.mark.django_db
def test_a_day_may_be_typed_day_first():
    assert read_question({"as_of": "30/6/2025"}, today=TODAY) == read_question({"as_of": "2025-06-30"}, today=TODAY)


@pytest.mark.django_db
def test_no_figure_is_given_of_a_day_to_come():
    sentence = "Ngày tính số liệu không được sau hôm nay."
    assert refused(as_of="2026-03-02") == [("as_of", sentence)]
    assert refused(as_of="2026-03-01", known_by="2026-03-02") == [("known_by", sentence)]


@pytest.mark.django_db
def test_what_was_known_by_a_day_is_asked_with_the_day_it_is_about():
    assert refused(known_by="2025-06-30") == [
        ("known_by", "Hãy cho biết cả ngày tính đến (as_of), ví dụ cùng ngày này.")
    ]


def question(measure, **changes):
    return Question(**dict(measure=measure, tier="province", year_from=2024, year_to=2025, on=JUNE) | changes)


@pytest.mark.django_db
def test_a_measure_of_today_alone_says_so():
    a_small_country()
    for asked in (rollup, lambda q, viewer: cross(q, [], viewer)):
        with pytest.raises(DomainError, match="Nơi nhân rộng chỉ có số liệu đến hôm nay") as caught:
            asked(question("replicas", as_of=JUNE), administrator("a" if asked is rollup else "b"))
        assert caught.value.field == "as_of"


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"split": "recognised_level"}, {"narrowed": {"recognised_level": "province"}}])
def test_a_past_day_is_not_split_by_what_is_kept_of_today_alone(changes):
    a_small_country()
    with pytest.raises(DomainError, match="Cấp công nhận chỉ có theo hôm nay"):
        rollup(question("registered", as_of=JUNE, **changes), administrator())


@pytest.mark.django_db
def test_each_day_has_a_statement_of_its_own(time_machine):
    time_machine.move_to("2026-03-01 09:00+07:00")
    a_small_country()
    a_registration("old-01327", year=2024, registered_on=date(2024, 2, 1))
    a_registration("old-01327", year=2024, registered_on=date(2024, 6, 1))
    viewer = administrator()
    days = [None, date(2024, 1, 31), date(2024, 2, 1), date(2024, 6, 1), None, date(2024, 1, 31)]
    found = [rollup(question("registered", as_of=day), viewer).total.total for day in days]
    assert found == [2, 0, 1, 2, 2, 0]
    # Entered only now, nothing was known then.
    known = question("registered", as_of=date(2024, 6, 1), known_by=date(2024, 6, 1))
    assert rollup(known, viewer).total.total == 0


@pytest.mark.django_db
def test_only_what_one_walk_answers_is_asked_together():
    with pytest.raises(ValueError, match="one walk"):
        wholes(question("registered"), ["registered", "checked"], administrator())
