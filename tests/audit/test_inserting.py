"""Rows stored past the ORM's SQL are the rows it would have stored."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.inserting import FEW, insert_many
from audit.models import Event
from audit.recording import event
from models_registry.bulk import search_text
from models_registry.models import MobilizationModel, Registration
from tests.factories import a_registration

TRICKY = "một\thai\nba\r\\.\\N 'bốn' \"năm\" ; -- %s {} “sáu” 💐"


def copies(registration: Registration, count: int) -> list[Registration]:
    """New, unsaved registrations of new models, each with its own text."""
    model = registration.model
    found = []
    for n in range(count):
        new = MobilizationModel(
            code=f"T-{n:05d}",
            name=f"{TRICKY} {n}",
            folded_name=f"{n}",
            kind=model.kind,
            field=model.field,
            unit=model.unit,
        )
        new.save()
        found.append(
            Registration(
                model=new,
                year=2024,
                level=registration.level,
                phase=registration.phase,
                kind=registration.kind,
                field=registration.field,
                unit=registration.unit,
                search_text=search_text(new),
                notes=TRICKY,
                money=n if n % 2 else None,
                registered_on=date(2024, 1, 1 + n % 28) if n % 3 else None,
                back_entered=bool(n % 2),
            )  # fmt: skip
        )
    return found


def stored(ids) -> list[dict]:
    rows = Registration.objects.filter(id__in=ids).order_by("search_text").values()
    return [
        {k: v for k, v in row.items() if k not in ("id", "created_at", "model_id", "search_text")}
        for row in rows
    ]


@pytest.fixture
def registration(loaded_units):
    return a_registration("old-01330")


def test_the_rows_are_those_of_the_ordinary_way(registration):
    slow = copies(registration, FEW + 3)
    Registration.objects.bulk_create(slow)
    wanted = stored([row.pk for row in slow])
    Registration.objects.filter(id__in=[row.pk for row in slow]).delete()
    MobilizationModel.objects.filter(code__startswith="T-").delete()
    quick = copies(registration, FEW + 3)
    insert_many(quick)
    assert stored([row.pk for row in quick]) == wanted
    assert [row.created_at is not None and not row._state.adding for row in quick] == [True] * len(quick)
    assert Registration.objects.get(pk=quick[1].pk).notes == TRICKY


def test_the_next_row_of_the_ordinary_way_gets_the_next_key(registration):
    quick = copies(registration, FEW)
    insert_many(quick)
    keys = [row.pk for row in quick]
    assert keys == list(range(keys[0], keys[0] + FEW))
    assert a_registration("old-01330").pk > keys[-1]


def test_what_is_found_by_search_is_found_after_it(registration):
    quick = copies(registration, FEW)
    insert_many(quick)
    assert Registration.objects.searching("T 00007").count() == 1


def test_a_broken_rule_stores_nothing(registration):
    before = Registration.objects.count()
    quick = copies(registration, FEW)
    quick[-1].level = "central"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(quick)
    assert Registration.objects.count() == before


def test_lines_of_the_log_keep_their_words(registration):
    batch = uuid.uuid4()
    rows = [
        event(
            by=None,
            verb="edit",
            subject=registration,
            before={"a": TRICKY},
            after=None,
            reason=TRICKY,
            batch=batch,
        )
        for _ in range(FEW)
    ]
    insert_many(rows)
    kept = Event.objects.filter(batch=batch)
    assert set(kept.values_list("before__a", "after", "reason", "batch")) == {(TRICKY, None, TRICKY, batch)}
    assert kept.count() == FEW


def test_nothing_and_few_are_stored_too(registration):
    insert_many([])
    insert_many(copies(registration, 2))
    assert Registration.objects.count() == 3
